package examples

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A step is an operation on a stack, and the operations on resources that a fault can strike in it.
type step struct {
	name string
	// fresh tells that there is nothing before it.
	fresh bool
	// edits of the program before it.
	edits [][2]string
	// pulumi is the command.
	pulumi []string
	// strikes are the operations, as a fault names them: type, operation, and how many go through before.
	strikes []string
}

var (
	up      = []string{"up", "--yes", "--skip-preview"}
	destroy = []string{"destroy", "--yes", "--skip-preview"}
	inPlace = [][2]string{{"4711", "4712"}, {"bandwidthInMbps: 500", "bandwidthInMbps: 1000"}, {"vlanId: 200", "vlanId: 201"}, {"vlanId: 300", "vlanId: 301"}, {"[westeurope]", "[westeurope, northeurope]"}}
	carrier = [][2]string{{"name: BT", "name: Colt"}}

	// byPulumi leaves the names of circuit and filter to Pulumi, which is told to use those of its resources.
	byPulumi = [][2]string{
		{"        name: london\n", ""},
		{"name: london, ruleName", "ruleName"},
		{"runtime: yaml\n", "runtime: yaml\nconfig: { 'pulumi:autonaming': { value: { mode: verbatim } } }\n"},
	}

	creations = []string{
		"resourceGroups create", "expressRouteCircuits create", "routeFilters create", "routeFilterRules create",
		"peerings create", "peerings create after=1", "authorizations create",
	}
)

var steps = []step{
	{"create", true, nil, up, creations},
	{"create, autonaming", true, byPulumi, up, creations},
	{"update", false, inPlace, up, []string{"expressRouteCircuits update", "routeFilters update", "routeFilterRules update", "peerings update", "peerings update after=1"}},
	{"replace", false, carrier, up, []string{
		"authorizations delete", "peerings delete", "peerings delete after=1", "expressRouteCircuits delete",
		"expressRouteCircuits create", "peerings create", "peerings create after=1", "authorizations create",
	}},
	{"delete", false, nil, destroy, []string{
		"authorizations delete", "peerings delete", "peerings delete after=1", "routeFilterRules delete", "routeFilters delete",
		"expressRouteCircuits delete", "resourceGroups delete",
	}},
}

// faults are what strikes. A count of 4 is more than azure-native asks again.
var faults = []string{"409 times=4", "429 times=4", "500 times=4", "failed", "crash-before", "crash-after", hang, orphaned}

// Azure takes its time, and the engine is killed with all its plugins, or the plugin of this package alone.
const (
	hang     = "hang"
	orphaned = "slow for=1s, provider killed"
)

// few are the cases that run every time; all of them run with TORTURE=1, as make torture does.
var few = []string{
	"create: expressRouteCircuits create: 409 times=4", "create: expressRouteCircuits create: crash-after", "create: peerings create after=1: hang",
	"create: routeFilterRules create: failed", "create, autonaming: expressRouteCircuits create: crash-after", "update: peerings update: crash-after", "update: expressRouteCircuits update: hang",
	"replace: expressRouteCircuits create: crash-before", "replace: peerings create: 409 times=4", "create: peerings create: slow for=1s, provider killed", "delete: expressRouteCircuits delete: crash-after",
	"delete: peerings delete: 429 times=4",
}

func TestAStackSurvivesEveryFaultAtEveryStep(t *testing.T) {
	type row struct{ name, outcome string }
	rows := make(chan row, 1000)
	t.Run("cases", func(t *testing.T) {
		for _, s := range steps {
			for _, strike := range s.strikes {
				for _, fault := range faults {
					name := s.name + ": " + strike + ": " + fault
					if fault == orphaned && strings.Contains(strike, "delete") || os.Getenv("TORTURE") == "" && !slices.Contains(few, name) {
						continue
					}
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						rows <- row{name, torture(t, s, strike, fault)}
					})
				}
			}
		}
	})
	close(rows)
	table := map[string]string{}
	for r := range rows {
		table[r.name] = r.outcome
	}
	if file := os.Getenv("TORTURE"); file != "" && file != "1" {
		require.NoError(t, os.WriteFile(file, []byte(tortureTable(table)), 0o644))
	}
}

