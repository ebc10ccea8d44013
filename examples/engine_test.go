package examples

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the engine offers beside the plain commands, and what may happen to the machine below it, on the stack that the
// faults strike. The outcomes are in docs/survival.md.

// engineStack is a deployment of that stack, whose component has an option.
func engineStack(t *testing.T, option string) deployment {
	t.Helper()
	d := deploymentOf(t, "testdata/torture")
	if option != "" {
		d.edit(t, "Pulumi.yaml", "PeeringStack\n", "PeeringStack\n    options: { "+option+" }\n")
	}
	return d
}

const (
	groupURN    = "urn:pulumi:dev::expressroute-torture::azure-native:resources:ResourceGroup::group"
	childURN    = "urn:pulumi:dev::expressroute-torture::azure-expressroute:index:PeeringStack$azure-native:network:"
	circuitURN  = childURN + "ExpressRouteCircuit::london"
	privateURN  = childURN + "ExpressRouteCircuitPeering::london-private"
	alreadyDone = "cannot create already existing resource"
)

// known lists the ids, in lower case, of what the state has in Azure.
func (d deployment) known(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, r := range d.state(t) {
		if strings.HasPrefix(string(r.ID), "/subscriptions/") {
			ids = append(ids, strings.ToLower(string(r.ID)))
		}
	}
	slices.Sort(ids)
	return ids
}

// assertConverged holds the end to that of a stack to which nothing happened.
func (d deployment) assertConverged(t *testing.T) {
	t.Helper()
	out, err := d.pulumi(t, nil, "refresh", "--yes", "--skip-preview", "--expect-no-changes")
	require.NoError(t, err, out)
	out, err = d.pulumi(t, nil, "preview", "--expect-no-changes")
	require.NoError(t, err, out)
	assert.Equal(t, tortureResources, d.stored(t))
	assert.Equal(t, tortureResources, d.known(t))
	assert.NotContains(t, d.command(t, "list"), "Failed")
}

// londonMade are the steps that make the stack after its group.
var londonMade = []string{
	"create ExpressRouteCircuit london", "create RouteFilter london", "create RouteFilterRule london", "create ExpressRouteCircuitPeering london-private",
	"create ExpressRouteCircuitPeering london-microsoft", "create ExpressRouteCircuitAuthorization london-authorization-branch",
}

func TestProtectedChildrenAreNeitherReplacedNorRemoved(t *testing.T) {
	t.Parallel()
	d := engineStack(t, "protect: true")
	_, _, err := d.up(t)
	require.NoError(t, err)
	before := d.command(t, "list", "--json")

	// With another carrier, the VLAN is not touched either.
	d.edit(t, "Pulumi.yaml", "name: BT", "name: Colt")
	d.edit(t, "Pulumi.yaml", "vlanId: 200", "vlanId: 201")
	_, steps, err := d.up(t)
	const refused = `unable to replace resource "` + circuitURN + `"`
	require.ErrorContains(t, err, refused)
	assert.Empty(t, only(steps, "Circuit", "RouteFilter"))
	assert.Equal(t, before, d.command(t, "list", "--json"))
	out, err := d.pulumi(t, nil, "preview")
	require.Error(t, err)
	assert.Contains(t, out, refused)
	d.edit(t, "Pulumi.yaml", "name: Colt", "name: BT")
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, []string{"update ExpressRouteCircuitPeering london-private"}, only(steps, "Circuit"), "what changes in place does")

	// What leaves the program is not registered: the option of its component does not reach it any more.
	d.edit(t, "Pulumi.yaml", "authorizations: [branch]", "authorizations: []")
	const branch = `resource "` + childURN + `ExpressRouteCircuitAuthorization::london-authorization-branch" cannot be deleted`
	out, err = d.pulumi(t, nil, "preview")
	require.Error(t, err)
	assert.Contains(t, out, branch)
	d.edit(t, "Pulumi.yaml", "protect: true", "protect: false")
	_, _, err = d.up(t)
	require.ErrorContains(t, err, branch)
	assert.Equal(t, tortureResources, d.stored(t))
	assert.Equal(t, tortureResources, d.known(t))

	// So the option goes first.
	d.edit(t, "Pulumi.yaml", "authorizations: []", "authorizations: [branch]")
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, only(steps, "Circuit"))
	d.edit(t, "Pulumi.yaml", "name: BT", "name: Colt")
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assertOrder(t, steps, "delete-replaced ExpressRouteCircuitPeering london-private", "delete-replaced ExpressRouteCircuit london", "create-replacement ExpressRouteCircuit london")
	d.assertConverged(t)
}

