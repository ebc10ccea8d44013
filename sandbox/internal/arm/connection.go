package arm

import "strings"

// gatewayConnectionKind is the connection of a virtual network gateway to a circuit.
var gatewayConnectionKind = &kind{
	typ:       gatewayConnectionType,
	located:   true,
	etagged:   true,
	azureSets: []string{"resourceGuid", "connectionStatus", "ingressBytesTransferred", "egressBytesTransferred", "tunnelConnectionStatus"},
	writeOnly: []string{"sharedKey"},
	masked:    []string{"authorizationKey"},
	reaches:   "peer",
	complete:  completeGatewayConnection,
	show:      showConnectionStatus,
}

func completeGatewayConnection(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	if typ := text(properties, "connectionType"); typ != "ExpressRoute" {
		return refuse(400, "InvalidParameter", "Connection %s has connectionType '%s'; the sandbox models ExpressRoute alone.", id.Name(), typ)
	}
	if err := t.checkGateway(id, body); err != nil {
		return err
	}
	circuit, err := refer(properties, "peer", circuitType)
	if err != nil {
		return err
	}
	if err := t.mustHavePrivatePeering(id, circuit); err != nil {
		return err
	}
	gateway, err := refer(properties, "virtualNetworkGateway1", gatewayType)
	if err != nil {
		return err
	}
	if err := t.mustKeepItsEnds(id, gateway, circuit); err != nil {
		return err
	}
	if err := t.mustBeTheOnlyOne(id, gateway, circuit); err != nil {
		return err
	}
	if err := t.authorize(id, body, circuit); err != nil {
		return err
	}
	// As in templates that the portal exports.
	fill(properties, Body{
		"resourceGuid":                   newUUID(),
		"routingWeight":                  0.0,
		"enableBgp":                      false,
		"useLocalAzureIpAddress":         false,
		"usePolicyBasedTrafficSelectors": false,
		"ipsecPolicies":                  []any{},
		"trafficSelectorPolicies":        []any{},
		"gatewayCustomBgpIpAddresses":    []any{},
		"expressRouteGatewayBypass":      false,
		"enablePrivateLinkFastPath":      false,
		"dpdTimeoutSeconds":              0.0,
		"connectionMode":                 "Default",
		"ingressBytesTransferred":        0.0,
		"egressBytesTransferred":         0.0,
	})
	return nil
}

// mustKeepItsEnds refuses to lead a connection elsewhere (azure-cli issue 9447).
func (t *txn) mustKeepItsEnds(id, gateway, circuit ID) error {
	old, err := t.load(id)
	if err != nil || old == nil {
		return err
	}
	was := object(old, "properties")
	oldGateway, oldCircuit := text(object(was, "virtualNetworkGateway1"), "id"), text(object(was, "peer"), "id")
	if strings.EqualFold(oldGateway, gateway.String()) && strings.EqualFold(oldCircuit, circuit.String()) {
		return nil
	}
	return refuse(400, "ExpressRouteConnectionPeerCannotBeChanged", "Connection %s is between %s and %s, and neither end can be changed.", id.Name(), oldGateway, oldCircuit)
}

// mustBeTheOnlyOne refuses a second connection of a gateway to a circuit. The code is not on public record.
func (t *txn) mustBeTheOnlyOne(id, gateway, circuit ID) error {
	return t.eachConnection(circuit, func(typ string, other ID, body Body) error {
		end := other.above()
		switch typ {
		case circuitConnectionType:
			return nil
		case gatewayConnectionType:
			var err error
			if end, err = ParseID(text(object(body, "properties", "virtualNetworkGateway1"), "id")); err != nil {
				return err
			}
		}
		if other.key() != id.key() && end.key() == gateway.key() {
			return refuse(400, "InvalidParameter", "Gateway %s is connected to circuit %s already, by %s.", gateway.Name(), circuit.Name(), other)
		}
		return nil
	})
}

// mustHavePrivatePeering refuses a connection to a circuit without one, unless the store does not have the circuit.
func (t *txn) mustHavePrivatePeering(id, circuit ID) error {
	existing, err := t.load(circuit)
	if err != nil || existing == nil {
		return err
	}
	peering, err := t.load(circuit.child("peerings", privatePeering))
	if err == nil && peering == nil {
		err = refuse(400, "ExpressRoutePrivatePeeringConfigIncomplete", "%s cannot connect to circuit %s, which has no private peering.", id.Name(), circuit)
	}
	return err
}

