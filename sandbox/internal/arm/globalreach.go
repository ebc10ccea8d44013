package arm

import (
	"net/netip"
	"strings"
)

// circuitConnectionKind is Global Reach: the connection of a private peering to that of another circuit.
var circuitConnectionKind = &kind{
	typ:       circuitConnectionType,
	etagged:   true,
	azureSets: []string{"circuitConnectionStatus"},
	coming:    map[string]any{"circuitConnectionStatus": "Disconnected"},
	masked:    []string{"authorizationKey"},
	reaches:   "peerExpressRouteCircuitPeering",
	complete:  completeCircuitConnection,
	operate:   connectCircuits,
}

func completeCircuitConnection(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	own := id.above()
	if properties["expressRouteCircuitPeering"] != nil {
		var err error
		if own, err = refer(properties, "expressRouteCircuitPeering", peeringType); err != nil {
			return err
		}
	}
	peer, err := refer(properties, "peerExpressRouteCircuitPeering", peeringType)
	if err != nil {
		return err
	}
	switch {
	case own.key() != id.above().key():
		return refuse(400, "InvalidParameter", "Connection %s is below %s, but its expressRouteCircuitPeering is %s.", id.Name(), id.above(), own)
	case !strings.EqualFold(own.Name(), privatePeering) || !strings.EqualFold(peer.Name(), privatePeering):
		return refuse(400, "InvalidParameter", "Connection %s is to lead from %s to %s; Global Reach connects private peerings alone.", id.Name(), own, peer)
	case peer.root().key() == id.root().key():
		return refuse(400, "InvalidParameter", "Connection %s leads from circuit %s to itself.", id.Name(), id.root().Name())
	}
	for _, circuit := range []ID{id.root(), peer.root()} {
		body, err := t.load(circuit)
		if err != nil {
			return err
		}
		if text(object(body, "sku"), "tier") == "Local" {
			return refuse(400, "InvalidParameter", "Circuit %s is of tier Local, which has no Global Reach.", circuit.Name())
		}
	}
	if err := t.checkOtherSide(id, peer); err != nil {
		return err
	}
	if err := checkConnectionPrefixes(id, properties); err != nil {
		return err
	}
	if err := t.checkConnectionSpace(id, properties); err != nil {
		return err
	}
	// A key that is not needed is not looked at: one that was no authorization's is on record as connected.
	if !strings.EqualFold(peer.Subscription, id.Subscription) {
		if err := t.authorize(id, body, peer.root()); err != nil {
			return err
		}
	}
	properties["circuitConnectionStatus"] = "Connected" // on record for a failed one too
	if ipv6 := object(properties, "ipv6CircuitConnectionConfig"); ipv6 != nil {
		ipv6["circuitConnectionStatus"] = "Connected"
	}
	return nil
}

// checkOtherSide refuses to connect two circuits from both sides (azure-docs #84959 says that it fails, not how).
func (t *txn) checkOtherSide(id, peer ID) error {
	return t.eachConnection(id.root(), func(typ string, connection ID, _ Body) error {
		if typ == circuitConnectionType && connection.root().key() == peer.root().key() {
			return refuse(400, "InvalidParameter", "Circuit %s is connected already, from the other side, by %s.", id.root().Name(), connection)
		}
		return nil
	})
}

func checkConnectionPrefixes(id ID, properties Body) error {
	ipv6 := object(properties, "ipv6CircuitConnectionConfig")
	prefixes := []struct {
		path   string
		value  any
		length int
		bits   int
	}{
		{"addressPrefix", properties["addressPrefix"], 29, 32},
		{"ipv6CircuitConnectionConfig.addressPrefix", ipv6["addressPrefix"], 125, 128},
	}
	if prefixes[0].value == nil && prefixes[1].value == nil {
		return refuse(400, "InvalidRequestFormat", "Connection %s has no addressPrefix.", id.Name())
	}
	for _, p := range prefixes {
		if p.value == nil {
			continue
		}
		written, _ := p.value.(string)
		prefix, err := netip.ParsePrefix(written)
		if err != nil || prefix.Addr().BitLen() != p.bits || prefix.Bits() != p.length {
			return refuse(400, "InvalidAddressPrefixFormat", "%s of connection %s is '%s'; it should be an %s prefix with /%d.",
				p.path, id.Name(), written, map[int]string{32: "IPv4", 128: "IPv6"}[p.bits], p.length)
		}
	}
	return nil
}

