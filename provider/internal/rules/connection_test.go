package rules

import (
	"fmt"
	"maps"
	"strings"
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
			{reach("") + "\nprivatePeering: null" + below(network+"expressRouteCircuits/c") + has("circuit: {found: {}}"), []string{"globalReachConnections"}},
			{reach("") + "\nprivatePeering: null" + below(network+"expressRouteCircuits/c") + has("circuit: {found: {private: {}}}"), nil},
			{reach("") + "\nprivatePeering: null" + below(network+"expressRouteCircuits/c") + has("circuit: {denied: x}"), nil},
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
			{toGateways("") + "\nprivatePeering: null" + below(examplePeer) + has("circuit: {found: {}}"), []string{gw0}},
			{toGateways("") + "\nprivatePeering: null" + below(examplePeer) + has("circuit: {found: {private: {}}}"), nil},
			{toGateways("") + "\nprivatePeering: null" + below(examplePeer) + has("circuit: {denied: x}"), nil},
			{toGateways("") + "\nprivatePeering: null\nmicrosoftPeering: null\ncarrierManagesPeerings: true" + below(examplePeer) + has("circuit: {found: {}}"), nil},
			{toGateways("") + below(examplePeer) + has("circuit: {found: {}}"), nil},
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
	})
}
