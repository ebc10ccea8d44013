package examples

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/debug"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The program with everything in it, from an order that waits for the carrier to the end of the circuit.
func TestTheWholeCircuitWaitsForItsCarrierAndIsCompletedByTheSameProgram(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	estate := deploymentOf(t, "testdata/estate")
	made, _, err := estate.up(t)
	require.NoError(t, err)
	outside := estate.stored(t)

	d := deploymentOn(t, "full", estate.sandbox)
	for _, id := range []string{"peerCircuitId", "gatewayId", "wanGatewayId", "routeTableId"} {
		d.set(t, id, made.Outputs[id].Value.(string))
	}
	secrets := []string{"Shared0Between0Routers"}
	d.setSharedKey(t, secrets[0])

	// The preview of the first update plans what the update does, and nothing that must wait.
	planned, err := d.stack.Preview(ctx)
	require.NoError(t, err)
	assert.Contains(t, planned.StdOut, `"osaka" must wait: the circuit is new, and its carrier has not provisioned it`)
	assert.Contains(t, planned.StdOut, `"wan" must wait: the circuit is new, and its carrier has not provisioned it`)
	assert.NotContains(t, planned.StdOut, "amsterdam-globalreach-osaka")
	assert.NotContains(t, planned.StdOut, "amsterdam-virtualwan-wan")

	// Ordered: all that needs no carrier is there, and the service key with it.
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, planned.ChangeSummary["create"], (*up.Summary.ResourceChanges)["create"], "the update does what the preview planned")
	assert.Regexp(t, `"osaka" must wait: the carrier has the circuit as "NotProvisioned".*run pulumi up again.*\[carrier-global-reach\]`, up.StdOut)
	assert.Regexp(t, `the carrier has the circuit as "NotProvisioned", and Azure may refuse the gateway connections.*\[carrier-gateway\]`, up.StdOut)
	assert.Regexp(t, `"wan" must wait: the carrier has the circuit as "NotProvisioned".*run pulumi up again.*\[carrier-virtual-wan\]`, up.StdOut)
	assert.Equal(t, []any{"osaka", "wan"}, up.Outputs["pendingConnections"].Value)
	assert.Regexp(t, uuid, up.Outputs["serviceKey"].Value)
	assert.Equal(t, []string{
		"create ResourceGroup amsterdam", "create ExpressRouteCircuit amsterdam", "create ExpressRouteCircuitPeering amsterdam-private",
		"create ExpressRouteCircuitPeering amsterdam-microsoft", "create ExpressRouteCircuitAuthorization amsterdam-authorization-branch-office",
		"create ExpressRouteCircuitAuthorization amsterdam-authorization-partner", "create VirtualNetworkGatewayConnection amsterdam-gateway-hub",
	}, only(steps, "Group", "Circuit", "Connection"))
	secrets = append(secrets, d.secretOutput(t, "PeeringStack::amsterdam", "serviceKey"))

	// Still waiting: a preview says so and does not fail; another update changes nothing and says it again.
	preview, err := d.stack.Preview(ctx)
	require.NoError(t, err)
	assert.Contains(t, preview.StdOut, `"osaka" must wait: the carrier has the circuit as "NotProvisioned"`)
	stored := d.stored(t)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, steps)
	assert.Equal(t, stored, d.stored(t))

	// Both carriers are done: the same program completes.
	d.command(t, "provision", "amsterdam")
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Regexp(t, `"osaka" must wait: the carrier of the other circuit, .*/osaka.*, has it as "NotProvisioned"`, up.StdOut, "one of them is done")
	assert.Equal(t, []string{"create ExpressRouteConnection amsterdam-virtualwan-wan"}, only(steps, "create", "delete", "replace"))
	assert.Equal(t, []any{"osaka"}, up.Outputs["pendingConnections"].Value)
	d.command(t, "provision", "osaka")
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, []string{"create ExpressRouteCircuitConnection amsterdam-globalreach-osaka"}, only(steps, "create", "delete", "replace"))
	assert.Empty(t, up.Outputs["pendingConnections"].Value)
	assert.Equal(t, "Provisioned", up.Outputs["carrier"].Value)
	reach := up.Outputs["globalReachConnections"].Value.([]any)[0].(map[string]any)
	assert.Equal(t, "osaka", reach["name"])
	assert.Equal(t, "Connected", reach["circuitConnectionStatus"])
	gateways := up.Outputs["gatewayConnections"].Value.(map[string]any)
	assert.Regexp(t, "/resourceGroups/hub/providers/Microsoft.Network/connections/hub$", gateways["hub"])
	assert.Regexp(t, "/expressRouteGateways/wan-gateway/expressRouteConnections/wan$", gateways["wan"])
	assert.Len(t, up.Outputs["bgpSessions"].Value, 8)
	keys := up.Outputs["authorizationKeys"].Value.(map[string]any)
	assert.True(t, up.Outputs["authorizationKeys"].Secret)
	require.Len(t, keys, 2)
	for _, key := range keys {
		assert.Regexp(t, uuid, key)
		secrets = append(secrets, key.(string))
	}

	// A plan of the next update holds no secret either.
	plan := filepath.Join(d.backend, "plan.json")
	_, err = d.stack.Preview(ctx, optpreview.Plan(plan), optpreview.ProgressStreams(d.screen))
	require.NoError(t, err)
	require.FileExists(t, plan)

	// Nor do logs, up to the verbosity at which Pulumi itself writes every value that crosses a call (9 and above).
	verbosity := uint(8)
	_, err = d.stack.Up(ctx, optup.ProgressStreams(d.screen), optup.ErrorProgressStreams(d.screen),
		optup.DebugLogging(debug.LoggingOptions{LogLevel: &verbosity, LogToStdErr: true, FlowToPlugins: true}))
	require.NoError(t, err)
	require.Contains(t, d.screen.String(), "azure-native:network:ExpressRouteCircuit", "there is a log")

	// The carrier's work is all that a refresh finds, once.
	refresh, err := d.stack.Refresh(ctx)
	require.NoError(t, err)
	assert.Equal(t, &map[string]int{"same": 12, "update": 1}, refresh.Summary.ResourceChanges)
	_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
	require.NoError(t, err)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, steps)

	// A carrier that lets go takes nothing away.
	d.command(t, "deprovision", "amsterdam")
	stored = d.stored(t)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, steps)
	assert.Equal(t, stored, d.stored(t))
	d.command(t, "provision", "amsterdam")

	// A name that goes takes its own key along and no other.
	d.edit(t, "Pulumi.yaml", "[branch-office, partner]", "[partner]")
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"update PeeringStack amsterdam", "delete ExpressRouteCircuitAuthorization amsterdam-authorization-branch-office"}, steps)
	assert.Equal(t, map[string]any{"partner": keys["partner"]}, up.Outputs["authorizationKeys"].Value)

	// Azure keeps a circuit that its carrier holds, and says why. What is above it goes in reverse order.
	_, err = d.stack.Destroy(ctx)
	require.ErrorContains(t, err, "ConflictError")
	assert.ErrorContains(t, err, "deprovision")
	d.command(t, "deprovision", "amsterdam")
	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	assert.ElementsMatch(t, outside, d.stored(t))
	for _, secret := range secrets {
		d.assertNowhere(t, secret)
	}
}

