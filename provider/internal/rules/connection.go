package rules

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Azure's limits on what hangs off a circuit.
const (
	maxAuthorizations = 10
	maxRoutingWeight  = 32000
)

// Lengths of the prefix of a Global Reach connection: Microsoft takes two tunnels' addresses out of it.
const (
	globalReachIPv4 = 29
	globalReachIPv6 = 125
)

// Rules on authorizations.
var authorizationRules = []Rule{
	{
		ID: "authorization-limit", Topic: "Authorizations", Severity: Error,
		What:    "A circuit has at most 10 authorizations.",
		Why:     "Azure makes no more.",
		Fix:     "Remove those whose connections are gone.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "authorizations: [a, b, c, d, e, f, g, h, i, j, k]",
		Right:   "authorizations: [a, b, c, d, e, f, g, h, i, j]",
		Check: func(c *Check) {
			if n := len(c.Spec.Authorizations.Items); n > maxAuthorizations {
				c.Report(c.Spec.Authorizations.Path, "there are %d authorizations where a circuit takes %d; remove those whose connections are gone", n, maxAuthorizations)
			}
		},
	},
	{
		ID: "authorization-repeated", Topic: "Authorizations", Severity: Error, Structural: true,
		What:    "Each name in `authorizations` stands there once, letter case aside.",
		Why:     "The name is the authorization's name in Azure, which compares names without letter case.",
		Fix:     "Give each a name of its own: a connection redeems one authorization.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "authorizations: [branch, Branch]",
		Right:   "authorizations: [branch, hub]",
		Check: func(c *Check) {
			names, _ := Items(c, c.Spec.Authorizations)
			repeated(c, names, "authorization")
		},
	},
}

