package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// asCommand names the environment variable that makes this test a process of its own, which runs the sandbox with these
// words or, as a command that the sandbox runs, asks it for its circuits.
const asCommand = "SANDBOX_TEST_RUNS"

func TestMain(m *testing.M) {
	switch words := os.Getenv(asCommand); words {
	case "":
		os.Exit(m.Run())
	case "circuits":
		if err := printCircuits(os.Stdout); err != nil {
			_, _ = io.WriteString(os.Stderr, err.Error())
			os.Exit(1)
		}
		os.Exit(3)
	default:
		os.Exit(run(strings.Fields(words), os.Stdout, os.Stderr))
	}
}

// printCircuits asks the sandbox that the environment names.
func printCircuits(out io.Writer) error {
	authority, err := os.ReadFile(os.Getenv("SSL_CERT_FILE"))
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet,
		os.Getenv("AZURE_EXPRESSROUTE_SANDBOX_ENDPOINT")+"/subscriptions/s/providers/Microsoft.Network/expressRouteCircuits?api-version=2023-02-01", nil)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	_, err = io.Copy(out, response.Body)
	return err
}

func process(t *testing.T, words string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), asCommand+"="+words, "PATH="+t.TempDir()) // no az
	return c
}

func TestACommandRunsOnTheSandbox(t *testing.T) {
	s := newShell(t)
	t.Setenv(asCommand, "circuits") // what the sandbox runs; the sandbox itself is this process
	t.Setenv("PATH", t.TempDir())   // no az
	read, write, err := os.Pipe()
	require.NoError(t, err)
	stdout := os.Stdout
	os.Stdout = write
	code, out, problems := sandbox("serve", "--", os.Args[0])
	os.Stdout = stdout
	require.NoError(t, write.Close())
	printed, err := io.ReadAll(read)
	require.NoError(t, err)
	assert.Equal(t, 3, code, "the command's own code: %s", problems)
	assert.Empty(t, out)
	assert.Empty(t, problems)
	var listed struct{ Value []arm.Body }
	require.NoError(t, json.Unmarshal(printed, &listed), string(printed))
	assert.Len(t, listed.Value, 2)
	s.fails(exitFailed, "run /nowhere", "serve", "--", "/nowhere")
}

func TestServeUntilItIsStopped(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		c := process(t, "serve --env --state "+file)
		out, err := c.StdoutPipe()
		require.NoError(t, err)
		var problems strings.Builder
		c.Stderr = &problems
		require.NoError(t, c.Start())
		lines := bufio.NewScanner(out)
		env := map[string]string{}
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "az login") {
				break
			}
			if match := regexp.MustCompile(`^export (\w+)=(\S+)$`).FindStringSubmatch(lines.Text()); match != nil {
				env[match[1]] = match[2]
			} else {
				assert.Regexp(t, `^az cloud (register -n Sandbox --endpoint-resource-manager https://localhost:\d+|set -n Sandbox)$`, lines.Text())
			}
		}
		require.Equal(t, env["REQUESTS_CA_BUNDLE"], env["SSL_CERT_FILE"])
		dir := filepath.Dir(env["SSL_CERT_FILE"])
		info, err := os.Stat(dir)
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
		for name, value := range env {
			t.Setenv(name, value)
		}
		var answer strings.Builder
		require.NoError(t, printCircuits(&answer))
		assert.JSONEq(t, `{"value": []}`, answer.String())
		require.NoError(t, c.Process.Signal(signal))
		require.NoError(t, c.Wait(), "it stops as asked")
		if signal == os.Interrupt { // the first one
			assert.Equal(t, "There is no sandbox in "+file+" yet, so an empty one is served: pulumi up or a client fills it; --state or AZURE_EXPRESSROUTE_SANDBOX_STATE name another place.\n", problems.String())
		}
		assert.NoDirExists(t, dir)
	}
}

func TestTheHelpOfServePutsItsFlagsBeforeTheCommand(t *testing.T) {
	_, help, _ := sandbox("serve", "--help")
	assert.Contains(t, help, "Usage: sandbox serve [--state FILE] [--json] [-- COMMAND...]\n")
	_, help, _ = sandbox("show", "--help")
	assert.Contains(t, help, "Usage: sandbox show ID [--state FILE] [--json]\n")
}

func TestWhereTheSandboxIsServed(t *testing.T) {
	s := newShell(t)
	for _, c := range []struct {
		want string
		args []string
	}{
		{"on this machine alone", []string{"serve", "--addr", "0.0.0.0:0"}},
		{"on this machine alone", []string{"serve", "--addr", ":8443"}},
		{"on this machine alone", []string{"serve", "--addr", "example.com:8443"}},
		{"an address and a port", []string{"serve", "--addr", "localhost"}},
		{"after -- a command is missing", []string{"serve", "--"}},
		{"serve takes [-- COMMAND...]", []string{"serve", "az"}},
	} {
		s.fails(exitUsage, c.want, c.args...)
	}
	s.fails(exitFailed, "serve the sandbox", "serve", "--addr", "127.0.0.1:99999")
}

func TestWordsAreQuotedForAShell(t *testing.T) {
	for word, want := range map[string]string{"https://localhost:1": "https://localhost:1", "": "''", "a b": "'a b'", "it's": `'it'\''s'`, "$HOME": "'$HOME'"} {
		assert.Equal(t, want, quoted(word))
	}
}
