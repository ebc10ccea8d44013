package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// slowSKUs are the SKUs of gateways that have no FastPath. Others have it, or may have it: a scalable gateway does with ten
// scale units.
var slowSKUs = []string{"Standard", "HighPerformance", "ErGw1AZ", "ErGw2AZ"}

// maxHubCircuits is how many circuits a gateway of a Virtual WAN hub takes, at different peering locations.
const maxHubCircuits = 8

const (
	needsGateways  = "the gateways"
	unseenGateways = "the rule is silent, and Azure refuses the connection"
	aGateway       = exampleGateway + ": "
)

var hubDoc = Source{"About ExpressRoute connections in Virtual WAN", "https://learn.microsoft.com/azure/virtual-wan/virtual-wan-expressroute-about"}

// Rules on gateways as Azure has them.
var gatewayThereRules = []Rule{
	{
		ID: "gateway-not-found", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything, WarnsInPreview: true,
		What:    "A gateway that is connected to the circuit exists.",
		Why:     "The connection would fail after everything before it has been made. In a preview the gateway may still be missing, because the same program can make it.",
		Fix:     "Check the id. If the program makes the gateway, use the id from its output.",
		Needs:   needsGateways,
		Unseen:  "the gateway is taken to be there",
		Sources: []Source{linkVNetDoc},
		Wrong:   onGateway + "\nazure: {gateways: {" + aGateway + "{missing: ResourceNotFound}}}",
		Right:   onGateway + "\nazure: {gateways: {" + aGateway + "{found: {type: ExpressRoute}}}}",
		Check: func(c *Check) {
			for _, g := range c.gateways() {
				if id, known := Get(c, g.GatewayID); known {
					if f := c.World.Gateway(id); f.State == azure.Missing {
						c.Report(g.GatewayID.Path, "Azure does not have the gateway: %s; check the id, or make the gateway first", brief(f.Why))
					} else {
						See(c, g.GatewayID.Path, f)
					}
				}
			}
		},
	},
	{
		ID: "gateway-type", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "The gateway of a virtual network is of type `ExpressRoute`.",
		Why:     "A VPN gateway does not connect circuits. A virtual network can have one gateway of each type.",
		Fix:     "Give the id of the ExpressRoute gateway, or create one in addition to the VPN gateway.",
		Needs:   needsGateways,
		Unseen:  unseenGateways,
		Sources: []Source{{"About ExpressRoute virtual network gateways", "https://learn.microsoft.com/azure/expressroute/expressroute-about-virtual-network-gateways"}},
		Wrong:   onGateway + "\nazure: {gateways: {" + aGateway + "{found: {type: Vpn}}}}",
		Right:   onGateway + "\nazure: {gateways: {" + aGateway + "{found: {type: ExpressRoute}}}}",
		Check: func(c *Check) {
			for _, g := range c.gateways() {
				if g.Type != armid.VirtualNetworkGateway {
					continue
				}
				if gateway, found := seeGateway(c, g.GatewayID); found && !strings.EqualFold(gateway.Type, "ExpressRoute") {
					c.Report(g.GatewayID.Path, "the gateway is of type %s, and a circuit connects to gateways of type ExpressRoute only; give the id of the ExpressRoute gateway", Quote(gateway.Type))
				}
			}
		},
	},
	{
		ID: "gateway-location", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "The `location` of a gateway connection is that of its gateway.",
		Why:     "Azure makes the connection in the gateway's region only.",
		Fix:     "Leave `location` out. It is then read from the gateway.",
		Needs:   needsGateways,
		Unseen:  "the connection gets `location`, or the stack's where it has none",
		Sources: []Source{linkVNetDoc},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, location: westus, virtualNetworkGatewayId: " + exampleGateway + "}]\nazure: {gateways: {" + aGateway + "{found: {type: ExpressRoute, location: westeurope}}}}",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, location: West Europe, virtualNetworkGatewayId: " + exampleGateway + "}]\nazure: {gateways: {" + aGateway + "{found: {type: ExpressRoute, location: westeurope}}}}",
		Check: func(c *Check) {
			for _, g := range c.Spec.VirtualNetworkGatewayConnections {
				location, known := Get(c, g.Location)
				if !known {
					continue
				}
				if gateway, found := seeGateway(c, g.GatewayID); found && gateway.Location != "" && !sameLocation(location, gateway.Location) {
					c.Report(g.Location.Path, "the gateway is in %s, and its connections must be in the same region; leave location out", gateway.Location)
				}
			}
		},
	},
	{
		ID: "gateway-fastpath-sku", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "`expressRouteGatewayBypass` is used only with a gateway whose SKU has FastPath: UltraPerformance, ErGw3AZ, or ErGwScale with 10 or more scale units.",
		Why:     "Azure refuses FastPath on smaller gateways.",
		Fix:     "Leave `expressRouteGatewayBypass` out, or upgrade the gateway.",
		Needs:   needsGateways,
		Unseen:  unseenGateways,
		Sources: []Source{fastPathDoc},
		Wrong:   withBypass + "\nazure: {gateways: {" + aGateway + "{found: {type: ExpressRoute, sku: ErGw1AZ}}}}",
		Right:   withBypass + "\nazure: {gateways: {" + aGateway + "{found: {type: ExpressRoute, sku: ErGw3AZ}}}}",
		Check: func(c *Check) {
			for _, g := range c.gateways() {
				bypass, known := Get(c, g.GatewayBypass)
				if !known || !bypass || g.Type != armid.VirtualNetworkGateway {
					continue
				}
				if gateway, found := seeGateway(c, g.GatewayID); found && containsFold(slowSKUs, gateway.SKU) {
					c.Report(g.GatewayBypass.Path, "the gateway's SKU is %s, which has no FastPath; leave expressRouteGatewayBypass out, or upgrade the gateway to ErGw3AZ, UltraPerformance or ErGwScale", gateway.SKU)
				}
			}
		},
	},
	{
		ID: "gateway-private-link-carrier", Topic: "What Azure says", Severity: Warning, Phase: BeforeAnything,
		What:    "`enablePrivateLinkFastPath` is used only with a circuit on an ExpressRoute Direct port.",
		Why:     "Azure offers FastPath to private endpoints on ports only, and after enrolment. On a circuit at a carrier it has no effect, or is refused.",
		Fix:     "Leave `enablePrivateLinkFastPath` out for a circuit at a carrier.",
		Needs:   "the circuit of `circuitId`",
		Unseen:  "the rule is silent",
		Sources: []Source{fastPathDoc},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   examplePort + "virtualNetworkGatewayConnections: [{name: hub, expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Check: func(c *Check) {
			for _, g := range c.Spec.VirtualNetworkGatewayConnections {
				if on, known := Get(c, g.PrivateLinkFastPath); known && on && atCarrier(c) {
					c.Report(g.PrivateLinkFastPath.Path, "the circuit is at a carrier, and Azure offers FastPath to private endpoints on ExpressRoute Direct ports only; leave enablePrivateLinkFastPath out")
				}
			}
		},
	},
	{
		ID: "gateway-circuits", Topic: "What Azure says", Severity: Warning, Phase: BeforeAnything,
		What:    "A gateway of a Virtual WAN hub is connected to at most 8 circuits.",
		Why:     "That is what Azure documents for circuits at different peering locations; at one peering location it is 4. (Azure does not list the connections of a virtual network's gateway with it.)",
		Fix:     "Remove a connection that is no longer needed, or connect the circuit to another hub.",
		Needs:   needsGateways,
		Unseen:  unseenGateways,
		Sources: []Source{hubDoc},
		Wrong:   onHub + "\nazure: {gateways: {" + exampleHub + ": {found: {connections: [{circuit: a}, {circuit: b}, {circuit: c}, {circuit: d}, {circuit: e}, {circuit: f}, {circuit: g}, {circuit: h}]}}}}",
		Right:   onHub + "\nazure: {gateways: {" + exampleHub + ": {found: {connections: [{circuit: a}, {circuit: b}, {circuit: c}, {circuit: d}, {circuit: e}, {circuit: f}, {circuit: g}]}}}}",
		Check: func(c *Check) {
			for _, g := range c.Spec.ExpressRouteConnections {
				gateway, found := seeGateway(c, g.GatewayID)
				if !found {
					continue
				}
				others := 0
				for _, connection := range gateway.Connections {
					if !ownPeering(c, connection.Circuit) {
						others++
					}
				}
				if others >= maxHubCircuits {
					c.Report(g.GatewayID.Path, "the gateway is connected to %d other circuits, and Azure documents %d for each; remove one, or connect this circuit to another hub", others, maxHubCircuits)
				}
			}
		},
	},
}