// Rules on Global Reach connections.
var globalReachRules = []Rule{
	{
		ID: "global-reach-peer", Topic: "Global Reach", Severity: Error, Structural: true,
		What:    "A Global Reach connection has exactly one of `peerCircuitId` and `peerCircuitPeeringId`.",
		Why:     "Both name the other side.",
		Fix:     "Give the other circuit's id, or that of its private peering.",
		Sources: []Source{globalReachDoc},
		Wrong:   "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29}]",
		Right:   onPeer,
		Check: func(c *Check) {
			for i, conn := range c.Spec.GlobalReach() {
				switch circuit, peering := conn.PeerCircuitID.Given(), conn.PeerCircuitPeeringID.Given(); {
				case circuit && peering:
					c.Report(conn.PeerCircuitPeeringID.Path, "peerCircuitId and peerCircuitPeeringId are both given; keep one of them")
				case !circuit && !peering:
					c.Report(spec.Item("privatePeering.connections", i), "neither peerCircuitId nor peerCircuitPeeringId is given; give the id of the other circuit")
				}
			}
		},
	},
	{
		ID: "global-reach-own-circuit", Topic: "Global Reach", Severity: Error,
		What:    "A Global Reach connection leads to another circuit.",
		Why:     "A circuit cannot be connected to itself.",
		Fix:     "Give the id of the other circuit.",
		Sources: []Source{globalReachDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/other\n" + onPeer,
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onPeer,
		Check: func(c *Check) {
			own, known := ownCircuit(c)
			for _, conn := range c.Spec.GlobalReach() {
				if peer, path, ok := peerPeering(c, conn); known && ok && armid.Same(peer, spec.PeerPeering(own.String(), "")) {
					c.Report(path, "it is the circuit of this stack; give the id of another circuit")
				}
			}
		},
	},
	{
		ID: "global-reach-peer-repeated", Topic: "Global Reach", Severity: Error,
		What:    "Two circuits have one Global Reach connection.",
		Why:     "Azure makes no second one, from neither side.",
		Fix:     "Keep one of the connections.",
		Sources: []Source{globalReachDoc},
		Wrong:   "privatePeering:\n  connections:\n  - {name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}\n  - {name: b, addressPrefix: 192.168.8.8/29, peerCircuitPeeringId: " + examplePeer + "/peerings/AzurePrivatePeering}",
		Right:   "privatePeering:\n  connections:\n  - {name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}\n  - {name: b, addressPrefix: 192.168.8.8/29, peerCircuitId: " + examplePeer + "-2}",
		Check: func(c *Check) {
			first := map[string]string{}
			for i, conn := range c.Spec.GlobalReach() {
				peer, path, ok := peerPeering(c, conn)
				if !ok {
					continue
				}
				if earlier, seen := first[strings.ToLower(peer)]; seen {
					c.Report(path, "%s leads to the same circuit; keep one of the two", earlier)
					continue
				}
				first[strings.ToLower(peer)] = spec.Item("privatePeering.connections", i)
			}
		},
	},
	{
		ID: "global-reach-prefix", Topic: "Global Reach", Severity: Error,
		What:    "`addressPrefix` is an IPv4 /29, `ipv6AddressPrefix` an IPv6 /125, each without host bits.",
		Why:     "Microsoft takes the addresses of two tunnels between its routers out of it.",
		Fix:     "Give a prefix of that length that is used nowhere else.",
		Sources: []Source{globalReachDoc},
		Wrong:   "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/30, peerCircuitId: " + examplePeer + "}]",
		Right:   onPeer,
		Check: func(c *Check) {
			for _, p := range globalReachPrefixes(c.Spec) {
				if _, known := Get(c, p.Value); !known {
					continue
				}
				want := globalReachIPv4
				if p.IPv6 {
					want = globalReachIPv6
				}
				switch {
				case p.err != nil:
					reportFormat(c, p.Value, p.err, fmt.Sprintf("%s/%d", map[bool]string{false: "192.168.8.0", true: "fd00:8::"}[p.IPv6], want))
				case p.prefix.Addr().Is4() == p.IPv6:
					c.Report(p.Path, "%s is of the other address family; addressPrefix takes IPv4, ipv6AddressPrefix takes IPv6", Show(p.Value))
				case p.prefix.Bits() != want:
					c.Report(p.Path, "%s is not a /%d; Global Reach takes a /%d in IPv4 and a /%d in IPv6", Show(p.Value), want, globalReachIPv4, globalReachIPv6)
				case p.prefix != p.prefix.Masked():
					c.Report(p.Path, "%s has host bits set; give the network address%s", Show(p.Value), Hint(p.Value, ", %s", p.prefix.Masked()))
				}
			}
		},
	},
	{
		ID: "global-reach-prefix-overlap", Topic: "Global Reach", Severity: Error,
		What:    "The prefixes of Global Reach connections overlap no link prefix, none of `reservedAddressSpaces` and none of each other.",
		Why:     "Azure refuses addresses that are in use; what it cannot see becomes unreachable.",
		Fix:     "Choose prefixes that are used nowhere else.",
		Sources: []Source{globalReachDoc},
		Wrong:   "reservedAddressSpaces: [192.168.8.0/24]\n" + onPeer,
		Right:   "reservedAddressSpaces: [192.168.9.0/24]\n" + onPeer,
		Check: func(c *Check) {
			type taken struct {
				prefix netip.Prefix
				value  spec.Value[string]
			}
			var others []taken
			for _, l := range c.links {
				if p, ok := l.parsed(c); ok {
					others = append(others, taken{p, l.Prefix})
				}
			}
			spaces, _ := Items(c, c.Spec.ReservedAddressSpaces)
			for _, space := range spaces {
				if p, err := link.ParsePrefix(space.V); err == nil {
					others = append(others, taken{p, space})
				}
			}
			for _, p := range globalReachPrefixes(c.Spec) {
				if _, known := Get(c, p.Value); !known || p.err != nil {
					continue
				}
				for _, other := range others {
					if other.prefix.Overlaps(p.prefix) {
						c.Report(p.Path, "%s overlaps %s of %s; choose a prefix that is used nowhere else", Show(p.Value), Show(other.value), other.value.Path)
					}
				}
				others = append(others, taken{p.prefix, p.Value})
			}
		},
	},
	{
		ID: "global-reach-key", Topic: "Global Reach", Severity: Error,
		What:    "`authorizationKey` of a Global Reach connection is a UUID.",
		Why:     "Azure makes authorization keys as UUIDs.",
		Fix:     "Copy the key from the other circuit's authorization.",
		Sources: []Source{globalReachDoc},
		Wrong:   "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + ", authorizationKey: key}]",
		Right:   "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + ", authorizationKey: 00000000-0000-0000-0000-00000000000a}]",
		Check: func(c *Check) {
			for _, conn := range c.Spec.GlobalReach() {
				authorizationKey(c, conn.AuthorizationKey)
			}
		},
	},
	{
		ID: "global-reach-key-missing", Topic: "Global Reach", Severity: Warning,
		What:    "A Global Reach connection to a circuit of another subscription has its `authorizationKey`.",
		Why:     "Azure asks for it. (Which subscription this circuit has can be seen with `circuitId` and `adopt` only.)",
		Fix:     "Have the owner of the other circuit make an authorization, and give its key.",
		Sources: []Source{globalReachDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onPeer,
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onPeer,
		Check: func(c *Check) {
			own, known := ownCircuit(c)
			for _, conn := range c.Spec.GlobalReach() {
				peer, path, ok := peerPeering(c, conn)
				if !known || !ok || conn.AuthorizationKey.Given() {
					continue
				}
				if id, err := armid.Parse(peer, armid.Peering); err == nil && !strings.EqualFold(id.Subscription, own.Subscription) {
					c.Report(path, "it is in another subscription than this circuit, and authorizationKey is missing; give the key of an authorization of that circuit")
				}
			}
		},
	},
	{
		ID: "global-reach-local", Topic: "Global Reach", Severity: Error,
		What:    "A Local circuit has no Global Reach connection.",
		Why:     "Global Reach needs Standard or Premium; Premium on both circuits when they are in different geopolitical regions.",
		Fix:     "Use `skuTier: Standard` or `Premium`.",
		Sources: []Source{faqDoc, globalReachDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}\n" + onPeer,
		Right:   "circuit: {skuTier: Standard}\n" + onPeer,
		Check: func(c *Check) {
			if circuit := c.Spec.Circuit; circuit != nil && len(c.Spec.GlobalReach()) > 0 {
				if tier, ok := Get(c, circuit.SkuTier); ok && tier == spec.TierLocal {
					c.Report("privatePeering.connections", "Global Reach is not there for a circuit of tier %s; use Standard or Premium", Show(circuit.SkuTier))
				}
			}
		},
	},
	{
		ID: "global-reach-ipv6-on-port", Topic: "Global Reach", Severity: Error,
		What:    "A circuit on an ExpressRoute Direct port has no `ipv6AddressPrefix`.",
		Why:     "Azure connects IPv6 over Global Reach only between circuits of carriers.",
		Fix:     "Leave `ipv6AddressPrefix` out.",
		Sources: []Source{{"azurerm_express_route_circuit_connection", "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/express_route_circuit_connection"}},
		Wrong:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}\n" + onPeerIPv6,
		Right:   onPeerIPv6,
		Check: func(c *Check) {
			if c.Spec.Circuit == nil || !c.Spec.Circuit.OnPort() {
				return
			}
			for _, conn := range c.Spec.GlobalReach() {
				if conn.IPv6AddressPrefix.Given() {
					c.Report(conn.IPv6AddressPrefix.Path, "IPv6 over Global Reach is not there for a circuit on an ExpressRoute Direct port; leave ipv6AddressPrefix out")
				}
			}
		},
	},
	{
		ID: "global-reach-disabled", Topic: "Global Reach", Severity: Error,
		What:    "`circuit.globalReachEnabled` is not `false` beside Global Reach connections.",
		Why:     "The two contradict each other, and Azure sets it once a connection is there.",
		Fix:     "Leave `globalReachEnabled` out, or remove the connections.",
		Sources: []Source{globalReachDoc},
		Wrong:   "circuit: {globalReachEnabled: false}\n" + onPeer,
		Right:   "circuit: {globalReachEnabled: true}\n" + onPeer,
		Check: func(c *Check) {
			if circuit := c.Spec.Circuit; circuit != nil && len(c.Spec.GlobalReach()) > 0 {
				if enabled, ok := Get(c, circuit.GlobalReachEnabled); ok && !enabled {
					c.Report(circuit.GlobalReachEnabled.Path, "%s contradicts privatePeering.connections; leave it out, or remove the connections", Show(circuit.GlobalReachEnabled))
				}
			}
		},
	},
}

