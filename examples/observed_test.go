package examples

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the network engineer needs of a port, and what a port that has no room or no free VLAN refuses, in preview.
func TestCircuitsOnAPortAreHeldAgainstIt(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/direct")
	up, _, err := d.up(t)
	require.NoError(t, err)
	links := up.Outputs["ports"].Value.([]any)
	require.Len(t, links, 2)
	for i, side := range []string{"primary", "secondary"} {
		link := links[i].(map[string]any)
		assert.Equal(t, side, link["link"])
		assert.Equal(t, "QinQ", link["encapsulation"])
		for _, name := range []string{"routerName", "interfaceName", "patchPanelId", "rackId", "connectorType"} {
			assert.NotEmpty(t, link[name], name)
		}
	}
	stag := up.Outputs["stag"].Value
	assert.NotZero(t, stag)
	assert.NotEqual(t, stag, up.Outputs["otherStag"].Value, "each circuit has an outer tag of its own")
	for _, session := range up.Outputs["bgpSessions"].Value.([]any) {
		assert.Equal(t, stag, session.(map[string]any)["outerVlanId"])
	}

	// All of it is known in the preview of a stack that does not change.
	preview, err := d.stack.Preview(ctx)
	require.NoError(t, err)
	assert.Equal(t, map[apitype.OpType]int{apitype.OpSame: 9}, preview.ChangeSummary, preview.StdOut)

	// 10 and 5 of 20 Gbps are taken. A circuit does not get faster than its port.
	d.edit(t, "Pulumi.yaml", "bandwidthInGbps: 5 }", "bandwidthInGbps: 40 }")
	_, err = d.stack.Preview(ctx)
	require.ErrorContains(t, err, "40 Gbps is more than the 10 Gbps of the port")
	d.edit(t, "Pulumi.yaml", "bandwidthInGbps: 40 }", "bandwidthInGbps: 5 }")

	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

func TestOnADot1QPortAVLANIsTakenOnce(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/direct")
	d.edit(t, "Pulumi.yaml", "encapsulation: QinQ", "encapsulation: Dot1Q")
	up, _, err := d.up(t)
	require.NoError(t, err)
	for _, session := range up.Outputs["bgpSessions"].Value.([]any) {
		assert.Nil(t, session.(map[string]any)["outerVlanId"], "there is none on a Dot1Q port")
	}
	d.edit(t, "Pulumi.yaml", "vlanId: 200", "vlanId: 100")
	_, err = d.stack.Preview(ctx)
	require.ErrorContains(t, err, `VLAN 100 is already used on the port by the circuit "first"`)
	d.edit(t, "Pulumi.yaml", "vlanId: 100\n        primaryPeerAddressPrefix: 192.168.17", "vlanId: 201\n        primaryPeerAddressPrefix: 192.168.17")
	_, steps, err := d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"update PeeringStack second", "update ExpressRouteCircuitPeering second-private"}, steps)
	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
}

// A connection goes where its gateway is, also when the same program makes the gateway.
func TestAGatewayIsReadWhereItCanBe(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/gateways")
	_, _, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, "northeurope", d.state(t)["VirtualNetworkGatewayConnection::london-gateway-hub"].Inputs["location"])
	_, steps, err := d.up(t)
	require.NoError(t, err)
	assert.Empty(t, steps)

	for _, c := range []struct{ with, problem string }{
		{"location: westeurope, ", "virtualNetworkGatewayConnections[0].location with value '{westeurope}' has a problem: the gateway is in northeurope"},
		{"expressRouteGatewayBypass: true, ", "the gateway's SKU is ErGw1AZ, which has no FastPath"},
	} {
		d.edit(t, "Pulumi.yaml", "{ name: hub, virtual", "{ name: hub, "+c.with+"virtual")
		_, err = d.stack.Preview(ctx)
		require.ErrorContains(t, err, c.problem)
		d.edit(t, "Pulumi.yaml", c.with, "")
	}

	// A gateway that is not there warns in a preview, which may be that of a program that makes it, and stops the update.
	made := d.state(t)["VirtualNetworkGateway::gateway"].ID.String()
	d.edit(t, "Pulumi.yaml", `virtualNetworkGatewayId: "${gateway.id}"`, `virtualNetworkGatewayId: "`+made+`-2"`)
	preview, err := d.stack.Preview(ctx)
	require.NoError(t, err)
	assert.Contains(t, preview.StdOut, "Azure does not have the gateway")
	stored := d.stored(t)
	_, _, err = d.up(t)
	require.ErrorContains(t, err, "Azure does not have the gateway")
	assert.Equal(t, stored, d.stored(t))

	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

// A private peering that connections use is not taken out of the program, unless it stays in Azure.
func TestAPrivatePeeringInUseIsHandedOverToTheCarrier(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/gateways")
	_, _, err := d.up(t)
	require.NoError(t, err)
	before := d.stored(t)
	const (
		own = `      privatePeering:
        peerASN: 65010
        vlanId: 100
        primaryPeerAddressPrefix: 192.168.16.0/30
        secondaryPeerAddressPrefix: 192.168.16.4/30
`
		theirs  = "      carrierManagesPeerings: true\n"
		ignored = "      ignoreRules: [peering-in-use]\n"
		retain  = "    options: { retainOnDelete: true }\n"
	)

	d.edit(t, "Pulumi.yaml", own, theirs)
	_, steps, err := d.up(t)
	require.Error(t, err)
	assert.Regexp(t, `property privatePeering .*\[peering-in-use\]`, strings.Join(propertyProblems(err.Error()), "\n"))
	assert.Empty(t, steps)

	d.edit(t, "Pulumi.yaml", theirs, own)
	d.edit(t, "Pulumi.yaml", "\noutputs:", retain+"\noutputs:")
	_, _, err = d.up(t)
	require.NoError(t, err)
	d.edit(t, "Pulumi.yaml", own, theirs+ignored)
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, []string{"delete ExpressRouteCircuitPeering london-private"}, only(steps, "Circuit", "Connection"), "from the state alone")
	assert.Equal(t, before, d.stored(t), "Azure is as it was")
	d.edit(t, "Pulumi.yaml", ignored, "")
	_, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Empty(t, only(steps, "Circuit", "Connection"))
}