// connectCircuits fails while a carrier has yet to provision one of the circuits. It leaves the circuit with its peerings and
// authorizations in a failed state, as recorded. The code for the own circuit is on record, that for the peer is made after
// it; where Azure tells the service key, the name is told.
func connectCircuits(t *txn, id ID, _, body Body) error {
	peer, err := refer(object(body, "properties"), "peerExpressRouteCircuitPeering", peeringType)
	if err != nil {
		return err
	}
	for _, end := range []struct {
		circuit       ID
		code, subject string
	}{{id.root(), "InitiatingCircuitNotProvisioned", "Initiating"}, {peer.root(), "PeerCircuitNotProvisioned", "Peer"}} {
		state, err := t.carrierState(end.circuit)
		if err != nil {
			return err
		}
		if state != "" && state != "Provisioned" {
			if err := t.failTree(id.root(), id); err != nil {
				return err
			}
			return refuse(400, end.code, "Put Global Reach Connection %s Circuit Subscription = %s, Circuit = %s is Not Provisioned. Current Status %s",
				end.subject, end.circuit.Subscription, end.circuit.Name(), state)
		}
	}
	return nil
}

// failTree leaves a circuit, its peerings and its authorizations in a failed state.
func (t *txn) failTree(circuit, connection ID) error {
	failed := []ID{circuit, connection.above()}
	authorizations, err := t.children(circuit, "authorizations")
	if err != nil {
		return err
	}
	for _, id := range append(failed, authorizations...) {
		body, err := t.load(id)
		if err != nil {
			return err
		}
		object(body, "properties")["provisioningState"] = "Failed"
		if err := t.save(id, body); err != nil {
			return err
		}
	}
	return nil
}

// peerConnection is a Global Reach connection as the peering at its other end answers it.
func (t *txn) peerConnection(peering, connection ID, body Body) (Body, error) {
	circuit, err := t.load(connection.root())
	if err != nil {
		return nil, err
	}
	root, err := t.load(peering.root())
	if err != nil {
		return nil, err
	}
	name := text(object(circuit, "properties"), "resourceGuid") // Azure names it by a GUID
	id := peering.child("peerConnections", name)
	properties := object(body, "properties")
	answer := Body{
		"provisioningState":              "Succeeded",
		"connectionName":                 connection.Name(),
		"expressRouteCircuitPeering":     Body{"id": peering.String()},
		"peerExpressRouteCircuitPeering": Body{"id": connection.above().String()},
		"circuitConnectionStatus":        properties["circuitConnectionStatus"],
	}
	if prefix := properties["addressPrefix"]; prefix != nil {
		answer["addressPrefix"] = prefix
	}
	return Body{"name": name, "id": id.String(), "type": peeringType + "/peerConnections", "etag": root["etag"], "properties": answer}, nil
}

// showGlobalReach answers that a circuit has Global Reach once it has a connection, as recorded.
func showGlobalReach(t *txn, id ID, body Body) error {
	connections, err := t.children(id.child("peerings", privatePeering), "connections")
	if err != nil {
		return err
	}
	for _, connection := range connections {
		stored, err := t.load(connection)
		if err != nil {
			return err
		}
		if text(object(stored, "properties"), "provisioningState") == "Succeeded" {
			object(body, "properties")["globalReachEnabled"] = true
		}
	}
	return nil
}
