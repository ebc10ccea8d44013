package rules

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Lengths of the prefix of a Global Reach connection: Microsoft takes two tunnels' addresses out of it.
const (
	globalReachIPv4 = 29
	globalReachIPv6 = 125
)

// Rules on Global Reach connections.
var globalReachRules = []Rule{
	{
		ID: "global-reach-peer", Topic: "Global Reach", Severity: Error, Structural: true,
		What:    "A Global Reach connection has exactly one of `peerCircuitId` and `peerCircuitPeeringId`.",
		Why:     "Both name the circuit at the other end.",
		Fix:     "Give the id of the other circuit, or the id of its private peering.",
		Sources: []Source{globalReachDoc},
		Wrong:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29}]",
		Right:   onPeer,
		Check: func(c *Check) {
			for i, conn := range c.Spec.GlobalReachConnections {
				switch circuit, peering := conn.PeerCircuitID.Given(), conn.PeerCircuitPeeringID.Given(); {
				case circuit && peering:
					c.Report(conn.PeerCircuitPeeringID.Path, "peerCircuitId and peerCircuitPeeringId are both given; keep one of them")
				case !circuit && !peering:
					c.Report(spec.Item(c.At("globalReachConnections"), i), "neither peerCircuitId nor peerCircuitPeeringId is given; give the id of the other circuit")
				}
			}
		},
	},
	{
		ID: "global-reach-own-circuit", Topic: "Global Reach", Severity: Error,
		What:    "A Global Reach connection connects to another circuit.",
		Why:     "A circuit cannot be connected to itself.",
		Fix:     "Give the id of the other circuit.",
		Sources: []Source{globalReachDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/other\n" + onPeer,
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onPeer,
		Check: func(c *Check) {
			own, known := ownCircuit(c)
			for _, conn := range c.Spec.GlobalReachConnections {
				if peer, path, ok := peerPeering(c, conn); known && ok && armid.Same(peer, spec.PeerPeering(own.String(), "")) {
					c.Report(path, "this is the stack's own circuit; give the id of another circuit")
				}
			}
		},
	},
	{
		ID: "global-reach-peer-repeated", Topic: "Global Reach", Severity: Error,
		What:    "Two circuits have at most one Global Reach connection.",
		Why:     "Azure refuses a second connection, from either side.",
		Fix:     "Keep one of the connections.",
		Sources: []Source{globalReachDoc},
		Wrong:   "globalReachConnections:\n  - {name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}\n  - {name: b, addressPrefix: 192.168.8.8/29, peerCircuitPeeringId: " + examplePeer + "/peerings/AzurePrivatePeering}",
		Right:   "globalReachConnections:\n  - {name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}\n  - {name: b, addressPrefix: 192.168.8.8/29, peerCircuitId: " + examplePeer + "-2}",
		Check: func(c *Check) {
			first := map[string]string{}
			for i, conn := range c.Spec.GlobalReachConnections {
				peer, path, ok := peerPeering(c, conn)
				if !ok {
					continue
				}
				if earlier, seen := first[strings.ToLower(peer)]; seen {
					c.Report(path, "%s connects to the same circuit; keep one of the two", earlier)
					continue
				}
				first[strings.ToLower(peer)] = spec.Item(c.At("globalReachConnections"), i)
			}
		},
	},
	{
		ID: "global-reach-address-family", Topic: "Global Reach", Severity: Error,
		What:    "A Global Reach connection has `addressPrefix`, `ipv6AddressPrefix` or both.",
		Why:     "Each of them connects the two circuits over its address family.",
		Fix:     "Give a /29 for IPv4, a /125 for IPv6, or both.",
		Sources: []Source{globalReachDoc},
		Wrong:   "globalReachConnections: [{name: a, peerCircuitId: " + examplePeer + "}]",
		Right:   "globalReachConnections: [{name: a, ipv6AddressPrefix: 'fd00:8::/125', peerCircuitId: " + examplePeer + "}]",
		Check: func(c *Check) {
			for i, conn := range c.Spec.GlobalReachConnections {
				if !conn.AddressPrefix.Given() && !conn.IPv6AddressPrefix.Given() {
					c.Report(spec.Item(c.At("globalReachConnections"), i), "neither addressPrefix nor ipv6AddressPrefix is given; give a /%d for IPv4, a /%d for IPv6, or both", globalReachIPv4, globalReachIPv6)
				}
			}
		},
	},
	{
		ID: "global-reach-private-peering", Topic: "Global Reach", Severity: Warning, Phase: BeforeAnything,
		What:    "A circuit with Global Reach connections has a private peering.",
		Why:     "Global Reach connects the private peerings of two circuits.",
		Fix:     "Add `privatePeering`. If the carrier runs layer 3 and makes the peerings, set `carrierManagesPeerings: true`. With `circuitId`, the circuit may already have the peering.",
		Needs:   "the circuit of `circuitId`",
		Unseen:  "its private peering is taken to be there",
		Sources: []Source{globalReachDoc},
		Wrong:   "privatePeering: null\n" + onPeer,
		Right:   onPeer,
		Check: func(c *Check) {
			if len(c.Spec.GlobalReachConnections) == 0 {
				return
			}
			switch {
			case lacksPrivatePeering(c.Spec) && !c.Spec.Circuit.OnPort():
				c.Report(c.At("globalReachConnections"), "the circuit has no privatePeering, and Global Reach connects private peerings; add it, or set carrierManagesPeerings to true if the carrier makes the peerings")
			case showsNoPrivatePeering(c):
				c.Report(c.At("globalReachConnections"), "Azure shows no private peering on the circuit, and Global Reach connects private peerings; "+buildPrivatePeering)
			}
		},
	},
	{
		ID: "global-reach-prefix", Topic: "Global Reach", Severity: Error,
		What:    "`addressPrefix` is an IPv4 /29 without host bits, and `ipv6AddressPrefix` is an IPv6 /125.",
		Why:     "Microsoft takes the addresses of two tunnels between its routers from it.",
		Fix:     "Give a prefix of that length that is used nowhere else.",
		Sources: []Source{globalReachDoc},
		Wrong:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/30, peerCircuitId: " + examplePeer + "}]",
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
					c.Report(p.Path, "%s is of the other address family; addressPrefix is for IPv4, and ipv6AddressPrefix is for IPv6", Show(p.Value))
				case p.prefix.Bits() != want:
					c.Report(p.Path, "%s is not a /%d; Global Reach needs a /%d for IPv4 and a /%d for IPv6", Show(p.Value), want, globalReachIPv4, globalReachIPv6)
				case !p.IPv6 && p.prefix != p.prefix.Masked():
					c.Report(p.Path, "%s has host bits set; give the network address%s", Show(p.Value), Hint(p.Value, ", %s", p.prefix.Masked()))
				}
			}
		},
	},
	{
		ID: "global-reach-ipv6-host-bits", Topic: "Global Reach", Severity: Warning,
		What:    "The host bits of `ipv6AddressPrefix` are zero.",
		Why:     "Azure has connected circuits with host bits set here, but then it is not clear which /125 is meant.",
		Fix:     "Give the network address; the message names it.",
		Sources: []Source{globalReachDoc},
		Wrong:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, ipv6AddressPrefix: 'fd00:8::1/125', peerCircuitId: " + examplePeer + "}]",
		Right:   onPeerIPv6,
		Check: func(c *Check) {
			for _, p := range globalReachPrefixes(c.Spec) {
				if _, known := Get(c, p.Value); known && p.err == nil && p.IPv6 && p.prefix.Addr().Is6() && p.prefix.Bits() == globalReachIPv6 && p.prefix != p.prefix.Masked() {
					c.Report(p.Path, "%s has host bits set; give the network address%s", Show(p.Value), Hint(p.Value, ", %s", p.prefix.Masked()))
				}
			}
		},
	},
	{
		ID: "global-reach-prefix-overlap", Topic: "Global Reach", Severity: Error,
		What:    "The prefixes of Global Reach connections do not overlap link prefixes, `reservedAddressSpaces` or each other.",
		Why:     "Azure refuses addresses that it knows to be in use. Other addresses that are in use twice become unreachable.",
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
		ID: "global-reach-key", Topic: "Global Reach", Severity: Warning,
		What:    "`authorizationKey` of a Global Reach connection is a UUID.",
		Why:     "Azure hands out UUIDs, though other keys have worked in recorded traffic.",
		Fix:     "Compare the key with that of the other circuit's authorization.",
		Sources: []Source{globalReachDoc},
		Wrong:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + ", authorizationKey: key}]",
		Right:   "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + ", authorizationKey: 00000000-0000-0000-0000-00000000000a}]",
		Check: func(c *Check) {
			for _, key := range globalReachKeys(c.Spec) {
				authorizationKey(c, key)
			}
		},
	},
	{
		ID: "global-reach-key-missing", Topic: "Global Reach", Severity: Warning,
		What:    "A Global Reach connection to a circuit of another subscription has its `authorizationKey`.",
		Why:     "Azure requires it. (The subscription of this circuit is known with `circuitId` and `adopt` only.)",
		Fix:     "Ask the owner of the other circuit for an authorization, and give its key.",
		Sources: []Source{globalReachDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onPeer,
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/this\n" + onPeer,
		Check: func(c *Check) {
			own, known := ownCircuit(c)
			for _, conn := range c.Spec.GlobalReachConnections {
				peer, path, ok := peerPeering(c, conn)
				if !known || !ok || conn.AuthorizationKey.Given() {
					continue
				}
				if id, err := armid.Parse(peer, armid.Peering); err == nil && !strings.EqualFold(id.Subscription, own.Subscription) {
					c.Report(path, "the other circuit is in another subscription, and authorizationKey is missing; give the key of one of that circuit's authorizations")
				}
			}
		},
	},
	{
		ID: "global-reach-local", Topic: "Global Reach", Severity: Error,
		What:    "A Local circuit has no Global Reach connection, and `globalReachEnabled` is not `true` on it.",
		Why:     "Global Reach needs Standard or Premium. Both circuits need Premium if they are in different geopolitical regions.",
		Fix:     "Use `skuTier: Standard` or `Premium`, or leave Global Reach out.",
		Sources: []Source{faqDoc, globalReachDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}\n" + onPeer,
		Right:   "circuit: {skuTier: Standard}\n" + onPeer,
		Check: func(c *Check) {
			circuit := c.Spec.Circuit
			if circuit == nil {
				return
			}
			if tier, ok := Get(c, circuit.SkuTier); !ok || tier != spec.TierLocal {
				return
			}
			if len(c.Spec.GlobalReachConnections) > 0 {
				c.Report(c.At("globalReachConnections"), "Azure does not offer Global Reach on a circuit of tier %s; use Standard or Premium", Show(circuit.SkuTier))
			}
			if enabled, ok := Get(c, circuit.GlobalReachEnabled); ok && enabled {
				c.Report(circuit.GlobalReachEnabled.Path, "Azure does not offer Global Reach on a circuit of tier %s; leave globalReachEnabled out, or use Standard or Premium", Show(circuit.SkuTier))
			}
		},
	},
	{
		ID: "global-reach-ipv6-on-port", Topic: "Global Reach", Severity: Warning,
		What:    "A circuit on an ExpressRoute Direct port has no `ipv6AddressPrefix`.",
		Why:     "Terraform's provider refuses the combination. No refusal by Azure is known.",
		Fix:     "If Azure refuses the connection, leave `ipv6AddressPrefix` out.",
		Sources: []Source{{"azurerm_express_route_circuit_connection", "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/express_route_circuit_connection"}},
		Wrong:   examplePort + onPeerIPv6,
		Right:   onPeerIPv6,
		Check: func(c *Check) {
			if c.Spec.Circuit == nil || !c.Spec.Circuit.OnPort() {
				return
			}
			for _, conn := range c.Spec.GlobalReachConnections {
				if conn.IPv6AddressPrefix.Given() {
					c.Report(conn.IPv6AddressPrefix.Path, "IPv6 over Global Reach may not work on a circuit on an ExpressRoute Direct port: other tools refuse it; leave ipv6AddressPrefix out if Azure refuses the connection")
				}
			}
		},
	},
	{
		ID: "global-reach-disabled", Topic: "Global Reach", Severity: Error,
		What:    "`circuit.globalReachEnabled` is not `false` if there are Global Reach connections.",
		Why:     "The two contradict each other, and Azure sets it to `true` when a connection is made.",
		Fix:     "Leave `globalReachEnabled` out, or remove the connections.",
		Sources: []Source{globalReachDoc},
		Wrong:   "circuit: {globalReachEnabled: false}\n" + onPeer,
		Right:   "circuit: {globalReachEnabled: true}\n" + onPeer,
		Check: func(c *Check) {
			if circuit := c.Spec.Circuit; circuit != nil && len(c.Spec.GlobalReachConnections) > 0 {
				if enabled, ok := Get(c, circuit.GlobalReachEnabled); ok && !enabled {
					c.Report(circuit.GlobalReachEnabled.Path, "%s contradicts globalReachConnections; leave globalReachEnabled out, or remove the connections", Show(circuit.GlobalReachEnabled))
				}
			}
		},
	},
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
	for _, conn := range s.GlobalReachConnections {
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
