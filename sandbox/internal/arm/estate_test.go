package arm

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

const (
	network       = group + "/providers/Microsoft.Network"
	authorization = circuit + "/authorizations/branch"
	peer          = network + "/expressRouteCircuits/peer"
	peerPrivate   = peer + "/peerings/AzurePrivatePeering"
	globalReach   = private + "/connections/paris"
	vnet          = network + "/virtualNetworks/vnet"
	subnet        = vnet + "/subnets/GatewaySubnet"
	publicIP      = network + "/publicIPAddresses/pip"
	gateway       = network + "/virtualNetworkGateways/vng"
	connection    = network + "/connections/hub"
	wan           = network + "/virtualWans/vwan"
	hub           = network + "/virtualHubs/vhub"
	wanGateway    = network + "/expressRouteGateways/erg"
	wanConnection = wanGateway + "/expressRouteConnections/wan"
	port          = network + "/expressRoutePorts/port"

	abroad        = "/subscriptions/abroad/resourceGroups/Net"
	abroadGateway = abroad + "/providers/Microsoft.Network/virtualNetworkGateways/vng"
	abroadLink    = abroad + "/providers/Microsoft.Network/connections/hub"
	unknown       = "/subscriptions/unknown/resourceGroups/Net/providers/Microsoft.Network/expressRouteCircuits/er"
)

func located(properties Body) Body { return Body{"location": "westeurope", "properties": properties} }

func refers(id string) Body { return Body{"id": id} }

func gatewayBody() Body {
	return located(Body{"gatewayType": "ExpressRoute", "ipConfigurations": []any{
		Body{"name": "default", "properties": Body{"subnet": refers(subnet), "publicIPAddress": refers(publicIP)}},
	}})
}

func connectionBody() Body {
	return located(Body{"connectionType": "ExpressRoute", "peer": refers(circuit), "virtualNetworkGateway1": refers(gateway)})
}

func wanConnectionBody() Body {
	return Body{"properties": Body{"expressRouteCircuitPeering": refers(private)}}
}

func globalReachBody() Body {
	return Body{"properties": Body{
		"expressRouteCircuitPeering": refers(private), "peerExpressRouteCircuitPeering": refers(peerPrivate), "addressPrefix": "10.9.0.0/29",
	}}
}

// with sets the value at a dotted path below the properties of body; nil removes it.
func with(body Body, path string, value any) Body {
	err := apply(body, []Edit{{append([]string{"properties"}, strings.Split(path, ".")...), value}})
	if err != nil {
		panic(err)
	}
	return body
}

// withKey is body with the key of the authorization.
func (a azure) withKey(body Body) Body {
	a.Helper()
	return with(body, "authorizationKey", a.stored(authorization, "authorizationKey"))
}

// newEstate is a sandbox with two circuits that carriers have provisioned, and gateways that nothing connects yet.
func newEstate(t *testing.T) azure {
	t.Helper()
	a := newAzure(t)
	for id, body := range map[string]Body{circuit: privateBody(), peer: privateBody()} {
		a.put(id, circuitBody())
		a.put(id+"/peerings/AzurePrivatePeering", body)
		require.NoError(t, a.Provision(a.id(id)))
	}
	a.put(authorization, Body{})
	a.put(vnet, located(Body{"addressSpace": Body{"addressPrefixes": []any{"10.1.0.0/16"}}}))
	a.put(subnet, Body{"properties": Body{"addressPrefix": "10.1.0.0/27"}})
	a.put(publicIP, located(nil))
	a.put(gateway, gatewayBody())
	a.put(wan, located(nil))
	a.put(hub, located(Body{"virtualWan": refers(wan)}))
	a.put(wanGateway, located(Body{"virtualHub": refers(hub)}))
	a.put(port, located(nil))
	a.put(abroad, Body{"location": "westeurope"})
	a.put(abroadGateway, located(nil))
	return a
}

// connect makes one connection of each kind.
func (a azure) connect() {
	a.Helper()
	a.put(globalReach, globalReachBody())
	a.put(connection, connectionBody())
	a.put(wanConnection, wanConnectionBody())
}

