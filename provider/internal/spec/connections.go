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
}

// Gateways lists the connections to gateways, those of virtual networks first.
func (s *PeeringStack) Gateways() []Gateway {
	var all []Gateway
	for i := range s.VirtualNetworkGatewayConnections {
		c := &s.VirtualNetworkGatewayConnections[i]
		all = append(all, Gateway{&c.GatewayConnection, armid.VirtualNetworkGateway, c.GatewayID, Item("virtualNetworkGatewayConnections", i)})
	}
	for i := range s.ExpressRouteConnections {
		c := &s.ExpressRouteConnections[i]
		all = append(all, Gateway{&c.GatewayConnection, armid.ExpressRouteGateway, c.GatewayID, Item("expressRouteConnections", i)})
	}
	return all
}

// PeerPeering is the id of the other circuit's private peering, from either of the ways to give it.
func PeerPeering(circuitID, peeringID string) string {
	if peeringID != "" || circuitID == "" {
		return peeringID
	}
	return strings.TrimSuffix(circuitID, "/") + "/peerings/" + NamePrivatePeering
}
