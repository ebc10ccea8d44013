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
		onNew     = "circuit: null\ncircuitId: !unknown x\n"
		peered    = "circuit: {found: {carrierState: Provisioned, private: {}}}"
		peerOf    = ", peers: {" + examplePeer + "0: "
	)
	gateway := func(fact string) string { return has("gateways: {" + exampleGateway + "0: " + fact + "}") }
	hubHas := func(name, circuit string) string { // before the carrier is done
		return has("circuit: {found: {id: " + network + "expressRouteCircuits/c, carrierState: NotProvisioned}}, gateways: {" + wanGateway + ": {found: {connections: [{id: " +
			wanGateway + "/expressRouteConnections/" + name + ", circuit: " + network + "expressRouteCircuits/" + circuit + "/peerings/AzurePrivatePeering}]}}}")
	}
	neighbour := func(fact string) string { return has("neighbours: {" + examplePeer + ": " + fact + "}") }
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
			{managedCarrier + reach("") + has(done), []string{"globalReachConnections"}}, // the peering is to come
			{reach("") + has("circuit: {found: {name: old, carrierState: Provisioned, private: {connections: [{name: n0}]}}}"+peerOf+"{found: {carrierState: NotProvisioned}}}"), nil},
			{"circuit: {name: new}\n" + reach("") + has("circuit: {found: {name: old, portId: p, private: {connections: [{name: n0}]}}}"+peerOf+"{found: {carrierState: NotProvisioned}}}"), []string{"globalReachConnections"}}, // it goes with its circuit
			{reach("peerCircuitId: !unknown x") + has(done), nil},
			{reach("peerCircuitId: !unknown x") + has(done+", coming: 'globalReachConnections[0].peerCircuitId'"), []string{"globalReachConnections"}},
			{reach("peerCircuitId: !unknown x") + has("circuit: {found: {carrierState: Provisioned, private: {connections: [{name: n0}]}}}"), nil},
			{reach("peerCircuitId: !unknown x") + has("coming: 'globalReachConnections[0].peerCircuitId', circuit: {found: {carrierState: Provisioned, private: {connections: [{name: n0}]}}}"), []string{"globalReachConnections"}},
			{managedCarrier + reach("") + has(peered), nil},
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
			{reach("") + has("circuit: {found: {name: old, carrierState: Provisioned, private: {connections: [{name: n0}]}}}"+peerOf+"{found: {carrierState: NotProvisioned}}}"), nil},
			{"circuit: {name: new}\n" + reach("") + has("circuit: {found: {name: old, portId: p, private: {connections: [{name: n0}]}}}"+peerOf+"{found: {carrierState: NotProvisioned}}}"), []string{"globalReachConnections"}}, // it goes with its circuit
			{reach("peerCircuitId: !unknown x") + has(done), nil},
			{"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}}\n" + reach("") + has("new: true"), nil},
			{has(waits), nil},
		},
		"carrier-gateway": {
			{toGateways("", "") + has(waits), []string{gw0}},
			{toGateways("") + has("new: true"), []string{gw0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(waits), nil},
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
			{managedCarrier + toGateways("") + has("circuit: {found: {id: "+network+"expressRouteCircuits/c, carrierState: NotProvisioned}}, connections: {"+network+"connections/n0: {found: {circuit: "+network+"expressRouteCircuits/C}}}"), nil},
			{managedCarrier + toGateways("") + has("circuit: {found: {id: "+network+"expressRouteCircuits/c, carrierState: NotProvisioned}}, connections: {"+network+"connections/n0: {found: {circuit: "+network+"expressRouteCircuits/another}}}"), []string{gw0}},
			{managedCarrier + toGateways("resourceGroupName: h") + has(waits+", connections: {"+strings.Replace(network, "/g/", "/h/", 1)+"connections/n0: {found: {}}}"), nil},
			{managedCarrier + toGateways("resourceGroupName: !unknown x") + has(waits+", connections: {"+network+"connections/n0: {found: {}}}"), []string{gw0}},
			{managedCarrier + toGateways("virtualNetworkGatewayId: !unknown x") + has(waits), []string{gw0}},
			{managedCarrier + toWAN("expressRouteGatewayId: "+wanGateway) + has(waits), []string{wan0}},
			{managedCarrier + toWAN("expressRouteGatewayId: "+wanGateway) + hubHas("w", "c"), nil},
			{managedCarrier + toGateways("") + has(peered), nil},
			{managedCarrier + onNew + toGateways("") + has("coming: circuitId"), []string{gw0}},
			{managedCarrier + onNew + toGateways("") + has("coming: circuitId, connections: {"+network+"connections/n0: {found: {}}}"), []string{gw0}}, // it goes with the old circuit
			{managedCarrier + onNew + toGateways(""), nil},
			{managedCarrier + toGateways("", "") + has(done+", connections: {"+network+"connections/n0: {found: {}}}"), []string{gw1}}, // the peering is to come
			{managedCarrier + toGateways("") + has("circuit: {denied: x}"), nil},
			{managedCarrier + toGateways(""), nil},
			{managedCarrier + has(waits), nil},
			{toGateways("") + has(waits), nil},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(waits), nil},
		},
		"carrier-virtual-wan": {
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(waits), []string{wan0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has("new: true"), []string{wan0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + hubHas("x", "c"), []string{wan0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + hubHas("w", "another"), []string{wan0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + hubHas("W", "C"), []string{wan0}}, // it stays as it is
			{toWAN("expressRouteGatewayId: "+wanGateway) + strings.Replace(hubHas("w", "c"), "NotProvisioned", "Provisioned", 1), nil},
			{toWAN("expressRouteGatewayId: "+wanGateway) + strings.Replace(hubHas("w", "c"), "azure: {", "azure: {new: true, ", 1), []string{wan0}}, // it is that of a circuit that goes
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(waits+", gateways: {"+wanGateway+": {denied: x}}"), []string{wan0}},                  // it may be there
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(waits+", gateways: {"+wanGateway+": {missing: x}}"), []string{wan0}},
			{toWAN("expressRouteGatewayId: !unknown x") + has(waits), []string{wan0}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has(done), nil},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has("circuit: {denied: x}"), nil},
			{toWAN("expressRouteGatewayId: " + wanGateway), nil},
			{managedCarrier + toWAN("expressRouteGatewayId: "+wanGateway) + has(waits), nil},
			{toGateways("") + has(waits), nil},
		},
		"authorization-key-masked": {
			{toGateways("authorizationKey: '*****'", "authorizationKey: 00000000-0000-0000-0000-000000000000"), []string{gw0 + ".authorizationKey", gw1 + ".authorizationKey"}},
			{reach("authorizationKey: '5d1e****'"), []string{"globalReachConnections[0].authorizationKey"}},
			{toWAN("expressRouteGatewayId: " + wanGateway + ", authorizationKey: !secret '*****'"), []string{wan0 + ".authorizationKey"}},
			{"circuit: {expressRouteDirect: {authorizationKey: '*****'}}", []string{"circuit.expressRouteDirect.authorizationKey"}},
			{toGateways("authorizationKey: "+aKey, "authorizationKey: '*'", "authorizationKey: !unknown x"), nil},
		},
		"gateway-not-found": {
			{toGateways("") + gateway("{missing: x}"), []string{gw0 + ".virtualNetworkGatewayId"}},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has("gateways: {"+wanGateway+": {missing: x}}"), []string{wan0 + ".expressRouteGatewayId"}},
			{toGateways("") + gateway("{denied: x}"), nil},
			{toGateways("") + gateway("{unknown: x}"), nil},
			{toGateways("") + gateway("{found: {type: ExpressRoute}}"), nil},
			{toGateways("virtualNetworkGatewayId: !unknown x") + gateway("{missing: x}"), nil},
			{toGateways("virtualNetworkGatewayId: "+strings.ToUpper(exampleGateway+"0")) + gateway("{missing: x}"), []string{gw0 + ".virtualNetworkGatewayId"}},
		},
		"gateway-type": {
			{toGateways("") + gateway("{found: {type: Vpn}}"), []string{gw0 + ".virtualNetworkGatewayId"}},
			{toGateways("") + gateway("{found: {type: expressroute}}"), nil},
			{toGateways("") + gateway("{denied: x}"), nil},
			{toWAN("expressRouteGatewayId: "+wanGateway) + has("gateways: {"+wanGateway+": {found: {}}}"), nil},
			{toGateways(""), nil},
		},
		"gateway-location": {
			{toGateways("location: westus") + gateway("{found: {location: westeurope}}"), []string{gw0 + ".location"}},
			{toGateways("location: West Europe") + gateway("{found: {location: westeurope}}"), nil},
			{toGateways("location: !unknown x") + gateway("{found: {location: westeurope}}"), nil},
			{toGateways("location: westus") + gateway("{denied: x}"), nil},
			{toGateways("") + "\nlocation: westus" + gateway("{found: {location: westeurope}}"), nil},
		},
		"gateway-fastpath-sku": {
			{toGateways("expressRouteGatewayBypass: true") + gateway("{found: {sku: HighPerformance}}"), []string{gw0 + ".expressRouteGatewayBypass"}},
			{toGateways("expressRouteGatewayBypass: true") + gateway("{found: {sku: ErGw2AZ}}"), []string{gw0 + ".expressRouteGatewayBypass"}},
			{toGateways("expressRouteGatewayBypass: true") + gateway("{found: {sku: ErGw3AZ}}"), nil},
			{toGateways("expressRouteGatewayBypass: true") + gateway("{found: {sku: UltraPerformance}}"), nil},
			{toGateways("expressRouteGatewayBypass: true") + gateway("{found: {sku: ErGwScale}}"), nil},
			{toGateways("expressRouteGatewayBypass: true") + gateway("{denied: x}"), nil},
			{toGateways("expressRouteGatewayBypass: false") + gateway("{found: {sku: Standard}}"), nil},
			{toGateways("expressRouteGatewayBypass: !unknown x") + gateway("{found: {sku: Standard}}"), nil},
			{toGateways("") + gateway("{found: {sku: Standard}}"), nil},
		},
		"gateway-private-link-carrier": {
			{toGateways("expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true"), []string{gw0 + ".enablePrivateLinkFastPath"}},
			{toGateways("expressRouteGatewayBypass: true, enablePrivateLinkFastPath: false"), nil},
			{onPort("10") + toGateways("expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true"), nil},
			{onCircuit + toGateways("expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true") + has("circuit: {found: {serviceProvider: Equinix}}"), []string{gw0 + ".enablePrivateLinkFastPath"}},
			{onCircuit + toGateways("expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true") + has("circuit: {found: {portId: p}}"), nil},
			{onCircuit + toGateways("expressRouteGatewayBypass: true, enablePrivateLinkFastPath: true"), nil},
		},
		"gateway-circuits": {
			{onHub + has("gateways: {"+exampleHub+": {found: {connections: [{circuit: a}, {circuit: b}, {circuit: c}, {circuit: d}, {circuit: e}, {circuit: f}, {circuit: g}]}}}"), nil},
			{onHub + has("gateways: {"+exampleHub+": {found: {connections: [{circuit: a}, {circuit: b}, {circuit: c}, {circuit: d}, {circuit: e}, {circuit: f}, {circuit: g}, {circuit: h}]}}}"), []string{wan0 + ".expressRouteGatewayId"}},
			{onHub + has("circuit: {found: {id: /c}}, gateways: {"+exampleHub+": {found: {connections: [{circuit: a}, {circuit: b}, {circuit: c}, {circuit: d}, {circuit: e}, {circuit: f}, {circuit: g}, {circuit: /c/peerings/azurePrivatePeering}]}}}"), nil},
			{onHub + has("gateways: {"+exampleHub+": {denied: x}}"), nil},
		},
		"port-speed": {
			{onPort("10") + has("port: {found: {bandwidthInGbps: 10}}"), nil},
			{onPort("40") + has("port: {found: {bandwidthInGbps: 10}}"), []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
			{onPort("!unknown x") + has("port: {found: {bandwidthInGbps: 10}}"), nil},
			{onPort("40") + has("port: {denied: x}"), nil},
			{onPort("40") + has("port: {missing: x}"), nil},
			{onPort("40") + has("port: {found: {}}"), nil},
			{onPort("40"), nil},
		},
		"port-not-found": {
			{onPort("5") + has("port: {missing: x}"), []string{"circuit.expressRouteDirect.portId"}},
			{onPort("5") + has("port: {found: {bandwidthInGbps: 10}}"), nil},
			{onPort("5") + has("port: {denied: x}"), nil},
			{onPort("5") + has("port: {unknown: x}"), nil},
			{onPort("5"), nil},
			{onCircuit + has("circuit: {found: {portId: "+examplePortID+"}}, port: {missing: x}"), nil},
		},
		"port-full": {
			{onPort("5") + has("new: true, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 15.5}}"), []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
			{onPort("5") + has("new: true, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 15}}"), nil},
			{onPort("10") + has("late: true, preview: true, circuit: {found: {portId: "+examplePortID+", bandwidthInGbps: 5}}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 20}}"), []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
			{onPort("10") + has("late: true, circuit: {found: {portId: "+examplePortID+", bandwidthInGbps: 5}}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 20}}"), nil}, // in an update Azure has taken it already
			{onPort("5") + has("circuit: {missing: x}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 15}}"), nil},
			{onPort("5") + has("circuit: {missing: x}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 15.5}}"), []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
			{onPort("5") + has("circuit: {found: {portId: "+examplePortID+", bandwidthInGbps: 5}}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 20}}"), nil},
			{onPort("10") + has("circuit: {found: {portId: "+examplePortID+", bandwidthInGbps: 5}}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 20}}"), []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
			{onPort("5") + has("port: {found: {bandwidthInGbps: 10, provisionedInGbps: 20}}"), nil},
			{onPort("5") + has("circuit: {denied: x}, port: {found: {bandwidthInGbps: 10, provisionedInGbps: 20}}"), nil},
			{onPort("5") + has("circuit: {missing: x}, port: {denied: x}"), nil},
		},
		"port-vlan": {
			{onPort("5") + neighbour("{found: {private: {vlanId: 200}}}"), []string{"privatePeering.vlanId"}},
			{onPort("5") + neighbour("{found: {microsoft: {vlanId: 200}, private: {vlanId: 300}}}"), []string{"microsoftPeering.vlanId", "privatePeering.vlanId"}},
			{onPort("5") + neighbour("{found: {private: {vlanId: 201}}}"), nil},
			{onPort("5") + neighbour("{found: {}}"), nil},
			{onPort("5") + neighbour("{denied: x}"), nil},
			{onPort("5") + neighbour("{missing: x}"), nil},
			{onPort("5") + "privatePeering: {vlanId: !unknown x}" + neighbour("{found: {private: {vlanId: 200}}}"), nil},
			{onPort("5") + has("circuit: {found: {id: "+examplePeer+"}}, neighbours: {"+examplePeer+": {found: {private: {vlanId: 200}}}}"), nil},
			{onCircuit + neighbour("{found: {private: {vlanId: 200}}}"), []string{"privatePeering.vlanId"}},
		},
		"azure-unseen": {
			{toGateways("expressRouteGatewayBypass: true") + gateway("{denied: x}"), []string{gw0 + ".virtualNetworkGatewayId"}},
			{onPort("5") + has("port: {denied: x}"), []string{"circuit.expressRouteDirect.portId"}},
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
			ID: network + "expressRouteCircuits/c", Location: "westeurope", Tier: "Premium", Family: "MeteredData",
			ServiceProvider: "Equinix", PeeringLocation: "Silicon Valley", BandwidthInMbps: 200,
			Private: &azure.Peering{
				PeerASN: 200, VlanID: 200, State: "Enabled", Primary: "192.168.16.252/30", Secondary: "192.168.18.252/30",
				Connections: []azure.Connection{{Name: "osaka", PeerPeeringID: examplePeer + "/peerings/AzurePrivatePeering", AddressPrefix: "192.168.8.0/29"}},
			},
			Microsoft: &azure.Peering{
				PeerASN: 200, VlanID: 300, State: "Enabled", Primary: "123.0.0.0/30", Secondary: "123.0.0.4/30",
				RouteFilterID: network + "routeFilters/f",
				Config:        &azure.MicrosoftConfig{Prefixes: []string{"123.1.0.0/24"}, RoutingRegistryName: "ARIN"},
			},
			Authorizations: []azure.Authorization{{Name: "branch"}},
		}),
		Gateways: map[string]azure.Fact[azure.Gateway]{
			strings.ToLower(exampleGateway): azure.See(azure.Gateway{Type: "ExpressRoute"}),
			strings.ToLower(exampleHub):     azure.See(azure.Gateway{}),
		},
		Connections: map[string]azure.Fact[azure.GatewayConnection]{
			strings.ToLower(exampleHub + "/expressRouteConnections/wan"): azure.See(azure.GatewayConnection{
				Circuit: network + "expressRouteCircuits/c/peerings/AzurePrivatePeering", RoutingWeight: 5,
			}),
			strings.ToLower(exampleHub + "/expressRouteConnections/x"): {State: azure.Missing, Why: "ResourceNotFound"},
			strings.ToLower(network + "connections/hub"):               azure.See(azure.GatewayConnection{GatewayID: exampleGateway, Circuit: network + "expressRouteCircuits/c", Bypass: true}),
			strings.ToLower(network + "connections/hidden"):            {State: azure.Denied, Why: "AuthorizationFailed"},
			strings.ToLower(network + "connections/none"):              {State: azure.Missing, Why: "ResourceNotFound"},
		},
		RouteFilter: azure.See(azure.RouteFilter{
			ID: network + "routeFilters/f", Name: "f", Location: "westeurope",
			Rules: []azure.RouteFilterRule{{ID: network + "routeFilters/f/routeFilterRules/r", Name: "r", Communities: []string{"12076:5070", "12076:5060"}}},
		}),
	}
}

const adoptsValid = "location: West Europe\nresourceGroupName: g\nadopt: {circuitId: " + network + "expressRouteCircuits/c, routeFilterId: " + network + "routeFilters/F}\n"

// osaka and connected are connections of the circuit that is adopted, with more properties.
func osaka(more string) string {
	return "{name: osaka, peerCircuitId: " + examplePeer + ", addressPrefix: 192.168.8.0/29" + more + "}"
}

func connected(name, more string) string {
	return "{name: " + name + ", virtualNetworkGatewayId: " + exampleGateway + more + "}"
}

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
		"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 1}}":                                               "circuit.expressRouteDirect",
		"circuit: {allowClassicOperations: true}":                                                                                             "circuit.allowClassicOperations",
		"circuit: {globalReachEnabled: true}":                                                                                                 "circuit.globalReachEnabled",
		"privatePeering: {peerASN: 201}":                                                                                                      "privatePeering.peerASN",
		"privatePeering: {vlanId: 201}":                                                                                                       "privatePeering.vlanId",
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.0/30}":                                                                         "privatePeering.primaryPeerAddressPrefix",
		"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.0/30}":                                                                       "privatePeering.secondaryPeerAddressPrefix",
		"privatePeering: {state: Disabled}":                                                                                                   "privatePeering.state",
		"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: y}}":                                   "privatePeering.ipv6PeeringConfig",
		"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: y}}":                                 "microsoftPeering.ipv6PeeringConfig",
		"microsoftPeering: {vlanId: 301}":                                                                                                     "microsoftPeering.vlanId",
		"microsoftPeering: {microsoftPeeringConfig: {customerASN: 5}}":                                                                        "microsoftPeering.microsoftPeeringConfig.customerASN",
		"microsoftPeering: {microsoftPeeringConfig: {legacyMode: 1}}":                                                                         "microsoftPeering.microsoftPeeringConfig.legacyMode",
		"microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: RADB}}":                                                             "microsoftPeering.microsoftPeeringConfig.routingRegistryName",
		"microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24, 123.2.0.0/24]}}":                                "microsoftPeering.microsoftPeeringConfig.advertisedPublicPrefixes",
		"microsoftPeering: {microsoftPeeringConfig: null}":                                                                                    "microsoftPeering.microsoftPeeringConfig",
		"microsoftPeering: {routeFilter: {services: [AzureResourceManager]}}":                                                                 "microsoftPeering.routeFilter",
		"microsoftPeering: {routeFilter: {name: other}}":                                                                                      "microsoftPeering.routeFilter.name",
		"microsoftPeering: {routeFilter: {ruleName: other}}":                                                                                  "microsoftPeering.routeFilter.ruleName",
		"adopt: {routeFilterId: " + network + "routeFilters/other}":                                                                           "adopt.routeFilterId",
		"microsoftPeering: {routeFilter: null, routeFilterId: " + network + "routeFilters/x}":                                                 "microsoftPeering.routeFilterId",
		"authorizations: [branch, other]":                                                                                                     "authorizations[1]",
		"globalReachConnections: [" + osaka("") + ", {name: x, peerCircuitId: " + examplePeer + "1, addressPrefix: 192.168.9.0/29}]":          "globalReachConnections[1]",
		"globalReachConnections: [" + osaka(", ipv6AddressPrefix: 'fd00::/125'") + "]":                                                        "globalReachConnections[0].ipv6AddressPrefix",
		"globalReachConnections: [{name: osaka, peerCircuitId: " + examplePeer + "1, addressPrefix: 192.168.8.0/29}]":                         "globalReachConnections[0].peerCircuitId",
		"globalReachConnections: [{name: osaka, peerCircuitId: " + examplePeer + ", addressPrefix: 192.168.9.0/29}]":                          "globalReachConnections[0].addressPrefix",
		"virtualNetworkGatewayConnections: [" + connected("hub", "") + "]":                                                                    "virtualNetworkGatewayConnections[0].expressRouteGatewayBypass",
		"virtualNetworkGatewayConnections: [" + connected("hub", ", expressRouteGatewayBypass: true, routingWeight: 1") + "]":                 "virtualNetworkGatewayConnections[0].routingWeight",
		"virtualNetworkGatewayConnections: [" + connected("none", "") + "]":                                                                   "virtualNetworkGatewayConnections[0]",
		"virtualNetworkGatewayConnections: [" + connected("hidden", "") + "]":                                                                 "virtualNetworkGatewayConnections[0]",
		"expressRouteConnections: [{name: wan, expressRouteGatewayId: " + exampleHub + "}]":                                                   "expressRouteConnections[0].routingWeight",
		"expressRouteConnections: [{name: x, expressRouteGatewayId: " + exampleHub + "}]":                                                     "expressRouteConnections[0]",
		"expressRouteConnections: [{name: wan, routingWeight: 5, authorizationKey: " + aKey + ", expressRouteGatewayId: " + exampleHub + "}]": "expressRouteConnections[0].authorizationKey",
	} {
		assert.Equal(t, []string{"adopt-mismatch " + path}, mismatches(change, asValid()), change)
	}

	// A circuit in full use, as Azure has it.
	assert.Empty(t, mismatches("authorizations: [branch]\nglobalReachConnections: ["+osaka(", authorizationKey: "+aKey)+"]\n"+
		"virtualNetworkGatewayConnections: ["+connected("hub", ", expressRouteGatewayBypass: true")+"]\n"+
		"expressRouteConnections: [{name: wan, routingWeight: 5, expressRouteGatewayId: "+exampleHub+"}]", asValid()))

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

	const ignoring = "\nignoreRules: [carrier-global-reach]"
	circuits, _ = waiting(config + ignoring)
	assert.Equal(t, []string{"n0", "n1"}, circuits, "what is certain to fail is not made")
	for facts, certain := range map[string]bool{"found: {carrierState: NotProvisioned}": true, "missing: x": true, "found: {carrierState: Provisioned}": false} {
		config := reach("") + has("circuit: {found: {carrierState: Provisioned}}, peers: {"+examplePeer+"0: {"+facts+"}}")
		circuits, _ = waiting(config)
		assert.Equal(t, []string{"n0"}, circuits, facts)
		circuits, _ = waiting(config + ignoring)
		assert.Equal(t, certain, len(circuits) == 1, facts)
	}
	circuits, gateways = waiting("")
	assert.Empty(t, append(circuits, gateways...))

	// Gateways wait for the private peering where the carrier makes it. Elsewhere those of Virtual WAN wait for the carrier.
	config = toGateways("name: a", "name: b") + "\n" + toWAN("expressRouteGatewayId: "+wanGateway)
	const state = "circuit: {found: {carrierState: NotProvisioned}}, connections: {" + network + "connections/a: {found: {}}}"
	_, gateways = waiting(managedCarrier + config + has(state))
	assert.Equal(t, []string{"b", "w"}, gateways)
	said = messages(managedCarrier + config + has(state))
	require.Len(t, said, 1)
	assert.Contains(t, said[0], `"b", "w" must wait: the carrier has the circuit as "NotProvisioned", and gateways are reached over the private peering that it makes`)
	_, gateways = waiting(managedCarrier + config + "\nignoreRules: [carrier-gateway-peering]" + has(state))
	assert.Empty(t, gateways)
	said = messages(managedCarrier + config + has("circuit: {found: {carrierState: Provisioned}}"))
	require.Len(t, said, 1)
	assert.Contains(t, said[0], `"a", "b", "w" must wait: the circuit is Provisioned and shows no private peering, which its carrier makes`)
	assert.Contains(t, said[0], "add carrier-gateway-peering to ignoreRules")
	said = messages(managedCarrier + reach("") + has("circuit: {found: {carrierState: Provisioned}}"))
	require.Len(t, said, 1)
	assert.Contains(t, said[0], `"n0" must wait: the circuit is Provisioned and shows no private peering, which its carrier makes`)
	_, gateways = waiting(config + has(state))
	assert.Equal(t, []string{"w"}, gateways)
	said = messages(config + has(state))
	require.Len(t, said, 2)
	assert.Contains(t, said[0], "[carrier-virtual-wan]")
	assert.Contains(t, said[0], `"w" must wait: the carrier has the circuit as "NotProvisioned", and Azure fails connections of Virtual WAN to a circuit that is not Provisioned`)
	_, gateways = waiting(config + "\nignoreRules: [carrier-virtual-wan]" + has(state))
	assert.Empty(t, gateways)
}