func TestSupportingResourcesAreStoredAsSent(t *testing.T) {
	a := newEstate(t)
	got := a.get(gateway)
	configuration, _ := list(object(got, "properties"), "ipConfigurations")[0].(Body)
	assert.Equal(t, "default", configuration["name"])
	assert.Equal(t, gateway+"/ipConfigurations/default", configuration["id"])
	assert.Equal(t, refers(subnet), object(configuration, "properties")["subnet"])
	assert.Equal(t, "None", object(got, "properties")["vpnGatewayGeneration"], "what Azure fills in")
	assert.Equal(t, "Succeeded", object(got, "properties")["provisioningState"])
	assert.Equal(t, gatewayType, got["type"])
	assert.NotEmpty(t, got["etag"])
	assert.Equal(t, []any{a.get(subnet)}, object(a.get(vnet), "properties")["subnets"])
	assert.NotContains(t, a.get(subnet), "location")
}

func TestReferences(t *testing.T) {
	cases := []struct {
		name, id string
		body     Body
		code     string // empty: accepted
	}{
		{"to what does not exist", hub + "2", located(Body{"virtualWan": refers(wan + "2")}), "InvalidResourceReference"},
		{
			"deep within a list", gateway + "2", located(Body{"ipConfigurations": []any{Body{"properties": Body{"subnet": refers(subnet + "2")}}}}),
			"InvalidResourceReference",
		},
		{"that are no ids", hub + "2", located(Body{"virtualWan": refers("vwan")}), "LinkedInvalidPropertyId"},
		{"to a type that is not modelled", vnet + "2", located(Body{"ddosProtectionPlan": refers(network + "/ddosProtectionPlans/d")}), ""},
		{
			"to a subscription of which nothing is known", hub + "2",
			located(Body{"virtualWan": refers(strings.Replace(unknown, "expressRouteCircuits", "virtualWans", 1))}),
			"",
		},
		{
			"to what is below a resource that lacks it in another subscription", abroad + "/providers/Microsoft.Network/virtualNetworkGateways/v2",
			located(Body{"x": refers(subnet + "2")}), "InvalidResourceReference",
		},
		{"to a port that does not exist", circuit + "2", located(Body{"expressRoutePort": refers(port + "2")}), "InvalidResourceReference"},
		{"to a port that is none", circuit + "2", located(Body{"expressRoutePort": refers(circuit)}), "InvalidResourceReference"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := newEstate(t)
			_, err := a.Put(a.id(c.id), c.body)
			if c.code == "" {
				require.NoError(t, err)
			} else {
				a.refuses(err, 400, c.code)
			}
		})
	}
}

func TestAuthorizations(t *testing.T) {
	a := newEstate(t)
	got := a.get(authorization)
	properties := object(got, "properties")
	assert.Equal(t, authorizationType, got["type"])
	assert.Regexp(t, "^[0-9a-f-]{36}$", properties["authorizationKey"])
	assert.Equal(t, "Available", properties["authorizationUseStatus"])
	assert.NotContains(t, properties, "connectionResourceUri")
	assert.Equal(t, []any{got}, object(a.get(circuit), "properties")["authorizations"])

	t.Run("a second PUT keeps the key", func(t *testing.T) {
		again := a.put(authorization, with(Body{"properties": Body{}}, "authorizationKey", "mine"))
		assert.Equal(t, properties["authorizationKey"], object(again, "properties")["authorizationKey"])
		_, err := a.Create(a.id(authorization), Body{})
		a.refuses(err, 412, "PreconditionFailed")
	})
	t.Run("a connection uses one", func(t *testing.T) {
		a.put(connection, a.withKey(connectionBody()))
		used := object(a.get(authorization), "properties")
		assert.Equal(t, "InUse", used["authorizationUseStatus"])
		assert.Equal(t, connection, used["connectionResourceUri"])
		assert.Equal(t, mask, object(a.get(connection), "properties")["authorizationKey"])

		a.put(connection, a.get(connection))
		assert.Equal(t, "InUse", object(a.get(authorization), "properties")["authorizationUseStatus"], "a mask that is sent back changes nothing")

		_, err := a.Put(a.id(wanConnection), a.withKey(wanConnectionBody()))
		a.refuses(err, 400, "InvalidAuthorizationKey")
		require.NoError(t, a.Delete(a.id(connection)))
		assert.Equal(t, "Available", object(a.get(authorization), "properties")["authorizationUseStatus"])
	})
	t.Run("its owner may revoke one in use", func(t *testing.T) {
		a.put(connection, a.withKey(connectionBody()))
		assert.Equal(t, "Connected", object(a.get(connection), "properties")["connectionStatus"])
		require.NoError(t, a.Delete(a.id(authorization)))
		assert.Equal(t, "NotConnected", object(a.get(connection), "properties")["connectionStatus"])
	})
	t.Run("no limit of Azure's is known", func(t *testing.T) {
		for i := range 12 {
			a.put(authorization+string(rune('a'+i)), Body{})
		}
	})
}

