package examples

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOfTwoUpdatesAtOnceOneIsRefused(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/torture")
	d.command(t, "faults", "add", "expressRouteCircuits", "create", "hang")
	refused := ""
	_, err := d.pulumi(t, func() bool {
		if d.struck(t) == 0 {
			return false
		}
		out, err := d.pulumi(t, nil, up...) // while the first one hangs
		assert.Error(t, err)
		refused = out
		return true
	}, up...)
	require.Error(t, err)
	assert.Contains(t, refused, "the stack is currently locked")
	out, err := d.pulumi(t, nil, "cancel", "--yes")
	require.NoError(t, err, out)
	out, err = d.pulumi(t, nil, up...)
	require.NoError(t, err, out)
	assert.Equal(t, tortureResources, d.stored(t))
}

// Fifty stacks in one program, each wired to its own and to no other.
func TestFiftyStacksInOneProgram(t *testing.T) {
	t.Parallel()
	const stacks = 50
	d := deploymentOf(t, "testdata/torture")
	var program strings.Builder
	program.WriteString("name: expressroute-torture\nruntime: yaml\nresources:\n")
	for i := range stacks {
		fmt.Fprintf(&program, `  s%[1]d:
    type: azure-expressroute:PeeringStack
    properties:
      location: westeurope
      circuit: { serviceProvider: { name: BT, peeringLocation: London, bandwidthInMbps: 50 } }
      privatePeering: { peerASN: 65010, vlanId: %[2]d, primaryPeerAddressPrefix: 10.%[1]d.0.0/30, secondaryPeerAddressPrefix: 10.%[1]d.0.4/30 }
      microsoftPeering:
        peerASN: 3303
        vlanId: %[3]d
        primaryPeerAddressPrefix: 123.0.%[1]d.0/30
        secondaryPeerAddressPrefix: 123.0.%[1]d.4/30
        microsoftPeeringConfig: { advertisedPublicPrefixes: [123.1.%[1]d.0/24], routingRegistryName: RIPENCC }
        routeFilter: { regions: [westeurope] }
`, i, 100+i, 1000+i)
	}
	require.NoError(t, os.WriteFile(filepath.Join(d.stack.Workspace().WorkDir(), "Pulumi.yaml"), []byte(program.String()), 0o600))
	out, err := d.pulumi(t, nil, up...)
	require.NoError(t, err, out)

	var inAzure []struct {
		ID, Type   string
		Properties struct {
			VlanID      int
			RouteFilter struct{ ID string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(d.command(t, "list", "--json")), &inAzure))
	assert.Len(t, inAzure, stacks*6)
	vlans := map[int]bool{}
	for _, r := range inAzure {
		if r.Type != "Microsoft.Network/expressRouteCircuits/peerings" {
			continue
		}
		vlans[r.Properties.VlanID] = true
		group := func(id string) string { return strings.Split(id, "/")[4] }
		if filter := r.Properties.RouteFilter.ID; filter != "" {
			assert.Equal(t, group(r.ID), group(filter), "a stack's peering uses its own filter")
			assert.GreaterOrEqual(t, r.Properties.VlanID, 1000)
			assert.Regexp(t, fmt.Sprintf("^s%d[0-9a-f]{8}$", r.Properties.VlanID-1000), group(r.ID), "and is in its own group")
		}
	}
	assert.Len(t, vlans, 2*stacks)
	out, err = d.pulumi(t, nil, "preview", "--expect-no-changes")
	require.NoError(t, err, out)
}
