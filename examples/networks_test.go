package examples

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shown are the properties of a resource as Azure has it.
func (d deployment) shown(t *testing.T, id string) map[string]any {
	t.Helper()
	var body map[string]any
	require.NoError(t, json.Unmarshal([]byte(d.command(t, "show", id, "--json")), &body))
	properties, _ := body["properties"].(map[string]any)
	return properties
}

// assertSettled holds that neither an update nor a refresh has anything to do.
func (d deployment) assertSettled(t *testing.T) {
	t.Helper()
	_, err := d.stack.Preview(t.Context(), optpreview.ExpectNoChanges())
	require.NoError(t, err)
	_, err = d.stack.Refresh(t.Context(), optrefresh.ExpectNoChanges())
	require.NoError(t, err)
}

// assertSettledOnceRefreshed holds that a refresh finds what became of a resource by others that came after it, such as that
// an authorization is in use, and that nothing is to be done then.
func (d deployment) assertSettledOnceRefreshed(t *testing.T) {
	t.Helper()
	_, err := d.stack.Refresh(t.Context())
	require.NoError(t, err)
	d.assertSettled(t)
}

// Neither of the two circuits is the stack's, nor is a private peering.
func TestGlobalReachConnectsCircuitsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	estate := deploymentOf(t, "testdata/estate")
	there, _, err := estate.up(t)
	require.NoError(t, err)
	byHand := deploymentOn(t, "testdata/byhand", estate.sandbox)
	made, _, err := byHand.up(t)
	require.NoError(t, err)
	byHand.command(t, "provision", "london")
	byHand.command(t, "provision", "osaka")
	outside := byHand.stored(t)

	d := deploymentOn(t, "testdata/globalreach", estate.sandbox)
	d.set(t, "circuitId", made.Outputs["circuitId"].Value.(string))
	d.set(t, "peerCircuitId", there.Outputs["peerCircuitId"].Value.(string))
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"create PeeringStack london", "create ExpressRouteCircuitConnection london-globalreach-osaka"}, steps)
	connection := up.Outputs["globalReachConnections"].Value.([]any)[0].(map[string]any)
	assert.Equal(t, "Connected", connection["circuitConnectionStatus"])
	assert.Nil(t, up.Outputs["privatePeering"].Value, "it is not the stack's")
	d.assertSettled(t)

	// One address family, both, the other alone, and the first again.
	ipv4, ipv6 := "addressPrefix: 172.16.1.0/29", `ipv6AddressPrefix: "fd00:11::/125"`
	for _, change := range []struct{ from, to string }{{ipv4, ipv4 + "\n          " + ipv6}, {ipv4 + "\n          " + ipv6, ipv6}, {ipv6, ipv4}} {
		d.edit(t, "Pulumi.yaml", change.from, change.to)
		up, _, err = d.up(t)
		require.NoError(t, err)
		connection = up.Outputs["globalReachConnections"].Value.([]any)[0].(map[string]any)
		has := d.shown(t, connection["id"].(string))
		over6, _ := has["ipv6CircuitConnectionConfig"].(map[string]any)
		want := map[string]any{ipv4: "172.16.1.0/29", ipv6: nil}
		if change.to != ipv4 {
			want[ipv6] = "fd00:11::/125"
		}
		if change.to == ipv6 {
			want[ipv4] = nil
		}
		assert.Equal(t, want, map[string]any{ipv4: has["addressPrefix"], ipv6: over6["addressPrefix"]}, change.to)
		d.assertSettled(t)
	}

	_, err = d.stack.Destroy(t.Context())
	require.NoError(t, err)
	assert.Equal(t, outside, d.stored(t))
}

const (
	ownerSubscription = "11111111-2222-3333-4444-555555555555"
	userSubscription  = "66666666-7777-8888-9999-000000000000"
)