func TestGlobalReach(t *testing.T) {
	a := newEstate(t)
	both := with(with(globalReachBody(), "authorizationKey", "test"), "ipv6CircuitConnectionConfig", Body{"addressPrefix": "cc:dd::1/125"})
	got := object(a.put(globalReach, both), "properties")
	for name, want := range (Body{
		"provisioningState": "Succeeded", "circuitConnectionStatus": "Connected", "addressPrefix": "10.9.0.0/29", "authorizationKey": mask,
		"ipv6CircuitConnectionConfig": Body{"addressPrefix": "cc:dd::1/125", "circuitConnectionStatus": "Connected"},
		"expressRouteCircuitPeering":  refers(private), "peerExpressRouteCircuitPeering": refers(peerPrivate),
	}) {
		assert.Equal(t, want, got[name], name)
	}
	assert.Len(t, got, 7)
	assert.Equal(t, true, object(a.get(circuit), "properties")["globalReachEnabled"])
	assert.Equal(t, []any{a.get(globalReach)}, object(a.get(private), "properties")["connections"])
	peered := list(object(a.get(peerPrivate), "properties"), "peeredConnections")
	require.Len(t, peered, 1)
	end, _ := peered[0].(Body)
	assert.Equal(t, "paris", object(end, "properties")["connectionName"])
	assert.Equal(t, refers(private), object(end, "properties")["peerExpressRouteCircuitPeering"])

	before := a.get(globalReach)
	a.put(circuit, a.get(circuit))
	after := a.get(globalReach)
	delete(before, "etag")
	delete(after, "etag")
	assert.Equal(t, before, after, "a PUT of the circuit with what it answered changes nothing")
	assert.Equal(t, "test", a.stored(globalReach, "authorizationKey"))
}

// Recorded: the PUT is accepted, its operation fails, and the connection can be got and deleted.
func TestGlobalReachBeforeACarrierIsDone(t *testing.T) {
	for unprovisioned, code := range map[string]string{circuit: "InitiatingCircuitNotProvisioned", peer: "PeerCircuitNotProvisioned"} {
		t.Run(code, func(t *testing.T) {
			a := newEstate(t)
			require.NoError(t, a.Deprovision(a.id(unprovisioned)))
			answer, err := a.Create(a.id(globalReach), globalReachBody())
			a.refuses(err, 400, code)
			properties := object(answer, "properties")
			assert.Equal(t, "Failed", properties["provisioningState"])
			assert.Equal(t, "Connected", properties["circuitConnectionStatus"], "as recorded")
			assert.Equal(t, answer, a.get(globalReach))
			assert.ErrorContains(t, err, " is Not Provisioned. Current Status NotProvisioned")
			assert.NotContains(t, err.Error(), a.stored(circuit, "serviceKey"))
			for _, id := range []string{circuit, private, authorization} {
				assert.Equal(t, "Failed", a.state(id), id)
			}
			_, err = a.Put(a.id(private+"/connections/rome"), with(globalReachBody(), "addressPrefix", "x"))
			a.refuses(err, 400, "ParentResourceIsInFailedState")
			require.NoError(t, a.Delete(a.id(authorization)))
			assert.Equal(t, false, object(a.get(circuit), "properties")["globalReachEnabled"])
			assert.Empty(t, object(a.get(peerPrivate), "properties")["peeredConnections"])

			_, err = a.Put(a.id(circuit), a.get(circuit))
			require.NoError(t, err, "the circuit can be put with the connection that failed")
			assert.Equal(t, "Failed", object(a.get(globalReach), "properties")["provisioningState"])
			for _, id := range []string{circuit, private} {
				assert.Equal(t, "Succeeded", a.state(id), id)
			}

			require.NoError(t, a.Provision(a.id(unprovisioned)))
			mended := a.put(globalReach, globalReachBody())
			assert.Equal(t, "Succeeded", object(mended, "properties")["provisioningState"])
			require.NoError(t, a.Delete(a.id(globalReach)))
			assert.Empty(t, object(a.get(private), "properties")["connections"])
		})
	}
}