// torturePage explains the outcomes.
const torturePage = `# What a stack survives

Written by ` + "`make torture`" + `: a PeeringStack with a circuit, a route filter, both peerings and an authorization is created, updated in
place, moved to another carrier and deleted through the real Pulumi engine on the sandbox, and a fault strikes each operation on each of its
resources, one at a time. Then the program is run again, as a user would. In every cell below the end was that of a run without faults: the
same resources in Azure and in the state, none twice, none forgotten, and a preview with nothing to do. The test fails otherwise.

A cell says what it took: *again*, running the same command again; *cancel*, ` + "`pulumi cancel`" + ` to lift the lock of an engine that was killed, which
Pulumi asks for; *delete by hand*, deleting the one resource that Azure had made when the answer got lost, which the error of the next run
names ("cannot create already existing resource"; importing it does as well); *refresh*, a ` + "`pulumi refresh`" + ` had something to put right;
*unnoticed*, nothing, because the update went through; *restore*, removing ` + "`dev.json.attrs`" + `, which Pulumi's file backend writes beside the state, because the kill
hit it while that was empty ("failed to load checkpoint: EOF"); the state itself is replaced at once. Other backends have no such file.

**Give circuits a name.** Here every resource has one, and ` + "`resourceGroupName`" + ` is given; in *create, autonaming* the names of circuit and filter are left to
Pulumi, with ` + "`pulumi:autonaming`" + ` in mode ` + "`verbatim`" + ` (a pattern without random parts does as well). Where names are random, as they are unless told otherwise, and an
answer gets lost, the next run makes a second circuit under another name, which is billed, and no tool can tell that the first one was yours.

Two updates at once are refused by Pulumi's lock. Faults: 409, 429 and 500 four times in a row, more than azure-native asks again; an
operation that ends as Failed; the azure-native plugin dying before and after Azure's commit; the engine and all plugins killed while Azure takes its time, or
this package's plugin alone.

`

// tortureEnd tells of the tests in engine_test.go and of others of their kind.
const tortureEnd = `
## What else was tried

The same stack, with what the engine offers beside the plain commands, and with a machine that gives way. Every run of the tests tries it; the
names of the tests are in ` + "`examples/`" + `.

| what | test | what becomes of the resources |
|---|---|---|
| ` + "`protect: true`" + ` on the component, another carrier | ` + "`TestProtectedChildrenAreNeitherReplacedNorRemoved`" + ` | the preview and the update fail before anything is touched, what could change in place included; a VLAN alone changes in place |
| ` + "`protect: true`" + `, an authorization leaves the program | the same | the preview fails, an update fails when it comes to the deletion, and the authorization stays in Azure and in the state. Taking the option away in the same update does not help: what is not in the program any more keeps it. Take it away first, then the authorization |
| ` + "`retainOnDelete: true`" + `, an authorization leaves the program, and comes back | ` + "`TestRetainedChildrenStayInAzure`" + ` | it leaves the state and stays in Azure; to come back it is deleted by hand or imported, as the error names it ("cannot create already existing resource") |
| ` + "`retainOnDelete: true`" + `, another carrier | the same | refused by Azure, as the old circuit keeps its name, and nothing changes there; with another ` + "`name`" + ` the new circuit is made, and the old one stays beside it and is billed |
| both options on a component that is destroyed | ` + "`TestOptionsOnTheComponentAreHonoured`" + ` | ` + "`protect`" + `: nothing happens; ` + "`retainOnDelete`" + `: the state is empty, and all is still in Azure |
| ` + "`pulumi import`" + ` of one authorization | ` + "`TestASingleChildIsImportedByHand`" + ` | the next update takes it as its own, encrypts its key, and changes nothing in Azure |
| ` + "`--target`" + ` on what the PeeringStack waits for, before there is one | ` + "`TestTargetsAreChangedAlone`" + ` | the target alone is made; the next update makes the rest |
| ` + "`--target`" + ` on a peering | the same | that peering alone is updated; the next update does the rest, and nothing twice |
| ` + "`--target`" + ` on the circuit, another carrier | the same | peerings and authorizations are replaced with it, although they are not targets |
| ` + "`destroy --target`" + ` on a peering | the same | refused, as each child depends on those before it: the error names them; with ` + "`--target-dependents`" + ` they go, and the next update makes them anew |
| ` + "`up --continue-on-error`" + `, a route filter fails | ` + "`TestContinueOnErrorDoesWhatDoesNotHangOnTheFailure`" + ` | of its PeeringStack the circuit alone is made, and a second one gets on until the program ends; the next update makes the rest, and nothing twice |
| ` + "`destroy --continue-on-error`" + `, an authorization fails | the same | the second PeeringStack goes; all that the authorization depends on stays, in Azure and in the state; the next destroy takes it |
| the disk below the sandbox is full, from the start or after the circuit | ` + "`TestADiskFillsUnderARun`" + ` | the error names the file; what did not fit is neither in Azure nor in the state, and what is there can be read; with room, the next update makes the rest |
| the disk below Pulumi's file backend is full | ` + "`TestAStackSurvivesAFullDiskBelowItsState`" + ` (` + "`make torture`" + `) | Pulumi writes first what it is about to do, so Azure has nothing that the state does not know; but it leaves half a ` + "`dev.json`" + ` and half a ` + "`dev.json.bak`" + `. Put the last checkpoint of ` + "`.pulumi/history`" + ` in the place of ` + "`dev.json`" + `, and the next update makes the rest |
| the sandbox's file is deleted while the circuit is made | ` + "`TestTheSandboxsFileIsDeletedUnderARun`" + ` | the update fails and says so; without a refresh the next one misses the resource group; ` + "`pulumi up --refresh`" + ` makes everything anew |
`

