// Command sandbox looks after the sandbox that stands in for Azure: it shows what is there, plays the service provider
// of circuits, and changes and deletes resources as a hand in the portal does. It works on the same file as the plugin,
// also while that runs.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// Exit codes: something refused or failed, and a command line that is wrong.
const (
	exitFailed = 1
	exitUsage  = 2
)

// usageError is a command line that is wrong.
type usageError string

func (e usageError) Error() string { return string(e) }

// exitCode is how a command ended that was run for the user.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("the command ended with code %d", int(c)) }

func run(args []string, out, problems io.Writer) int {
	err := execute(args, out, problems)
	var usage usageError
	var code exitCode
	var refusal *arm.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(problems, "sandbox: %s\nSee: sandbox --help\n", usage)
		return exitUsage
	case errors.As(err, &refusal):
		_, _ = fmt.Fprintf(problems, "sandbox: %s (%s)\n", refusal.Message, refusal.Code)
	default:
		_, _ = fmt.Fprintf(problems, "sandbox: %s\n", err)
	}
	return exitFailed
}

func execute(args []string, out, problems io.Writer) error {
	args = commandFirst(args)
	if len(args) == 0 {
		return usageError("a command is missing")
	}
	if slices.Contains(helpFlags, args[0]) {
		return printHelp(out)
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == args[0] })
	if i < 0 {
		return usageError(fmt.Sprintf("there is no command %q", args[0]))
	}
	return commands[i].execute(args[1:], out, problems)
}

// commandFirst moves the flags before the command behind it.
func commandFirst(args []string) []string {
	at := 0
	for at < len(args) && strings.HasPrefix(args[at], "-") && !slices.Contains(helpFlags, args[at]) {
		if strings.TrimLeft(args[at], "-") == "state" { // its value follows
			at++
		}
		at++
	}
	if at >= len(args) {
		return nil
	}
	return append(append([]string{args[at]}, args[at+1:]...), args[:at]...)
}

var helpFlags = []string{"help", "--help", "-help", "-h"}

// request is one call of a command.
type request struct {
	arm  *arm.Server
	plan *faults.Plan
	path string
	args []string
	// fault is the one to add, as far as flags tell it.
	fault faultFlags
	// strict tells that the carrier lets no circuit go that is in use.
	strict bool
	// layer3 tells that the carrier makes the peerings, too.
	layer3  bool
	serving servingFlags
	json    bool
	out     io.Writer
}

func (c command) execute(args []string, out, problems io.Writer) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	r := request{out: out}
	flags.BoolVar(&r.json, "json", false, "answer in JSON")
	flags.StringVar(&r.path, "state", "", "the sandbox's `FILE`; default: what "+store.PathVariable+" says, else where the plugin keeps it")
	if c.name == "faults" {
		r.fault.define(flags)
	}
	if c.name == "provision" {
		flags.BoolVar(&r.layer3, "layer3", false, "make the peerings as well, as a carrier does that runs layer 3")
	}
	if c.name == "deprovision" {
		flags.BoolVar(&r.strict, "strict", false, "refuse while the circuit has peerings or connections, as some carriers do")
	}
	if c.name == "serve" {
		if i := slices.Index(args, "--"); i >= 0 {
			if args, r.serving.command = args[:i], args[i+1:]; len(r.serving.command) == 0 {
				return usageError("after -- a command is missing")
			}
		}
		flags.StringVar(&r.serving.addr, "addr", "127.0.0.1:0", "the `ADDRESS` to serve at, on this machine; port 0 is any that is free")
		flags.StringVar(&r.serving.subscription, "subscription", arm.Subscription(), "the `SUBSCRIPTION` that is there from the start")
		flags.BoolVar(&r.serving.env, "env", false, "print the lines for a shell alone")
	}
	for len(args) > 0 { // flags may stand anywhere
		if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
			return c.printHelp(out, flags)
		} else if err != nil {
			return usageError(err.Error())
		}
		if args = flags.Args(); len(args) > 0 {
			r.args, args = append(r.args, args[0]), args[1:]
		}
	}
	if len(r.args) < c.least || len(r.args) > c.most {
		return usageError(fmt.Sprintf("%s takes %s", c.name, c.takes()))
	}
	if r.path == "" {
		path, err := store.Path()
		if err != nil {
			return err
		}
		r.path = path
	}
	if _, err := os.Stat(r.path); errors.Is(err, os.ErrNotExist) {
		switch c.name {
		case "faults": // they come before the first up
		case "serve":
			_, _ = fmt.Fprintf(problems, "There is no sandbox in %s yet, so an empty one is served: pulumi up or a client fills it; --state or %s name another place.\n",
				r.path, store.PathVariable)
		default:
			return fmt.Errorf("there is no sandbox in %s yet: it comes with the first pulumi up; --state or %s name another place", r.path, store.PathVariable)
		}
	}
	file := store.At(r.path)
	r.arm = arm.NewServer(file)
	var err error
	if r.plan, err = faults.NewPlan(file, arm.Types()); err != nil {
		return err
	}
	return c.run(r)
}

func (c command) takes() string {
	if c.operands == "" {
		return "no arguments"
	}
	return c.operands
}

func printHelp(out io.Writer) error {
	var text strings.Builder
	text.WriteString("sandbox looks after the offline sandbox that stands in for Azure.\n\nUsage: sandbox COMMAND [ARGUMENT...] [--state FILE] [--json]\n\n")
	for _, c := range commands {
		fmt.Fprintf(&text, "  %-30s %s\n", strings.TrimSpace(c.name+" "+c.operands), c.summary)
	}
	text.WriteString("\nID and CIRCUIT are ids, or ends of ids that only one resource has, such as its name or CIRCUIT/peerings/NAME. sandbox COMMAND --help shows an example.\n")
	_, err := io.WriteString(out, text.String())
	return err
}

func (c command) printHelp(out io.Writer, flags *flag.FlagSet) error {
	var text strings.Builder
	usage := []string{c.name, c.operands, "[--state FILE]", "[--json]"}
	if strings.HasPrefix(c.operands, "[--") { // what is behind -- is the command's
		usage = []string{c.name, "[--state FILE]", "[--json]", c.operands}
	}
	fmt.Fprintf(&text, "Usage: sandbox %s\n\n%s.\n\nExample:\n  %s\n\nFlags:\n", strings.Join(slices.DeleteFunc(usage, func(s string) bool { return s == "" }), " "), c.summary, c.example)
	flags.VisitAll(func(f *flag.Flag) {
		_, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(&text, "  --%-12s %s\n", f.Name, usage)
	})
	_, err := io.WriteString(out, text.String())
	return err
}