func TestRefusedConnections(t *testing.T) {
	far := with(globalReachBody(), "peerExpressRouteCircuitPeering.id", unknown+"/peerings/AzurePrivatePeering")
	cases := []struct {
		name, id string
		body     Body
		status   int
		code     string
	}{
		{"to a circuit without private peering", connection, with(connectionBody(), "peer.id", circuit+"2"), 400, "ExpressRoutePrivatePeeringConfigIncomplete"},
		{"to no circuit", connection, with(connectionBody(), "peer", nil), 400, "InvalidRequestFormat"},
		{"to a circuit that does not exist", connection, with(connectionBody(), "peer.id", circuit+"3"), 400, "InvalidResourceReference"},
		{"to a filter", connection, with(connectionBody(), "peer.id", gateway), 400, "InvalidResourceReference"},
		{"of no gateway", connection, with(connectionBody(), "virtualNetworkGateway1", nil), 400, "InvalidRequestFormat"},
		{"of a gateway that does not exist", connection, with(connectionBody(), "virtualNetworkGateway1.id", gateway+"2"), 400, "InvalidResourceReference"},
		{"of another type", connection, with(connectionBody(), "connectionType", "IPsec"), 400, "InvalidParameter"},
		{"with a key of no authorization", connection, with(connectionBody(), "authorizationKey", "secret-key"), 400, "InvalidAuthorizationKey"},
		{"without a key from another subscription", abroadLink, with(connectionBody(), "virtualNetworkGateway1.id", abroadGateway), 403, "LinkedAuthorizationFailed"},
		{
			"from another subscription with a wrong key", abroadLink,
			with(with(connectionBody(), "virtualNetworkGateway1.id", abroadGateway), "authorizationKey", "secret-key"),
			400, "InvalidAuthorizationKey",
		},
		{"without a key to another subscription", connection, with(connectionBody(), "peer.id", unknown), 403, "LinkedAuthorizationFailed"},

		{"of a WAN to no peering", wanConnection, Body{}, 400, "InvalidRequestFormat"},
		{"of a WAN to a circuit", wanConnection, with(wanConnectionBody(), "expressRouteCircuitPeering.id", circuit), 400, "InvalidResourceReference"},
		{
			"of a WAN to a missing peering", wanConnection, with(wanConnectionBody(), "expressRouteCircuitPeering.id", circuit+"2/peerings/AzurePrivatePeering"),
			400, "InvalidResourceReference",
		},
		{"of a WAN without its gateway", strings.Replace(wanConnection, "/erg/", "/none/", 1), wanConnectionBody(), 404, "ParentResourceNotFound"},
		{"of a WAN with a key of no authorization", wanConnection, with(wanConnectionBody(), "authorizationKey", "secret-key"), 400, "InvalidAuthorizationKey"},

		{"of a WAN with FastPath to private endpoints", wanConnection, with(wanConnectionBody(), "enablePrivateLinkFastPath", true), 400, "InvalidJson"},

		{"of circuits to no peer", globalReach, with(globalReachBody(), "peerExpressRouteCircuitPeering", nil), 400, "InvalidRequestFormat"},
		{
			"of circuits to a missing peering", globalReach, with(globalReachBody(), "peerExpressRouteCircuitPeering.id", circuit+"2/peerings/AzurePrivatePeering"),
			400, "InvalidResourceReference",
		},
		{"of circuits from another peering", globalReach, with(globalReachBody(), "expressRouteCircuitPeering.id", peerPrivate), 400, "InvalidParameter"},
		{
			"of circuits below a Microsoft peering", public + "/connections/paris", with(globalReachBody(), "expressRouteCircuitPeering.id", public),
			400, "InvalidParameter",
		},
		{
			"of circuits to a Microsoft peering", globalReach, with(globalReachBody(), "peerExpressRouteCircuitPeering.id", peer+"/peerings/MicrosoftPeering"),
			400, "InvalidParameter",
		},
		{"of a circuit with itself", globalReach, with(globalReachBody(), "peerExpressRouteCircuitPeering.id", private), 400, "InvalidParameter"},
		{
			"of circuits to a Local one", globalReach, with(globalReachBody(), "peerExpressRouteCircuitPeering.id", circuit+"local/peerings/AzurePrivatePeering"),
			400, "InvalidParameter",
		},
		{"of circuits without a prefix", globalReach, with(globalReachBody(), "addressPrefix", nil), 400, "InvalidRequestFormat"},
		{"of circuits with a /30", globalReach, with(globalReachBody(), "addressPrefix", "10.9.0.0/30"), 400, "InvalidAddressPrefixFormat"},
		{"of circuits with an IPv6 prefix for IPv4", globalReach, with(globalReachBody(), "addressPrefix", "2001:db8::/29"), 400, "InvalidAddressPrefixFormat"},
		{
			"of circuits with a /126", globalReach, with(globalReachBody(), "ipv6CircuitConnectionConfig", Body{"addressPrefix": "2001:db8::/126"}),
			400, "InvalidAddressPrefixFormat",
		},
		{"of circuits without a key to another subscription", globalReach, far, 403, "LinkedAuthorizationFailed"},
		{
			"of circuits that are connected from the other side", peerPrivate + "/connections/back",
			with(with(globalReachBody(), "expressRouteCircuitPeering.id", peerPrivate), "peerExpressRouteCircuitPeering.id", private),
			400, "InvalidParameter",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := newEstate(t)
			a.put(circuit+"2", circuitBody())
			a.put(public, with(with(microsoftBody(), "routeFilter", nil), "vlanId", 200))
			a.put(peer+"/peerings/MicrosoftPeering", with(microsoftBody(), "routeFilter", nil))
			local := circuitBody()
			object(local, "sku")["tier"] = "Local"
			a.put(circuit+"local", local)
			a.put(circuit+"local/peerings/AzurePrivatePeering", privateBody())
			if c.id == peerPrivate+"/connections/back" {
				a.put(globalReach, globalReachBody())
			}
			answer, err := a.Put(a.id(c.id), c.body)
			a.refuses(err, c.status, c.code)
			assert.Nil(t, answer)
			assert.NotContains(t, err.Error(), "secret-key")
			_, err = a.Get(a.id(c.id))
			assert.True(t, IsNotFound(err))
		})
	}
}

