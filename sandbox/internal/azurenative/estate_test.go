package azurenative

import (
	"errors"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

const (
	authorizationToken = "azure-native:network:ExpressRouteCircuitAuthorization"
	globalReachToken   = "azure-native:network:ExpressRouteCircuitConnection"
	gatewayToken       = "azure-native:network:VirtualNetworkGateway"
	connectionToken    = "azure-native:network:VirtualNetworkGatewayConnection"
	wanConnectionToken = "azure-native:network:ExpressRouteConnection"
	networkToken       = "azure-native:network:VirtualNetwork"

	networkID       = groupID + "/providers/Microsoft.Network"
	peerID          = networkID + "/expressRouteCircuits/peer"
	authorizationID = circuitID + "/authorizations/branch"
	globalReachID   = privateID + "/connections/paris"
	connectionID    = networkID + "/connections/hub"
	wanConnectionID = networkID + "/expressRouteGateways/erg/expressRouteConnections/wan"
	virtualNetID    = networkID + "/virtualNetworks/vnet"
)

func authorization() object {
	return object{"resourceGroupName": "net", "circuitName": "er", "authorizationName": "branch"}
}

func globalReach() object {
	return object{
		"resourceGroupName": "net", "circuitName": "er", "peeringName": "AzurePrivatePeering", "connectionName": "paris",
		"expressRouteCircuitPeering":     object{"id": privateID},
		"peerExpressRouteCircuitPeering": object{"id": peerID + "/peerings/AzurePrivatePeering"},
		"addressPrefix":                  "10.9.0.0/29",
		"ipv6CircuitConnectionConfig":    object{"addressPrefix": "2001:db8:9::/125"},
	}
}

func gatewayConnection() object {
	return object{
		"resourceGroupName": "net", "virtualNetworkGatewayConnectionName": "hub", "location": "westeurope", "tags": object{"a": "b"},
		"connectionType": "ExpressRoute", "routingWeight": 10, "peer": object{"id": circuitID},
		"virtualNetworkGateway1": object{"id": networkID + "/virtualNetworkGateways/vng"},
	}
}

func wanConnection() object {
	return object{
		"resourceGroupName": "net", "expressRouteGatewayName": "erg", "connectionName": "wan", "name": "wan",
		"expressRouteCircuitPeering": object{"id": privateID}, "enableInternetSecurity": true,
		"routingConfiguration": object{
			"associatedRouteTable":  object{"id": networkID + "/virtualHubs/vhub/hubRouteTables/one"},
			"propagatedRouteTables": object{"labels": []any{"one"}, "ids": []any{object{"id": networkID + "/virtualHubs/vhub/hubRouteTables/one"}}},
		},
	}
}

// portLink is a link as an import finds it: Azure makes both, whatever the program says of them.
func portLink(name, state string) object {
	return object{
		"id": networkID + "/expressRoutePorts/port/links/" + name, "name": name, "adminState": state, "macSecConfig": object{"cipher": "GcmAes128"},
	}
}

// sample is a resource of the estate, and what an import finds to be its inputs.
type sample struct {
	token, id string
	inputs    object
}

// estate is what gateways stand on and what connects them, in an order in which it can be created.
func estate() []sample {
	located := func(name, value string, more object) object {
		inputs := object{"resourceGroupName": "net", name: value, "location": "westeurope"}
		for name, value := range more {
			inputs[name] = value
		}
		return inputs
	}
	return []sample{
		{networkToken, virtualNetID, located("virtualNetworkName", "vnet", object{"addressSpace": object{"addressPrefixes": []any{"10.1.0.0/16"}}, "tags": object{"a": "b"}})},
		{"azure-native:network:Subnet", virtualNetID + "/subnets/GatewaySubnet", object{
			"resourceGroupName": "net", "virtualNetworkName": "vnet", "subnetName": "GatewaySubnet", "addressPrefix": "10.1.0.0/27",
			"delegations": []any{object{"name": "d", "serviceName": "s"}},
		}},
		{"azure-native:network:PublicIPAddress", networkID + "/publicIPAddresses/pip", located("publicIpAddressName", "pip", object{
			"sku": object{"name": "Standard", "tier": "Regional"}, "zones": []any{"1", "2"}, "publicIPAllocationMethod": "Static",
		})},
		{gatewayToken, networkID + "/virtualNetworkGateways/vng", located("virtualNetworkGatewayName", "vng", object{
			"gatewayType": "ExpressRoute", "sku": object{"name": "ErGw1AZ", "tier": "ErGw1AZ"},
			"ipConfigurations": []any{object{
				"name": "default", "subnet": object{"id": virtualNetID + "/subnets/GatewaySubnet"}, "publicIPAddress": object{"id": networkID + "/publicIPAddresses/pip"},
			}},
		})},
		{"azure-native:network:VirtualWan", networkID + "/virtualWans/vwan", located("virtualWANName", "vwan", object{"type": "Standard"})},
		{"azure-native:network:VirtualHub", networkID + "/virtualHubs/vhub", located("virtualHubName", "vhub", object{
			"sku": "Standard", "addressPrefix": "10.2.0.0/23", "virtualWan": object{"id": networkID + "/virtualWans/vwan"},
		})},
		{"azure-native:network:ExpressRouteGateway", networkID + "/expressRouteGateways/erg", located("expressRouteGatewayName", "erg", object{
			"virtualHub": object{"id": networkID + "/virtualHubs/vhub"}, "autoScaleConfiguration": object{"bounds": object{"min": 1}},
		})},
		{"azure-native:network:ExpressRoutePort", networkID + "/expressRoutePorts/port", located("expressRoutePortName", "port", object{
			"bandwidthInGbps": 10, "encapsulation": "QinQ", "peeringLocation": "Equinix-Amsterdam-AM5",
			"links": []any{portLink("link1", "Enabled"), portLink("link2", "Disabled")},
		})},
		{circuitToken, peerID, with(with(circuit(), "circuitName", "peer"), "location", "westeurope")},
		{peeringToken, peerID + "/peerings/AzurePrivatePeering", with(with(private(), "circuitName", "peer"), "sharedKey", nil)},
		{authorizationToken, authorizationID, authorization()},
		{globalReachToken, globalReachID, globalReach()},
		{connectionToken, connectionID, gatewayConnection()},
		{wanConnectionToken, wanConnectionID, wanConnection()},
	}
}

// provisioned creates the stack and the estate, with carriers that are done.
func (f face) provisioned() map[string]built {
	f.Helper()
	f.stack()
	require.NoError(f, f.arm.Provision(must(arm.ParseID(circuitID))))
	created := map[string]built{}
	for _, s := range estate() {
		created[s.id] = f.create(s.token, s.inputs)
		assert.Equal(f, s.id, created[s.id].id)
		if s.id == peerID {
			require.NoError(f, f.arm.Provision(must(arm.ParseID(peerID))))
			b := created[s.id]
			b.outputs = f.refresh(b).outputs // the carrier's change is one that a refresh finds
			created[s.id] = b
		}
	}
	return created
}

func TestTheEstateHasEveryType(t *testing.T) {
	had := map[string]bool{groupToken: true, circuitToken: true, peeringToken: true, filterToken: true, ruleToken: true}
	for _, s := range estate() {
		had[s.token] = true
	}
	assert.Len(t, had, len(resourceTypes))
}

func TestTheEstateIsCreatedRefreshedAndImported(t *testing.T) {
	for _, version := range []string{Default, "3.26.0"} {
		t.Run(version, func(t *testing.T) { createdRefreshedAndImported(newFace(t).as(version)) })
	}
}

func createdRefreshedAndImported(f face) {
	created := f.provisioned()
	for _, s := range estate() {
		f.Run(s.token, func(t *testing.T) {
			refreshed := f.refresh(created[s.id])
			assert.Equal(t, created[s.id].inputs, refreshed.inputs, "a refresh finds no change")

			imported := f.refresh(built{token: s.token, id: s.id})
			assert.Equal(t, s.id, imported.id)
			assert.Equal(t, props(s.inputs), imported.inputs)
			assert.Equal(t, refreshed.outputs, imported.outputs)
			checked, failures := f.check(s.token, imported.inputs, props(s.inputs))
			assert.Empty(t, failures)
			assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, f.diffOf(imported, checked).GetChanges(), "nor does the program after an import")

			rt := must(f.resourceTypeOf(s.token))
			check := &checker{generation: rt.generation}
			outputs := openMap(refreshed.outputs)
			if !rt.tells {
				delete(outputs, apiVersionKey) // programs do not see it, nor the inputs
				delete(outputs, inputsKey)
			}
			check.object(nil, outputs, rt.state)
			for _, failure := range check.failures {
				assert.Contains(t, failure.GetReason(), "missing required property", failure.GetProperty())
			}
		})
	}
}