// The page is written by make torture alone, its text by hand.
func TestThePageOfWhatAStackSurvivesHasItsText(t *testing.T) {
	page, err := os.ReadFile("../docs/survival.md")
	require.NoError(t, err)
	text := string(page)
	assert.True(t, strings.HasPrefix(text, torturePage), "make torture writes docs/survival.md")
	assert.True(t, strings.HasSuffix(text, tortureEnd), "make torture writes docs/survival.md")
}

// tortureTable shows the outcomes, a row for each operation that was struck.
func tortureTable(outcomes map[string]string) string {
	var b strings.Builder
	b.WriteString(torturePage)
	fmt.Fprintf(&b, "| step | struck | %s |\n|---|---|%s\n", strings.Join(faults, " | "), strings.Repeat("---|", len(faults)))
	for _, s := range steps {
		for _, strike := range s.strikes {
			fmt.Fprintf(&b, "| %s | %s |", s.name, strike)
			for _, fault := range faults {
				outcome, there := outcomes[s.name+": "+strike+": "+fault]
				if !there {
					outcome = "–"
				}
				fmt.Fprintf(&b, " %s |", outcome)
			}
			b.WriteString("\n")
		}
	}
	b.WriteString(tortureEnd)
	return b.String()
}

// torture runs a step with a fault in it, and then what a user would, until Pulumi is content. It fails unless the end is
// that of a step without faults, and gives what it took to get there.
func torture(t *testing.T, s step, strike, fault string) string {
	d := deploymentOf(t, "testdata/torture")
	if !s.fresh {
		out, err := d.pulumi(t, nil, up...)
		require.NoError(t, err, out)
	}
	for _, edit := range s.edits {
		d.edit(t, "Pulumi.yaml", edit[0], edit[1])
	}
	typ, rest, _ := strings.Cut(strike, " ")
	operation, after, _ := strings.Cut(rest, " ")
	kind, _, _ := strings.Cut(fault, ",")
	d.command(t, append([]string{"faults", "add", typ, operation}, strings.Fields(kind+" "+after)...)...)

	var first error
	switch fault {
	case hang:
		_, first = d.pulumi(t, func() bool { return d.struck(t) > 0 }, s.pulumi...)
	case orphaned:
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for d.struck(t) == 0 {
				runtime.Gosched()
			}
			d.killProvider(t)
		}()
		_, first = d.pulumi(t, nil, s.pulumi...)
		<-ended
	default:
		_, first = d.pulumi(t, nil, s.pulumi...)
	}
	require.Positive(t, d.struck(t), "the fault strikes")
	d.command(t, "faults", "clear")

	var took []string
	for range 4 {
		out, err := d.pulumi(t, nil, s.pulumi...)
		if err == nil {
			break
		}
		switch exists := regexp.MustCompile(`cannot create already existing resource '([^']+)'`).FindStringSubmatch(out); {
		case strings.Contains(out, "the stack is currently locked"):
			took = append(took, "cancel")
			out, err = d.pulumi(t, nil, "cancel", "--yes")
		case strings.Contains(out, "failed to load checkpoint"): // killed while it wrote what it keeps beside the state
			took = append(took, "restore")
			states, globErr := filepath.Glob(filepath.Join(d.backend, ".pulumi", "stacks", "*", "dev.json.attrs"))
			require.NoError(t, globErr)
			require.Len(t, states, 1)
			err = os.Remove(states[0])
		case exists != nil: // Azure has what Pulumi was never told of: the message names it
			took = append(took, "delete by hand")
			d.command(t, "delete", exists[1])
			err = nil
		default:
			took = append(took, "again")
			err = nil
		}
		require.NoError(t, err, out)
	}

	if s.name == "delete" {
		d.assertSandboxEmpty(t)
	} else {
		assert.Equal(t, tortureResources, d.stored(t), "what is in Azure before a refresh is all there should be")
		if _, err := d.pulumi(t, nil, "refresh", "--yes", "--skip-preview", "--expect-no-changes"); err != nil {
			took = append(took, "refresh") // what the fault left in the state is mended by it, once
			out, err := d.pulumi(t, nil, "up", "--yes", "--skip-preview")
			require.NoError(t, err, out)
		}
		out, err := d.pulumi(t, nil, "preview", "--expect-no-changes")
		require.NoError(t, err, out)
		assert.Equal(t, tortureResources, d.stored(t), "what the state knows is all there is")
		assert.NotContains(t, d.command(t, "list"), "Failed")
	}
	if first == nil {
		return "unnoticed"
	}
	return strings.Join(append([]string{"again"}, took...), ", ")
}