// Rules on connections to gateways.
var gatewayRules = []Rule{
	{
		ID: "connection-name-repeated", Topic: "Gateway connections", Severity: Error, Structural: true,
		What:    "Names are unique, letter case aside, among the Global Reach connections and among the gateway connections of both kinds.",
		Why:     "Resources and outputs go by them, and Azure compares names without letter case.",
		Fix:     "Give each connection a name of its own.",
		Sources: []Source{componentDoc},
		Wrong:   "virtualNetworkGatewayConnections:\n- {name: hub, virtualNetworkGatewayId: " + exampleGateway + "}\n- {name: HUB, virtualNetworkGatewayId: " + exampleGateway + "-2}",
		Right:   "virtualNetworkGatewayConnections:\n- {name: hub, virtualNetworkGatewayId: " + exampleGateway + "}\n- {name: spoke, virtualNetworkGatewayId: " + exampleGateway + "-2}",
		Check: func(c *Check) {
			var names []spec.Value[string]
			for _, conn := range c.Spec.GlobalReach() {
				names = append(names, conn.Name)
			}
			repeated(c, names, "connection")
			names = nil
			for _, g := range c.Spec.Gateways() {
				names = append(names, g.Name)
			}
			repeated(c, names, "connection")
		},
	},
	{
		ID: "gateway-private-peering", Topic: "Gateway connections", Severity: Error,
		What:    "A circuit that is connected to gateways has a private peering.",
		Why:     "Virtual networks are reached over it; Azure answers ExpressRoutePrivatePeeringConfigIncomplete without.",
		Fix:     "Add `privatePeering`. With `circuitId` it may exist on the circuit already.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "privatePeering: null\nvirtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   onGateway,
		Check: func(c *Check) {
			if g := c.Spec.Gateways(); len(g) > 0 && c.Spec.Circuit != nil && c.Spec.PrivatePeering == nil {
				c.Report(g[0].Path, "the circuit has no privatePeering, over which gateways are reached; add it")
			}
		},
	},
	{
		ID: "peering-disabled-connections", Topic: "Gateway connections", Severity: Warning,
		What:    "The private peering is not `Disabled` beside connections.",
		Why:     "Nothing reaches gateways or other circuits over it then.",
		Fix:     "Leave `state` out, or set it to `Enabled`.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "privatePeering: {state: Disabled}\n" + onGateway,
		Right:   "privatePeering: {state: Enabled}\n" + onGateway,
		Check: func(c *Check) {
			p := c.Spec.PrivatePeering
			if p == nil || len(p.Connections)+len(c.Spec.Gateways()) == 0 {
				return
			}
			if state, ok := Get(c, p.State); ok && state == "Disabled" {
				c.Report(p.State.Path, "the peering is Disabled, and connections use it; nothing reaches them")
			}
		},
	},
	{
		ID: "gateway-repeated", Topic: "Gateway connections", Severity: Error,
		What:    "A gateway is connected to the circuit once.",
		Why:     "Azure refuses a second connection between the same two.",
		Fix:     "Keep one of the connections.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "virtualNetworkGatewayConnections:\n- {name: a, virtualNetworkGatewayId: " + exampleGateway + "}\n- {name: b, virtualNetworkGatewayId: " + exampleGateway + "}",
		Right:   onGateway,
		Check: func(c *Check) {
			first := map[string]string{}
			for _, g := range c.Spec.Gateways() {
				id, ok := Get(c, g.GatewayID)
				if _, err := armid.Parse(id, g.Type); !ok || err != nil {
					continue
				}
				if earlier, seen := first[strings.ToLower(id)]; seen {
					c.Report(g.GatewayID.Path, "%s leads to the same gateway; keep one of the two", earlier)
					continue
				}
				first[strings.ToLower(id)] = g.Path
			}
		},
	},
	{
		ID: "gateway-routing-weight", Topic: "Gateway connections", Severity: Error,
		What:    "`routingWeight` is 0 to 32000.",
		Why:     "Azure takes no other weight.",
		Fix:     "Give the preferred connection the higher weight.",
		Sources: []Source{linkVNetDoc, {"AVM module avm-res-network-expressroutecircuit", "https://github.com/Azure/terraform-azurerm-avm-res-network-expressroutecircuit"}},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, routingWeight: 32001, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, routingWeight: 32000, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Check: func(c *Check) {
			for _, g := range c.Spec.Gateways() {
				if weight, ok := Get(c, g.RoutingWeight); ok && (weight < 0 || weight > maxRoutingWeight) {
					c.Report(g.RoutingWeight.Path, "%s is outside 0 to %d; the highest weight carries the traffic", Show(g.RoutingWeight), maxRoutingWeight)
				}
			}
		},
	},
	{
		ID: "gateway-private-link-fastpath", Topic: "Gateway connections", Severity: Error,
		What:    "`enablePrivateLinkFastPath` comes with `expressRouteGatewayBypass`.",
		Why:     "It extends FastPath to private endpoints, and FastPath is the bypass.",
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
					c.Report(g.PrivateLinkFastPath.Path, "FastPath to private endpoints needs FastPath itself; set expressRouteGatewayBypass to true, or leave this out")
				}
			}
		},
	},
	{
		ID: "gateway-key", Topic: "Gateway connections", Severity: Error,
		What:    "`authorizationKey` of a gateway connection is a UUID.",
		Why:     "Azure makes authorization keys as UUIDs.",
		Fix:     "Copy the key from the circuit's authorization.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, authorizationKey: key, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, authorizationKey: 00000000-0000-0000-0000-00000000000a, virtualNetworkGatewayId: " + exampleGateway + "}]",
		Check: func(c *Check) {
			for _, g := range c.Spec.Gateways() {
				authorizationKey(c, g.AuthorizationKey)
			}
		},
	},
	{
		ID: "gateway-key-missing", Topic: "Gateway connections", Severity: Warning,
		What:    "A connection to a gateway of another subscription has its `authorizationKey`.",
		Why:     "Azure asks for it. (Which subscription the circuit has can be seen with `circuitId` and `adopt` only.)",
		Fix:     "Give the key of one of the circuit's authorizations.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onGateway,
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onGateway,
		Check: func(c *Check) {
			own, known := ownCircuit(c)
			for _, g := range c.Spec.Gateways() {
				s, ok := Get(c, g.GatewayID)
				if !known || !ok || g.AuthorizationKey.Given() {
					continue
				}
				if id, err := armid.Parse(s, g.Type); err == nil && !strings.EqualFold(id.Subscription, own.Subscription) {
					c.Report(g.GatewayID.Path, "the gateway is in another subscription than the circuit, and authorizationKey is missing; give the key of an authorization of the circuit")
				}
			}
		},
	},
}

