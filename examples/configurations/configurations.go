// Package configurations makes valid programs with PeeringStacks out of bytes. Each byte decides one thing wherever it
// stands, so that to change one changes one thing; 0, and a byte that is missing, decides for the least. The fuzz targets of
// the rules and the transitions between programs are fed by it.
package configurations

import (
	"fmt"
	"maps"
	"strings"
)

// Program are the components of a program by name. A later one may depend on an earlier one, in the order of Names.
type Program map[string]Stack

// Names are the names that components may have.
var Names = []string{"one", "two"}

// Stack is one PeeringStack.
type Stack struct {
	Properties map[string]any
	DependsOn  []string
	Aliases    []any // names that it had before
	Retained   bool  // retainOnDelete
}

// What the programs refer to and do not make: the estate.
const (
	Subscription = "22222222-3333-4444-5555-666666666666"
	Group        = "network"
	Network      = "/subscriptions/" + Subscription + "/resourceGroups/" + Group + "/providers/Microsoft.Network"
	// Port is an ExpressRoute Direct port.
	Port = Network + "/expressRoutePorts/port"
	// Filter is a route filter with a rule.
	Filter = Network + "/routeFilters/theirs"
)

var (
	gateways    = []string{Network + "/virtualNetworkGateways/gateway-0", Network + "/virtualNetworkGateways/gateway-1"}
	wanGateways = []string{Network + "/expressRouteGateways/wan-0", Network + "/expressRouteGateways/wan-1"}
)

// Peers are circuits at carriers, with a private peering: the other ends of Global Reach connections.
var Peers = []string{Network + "/expressRouteCircuits/peer-0", Network + "/expressRouteCircuits/peer-1"}

// Slots is how many bytes decide a program.
const Slots = 68

// decisions hand out bytes one by one.
type decisions struct {
	data []byte
	used int
}

func (d *decisions) next() int {
	d.used++
	if d.used > len(d.data) {
		return 0
	}
	return int(d.data[d.used-1])
}

// pick decides between options; the first is the least.
func pick[T any](d *decisions, options ...T) T { return options[d.next()%len(options)] }

// Of is the program that bytes decide for.
func Of(data []byte) Program {
	d := &decisions{data: data}
	one := stackOf(d)
	program := Program{"one": {Properties: one.properties}}
	if two := secondOf(d, one); two != nil {
		program["two"] = Stack{Properties: two, DependsOn: []string{"one"}}
	}
	return program
}

// stack is a PeeringStack with what a second one has to know of it.
type stack struct {
	properties         map[string]any
	onPort, local      bool
	managed            bool // its carrier makes the peerings
	private, microsoft bool
	gateways           map[int]bool
}

func stackOf(d *decisions) stack {
	s := stack{properties: map[string]any{}, gateways: map[int]bool{}}
	s.onPort = pick(d, true, false)
	tier := pick(d, "Standard", "Premium", "Local")
	s.local = tier == "Local"
	group := pick(d, Group, "", Group, "Network")
	p := s.properties
	p["location"] = pick(d, "westeurope", "northeurope")
	give(p, "tags", pick(d, nil, map[string]any{"env": "a"}, map[string]any{"env": "b", "owner": "network"}))
	if group != "" {
		p["resourceGroupName"] = group
	}
	p["circuit"] = circuitOf(d, s.onPort, tier)

	private, microsoft := privateOf(d), microsoftOf(d, tier == "Premium")
	reach, vnet, wan := reachOf(d, s.onPort), s.gatewaysOf(d), wanOf(d)
	give(p, "authorizations", pick[any](d, nil, []any{"a"}, []any{"a", "b"}, []any{"b"}, []any{"b", "a"}, []any{"A", "b"}))
	managed := pick(d, false, false, true)
	if s.local {
		reach = nil
	}
	if managed && !s.onPort {
		s.managed = true
		p["carrierManagesPeerings"] = true
		private, microsoft = nil, nil
	} else if private == nil && len(reach)+len(vnet)+len(wan) > 0 {
		private = privateOf(&decisions{data: []byte{1}})
	}
	if private != nil {
		s.private = true
		p["privatePeering"] = private
	}
	if len(reach) > 0 {
		p["globalReachConnections"] = reach
	}
	if microsoft != nil {
		s.microsoft = true
		if private != nil && private["vlanId"] == microsoft["vlanId"] {
			microsoft["vlanId"] = 400
		}
		if private != nil && private["primaryPeerAddressPrefix"] == microsoft["primaryPeerAddressPrefix"] {
			links(microsoft, "123.0.9")
		}
		p["microsoftPeering"] = microsoft
	}
	if len(vnet) > 0 {
		p["virtualNetworkGatewayConnections"] = vnet
	}
	if len(wan) > 0 {
		p["expressRouteConnections"] = wan
	}
	return s
}

