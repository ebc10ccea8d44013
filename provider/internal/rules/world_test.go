package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure/azuretest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// has says what Azure has, for the end of a configuration.
func has(facts string) string { return "\nazure: {" + facts + "}" }

func init() {
	const (
		carrier   = "circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 500, tier: Standard, family: UnlimitedData}}"
		bandwidth = "circuit.serviceProvider.bandwidthInMbps"
		waits     = "circuit: {found: {carrierState: NotProvisioned}}"
		done      = "circuit: {found: {carrierState: Provisioned}}"
		peerOf    = ", peers: {" + examplePeer + "0: "
	)
	unlimited := func(rest string) string { return "circuit: {skuFamily: UnlimitedData, " + rest + "}" + has(carrier) }
	maps.Copy(boundaries, map[string][]struct {
		change string
		paths  []string
	}{
		"circuit-not-found": {
			{onCircuit + has("circuit: {missing: x}"), []string{"circuitId"}},
			{onCircuit + has("circuit: {denied: x}"), nil},
			{onCircuit + has("circuit: {unknown: x}"), nil},
			{onCircuit + has("circuit: {found: {}}"), nil},
			{onCircuit, nil},
			{onCircuit + has("circuit: {denied: x}, subscription: {found: 00000000-0000-0000-0000-000000000002}"), []string{"circuitId"}},
			{onCircuit + has("circuit: {denied: x}, subscription: {found: 00000000-0000-0000-0000-000000000001}"), nil},
			{onCircuit + "privatePeering: null\nmicrosoftPeering: null" + has("circuit: {denied: x}, subscription: {found: 00000000-0000-0000-0000-000000000002}"), nil},
			{below("!unknown x") + has("circuit: {missing: x}"), nil},
			{"circuit: {name: c}" + has("circuit: {missing: x}"), nil},
			{adopts(has("circuit: {missing: x}")), []string{"adopt.circuitId"}},
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f") + has("circuit: {found: {}}, routeFilter: {missing: x}"), []string{"adopt.routeFilterId"}},
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f") + has("circuit: {found: {}}, routeFilter: {found: {name: f}}"), []string{"adopt.routeFilterId"}},
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f") + has("circuit: {found: {}}, routeFilter: {found: {rules: [{name: r}]}}"), nil},
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f, routeFilterRuleId: "+network+"routeFilters/f/routeFilterRules/r") + has("circuit: {found: {}}, routeFilter: {found: {rules: [{id: s}]}}"), []string{"adopt.routeFilterRuleId"}},
		},
		"adopt-unreadable": {
			{adopts(has("circuit: {denied: x}")), []string{"adopt.circuitId"}},
			{adopts(has("circuit: {unknown: x}")), []string{"adopt.circuitId"}},
			{adopts(has("circuit: {missing: x}")), nil},
			{adopts(has("circuit: {found: {}}")), nil},
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f") + has("circuit: {found: {}}, routeFilter: {denied: x}"), []string{"adopt.routeFilterId"}},
			{onCircuit + has("circuit: {denied: x}"), nil},
		},
		"location-missing": {
			{has("region: {missing: x}"), []string{"location"}},
			{has("region: {found: westeurope}"), nil},
			{has("region: {unknown: x}"), nil},
			{"", nil},
			{"location: westus" + has("region: {missing: x}"), nil},
			{"location: !unknown x" + has("region: {missing: x}"), nil},
			{"resourceGroupName: g" + has("region: {missing: x}"), nil},
			{onCircuit + has("region: {missing: x}"), nil},
		},
		"adopt-mismatch": {
			{adopts("privatePeering: {vlanId: 201}\n" + adoptable), []string{"privatePeering.vlanId"}},
			{adopts("privatePeering: {vlanId: !unknown x}\n" + adoptable), nil},
			{adopts("privatePeering: {vlanId: 201}" + has("circuit: {denied: x}")), nil},
			{adopts("privatePeering: {vlanId: 201}" + has("circuit: {missing: x}")), nil},
			{adopts("privatePeering: {vlanId: 201}" + has("circuit: {unknown: x}")), nil},
			{adopts(adoptable), nil},
			{"privatePeering: {vlanId: 201}\n" + adoptable, nil},
		},
		"adopt-own-stack": {
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f") + has("circuit: {found: {serviceKey: k}}, routeFilter: {found: {name: f, location: westeurope, rules: [{name: r}]}}, holdings: {found: [{kind: RouteFilter, name: F, location: West Europe}]}"), []string{"adopt.routeFilterId"}},
			{adopts(has("circuit: {found: {serviceKey: k}}, holdings: {found: [{kind: ExpressRouteCircuit, serviceKey: k}]}")), []string{"adopt.circuitId"}},
			{adopts(has("circuit: {found: {serviceKey: k}}, holdings: {found: [{kind: ExpressRouteCircuit, serviceKey: other}]}")), nil},
			{adopts(has("circuit: {found: {}}, holdings: {found: [{kind: ExpressRouteCircuit}]}")), nil},
			{adopts(has("circuit: {found: {serviceKey: k}}, holdings: {found: [{kind: VirtualNetwork}]}")), nil},
			{adopts(has("circuit: {found: {serviceKey: k}}, holdings: {denied: x}")), nil},
			{adopts(has("circuit: {missing: x}, holdings: {found: [{kind: ExpressRouteCircuit}]}")), nil},
			{has("circuit: {found: {serviceKey: k}}, holdings: {found: [{kind: ExpressRouteCircuit, serviceKey: k}]}"), nil},
		},
		"bandwidth-decrease": {
			{unlimited("serviceProvider: {bandwidthInMbps: 200}"), []string{bandwidth}},
			{unlimited("serviceProvider: {bandwidthInMbps: 500}"), nil},
			{unlimited("serviceProvider: {bandwidthInMbps: 1000}"), nil},
			{unlimited("serviceProvider: {bandwidthInMbps: !unknown x}"), nil},
			{unlimited("serviceProvider: {name: Megaport, bandwidthInMbps: 200}"), nil}, // another circuit
			{unlimited("serviceProvider: {peeringLocation: Dallas, bandwidthInMbps: 200}"), nil},
			{unlimited("serviceProvider: {name: !unknown x, bandwidthInMbps: 200}"), []string{bandwidth}},
			{unlimited("serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}"), nil},
			{has("circuit: {found: {bandwidthInMbps: 500, portId: x}}"), nil},
			{has("circuit: {missing: x}"), nil},
			{has("circuit: {denied: x}"), nil},
			{has("circuit: {unknown: x}"), nil},
			{"", nil},
		},
		"sku-family-to-metered": {
			{"circuit: {skuFamily: MeteredData, serviceProvider: {bandwidthInMbps: 500}}" + has(carrier), []string{"circuit.skuFamily"}},
			{"circuit: {skuTier: Standard, serviceProvider: {bandwidthInMbps: 500}}" + has(carrier), []string{"circuit.skuFamily"}},
			{"circuit: {skuTier: !unknown x, serviceProvider: {bandwidthInMbps: 500}}" + has(carrier), nil},
			{"circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 500}}" + has(carrier), nil},
			{"circuit: {skuFamily: UnlimitedData}" + has(carrier), nil},
			{has("circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, family: MeteredData}}"), nil},
			{has("circuit: {denied: x}"), nil},
		},
		"circuit-gone": {
			{reach("") + has("circuit: {missing: x}"), []string{"circuit"}},
			{reach("") + has("circuit: {missing: x}, new: true"), nil},
			{reach("") + has("circuit: {denied: x}"), nil},
			{toGateways("") + has("circuit: {missing: x}"), []string{"circuit"}},
			{"circuit: {name: c}" + has("circuit: {missing: x}"), nil},
			{adopts(reach("") + has("circuit: {missing: x}")), []string{"circuit"}},
			{reach("") + has(done), nil},
			{reach("") + below(network+"expressRouteCircuits/c") + has("circuit: {missing: x}"), nil},
			{reach(""), nil},
		},
		"carrier-global-reach": {
			{reach("", "") + has(waits), []string{"globalReachConnections"}},
			{reach("") + has("new: true"), []string{"globalReachConnections"}},
			{reach("") + has(done), nil},
			{reach("") + has("circuit: {found: {portId: p}}"), nil},
			{reach("") + has("circuit: {denied: x}"), nil},
			{reach("") + has("circuit: {unknown: x}"), nil},
			{reach(""), nil},
			{reach("", "") + has("circuit: {found: {carrierState: Deprovisioning, private: {connections: [{name: N0}, {name: n1}]}}}"), nil},
			{reach("", "") + has("circuit: {found: {carrierState: Deprovisioning, private: {connections: [{name: n0}]}}}"), []string{"globalReachConnections"}},
			{reach("") + has(done+peerOf+"{found: {carrierState: Provisioning}}}"), []string{"globalReachConnections"}},
			{reach("") + has(done+peerOf+"{found: {carrierState: Provisioned}}}"), []string{"globalReachConnections"}}, // without a private peering
			{reach("") + has(done+peerOf+"{found: {carrierState: Provisioned, private: {}}}}"), nil},
			{reach("") + has(done+peerOf+"{found: {portId: p, private: {}}}}"), nil},
			{reach("") + has(done+peerOf+"{missing: x}}"), []string{"globalReachConnections"}},
			{reach("") + has(done+peerOf+"{denied: x}}"), nil},
			{reach("") + has(done+peerOf+"{unknown: x}}"), nil},
			{reach("peerCircuitPeeringId: "+examplePeer+"0/peerings/AzurePrivatePeering") + has(done+peerOf+"{missing: x}}"), []string{"globalReachConnections"}},
			{reach("peerCircuitId: !unknown x") + has(done), nil},
			{"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}}\n" + reach("") + has("new: true"), nil},
			{has(waits), nil},
		},
		"carrier-gateway": {
			{toGateways("", "") + has(waits), []string{gw0}},
			{toGateways("") + has("new: true"), []string{gw0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(waits), []string{wan0}},
			{toGateways("") + has(done), nil},
			{managedCarrier + toGateways("") + has(waits), nil},
			{toGateways("") + has("circuit: {denied: x}"), nil},
			{toGateways(""), nil},
			{has(waits), nil},
		},
		"carrier-gateway-peering": {
			{managedCarrier + toGateways("", "") + has(waits), []string{gw0}},
			{managedCarrier + toGateways("", "") + has(waits+", connections: {"+network+"connections/n0: {found: {}}}"), []string{gw1}},
			{managedCarrier + toGateways("", "") + has(waits+", connections: {"+network+"connections/n0: {denied: x}, "+network+"connections/N1: {found: {}}}"), nil},
			{managedCarrier + toGateways("") + has(waits+", connections: {"+network+"connections/n0: {missing: x}}"), []string{gw0}},
			{managedCarrier + toGateways("resourceGroupName: h") + has(waits+", connections: {"+strings.Replace(network, "/g/", "/h/", 1)+"connections/n0: {found: {}}}"), nil},
			{managedCarrier + toGateways("resourceGroupName: !unknown x") + has(waits+", connections: {"+network+"connections/n0: {found: {}}}"), []string{gw0}},
			{managedCarrier + toGateways("virtualNetworkGatewayId: !unknown x") + has(waits), []string{gw0}},
			{managedCarrier + toWAN("expressRouteGatewayId: "+wanGateway) + has(waits+", connections: {"+wanGateway+"/expressRouteConnections/w: {found: {}}}"), nil},
			{managedCarrier + toWAN("expressRouteGatewayId: "+wanGateway) + has("new: true, connections: {"+wanGateway+"/expressRouteConnections/w: {found: {}}}"), []string{wan0}}, // it is that of a circuit that goes
			{managedCarrier + toGateways("") + has(done), nil},
			{managedCarrier + toGateways("") + has("circuit: {denied: x}"), nil},
			{managedCarrier + toGateways(""), nil},
			{managedCarrier + has(waits), nil},
			{toGateways("") + has(waits), nil},
		},
		"azure-unseen": {
			{onCircuit + has("circuit: {denied: x}"), []string{"circuitId"}},
			{onCircuit + has("circuit: {missing: x}"), nil},
			{onCircuit + has("circuit: {unknown: x}"), nil},
			{reach("") + has("circuit: {denied: x}"), []string{"circuit", "circuit.name"}},
			{reach("") + has(done+peerOf+"{denied: x}}"), []string{"globalReachConnections[0].peerCircuitId"}},
			{reach("") + has("circuit: {found: {private: {connections: [{name: n0}]}}}"+peerOf+"{denied: x}}"), nil}, // it exists: nothing needs to know
			{adopts(has("circuit: {denied: x}")), nil},                                                               // an error says so
			{"", nil},
		},
	})
}

// asValid is the circuit of the valid configuration as Azure would have it, with its route filter.
func asValid() *azure.World {
	return &azure.World{
		Circuit: azure.See(azure.Circuit{
			Location: "westeurope", Tier: "Premium", Family: "MeteredData",
			ServiceProvider: "Equinix", PeeringLocation: "Silicon Valley", BandwidthInMbps: 200,
			Private: &azure.Peering{PeerASN: 200, VlanID: 200, State: "Enabled", Primary: "192.168.16.252/30", Secondary: "192.168.18.252/30"},
			Microsoft: &azure.Peering{
				PeerASN: 200, VlanID: 300, State: "Enabled", Primary: "123.0.0.0/30", Secondary: "123.0.0.4/30",
				RouteFilterID: network + "routeFilters/f",
				Config:        &azure.MicrosoftConfig{Prefixes: []string{"123.1.0.0/24"}, RoutingRegistryName: "ARIN"},
			},
		}),
		RouteFilter: azure.See(azure.RouteFilter{
			ID: network + "routeFilters/f", Name: "f", Location: "westeurope",
			Rules: []azure.RouteFilterRule{{ID: network + "routeFilters/f/routeFilterRules/r", Name: "r", Communities: []string{"12076:5070", "12076:5060"}}},
		}),
	}
}

const adoptsValid = "location: West Europe\nresourceGroupName: g\nadopt: {circuitId: " + network + "expressRouteCircuits/c, routeFilterId: " + network + "routeFilters/F}\n"

// mismatches are the paths at which the program and what it adopts differ.
func mismatches(change string, w *azure.World) []string {
	var paths []string
	for _, f := range Judge(BeforeAnything, spectest.Spec(spectest.Overlay(spectest.OnValid(adoptsValid), spectest.Tree(change))), w).Errors() {
		paths = append(paths, f.Rule+" "+f.Path)
	}
	return slices.Compact(paths) // a region and tags are those of circuit and filter
}

func TestEveryDifferenceFromWhatIsAdoptedIsNamed(t *testing.T) {
	assert.Empty(t, mismatches("", asValid()))

	for change, path := range map[string]string{
		"location: eastus":                                      "location",
		"tags: {a: b}":                                          "tags.a",
		"circuit: {skuTier: Standard}":                          "circuit.skuTier",
		"circuit: {skuFamily: UnlimitedData}":                   "circuit.skuFamily",
		"circuit: {serviceProvider: {name: Megaport}}":          "circuit.serviceProvider.name",
		"circuit: {serviceProvider: {peeringLocation: Dallas}}": "circuit.serviceProvider.peeringLocation",
		"circuit: {serviceProvider: {bandwidthInMbps: 500}}":    "circuit.serviceProvider.bandwidthInMbps",
		"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}}":                "circuit.expressRouteDirect",
		"circuit: {allowClassicOperations: true}":                                                              "circuit.allowClassicOperations",
		"circuit: {globalReachEnabled: true}":                                                                  "circuit.globalReachEnabled",
		"privatePeering: {peerASN: 201}":                                                                       "privatePeering.peerASN",
		"privatePeering: {vlanId: 201}":                                                                        "privatePeering.vlanId",
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.0/30}":                                          "privatePeering.primaryPeerAddressPrefix",
		"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.0/30}":                                        "privatePeering.secondaryPeerAddressPrefix",
		"privatePeering: {state: Disabled}":                                                                    "privatePeering.state",
		"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: y}}":    "privatePeering.ipv6PeeringConfig",
		"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: y}}":  "microsoftPeering.ipv6PeeringConfig",
		"microsoftPeering: {vlanId: 301}":                                                                      "microsoftPeering.vlanId",
		"microsoftPeering: {microsoftPeeringConfig: {customerASN: 5}}":                                         "microsoftPeering.microsoftPeeringConfig.customerASN",
		"microsoftPeering: {microsoftPeeringConfig: {legacyMode: 1}}":                                          "microsoftPeering.microsoftPeeringConfig.legacyMode",
		"microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: RADB}}":                              "microsoftPeering.microsoftPeeringConfig.routingRegistryName",
		"microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24, 123.2.0.0/24]}}": "microsoftPeering.microsoftPeeringConfig.advertisedPublicPrefixes",
		"microsoftPeering: {microsoftPeeringConfig: null}":                                                     "microsoftPeering.microsoftPeeringConfig",
		"microsoftPeering: {routeFilter: {services: [AzureResourceManager]}}":                                  "microsoftPeering.routeFilter",
		"microsoftPeering: {routeFilter: {name: other}}":                                                       "microsoftPeering.routeFilter.name",
		"microsoftPeering: {routeFilter: {ruleName: other}}":                                                   "microsoftPeering.routeFilter.ruleName",
		"adopt: {routeFilterId: " + network + "routeFilters/other}":                                            "adopt.routeFilterId",
		"microsoftPeering: {routeFilter: null, routeFilterId: " + network + "routeFilters/x}":                  "microsoftPeering.routeFilterId",
	} {
		assert.Equal(t, []string{"adopt-mismatch " + path}, mismatches(change, asValid()), change)
	}

	// What Azure has and the program leaves out.
	for what, add := range map[string]func(*azure.Circuit, *azure.RouteFilter){
		"tags":             func(c *azure.Circuit, _ *azure.RouteFilter) { c.Tags = map[string]string{"a": "b"} },
		"privatePeering":   func(c *azure.Circuit, _ *azure.RouteFilter) { c.Private = nil },
		"microsoftPeering": func(c *azure.Circuit, _ *azure.RouteFilter) { c.Microsoft = nil },
		"privatePeering.ipv6PeeringConfig": func(c *azure.Circuit, _ *azure.RouteFilter) {
			c.Private.IPv6 = &azure.IPv6{Primary: "fd00::/126", Secondary: "fd00::4/126"}
		},
		"circuit.serviceProvider": func(c *azure.Circuit, _ *azure.RouteFilter) { c.PortID = network + "expressRoutePorts/p" },
		"microsoftPeering.routeFilter": func(_ *azure.Circuit, f *azure.RouteFilter) {
			f.Rules[0].Communities = append(f.Rules[0].Communities, "12076:5010")
		},
	} {
		w := asValid()
		add(w.Circuit.Value, w.RouteFilter.Value)
		assert.Equal(t, []string{"adopt-mismatch " + what}, mismatches("", w), what)
	}

	// Values that are not known yet are compared in the update; the other spellings of an address are the same.
	assert.Empty(t, mismatches("privatePeering: {vlanId: !unknown x}", asValid()))
	w := asValid()
	w.Circuit.Value.Private.IPv6 = &azure.IPv6{Primary: "fd00:0:0::/126", Secondary: "fd00::0004/126", State: "Enabled"}
	assert.Empty(t, mismatches("privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::/126', secondaryPeerAddressPrefix: 'fd00::4/126'}}", w))
}