func TestConnectionsAcrossSubscriptions(t *testing.T) {
	a := newEstate(t)
	a.put(abroadLink, a.withKey(with(connectionBody(), "virtualNetworkGateway1.id", abroadGateway)))
	assert.Equal(t, abroadLink, object(a.get(authorization), "properties")["connectionResourceUri"])
	got := a.put(connection, with(with(connectionBody(), "peer.id", unknown), "authorizationKey", "any"))
	assert.Equal(t, "Unknown", object(got, "properties")["connectionStatus"])
	far := with(globalReachBody(), "peerExpressRouteCircuitPeering.id", unknown+"/peerings/AzurePrivatePeering")
	got = a.put(globalReach, with(far, "authorizationKey", "any"))
	assert.Equal(t, "Succeeded", object(got, "properties")["provisioningState"])
}

func TestGatewayConnections(t *testing.T) {
	a := newEstate(t)
	got := object(a.put(connection, connectionBody()), "properties")
	for name, want := range (Body{
		"provisioningState": "Succeeded", "connectionStatus": "Connected", "routingWeight": 0.0, "expressRouteGatewayBypass": false,
		"enablePrivateLinkFastPath": false, "virtualNetworkGateway1": refers(gateway), "peer": refers(circuit),
	}) {
		assert.Equal(t, want, got[name], name)
	}
	require.NoError(t, a.Deprovision(a.id(circuit)))
	assert.Equal(t, "NotConnected", object(a.get(connection), "properties")["connectionStatus"])
	require.NoError(t, a.Provision(a.id(circuit)))

	routed := with(wanConnectionBody(), "routingConfiguration", Body{"associatedRouteTable": refers(hub + "/hubRouteTables/one")})
	got = object(a.put(wanConnection, routed), "properties")
	assert.Equal(t, 0.0, got["routingWeight"])
	assert.Equal(t, false, got["enableInternetSecurity"])
	assert.Equal(t, refers(wanConnection), object(a.get(private), "properties")["expressRouteConnection"])
	assert.Equal(t, []any{a.get(wanConnection)}, object(a.get(wanGateway), "properties")["expressRouteConnections"])
}

