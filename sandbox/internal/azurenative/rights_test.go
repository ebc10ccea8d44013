package azurenative

import (
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

const userSubscription = "00000000-0000-0000-0000-0000000000b2"

// configured gives the provider a subscription, as the provider of a second one on the same sandbox has it.
func (f face) configured(subscription string) {
	f.Helper()
	_, err := f.Configure(ctx, &pulumirpc.ConfigureRequest{Args: f.pack(props(object{"subscriptionId": subscription}))})
	require.NoError(f, err)
}

// The owner of a circuit and its user are in two subscriptions: the user has the circuit's id and a key, and no more.
func TestAProviderReachesItsOwnSubscriptionAlone(t *testing.T) {
	f := newFace(t)
	theGroup, theCircuit, _, _, thePeering, _ := f.stack()
	granted := f.create(authorizationToken, authorization())
	before, err := f.arm.Get(must(arm.ParseID(circuitID)))
	require.NoError(t, err)

	f.configured(userSubscription)
	for what, do := range map[string]func(b built) error{
		"read": func(b built) error {
			_, err := f.Read(ctx, &pulumirpc.ReadRequest{Id: b.id, Urn: urn(b.token), Properties: f.pack(b.outputs), Inputs: f.pack(b.inputs)})
			return err
		},
		"write": func(b built) error {
			_, err := f.Update(ctx, &pulumirpc.UpdateRequest{Id: b.id, Urn: urn(b.token), Olds: f.pack(b.outputs), OldInputs: f.pack(b.inputs), News: f.pack(b.inputs)})
			return err
		},
		"delete": func(b built) error {
			_, err := f.Delete(ctx, &pulumirpc.DeleteRequest{Id: b.id, Urn: urn(b.token)})
			return err
		},
	} {
		for _, b := range []built{theGroup, theCircuit, thePeering, granted} {
			err := do(b)
			var refusal *arm.Error
			require.ErrorAs(t, err, &refusal, "%s %s", what, b.id)
			assert.Equal(t, 403, refusal.Status)
			assert.Equal(t, "AuthorizationFailed", refusal.Code)
			assert.Contains(t, refusal.Message, what+" "+b.id)
		}
	}
	// An import is a read with the id alone. A look-up names no subscription: it looks in the provider's own.
	_, err = f.Read(ctx, &pulumirpc.ReadRequest{Id: circuitID, Urn: urn(circuitToken)})
	require.ErrorContains(t, err, `Code="AuthorizationFailed"`)
	_, err = f.Invoke(ctx, &pulumirpc.InvokeRequest{
		Tok: "azure-native:network:getExpressRouteCircuit", Args: f.pack(props(object{"resourceGroupName": "net", "circuitName": "er"})),
	})
	require.ErrorContains(t, err, "ResourceGroupNotFound")

	// What the user makes with the key is the user's.
	f.create(groupToken, object{"resourceGroupName": "net", "location": "westeurope"})
	gateway := f.create(gatewayToken, object{
		"resourceGroupName": "net", "virtualNetworkGatewayName": "gw", "gatewayType": "ExpressRoute", "sku": object{"name": "ErGw1AZ", "tier": "ErGw1AZ"},
	})
	connection := with(gatewayConnection(), "virtualNetworkGateway1", object{"id": gateway.id})
	_, err = f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(connectionToken), Properties: f.pack(props(connection))})
	require.ErrorContains(t, err, `Code="LinkedAuthorizationFailed"`, "there is no key")
	made := f.create(connectionToken, with(connection, "authorizationKey", granted.outputs["authorizationKey"]))
	assert.True(t, strings.HasPrefix(made.id, "/subscriptions/"+userSubscription+"/"))

	f.configured(ownSubscription)
	after, err := f.arm.Get(must(arm.ParseID(circuitID)))
	require.NoError(t, err)
	assert.Equal(t, before["etag"], after["etag"], "nobody changed it")
	assert.Equal(t, "InUse", f.refresh(granted).outputs["authorizationUseStatus"].StringValue())
}