// messages are what the rules on Azure say of a configuration, with the rules' ids.
func messages(config string) []string {
	tree := spectest.OnValid(config)
	var all []string
	for _, f := range Judge(BeforeAnything|WithCircuit|OnChange, spectest.Spec(tree), azuretest.World(tree)).Findings {
		all = append(all, f.Text())
	}
	return all
}

func TestConnectionsThatWaitAreNamedWithWhatTheyWaitFor(t *testing.T) {
	const peers = "peers: {" + examplePeer + "0: {found: {carrierState: Provisioned, private: {}}}, " + examplePeer + "1: {found: {carrierState: NotProvisioned}}, " + examplePeer + "2: {missing: ResourceNotFound}}"
	config := reach("", "", "") + has("circuit: {found: {carrierState: NotProvisioned, private: {connections: [{name: n2}]}}}, "+peers)
	said := messages(config)
	require.Len(t, said, 1, "one message")
	for _, part := range []string{`"n0", "n1" must wait`, `"NotProvisioned"`, "the output serviceKey", "run pulumi up again", "[carrier-global-reach]"} {
		assert.Contains(t, said[0], part)
	}
	waiting := func(config string) (globalReach, gateways []string) {
		tree := spectest.OnValid(config)
		return Pending(spectest.Spec(tree), azuretest.World(tree))
	}
	circuits, gateways := waiting(config)
	assert.Equal(t, []string{"n0", "n1"}, circuits)
	assert.Empty(t, gateways)

	said = messages(reach("", "", "") + has("circuit: {found: {carrierState: Provisioned}}, "+peers))
	require.Len(t, said, 2)
	assert.Contains(t, said[0], `"n1" must wait: the carrier of the other circuit, "`+examplePeer+`1", has it as "NotProvisioned"`)
	assert.Contains(t, said[1], `"n2" must wait: Azure does not have the other circuit`)

	circuits, _ = waiting(config + "\nignoreRules: [carrier-global-reach]")
	assert.Empty(t, circuits)
	circuits, gateways = waiting("")
	assert.Empty(t, append(circuits, gateways...))

	// Gateways wait for the private peering where the carrier makes it, and for nothing elsewhere.
	config = toGateways("name: a", "name: b") + "\n" + toWAN("expressRouteGatewayId: "+wanGateway)
	const state = "circuit: {found: {carrierState: NotProvisioned}}, connections: {" + network + "connections/a: {found: {}}}"
	_, gateways = waiting(managedCarrier + config + has(state))
	assert.Equal(t, []string{"b", "w"}, gateways)
	said = messages(managedCarrier + config + has(state))
	require.Len(t, said, 1)
	assert.Contains(t, said[0], `"b", "w" must wait: the carrier has the circuit as "NotProvisioned", and gateways are reached over the private peering that it makes`)
	_, gateways = waiting(managedCarrier + config + "\nignoreRules: [carrier-gateway-peering]" + has(state))
	assert.Empty(t, gateways)
	_, gateways = waiting(config + has(state))
	assert.Empty(t, gateways)
}

