package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/armhttp"
)

// serving is a sandbox that is served.
type serving struct {
	// dir is a private folder with what clients need: the authority's certificate and the Azure CLI's settings.
	dir string
	// base is where it is served, identity where tokens of a managed identity are.
	base, identity string
	subscription   string
	servers        []*http.Server
	handler        *armhttp.Handler
	cancel         context.CancelFunc
	failed         chan error
}

// lastWord is how long requests in flight have to end when the sandbox stops.
const lastWord = 10 * time.Second

// serve serves Azure Resource Manager until it is told to stop, or until the command is over that it is to run.
func serve(r request) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	server := r.arm.Faulty(r.plan, func() {
		fmt.Fprintln(os.Stderr, "a planned fault ended the sandbox")
		os.Exit(137) // as a killed process does
	})
	s, err := start(ctx, server, r.serving)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	switch {
	case len(r.serving.command) > 0:
		return s.run(ctx, r.serving.command)
	case r.serving.env:
		err = r.printf("%s", s.lines())
	default:
		err = r.printf("Azure Resource Manager is at %s, until you stop it. Paste this where you want to use it:\n\n%s\n", s.base, s.lines())
	}
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return err
	}
}

// servingFlags are how the sandbox is to be served.
type servingFlags struct {
	addr, subscription string
	env                bool
	command            []string
}

// start begins to serve, on loopback alone: whoever reaches the sandbox may do anything with it.
func start(ctx context.Context, server *arm.Server, flags servingFlags) (*serving, error) {
	host, _, err := net.SplitHostPort(flags.addr)
	if err != nil {
		return nil, usageError(fmt.Sprintf("--addr %s: it should be an address and a port, such as 127.0.0.1:0", flags.addr))
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usageError(fmt.Sprintf(
			"--addr %s: the sandbox asks nobody who they are, so it is served on this machine alone: 127.0.0.1, ::1 or localhost", flags.addr))
	}
	authority, certificate, err := armhttp.NewCertificate(time.Now())
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &serving{subscription: flags.subscription, cancel: cancel, failed: make(chan error, 2)}
	if s.dir, err = os.MkdirTemp("", "azure-expressroute-sandbox-"); err != nil {
		return nil, fmt.Errorf("make a folder for the certificate: %w", err)
	}
	if err := os.WriteFile(s.certificate(), authority, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("write the certificate: %w", err), s.stop())
	}
	listener, err := net.Listen("tcp", flags.addr)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("serve the sandbox: %w", err), s.stop())
	}
	identity, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("serve the sandbox's identity: %w", err), listener.Close(), s.stop())
	}
	address := listener.Addr().String()
	s.base = "https://localhost" + address[strings.LastIndex(address, ":"):]
	s.identity = fmt.Sprintf("http://%s/msi/token", identity.Addr())
	secured := tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	s.handler = armhttp.New(ctx, server, s.base, flags.subscription)
	s.serve(secured, s.handler)
	s.serve(identity, armhttp.Identity(s.base))
	return s, nil
}

func (s *serving) certificate() string { return filepath.Join(s.dir, "ca.pem") }

// settings is the folder of the Azure CLI's settings.
func (s *serving) settings() string { return filepath.Join(s.dir, "azure") }

func (s *serving) serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		ErrorLog: log.New(io.Discard, "", 0), // a client that hangs up is no news
	}
	s.servers = append(s.servers, server)
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("serve the sandbox: %w", err)
		}
	}()
}

// stop lets requests in flight end, and takes away what was made for clients.
func (s *serving) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), lastWord)
	defer cancel()
	var all error
	for _, server := range s.servers {
		all = errors.Join(all, server.Shutdown(ctx))
	}
	s.cancel()
	if s.handler != nil {
		s.handler.Wait()
	}
	return errors.Join(all, os.RemoveAll(s.dir))
}

// environment is what clients need to find the sandbox and to trust it.
func (s *serving) environment() [][2]string {
	return [][2]string{
		{"REQUESTS_CA_BUNDLE", s.certificate()},
		{"SSL_CERT_FILE", s.certificate()},
		{"AZURE_CONFIG_DIR", s.settings()},
		{"AZURE_CORE_INSTANCE_DISCOVERY", "false"},
		{"AZURE_CORE_COLLECT_TELEMETRY", "false"},
		{"AZURE_CORE_NO_COLOR", "true"},
		{"AZURE_EXPRESSROUTE_SANDBOX_ENDPOINT", s.base},
		{"AZURE_TENANT_ID", armhttp.Tenant},
		{"AZURE_CLIENT_ID", client},
		{"AZURE_CLIENT_SECRET", "sandbox"},
		{"AZURE_AUTHORITY_HOST", s.base},
		{"ARM_METADATA_HOSTNAME", strings.TrimPrefix(s.base, "https://")},
		{"ARM_SUBSCRIPTION_ID", s.subscription},
		{"ARM_TENANT_ID", armhttp.Tenant},
		{"IDENTITY_ENDPOINT", s.identity},
		{"IDENTITY_HEADER", "sandbox"},
	}
}

// client is who logs in. Anybody may.
const client = "00000000-0000-0000-0000-0000000c11e7"

// logins are the commands of the Azure CLI that make it use the sandbox.
func (s *serving) logins() [][]string {
	return [][]string{
		{"az", "cloud", "register", "-n", "Sandbox", "--endpoint-resource-manager", s.base},
		{"az", "cloud", "set", "-n", "Sandbox"},
		{"az", "login", "--service-principal", "-u", client, "-p", "sandbox", "--tenant", armhttp.Tenant, "-o", "none"},
	}
}

// lines are what a shell takes to use the sandbox.
func (s *serving) lines() string {
	var text strings.Builder
	for _, variable := range s.environment() {
		fmt.Fprintf(&text, "export %s=%s\n", variable[0], quoted(variable[1]))
	}
	for _, login := range s.logins() {
		for i, word := range login {
			login[i] = quoted(word)
		}
		fmt.Fprintln(&text, strings.Join(login, " "))
	}
	return text.String()
}

// quoted is a word as a shell reads it.
func quoted(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@") == "" && word != "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// run runs a command that uses the sandbox. The Azure CLI, where there is one, is logged in before: the command may use it.
func (s *serving) run(ctx context.Context, words []string) error {
	env := os.Environ()
	for _, variable := range s.environment() {
		env = append(env, variable[0]+"="+variable[1])
	}
	if az, err := exec.LookPath("az"); err == nil {
		for _, login := range s.logins() {
			command := exec.CommandContext(ctx, az, login[1:]...)
			command.Env = env
			if out, err := command.CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w\n%s", strings.Join(login, " "), err, out)
			}
		}
	}
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Env, command.Stdin, command.Stdout, command.Stderr = env, os.Stdin, os.Stdout, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = lastWord
	err := command.Run()
	var ended *exec.ExitError
	if errors.As(err, &ended) && ended.Exited() {
		return exitCode(ended.ExitCode()) // it has said why
	}
	if err != nil {
		return fmt.Errorf("run %s: %w", words[0], err)
	}
	return nil
}