// tortureResources are all that there is when the stack is up.
var tortureResources = func() []string {
	const network = "/subscriptions/" + subscription + "/resourcegroups/network/providers/microsoft.network/"
	return []string{
		"/subscriptions/" + subscription + "/resourcegroups/network",
		network + "expressroutecircuits/london",
		network + "expressroutecircuits/london/authorizations/branch",
		network + "expressroutecircuits/london/peerings/azureprivatepeering",
		network + "expressroutecircuits/london/peerings/microsoftpeering",
		network + "routefilters/london",
		network + "routefilters/london/routefilterrules/services",
	}
}()

// pulumi runs the CLI on the stack, and kills it with all its plugins when kill says so.
func (d deployment) pulumi(t *testing.T, kill func() bool, args ...string) (string, error) {
	t.Helper()
	command := exec.Command("pulumi", append(args, "--stack", "dev", "--non-interactive")...)
	command.Dir = d.stack.Workspace().WorkDir()
	command.Env = append(os.Environ(), "PULUMI_HOME="+pulumiHome(t))
	for name, value := range d.stack.Workspace().GetEnvVars() {
		command.Env = append(command.Env, name+"="+value)
	}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if kill == nil {
		out, err := command.CombinedOutput()
		return string(out), err
	}
	require.NoError(t, command.Start())
	look := time.NewTicker(50 * time.Millisecond)
	defer look.Stop()
	for range look.C {
		if kill() {
			break
		}
	}
	require.NoError(t, syscall.Kill(-command.Process.Pid, syscall.SIGKILL))
	return "", errors.Join(command.Wait(), context.Canceled)
}

// killProvider kills this package's plugin, of this deployment and no other. There is none in a destroy.
func (d deployment) killProvider(t *testing.T) {
	t.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/environ")
	require.NoError(t, err)
	for _, environ := range processes {
		content, err := os.ReadFile(environ)
		if err != nil || !strings.Contains(string(content), d.sandbox) {
			continue
		}
		exe, err := os.Readlink(filepath.Join(filepath.Dir(environ), "exe"))
		if err != nil || filepath.Base(exe) != "pulumi-resource-azure-expressroute" {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(environ)))
		require.NoError(t, err)
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
}

// struck tells how often the planned fault struck.
func (d deployment) struck(t *testing.T) int {
	t.Helper()
	var planned []struct{ Struck int }
	require.NoError(t, json.Unmarshal([]byte(d.command(t, "faults", "--json")), &planned))
	if len(planned) == 0 {
		return 0
	}
	return planned[0].Struck
}