// Every rule that looks at Azure is silent or right in each of the five states of what it looks at, and takes none for
// another: what may not be read is not missing, and what was not asked for is neither.
func TestOneRuleOfEachKindInEachStateOfTheWorld(t *testing.T) {
	for kind, c := range map[string]struct {
		config, resource, found string
		findings                map[string][]string
	}{
		"a circuit that is used": {
			onCircuit, "circuit: ", "{}", map[string][]string{"missing": {"circuit-not-found"}, "denied": {"azure-unseen"}},
		},
		"a circuit that is adopted": {
			adopts(""), "circuit: ", "{}", map[string][]string{"missing": {"circuit-not-found"}, "denied": {"adopt-unreadable"}, "unknown": {"adopt-unreadable"}, "found": {"adopt-mismatch"}},
		},
		"a circuit that is changed": {
			"circuit: {name: c}", "circuit: ", "{serviceProvider: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 500}",
			map[string][]string{"denied": {"azure-unseen"}, "found": {"bandwidth-decrease"}},
		},
		"a circuit at the other end": {
			reach(""), "peers: {" + examplePeer + "0: ", "{}", map[string][]string{"missing": {"carrier-global-reach"}, "denied": {"azure-unseen"}, "found": {"carrier-global-reach"}},
		},
		"a region": {
			"", "region: ", "westeurope", map[string][]string{"missing": {"location-missing"}},
		},
	} {
		for _, state := range []string{"not asked", "unknown", "missing", "denied", "found"} {
			config := c.config
			if state != "not asked" {
				value := "x"
				if state == "found" {
					value = c.found
				}
				fact := fmt.Sprintf("%s{%s: %s}", c.resource, state, value)
				config += has(fact + strings.Repeat("}", strings.Count(fact, "{")-strings.Count(fact, "}")))
			}
			rules := map[string]bool{}
			for _, f := range judged(config) {
				rules[f.Rule] = true
			}
			assert.ElementsMatch(t, c.findings[state], slices.Collect(maps.Keys(rules)), "%s, %s", kind, state)
		}
	}
}

// A stack in a network of several stands at a path of its own. Every finding does, too, and has it once.
func TestFindingsStandWhereTheStackStands(t *testing.T) {
	const at = "stacks.london"
	for _, r := range Catalogue {
		if r.Check == nil {
			continue // package shape checks it
		}
		changes := []string{r.Wrong}
		for _, b := range boundaries[r.ID] {
			changes = append(changes, b.change)
		}
		for _, change := range changes {
			tree := spectest.OnValid(change)
			for _, phase := range []Phase{OfProgram, BeforeAnything | WithCircuit | OnChange} {
				alone, inside := Judge(phase, spectest.Spec(tree), azuretest.World(tree)), Judge(phase, spectest.SpecAt(at, tree), azuretest.World(tree))
				var want, got []string
				for _, f := range alone.Findings {
					want = append(want, f.Rule+" "+at+"."+f.Path)
				}
				for _, f := range inside.Findings {
					got = append(got, f.Rule+" "+f.Path)
				}
				require.Equal(t, want, got, change)
				for i, path := range alone.Unchecked {
					require.Equal(t, at+"."+path, inside.Unchecked[i])
				}
			}
		}
	}
}