// Another program, with azure-native alone, made the circuit.
func TestAdoptionBringsACircuitInAndChangesNothing(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	byHand := deploymentOf(t, "testdata/byhand")
	made, _, err := byHand.up(t)
	require.NoError(t, err)

	d := deploymentOn(t, "testdata/adopt", byHand.sandbox)
	for _, id := range []string{"circuitId", "routeFilterId"} {
		d.set(t, id, made.Outputs[id].Value.(string))
	}
	const key = "Known0To0Routers"
	d.setSharedKey(t, key)
	before := d.command(t, "list", "--json")

	// Where program and Azure differ, both values are named and nothing happens.
	d.edit(t, "Pulumi.yaml", "vlanId: 200", "vlanId: 201")
	d.edit(t, "Pulumi.yaml", "regions: [westeurope]", "regions: [northeurope]")
	_, steps, err := d.up(t)
	require.Error(t, err)
	assert.Equal(t, []string{
		"- property microsoftPeering.routeFilter (object) has a problem: Azure also has 12076:51002 (West Europe); add it [adopt-mismatch]",
		"- property microsoftPeering.routeFilter (object) has a problem: Azure does not have 12076:51003 (North Europe); leave it out, and add it in the next update [adopt-mismatch]",
		"- property privatePeering.vlanId with value '{201}' has a problem: the program says 201 and Azure has 200 [adopt-mismatch]",
	}, propertyProblems(err.Error()))
	assert.Empty(t, only(steps, "import", "update", "replace"))
	d.edit(t, "Pulumi.yaml", "vlanId: 201", "vlanId: 200")
	d.edit(t, "Pulumi.yaml", "regions: [northeurope]", "regions: [westeurope]")

	// The shared key, which Azure never returns, does not stand in the way.
	d.edit(t, "Pulumi.yaml", "resourceGroupName: network", "resourceGroupName: NETWORK")
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"import ExpressRouteCircuit london", "import RouteFilter london", "import RouteFilterRule london",
		"import ExpressRouteCircuitPeering london-private", "import ExpressRouteCircuitPeering london-microsoft",
	}, only(steps, "ExpressRoute", "RouteFilter"))
	assert.Equal(t, made.Outputs["circuitId"].Value, up.Outputs["circuitId"].Value)
	assert.Equal(t, before, d.command(t, "list", "--json"), "Azure is as it was")

	// Without adopt and without the key there is no difference.
	d.edit(t, "Pulumi.yaml", "adopt:", "# adopt:")
	d.edit(t, "Pulumi.yaml", "sharedKey: ${sharedKey}", "")
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, only(steps, "ExpressRoute", "RouteFilter"))
	assert.Equal(t, before, d.command(t, "list", "--json"))
	_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
	require.NoError(t, err)

	// The key goes to Azure once, in place; from then on it is the stack's.
	d.edit(t, "Pulumi.yaml", "vlanId: 200", "vlanId: 200\n        sharedKey: ${sharedKey}")
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"update PeeringStack london", "update ExpressRouteCircuitPeering london-private"}, steps)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, steps)
	d.assertNowhere(t, key)
	d.assertNowhere(t, up.Outputs["serviceKey"].Value.(string))
}