const (
	withBypass = "virtualNetworkGatewayConnections: [{name: hub, expressRouteGatewayBypass: true, virtualNetworkGatewayId: " + exampleGateway + "}]"
	exampleHub = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/gw"
	onHub      = namedCircuit + "circuit: {name: c}\nexpressRouteConnections: [{name: hub, expressRouteGatewayId: " + exampleHub + "}]"
)

// atCarrier reports whether the circuit is known to be one of a carrier.
func atCarrier(c *Check) bool {
	if c.Spec.Circuit != nil {
		return c.Spec.Circuit.ServiceProvider != nil
	}
	circuit, found := See(c, c.Spec.CircuitID.Path, c.World.Circuit)
	return found && circuit.PortID == ""
}

// seeGateway is a gateway with a known id that was found.
func seeGateway(c *Check, id spec.Value[string]) (*azure.Gateway, bool) {
	if !id.Known() {
		return nil, false
	}
	return See(c, id.Path, c.World.Gateway(id.V))
}

// ownPeering reports whether the id is that of the private peering of the stack's circuit.
func ownPeering(c *Check, id string) bool {
	circuit := c.World.Circuit.Value
	return circuit != nil && armid.Same(id, spec.PeerPeering(circuit.ID, "")) || c.Spec.CircuitID.Known() && armid.Same(id, spec.PeerPeering(c.Spec.CircuitID.V, ""))
}

func containsFold(all []string, s string) bool {
	for _, a := range all {
		if strings.EqualFold(a, s) {
			return true
		}
	}
	return false
}