func TestRetainedChildrenStayInAzure(t *testing.T) {
	t.Parallel()
	d := engineStack(t, "retainOnDelete: true")
	_, _, err := d.up(t)
	require.NoError(t, err)

	d.edit(t, "Pulumi.yaml", "authorizations: [branch]", "authorizations: []")
	_, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, []string{"delete ExpressRouteCircuitAuthorization london-authorization-branch"}, only(steps, "Circuit"))
	assert.Equal(t, tortureResources, d.stored(t))
	assert.Len(t, d.known(t), len(tortureResources)-1)

	// What was retained stands in the way of what is to have its name.
	d.edit(t, "Pulumi.yaml", "authorizations: []", "authorizations: [branch]")
	_, _, err = d.up(t)
	require.ErrorContains(t, err, alreadyDone+" '/subscriptions/"+subscription+"/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/london/authorizations/branch'")
	d.command(t, "delete", "/subscriptions/"+subscription+"/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/london/authorizations/branch")
	_, _, err = d.up(t)
	require.NoError(t, err)
	d.assertConverged(t)

	// So it does in a replacement, which therefore needs another name; then the old circuit stays beside the new one.
	d.edit(t, "Pulumi.yaml", "name: BT", "name: Colt")
	before := d.command(t, "list", "--json")
	_, _, err = d.up(t)
	require.ErrorContains(t, err, alreadyDone)
	assert.Equal(t, before, d.command(t, "list", "--json"))
	d.edit(t, "Pulumi.yaml", "name: london\n", "name: london-colt\n")
	_, _, err = d.up(t)
	require.NoError(t, err)
	out, err := d.pulumi(t, nil, "preview", "--expect-no-changes")
	require.NoError(t, err, out)
	assert.Subset(t, d.stored(t), tortureResources)
	assert.Len(t, d.stored(t), len(tortureResources)+4, "a second circuit, with two peerings and an authorization")
	assert.Len(t, d.known(t), len(tortureResources))
}

func TestTargetsAreChangedAlone(t *testing.T) {
	t.Parallel()
	d := engineStack(t, "")
	target := func(urn string) optup.Option { return optup.Target([]string{urn}) }

	_, steps, err := d.up(t, target(groupURN))
	require.NoError(t, err)
	assert.Equal(t, []string{"create ResourceGroup group"}, steps)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, append(londonMade, "create PeeringStack london"), steps)

	for _, edit := range inPlace {
		d.edit(t, "Pulumi.yaml", edit[0], edit[1])
	}
	_, steps, err = d.up(t, target(privateURN))
	require.NoError(t, err)
	assert.Equal(t, []string{"update ExpressRouteCircuitPeering london-private"}, steps)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"update ExpressRouteCircuit london", "update RouteFilter london", "update RouteFilterRule london",
		"update ExpressRouteCircuitPeering london-microsoft", "update PeeringStack london",
	}, steps)
	d.assertConverged(t)

	// What is replaced takes along what hangs off it, though that is not a target.
	d.edit(t, "Pulumi.yaml", "name: BT", "name: Colt")
	_, steps, err = d.up(t, target(circuitURN))
	require.NoError(t, err)
	assertOrder(t, steps, "delete-replaced ExpressRouteCircuitPeering london-private", "delete-replaced ExpressRouteCircuit london",
		"create-replacement ExpressRouteCircuit london", "create-replacement ExpressRouteCircuitPeering london-private")
	_, _, err = d.up(t)
	require.NoError(t, err)
	d.assertConverged(t)

	// Each child depends on all before it: to take one away takes those that come after it.
	before := d.command(t, "list", "--json")
	out, err := d.pulumi(t, nil, append(destroy, "--target", privateURN)...)
	require.Error(t, err)
	for _, dependent := range []string{"ExpressRouteCircuitPeering::london-microsoft", "ExpressRouteCircuitAuthorization::london-authorization-branch"} {
		assert.Contains(t, out, "'"+childURN+dependent+"' will be destroyed but was not specified in --target list")
	}
	assert.Equal(t, before, d.command(t, "list", "--json"))
	out, err = d.pulumi(t, nil, append(destroy, "--target", privateURN, "--target-dependents")...)
	require.NoError(t, err, out)
	assert.Len(t, d.stored(t), len(tortureResources)-3)
	assert.Equal(t, d.stored(t), d.known(t))
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, londonMade[3:], only(steps, "create"))
	d.assertConverged(t)
}

