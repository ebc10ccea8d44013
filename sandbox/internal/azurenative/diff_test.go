package azurenative

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
)

func TestDiff(t *testing.T) {
	const (
		add, addReplace       = pulumirpc.PropertyDiff_ADD, pulumirpc.PropertyDiff_ADD_REPLACE
		remove, removeReplace = pulumirpc.PropertyDiff_DELETE, pulumirpc.PropertyDiff_DELETE_REPLACE
		update, updateReplace = pulumirpc.PropertyDiff_UPDATE, pulumirpc.PropertyDiff_UPDATE_REPLACE
	)
	type changes = map[string]pulumirpc.PropertyDiff_Kind
	direct := func() object {
		return with(with(with(circuit(), "serviceProviderProperties", nil), "expressRoutePort", object{"id": "port"}), "bandwidthInGbps", 10)
	}
	cases := []struct {
		name, token string
		old, new    object
		want        changes
		deleteFirst bool
	}{
		{"the same", circuitToken, circuit(), circuit(), changes{}, false},
		{"null for absent", circuitToken, circuit(), with(circuit(), "bandwidthInGbps", resource.NewNullProperty()), changes{}, false},
		{"a value made secret", peeringToken, with(private(), "sharedKey", "hunter2"), private(), changes{}, false},
		{"another spelling of the location", circuitToken, circuit(), with(circuit(), "location", "westeurope"), changes{}, false},
		{"another location", circuitToken, circuit(), with(circuit(), "location", "eastus"), changes{"location": updateReplace}, true},
		{
			"another location of a circuit that was named at random", circuitToken, with(circuit(), "__createBeforeDelete", true),
			with(with(circuit(), "__createBeforeDelete", true), "location", "eastus"),
			changes{"location": updateReplace},
			false,
		},
		{"a name given after a random one", groupToken, with(group(), "__createBeforeDelete", true), with(group(), "resourceGroupName", "other"), changes{"resourceGroupName": updateReplace}, false},
		{"another group", groupToken, group(), with(group(), "resourceGroupName", "other"), changes{"resourceGroupName": updateReplace}, true},
		{"another name", circuitToken, circuit(), with(circuit(), "circuitName", "other"), changes{"circuitName": updateReplace}, true},
		{"a name not known yet", circuitToken, circuit(), with(circuit(), "circuitName", unknown()), changes{"circuitName": updateReplace}, true},
		{"another parent", peeringToken, private(), with(private(), "circuitName", "other"), changes{"circuitName": updateReplace}, true},
		{"another filter of a rule", ruleToken, rule("a"), with(rule("a"), "routeFilterName", "other"), changes{"routeFilterName": updateReplace}, true},
		{"another peering name", peeringToken, private(), with(private(), "peeringName", "MicrosoftPeering"), changes{"peeringName": updateReplace}, true},
		{
			"another carrier", circuitToken, circuit(), with(circuit(), "serviceProviderProperties.serviceProviderName", "other"),
			changes{"serviceProviderProperties.serviceProviderName": updateReplace},
			true,
		},
		{
			"another peering location", circuitToken, circuit(), with(circuit(), "serviceProviderProperties.peeringLocation", unknown()),
			changes{"serviceProviderProperties.peeringLocation": updateReplace},
			true,
		},
		{
			"a carrier not known yet", circuitToken, circuit(), with(circuit(), "serviceProviderProperties", unknown()),
			changes{"serviceProviderProperties": updateReplace},
			true,
		},
		{
			"another bandwidth", circuitToken, circuit(), with(circuit(), "serviceProviderProperties.bandwidthInMbps", 100),
			changes{"serviceProviderProperties.bandwidthInMbps": update},
			false,
		},
		{"a port for a carrier", circuitToken, circuit(), direct(), changes{
			"bandwidthInGbps": add, "expressRoutePort.id": addReplace, "serviceProviderProperties.bandwidthInMbps": remove,
			"serviceProviderProperties.peeringLocation": removeReplace, "serviceProviderProperties.serviceProviderName": removeReplace,
		}, true},
		{"another port", circuitToken, direct(), with(direct(), "expressRoutePort.id", "other"), changes{"expressRoutePort.id": updateReplace}, true},
		{"other tags", circuitToken, circuit(), with(circuit(), "tags", object{"a.x": "b"}), changes{"tags.a": remove, `tags["a.x"]`: add}, false},
		{"no tags", circuitToken, circuit(), with(circuit(), "tags", nil), changes{"tags": remove}, false},
		{"another sku", circuitToken, circuit(), with(circuit(), "sku.tier", "Standard"), changes{"sku.tier": update}, false},
		{"another VLAN", peeringToken, private(), with(private(), "vlanId", 101), changes{"vlanId": update}, false},
		{
			"another prefix", peeringToken, microsoft(), with(microsoft(), "ipv6PeeringConfig.primaryPeerAddressPrefix", "2001:db8::8/126"),
			changes{"ipv6PeeringConfig.primaryPeerAddressPrefix": update},
			false,
		},
		{"another shared key", peeringToken, private(), with(private(), "sharedKey", secret("hunter3")), changes{"sharedKey": update}, false},
		{"no IPv6", peeringToken, microsoft(), with(microsoft(), "ipv6PeeringConfig", nil), changes{"ipv6PeeringConfig": remove}, false},
		{"other communities", ruleToken, rule("a", "b"), rule("a", "c", "d"), changes{"communities[1]": update, "communities[2]": add}, false},
		{"no inline children for any", circuitToken, circuit(), with(circuit(), "peerings", []any{}), changes{"peerings": add}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			response := newFace(t).diff(c.token, props(c.old), props(c.new))
			got := changes{}
			for path, change := range response.GetDetailedDiff() {
				got[path] = change.GetKind()
				assert.True(t, change.GetInputDiff())
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.deleteFirst, response.GetDeleteBeforeReplace())
			replaces := false
			for _, kind := range c.want {
				replaces = replaces || kind == addReplace || kind == removeReplace || kind == updateReplace
			}
			assert.Equal(t, replaces, len(response.GetReplaces()) > 0)
			assert.Equal(t, len(c.want) > 0, response.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME)
		})
	}
}
