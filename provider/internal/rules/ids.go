package rules

import (
	"iter"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on ids of resources that exist.
var idRules = []Rule{
	{
		ID: "circuit-id", Topic: "Ids", Severity: Error, Structural: true,
		What:    "`circuitId` is the ARM id of an ExpressRoute circuit.",
		Why:     "The circuit's resource group and name are taken from it.",
		Fix:     "Copy the id from the circuit's properties. The letter case of its fixed parts does not matter.",
		Sources: []Source{resourceIDs},
		Wrong:   "circuit: null\ncircuitId: my-circuit",
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/my-circuit",
		Check:   func(c *Check) { checkID(c, armid.Circuit, c.Spec.CircuitID) },
	},
	{
		ID: "route-filter-id", Topic: "Ids", Severity: Error,
		What:    "`routeFilterId` is the ARM id of a route filter.",
		Why:     "Azure attaches the filter by its id.",
		Fix:     "Copy the id from the route filter's properties.",
		Sources: []Source{resourceIDs},
		Wrong:   "microsoftPeering:\n  routeFilter: null\n  routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeTables/f",
		Right:   "microsoftPeering:\n  routeFilter: null\n  routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/f",
		Check: func(c *Check) {
			if p := c.Spec.MicrosoftPeering; p != nil {
				checkID(c, armid.RouteFilter, p.RouteFilterID)
				if p.IPv6 != nil {
					checkID(c, armid.RouteFilter, p.IPv6.RouteFilterID)
				}
			}
		},
	},
	{
		ID: "port-id", Topic: "Ids", Severity: Error,
		What:    "`portId` is the ARM id of an ExpressRoute Direct port.",
		Why:     "Azure puts the circuit on the port by its id.",
		Fix:     "Copy the id from the ExpressRoute Direct resource's properties.",
		Sources: []Source{resourceIDs, directDoc},
		Wrong:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: my-port, bandwidthInGbps: 10}",
		Right:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}",
		Check: func(c *Check) {
			if port := portOf(c.Spec); port != nil {
				checkID(c, armid.Port, port.PortID)
			}
		},
	},
	{
		ID: "adopted-id", Topic: "Ids", Severity: Error, Structural: true,
		What:    "The ids in `adopt` are those of a circuit, a route filter and one of its rules.",
		Why:     "The stack imports resources of these types.",
		Fix:     "Copy the ids from the resources' properties.",
		Sources: []Source{resourceIDs},
		Wrong:   "resourceGroupName: g\nadopt: {circuitId: my-circuit}",
		Right:   "resourceGroupName: g\nadopt: {circuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/my-circuit}",
		Check: func(c *Check) {
			if a := c.Spec.Adopt; a != nil {
				checkID(c, armid.Circuit, a.CircuitID)
				checkID(c, armid.RouteFilter, a.RouteFilterID)
				checkID(c, armid.RouteFilterRule, a.RouteFilterRuleID)
			}
		},
	},
	{
		ID: "peer-circuit-id", Topic: "Ids", Severity: Error, Structural: true,
		What:    "`peerCircuitId` is the ARM id of an ExpressRoute circuit, and `peerCircuitPeeringId` is that of its private peering.",
		Why:     "Global Reach connects the private peerings of two circuits.",
		Fix:     "Copy the id of the other circuit. The id of its private peering ends with `/peerings/AzurePrivatePeering`.",
		Sources: []Source{resourceIDs, globalReachDoc},
		Wrong:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: other-circuit}]",
		Right:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/other}]",
		Check: func(c *Check) {
			for _, conn := range c.Spec.GlobalReachConnections {
				checkID(c, armid.Circuit, conn.PeerCircuitID)
				if id, ok := checkID(c, armid.Peering, conn.PeerCircuitPeeringID); ok && !strings.EqualFold(id.Name, spec.NamePrivatePeering) {
					c.Report(conn.PeerCircuitPeeringID.Path, "%s is not a private peering; Global Reach connects peerings whose id ends with /peerings/%s", Show(conn.PeerCircuitPeeringID), spec.NamePrivatePeering)
				}
			}
		},
	},
	{
		ID: "gateway-id", Topic: "Ids", Severity: Error, Structural: true,
		What:    "`virtualNetworkGatewayId` is the ARM id of a virtual network gateway, and `expressRouteGatewayId` is that of the ExpressRoute gateway of a Virtual WAN hub.",
		Why:     "The two kinds of gateway are connected in different ways, and the connection is created in the gateway's resource group.",
		Fix:     "Copy the id from the gateway's properties, and use the list for its kind of gateway.",
		Sources: []Source{resourceIDs},
		Wrong:   "virtualNetworkGatewayConnections: [{name: a, virtualNetworkGatewayId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/gw}]",
		Right:   "expressRouteConnections: [{name: a, expressRouteGatewayId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/gw}]",
		Check: func(c *Check) {
			for _, g := range c.gateways() {
				checkID(c, g.Type, g.GatewayID)
			}
		},
	},
	{
		ID: "hub-routing-id", Topic: "Ids", Severity: Error,
		What:    "The ids in `routingConfiguration` are those of a Virtual WAN hub's route tables and route maps.",
		Why:     "Virtual WAN looks them up in the hub.",
		Fix:     "Copy the ids from the hub's properties.",
		Sources: []Source{resourceIDs, {"How to configure virtual hub routing", "https://learn.microsoft.com/azure/virtual-wan/how-to-virtual-hub-routing"}},
		Wrong:   "expressRouteConnections:\n- name: a\n  expressRouteGatewayId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/gw\n  routingConfiguration: {associatedRouteTableId: defaultRouteTable}",
		Right:   "expressRouteConnections:\n- name: a\n  expressRouteGatewayId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/gw\n  routingConfiguration: {associatedRouteTableId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualHubs/hub/hubRouteTables/defaultRouteTable}",
		Check: func(c *Check) {
			for _, conn := range c.Spec.ExpressRouteConnections {
				r := conn.Routing
				if r == nil {
					continue
				}
				tables, _ := Items(c, r.PropagatedRouteTableIDs)
				for _, id := range append(tables, r.AssociatedRouteTableID) {
					checkID(c, armid.HubRouteTable, id)
				}
				checkID(c, armid.HubRouteMap, r.InboundRouteMapID)
				checkID(c, armid.HubRouteMap, r.OutboundRouteMapID)
			}
		},
	},
	{
		ID: "id-subscription", Topic: "Ids", Severity: Error,
		What:    "The subscription in an ARM id is a UUID.",
		Why:     "Azure identifies subscriptions by UUID only, and answers a name with InvalidSubscriptionId.",
		Fix:     "Copy the id from the resource's properties. It never contains the display name of the subscription.",
		Sources: []Source{resourceIDs},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/my-subscription/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		Check: func(c *Check) {
			for typ, v := range referredIDs(c.Spec) {
				if s, ok := Get(c, v); ok {
					if id, err := armid.Parse(s, typ); err == nil && !isUUID(id.Subscription) {
						c.Report(v.Path, "the subscription%s is not a UUID; copy the id from the resource's properties", Hint(v, " %s", Quote(id.Subscription)))
					}
				}
			}
		},
	},
}