// The owner of a circuit and its user have a provider each. The user's may not read the circuit.
func TestTheUserOfACircuitConnectsWithItsIDAndAKey(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "two-subscriptions")
	preview, err := d.stack.Preview(t.Context())
	require.NoError(t, err)
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Len(t, only(steps, "create"), preview.ChangeSummary[apitype.OpCreate]-3, "all but the stack and the two providers")
	connection := up.Outputs["gatewayConnections"].Value.(map[string]any)["amsterdam"].(string)
	assert.Regexp(t, "^/subscriptions/"+userSubscription+"/.*/connections/amsterdam$", connection)
	circuit := up.Outputs["circuitId"].Value.(string)
	assert.Regexp(t, "^/subscriptions/"+ownerSubscription+"/", circuit)
	assert.Regexp(t, uuid, up.Outputs["serviceKey"].Value)
	assert.Nil(t, up.Outputs["serviceKeyOfTheUser"].Value, "it is the owner's")
	has := d.shown(t, connection)
	assert.Equal(t, map[string]any{"id": circuit}, has["peer"])
	has = d.shown(t, circuit+"/authorizations/hub")
	assert.Equal(t, "InUse", has["authorizationUseStatus"])
	assert.Equal(t, connection, has["connectionResourceUri"])
	keys := []string{d.secretOutput(t, "ExpressRouteCircuitAuthorization::amsterdam-authorization-hub", "authorizationKey")}
	d.assertSettledOnceRefreshed(t)

	// Without a key nothing is changed: the subscriptions are known to be two.
	d.edit(t, "Pulumi.yaml", "          authorizationKey: ${amsterdam.authorizationKeys[\"hub\"]}\n", "")
	stored := d.stored(t)
	_, err = d.stack.Preview(t.Context())
	require.ErrorContains(t, err, "have the owner of the circuit make an authorization, and give its key [gateway-key-missing]")
	_, steps, err = d.up(t)
	require.ErrorContains(t, err, "[gateway-key-missing]")
	assert.Empty(t, only(steps, "create", "update", "delete", "replace"))
	assert.Equal(t, stored, d.stored(t))

	// The owner hands out another key.
	d.edit(t, "Pulumi.yaml", "authorizations: [hub]", "authorizations: [spoke]")
	d.edit(t, "Pulumi.yaml", "          virtualNetworkGatewayId: ${gateway.id}\n", "          virtualNetworkGatewayId: ${gateway.id}\n          authorizationKey: ${amsterdam.authorizationKeys[\"spoke\"]}\n")
	_, _, err = d.up(t)
	require.NoError(t, err)
	has = d.shown(t, circuit+"/authorizations/spoke")
	assert.Equal(t, "InUse", has["authorizationUseStatus"])
	keys = append(keys, d.secretOutput(t, "ExpressRouteCircuitAuthorization::amsterdam-authorization-spoke", "authorizationKey"))
	assert.NotEqual(t, keys[0], keys[1])
	d.assertSettledOnceRefreshed(t)

	_, err = d.stack.Destroy(t.Context())
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
	for _, key := range keys {
		d.assertNowhere(t, key)
	}
}