// paris is a second component beside the one that a fault strikes.
const paris = `
  paris:
    type: azure-expressroute:PeeringStack
    properties:
      resourceGroupName: ${group.name}
      location: westeurope
      circuit:
        name: paris
        serviceProvider: { name: Colt, peeringLocation: Paris, bandwidthInMbps: 500 }
      privatePeering:
        peerASN: 65010
        vlanId: 200
        primaryPeerAddressPrefix: 192.168.17.252/30
        secondaryPeerAddressPrefix: 192.168.19.252/30
`

func TestContinueOnErrorDoesWhatDoesNotHangOnTheFailure(t *testing.T) {
	t.Parallel()
	d := engineStack(t, "")
	d.edit(t, "Pulumi.yaml", "authorizations: [branch]\n", "authorizations: [branch]\n"+paris)

	d.command(t, "faults", "add", "routeFilters", "create", "500", "times=4")
	_, steps, err := d.up(t, optup.ContinueOnError())
	require.ErrorContains(t, err, "InternalServerError")
	d.command(t, "faults", "clear")
	// The program ends with the failure: how far paris gets until then is not certain.
	children := []string{"create Resource", "create Express", "create Route"}
	made := only(steps, children...)
	assert.Equal(t, []string{"create ResourceGroup group", "create ExpressRouteCircuit london"}, only(made, "group", "london"))
	assert.Len(t, d.stored(t), len(made))
	assert.Equal(t, d.stored(t), d.known(t))

	_, steps, err = d.up(t)
	require.NoError(t, err)
	rest := only(steps, children...)
	assert.Equal(t, londonMade[1:], only(rest, "london"))
	assert.ElementsMatch(t, []string{"create ExpressRouteCircuit paris", "create ExpressRouteCircuitPeering paris-private"}, only(append(made, rest...), "paris"))
	out, err := d.pulumi(t, nil, "preview", "--expect-no-changes")
	require.NoError(t, err, out)

	d.command(t, "faults", "add", "authorizations", "delete", "500", "times=4")
	stream, done := recordedSteps()
	_, err = d.stack.Destroy(t.Context(), optdestroy.ContinueOnError(), optdestroy.EventStreams(stream))
	require.ErrorContains(t, err, "InternalServerError")
	assert.Equal(t, []string{"delete ExpressRouteCircuitPeering paris-private", "delete ExpressRouteCircuit paris", "delete PeeringStack paris"}, <-done)
	d.command(t, "faults", "clear")
	assert.Equal(t, tortureResources, d.stored(t), "all that the authorization depends on")
	assert.Equal(t, tortureResources, d.known(t))

	assertOrder(t, d.destroyed(t), "delete ExpressRouteCircuitAuthorization london-authorization-branch", "delete ExpressRouteCircuit london", "delete ResourceGroup group")
	d.assertSandboxEmpty(t)
}

// limitedHome is a Pulumi home with the built plugins, in which the sandbox's file may grow to so many blocks of 512 bytes
// as SANDBOX_BLOCKS says: to the sandbox, its disk is full then. A limit on Pulumi itself does not reach the plugins.
func limitedHome(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	binaries, err := filepath.Glob(filepath.Join(pulumiHome(t), "plugins", "resource-*", "pulumi-resource-*"))
	require.NoError(t, err)
	for _, binary := range binaries {
		folder := filepath.Join(home, "plugins", filepath.Base(filepath.Dir(binary)))
		require.NoError(t, os.MkdirAll(folder, 0o700))
		limit := "unlimited"
		if filepath.Base(binary) == "pulumi-resource-azure-native" {
			limit = `"${SANDBOX_BLOCKS:-unlimited}"`
		}
		script := "#!/bin/sh\nulimit -S -f " + limit + " && exec '" + binary + "' \"$@\"\n"
		require.NoError(t, os.WriteFile(filepath.Join(folder, filepath.Base(binary)), []byte(script), 0o700))
	}
	return home
}

