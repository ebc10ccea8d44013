package rules

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

const (
	network    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/"
	elsewhere  = "/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/g/providers/Microsoft.Network/"
	wanGateway = network + "expressRouteGateways/gw"
	aKey       = "00000000-0000-0000-0000-00000000000a"
)

// reach is a configuration with Global Reach connections, each with a name, its prefix and a peer unless it says so.
func reach(connections ...string) string {
	for i, c := range connections {
		if !strings.Contains(c, "addressPrefix:") {
			c += fmt.Sprintf(", addressPrefix: 192.168.8.%d/29", 8*i)
		}
		if !strings.Contains(c, "peerCircuit") {
			c += fmt.Sprintf(", peerCircuitId: %s%d", examplePeer, i)
		}
		connections[i] = fmt.Sprintf("{name: n%d, %s}", i, strings.TrimPrefix(c, ", "))
	}
	return "globalReachConnections: [" + strings.Join(connections, ", ") + "]"
}

// toGateways is a configuration with connections to gateways of virtual networks.
func toGateways(connections ...string) string {
	for i, c := range connections {
		if !strings.Contains(c, "virtualNetworkGatewayId:") {
			c += fmt.Sprintf(", virtualNetworkGatewayId: %s%d", exampleGateway, i)
		}
		if !strings.Contains(c, "name:") {
			c = fmt.Sprintf("name: n%d, ", i) + strings.TrimPrefix(c, ", ")
		}
		connections[i] = "{" + c + "}"
	}
	return "virtualNetworkGatewayConnections: [" + strings.Join(connections, ", ") + "]"
}

func toWAN(connection string) string {
	return "expressRouteConnections: [{name: w, " + connection + "}]"
}

// below is a configuration whose circuit exists.
func below(id string) string { return "\ncircuit: null\ncircuitId: " + id }

func adopts(rest string) string {
	return "location: westeurope\nresourceGroupName: g\nmicrosoftPeering: null\nadopt: {circuitId: " + network + "expressRouteCircuits/c}\n" + rest
}

func adoptsFilter(filter string) string {
	return "location: westeurope\nresourceGroupName: g\nadopt: {circuitId: " + network + "expressRouteCircuits/c, " + filter + "}\n"
}

const (
	conn0 = "globalReachConnections[0]"
	conn1 = "globalReachConnections[1]"
	gw0   = "virtualNetworkGatewayConnections[0]"
	gw1   = "virtualNetworkGatewayConnections[1]"
	wan0  = "expressRouteConnections[0]"
)