func TestTheEstateIsDeletedFromItsEnd(t *testing.T) {
	f := newFace(t)
	f.provisioned()
	for _, id := range []string{circuitID, peerID} {
		require.NoError(t, f.arm.Deprovision(must(arm.ParseID(id))))
	}
	samples := estate()
	for i := range samples {
		s := samples[len(samples)-1-i]
		_, err := f.Delete(ctx, &pulumirpc.DeleteRequest{Id: s.id, Urn: urn(s.token)})
		require.NoError(t, err, s.id)
		assert.Empty(t, f.refresh(built{token: s.token, id: s.id}).id)
	}
}

func TestOutputsOfTheEstate(t *testing.T) {
	f := newFace(t)
	created := f.provisioned()
	output := func(id string, name resource.PropertyKey) any { return f.refresh(created[id]).outputs[name].Mappable() }

	assert.Equal(t, "Available", output(authorizationID, "authorizationUseStatus"))
	assert.Regexp(t, "^[0-9a-f-]{36}$", output(authorizationID, "authorizationKey"))
	assert.Equal(t, "Connected", output(globalReachID, "circuitConnectionStatus"))
	assert.Equal(t, "Connected", output(connectionID, "connectionStatus"))
	assert.Equal(t, object{"id": networkID + "/virtualNetworkGateways/vng"}, output(connectionID, "virtualNetworkGateway1"))
	assert.Equal(t, object{"name": "ErGw1AZ", "tier": "ErGw1AZ", "capacity": 2.0}, output(networkID+"/virtualNetworkGateways/vng", "sku"))
	assert.Equal(t, "Microsoft.Network/virtualWans", output(networkID+"/virtualWans/vwan", "type"))
	assert.Len(t, output(virtualNetID, "subnets"), 1)
	assert.Len(t, output(networkID+"/expressRouteGateways/erg", "expressRouteConnections"), 1)
	assert.Equal(t, object{"id": wanConnectionID}, f.refresh(built{token: peeringToken, id: privateID}).outputs["expressRouteConnection"].Mappable())
	assert.True(t, f.refresh(built{token: circuitToken, id: circuitID}).outputs["globalReachEnabled"].BoolValue())
	peered := f.refresh(built{token: peeringToken, id: peerID + "/peerings/AzurePrivatePeering"}).outputs["peeredConnections"].Mappable().([]any)
	require.Len(t, peered, 1)
	assert.Equal(t, "paris", peered[0].(object)["connectionName"])

	t.Run("inline children outlive an update of their parent", func(t *testing.T) {
		network := created[virtualNetID]
		updated := f.update(network, with(estate()[0].inputs, "tags", object{"a": "c"}))
		assert.Len(t, updated.outputs["subnets"].ArrayValue(), 1)
		circuit_ := f.refresh(built{token: circuitToken, id: circuitID})
		circuit_.inputs = props(circuit())
		f.update(circuit_, with(circuit(), "tags", object{"a": "c"}))
		assert.Equal(t, created[globalReachID].inputs, f.refresh(created[globalReachID]).inputs)
		assert.Equal(t, created[authorizationID].outputs["authorizationKey"], f.refresh(created[authorizationID]).outputs["authorizationKey"])
	})
}

