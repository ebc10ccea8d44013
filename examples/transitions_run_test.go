package examples

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/examples/configurations"
)

// A site is a sandbox with an estate in it, and one stack with a backend of its own, driven through the command line: it
// previews and updates in one run, as a user does.
type site struct {
	dir, sandbox, backend string
	env                   []string
	settled               map[string]azureResource // what is there beside the stack
	azureNative           string                   // its version, where it is not the one that components ask for
}

// estate makes the sandbox that sites begin with, once.
var estate = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "estate")
	if err != nil {
		return "", err
	}
	s := &site{dir: filepath.Join(dir, "program"), sandbox: filepath.Join(dir, "sandbox.db"), backend: filepath.Join(dir, "state")}
	if err := os.CopyFS(s.dir, os.DirFS("testdata/transitions")); err != nil {
		return "", err
	}
	if err := s.begin(); err != nil {
		return "", err
	}
	for _, args := range [][]string{{"stack", "init"}, {"up", "--yes", "--skip-preview"}} {
		if out, err := s.pulumi(args...); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
	}
	for _, args := range [][]string{
		{"provision", "peer-0"},
		{"provision", "peer-1"},
		// Operations take their time from now on, so that what is asked meanwhile is refused.
		{"faults", "add", "*", "create", "slow", "times=0", "for=20ms"},
		{"faults", "add", "*", "update", "slow", "times=0", "for=20ms"},
		{"faults", "add", "*", "delete", "slow", "times=0", "for=20ms"},
	} {
		if out, err := s.play(args...); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
	}
	return s.sandbox, nil
})

func (s *site) begin() error {
	if err := os.MkdirAll(s.backend, 0o700); err != nil {
		return err
	}
	s.env = append(os.Environ(),
		"PULUMI_HOME="+os.Getenv("AZURE_EXPRESSROUTE_E2E_HOME"), "PULUMI_BACKEND_URL=file://"+filepath.ToSlash(s.backend),
		"PULUMI_IGNORE_AMBIENT_PLUGINS=true", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true", "PULUMI_CONFIG_PASSPHRASE=sandbox",
		"PULUMI_SKIP_UPDATE_CHECK=true", "PULUMI_DEBUG_COMMANDS=true", "AZURE_EXPRESSROUTE_SANDBOX_STATE="+s.sandbox, "ARM_SUBSCRIPTION_ID="+configurations.Subscription)
	return nil
}

// empty is a backend with a stack in it that has nothing yet.
var empty = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "empty")
	if err != nil {
		return "", err
	}
	s := &site{dir: filepath.Join(dir, "program"), sandbox: filepath.Join(dir, "sandbox.db"), backend: filepath.Join(dir, "state")}
	if err := errors.Join(os.Mkdir(s.dir, 0o700), os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte("name: transitions\nruntime: yaml\n"), 0o600), s.begin()); err != nil {
		return "", err
	}
	if out, err := s.pulumi("stack", "init"); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// siteOf is a new site.
func siteOf(t *testing.T) *site {
	t.Helper()
	pulumiHome(t)
	if os.Getenv("AZURE_EXPRESSROUTE_E2E_SANDBOX") == "" {
		skipOutsideCI(t, "no sandbox command: run make test")
	}
	from, err := estate()
	require.NoError(t, err)
	dir := t.TempDir()
	s := &site{dir: filepath.Join(dir, "program"), sandbox: filepath.Join(dir, "sandbox.db"), backend: filepath.Join(dir, "state")}
	blank, err := empty()
	require.NoError(t, err)
	require.NoError(t, os.CopyFS(dir, os.DirFS(blank)))
	content, err := os.ReadFile(from)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(s.sandbox, content, 0o600))
	require.NoError(t, s.begin())
	s.settled = s.azure(t)
	return s
}

func (s *site) pulumi(args ...string) (string, error) {
	command := exec.Command("pulumi", append(args, "--stack", "dev", "--non-interactive")...)
	command.Dir, command.Env = s.dir, s.env
	out, err := command.CombinedOutput()
	return string(out), err
}

// play runs the sandbox's command.
func (s *site) play(args ...string) (string, error) {
	command := exec.Command(os.Getenv("AZURE_EXPRESSROUTE_E2E_SANDBOX"), args...)
	command.Env = s.env
	out, err := command.Output()
	return string(out), err
}