// azure-rest-api-specs issue 43690: another key is taken and ignored, unless the connection leads elsewhere from now on.
func TestAWANConnectionKeepsTheKeyItWasMadeWith(t *testing.T) {
	a := newEstate(t)
	a.put(wanConnection, a.withKey(wanConnectionBody()))
	key := a.stored(wanConnection, "authorizationKey")
	require.NotEmpty(t, key)
	for _, other := range []any{"another key", nil, mask} {
		got := a.put(wanConnection, with(wanConnectionBody(), "authorizationKey", other))
		assert.Equal(t, mask, object(got, "properties")["authorizationKey"])
		assert.Equal(t, key, a.stored(wanConnection, "authorizationKey"))
	}
	body := func(key any) Body {
		return with(with(wanConnectionBody(), "expressRouteCircuitPeering.id", peerPrivate), "authorizationKey", key)
	}
	_, err := a.Put(a.id(wanConnection), body("another key"))
	a.refuses(err, 400, "InvalidAuthorizationKey")
	a.put(wanConnection, body(nil))
	assert.Nil(t, a.stored(wanConnection, "authorizationKey"))
}

func TestAStrictCarrierKeepsACircuitInUse(t *testing.T) {
	a := newEstate(t)
	a.put(connection, connectionBody())
	err := a.DeprovisionUnused(a.id(circuit))
	a.refuses(err, 409, "ConflictError")
	assert.ErrorContains(t, err, private)
	assert.ErrorContains(t, err, connection)
	require.NoError(t, a.Delete(a.id(connection)))
	a.refuses(a.DeprovisionUnused(a.id(circuit)), 409, "ConflictError")
	require.NoError(t, a.Delete(a.id(private)))
	require.NoError(t, a.DeprovisionUnused(a.id(circuit)))
	require.NoError(t, a.Delete(a.id(circuit)))
	a.refuses(a.DeprovisionUnused(a.id(circuit)), 404, "ResourceNotFound")
}

// Recorded: a connection that failed is not in the way of a deletion.
func TestAFailedConnectionGoesWithItsCircuit(t *testing.T) {
	for _, id := range []string{private, circuit} {
		a := newEstate(t)
		require.NoError(t, a.Deprovision(a.id(circuit)))
		_, err := a.Put(a.id(globalReach), globalReachBody())
		a.refuses(err, 400, "InitiatingCircuitNotProvisioned")
		require.NoError(t, a.Delete(a.id(id)), id)
		assert.Empty(t, a.state(globalReach))
	}
}

// Recorded for a Microsoft peering: the request is taken, and fails, for the carrier's sake before all else.
func TestAWANConnectionFailsUntilTheCarrierIsDone(t *testing.T) {
	a := newEstate(t)
	a.put(public, with(microsoftBody(), "routeFilter", nil))
	require.NoError(t, a.Deprovision(a.id(circuit)))
	toMicrosoft := with(wanConnectionBody(), "expressRouteCircuitPeering.id", public)
	for _, body := range []Body{wanConnectionBody(), toMicrosoft} {
		answer, err := a.Put(a.id(wanConnection), body)
		a.refuses(err, 400, "ServiceProviderNotProvisioned")
		assert.Equal(t, "Failed", object(answer, "properties")["provisioningState"])
		assert.Equal(t, "Succeeded", a.state(circuit))
	}
	require.NoError(t, a.Provision(a.id(circuit)))
	_, err := a.Put(a.id(wanConnection), toMicrosoft)
	a.refuses(err, 400, "InvalidParameter")
	a.put(wanConnection, wanConnectionBody())
	assert.Equal(t, "Succeeded", a.state(wanConnection))
}