func circuitOf(d *decisions, onPort bool, tier string) map[string]any {
	circuit := map[string]any{}
	give(circuit, "name", pick[any](d, nil, "london", "leeds", "London"))
	family := pick[any](d, nil, "MeteredData", "UnlimitedData")
	carrier := pick(d, []string{"BT", "London"}, []string{"Colt", "London"}, []string{"Colt", "Amsterdam"}, []string{"bt", "LONDON"})
	mbps, gbps := pick(d, 200, 100, 500, 1000), pick(d, 2, 1, 5)
	give(circuit, "allowClassicOperations", pick[any](d, nil, true, false))
	if enabled := pick(d, false, true); enabled && tier != "Local" {
		circuit["globalReachEnabled"] = true
	}
	if tier != "Standard" {
		circuit["skuTier"] = tier
	}
	if onPort {
		circuit["expressRouteDirect"] = map[string]any{"portId": Port, "bandwidthInGbps": gbps}
		give(circuit, "skuFamily", family)
		return circuit
	}
	if tier == "Local" {
		mbps = max(mbps, 1000)
		if family == "MeteredData" {
			family = nil
		}
	}
	give(circuit, "skuFamily", family)
	circuit["serviceProvider"] = map[string]any{"name": carrier[0], "peeringLocation": carrier[1], "bandwidthInMbps": mbps}
	return circuit
}

func privateOf(d *decisions) map[string]any {
	there, ipv4, ipv6 := pick(d, false, true), pick(d, true, true, false), pick(d, "", "fd00:20", "fd00:21")
	p := map[string]any{"peerASN": pick(d, 65010, 65011), "vlanId": pick(d, 100, 200, 300)}
	prefix := pick(d, "192.168.20", "192.168.21", "123.0.1")
	give(p, "sharedKey", pick[any](d, nil, "Key0One", "Key0Two"))
	give(p, "state", pick[any](d, nil, "Enabled", "Disabled"))
	if !there {
		return nil
	}
	if ipv4 || ipv6 == "" {
		links(p, prefix)
	}
	if ipv6 != "" {
		p["ipv6PeeringConfig"] = map[string]any{"primaryPeerAddressPrefix": ipv6 + "::/126", "secondaryPeerAddressPrefix": ipv6 + "::4/126"}
	}
	return p
}

func links(p map[string]any, prefix string) {
	p["primaryPeerAddressPrefix"], p["secondaryPeerAddressPrefix"] = prefix+".0/30", prefix+".4/30"
}

func microsoftOf(d *decisions, premium bool) map[string]any {
	there := pick(d, false, true)
	p := map[string]any{"peerASN": pick(d, 200, 201), "vlanId": pick(d, 300, 200, 100)}
	links(p, pick(d, "123.0.1", "123.0.2"))
	config := map[string]any{"routingRegistryName": "RIPENCC", "advertisedPublicPrefixes": pick(d, []any{"123.1.0.0/24"}, []any{"123.1.1.0/24", "123.1.2.0/24"})}
	give(config, "customerASN", pick[any](d, nil, 201))
	p["microsoftPeeringConfig"] = config
	ipv6 := pick(d, false, false, true)
	filter := pick(d, "own", "none", "theirs", "own")
	own := map[string]any{}
	give(own, "name", pick[any](d, nil, "f", "g", "F"))
	give(own, "ruleName", pick[any](d, nil, "r", "s", "R"))
	own["regions"] = pick(d, []any{"westeurope"}, []any{"westeurope", "northeurope"}, []any{"uksouth"})
	office := pick(d, false, true)
	give(p, "sharedKey", pick[any](d, nil, "Key0Three"))
	switch {
	case !there:
		return nil
	case filter == "theirs":
		p["routeFilterId"] = Filter
	case filter == "own":
		if premium && office {
			own["services"] = []any{"ExchangeOnline"}
		}
		p["routeFilter"] = own
	}
	if ipv6 {
		p["ipv6PeeringConfig"] = map[string]any{
			"primaryPeerAddressPrefix": "2600::/126", "secondaryPeerAddressPrefix": "2600::4/126",
			"microsoftPeeringConfig": map[string]any{"routingRegistryName": "RIPENCC", "advertisedPublicPrefixes": []any{"2600:1::/48"}},
		}
	}
	return p
}

// spelling is how names and ids of connections are written: Azure does not tell letter case apart.
type spelling struct{ name, id func(string) string }

func spellingOf(d *decisions) spelling {
	as := func(text string) string { return text }
	return pick(d, spelling{as, as}, spelling{as, as}, spelling{as, strings.ToUpper}, spelling{strings.ToUpper, as}, spelling{strings.ToUpper, strings.ToUpper})
}