// write makes a program the site's.
func (s *site) write(t *testing.T, program configurations.Program) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(s.dir, "Pulumi.yaml"), []byte(textWith(program, s.azureNative)), 0o600))
}

// textOf is a program in YAML.
func textOf(program configurations.Program) string { return textWith(program, "") }

// textWith is a program that gives its components a provider of a version of azure-native, if there is one.
func textWith(program configurations.Program, version string) string {
	resources := map[string]any{}
	for name, stack := range program {
		options := map[string]any{}
		if len(stack.DependsOn) > 0 {
			var on []string
			for _, name := range stack.DependsOn {
				on = append(on, "${"+name+"}")
			}
			options["dependsOn"] = on
		}
		if len(stack.Aliases) > 0 {
			var names []any
			for _, name := range stack.Aliases {
				names = append(names, map[string]any{"name": name})
			}
			options["aliases"] = names
		}
		if stack.Retained {
			options["retainOnDelete"] = true
		}
		if version != "" {
			options["providers"] = []string{"${azure}"}
			resources["azure"] = map[string]any{"type": "pulumi:providers:azure-native", "options": map[string]any{"version": version}}
		}
		resources[name] = map[string]any{"type": "azure-expressroute:PeeringStack", "properties": stack.Properties, "options": options}
	}
	text, err := yaml.Marshal(map[string]any{"name": "transitions", "runtime": "yaml", "resources": resources})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// An operation is one change of a resource, in the order of what is seen of it: Begun and ended count events.
type operation struct {
	op, urn     string
	begun       int
	ended       int
	failed      bool
	old, inputs map[string]any
	id          string
}

// child is the operation's resource in words: its component, type and name.
func (o operation) child() string { return childOf(o.urn) }

func childOf(urn string) string {
	parts := strings.Split(urn, "::")
	types := strings.Split(parts[2], "$")
	typ := types[len(types)-1]
	return typ[strings.LastIndex(typ, ":")+1:] + " " + parts[3]
}

// An outcome is what a run of pulumi up did.
type outcome struct {
	err             error
	out             string
	preview, update []operation
	began           bool // after the preview
}

// refused tells that nothing was begun.
func (o outcome) refused() bool { return o.err != nil && len(o.update) == 0 }

// real are the operations that change something in Azure.
var real = map[string]bool{"create": true, "update": true, "delete": true, "create-replacement": true, "delete-replaced": true}

// up previews and updates.
func (s *site) up(t *testing.T) outcome {
	t.Helper()
	pipe := filepath.Join(filepath.Dir(s.dir), "events")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	defer func() { require.NoError(t, os.Remove(pipe)) }()
	keep, err := os.OpenFile(pipe, os.O_RDWR, 0) // so that the end of the preview is not the end of the events
	require.NoError(t, err)
	reader, err := os.Open(pipe)
	require.NoError(t, err)
	phases := make(chan [][]operation)
	go func() { phases <- readEvents(reader) }()

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	command := exec.CommandContext(ctx, "pulumi", "up", "--yes", "--stack", "dev", "--non-interactive", "--event-log", pipe)
	command.Dir, command.Env = s.dir, s.env
	out, err := command.CombinedOutput()
	require.NoError(t, keep.Close())
	seen := <-phases
	require.NoError(t, reader.Close())
	result := outcome{err: err, out: string(out)}
	if len(seen) > 0 {
		result.preview = seen[0]
	}
	if len(seen) > 1 {
		result.update = seen[1]
		result.began = true
	}
	require.LessOrEqual(t, len(seen), 2, "a preview and an update")
	return result
}

// readEvents reads what is done, phase by phase.
func readEvents(from *os.File) [][]operation {
	var phases [][]operation
	running := map[string]int{}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 64<<20)
	for count := 0; lines.Scan(); count++ {
		var event apitype.EngineEvent
		if json.Unmarshal(lines.Bytes(), &event) != nil {
			continue
		}
		end := func(step apitype.StepEventMetadata, failed bool) {
			if i, ok := running[string(step.Op)+step.URN]; ok {
				o := &phases[len(phases)-1][i]
				o.ended, o.failed = count, failed
				if step.New != nil {
					o.id = step.New.ID
				}
				delete(running, string(step.Op)+step.URN)
			}
		}
		switch {
		case event.PreludeEvent != nil:
			phases = append(phases, nil)
			running = map[string]int{}
		case event.ResourcePreEvent != nil:
			step := event.ResourcePreEvent.Metadata
			if !real[string(step.Op)] || strings.Contains(step.Type, "PeeringStack") || strings.HasPrefix(step.Type, "pulumi:") {
				continue
			}
			o := operation{op: string(step.Op), urn: step.URN, begun: count, ended: -1}
			if step.Old != nil {
				o.old, o.id = step.Old.Inputs, step.Old.ID
			}
			if step.New != nil {
				o.inputs = step.New.Inputs
			}
			last := len(phases) - 1
			running[o.op+o.urn] = len(phases[last])
			phases[last] = append(phases[last], o)
		case event.ResOutputsEvent != nil:
			end(event.ResOutputsEvent.Metadata, false)
		case event.ResOpFailedEvent != nil:
			end(event.ResOpFailedEvent.Metadata, true)
		}
	}
	return phases
}