// showConnectionStatus answers whether traffic can flow. A connection to a circuit that its carrier has not provisioned
// is taken and waits: Microsoft's documentation says that it is refused, but no recording shows that, and live tests of
// another tool created one.
func showConnectionStatus(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	stored, err := t.load(id)
	if err != nil {
		return err
	}
	circuit, err := refer(properties, "peer", circuitType)
	if err != nil {
		return err
	}
	state, err := t.carrierState(circuit)
	if err != nil {
		return err
	}
	connected := state == "Provisioned"
	if key := text(object(stored, "properties"), "authorizationKey"); connected && key != "" {
		if connected, err = t.isAuthorized(circuit, key); err != nil {
			return err
		}
	}
	switch {
	case state == "":
		properties["connectionStatus"] = "Unknown" // the store does not have the circuit
	case connected:
		properties["connectionStatus"] = "Connected"
	default:
		properties["connectionStatus"] = "NotConnected"
	}
	return nil
}

// expressRouteConnectionKind is the connection of a Virtual WAN's gateway to a private peering.
var expressRouteConnectionKind = &kind{
	typ:      expressRouteConnectionType,
	etagged:  true,
	masked:   []string{"authorizationKey"},
	reaches:  "expressRouteCircuitPeering",
	complete: completeExpressRouteConnection,
	operate:  connectToPeering,
}

// connectToPeering fails while the carrier has yet to provision the circuit. That is recorded on a Microsoft peering, for the
// carrier's sake before all else, so a private one is taken to fail likewise. Otherwise a Microsoft peering fails in a way
// of which there is no record.
func connectToPeering(t *txn, id ID, _, body Body) error {
	peering, err := refer(object(body, "properties"), "expressRouteCircuitPeering", peeringType)
	if err != nil {
		return err
	}
	state, err := t.carrierState(peering.root())
	switch {
	case err != nil:
		return err
	case state != "" && state != "Provisioned":
		return refuse(400, "ServiceProviderNotProvisioned",
			"The current cross connection provisioning state '%s' of circuit %s prevents this operation.", state, peering.root().Name())
	case !strings.EqualFold(peering.Name(), privatePeering):
		return refuse(400, "InvalidParameter", "Connection %s refers to peering %s; gateways connect to private peerings alone.", id.Name(), peering.Name())
	}
	return nil
}

func completeExpressRouteConnection(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	peering, err := refer(properties, "expressRouteCircuitPeering", peeringType)
	if err != nil {
		return err
	}
	if properties["enablePrivateLinkFastPath"] == true {
		return refuse(400, "InvalidJson", "Connection %s sets enablePrivateLinkFastPath, which connections of Virtual WAN do not have.", id.Name())
	}
	if err := t.keepKey(id, peering, properties); err != nil {
		return err
	}
	if err := t.mustBeTheOnlyOne(id, id.above(), peering.root()); err != nil {
		return err
	}
	if err := t.authorize(id, body, peering.root()); err != nil {
		return err
	}
	fill(properties, Body{
		"resourceGuid": newUUID(), "routingWeight": 0.0, "enableInternetSecurity": false,
		"expressRouteGatewayBypass": false, "enablePrivateLinkFastPath": false,
	})
	return nil
}

// keepKey leaves a connection of Virtual WAN the key that it was made with: Azure takes another one and ignores it
// (azure-rest-api-specs issue 43690).
func (t *txn) keepKey(id, peering ID, properties Body) error {
	old, err := t.load(id)
	if err != nil || old == nil {
		return err
	}
	was := object(old, "properties")
	if strings.EqualFold(text(object(was, "expressRouteCircuitPeering"), "id"), peering.String()) {
		delete(properties, "authorizationKey")
		fill(properties, Body{"authorizationKey": was["authorizationKey"]})
	}
	return nil
}

// eachConnection calls fn for each connection whose other end is circuit, with its stored body.
func (t *txn) eachConnection(circuit ID, fn func(typ string, connection ID, body Body) error) error {
	users, err := t.usersOf(circuit)
	if err != nil {
		return err
	}
	for _, connection := range users {
		k := kindOf(connection.Type())
		if k.reaches == "" {
			continue
		}
		body, err := t.load(connection)
		if err != nil {
			return err
		}
		end, err := ParseID(text(object(body, "properties", k.reaches), "id"))
		if err != nil {
			return err
		}
		if end.root().key() != circuit.key() {
			continue // it leads from this circuit to another
		}
		if err := fn(k.typ, connection, body); err != nil {
			return err
		}
	}
	return nil
}

// showConnections answers what connects to a private peering from the outside.
func showConnections(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	peered := []any{}
	if id.Name() == privatePeering {
		err := t.eachConnection(id.root(), func(typ string, connection ID, other Body) error {
			switch {
			case typ == expressRouteConnectionType:
				properties["expressRouteConnection"] = Body{"id": connection.String()}
			case typ == circuitConnectionType && text(object(other, "properties"), "provisioningState") == "Succeeded":
				end, err := t.peerConnection(id, connection, other)
				peered = append(peered, end)
				return err
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	properties["peeredConnections"] = peered
	return nil
}