// A circuit in full use, with authorizations and connections, comes into another stack in one update.
func TestACircuitInFullUseIsAdoptedInOneUpdate(t *testing.T) {
	t.Parallel()
	estate, first := wholeCircuit(t)
	made, err := first.stack.Outputs(t.Context())
	require.NoError(t, err)
	before := first.command(t, "list", "--json")
	state := first.state(t)
	_, circuitGroup, _ := strings.Cut(made["circuitId"].Value.(string), "/resourceGroups/")
	circuitGroup, _, _ = strings.Cut(circuitGroup, "/")

	d := deploymentOn(t, "full", estate.sandbox)
	config, err := first.stack.GetAllConfig(t.Context())
	require.NoError(t, err)
	require.NoError(t, d.stack.SetAllConfig(t.Context(), config))
	for _, id := range []string{"peerCircuitId", "gatewayId", "wanGatewayId"} { // Azure does not tell letter case apart
		d.set(t, id, strings.ToUpper(config["expressroute-full:"+id].Value))
	}
	d.edit(t, "Pulumi.yaml", "name: Equinix", "name: equinix")
	d.edit(t, "Pulumi.yaml", "      location: ${location}\n", fmt.Sprintf("      location: ${location}\n      resourceGroupName: %s\n      adopt: { circuitId: %q, routeFilterId: %q }\n",
		strings.ToUpper(circuitGroup), made["circuitId"].Value, state["RouteFilter::amsterdam"].ID.String()))
	d.edit(t, "Pulumi.yaml", "[branch-office, partner]", "[branch-office, partner, late]")
	_, steps, err := d.up(t)
	require.ErrorContains(t, err, "authorizations[2]")
	assert.Empty(t, only(steps, "import", "create ExpressRoute"), "nothing is adopted by halves")
	d.edit(t, "Pulumi.yaml", "[branch-office, partner, late]", "[branch-office, partner]")

	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"import ExpressRouteCircuit amsterdam", "import RouteFilter amsterdam", "import RouteFilterRule amsterdam",
		"import ExpressRouteCircuitPeering amsterdam-private", "import ExpressRouteCircuitPeering amsterdam-microsoft",
		"import ExpressRouteCircuitAuthorization amsterdam-authorization-branch-office", "import ExpressRouteCircuitAuthorization amsterdam-authorization-partner",
		"import ExpressRouteCircuitConnection amsterdam-globalreach-osaka", "import VirtualNetworkGatewayConnection amsterdam-gateway-hub",
		"import ExpressRouteConnection amsterdam-virtualwan-wan",
	}, only(steps, "import", "update", "replace", "ExpressRoute"))
	assert.Equal(t, before, d.command(t, "list", "--json"), "Azure is as it was")

	d.edit(t, "Pulumi.yaml", "adopt:", "# adopt:")
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"update ExpressRouteCircuitPeering amsterdam-private", "update ExpressRouteCircuitPeering amsterdam-microsoft"},
		only(steps, "ExpressRoute", "RouteFilter", "VirtualNetwork"), "with their keys, which Azure does not tell")
}