// azureResource is a resource in the sandbox.
type azureResource struct {
	ID, Type string
	Body     map[string]any
}

// azure is what is in the sandbox, by id in lower case.
func (s *site) azure(t *testing.T) map[string]azureResource {
	t.Helper()
	out, err := s.play("list", "--json")
	require.NoError(t, err, out)
	var bodies []map[string]any
	require.NoError(t, json.Unmarshal([]byte(out), &bodies))
	all := map[string]azureResource{}
	for _, body := range bodies {
		r := azureResource{ID: body["id"].(string), Type: body["type"].(string), Body: body}
		all[strings.ToLower(r.ID)] = r
	}
	return all
}

// tooEarly tells what was asked of the sandbox while it was busy with something else there. azure-native asks again, so that
// nobody sees it.
func (s *site) tooEarly(t *testing.T) []string {
	t.Helper()
	out, err := s.play("operations", "--json")
	require.NoError(t, err, out)
	var operations []struct {
		Verb, Resource, Status string
		Error                  struct{ Message string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &operations))
	var all []string
	for _, o := range operations {
		if o.Status == "Refused" {
			all = append(all, fmt.Sprintf("%s of %s comes too early: %s", o.Verb, o.Resource, o.Error.Message))
		}
	}
	return all
}

// state gives the ids of the stack's resources, by child, and the connections that are pending, by component, as the
// checkpoint has them.
func (s *site) state(t *testing.T) (ids map[string]string, pending map[string][]string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.backend, ".pulumi", "stacks", "*", "dev.json"))
	require.NoError(t, err)
	if len(files) == 0 {
		return nil, nil
	}
	content, err := os.ReadFile(files[0])
	require.NoError(t, err)
	var stored struct {
		Checkpoint struct{ Latest *apitype.DeploymentV3 }
	}
	require.NoError(t, json.Unmarshal(content, &stored))
	ids, pending = map[string]string{}, map[string][]string{}
	if stored.Checkpoint.Latest == nil {
		return ids, pending
	}
	for _, r := range stored.Checkpoint.Latest.Resources {
		if r.Custom && strings.HasPrefix(string(r.Type), "azure-native:") {
			key := childOf(string(r.URN))
			if r.Delete || r.PendingReplacement {
				key += " (old)"
			}
			ids[key] = string(r.ID)
		}
		if names, _ := r.Outputs["pendingConnections"].([]any); len(names) > 0 {
			for _, name := range names {
				pending[r.URN.Name()] = append(pending[r.URN.Name()], name.(string))
			}
		}
	}
	return ids, pending
}

var rulesNamed = regexp.MustCompile(`\[([a-z0-9-]+)\]`)

// rules are the ids of the rules that a refusal names.
func (o outcome) rules() []string {
	var ids []string
	for _, line := range strings.Split(o.out, "\n") {
		if strings.Contains(line, "has a problem: ") {
			if found := rulesNamed.FindAllStringSubmatch(line, -1); len(found) > 0 && found[len(found)-1][1] != "brackets" {
				ids = append(ids, found[len(found)-1][1])
			}
		}
	}
	return ids
}
