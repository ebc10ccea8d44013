package arm

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

const (
	group   = "/subscriptions/s/resourceGroups/Net"
	circuit = group + "/providers/Microsoft.Network/expressRouteCircuits/er"
	private = circuit + "/peerings/AzurePrivatePeering"
	public  = circuit + "/peerings/MicrosoftPeering"
	filter  = group + "/providers/Microsoft.Network/routeFilters/rf"
	rule    = filter + "/routeFilterRules/allow"
)

// azure is a sandbox with a resource group.
type azure struct {
	*testing.T
	*Server
	file string
}

func newAzure(t *testing.T) azure {
	t.Helper()
	file := filepath.Join(t.TempDir(), "state.db")
	a := azure{t, NewServer(store.At(file)), file}
	a.put(group, Body{"location": "West Europe"})
	return a
}

func (a azure) id(text string) ID {
	a.Helper()
	id, err := ParseID(text)
	require.NoError(a, err)
	return id
}

func (a azure) put(id string, body Body) Body {
	a.Helper()
	answer, err := a.Put(a.id(id), body)
	require.NoError(a, err)
	return answer
}

func (a azure) get(id string) Body {
	a.Helper()
	answer, err := a.Get(a.id(id))
	require.NoError(a, err)
	return answer
}

func (a azure) refuses(err error, status int, code string) {
	a.Helper()
	var refusal *Error
	require.ErrorAs(a, err, &refusal)
	assert.Equal(a, code, refusal.Code, refusal.Message)
	assert.Equal(a, status, refusal.Status)
}

