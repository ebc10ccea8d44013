package examples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// handover is a stack that owns a circuit as raw resources of azure-native's, and the same program with a PeeringStack that
// adopts the circuit in their place. Its steps are those of docs/adoption.md, "From another Pulumi program".
type handover struct {
	deployment
	raw, adopting string
	before        string // what Azure has
}

func newHandover(t *testing.T) handover {
	t.Helper()
	h := handover{deployment: deploymentOf(t, "testdata/byhand")}
	made, _, err := h.up(t)
	require.NoError(t, err)
	h.before = h.command(t, "list", "--json")

	read := func(file string) string {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		return string(content)
	}
	h.raw = read("testdata/byhand/Pulumi.yaml")
	stack, outputs := read("testdata/adopt/Pulumi.yaml"), "\noutputs:"
	head, _, _ := strings.Cut(h.raw, "  circuit:\n")
	_, stack, _ = strings.Cut(stack, "resources:\n")
	stack, _, _ = strings.Cut(stack, outputs)
	h.adopting = head + strings.NewReplacer(
		"${sharedKey}", "Known0To0Routers", "resourceGroupName: network", "resourceGroupName: ${group.name}",
		"${circuitId}", made.Outputs["circuitId"].Value.(string), "${routeFilterId}", made.Outputs["routeFilterId"].Value.(string),
	).Replace(stack)
	return h
}

func (h handover) write(t *testing.T, program string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(h.stack.Workspace().WorkDir(), "Pulumi.yaml"), []byte(program), 0o600))
}

// adopts runs the adopting program, and checks that it brings all five in, and that Azure is as it was, then and without
// adopt.
func (h handover) adopts(t *testing.T, program string) {
	t.Helper()
	h.write(t, program)
	_, steps, err := h.up(t)
	require.NoError(t, err)
	assert.Len(t, only(steps, "import"), 5, "%q", steps)
	assert.Empty(t, only(steps, "create E", "update E", "replace", "create R", "update R"))
	assert.Equal(t, h.before, h.command(t, "list", "--json"), "Azure is as it was")

	h.write(t, strings.Replace(program, "adopt:", "# adopt:", 1))
	_, _, err = h.up(t)
	require.NoError(t, err)
	for _, id := range h.stored(t) {
		assert.Contains(t, strings.ToLower(h.before), id)
	}
}

// Without a word the engine would import the five resources and delete the same five.
func TestAProgramThatOwnsACircuitDoesNotAdoptItInOneStep(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	_, stack, _ := strings.Cut(h.adopting, "  london:\n")
	beside := strings.Replace(h.raw, "outputs:\n", "  london:\n"+stack+"\noutputs:\n", 1)
	for _, program := range []string{h.adopting, beside} {
		h.write(t, program)
		_, steps, err := h.up(t)
		require.Error(t, err, program)
		problems := strings.Join(propertyProblems(err.Error()), "\n")
		for _, name := range []string{"circuit", "private", "microsoft", "filter"} {
			assert.Regexp(t, `property adopt\.(circuitId|routeFilterId) .* as urn:pulumi:dev::expressroute-byhand::azure-native:network:\w+::`+name+`; .*\[adopt-own-stack\]`, problems)
		}
		assert.Empty(t, only(steps, "ExpressRoute", "RouteFilter"))
		assert.Equal(t, h.before, h.command(t, "list", "--json"), "Azure is as it was")
	}
}

// First way: retainOnDelete, then the resources leave the program, then it adopts.
func TestACircuitIsHandedOverByRetainOnDelete(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	h.write(t, h.retaining())
	_, _, err := h.up(t)
	require.NoError(t, err)
	head, _, _ := strings.Cut(h.raw, "  circuit:\n")
	h.write(t, head)
	_, steps, err := h.up(t)
	require.NoError(t, err)
	assert.Len(t, only(steps, "delete"), 5, "from the state alone")
	assert.Equal(t, h.before, h.command(t, "list", "--json"), "Azure is as it was")
	h.adopts(t, h.adopting)
}

// The last two steps are one for those who tell the rule, which cannot see it, that the resources are retained.
func TestACircuitWithRetainedResourcesIsHandedOverAtOnce(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	h.write(t, h.retaining())
	_, _, err := h.up(t)
	require.NoError(t, err)
	h.adopts(t, strings.Replace(h.adopting, "      adopt:", "      ignoreRules: [adopt-own-stack]\n      adopt:", 1))
}

// Second way: the resources leave the state, and the program with them.
func TestACircuitIsHandedOverByTakingItOutOfTheState(t *testing.T) {
	t.Parallel()
	h := newHandover(t)
	env := h.stack.Workspace().GetEnvVars()
	env["PULUMI_HOME"] = pulumiHome(t)
	for _, urn := range []string{"ExpressRouteCircuit::circuit", "RouteFilter::filter"} {
		run(t, h.stack.Workspace().WorkDir(), env, "pulumi", "state", "delete", "--yes", "--target-dependents", "--stack", "dev",
			"urn:pulumi:dev::expressroute-byhand::azure-native:network:"+urn)
	}
	h.adopts(t, h.adopting)
}

// retaining is the raw program with the option on each of its resources.
func (h handover) retaining() string {
	const option = "    options: { retainOnDelete: true }\n"
	program := strings.Replace(h.raw, "    options: { dependsOn:", "    options: { retainOnDelete: true, dependsOn:", 1)
	for _, next := range []string{"  private:\n", "  filter:\n", "  rule:\n", "  microsoft:\n"} {
		program = strings.Replace(program, next, option+next, 1)
	}
	return program
}