// referredIDs visits every id of an existing resource with the type it should have.
func referredIDs(s *spec.PeeringStack) iter.Seq2[string, spec.Value[string]] {
	return func(yield func(string, spec.Value[string]) bool) {
		type referred struct {
			typ string
			id  spec.Value[string]
		}
		all := []referred{{armid.Circuit, s.CircuitID}}
		if port := portOf(s); port != nil {
			all = append(all, referred{armid.Port, port.PortID})
		}
		if p := s.MicrosoftPeering; p != nil {
			all = append(all, referred{armid.RouteFilter, p.RouteFilterID})
			if p.IPv6 != nil {
				all = append(all, referred{armid.RouteFilter, p.IPv6.RouteFilterID})
			}
		}
		for _, conn := range s.GlobalReachConnections {
			all = append(all, referred{armid.Circuit, conn.PeerCircuitID}, referred{armid.Peering, conn.PeerCircuitPeeringID})
		}
		for _, g := range s.Gateways() {
			all = append(all, referred{g.Type, g.GatewayID})
		}
		if a := s.Adopt; a != nil {
			all = append(all, referred{armid.Circuit, a.CircuitID}, referred{armid.RouteFilter, a.RouteFilterID}, referred{armid.RouteFilterRule, a.RouteFilterRuleID})
		}
		for _, r := range all {
			if !yield(r.typ, r.id) {
				return
			}
		}
	}
}

// checkID reports a known id that cannot be read as one of the type, and returns one that can.
func checkID(c *Check, typ string, v spec.Value[string]) (armid.ID, bool) {
	s, ok := Get(c, v)
	if !ok {
		return armid.ID{}, false
	}
	id, err := armid.Parse(s, typ)
	if err != nil {
		c.Report(v.Path, "%s is not the id of a resource of type %s%s; such an id looks like %s", Show(v), typ, Hint(v, ": %s", err), armid.Form(typ))
	}
	return id, err == nil
}