func init() {
	maps.Copy(boundaries, map[string][]struct {
		change string
		paths  []string
	}{
		"adopted-id": {
			{adoptsFilter("routeFilterId: x, routeFilterRuleId: y"), []string{"adopt.routeFilterId", "adopt.routeFilterRuleId"}},
			{adoptsFilter("routeFilterId: " + network + "routeFilters/f, routeFilterRuleId: " + network + "routeFilters/f/routeFilterRules/r"), nil},
		},
		"peer-circuit-id": {
			{reach("peerCircuitId: " + network + "routeFilters/f"), []string{conn0 + ".peerCircuitId"}},
			{reach("peerCircuitPeeringId: " + examplePeer), []string{conn0 + ".peerCircuitPeeringId"}},
			{reach("peerCircuitPeeringId: " + examplePeer + "/peerings/MicrosoftPeering"), []string{conn0 + ".peerCircuitPeeringId"}},
			{reach("peerCircuitPeeringId: " + examplePeer + "/peerings/azureprivatepeering"), nil},
			{reach("peerCircuitId: !unknown x"), nil},
		},
		"gateway-id": {
			{toGateways("virtualNetworkGatewayId: " + wanGateway), []string{gw0 + ".virtualNetworkGatewayId"}},
			{toWAN("expressRouteGatewayId: " + exampleGateway), []string{wan0 + ".expressRouteGatewayId"}},
			{toWAN("expressRouteGatewayId: " + wanGateway), nil},
			{toWAN("expressRouteGatewayId: !unknown x"), nil},
		},
		"hub-routing-id": {
			{toWAN("expressRouteGatewayId: " + wanGateway + ", routingConfiguration: {propagatedRouteTableIds: [" + network + "virtualHubs/h/hubRouteTables/t, t], inboundRouteMapId: m, outboundRouteMapId: " + network + "virtualHubs/h/hubRouteTables/t}"), []string{wan0 + ".routingConfiguration.inboundRouteMapId", wan0 + ".routingConfiguration.outboundRouteMapId", wan0 + ".routingConfiguration.propagatedRouteTableIds[1]"}},
			{toWAN("expressRouteGatewayId: " + wanGateway + ", routingConfiguration: {inboundRouteMapId: " + network + "virtualHubs/h/routeMaps/m, outboundRouteMapId: !unknown x, propagatedRouteTableIds: !unknown x}"), nil},
			{toWAN("expressRouteGatewayId: " + wanGateway), nil},
		},
		"authorization-limit": {
			{"authorizations: [a, b, c, d, e, f, g, h, i, j, k]", []string{"authorizations"}},
			{"authorizations: [a, b, c, d, e, f, g, h, i, j]", nil},
		},
		"authorization-repeated": {
			{"authorizations: [a, b, A]", []string{"authorizations[2]"}},
			{"authorizations: [a, b]", nil},
		},
		"global-reach-peer": {
			{reach("peerCircuitId: x, peerCircuitPeeringId: y"), []string{conn0 + ".peerCircuitPeeringId"}},
			{"globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29}]", []string{conn0}},
			{reach("peerCircuitId: !unknown x"), nil},
		},
		"global-reach-own-circuit": {
			{reach("peerCircuitId: "+examplePeer) + below(examplePeer), []string{conn0 + ".peerCircuitId"}},
			{reach("peerCircuitPeeringId: "+strings.ToUpper(examplePeer)+"/PEERINGS/AZUREPRIVATEPEERING") + below(examplePeer), []string{conn0 + ".peerCircuitPeeringId"}},
			{adopts(reach("peerCircuitId: " + network + "expressRouteCircuits/c")), []string{conn0 + ".peerCircuitId"}},
			{reach("peerCircuitId: "+examplePeer) + below("!unknown x"), nil},
			{reach("peerCircuitId: !unknown x") + below(examplePeer), nil},
			{reach("peerCircuitId: " + examplePeer), nil},
		},
		"global-reach-peer-repeated": {
			{reach("peerCircuitId: "+examplePeer, "peerCircuitPeeringId: "+strings.ToUpper(examplePeer)+"/peerings/AzurePrivatePeering"), []string{conn1 + ".peerCircuitPeeringId"}},
			{reach("peerCircuitId: !unknown x", "peerCircuitId: !unknown x"), nil},
			{reach("", ""), nil},
		},
		"global-reach-prefix": {
			{reach("addressPrefix: 192.168.8.0/28"), []string{conn0 + ".addressPrefix"}},
			{reach("addressPrefix: 192.168.8.0/30"), []string{conn0 + ".addressPrefix"}},
			{reach("addressPrefix: 192.168.8.1/29"), []string{conn0 + ".addressPrefix"}},
			{reach("addressPrefix: 192.168.8.0"), []string{conn0 + ".addressPrefix"}},
			{reach("addressPrefix: 'fd00::/125'"), []string{conn0 + ".addressPrefix"}},
			{reach("ipv6AddressPrefix: 192.168.9.0/29"), []string{conn0 + ".ipv6AddressPrefix"}},
			{reach("ipv6AddressPrefix: 'fd00::/126'"), []string{conn0 + ".ipv6AddressPrefix"}},
			{reach("ipv6AddressPrefix: 'fd00::1/125'"), nil},
			{reach("ipv6AddressPrefix: 'fd00::/125'"), nil},
			{reach("addressPrefix: !unknown x"), nil},
		},
		"global-reach-ipv6-host-bits": {
			{reach("ipv6AddressPrefix: 'fd00::7/125'"), []string{conn0 + ".ipv6AddressPrefix"}},
			{reach("ipv6AddressPrefix: 'fd00::8/125'"), nil},
			{reach("ipv6AddressPrefix: 'fd00::1/126'"), nil},
			{reach("ipv6AddressPrefix: !unknown x"), nil},
			{reach("addressPrefix: 192.168.8.1/29"), nil},
		},
		"global-reach-prefix-overlap": {
			{reach("addressPrefix: 192.168.16.248/29"), []string{conn0 + ".addressPrefix"}},
			{reach("addressPrefix: 192.168.16.240/29"), nil},
			{reach("addressPrefix: 123.0.0.0/29"), []string{conn0 + ".addressPrefix", conn0 + ".addressPrefix"}},
			{reach("", "addressPrefix: 192.168.8.0/29"), []string{conn1 + ".addressPrefix"}},
			{reach("", ""), nil},
			{reach("ipv6AddressPrefix: 'fd00::/125'", "ipv6AddressPrefix: 'fd00::/125'"), []string{conn1 + ".ipv6AddressPrefix"}},
			{"reservedAddressSpaces: [192.168.0.0/20]\n" + reach(""), []string{conn0 + ".addressPrefix"}},
			{"reservedAddressSpaces: [192.168.8.8/29]\n" + reach(""), nil},
			{reach("addressPrefix: !unknown x"), nil},
		},
		"global-reach-address-family": {
			{"globalReachConnections: [{name: a, peerCircuitId: x}]", []string{conn0}},
			{"globalReachConnections: [{name: a, peerCircuitId: x, addressPrefix: !unknown x}, {name: b, peerCircuitId: x, ipv6AddressPrefix: !unknown x}]", nil},
			{reach("ipv6AddressPrefix: 'fd00::/125'"), nil},
		},
		"global-reach-private-peering": {
			{reach("") + "\nprivatePeering: null", []string{"globalReachConnections"}},
			{reach("") + "\nprivatePeering: null" + below(network+"expressRouteCircuits/c"), nil},
			{reach("") + "\nprivatePeering: null\nmicrosoftPeering: null\ncarrierManagesPeerings: true", nil},
			{reach("") + "\nprivatePeering: null\ncarrierManagesPeerings: false", []string{"globalReachConnections"}},
			{reach("") + "\nprivatePeering: null\n" + examplePort, nil},
			{"privatePeering: null", nil},
		},
		"global-reach-key": {
			{reach("authorizationKey: 00000000-0000-0000-0000-00000000000"), []string{conn0 + ".authorizationKey"}},
			{reach("authorizationKey: ''"), nil},
			{reach("authorizationKey: " + aKey), nil},
			{reach("authorizationKey: !unknown x"), nil},
		},
		"global-reach-key-missing": {
			{reach("peerCircuitId: "+examplePeer) + below(elsewhere+"expressRouteCircuits/c"), []string{conn0 + ".peerCircuitId"}},
			{reach("peerCircuitId: "+examplePeer+", authorizationKey: !unknown x") + below(elsewhere+"expressRouteCircuits/c"), nil},
			{reach("peerCircuitId: "+examplePeer) + below(network+"expressRouteCircuits/c"), nil},
			{reach("peerCircuitId: " + examplePeer), nil},
		},
		"global-reach-local": {
			{reach("") + "\ncircuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}", []string{"globalReachConnections"}},
			{reach("") + "\ncircuit: {skuTier: Standard}", nil},
			{reach("") + "\ncircuit: {skuTier: !unknown x}", nil},
			{"circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}", nil},
			{"circuit: {skuTier: Local, globalReachEnabled: true, serviceProvider: {bandwidthInMbps: 1000}}", []string{"circuit.globalReachEnabled"}},
			{"circuit: {skuTier: Local, globalReachEnabled: false, serviceProvider: {bandwidthInMbps: 1000}}", nil},
			{"circuit: {skuTier: Standard, globalReachEnabled: true}", nil},
			{"circuit: {skuTier: Local, globalReachEnabled: !unknown x, serviceProvider: {bandwidthInMbps: 1000}}", nil},
		},
		"global-reach-ipv6-on-port": {
			{reach("ipv6AddressPrefix: !unknown x") + "\ncircuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 10}}", []string{conn0 + ".ipv6AddressPrefix"}},
			{reach("") + "\ncircuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 10}}", nil},
			{reach("ipv6AddressPrefix: 'fd00::/125'"), nil},
		},
		"global-reach-disabled": {
			{reach("") + "\ncircuit: {globalReachEnabled: false}", []string{"circuit.globalReachEnabled"}},
			{reach("") + "\ncircuit: {globalReachEnabled: true}", nil},
			{reach("") + "\ncircuit: {globalReachEnabled: !unknown x}", nil},
			{"circuit: {globalReachEnabled: false}", nil},
		},
		"connection-name-repeated": {
			{toGateways("name: a", "name: b", "name: A"), []string{"virtualNetworkGatewayConnections[2].name"}},
			{toGateways("name: W") + "\n" + toWAN("expressRouteGatewayId: "+wanGateway), []string{wan0 + ".name"}},
			{"globalReachConnections: [{name: a, addressPrefix: x}, {name: A, addressPrefix: x}]", []string{conn1 + ".name"}},
			{"globalReachConnections: [{name: w, addressPrefix: x}]\n" + toWAN("expressRouteGatewayId: "+wanGateway), nil},
		},
		"gateway-private-peering": {
			{toGateways("") + "\nprivatePeering: null", []string{gw0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + "\nprivatePeering: null", []string{wan0}},
			{toGateways("") + "\nprivatePeering: null" + below(examplePeer), nil},
			{toGateways("") + "\nprivatePeering: null\nmicrosoftPeering: null\ncarrierManagesPeerings: true", nil},
			{toGateways("") + "\nprivatePeering: null\n" + examplePort, nil},
			{"privatePeering: null", nil},
		},
		"port-private-peering": {
			{reach("") + "\n" + toWAN("expressRouteGatewayId: "+wanGateway) + "\nprivatePeering: null\n" + examplePort, []string{wan0, "globalReachConnections"}},
			{toGateways("") + "\nprivatePeering: null", nil},
			{toGateways("") + "\nprivatePeering: null" + below(examplePeer), nil},
			{"privatePeering: null\n" + examplePort, nil},
		},
		"peering-disabled-connections": {
			{toGateways("") + "\nprivatePeering: {state: Disabled}", []string{"privatePeering.state"}},
			{"privatePeering: {state: Disabled}\nglobalReachConnections: [{name: a, addressPrefix: x}]", []string{"privatePeering.state"}},
			{"privatePeering: {state: Disabled}", nil},
			{toGateways("") + "\nprivatePeering: {state: !unknown x}", nil},
		},
		"gateway-repeated": {
			{toGateways("virtualNetworkGatewayId: "+exampleGateway, "virtualNetworkGatewayId: "+strings.ToUpper(exampleGateway)), []string{gw1 + ".virtualNetworkGatewayId"}},
			{toGateways("", ""), nil},
			{toGateways("virtualNetworkGatewayId: !unknown x", "virtualNetworkGatewayId: !unknown x"), nil},
		},
		"gateway-routing-weight": {
			{toGateways("routingWeight: -1", "routingWeight: 32001"), []string{gw0 + ".routingWeight", gw1 + ".routingWeight"}},
			{toGateways("routingWeight: 0", "routingWeight: 32000"), nil},
			{toWAN("expressRouteGatewayId: " + wanGateway + ", routingWeight: 32001"), []string{wan0 + ".routingWeight"}},
			{toGateways("routingWeight: !unknown x"), nil},
		},
		"gateway-private-link-fastpath": {
			{toGateways("enablePrivateLinkFastPath: true", "enablePrivateLinkFastPath: true, expressRouteGatewayBypass: false"), []string{gw0 + ".enablePrivateLinkFastPath", gw1 + ".enablePrivateLinkFastPath"}},
			{toGateways("enablePrivateLinkFastPath: true, expressRouteGatewayBypass: true", "enablePrivateLinkFastPath: false", "enablePrivateLinkFastPath: true, expressRouteGatewayBypass: !unknown x", "enablePrivateLinkFastPath: !unknown x"), nil},
		},
		"gateway-key": {
			{toGateways("authorizationKey: x"), []string{gw0 + ".authorizationKey"}},
			{toWAN("expressRouteGatewayId: " + wanGateway + ", authorizationKey: x"), []string{wan0 + ".authorizationKey"}},
			{toGateways("authorizationKey: "+aKey, "authorizationKey: !unknown x"), nil},
		},
		"gateway-key-missing": {
			{toGateways("") + below(elsewhere+"expressRouteCircuits/c"), []string{gw0 + ".virtualNetworkGatewayId"}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + below(elsewhere+"expressRouteCircuits/c"), []string{wan0 + ".expressRouteGatewayId"}},
			{toGateways("authorizationKey: !unknown x", "virtualNetworkGatewayId: !unknown x") + below(elsewhere+"expressRouteCircuits/c"), nil},
			{toGateways("") + below(network+"expressRouteCircuits/c"), nil},
			{toGateways(""), nil},
		},
		"adopt-circuit": {
			{adopts(below("!unknown x")), []string{"adopt"}},
			{adopts(""), nil},
		},
		"adopt-resource-group": {
			{adopts("resourceGroupName: h"), []string{"resourceGroupName"}},
			{adopts("resourceGroupName: null"), []string{"resourceGroupName"}},
			{adopts("resourceGroupName: G"), nil},
			{adopts("resourceGroupName: !unknown x"), nil},
			{"resourceGroupName: null", nil},
		},
		"adopt-location": {
			{adopts("location: null"), []string{"location"}},
			{adopts("location: !unknown x"), nil},
			{"location: null", nil},
		},
		"adopt-route-filter": {
			{adoptsFilter("routeFilterId: null"), []string{"adopt"}},
			{adoptsFilter("routeFilterId: "+network+"routeFilters/f") + "microsoftPeering: {routeFilter: null}", []string{"adopt.routeFilterId"}},
			{adoptsFilter("routeFilterId: " + network + "routeFilters/f, routeFilterRuleId: " + network + "routeFilters/other/routeFilterRules/r"), []string{"adopt.routeFilterRuleId"}},
			{adoptsFilter("routeFilterId: " + network + "routeFilters/f, routeFilterRuleId: " + network + "routefilters/F/routeFilterRules/r"), nil},
			{adopts(""), nil},
		},
		"adopt-alone": {
			{adopts("authorizations: [a]\n" + toGateways("") + "\n" + reach("")), []string{"authorizations", "globalReachConnections", gw0}},
			{adopts("authorizations: []"), nil},
			{"authorizations: [a]", nil},
		},
	})
}

// asValid is the circuit of the valid configuration as Azure would have it.
func asValid() AzureCircuit {
	return AzureCircuit{
		Location: "westeurope", Tier: "Premium", Family: "MeteredData",
		ServiceProvider: "Equinix", PeeringLocation: "Silicon Valley", BandwidthInMbps: 200,
		Private: &AzurePeering{PeerASN: 200, VlanID: 200, State: "Enabled", Primary: "192.168.16.252/30", Secondary: "192.168.18.252/30"},
		Microsoft: &AzurePeering{
			PeerASN: 200, VlanID: 300, State: "Enabled", Primary: "123.0.0.0/30", Secondary: "123.0.0.4/30",
			RouteFilterID: network + "routeFilters/f",
			Config:        &AzureConfig{Prefixes: []string{"123.1.0.0/24"}, RoutingRegistryName: "ARIN"},
		},
		Filter: &AzureFilter{ID: network + "routeFilters/f", Name: "f", RuleName: "r", Location: "westeurope", Communities: []string{"12076:5070", "12076:5060"}},
	}
}

const adoptsValid = "location: West Europe\nresourceGroupName: g\nadopt: {circuitId: " + network + "expressRouteCircuits/c, routeFilterId: " + network + "routeFilters/F}\n"

func TestTheExamplesOfRulesOnWhatAzureSaysHold(t *testing.T) {
	azure := map[string]func(*spec.PeeringStack) []Finding{
		"circuit-not-found": func(s *spec.PeeringStack) []Finding {
			if strings.HasSuffix(s.CircuitID.V, "/there") {
				return nil
			}
			return NotFound(s, s.CircuitID, "it is not there").Errors()
		},
		"location-missing": func(s *spec.PeeringStack) []Finding { return Unlocated(s).Warnings() },
		"adopt-mismatch": func(s *spec.PeeringStack) []Finding {
			s.MicrosoftPeering = nil
			return Adoption(s, asValid()).Errors()
		},
		"bandwidth-decrease": func(s *spec.PeeringStack) []Finding { return Refused(s, asValid()) },
		"sku-family-to-metered": func(s *spec.PeeringStack) []Finding {
			unlimited := asValid()
			unlimited.Family = spec.UnlimitedData
			return Refused(s, unlimited)
		},
		"carrier-global-reach": func(s *spec.PeeringStack) []Finding {
			return CarrierGlobalReach(s, "", "NotProvisioned", func(string) bool { return false }).Errors()
		},
		"carrier-gateway": func(s *spec.PeeringStack) []Finding { return CarrierGateways(s, "NotProvisioned").Warnings() },
	}
	require.Len(t, azure, len(azureRules))
	for _, r := range azureRules {
		wrong := azure[r.ID](spectest.Spec(spectest.OnValid(r.Wrong)))
		require.NotEmpty(t, wrong, "%s: the wrong example breaks the rule", r.ID)
		assert.Equal(t, r.ID, wrong[0].Rule)
		assert.Empty(t, azure[r.ID](spectest.Spec(spectest.OnValid(r.Right))), "%s: the right example does not", r.ID)
	}
}

func TestEveryDifferenceFromWhatIsAdoptedIsNamed(t *testing.T) {
	assert.Empty(t, Adoption(spectest.Spec(spectest.OnValid(adoptsValid)), asValid()).Findings)

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
		found := Adoption(spectest.Spec(spectest.Overlay(spectest.OnValid(adoptsValid), spectest.Tree(change))), asValid()).Errors()
		var paths []string
		for _, f := range found {
			assert.Equal(t, "adopt-mismatch", f.Rule)
			paths = append(paths, f.Path)
		}
		assert.Contains(t, paths, path, change)
		for _, p := range paths { // a region and tags are those of circuit and filter
			assert.Equal(t, path, p, change)
		}
	}

	// What Azure has and the program leaves out.
	for what, add := range map[string]func(*AzureCircuit){
		"tags":                             func(a *AzureCircuit) { a.Tags = map[string]string{"a": "b"} },
		"privatePeering":                   func(a *AzureCircuit) { a.Private = nil },
		"microsoftPeering":                 func(a *AzureCircuit) { a.Microsoft = nil },
		"privatePeering.ipv6PeeringConfig": func(a *AzureCircuit) { a.Private.IPv6 = &AzureIPv6{Primary: "fd00::/126", Secondary: "fd00::4/126"} },
		"circuit.serviceProvider":          func(a *AzureCircuit) { a.PortID = network + "expressRoutePorts/p" },
		"microsoftPeering.routeFilter":     func(a *AzureCircuit) { a.Filter.Communities = append(a.Filter.Communities, "12076:5010") },
	} {
		azure := asValid()
		add(&azure)
		found := Adoption(spectest.Spec(spectest.OnValid(adoptsValid)), azure).Errors()
		require.Len(t, found, 1, what)
		assert.Equal(t, what, found[0].Path)
	}

	// Values that are not known yet are compared in the update; the other spellings of an address are the same.
	assert.Empty(t, Adoption(spectest.Spec(spectest.OnValid(adoptsValid+"privatePeering: {vlanId: !unknown x}")), asValid()).Findings)
	azure := asValid()
	azure.Private.IPv6 = &AzureIPv6{Primary: "fd00:0:0::/126", Secondary: "fd00::0004/126", State: "Enabled"}
	assert.Empty(t, Adoption(spectest.Spec(spectest.OnValid(adoptsValid+"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::/126', secondaryPeerAddressPrefix: 'fd00::4/126'}}")), azure).Findings)
}

