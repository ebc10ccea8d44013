package examples

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shown is a resource as Azure has it, and its properties.
func (d deployment) shown(t *testing.T, id string) (body, properties map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(d.command(t, "show", id, "--json")), &body))
	properties, _ = body["properties"].(map[string]any)
	return body, properties
}

// assertSettled holds that neither an update nor a refresh has anything to do.
func (d deployment) assertSettled(t *testing.T) {
	t.Helper()
	_, err := d.stack.Preview(t.Context(), optpreview.ExpectNoChanges())
	require.NoError(t, err)
	_, err = d.stack.Refresh(t.Context(), optrefresh.ExpectNoChanges())
	require.NoError(t, err)
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
		_, has := d.shown(t, connection["id"].(string))
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