// Parts of examples.
const (
	examplePeer    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/other"
	exampleGateway = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/gw"
	onPeer         = "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}]"
	onPeerIPv6     = "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29, ipv6AddressPrefix: 'fd00:8::/125', peerCircuitId: " + examplePeer + "}]"
	onGateway      = "virtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + "}]"
)

// repeated reports every known name that an earlier one has, too.
func repeated(c *Check, names []spec.Value[string], what string) {
	first := map[string]string{}
	for _, v := range names {
		name, ok := Get(c, v)
		if !ok {
			continue
		}
		if earlier, seen := first[strings.ToLower(name)]; seen {
			c.Report(v.Path, "%s is the name of %s already; give each %s a name of its own", Show(v), earlier, what)
			continue
		}
		first[strings.ToLower(name)] = v.Path
	}
}

// ownCircuit is the id of the stack's circuit where that exists and is known.
func ownCircuit(c *Check) (armid.ID, bool) {
	v := c.Spec.CircuitID
	if c.Spec.Adopt != nil {
		v = c.Spec.Adopt.CircuitID
	}
	if !v.Known() {
		return armid.ID{}, false
	}
	id, err := armid.Parse(v.V, armid.Circuit)
	return id, err == nil
}

// peerPeering is the id of the peering that a connection leads to, with the path of the property that says so.
func peerPeering(c *Check, conn spec.GlobalReachConnection) (id, path string, known bool) {
	v := conn.PeerCircuitPeeringID
	if !v.Given() {
		v = conn.PeerCircuitID
	}
	s, ok := Get(c, v)
	if ok && !conn.PeerCircuitPeeringID.Given() {
		s = spec.PeerPeering(s, "")
	}
	return s, v.Path, ok && v.V != ""
}

// globalReachPrefix is a prefix of a Global Reach connection, read.
type globalReachPrefix struct {
	spec.Value[string]
	IPv6   bool
	prefix netip.Prefix
	err    error
}

func globalReachPrefixes(s *spec.PeeringStack) []globalReachPrefix {
	var all []globalReachPrefix
	for _, conn := range s.GlobalReach() {
		for i, v := range []spec.Value[string]{conn.AddressPrefix, conn.IPv6AddressPrefix} {
			if v.Given() {
				p := globalReachPrefix{Value: v, IPv6: i == 1}
				if v.Known() {
					p.prefix, p.err = link.ParsePrefix(v.V)
				}
				all = append(all, p)
			}
		}
	}
	return all
}

// authorizationKey reports a key that cannot be one, and says nothing of it.
func authorizationKey(c *Check, v spec.Value[string]) {
	if key, ok := Get(c, v); ok && !uuid.MatchString(key) {
		c.Report(v.Path, "the key is not a UUID; copy it from the authorization")
	}
}