func TestADiskFillsUnderARun(t *testing.T) {
	t.Parallel()
	d := deploymentWith(t, "testdata/torture", map[string]string{"PULUMI_HOME": limitedHome(t), "AZURE_EXPRESSROUTE_SANDBOX": "yes"})
	// Not even an empty sandbox fits: what of it does is no damaged file when there is room.
	d.stack.Workspace().SetEnvVar("SANDBOX_BLOCKS", "8")
	_, steps, err := d.up(t)
	require.ErrorContains(t, err, "nothing was changed, because the sandbox's file "+d.sandbox+" cannot be written")
	assert.Empty(t, only(steps, "create Res", "create Express", "create Route"))
	d.stack.Workspace().UnsetEnvVar("SANDBOX_BLOCKS")
	_, steps, err = d.up(t, optup.Target([]string{groupURN}))
	require.NoError(t, err)
	assert.Equal(t, []string{"create ResourceGroup group"}, only(steps, "create"))

	// An empty one does, with the group.
	file, err := os.Stat(d.sandbox)
	require.NoError(t, err)

	d.stack.Workspace().SetEnvVar("SANDBOX_BLOCKS", fmt.Sprint(file.Size()/512))
	_, made, err := d.up(t)
	require.ErrorContains(t, err, "nothing was changed, because the sandbox's file "+d.sandbox+" cannot be written")
	made = only(made, "create Express", "create Route")
	assert.Less(t, len(made), len(londonMade))
	assert.Equal(t, londonMade[:len(made)], made)
	assert.Equal(t, d.stored(t), d.known(t), "what did not fit is nowhere, and the rest in both places")
	before := d.command(t, "list", "--json")
	_, _, err = d.up(t)
	require.ErrorContains(t, err, "nothing was changed, because the sandbox's file "+d.sandbox+" cannot be written")
	assert.Equal(t, before, d.command(t, "list", "--json"))

	d.stack.Workspace().UnsetEnvVar("SANDBOX_BLOCKS")
	_, rest, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, londonMade[len(made):], only(rest, "create"))
	assert.Equal(t, tortureResources, d.stored(t))
	assert.Equal(t, tortureResources, d.known(t))
}

// Pulumi writes what it is about to do before it does it, so Azure has nothing that the state does not know. Its file backend
// leaves half a state and half a copy, but the checkpoints of earlier updates are whole. It tries for half a minute.
func TestAStackSurvivesAFullDiskBelowItsState(t *testing.T) {
	if os.Getenv("TORTURE") == "" {
		t.Skip("it takes a minute: make torture runs it")
	}
	t.Parallel()
	d := deploymentWith(t, "testdata/torture", map[string]string{"PULUMI_HOME": limitedHome(t), "AZURE_EXPRESSROUTE_SANDBOX": "yes"})
	_, _, err := d.up(t, optup.Target([]string{groupURN}))
	require.NoError(t, err)
	before := d.known(t)
	last := func(pattern string) string {
		found, err := filepath.Glob(filepath.Join(d.backend, ".pulumi", pattern))
		require.NoError(t, err)
		require.NotEmpty(t, found, pattern)
		return found[len(found)-1]
	}
	state, checkpoint := last("stacks/*/dev.json"), last("history/*/dev/*.checkpoint.json")
	file, err := os.Stat(state)
	require.NoError(t, err)

	// Room for the component, and for no child.
	out, err := attempt(t, d.stack.Workspace().WorkDir(), d.stack.Workspace().GetEnvVars(), "sh", "-c",
		fmt.Sprintf("ulimit -S -f %d && exec pulumi up --yes --skip-preview --stack dev --non-interactive", file.Size()/512+4))
	require.Error(t, err)
	assert.Contains(t, out, "failed to save snapshot")
	assert.Equal(t, before, d.stored(t))

	whole, err := os.ReadFile(checkpoint)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(state, whole, 0o600))
	_, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, append(londonMade, "create PeeringStack london"), steps)
	assert.Equal(t, tortureResources, d.stored(t))
	assert.Equal(t, tortureResources, d.known(t))
}

func TestTheSandboxsFileIsDeletedUnderARun(t *testing.T) {
	t.Parallel()
	d := engineStack(t, "")
	d.command(t, "faults", "add", "expressRouteCircuits", "create", "hang")
	deleted := make(chan error, 1)
	go func() {
		for d.struck(t) == 0 {
			continue
		}
		deleted <- os.Remove(d.sandbox)
	}()
	_, steps, err := d.up(t)
	require.NoError(t, <-deleted)
	require.ErrorContains(t, err, "the sandbox was reset, or its file deleted")
	assert.Equal(t, []string{"create ResourceGroup group"}, steps)
	d.assertSandboxEmpty(t)

	// The state has the group that Azure has no more.
	_, _, err = d.up(t)
	require.ErrorContains(t, err, "There is no resource group network")
	_, steps, err = d.up(t, optup.Refresh())
	require.NoError(t, err)
	assert.Equal(t, append([]string{"create ResourceGroup group"}, londonMade...), only(steps, "create"))
	d.assertConverged(t)
}