func TestTheCarriersStateDecidesOnNewConnections(t *testing.T) {
	s := spectest.Spec(spectest.OnValid(reach("", "") + "\n" + toGateways("")))
	none := func(string) bool { return false }

	waiting := CarrierGlobalReach(s, "/the/id", "NotProvisioned", none).Errors()
	require.Len(t, waiting, 1, "one message")
	assert.Equal(t, "globalReachConnections", waiting[0].Path)
	for _, part := range []string{`"n0", "n1" must wait`, `"NotProvisioned"`, "--ids /the/id", "run pulumi up again", "[carrier-global-reach]"} {
		assert.Contains(t, waiting[0].Text(), part)
	}
	some := CarrierGlobalReach(s, "", "Deprovisioning", func(name string) bool { return name == "n0" }).Errors()
	require.Len(t, some, 1)
	assert.Contains(t, some[0].Message, `"n1" must wait`)
	assert.NotContains(t, some[0].Message, "n0")

	assert.Empty(t, CarrierGlobalReach(s, "", "NotProvisioned", func(string) bool { return true }).Findings, "what is there stays")
	assert.Empty(t, CarrierGlobalReach(s, "", "Provisioned", none).Findings)
	s.IgnoreRules = spec.List[string]{State: spec.Known, Items: []spec.Value[string]{{State: spec.Known, V: "carrier-global-reach"}}}
	assert.Empty(t, CarrierGlobalReach(s, "", "NotProvisioned", none).Errors())

	gateways := CarrierGateways(s, "Provisioning")
	require.Len(t, gateways.Warnings(), 1)
	assert.Equal(t, gw0, gateways.Warnings()[0].Path)
	assert.Empty(t, gateways.Errors())
	assert.Empty(t, CarrierGateways(s, "Provisioned").Findings)
	assert.Empty(t, CarrierGateways(spectest.Spec(spectest.Tree(spectest.Valid)), "NotProvisioned").Findings)
}