func TestKeysOfConnectionsAreMasked(t *testing.T) {
	f := newFace(t)
	created := f.provisioned()
	key := created[authorizationID].outputs["authorizationKey"].StringValue()
	for _, c := range []struct {
		token string
		id    string
		input object
	}{{globalReachToken, globalReachID, globalReach()}, {connectionToken, connectionID, gatewayConnection()}} {
		updated := f.update(created[c.id], with(c.input, "authorizationKey", secret(key)))
		assert.Equal(t, secret("*****************"), updated.outputs["authorizationKey"])
		assert.Equal(t, updated.inputs, f.refresh(updated).inputs, "a mask is no change")
		imported := f.refresh(built{token: c.token, id: c.id})
		assert.Equal(t, "*****************", imported.inputs["authorizationKey"].StringValue())
	}
	assert.Equal(t, "InUse", f.refresh(created[authorizationID]).outputs["authorizationUseStatus"].StringValue())
}

func TestAConnectionThatFailsIsKeptAndMended(t *testing.T) {
	f := newFace(t)
	_, circuit_, _, _, _, _ := f.stack()
	f.create(circuitToken, with(circuit(), "circuitName", "peer"))
	f.create(peeringToken, with(private(), "circuitName", "peer"))

	inputs := props(globalReach())
	_, err := f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(globalReachToken), Properties: f.pack(inputs)})
	require.ErrorContains(t, err, `Code="InitiatingCircuitNotProvisioned"`)
	var failed *pulumirpc.ErrorResourceInitFailed
	converted, ok := rpcerror.FromError(err)
	require.True(t, ok)
	for _, detail := range converted.Details() {
		failed, _ = detail.(*pulumirpc.ErrorResourceInitFailed)
	}
	require.NotNil(t, failed)
	assert.Equal(t, globalReachID, failed.GetId())
	assert.Len(t, failed.GetReasons(), 1)
	assert.Equal(t, inputs, f.unpack(failed.GetInputs()))
	outputs := f.unpack(failed.GetProperties())
	assert.Equal(t, "Failed", outputs["provisioningState"].StringValue())

	b := built{globalReachToken, failed.GetId(), inputs, outputs}
	update := &pulumirpc.UpdateRequest{Id: b.id, Urn: urn(b.token), Olds: f.pack(b.outputs), OldInputs: f.pack(inputs), News: f.pack(inputs)}
	_, err = f.Update(ctx, update)
	require.ErrorContains(t, err, `Code="ParentResourceIsInFailedState"`)
	for _, id := range []string{circuitID, peerID} {
		require.NoError(t, f.arm.Provision(must(arm.ParseID(id))))
	}
	f.update(circuit_, with(circuit(), "tags", object{"put": "again"}))
	response, err := f.Update(ctx, update)
	require.NoError(t, err)
	assert.Equal(t, "Succeeded", f.unpack(response.GetProperties())["provisioningState"].StringValue())
	var refusal *arm.Error
	_, err = f.Delete(ctx, &pulumirpc.DeleteRequest{Id: privateID, Urn: urn(peeringToken)})
	assert.True(t, errors.As(err, &refusal), "a peering with a connection stays")
}