// A gateway that a preview does not find may be made by the same program, before the update comes to it.
func TestAGatewayThatIsMissingWarnsInAPreviewAndStopsAnUpdate(t *testing.T) {
	for preview, want := range map[bool]Severity{true: Warning, false: Error} {
		tree := spectest.OnValid(toGateways("") + has(fmt.Sprintf("preview: %v, gateways: {%s0: {missing: x}}", preview, exampleGateway)))
		found := Judge(BeforeAnything, spectest.Spec(tree), azuretest.World(tree)).Findings
		require.Len(t, found, 1)
		assert.Equal(t, want, found[0].Severity)
	}
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
		"a gateway": {
			toGateways("location: westus, expressRouteGatewayBypass: true"), "gateways: {" + exampleGateway + "0: ", "{type: Vpn, sku: Standard, location: westeurope}",
			map[string][]string{"missing": {"gateway-not-found"}, "denied": {"azure-unseen"}, "found": {"gateway-type", "gateway-location", "gateway-fastpath-sku"}},
		},
		"a port": {
			onPort("40"), "port: ", "{bandwidthInGbps: 10}", map[string][]string{"missing": {"port-not-found"}, "denied": {"azure-unseen"}, "found": {"port-speed"}},
		},
		"another circuit of a port": {
			onPort("5"), "neighbours: {" + examplePeer + ": ", "{private: {vlanId: 200}}", map[string][]string{"denied": {"azure-unseen"}, "found": {"port-vlan"}},
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
				world := azuretest.World(tree)
				alone := Judge(phase, spectest.Spec(tree), world)
				for _, path := range slices.Collect(maps.Keys(world.Coming)) {
					world.Coming[at+"."+path] = true
				}
				inside := Judge(phase, spectest.SpecAt(at, tree), world)
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