func circuitBody() Body {
	return Body{
		"location": "West Europe",
		"tags":     Body{"a": "b"},
		"sku":      Body{"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
		"properties": Body{
			"serviceProviderProperties": Body{"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 50},
		},
	}
}

func privateBody() Body {
	return Body{"properties": Body{
		"peeringType": "AzurePrivatePeering", "peerASN": 65010, "vlanId": 100, "sharedKey": "hunter2",
		"primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30",
	}}
}

func microsoftBody() Body {
	return Body{"properties": Body{
		"peeringType": "MicrosoftPeering", "peerASN": 65010, "vlanId": 200,
		"primaryPeerAddressPrefix": "203.0.113.0/30", "secondaryPeerAddressPrefix": "203.0.113.4/30",
		"microsoftPeeringConfig": Body{"advertisedPublicPrefixes": []any{"203.0.113.0/24"}},
		"routeFilter":            Body{"id": filter},
	}}
}

func ruleBody(communities ...any) Body {
	return Body{"location": "westeurope", "properties": Body{
		"access": "Allow", "routeFilterRuleType": "Community", "communities": communities,
	}}
}

// set changes a property of a stored resource behind Azure's back.
func (a azure) set(id, name string, value any) {
	a.Helper()
	require.NoError(a, a.store.Update(func(tx *store.Tx) error {
		t := &txn{store: tx}
		body, err := t.load(a.id(id))
		if err != nil {
			return err
		}
		object(body, "properties")[name] = value
		return t.save(a.id(id), body)
	}))
}

func (a azure) stored(id, name string) any {
	a.Helper()
	var value any
	require.NoError(a, a.store.View(func(tx *store.Tx) error {
		body, err := (&txn{store: tx}).load(a.id(id))
		value = object(body, "properties")[name]
		return err
	}))
	return value
}

func TestIDs(t *testing.T) {
	for _, text := range []string{group, circuit, private, filter, rule} {
		id, err := ParseID(text)
		require.NoError(t, err)
		assert.Equal(t, text, id.String())
		again, err := ParseID(strings.ToUpper(text))
		require.NoError(t, err)
		assert.Equal(t, id.key(), again.key())
		assert.True(t, strings.EqualFold(kindOf(id.Type()).typ, again.Type()))
	}
	for _, text := range []string{
		"", "/", "er", "/subscriptions/s", "/subscriptions/s/resourceGroups", "/subscriptions/s/groups/g", group + "/", group + "//",
		group + "/providers/Microsoft.Network", group + "/providers/Microsoft.Network/routeFilters", rule + "/x", "x" + rule,
	} {
		_, err := ParseID(text)
		assert.Error(t, err, text)
	}
}

func TestACircuitIsFilledIn(t *testing.T) {
	a := newAzure(t)
	got := a.put(circuit, circuitBody())
	properties := object(got, "properties")

	assert.Equal(t, circuit, got["id"])
	assert.Equal(t, "er", got["name"])
	assert.Equal(t, circuitType, got["type"])
	assert.Equal(t, "westeurope", got["location"])
	assert.Equal(t, Body{"a": "b"}, got["tags"])
	assert.Regexp(t, `^W/"[0-9a-f-]{36}"$`, got["etag"])
	assert.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, properties["serviceKey"])
	for name, want := range (Body{
		"provisioningState": "Succeeded", "circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "NotProvisioned",
		"gatewayManagerEtag": "", "allowClassicOperations": false, "globalReachEnabled": false, "stag": 1.0,
		"peerings": []any{}, "authorizations": []any{},
		"serviceProviderProperties": Body{"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 50.0},
	}) {
		assert.Equal(t, want, properties[name], name)
	}
	assert.Equal(t, got, a.get(circuit))
	assert.Equal(t, got, a.get(strings.ToUpper(circuit)), "ids are read in any case")

	other := object(a.put(circuit+"2", circuitBody()), "properties")
	assert.Equal(t, 2.0, other["stag"])
	assert.NotEqual(t, properties["serviceKey"], other["serviceKey"])
}

func TestAnUpdateKeepsWhatAzureSet(t *testing.T) {
	a := newAzure(t)
	before := a.put(circuit, circuitBody())
	body := circuitBody()
	delete(body, "tags")
	object(body, "properties")["serviceKey"] = "mine"
	object(body, "properties")["serviceProviderProvisioningState"] = "Provisioned"
	after := a.put(strings.ToLower(circuit), body)

	assert.NotEqual(t, before["etag"], after["etag"])
	assert.Equal(t, circuit, after["id"], "the first spelling stays")
	assert.NotContains(t, after, "tags")
	for _, name := range []string{"serviceKey", "serviceProviderProvisioningState", "stag", "resourceGuid"} {
		assert.Equal(t, object(before, "properties")[name], object(after, "properties")[name], name)
	}
}

func TestADirectCircuitWaitsForNoCarrier(t *testing.T) {
	a := newAzure(t)
	port := group + "/providers/Microsoft.Network/expressRoutePorts/port"
	a.put(port, Body{"location": "westeurope"})
	got := a.put(circuit, Body{"location": "westeurope", "properties": Body{
		"expressRoutePort": Body{"id": port}, "bandwidthInGbps": 10, "authorizationKey": "k",
	}})
	assert.Equal(t, "Provisioned", object(got, "properties")["serviceProviderProvisioningState"])
	assert.NotContains(t, object(got, "properties"), "authorizationKey")
	assert.NoError(t, a.Delete(a.id(circuit)))
}

func TestPeeringsAreFilledIn(t *testing.T) {
	a := newAzure(t)
	a.put(circuit, circuitBody())
	got := a.put(circuit+"/PEERINGS/azureprivatepeering", privateBody())
	assert.Equal(t, private, got["id"])
	properties := object(got, "properties")
	for name, want := range (Body{
		"provisioningState": "Succeeded", "azureASN": 12076.0, "peerASN": 65010.0, "vlanId": 100.0, "state": "Enabled",
		"lastModifiedBy": "Customer", "gatewayManagerEtag": "", "connections": []any{}, "peeredConnections": []any{},
		"primaryPeerAddressPrefix": "10.0.0.0/30",
	}) {
		assert.Equal(t, want, properties[name], name)
	}
	assert.NotContains(t, properties, "sharedKey", "a shared key is never answered")
	assert.NotContains(t, properties, "microsoftPeeringConfig")

	inline := list(object(a.get(circuit), "properties"), "peerings")
	require.Len(t, inline, 1)
	assert.Equal(t, a.get(private), inline[0])
	assert.Equal(t, a.get(circuit)["etag"], got["etag"])
}

func TestAnIPv6OnlyPrivatePeeringIsDisabled(t *testing.T) {
	a := newAzure(t)
	a.put(circuit, circuitBody())
	got := a.put(private, Body{"properties": Body{
		"peeringType": "AzurePrivatePeering", "peerASN": 65010, "vlanId": 100,
		"ipv6PeeringConfig": Body{"primaryPeerAddressPrefix": "2001:db8::/126", "secondaryPeerAddressPrefix": "2001:db8::4/126"},
	}})
	assert.Equal(t, "Disabled", object(got, "properties")["state"])
	assert.Equal(t, "Enabled", object(got, "properties", "ipv6PeeringConfig")["state"])
}

// Recorded: a peering's name says its type, the only type of rules needs no naming, and a circuit keeps what is not sent.
func TestWhatMayBeLeftOut(t *testing.T) {
	a := newAzure(t)
	a.put(circuit, circuitBody())
	untyped := privateBody()
	delete(object(untyped, "properties"), "peeringType")
	got := a.put(circuit+"/peerings/azureprivatepeering", untyped)
	assert.Equal(t, "AzurePrivatePeering", object(got, "properties")["peeringType"])
	a.put(filter, Body{"location": "westeurope"})
	got = a.put(rule, Body{"properties": Body{"access": "Allow", "communities": []any{"12076:5010"}}})
	assert.Equal(t, "Community", object(got, "properties")["routeFilterRuleType"])
	before := a.get(circuit)
	got = a.put(circuit, Body{"location": "westeurope", "properties": Body{"peerings": object(before, "properties")["peerings"]}})
	assert.Equal(t, before["sku"], got["sku"])
	assert.Equal(t, object(before, "properties")["serviceProviderProperties"], object(got, "properties")["serviceProviderProperties"])
	_, err := a.Put(a.id(circuit+"/peerings/mine"), untyped)
	a.refuses(err, 400, "InvalidParameter")
}

func TestAnIPv6OnlyMicrosoftPeeringIsDisabled(t *testing.T) {
	a := newAzure(t)
	a.put(circuit, circuitBody())
	got := a.put(public, Body{"properties": Body{
		"peeringType": "MicrosoftPeering", "peerASN": 65010, "vlanId": 100,
		"ipv6PeeringConfig": Body{
			"primaryPeerAddressPrefix": "2001:db8::/126", "secondaryPeerAddressPrefix": "2001:db8::4/126",
			"microsoftPeeringConfig": Body{"advertisedPublicPrefixes": []any{"2001:db8:1::/48"}},
		},
	}})
	assert.Equal(t, "Disabled", object(got, "properties")["state"])
}

func TestAMicrosoftPeeringAdvertisesWhatItsFilterAllows(t *testing.T) {
	a := newAzure(t)
	a.put(circuit, circuitBody())
	a.put(filter, Body{"location": "westeurope"})
	a.put(rule, ruleBody("12076:5040", "12076:5010"))
	got := a.put(public, microsoftBody())

	config := object(got, "properties", "microsoftPeeringConfig")
	assert.Equal(t, Body{
		"advertisedPublicPrefixes": []any{"203.0.113.0/24"}, "advertisedPublicPrefixesState": "ValidationNeeded",
		"advertisedCommunities": []any{"12076:5040", "12076:5010"}, "customerASN": 0.0, "legacyMode": 0.0, "routingRegistryName": "NONE",
	}, config)
	assert.Equal(t, Body{"id": filter}, object(got, "properties", "routeFilter"))

	users := object(a.get(filter), "properties")
	assert.Equal(t, []any{Body{"id": public}}, users["peerings"])
	assert.Equal(t, []any{}, users["ipv6Peerings"])

	t.Run("as it is now, not as it was when the peering was put", func(t *testing.T) {
		a.put(rule, ruleBody("12076:5050"))
		config := object(a.get(public), "properties", "microsoftPeeringConfig")
		assert.Equal(t, []any{"12076:5050"}, config["advertisedCommunities"])
	})
	t.Run("and without a filter says nothing of communities", func(t *testing.T) {
		body := microsoftBody()
		delete(object(body, "properties"), "routeFilter")
		assert.NotContains(t, object(a.put(public, body), "properties", "microsoftPeeringConfig"), "advertisedCommunities")
	})
}

func TestAFilterAndItsRule(t *testing.T) {
	a := newAzure(t)
	a.put(filter, Body{"location": "westeurope"})
	got := a.put(rule, ruleBody("12076:5040"))
	assert.NotContains(t, got, "location")
	assert.Equal(t, Body{
		"provisioningState": "Succeeded", "access": "Allow", "routeFilterRuleType": "Community",
		"communities": []any{"12076:5040"},
	}, got["properties"])
	assert.Equal(t, []any{got}, list(object(a.get(filter), "properties"), "rules"))
}

func TestInlineChildren(t *testing.T) {
	start := func(t *testing.T) azure {
		a := newAzure(t)
		a.put(circuit, circuitBody())
		a.put(filter, Body{"location": "westeurope"})
		a.put(rule, ruleBody("12076:5010"))
		a.put(private, privateBody())
		microsoft := microsoftBody()
		object(microsoft, "properties")["sharedKey"] = "hunter3"
		a.put(public, microsoft)
		return a
	}
	t.Run("left out, they are cleared", func(t *testing.T) {
		a := start(t)
		got := a.put(circuit, circuitBody())
		assert.Empty(t, object(got, "properties")["peerings"])
		_, err := a.Get(a.id(private))
		assert.True(t, IsNotFound(err))
	})
	t.Run("put back as answered, they stay with what answers do not show", func(t *testing.T) {
		a := start(t)
		before := a.get(circuit)
		after := a.put(circuit, before)
		for _, body := range []Body{before, after} {
			delete(body, "etag")
			for _, peering := range list(object(body, "properties"), "peerings") {
				delete(peering.(Body), "etag")
			}
		}
		assert.Equal(t, before, after)
		assert.Equal(t, "hunter2", a.stored(private, "sharedKey"))
		assert.Equal(t, "hunter3", a.stored(public, "sharedKey"))
	})
	t.Run("changed ones are replaced whole", func(t *testing.T) {
		a := start(t)
		body := a.get(circuit)
		first := list(object(body, "properties"), "peerings")[0].(Body)
		object(first, "properties")["vlanId"] = 300
		object(body, "properties")["peerings"] = []any{first}
		a.put(circuit, body)
		assert.Equal(t, 300.0, object(a.get(private), "properties")["vlanId"])
		assert.Nil(t, a.stored(private, "sharedKey"))
		_, err := a.Get(a.id(public))
		assert.True(t, IsNotFound(err))
	})
	t.Run("VLANs can be swapped in one request", func(t *testing.T) {
		a := start(t)
		body := a.get(circuit)
		peerings := list(object(body, "properties"), "peerings")
		object(peerings[0].(Body), "properties")["vlanId"] = 200
		object(peerings[1].(Body), "properties")["vlanId"] = 100
		a.put(circuit, body)
		assert.Equal(t, 200.0, object(a.get(private), "properties")["vlanId"])
	})
	t.Run("without a name they are refused", func(t *testing.T) {
		a := start(t)
		body := circuitBody()
		object(body, "properties")["peerings"] = []any{privateBody()}
		_, err := a.Put(a.id(circuit), body)
		a.refuses(err, 400, "InvalidRequestFormat")
	})
}

func TestRefusedPuts(t *testing.T) {
	with := func(body Body, path string, value any) Body {
		object(body, "properties")[path] = value
		return body
	}
	cases := []struct {
		name, id string
		body     Body
		status   int
		code     string
	}{
		{"group without a location", group + "2", Body{}, 400, "LocationRequired"},
		{"group in another location", group, Body{"location": "eastus"}, 409, "InvalidResourceLocation"},
		{"circuit without its group", strings.Replace(circuit, "Net", "other", 1), circuitBody(), 404, "ResourceGroupNotFound"},
		{"circuit without a location", circuit, Body{}, 400, "LocationRequired"},
		{"circuit in another location", circuit, Body{"location": "eastus"}, 409, "InvalidResourceLocation"},
		{"peering without its circuit", strings.Replace(private, "/er/", "/none/", 1), privateBody(), 404, "ParentResourceNotFound"},
		{"rule without its filter", strings.Replace(rule, "/rf/", "/none/", 1), ruleBody("x"), 404, "ParentResourceNotFound"},
		{"second rule", rule + "2", ruleBody("x"), 400, "InvalidParameter"},
		{"rule without communities", rule, Body{"properties": Body{"access": "Allow", "routeFilterRuleType": "Community"}}, 400, "InvalidRequestFormat"},
		{"a type that is not modelled", group + "/providers/Microsoft.Network/loadBalancers/l", Body{}, 400, "InvalidResourceType"},
		{"peering of an unknown type", circuit + "/peerings/AzurePublicPeering", with(privateBody(), "peeringType", "AzurePublicPeering"), 400, "InvalidParameter"},
		{"peering named otherwise than its type", circuit + "/peerings/mine", privateBody(), 400, "InvalidParameter"},
		{"VLAN in use", public, with(microsoftBody(), "vlanId", 100), 400, "InvalidParameter"},
		{"prefix that is none", private, with(privateBody(), "primaryPeerAddressPrefix", "10.0.0.0"), 400, "InvalidAddressPrefixFormat"},
		{"IPv6 prefix for IPv4", private, with(privateBody(), "secondaryPeerAddressPrefix", "2001:db8::/126"), 400, "InvalidAddressPrefixFormat"},
		{
			"IPv4 prefix for IPv6", private, with(privateBody(), "ipv6PeeringConfig", Body{"primaryPeerAddressPrefix": "10.0.0.0/30"}),
			400, "InvalidAddressPrefixFormat",
		},
		{
			"advertised prefix that is none", public, with(microsoftBody(), "microsoftPeeringConfig", Body{"advertisedPublicPrefixes": []any{"x"}}),
			400, "InvalidAddressPrefixFormat",
		},
		{"long shared key", private, with(privateBody(), "sharedKey", strings.Repeat("k", 26)), 400, "InvalidParameter"},
		{"filter that does not exist", public, with(microsoftBody(), "routeFilter", Body{"id": filter + "2"}), 400, "InvalidResourceReference"},
		{"filter that is a circuit", public, with(microsoftBody(), "routeFilter", Body{"id": circuit}), 400, "InvalidResourceReference"},
		{
			"filter of IPv6 that does not exist", public, with(microsoftBody(), "ipv6PeeringConfig", Body{"routeFilter": Body{"id": filter + "2"}}),
			400, "InvalidResourceReference",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := newAzure(t)
			a.put(circuit, circuitBody())
			a.put(private, privateBody())
			a.put(filter, Body{"location": "westeurope"})
			a.put(rule, ruleBody("12076:5010"))
			before := a.get(circuit)

			_, err := a.Put(a.id(c.id), c.body)
			a.refuses(err, c.status, c.code)
			assert.True(t, strings.HasPrefix(err.Error(), `Code="`+c.code+`" Message="`), err)
			assert.NotContains(t, err.Error(), "kkk", "a shared key is never shown")
			assert.Equal(t, before, a.get(circuit), "a refused request changes nothing")
		})
	}
	t.Run("a shared key of 25 characters is taken", func(t *testing.T) {
		a := newAzure(t)
		a.put(circuit, circuitBody())
		a.put(private, with(privateBody(), "sharedKey", strings.Repeat("k", 25)))
	})
}

func TestCreateNeedsAFreeID(t *testing.T) {
	a := newAzure(t)
	_, err := a.Create(a.id(circuit), circuitBody())
	require.NoError(t, err)
	_, err = a.Create(a.id(strings.ToUpper(circuit)), circuitBody())
	a.refuses(err, 412, "PreconditionFailed")
	assert.True(t, IsPreconditionFailed(err))
}

func TestGetOfWhatIsNotThere(t *testing.T) {
	a := newAzure(t)
	a.put(filter, Body{"location": "westeurope"})
	for id, code := range map[string]string{
		group + "2": "ResourceGroupNotFound",
		strings.Replace(circuit, "Net", "other", 1): "ResourceGroupNotFound",
		circuit: "ResourceNotFound",
		private: "ParentResourceNotFound",
		rule:    "NotFound",
	} {
		_, err := a.Get(a.id(id))
		a.refuses(err, 404, code)
	}
}

func TestDelete(t *testing.T) {
	start := func(t *testing.T) azure {
		a := newAzure(t)
		a.put(circuit, circuitBody())
		a.put(filter, Body{"location": "westeurope"})
		a.put(rule, ruleBody("12076:5010"))
		a.put(private, privateBody())
		a.put(public, microsoftBody())
		return a
	}
	gone := func(a azure, ids ...string) {
		a.Helper()
		for _, id := range ids {
			_, err := a.Get(a.id(id))
			assert.True(a, IsNotFound(err), id)
		}
	}
	t.Run("of what is gone succeeds", func(t *testing.T) {
		a := start(t)
		assert.NoError(t, a.Delete(a.id(circuit+"2")))
		assert.NoError(t, a.Delete(a.id(strings.Replace(rule, "Net", "other", 1))))
	})
	t.Run("of a circuit takes its peerings", func(t *testing.T) {
		a := start(t)
		require.NoError(t, a.Delete(a.id(strings.ToUpper(circuit))))
		gone(a, circuit)
		a.put(circuit, circuitBody())
		gone(a, private, public)
	})
	t.Run("of a peering changes its circuit", func(t *testing.T) {
		a := start(t)
		before := a.get(circuit)
		require.NoError(t, a.Delete(a.id(private)))
		gone(a, private)
		assert.NotEqual(t, before["etag"], a.get(circuit)["etag"])
	})
	t.Run("of a filter waits until no peering uses it", func(t *testing.T) {
		a := start(t)
		a.refuses(a.Delete(a.id(filter)), 400, "InUseRouteFilterCannotBeDeleted")
		a.get(rule)
		require.NoError(t, a.Delete(a.id(public)))
		require.NoError(t, a.Delete(a.id(filter)))
		gone(a, filter)
	})
	for state, refused := range map[string]bool{"NotProvisioned": false, "Provisioning": true, "Provisioned": true} {
		t.Run("of a circuit that is "+state, func(t *testing.T) {
			a := start(t)
			a.set(circuit, "serviceProviderProvisioningState", state)
			for _, id := range []string{circuit, group} {
				err := a.Delete(a.id(id))
				if !refused {
					require.NoError(t, err)
					continue
				}
				a.refuses(err, 409, "ConflictError")
				a.get(private)
			}
		})
	}
	t.Run("of a group takes all in it", func(t *testing.T) {
		a := start(t)
		require.NoError(t, a.Delete(a.id(group)))
		a.put(group, Body{"location": "eastus"})
		gone(a, circuit, private, public, filter, rule)
	})
	t.Run("of a group waits for a peering elsewhere that uses its filter", func(t *testing.T) {
		a := start(t)
		a.put(group+"2", Body{"location": "westeurope"})
		elsewhere := strings.Replace(filter, "/Net/", "/Net2/", 1)
		a.put(elsewhere, Body{"location": "westeurope"})
		body := microsoftBody()
		object(body, "properties")["routeFilter"] = Body{"id": elsewhere}
		a.put(public, body)
		a.refuses(a.Delete(a.id(group+"2")), 400, "InUseRouteFilterCannotBeDeleted")
	})
}