func TestTags(t *testing.T) {
	a := newEstate(t)
	before := a.get(circuit)
	got, err := a.Patch(a.id(circuit), Body{"tags": Body{"c": "d"}})
	require.NoError(t, err)
	assert.Equal(t, Body{"c": "d"}, got["tags"])
	assert.NotEqual(t, before["etag"], got["etag"])
	assert.Len(t, object(got, "properties")["peerings"], 1, "nothing else changes")
	assert.Equal(t, "hunter2", a.stored(private, "sharedKey"))
	_, err = a.Patch(a.id(private), Body{"tags": Body{}})
	a.refuses(err, 400, "InvalidRequestContent")
	_, err = a.Patch(a.id(circuit+"2"), Body{"tags": Body{}})
	a.refuses(err, 404, "ResourceNotFound")
}

func TestWhatIsInUseStays(t *testing.T) {
	cases := []struct{ id, code string }{
		{circuit, "InUseExpressRouteCircuitCannotBeDeleted"},
		{private, "InUseExpressRouteCircuitPeeringCannotBeDeleted"},
		{peer, "InUseExpressRouteCircuitCannotBeDeleted"},
		{peerPrivate, "InUseExpressRouteCircuitPeeringCannotBeDeleted"},
		{gateway, "VirtualNetworkGatewayCannotBeDeleted"},
		{wanGateway, "InUseExpressRouteGatewayCannotBeDeleted"},
		{hub, "InUseVirtualHubCannotBeDeleted"},
		{wan, "InUseVirtualWanCannotBeDeleted"},
		{publicIP, "PublicIPAddressCannotBeDeleted"},
		{subnet, "InUseSubnetCannotBeDeleted"},
		{vnet, "InUseSubnetCannotBeDeleted"},
		{port, "InUseExpressRoutePortCannotBeDeleted"},
	}
	a := newEstate(t)
	a.connect()
	a.put(circuit+"direct", located(Body{"expressRoutePort": refers(port)}))
	for _, id := range []string{circuit, peer} {
		require.NoError(t, a.Deprovision(a.id(id)))
	}
	for _, c := range cases {
		a.refuses(a.Delete(a.id(c.id)), 400, c.code)
		a.get(c.id)
	}
	for _, id := range []string{
		wanConnection, connection, globalReach, gateway, wanGateway, hub, wan, publicIP, subnet, vnet, private, peer, circuit, circuit + "direct", port,
	} {
		require.NoError(t, a.Delete(a.id(id)), id)
	}
	t.Run("but a group goes with all that is in it", func(t *testing.T) {
		a := newEstate(t)
		a.connect()
		a.refuses(a.Delete(a.id(group)), 409, "ConflictError")
		for _, id := range []string{circuit, peer} {
			require.NoError(t, a.Deprovision(a.id(id)))
		}
		require.NoError(t, a.Delete(a.id(group)))
		left, err := a.List()
		require.NoError(t, err)
		assert.Len(t, left, 2, "what is abroad")
	})
	t.Run("and a peering waits for each of its connections", func(t *testing.T) {
		for id, body := range map[string]Body{globalReach: globalReachBody(), connection: connectionBody(), wanConnection: wanConnectionBody()} {
			a := newEstate(t)
			a.put(id, body)
			a.refuses(a.Delete(a.id(private)), 400, peeringInUse)
			require.NoError(t, a.Delete(a.id(id)))
			require.NoError(t, a.Delete(a.id(private)))
		}
	})
}

