package spec

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
)

// Gateway is a connection to a gateway of either kind: what both have, with the gateway and its type.
type Gateway struct {
	*GatewayConnection
	Type      string
	GatewayID Value[string]
	Path      string
	// group is the resource group that the program puts the connection into, if it does.
	group Value[string]
}

// ID is the id of the connection itself: it lies in the gateway's resource group unless the program says another, or
// below the gateway of a hub. What cannot be told is absent or unknown.
func (g Gateway) ID() Value[string] {
	id := Value[string]{Path: g.GatewayID.Path, State: g.GatewayID.State, Secret: g.GatewayID.Secret}
	switch {
	case id.State != Known:
		return id
	case g.group.State == Unknown:
		id.State = Unknown
		return id
	}
	gateway, err := armid.Parse(g.GatewayID.V, g.Type)
	if err != nil {
		id.State = Absent
		return id
	}
	connection := armid.ID{Subscription: gateway.Subscription, ResourceGroup: gateway.ResourceGroup, Type: armid.GatewayConnection, Name: g.Name.V}
	if g.Type == armid.ExpressRouteGateway {
		connection.Type, connection.Parents = armid.HubConnection, []string{gateway.Name}
	} else if g.group.Known() {
		connection.ResourceGroup = g.group.V
	}
	id.V = connection.String()
	return id
}

// Gateways lists the connections to gateways, those of virtual networks first.
func (s *PeeringStack) Gateways() []Gateway {
	all := make([]Gateway, 0, len(s.VirtualNetworkGatewayConnections)+len(s.ExpressRouteConnections))
	for i := range s.VirtualNetworkGatewayConnections {
		c := &s.VirtualNetworkGatewayConnections[i]
		path := Item(s.At("virtualNetworkGatewayConnections"), i)
		all = append(all, Gateway{&c.GatewayConnection, armid.VirtualNetworkGateway, c.GatewayID, path, c.ResourceGroupName})
	}
	for i := range s.ExpressRouteConnections {
		c := &s.ExpressRouteConnections[i]
		all = append(all, Gateway{&c.GatewayConnection, armid.ExpressRouteGateway, c.GatewayID, Item(s.At("expressRouteConnections"), i), Value[string]{}})
	}
	return all
}

// BelowCircuit reports whether the stack makes anything below its circuit: peerings, authorizations or Global Reach
// connections.
func (s *PeeringStack) BelowCircuit() bool {
	return s.PrivatePeering != nil || s.MicrosoftPeering != nil || len(s.Authorizations.Items) > 0 || len(s.GlobalReachConnections) > 0
}

// Connected reports whether the stack connects its circuit to gateways or other circuits.
func (s *PeeringStack) Connected() bool { return len(s.GlobalReachConnections)+len(s.Gateways()) > 0 }

// Existing is the id of the circuit that the stack is built on and does not create: that of circuitId, or of adopt.
func (s *PeeringStack) Existing() Value[string] {
	if s.Adopt != nil {
		return s.Adopt.CircuitID
	}
	return s.CircuitID
}

// PeerCircuit is the id of the other circuit, from either of the ways to give it. What cannot be read as one is absent.
func (c GlobalReachConnection) PeerCircuit() Value[string] {
	if !c.PeerCircuitPeeringID.Given() {
		return c.PeerCircuitID
	}
	id := c.PeerCircuitPeeringID
	if id.Known() {
		peering, err := armid.Parse(id.V, armid.Peering)
		if err != nil {
			return Value[string]{Path: id.Path}
		}
		id.V = peering.Parent().String()
	}
	return id
}

// PeerPeering is the id of the other circuit's private peering, from either of the ways to give it.
func PeerPeering(circuitID, peeringID string) string {
	if peeringID != "" || circuitID == "" {
		return peeringID
	}
	return strings.TrimSuffix(circuitID, "/") + "/peerings/" + NamePrivatePeering
}