// The owner and the user of a circuit have a program each: id and keys go over by a stack reference.
func TestTheUserOfACircuitHasItFromTheStackOfTheOwner(t *testing.T) {
	t.Parallel()
	owner := deploymentOf(t, "testdata/owner")
	of := func(subscription string) map[string]string {
		return map[string]string{
			"ARM_SUBSCRIPTION_ID": subscription, "AZURE_EXPRESSROUTE_SANDBOX_STATE": owner.sandbox, "PULUMI_BACKEND_URL": "file://" + filepath.ToSlash(owner.backend),
		}
	}
	estate := deploymentWith(t, "testdata/estate", of(userSubscription))
	there, _, err := estate.up(t)
	require.NoError(t, err)
	circuit, _, err := owner.up(t)
	require.NoError(t, err)
	name := circuit.Outputs["circuitName"].Value.(string)
	owner.command(t, "provision", name) // a connection of Virtual WAN needs it, and the user cannot see it

	user := deploymentWith(t, "testdata/user", of(userSubscription))
	for _, id := range []string{"gatewayId", "wanGatewayId"} {
		user.set(t, id, there.Outputs[id].Value.(string))
	}
	preview, err := user.stack.Preview(t.Context())
	require.NoError(t, err)
	assert.Equal(t, map[apitype.OpType]int{apitype.OpCreate: 4}, without(preview.ChangeSummary, "read"))
	up, steps, err := user.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"create PeeringStack hub", "create VirtualNetworkGatewayConnection hub-gateway-hub", "create ExpressRouteConnection hub-virtualwan-wan",
	}, only(steps, "create"))
	for _, id := range up.Outputs["gatewayConnections"].Value.(map[string]any) {
		assert.Regexp(t, "^/subscriptions/"+userSubscription+"/", id)
	}
	assert.Nil(t, up.Outputs["carrier"].Value, "nobody asked")
	assert.Regexp(t, "^amsterdam", up.Outputs["circuitName"].Value)
	user.assertSettled(t)

	// The owner cannot take away what the user has connected, and the user can let it go.
	_, err = owner.stack.Destroy(t.Context())
	require.ErrorContains(t, err, "InUse")
	owner.command(t, "deprovision", name)
	for _, d := range []deployment{user, owner, estate} {
		_, err = d.stack.Destroy(t.Context())
		require.NoError(t, err)
	}
	user.assertSandboxEmpty(t)
	for _, key := range circuit.Outputs["authorizationKeys"].Value.(map[string]any) {
		user.assertNowhere(t, key.(string))
	}
}

// without leaves steps of a kind out of a summary.
func without(summary map[apitype.OpType]int, op apitype.OpType) map[apitype.OpType]int {
	rest := maps.Clone(summary)
	delete(rest, op)
	return rest
}

// A carrier that runs layer 3 makes the peerings after the circuit was ordered. What needs them waits for it.
func TestACircuitWhoseCarrierMakesThePeeringsIsConnected(t *testing.T) {
	t.Parallel()
	estate := deploymentOf(t, "testdata/estate")
	there, _, err := estate.up(t)
	require.NoError(t, err)
	estate.command(t, "provision", "osaka")

	d := deploymentOn(t, "testdata/layer3", estate.sandbox)
	for _, id := range []string{"peerCircuitId", "gatewayId", "wanGatewayId"} {
		d.set(t, id, there.Outputs[id].Value.(string))
	}
	preview, err := d.stack.Preview(t.Context())
	require.NoError(t, err)
	assert.NotContains(t, preview.StdOut, "private-peering]", "none is missed")
	assert.NotContains(t, preview.StdOut, "peering-missing")
	assert.Contains(t, preview.StdOut, "[carrier-gateway-peering]")
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Len(t, only(steps, "create"), preview.ChangeSummary[apitype.OpCreate]-1, "the update does what the preview said, and the stack")
	assert.ElementsMatch(t, []string{
		"create PeeringStack managed", "create ResourceGroup managed", "create ExpressRouteCircuit managed",
		"create ExpressRouteCircuitAuthorization managed-authorization-partner",
	}, steps)
	assert.ElementsMatch(t, []any{"osaka", "hub", "wan"}, up.Outputs["pendingConnections"].Value)
	assert.Regexp(t, uuid, up.Outputs["serviceKey"].Value)
	assert.Nil(t, up.Outputs["privatePeering"].Value)
	assert.Empty(t, up.Outputs["bgpSessions"].Value)
	d.assertSettled(t)

	// The carrier does its work. The same program completes.
	d.command(t, "provision", "managed", "--layer3")
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"create ExpressRouteCircuitConnection managed-globalreach-osaka", "create VirtualNetworkGatewayConnection managed-gateway-hub",
		"create ExpressRouteConnection managed-virtualwan-wan",
	}, only(steps, "create"))
	assert.Empty(t, up.Outputs["pendingConnections"].Value)
	assert.Equal(t, "Connected", up.Outputs["globalReachConnections"].Value.([]any)[0].(map[string]any)["circuitConnectionStatus"])
	gateways := up.Outputs["gatewayConnections"].Value.(map[string]any)
	has := d.shown(t, gateways["hub"].(string))
	assert.Equal(t, "Connected", has["connectionStatus"])
	d.assertSettledOnceRefreshed(t)

	// A state that goes back takes nothing away.
	d.command(t, "deprovision", "managed")
	stored := d.stored(t)
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, only(steps, "create", "delete", "replace"))
	assert.Equal(t, stored, d.stored(t))
	assert.Empty(t, up.Outputs["pendingConnections"].Value)
	assert.Equal(t, gateways, up.Outputs["gatewayConnections"].Value)

	_, err = d.stack.Destroy(t.Context())
	require.NoError(t, err)
	estate.command(t, "deprovision", "osaka")
	_, err = estate.stack.Destroy(t.Context())
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