func TestTheCarrier(t *testing.T) {
	a := newAzure(t)
	state := func() any { return object(a.get(circuit), "properties")["serviceProviderProvisioningState"] }
	a.put(circuit, circuitBody())
	before := a.get(circuit)["etag"]
	assert.Equal(t, "NotProvisioned", state())
	require.NoError(t, a.Provision(a.id(circuit)))
	assert.Equal(t, "Provisioned", state())
	assert.NotEqual(t, before, a.get(circuit)["etag"])
	a.refuses(a.Delete(a.id(circuit)), 409, "ConflictError")
	a.put(circuit, circuitBody())
	assert.Equal(t, "Provisioned", state(), "a PUT does not change what the carrier did")
	require.NoError(t, a.Deprovision(a.id(circuit)))
	require.NoError(t, a.Delete(a.id(circuit)))

	a.put(port, located(nil))
	a.put(circuit, located(Body{"expressRoutePort": refers(port)}))
	a.refuses(a.Provision(a.id(circuit)), 400, "InvalidParameter")
	a.refuses(a.Provision(a.id(circuit+"2")), 404, "ResourceNotFound")
	a.refuses(a.Provision(a.id(port)), 400, "InvalidParameter")
}

func TestEdit(t *testing.T) {
	edit := func(path string, value any) Edit { return Edit{strings.Split(path, "."), value} }
	t.Run("keeps what is not edited, keys and children too", func(t *testing.T) {
		a := newEstate(t)
		a.put(globalReach, with(globalReachBody(), "authorizationKey", "test"))
		got, err := a.Edit(a.id(circuit), edit("tags.owner", "me"), edit("properties.gatewayManagerEtag", "12"), edit("properties.allowClassicOperations", true))
		require.NoError(t, err)
		assert.Equal(t, got, a.get(circuit))
		assert.Equal(t, Body{"a": "b", "owner": "me"}, got["tags"])
		assert.Equal(t, "12", object(got, "properties")["gatewayManagerEtag"])
		assert.Equal(t, "hunter2", a.stored(private, "sharedKey"))
		assert.Equal(t, "test", a.stored(globalReach, "authorizationKey"))
	})
	t.Run("reaches keys", func(t *testing.T) {
		a := newEstate(t)
		_, err := a.Edit(a.id(private), edit("properties.sharedKey", "hunter3"))
		require.NoError(t, err)
		assert.Equal(t, "hunter3", a.stored(private, "sharedKey"))
	})
	t.Run("a state of failure lasts until the next PUT", func(t *testing.T) {
		a := newEstate(t)
		_, err := a.Edit(a.id(circuit), edit("properties.provisioningState", "Failed"))
		require.NoError(t, err)
		assert.Equal(t, "Failed", object(a.get(circuit), "properties")["provisioningState"])
		assert.Equal(t, "Succeeded", object(a.put(circuit, a.get(circuit)), "properties")["provisioningState"])
	})
	for _, path := range []string{"id", "name", "etag", "properties.globalReachEnabled.x", "location"} {
		t.Run("refuses "+path, func(t *testing.T) {
			a := newEstate(t)
			before := a.get(circuit)
			_, err := a.Edit(a.id(circuit), edit(path, "other"))
			require.Error(t, err)
			assert.Equal(t, before, a.get(circuit))
		})
	}
}

// A file of a sandbox that kept no links has them made, before anything is asked of them.
func TestAFileWithoutLinksIsTaken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.db")
	a := azure{t, NewServer(store.At(file)), file}
	a.put(group, Body{"location": "westeurope"})
	a.put(circuit, circuitBody())
	a.put(filter, located(nil))
	a.put(public, microsoftBody())
	db, err := bbolt.Open(file, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		return errors.Join(tx.DeleteBucket([]byte("links")), tx.DeleteBucket([]byte("links from")))
	}))
	require.NoError(t, db.Close())

	assert.Len(t, object(a.get(filter), "properties")["peerings"], 1)
	a.refuses(a.Delete(a.id(filter)), 400, "InUseRouteFilterCannotBeDeleted")
}

func TestReset(t *testing.T) {
	a := newEstate(t)
	a.connect()
	all, err := a.List()
	require.NoError(t, err)
	count, err := a.Reset()
	require.NoError(t, err)
	assert.Len(t, all, count)
	require.NoError(t, a.store.View(func(tx *store.Tx) error {
		assert.Empty(t, tx.Keys(""))
		return nil
	}))
}