// reachOf are up to two Global Reach connections, to different circuits, with names and prefixes of their own.
func reachOf(d *decisions, onPort bool) []any {
	var all []any
	peer, name, prefix, spell := d.next(), d.next(), d.next(), spellingOf(d)
	for i := range 2 {
		there, ipv6 := pick(d, false, true), pick(d, false, true)
		if !there {
			continue
		}
		c := map[string]any{
			"name": spell.name([]string{"x", "y", "z"}[(name+i)%3]), "peerCircuitId": spell.id(Peers[(peer+i)%2]),
			"addressPrefix": fmt.Sprintf("192.168.30.%d/29", 8*((prefix+i)%3)),
		}
		if ipv6 && !onPort {
			c["ipv6AddressPrefix"] = fmt.Sprintf("fd00:30::%d/125", 8*((prefix+i)%3))
		}
		all = append(all, c)
	}
	return all
}

// gatewaysOf are up to two connections to gateways of virtual networks, different ones.
func (s *stack) gatewaysOf(d *decisions) []any {
	var all []any
	gateway, name, spell := d.next(), d.next(), spellingOf(d)
	for i := range 2 {
		there, weight, bypass := pick(d, false, true), pick[any](d, nil, 10, 20), pick[any](d, nil, true)
		if !there {
			continue
		}
		s.gateways[(gateway+i)%2] = true
		c := map[string]any{
			"name": spell.name([]string{"g", "h", "i"}[(name+i)%3]), "virtualNetworkGatewayId": spell.id(gateways[(gateway+i)%2]), "location": "westeurope",
		}
		give(c, "routingWeight", weight)
		give(c, "expressRouteGatewayBypass", bypass)
		all = append(all, c)
	}
	return all
}

// wanOf is a connection to the gateway of a hub, or none.
func wanOf(d *decisions) []any {
	there, spell := pick(d, false, true), spellingOf(d)
	c := map[string]any{"name": spell.name(pick(d, "v", "w")), "expressRouteGatewayId": spell.id(pick(d, wanGateways...))}
	give(c, "routingWeight", pick[any](d, nil, 10))
	give(c, "enableInternetSecurity", pick[any](d, nil, true))
	give(c, "routingConfiguration", pick(d, nil, map[string]any{"propagatedRouteTableLabels": []any{"default"}}))
	if !there {
		return nil
	}
	return []any{c}
}

// secondOf is a second component: none, a user of the first one's circuit, or one with a circuit of its own that meets the
// first at its circuit, its port or its gateways.
func secondOf(d *decisions, one stack) map[string]any {
	kind := pick(d, "none", "user", "other", "none")
	name, gateway, connected := pick(d, "u", "t"), d.next()%2, pick(d, true, false)
	reach, prefix := pick(d, false, true), pick(d, 0, 1)
	microsoft, vlan := pick(d, false, true), pick(d, 600, 700)
	weight := pick[any](d, nil, 10)
	p := map[string]any{"location": "westeurope"}
	c := map[string]any{"name": name, "virtualNetworkGatewayId": gateways[gateway], "location": "westeurope"}
	give(c, "routingWeight", weight)
	switch {
	case kind == "user":
		p["circuitId"] = "${one.circuitId}"
		if one.managed {
			p["carrierManagesPeerings"] = true
		}
		if (one.private || one.managed) && connected && !one.gateways[gateway] {
			p["virtualNetworkGatewayConnections"] = []any{c}
		}
		if microsoft && !one.microsoft && !one.managed {
			m := microsoftOf(&decisions{data: []byte{1}}, false)
			m["vlanId"] = vlan
			p["microsoftPeering"] = m
		}
		if p["virtualNetworkGatewayConnections"] == nil && p["microsoftPeering"] == nil {
			return nil
		}
	case kind == "other":
		p["resourceGroupName"] = Group
		p["circuit"] = map[string]any{"name": "other", "expressRouteDirect": map[string]any{"portId": Port, "bandwidthInGbps": 1}}
		private := privateOf(&decisions{data: []byte{1}})
		private["vlanId"] = vlan
		links(private, "192.168.25")
		if reach && (one.private || one.managed) && !one.local {
			p["globalReachConnections"] = []any{map[string]any{
				"name": "one", "peerCircuitId": "${one.circuitId}", "addressPrefix": fmt.Sprintf("192.168.31.%d/29", 8*prefix),
			}}
		}
		p["privatePeering"] = private
		if connected {
			p["virtualNetworkGatewayConnections"] = []any{c}
		}
	default:
		return nil
	}
	return p
}

// Overlay lays one tree over another: objects are merged, null removes, anything else replaces.
func Overlay(base, over map[string]any) map[string]any {
	merged := maps.Clone(base)
	for k, v := range over {
		below, isMap := merged[k].(map[string]any)
		switch o := v.(type) {
		case nil:
			delete(merged, k)
		case map[string]any:
			if !isMap {
				below = map[string]any{}
			}
			merged[k] = Overlay(below, o)
		default:
			merged[k] = v
		}
	}
	return merged
}

// give sets a property unless the decision is to leave it out.
func give[T any](object map[string]any, name string, value T) {
	switch v := any(value).(type) {
	case nil:
	case map[string]any:
		if v != nil {
			object[name] = v
		}
	default:
		object[name] = v
	}
}