// The carrier's resource stands between the circuit and what is built on it, when they come and when they go.
func TestACarrierInTheSameProgramStandsBetweenTwoStacks(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/fabric")
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.NotContains(t, d.screen.String(), "peering-missing", "the stack has said that its service key is its purpose")
	assert.Equal(t, up.Outputs["circuitId"].Value, up.Outputs["circuitIdOfThePeerings"].Value)
	assert.Len(t, up.Outputs["bgpSessions"].Value, 2)
	order := []string{
		"create ExpressRouteCircuit order", "create ResourceGroup line", "create ExpressRouteCircuitPeering amsterdam-private",
		"create ExpressRouteCircuitAuthorization amsterdam-authorization-partner",
	}
	assert.Equal(t, order, only(steps, order...))
	d.assertSettled(t)

	gone := d.destroyed(t)
	assert.Equal(t, []string{
		"delete ExpressRouteCircuitAuthorization amsterdam-authorization-partner", "delete ExpressRouteCircuitPeering amsterdam-private",
		"delete ResourceGroup line", "delete ExpressRouteCircuit order",
	}, only(gone, "Circuit", "line"))
	d.assertSandboxEmpty(t)
}

// As docs/adoption.md has it.
func TestASingleChildIsImportedByHand(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/owner")
	up, _, err := d.up(t)
	require.NoError(t, err)
	portal := deploymentOn(t, "testdata/portal", d.sandbox)
	for _, name := range []string{"resourceGroupName", "circuitName"} {
		portal.set(t, name, up.Outputs[name].Value.(string))
	}
	made, _, err := portal.up(t)
	require.NoError(t, err)
	before := d.command(t, "list", "--json")

	d.edit(t, "Pulumi.yaml", "authorizations: [hub, wan]", "authorizations: [hub, wan, branch]")
	component := "urn:pulumi:dev::circuit-owner::azure-expressroute:index:PeeringStack::amsterdam"
	run(t, d.stack.Workspace().WorkDir(), d.stack.Workspace().GetEnvVars(), "pulumi", "import", "--stack", "dev", "--yes",
		"azure-native:network:ExpressRouteCircuitAuthorization", "amsterdam-authorization-branch", made.Outputs["id"].Value.(string),
		"--parent", "amsterdam="+component, "--protect=false", "--generate-code=false")
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, []string{"update PeeringStack amsterdam"}, steps)
	key := made.Outputs["key"].Value.(string)
	assert.Equal(t, key, up.Outputs["authorizationKeys"].Value.(map[string]any)["branch"])
	assert.Equal(t, before, d.command(t, "list", "--json"), "Azure is as it was")
	exported := run(t, d.stack.Workspace().WorkDir(), d.stack.Workspace().GetEnvVars(), "pulumi", "stack", "export", "--stack", "dev")
	assert.NotContains(t, exported, key, "the update has encrypted what the import had not")
	d.assertSettled(t)
}