func TestWhatAzureRefusesToChange(t *testing.T) {
	azure := AzureCircuit{Tier: "Standard", Family: "UnlimitedData", ServiceProvider: "Equinix", PeeringLocation: "Silicon Valley", BandwidthInMbps: 500}
	for change, paths := range map[string][]string{
		"circuit: {skuFamily: UnlimitedData, serviceProvider: {bandwidthInMbps: 200}}":          {"circuit.serviceProvider.bandwidthInMbps"},
		"circuit: {skuFamily: UnlimitedData, serviceProvider: {bandwidthInMbps: 500}}":          nil,
		"circuit: {skuFamily: UnlimitedData, serviceProvider: {bandwidthInMbps: 1000}}":         nil,
		"circuit: {skuFamily: UnlimitedData, serviceProvider: {bandwidthInMbps: !unknown x}}":   nil,
		"circuit: {skuFamily: MeteredData, serviceProvider: {bandwidthInMbps: 500}}":            {"circuit.skuFamily"},
		"circuit: {skuTier: Standard, serviceProvider: {bandwidthInMbps: 500}}":                 {"circuit.skuFamily"},
		"circuit: {skuTier: !unknown x, serviceProvider: {bandwidthInMbps: 500}}":               nil,
		"circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 500}}":                    nil,
		"circuit: {serviceProvider: {name: Megaport, bandwidthInMbps: 200}}":                    nil, // another circuit
		"circuit: {serviceProvider: {peeringLocation: Dallas, bandwidthInMbps: 200}}":           nil,
		"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}}": nil,
	} {
		var got []string
		for _, f := range Refused(spectest.Spec(spectest.OnValid(change)), azure) {
			got = append(got, f.Path)
		}
		assert.Equal(t, paths, got, change)
	}
}
