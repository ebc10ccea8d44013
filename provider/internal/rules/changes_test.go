package rules

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure/azuretest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

func init() {
	const (
		carrier = "name: c, serviceProvider: Equinix, peeringLocation: Silicon Valley, location: westeurope, bandwidthInMbps: 200"
		place   = "location: westeurope\n"
		office  = ", attached: {found: {name: f, rules: [{communities: ['12076:51002', '12076:5010']}]}}"
		path    = "microsoftPeering.routeFilter."
		reached = "globalReachConnections[0]."
	)
	circuit := func(more string) string { return has("circuit: {found: {" + carrier + ", " + more + "}}") }
	onPort := func(port, more string) string {
		return "circuit: {serviceProvider: null, expressRouteDirect: {portId: " + network + "expressRoutePorts/p, " + port + "}}" +
			has("circuit: {found: {portId: "+network+"expressRoutePorts/P, "+more+"}}")
	}
	premium := func(change, more string) string {
		return change + has("circuit: {found: {"+carrier+", tier: Premium, microsoft: {routeFilterId: x}}}"+more)
	}
	filter := func(change, now string) string { return change + has("routeFilter: {found: {"+now+"}}") }
	reachTo := func(peer, prefix string) string {
		return "globalReachConnections: [{name: a, peerCircuitId: " + examplePeer + peer + ", addressPrefix: " + prefix + "}]"
	}
	connected := func(state, more string) string {
		return has("circuit: {found: {" + carrier + ", carrierState: " + state + ", private: {connections: " +
			"[{name: A, addressPrefix: 192.168.8.0/29, peerPeeringID: " + examplePeer + "1/peerings/AzurePrivatePeering}]}}}" + more)
	}
	vlans := func(change string) string {
		return change + circuit("private: {vlanId: 200}, microsoft: {vlanId: 300}")
	}
	maps.Copy(boundaries, map[string][]struct {
		change string
		paths  []string
	}{
		"circuit-private-peering": {
			{withoutPeering + has("circuit: {found: {name: c}}"), []string{gw0}},
			{strings.Replace(withoutPeering, "virtualNetworkGatewayConnections:", "# ", 1) + "\n" + reach("") + has("circuit: {found: {name: c}}"), []string{"globalReachConnections"}},
			{withoutPeering + has("circuit: {found: {private: {}}}"), nil},
			{withoutPeering + has("circuit: {denied: x}"), nil},
			{withoutPeering, nil},
			{withoutPeering + "carrierManagesPeerings: true" + has("circuit: {found: {}}"), nil},
			{strings.Replace(withoutPeering, "virtualNetworkGatewayConnections:", "# ", 1) + "" + has("circuit: {found: {}}"), nil},
			{"circuit: {name: c}\n" + toGateways("") + "\nprivatePeering: null" + has("circuit: {found: {}}"), nil},
			{onCircuit + toGateways("") + has("circuit: {found: {}}"), nil},
		},
		"sku-tier-to-local": {
			{"circuit: {skuTier: Local}" + circuit("tier: Standard"), []string{"circuit.skuTier"}},
			{"circuit: {skuTier: Local}" + circuit("tier: Premium"), []string{"circuit.skuTier"}},
			{"circuit: {skuTier: Local}" + circuit("tier: Local"), nil},
			{"circuit: {skuTier: Local, serviceProvider: {name: Megaport}}" + circuit("tier: Standard"), nil}, // another circuit
			{"circuit: {skuTier: !unknown x}" + circuit("tier: Standard"), nil},
			{"circuit: {skuTier: Standard}" + circuit("tier: Local"), nil},
			{"circuit: {skuTier: Local}" + has("circuit: {missing: x}"), nil},
		},
		"sku-tier-from-premium": {
			{premium("circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {name: g}}", office), []string{"circuit.skuTier"}},
			{premium("circuit: {skuTier: null}\nmicrosoftPeering: {routeFilter: {name: g}}", office), []string{"circuit.skuTier"}},
			{premium("circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: null}", office), []string{"circuit.skuTier"}},
			{premium("circuit: {skuTier: Standard}\nmicrosoftPeering: null", office), []string{"circuit.skuTier"}},
			{premium("circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {name: F}}", office), nil}, // it goes first
			{premium("circuit: {skuTier: Standard}", office), nil},
			{premium("circuit: {skuTier: Standard}", office+", late: true"), []string{"circuit.skuTier"}}, // too late to go first
			{premium("circuit: {skuTier: Standard}\nmicrosoftPeering: null", ", attached: {found: {name: f, rules: [{communities: ['12076:51002']}]}}"), nil},
			{premium("circuit: {skuTier: Standard}\nmicrosoftPeering: null", ", attached: {denied: x}"), nil},
			{premium("circuit: {skuTier: Premium}\nmicrosoftPeering: null", office), nil},
			{premium("circuit: {skuTier: !unknown x}\nmicrosoftPeering: null", office), nil},
			{premium("circuit: {skuTier: Standard, serviceProvider: {name: Megaport}}\nmicrosoftPeering: null", office), nil},
		},
		"circuit-held": {
			{place + "circuit: {serviceProvider: {name: Megaport}}" + circuit("carrierState: Provisioned"), []string{"circuit.serviceProvider.name"}},
			{place + "circuit: {serviceProvider: {peeringLocation: Dallas}}" + circuit("carrierState: Provisioning"), []string{"circuit.serviceProvider.peeringLocation"}},
			{"location: eastus" + circuit("carrierState: Provisioned"), []string{"location"}},
			{"location: West Europe" + circuit("carrierState: Provisioned"), nil},
			{"location: !unknown x" + circuit("carrierState: Provisioned"), nil},
			{"circuit: {serviceProvider: {name: equinix}}" + circuit("carrierState: Provisioned"), nil},
			{"circuit: {serviceProvider: {name: Megaport}}" + circuit("carrierState: Provisioned") + "\nadopt: {circuitId: x}", nil},
			{"circuit: {serviceProvider: {name: Megaport}}" + circuit("carrierState: NotProvisioned"), nil},
			{"circuit: {serviceProvider: {name: Megaport}}" + circuit("carrierState: Deprovisioning"), nil},
			{"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}}" + circuit("carrierState: Provisioned"), []string{"circuit.expressRouteDirect"}},
			{"circuit: {serviceProvider: {name: Megaport}}" + has("circuit: {found: {portId: p, carrierState: Provisioned}}"), nil}, // a port holds nothing
			{"circuit: {serviceProvider: {name: Megaport}}" + has("circuit: {denied: x}"), nil},
			{leaving(examplePeer, "Provisioned"), []string{"circuitId"}},
			{leaving("!unknown x", "Provisioning"), []string{"circuitId"}}, // of a circuit that this update makes
			{leaving(examplePeer, "NotProvisioned"), nil},
			{leaving(strings.ToUpper(network)+"EXPRESSROUTECIRCUITS/C", "Provisioned"), nil}, // own-by-id
			{"adopt: {circuitId: " + examplePeer + "}" + leaving("", "Provisioned"), []string{"adopt.circuitId"}},
			{strings.Replace(leaving(examplePeer, "Provisioned"), "oldCircuit: {found: {", "oldCircuit: {denied: x}, circuit: {found: {", 1), nil},
		},
		"connection-unprovisioned": {
			{reachTo("1", "192.168.8.8/29") + connected("NotProvisioned", ""), []string{reached + "addressPrefix"}},
			{reachTo("2", "192.168.8.0/29") + connected("Deprovisioning", ""), []string{reached + "peerCircuitId"}},
			{reachTo("1", "192.168.8.0/29") + connected("NotProvisioned", ""), nil}, // it stays
			{reachTo("1", "192.168.8.0/29, ipv6AddressPrefix: 'fd00::/125'") + connected("NotProvisioned", ""), []string{reached + "ipv6AddressPrefix"}},
			{reachTo("1", "!unknown x") + connected("NotProvisioned", ""), nil},
			{reachTo("1", "192.168.8.8/29") + connected("Provisioned", ""), nil},
			{reachTo("1", "192.168.8.8/29") + connected("Provisioned", ", peers: {"+examplePeer+"1: {found: {carrierState: NotProvisioned}}}"), []string{reached + "addressPrefix"}},
			{reachTo("2", "192.168.8.0/29") + connected("Provisioned", ", peers: {"+examplePeer+"1: {found: {carrierState: NotProvisioned}}}"), nil}, // it leaves that one
			{reachTo("2", "192.168.8.0/29") + connected("Provisioned", ", peers: {"+examplePeer+"2: {missing: x}}"), []string{reached + "peerCircuitId"}},
			{reachTo("1", "192.168.8.8/29") + circuit("carrierState: NotProvisioned, private: {}"), nil}, // it waits
			{reachTo("1", "192.168.8.8/29") + has("circuit: {denied: x}"), nil},
			{strings.Replace(reachTo("1", "192.168.8.0/29"), "name: a", "name: b", 1) + connected("NotProvisioned", ""), []string{reached + "name"}}, // renamed
			{strings.Replace(reachTo("1", "192.168.8.0/29"), "name: a", "name: b", 1) + connected("Provisioned", ""), nil},
			{strings.Replace(reachTo("2", "192.168.8.8/29"), "name: a", "name: b", 1) + connected("NotProvisioned", ""), nil}, // another one, which waits
			{strings.Replace(onHubs("x 1"), "carrierState: Provisioned", "carrierState: Deprovisioning", 1), []string{"expressRouteConnections[0].name"}},
			{strings.Replace(onHubs("v 1"), "carrierState: Provisioned", "carrierState: Deprovisioning", 1), nil},
			{onHubs("x 1"), nil},
			{connected("NotProvisioned", ""), nil},
			{"circuit: {serviceProvider: {name: Megaport}}\n" + reachTo("1", "192.168.8.8/29") + connected("NotProvisioned", ""), nil}, // it goes with its circuit
		},
		"resource-group-own": {
			{"resourceGroupName: Made\n" + ownGroup, []string{"resourceGroupName"}},
			{"resourceGroupName: !unknown x\n" + ownGroup, nil},
			{ownGroup, nil}, // it stays
			{"resourceGroupName: made\n" + strings.Replace(ownGroup, "own: true, ", "", 1), nil},
			{"resourceGroupName: made" + has("holdings: {denied: x}"), nil},
			{below(network+"expressRouteCircuits/c") + "\n" + strings.Replace(ownGroup, "name: made", "name: G", 1), []string{"circuitId"}},
			{below(network+"expressRouteCircuits/c") + "\n" + ownGroup, nil},
		},
		"circuit-replaced": {
			{"circuit: {serviceProvider: {name: Megaport}}" + circuit("carrierState: NotProvisioned"), []string{"circuit.serviceProvider.name"}},
			{"circuit: {serviceProvider: {name: Megaport}}" + has("circuit: {found: {portId: p, carrierState: Provisioned}}"), []string{"circuit.serviceProvider"}},
			{"circuit: {serviceProvider: null, expressRouteDirect: {portId: " + network + "expressRoutePorts/q, bandwidthInGbps: 1}}" + has("circuit: {found: {portId: "+network+"expressRoutePorts/p}}"), []string{"circuit.expressRouteDirect.portId"}},
			{onPort("bandwidthInGbps: 1", "bandwidthInGbps: 1"), nil},
			{"circuit: {serviceProvider: {name: Megaport}}" + circuit("carrierState: NotProvisioned") + "\nadopt: {circuitId: x}", nil},
			{"circuit: {serviceProvider: {name: Megaport}}" + has("circuit: {found: {"+carrier+"}}, late: true"), nil}, // it was replaced before
			{place + circuit("carrierState: NotProvisioned"), nil},
			{has("circuit: {missing: x}"), nil},
			{leaving(examplePeer, "NotProvisioned"), []string{"circuitId"}},
			{leaving(examplePeer, "Provisioned"), nil}, // circuit-held
			{leaving(network+"expressRouteCircuits/c", "NotProvisioned"), nil},
		},
		"rule-renamed": {
			{filter("microsoftPeering: {routeFilter: {name: f, ruleName: s}}", "name: f, rules: [{name: r}]"), []string{path + "ruleName"}},
			{filter("microsoftPeering: {routeFilter: {name: f, ruleName: R}}", "name: f, rules: [{name: r}]"), nil},
			{filter("microsoftPeering: {routeFilter: {name: f}}", "name: f, rules: [{name: r}]"), nil}, // it keeps the name it has
			{filter("microsoftPeering: {routeFilter: {name: f, ruleName: !unknown x}}", "name: f, rules: [{name: r}]"), nil},
			{filter("microsoftPeering: {routeFilter: {name: f, ruleName: s}}", "name: f"), nil},
			{filter("location: eastus\nmicrosoftPeering: {routeFilter: {name: f, ruleName: s}}", "name: f, location: westeurope, rules: [{name: r}]"), nil},
			{"microsoftPeering: {routeFilter: {name: f, ruleName: s}}" + has("routeFilter: {missing: x}"), nil},
			{filter("microsoftPeering: null", "name: f, rules: [{name: r}]"), nil},
		},
		"filter-moves": {
			{filter("location: eastus\nmicrosoftPeering: {routeFilter: {name: f}}", "name: f, location: westeurope, peerings: [p]"), []string{path + "name"}},
			{filter("location: eastus\nmicrosoftPeering: {routeFilter: {name: f}}", "name: f, location: westeurope"), nil},
			{filter("location: West Europe\nmicrosoftPeering: {routeFilter: {name: f}}", "name: f, location: westeurope, peerings: [p]"), nil},
			{filter("location: null\nmicrosoftPeering: {routeFilter: {name: f}}", "name: f, location: westeurope, peerings: [p]"), nil},
			{filter("location: !unknown x\nmicrosoftPeering: {routeFilter: {name: f}}", "name: f, location: westeurope, peerings: [p]"), nil},
			{"location: eastus\nmicrosoftPeering: {routeFilter: {name: f}}" + has("circuit: {found: {"+carrier+", id: "+network+"expressRouteCircuits/c}}, routeFilter: {found: {name: f, location: westeurope, peerings: ["+network+"expressRouteCircuits/C/peerings/MicrosoftPeering]}}"), nil}, // the circuit goes, too
			{"location: eastus\nmicrosoftPeering: {routeFilter: {name: f}}" + has("circuit: {found: {"+carrier+", id: "+network+"expressRouteCircuits/c}}, routeFilter: {found: {name: f, location: westeurope, peerings: ["+network+"expressRouteCircuits/d/peerings/MicrosoftPeering]}}"), []string{path + "name"}},
		},
		"vlan-handover": {
			{vlans("privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 200}"), []string{"privatePeering.vlanId"}},
			{vlans("privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 301}"), nil},
			{vlans("privatePeering: {vlanId: 201}\nmicrosoftPeering: {vlanId: 200}"), nil},
			{vlans("privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: !unknown x}"), nil},
			{vlans("privatePeering: {vlanId: !unknown x}\nmicrosoftPeering: {vlanId: 200}"), nil},
			{vlans("privatePeering: {vlanId: 300}\nmicrosoftPeering: null"), []string{"privatePeering.vlanId"}},
			{vlans("microsoftPeering: {vlanId: 200}\nprivatePeering: null"), []string{"microsoftPeering.vlanId"}},
			{vlans("microsoftPeering: {vlanId: 201}\nprivatePeering: null"), nil},
			{vlans(""), nil},
			{"privatePeering: {vlanId: 300}\nmicrosoftPeering: null" + circuit("private: {vlanId: 200}"), nil},
			{"circuit: {serviceProvider: {name: Megaport}}\nprivatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 200}" + circuit("private: {vlanId: 200}, microsoft: {vlanId: 300}"), nil}, // another circuit
			{below(network+"expressRouteCircuits/c") + "\nmicrosoftPeering: {vlanId: 200}\nprivatePeering: null" + has("circuit: {found: {private: {vlanId: 200}}}"), []string{"microsoftPeering.vlanId"}},
		},
		"connection-handover": {
			{reaching("a 1 8", "b 2 0"), []string{"globalReachConnections[0].name", "globalReachConnections[1].name"}},
			{reaching("a 1 8", "b 2 16"), nil},
			{reaching("a 1 16", "b 2 0"), nil},
			{reaching("a 1 8", "b 3 0", "c 2 16"), []string{"globalReachConnections[0].name", "globalReachConnections[1].name"}}, // c waits for those
			{alsoHas(reaching("c 1 0", "b 2 8"), "holdings: {found: [{kind: ExpressRouteCircuitConnection, name: A}]}"), nil},
			{alsoHas(reaching("c 1 0", "b 2 8"), "holdings: {found: []}"), []string{"globalReachConnections[0].addressPrefix"}}, // made elsewhere
			{alsoHas(reaching("c 1 0", "b 2 8"), "holdings: {denied: x}"), nil},
			{reaching("a 2 16", "b 1 24"), []string{"globalReachConnections[0].name", "globalReachConnections[1].name"}}, // peers swapped
			{reaching("c 1 0", "b 2 8"), nil},                                                   // renamed
			{reaching("c 3 0", "b 2 8"), nil},                                                   // in the place of a, on its prefix
			{reaching("c 1 8"), []string{"globalReachConnections[0].addressPrefix"}},            // in the place of two
			{reaching("a 1 8"), []string{"globalReachConnections[0].addressPrefix"}},            // b goes last
			{reaching("c 1 16", "d 1 24"), []string{"globalReachConnections[1].peerCircuitId"}}, // one alone takes its place
			{"location: eastus\n" + reaching("a 1 8", "b 2 0"), nil},                            // another circuit
			{reaching(), nil},
			{connecting("a 2", "b 1"), []string{"virtualNetworkGatewayConnections[0].name", "virtualNetworkGatewayConnections[1].name"}}, // gateways swapped
			{connecting("a 2", "b 3"), nil},
			{connecting("c 1", "b 2"), nil}, // renamed
			{connecting("a 2"), []string{"virtualNetworkGatewayConnections[0].virtualNetworkGatewayId"}}, // b goes last
			{connecting("A 1", "b 2"), nil},
			{connecting("a 4"), []string{"virtualNetworkGatewayConnections[0].virtualNetworkGatewayId"}}, // another's, which goes
			{connecting("d 4"), nil}, // the stack had another name when it made it
			{connecting("a 5"), nil}, // another's, which the program has
			{connecting("a 6"), nil}, // on another circuit
			{"location: eastus\n" + connecting("a 2", "b 1"), nil},
			{connecting("a !unknown"), nil},
			{onHubs("v 2", "w 1"), []string{"expressRouteConnections[0].name", "expressRouteConnections[1].name"}},
			{onHubs("v 2", "w 3"), nil},
			{onHubs("x 1", "w 2"), nil},
			{onHubs("v 2"), []string{"expressRouteConnections[0].expressRouteGatewayId"}},
			{strings.Replace(onHubs("v 2", "w 3"), "holdings: {found", "holdings: {denied", 1), nil}, // whose they are cannot be told
			{onHubs("v 4"), []string{"expressRouteConnections[0].expressRouteGatewayId"}},            // somebody else's
			{onHubs("v 5"), nil}, // on another circuit
		},
		"peering-theirs": {
			{place + withTheirs, []string{"privatePeering"}},
			{place + strings.Replace(withTheirs, "ExpressRouteCircuit}", "ExpressRouteCircuit}, {own: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering}", 1), nil},
			{place + strings.Replace(withTheirs, "ExpressRouteCircuit}", "ExpressRouteCircuit}, {own: true, kind: ExpressRouteCircuitPeering, name: MicrosoftPeering}", 1), []string{"privatePeering"}},
			{place + strings.Replace(withTheirs, "ExpressRouteCircuit}", "ExpressRouteCircuit}, {kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering, vlanId: 1001}", 1), nil}, // by an alias
			{place + strings.Replace(withTheirs, "ExpressRouteCircuit}", "ExpressRouteCircuit}, {beside: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering, vlanId: 1001}", 1), []string{"privatePeering"}},
			{"privatePeering: {vlanId: 1001}\n" + strings.Replace(withTheirs, "ExpressRouteCircuit}", "ExpressRouteCircuit}, {own: true, kind: PeeringStack}, {kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering, vlanId: 1001}", 1), []string{"privatePeering"}},
			{place + strings.Replace(withTheirs, "found: [{own: true, kind: ExpressRouteCircuit}]", "denied: x", 1), nil},
			{place + strings.Replace(withTheirs, "private", "microsoft", 1), []string{"microsoftPeering"}},
			{place + strings.Replace(withTheirs, "1001", "200", 1), nil}, // its creation got lost
			{"privatePeering: {vlanId: !unknown x}\n" + withTheirs, nil},
			{managedCarrier + withTheirs, nil},
			{place + strings.Replace(withTheirs, "own: true, ", "", 1), nil}, // the circuit is not this stack's either, and cannot be made
			{below(network+"expressRouteCircuits/c") + has("circuit: {found: {private: {vlanId: 1001}}}, holdings: {found: []}"), []string{"privatePeering"}},
			{"circuit: {serviceProvider: {name: Megaport}}\n" + withTheirs, nil}, // it goes with its circuit
			{place + circuit("private: {vlanId: 1001}"), nil},
		},
		"peering-in-use": {
			{managedCarrier + onGateway + "\n" + ownPrivate, []string{"privatePeering"}},
			{onGateway + "\n" + ownPrivate, nil}, // it stays
			{managedCarrier + ownPrivate, nil},
			{managedCarrier + onGateway + "\n" + strings.Replace(ownPrivate, "own: true, ", "", 1), nil},
			{managedCarrier + onGateway + "\n" + strings.Replace(ownPrivate, "carrierState: Provisioned", "carrierState: NotProvisioned", 1), nil}, // it waits
			{managedCarrier + "location: eastus\n" + onGateway + "\n" + strings.Replace(ownPrivate, "found: {serviceProvider", "found: {location: westeurope, serviceProvider", 1), nil},
			{managedCarrier + onGateway + has("circuit: {found: {}}, holdings: {denied: x}"), nil},
			{managedCarrier + below(network+"expressRouteCircuits/c") + "\n" + onGateway + has("holdings: {found: [{own: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering}, {own: true, kind: PeeringStack, circuitId: "+network+"expressRouteCircuits/C}]}"), []string{"privatePeering"}},
			{managedCarrier + below(network+"expressRouteCircuits/c") + "\n" + onGateway + has("holdings: {found: [{own: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering}, {own: true, kind: PeeringStack, circuitId: "+network+"expressRouteCircuits/other}]}"), nil},
		},
	})
	boundaries["bandwidth-decrease"] = append(boundaries["bandwidth-decrease"], []struct {
		change string
		paths  []string
	}{
		{onPort("bandwidthInGbps: 1", "bandwidthInGbps: 2"), []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
		{onPort("bandwidthInGbps: 2", "bandwidthInGbps: 2"), nil},
		{onPort("bandwidthInGbps: 5", "bandwidthInGbps: 2"), nil},
	}...)
	boundaries["sku-family-to-metered"] = append(boundaries["sku-family-to-metered"], struct {
		change string
		paths  []string
	}{onPort("bandwidthInGbps: 1", "bandwidthInGbps: 1, family: UnlimitedData"), []string{"circuit.skuFamily"}})
}

// reaching is a program with Global Reach connections, each a name, a peer and the last byte of its prefix, on a circuit that
// has the connections a and b.
func reaching(connections ...string) string {
	var all []string
	for _, c := range connections {
		var name, peer string
		var prefix int
		if _, err := fmt.Sscan(c, &name, &peer, &prefix); err != nil {
			panic(err)
		}
		all = append(all, toPeer(name, peer, fmt.Sprintf("192.168.8.%d/29", prefix)))
	}
	now := strings.Replace(withReach, "found: {serviceProvider", "found: {location: westeurope, serviceProvider", 1)
	return "globalReachConnections: [" + strings.Join(all, ", ") + "]\n" + now
}

// alsoHas adds a fact to those at the end of a configuration.
func alsoHas(config, fact string) string { return strings.TrimSuffix(config, "}") + ", " + fact + "}" }

// connecting is a program with connections to gateways of virtual networks, each a name and the number of its gateway, on a
// circuit to which the stack connects 1 as a and 2 as b. Gateways 4 and 5 are connected by others, and 6 to another circuit.
func connecting(connections ...string) string {
	var all []string
	for _, c := range connections {
		name, gateway, _ := strings.Cut(c, " ")
		id := numberedGateway + gateway
		if gateway == "!unknown" {
			id = "!unknown x"
		}
		all = append(all, "{name: "+name+", virtualNetworkGatewayId: "+id+"}")
	}
	circuit := "circuitId: " + network + "expressRouteCircuits/c"
	held := func(name, gateway, more string) string {
		return "{urn: urn-" + name + ", kind: VirtualNetworkGatewayConnection, name: " + name + ", gatewayId: " + numberedGateway + gateway + ", " + more + "}"
	}
	return namedCircuit + "virtualNetworkGatewayConnections: [" + strings.Join(all, ", ") + "]" + has(stayingOn+", holdings: {found: ["+strings.Join([]string{
		held("a", "1", "own: true, "+circuit), held("b", "2", "own: true, "+circuit), held("d", "4", "absent: true, "+circuit),
		held("e", "5", circuit), held("f", "6", "own: true, "+circuit+"2"),
	}, ", ")+"]}")
}

const numberedGateway = network + "virtualNetworkGateways/gw"

// leaving is a stack whose own circuit c makes way for the one with the id.
func leaving(id, state string) string {
	change := ""
	if id != "" {
		change = "circuit: null\ncircuitId: " + id
	}
	return change + has("oldCircuit: {found: {id: "+network+"expressRouteCircuits/c, name: c, carrierState: "+state+"}}")
}

// stayingOn is the circuit c.
const stayingOn = "circuit: {found: {id: " + network + "expressRouteCircuits/c, location: westeurope, serviceProvider: Equinix, peeringLocation: Silicon Valley, carrierState: Provisioned, private: {vlanId: 200}}}"

// onHubs is likewise with gateways of hubs: the stack connects 1 as v and 2 as w. Others connect 4, and 5 to another circuit.
func onHubs(connections ...string) string {
	hub := func(gateway string) string { return network + "expressRouteGateways/gw" + gateway }
	var all []string
	for _, c := range connections {
		name, gateway, _ := strings.Cut(c, " ")
		all = append(all, "{name: "+name+", expressRouteGatewayId: "+hub(gateway)+"}")
	}
	var gateways []string
	for _, g := range [][3]string{{"1", "v", "c"}, {"2", "w", "c"}, {"4", "theirs", "c"}, {"5", "y", "d"}} {
		gateways = append(gateways, hub(g[0])+": {found: {connections: [{name: "+g[1]+", circuit: "+network+"expressRouteCircuits/"+g[2]+"/peerings/AzurePrivatePeering}]}}")
	}
	return namedCircuit + "expressRouteConnections: [" + strings.Join(all, ", ") + "]" + has(stayingOn+", gateways: {"+strings.Join(gateways, ", ")+
		"}, holdings: {found: [{own: true, kind: ExpressRouteConnection, name: v}, {own: true, kind: ExpressRouteConnection, name: w}]}")
}

func TestGatewayConnectionsThatLetGoComeFirst(t *testing.T) {
	of := func(typ, config string) Handover {
		tree := spectest.OnValid(config)
		return GatewaysOf(spectest.Spec(tree), azuretest.World(tree), typ)
	}
	vnets := func(connections ...string) Handover {
		return of(armid.VirtualNetworkGateway, connecting(connections...))
	}
	hubs := func(connections ...string) Handover { return of(armid.ExpressRouteGateway, onHubs(connections...)) }
	for _, connections := range []func(...string) Handover{vnets, hubs} {
		assert.Empty(t, connections().Order)
	}
	assert.Equal(t, []int{0, 1}, vnets("a 1", "b 2").Order)
	assert.Equal(t, []int{1, 0}, vnets("a 2", "b 3").Order, "b lets go of what a takes")
	assert.Equal(t, map[string]string{"c": "a"}, vnets("c 1", "b 2").Instead, "renamed")
	assert.Empty(t, vnets("c 3", "b 2").Instead)
	assert.Equal(t, []int{1, 0}, hubs("v 2", "w 3").Order)
	assert.Equal(t, map[string]string{"x": "v"}, hubs("x 1", "w 2").Instead)
	assert.Empty(t, hubs("v 4").Instead, "what is not the stack's")
}

func reachIn(config string) Handover {
	tree := spectest.OnValid(config)
	return ReachOf(spectest.Spec(tree), azuretest.World(tree))
}

func TestConnectionsThatLetGoComeFirst(t *testing.T) {
	assert.Equal(t, []int{0, 1}, reachIn(reaching("a 1 0", "b 2 8")).Order)
	assert.Equal(t, []int{1, 0}, reachIn(reaching("a 1 8", "b 2 16")).Order, "b lets go of what a takes")
	assert.Equal(t, []int{0, 1}, reachIn(reaching("a 1 16", "b 2 0")).Order)
	assert.Equal(t, []int{0, 2, 1}, reachIn(reaching("c 3 24", "a 1 8", "b 2 16")).Order)
	assert.Equal(t, map[string]string{"c": "a"}, reachIn(reaching("c 1 0", "b 2 8")).Instead, "renamed")
	assert.Equal(t, map[string]string{"c": "a", "d": "b"}, reachIn(reaching("d 2 8", "c 1 0")).Instead)
	assert.Empty(t, reachIn(reaching("c 3 24", "b 2 8")).Instead, "a goes, and nothing takes its place")
	assert.Empty(t, reachIn("globalReachConnections: ["+toPeer("a", "1", "192.168.8.8/29")+"]").Instead, "nothing is known of Azure")
}

func TestWhichOfTwoComesFirst(t *testing.T) {
	first := func(config string) (filter, microsoft, moves bool) {
		tree := spectest.OnValid(config)
		s, w := spectest.Spec(tree), azuretest.World(tree)
		return FilterFirst(s, w), MicrosoftFirst(s, w), FilterMoves(s, w)
	}
	for config, want := range map[string][3]bool{
		"": {},
		"circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {name: f}}\n" + withOffice:                            {true, false, false},
		"circuit: {skuTier: Premium}\nmicrosoftPeering: {routeFilter: {name: f}}\n" + withOffice:                             {},
		"circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {name: g}}\n" + withOffice:                            {},
		"privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 301}\n" + withVLANs:                                       {false, true, false},
		"privatePeering: {vlanId: 201}\nmicrosoftPeering: {vlanId: 200}\n" + withVLANs:                                       {},
		"privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 200}\n" + withVLANs:                                       {false, true, false},
		"location: eastus\nmicrosoftPeering: {routeFilter: {name: f}}" + has("routeFilter: {found: {location: westeurope}}"): {false, false, true},
		"location: eastus\nmicrosoftPeering: {routeFilter: {name: f}}" + has("routeFilter: {found: {location: East US}}"):    {},
	} {
		filter, microsoft, moves := first(config)
		assert.Equal(t, want, [3]bool{filter, microsoft, moves}, config)
	}
}

func TestWhichRuleOfARouteFilterGoesFirst(t *testing.T) {
	const named = "microsoftPeering: {routeFilter: {name: f, ruleName: s}}"
	for config, want := range map[string]bool{
		named + has("routeFilter: {found: {rules: [{name: r}]}}"):                                                     true,
		"microsoftPeering: {routeFilter: {ruleName: !unknown s}}" + has("routeFilter: {found: {rules: [{name: r}]}}"): true,
		"microsoftPeering: {routeFilter: {name: f}}" + has("routeFilter: {found: {rules: [{name: r}]}}"):              false,
		named + has("routeFilter: {found: {}}"):                                                                       false,
		named + has("routeFilter: {missing: x}"):                                                                      false,
		named + has("routeFilter: {unknown: x}"):                                                                      false,
		named:                                                                                                         false,
	} {
		tree := spectest.OnValid(config)
		assert.Equal(t, want, OldRuleFirst(spectest.Spec(tree), azuretest.World(tree)), config)
	}
}
