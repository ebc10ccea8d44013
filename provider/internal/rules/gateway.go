package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// maxRoutingWeight is the highest weight of a connection to a gateway.
const maxRoutingWeight = 32000

// Rules on connections to gateways.
var gatewayRules = []Rule{
	{
		ID: "connection-name-repeated", Topic: "Gateway connections", Severity: Error, Structural: true,
		What:    "Names are unique among the Global Reach connections, and among the gateway connections of both kinds. Letter case does not make a difference.",
		Why:     "Resources and outputs are named after them, and Azure ignores letter case in names.",
		Fix:     "Give each connection a name of its own.",
		Sources: []Source{componentDoc},
		Wrong:   "virtualNetworkGatewayConnections:\n- {name: hub, virtualNetworkGatewayId: " + exampleGateway + "}\n- {name: HUB, virtualNetworkGatewayId: " + exampleGateway + "-2}",
		Right:   "virtualNetworkGatewayConnections:\n- {name: hub, virtualNetworkGatewayId: " + exampleGateway + "}\n- {name: spoke, virtualNetworkGatewayId: " + exampleGateway + "-2}",
		Check: func(c *Check) {
			var names []spec.Value[string]
			for _, conn := range c.Spec.GlobalReachConnections {
				names = append(names, conn.Name)
			}
			repeated(c, names, "connection")
			names = nil
			for _, g := range c.gateways() {
				names = append(names, g.Name)
			}
			repeated(c, names, "connection")
		},
	},
	{
		ID: "gateway-private-peering", Topic: "Gateway connections", Severity: Warning, Phase: BeforeAnything,
		What:    "A circuit that is connected to gateways has a private peering.",
		Why:     "Virtual networks are reached over it. Without it, Azure answers ExpressRoutePrivatePeeringConfigIncomplete.",
		Fix:     "Add `privatePeering`. If the carrier runs layer 3 and makes the peerings, set `carrierManagesPeerings: true`. With `circuitId`, the circuit may already have the peering.",
		Needs:   "the circuit of `circuitId`",
		Unseen:  "its private peering is taken to be there",
		Sources: []Source{linkVNetDoc},
		Wrong:   "privatePeering: null\nvirtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   onGateway,
		Check: func(c *Check) {
			g := c.gateways()
			if len(g) == 0 {
				return
			}
			switch {
			case lacksPrivatePeering(c.Spec) && !c.Spec.Circuit.OnPort():
				c.Report(g[0].Path, "the circuit has no privatePeering, and gateways are reached over it; add it, or set carrierManagesPeerings to true if the carrier makes the peerings")
			case showsNoPrivatePeering(c):
				c.Report(g[0].Path, "Azure shows no private peering on the circuit, and gateways are reached over it; "+buildPrivatePeering)
			}
		},
	},
	{
		ID: "port-private-peering", Topic: "Gateway connections", Severity: Error,
		What:    "A circuit on an ExpressRoute Direct port that is connected to gateways or other circuits has a private peering.",
		Why:     "Both are reached over it, and no carrier could make it on a port.",
		Fix:     "Add `privatePeering`.",
		Sources: []Source{linkVNetDoc, directDoc},
		Wrong:   examplePort + "privatePeering: null\n" + onGateway,
		Right:   examplePort + onGateway,
		Check: func(c *Check) {
			if !lacksPrivatePeering(c.Spec) || !c.Spec.Circuit.OnPort() {
				return
			}
			const message = "the circuit has no privatePeering, and %s are reached over it; add it (on a port, no carrier makes it)"
			if len(c.Spec.GlobalReachConnections) > 0 {
				c.Report(c.At("globalReachConnections"), message, "other circuits")
			}
			if g := c.gateways(); len(g) > 0 {
				c.Report(g[0].Path, message, "gateways")
			}
		},
	},
	{
		ID: "peering-disabled-connections", Topic: "Gateway connections", Severity: Warning,
		What:    "The private peering is not `Disabled` if there are connections.",
		Why:     "A disabled peering carries no traffic to gateways or other circuits.",
		Fix:     "Leave `state` out, or set it to `Enabled`.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "privatePeering: {state: Disabled}\n" + onGateway,
		Right:   "privatePeering: {state: Enabled}\n" + onGateway,
		Check: func(c *Check) {
			p := c.Spec.PrivatePeering
			if p == nil || len(c.Spec.GlobalReachConnections)+len(c.gateways()) == 0 {
				return
			}
			if state, ok := Get(c, p.State); ok && state == "Disabled" {
				c.Report(p.State.Path, "the peering is Disabled, but connections use it, so they carry no traffic; leave state out, or set it to Enabled")
			}
		},
	},
	{
		ID: "gateway-repeated", Topic: "Gateway connections", Severity: Error,
		What:    "A gateway has at most one connection to the circuit.",
		Why:     "Azure refuses a second connection between the same two.",
		Fix:     "Keep one of the connections.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "virtualNetworkGatewayConnections:\n- {name: a, virtualNetworkGatewayId: " + exampleGateway + "}\n- {name: b, virtualNetworkGatewayId: " + exampleGateway + "}",
		Right:   onGateway,
		Check: func(c *Check) {
			first := map[string]string{}
			for _, g := range c.gateways() {
				id, ok := Get(c, g.GatewayID)
				if _, err := armid.Parse(id, g.Type); !ok || err != nil {
					continue
				}
				if earlier, seen := first[strings.ToLower(id)]; seen {
					c.Report(g.GatewayID.Path, "%s connects to the same gateway; keep one of the two", earlier)
					continue
				}
				first[strings.ToLower(id)] = g.Path
			}
		},
	},
	{
		ID: "gateway-routing-weight", Topic: "Gateway connections", Severity: Error,
		What:    "`routingWeight` is from 0 to 32000.",
		Why:     "Azure accepts no other weight. Of connections to the same prefixes, the one with the highest weight wins. Connections of equal weight share the traffic (ECMP).",
		Fix:     "Give the preferred connection the higher weight.",
		Sources: []Source{linkVNetDoc, {"AVM module avm-res-network-expressroutecircuit", "https://github.com/Azure/terraform-azurerm-avm-res-network-expressroutecircuit"}},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, routingWeight: 32001, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, routingWeight: 32000, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Check: func(c *Check) {
			for _, g := range c.gateways() {
				if weight, ok := Get(c, g.RoutingWeight); ok && (weight < 0 || weight > maxRoutingWeight) {
					c.Report(g.RoutingWeight.Path, "%s is outside 0 to %d; give the preferred connection the higher weight: of connections to the same prefixes the highest weight wins, and equal weights share the traffic (ECMP)", Show(g.RoutingWeight), maxRoutingWeight)
				}
			}
		},
	},
	{
		ID: "gateway-private-link-fastpath", Topic: "Gateway connections", Severity: Error,
		What:    "`enablePrivateLinkFastPath` is used with `expressRouteGatewayBypass` only.",
		Why:     "It extends FastPath to private endpoints, and `expressRouteGatewayBypass` turns FastPath on.",
		Fix:     "Set `expressRouteGatewayBypass: true`, or leave `enablePrivateLinkFastPath` out.",
		Sources: []Source{fastPathDoc},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, enablePrivateLinkFastPath: true, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, enablePrivateLinkFastPath: true, expressRouteGatewayBypass: true, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Check: func(c *Check) {
			for _, g := range c.Spec.VirtualNetworkGatewayConnections {
				enabled, ok := Get(c, g.PrivateLinkFastPath)
				if !ok || !enabled {
					continue
				}
				if bypass, known := Get(c, g.GatewayBypass); !g.GatewayBypass.Given() || known && !bypass {
					c.Report(g.PrivateLinkFastPath.Path, "FastPath to private endpoints needs FastPath itself; set expressRouteGatewayBypass to true, or leave enablePrivateLinkFastPath out")
				}
			}
		},
	},
	{
		ID: "gateway-key", Topic: "Gateway connections", Severity: Warning,
		What:    "`authorizationKey` of a gateway connection is a UUID.",
		Why:     "Azure hands out UUIDs, though other keys have worked in recorded traffic.",
		Fix:     "Compare the key with that of the circuit's authorization.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, authorizationKey: key, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, authorizationKey: 00000000-0000-0000-0000-00000000000a, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Check: func(c *Check) {
			for _, key := range gatewayKeys(c.Spec) {
				authorizationKey(c, key)
			}
		},
	},
	{
		ID: "gateway-key-missing", Topic: "Gateway connections", Severity: Error,
		What:    "A connection to a gateway of another subscription has its `authorizationKey`.",
		Why:     "Azure requires it. (The subscription of the circuit is known with `circuitId` and `adopt` only.)",
		Fix:     "Have the owner of the circuit make an authorization for the connection, and give its key: one key, one connection.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onGateway,
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onGateway,
		Check: func(c *Check) {
			own, known := ownCircuit(c)
			for _, g := range c.gateways() {
				s, ok := Get(c, g.GatewayID)
				if !known || !ok || g.AuthorizationKey.Given() {
					continue
				}
				if id, err := armid.Parse(s, g.Type); err == nil && !strings.EqualFold(id.Subscription, own.Subscription) {
					c.Report(g.GatewayID.Path, "the gateway is in another subscription than the circuit, and authorizationKey is missing; have the owner of the circuit make an authorization, and give its key")
				}
			}
		},
	},
}

// lacksPrivatePeering reports whether a circuit is made here, and neither the stack nor a carrier makes its private peering.
func lacksPrivatePeering(s *spec.PeeringStack) bool {
	return s.Circuit != nil && s.PrivatePeering == nil && !s.CarrierManagesPeerings.V
}

// showsNoPrivatePeering reports whether the circuit of circuitId, which the stack builds no private peering on, has none.
func showsNoPrivatePeering(c *Check) bool {
	s := c.Spec
	if !s.CircuitID.Known() || s.PrivatePeering != nil || s.CarrierManagesPeerings.V {
		return false
	}
	circuit, found := See(c, s.CircuitID.Path, c.World.Circuit)
	return found && circuit.Private == nil
}

const buildPrivatePeering = "build it with privatePeering, here or in another stack, or set carrierManagesPeerings to true if the carrier makes the peerings"