// wholeCircuit is the program with everything in it, when both carriers are done, and the estate that it connects to.
func wholeCircuit(t *testing.T) (estate, whole deployment) {
	t.Helper()
	return wholeCircuitWith(t, nil, func(deployment) {})
}

// wholeCircuitWith is the same in an environment of its own, and with a program that is edited before it runs.
func wholeCircuitWith(t *testing.T, env map[string]string, edit func(deployment)) (estate, whole deployment) {
	t.Helper()
	estate = deploymentOf(t, "testdata/estate")
	made, _, err := estate.up(t)
	require.NoError(t, err)
	different := map[string]string{"AZURE_EXPRESSROUTE_SANDBOX_STATE": estate.sandbox}
	maps.Copy(different, env)
	whole = deploymentWith(t, "full", different)
	edit(whole)
	for _, id := range []string{"peerCircuitId", "gatewayId", "wanGatewayId", "routeTableId"} {
		whole.set(t, id, made.Outputs[id].Value.(string))
	}
	whole.setSharedKey(t, "Shared0Between0Routers")
	_, _, err = whole.up(t)
	require.NoError(t, err)
	whole.command(t, "provision", "amsterdam")
	whole.command(t, "provision", "osaka")
	_, _, err = whole.up(t)
	require.NoError(t, err)
	return estate, whole
}

func TestACircuitThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/existing")
	const id = "/subscriptions/22222222-3333-4444-5555-666666666666/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/none"
	d.edit(t, "Pulumi.yaml", "${contoso.circuitId}", id)
	_, steps, err := d.up(t)
	require.Error(t, err)
	assert.Regexp(t, `property circuitId with value '\{`+id+`\}' has a problem: Azure does not have it: .*\[circuit-not-found\]`, err.Error())
	assert.NotContains(t, only(steps, "tailspin"), "create ExpressRouteCircuitPeering tailspin-microsoft")

	// A circuit of that name may be in the provider's own subscription. It is not the one that was meant.
	d = deploymentOf(t, "testdata/existing")
	_, _, err = d.up(t)
	require.NoError(t, err)
	circuit := d.state(t)["ExpressRouteCircuit::contoso"].ID.String()
	d.edit(t, "Pulumi.yaml", "${contoso.circuitId}", "/subscriptions/33333333-3333-4444-5555-666666666666"+circuit[len("/subscriptions/22222222-3333-4444-5555-666666666666"):])
	_, err = d.stack.Preview(t.Context())
	require.ErrorContains(t, err, "it is in another subscription than 22222222-3333-4444-5555-666666666666, on which the azure-native provider of this component works")
}
