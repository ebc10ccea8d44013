package azurenative

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/requesttest"
)

// Every field of every request, taken away, emptied or replaced: an answer or an error, and the provider serves the next
// one. What is sent are previews and updates of a peering, which has lists, objects and a secret.
func TestRequestsThatNoEngineSendsFailAlone(t *testing.T) {
	const token = "azure-native:network:ExpressRouteCircuitPeering"
	f := newFace(t)
	f.create("azure-native:resources:ResourceGroup", object{"resourceGroupName": "net", "location": "westeurope"})
	f.create("azure-native:network:ExpressRouteCircuit", object{
		"resourceGroupName": "net", "circuitName": "er", "location": "westeurope",
		"sku":                       object{"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
		"serviceProviderProperties": object{"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 50.0},
	})
	values := object{
		"resourceGroupName": "net", "circuitName": "er", "peeringName": "AzurePrivatePeering", "peeringType": "AzurePrivatePeering",
		"peerASN": 65010.0, "vlanId": 100.0, "primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30",
		"sharedKey":         secret("hunter2"),
		"ipv6PeeringConfig": object{"primaryPeerAddressPrefix": "fd00::/126", "secondaryPeerAddressPrefix": "fd00::4/126"},
		"connections":       []any{},
	}
	b := f.create(token, values)
	inputs, outputs := f.pack(b.inputs), f.pack(b.outputs)

	calls := map[string]func(proto.Message) (any, error){
		"Check":  func(m proto.Message) (any, error) { return f.Check(ctx, m.(*pulumirpc.CheckRequest)) },
		"Diff":   func(m proto.Message) (any, error) { return f.Diff(ctx, m.(*pulumirpc.DiffRequest)) },
		"Create": func(m proto.Message) (any, error) { return f.Create(ctx, m.(*pulumirpc.CreateRequest)) },
		"Update": func(m proto.Message) (any, error) { return f.Update(ctx, m.(*pulumirpc.UpdateRequest)) },
		"Read":   func(m proto.Message) (any, error) { return f.Read(ctx, m.(*pulumirpc.ReadRequest)) },
		"Delete": func(m proto.Message) (any, error) { return f.Delete(ctx, m.(*pulumirpc.DeleteRequest)) },
		"Invoke": func(m proto.Message) (any, error) { return f.Invoke(ctx, m.(*pulumirpc.InvokeRequest)) },
	}
	requests := []struct {
		call    string
		request proto.Message
	}{
		{"Check", &pulumirpc.CheckRequest{
			Urn: urn(token), Olds: inputs, News: inputs, RandomSeed: []byte("seed"), Name: "thing", Type: token,
			Autonaming: &pulumirpc.CheckRequest_AutonamingOptions{ProposedName: "it", Mode: pulumirpc.CheckRequest_AutonamingOptions_PROPOSE},
		}},
		{"Diff", &pulumirpc.DiffRequest{Id: b.id, Urn: urn(token), Olds: outputs, OldInputs: inputs, News: inputs, IgnoreChanges: []string{"vlanId"}}},
		{"Create", &pulumirpc.CreateRequest{Urn: urn(token), Properties: inputs, Preview: true}},
		{"Create", &pulumirpc.CreateRequest{Urn: urn(token), Properties: inputs}},
		{"Update", &pulumirpc.UpdateRequest{Id: b.id, Urn: urn(token), Olds: outputs, OldInputs: inputs, News: inputs, Preview: true}},
		{"Update", &pulumirpc.UpdateRequest{Id: b.id, Urn: urn(token), Olds: outputs, OldInputs: inputs, News: inputs}},
		{"Read", &pulumirpc.ReadRequest{Id: b.id, Urn: urn(token), Properties: outputs, Inputs: inputs}},
		{"Invoke", &pulumirpc.InvokeRequest{Tok: "azure-native:network:getExpressRouteCircuitPeering", Args: f.pack(props(object{
			"resourceGroupName": "net", "circuitName": "er", "peeringName": "AzurePrivatePeering",
		}))}},
		{"Delete", &pulumirpc.DeleteRequest{Id: b.id, Urn: urn(token), Properties: outputs, OldInputs: inputs}},
	}
	count := 0
	for _, r := range requests {
		for _, m := range requesttest.Mutations(r.request) {
			count++
			if !assert.NotPanics(t, func() { _, _ = calls[r.call](m.Request) }, "%s %s", r.call, m.What) {
				return
			}
		}
	}
	t.Logf("%d requests", count)
	assert.Greater(t, count, 1000)
	_, err := f.Read(ctx, &pulumirpc.ReadRequest{Id: b.id, Urn: urn(token)})
	require.NoError(t, err, "the provider goes on")
}
