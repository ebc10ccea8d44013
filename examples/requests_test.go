package examples

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// reads counts, by function, what the sandbox is asked for while something runs: Pulumi writes every call down.
func (d deployment) reads(t *testing.T, run func() error) map[string]int {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls.json")
	d.stack.Workspace().SetEnvVar("PULUMI_DEBUG_GRPC", log)
	require.NoError(t, run())
	d.stack.Workspace().UnsetEnvVar("PULUMI_DEBUG_GRPC")
	file, err := os.Open(log)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	counts := map[string]int{}
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var call struct {
				Method, Progress string
				Request          struct{ Tok string }
			}
			require.NoError(t, json.Unmarshal(line, &call))
			// The start and the answer of a call are entries of their own.
			if call.Method == "/pulumirpc.ResourceProvider/Invoke" && call.Progress != "request_started" {
				counts[call.Request.Tok[strings.LastIndex(call.Request.Tok, ":")+1:]]++
			}
		}
		if err != nil {
			return counts
		}
	}
}

// The figures stand in docs/performance.md.
func TestAPreviewAsksForNothingTwice(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/performance.md")
	require.NoError(t, err)
	held := func(d deployment, stack string, circuits, gateways, others, ports int) {
		preview := func() error {
			_, err := d.stack.Preview(t.Context())
			return err
		}
		want := map[string]int{}
		for function, n := range map[string]int{
			"getExpressRouteCircuit": circuits + others, "getVirtualNetworkGateway": (gateways + 1) / 2, "getExpressRouteGateway": gateways / 2, "getExpressRoutePort": ports,
		} {
			if n > 0 {
				want[function] = n
			}
		}
		assert.Equal(t, want, d.reads(t, preview), stack)
		assert.Contains(t, string(page), fmt.Sprintf("| %s | %d | %d | %d | %d |", stack, circuits, gateways, others, ports))
	}

	plain := deploymentOf(t, "yaml")
	plain.setSharedKey(t, "Shared0Between0Routers")
	_, _, err = plain.up(t)
	require.NoError(t, err)
	held(plain, "a circuit with two peerings", 1, 0, 0, 0)

	estate, full := wholeCircuit(t)
	held(full, "the same with a Global Reach and two gateway connections", 1, 2, 1, 0)

	connected := deploymentOn(t, "testdata/connected", estate.sandbox)
	config, err := full.stack.GetAllConfig(t.Context())
	require.NoError(t, err)
	connected.set(t, "gatewayId", config["expressroute-full:gatewayId"].Value)
	outputs, err := full.stack.Outputs(t.Context())
	require.NoError(t, err)
	connected.set(t, "circuitId", outputs["circuitId"].Value.(string))
	// A gateway is connected to a circuit once.
	full.edit(t, "Pulumi.yaml", "      virtualNetworkGatewayConnections:\n        - name: hub\n          virtualNetworkGatewayId: ${gatewayId}\n"+
		"          routingWeight: 10\n          expressRouteGatewayBypass: true\n", "")
	_, _, err = full.up(t)
	require.NoError(t, err)
	_, _, err = connected.up(t)
	require.NoError(t, err)
	held(connected, "gateway connections to somebody else's circuit (`circuitId`)", 0, 1, 0, 0)
}
