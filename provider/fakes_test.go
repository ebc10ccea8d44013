package provider

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
)

// ourSubscription is the one that the fakes' provider works on.
const ourSubscription = "/subscriptions/00000000-0000-0000-0000-000000000001"

// paths are the inputs that name a resource, outermost first, each behind its part of the resource's type.
var paths = map[string][][2]string{
	groupType:         {},
	circuitType:       {{"expressRouteCircuits", "circuitName"}},
	peeringType:       {{"expressRouteCircuits", "circuitName"}, {"peerings", "peeringName"}},
	filterType:        {{"routeFilters", "routeFilterName"}},
	ruleType:          {{"routeFilters", "routeFilterName"}, {"routeFilterRules", "ruleName"}},
	authorizationType: {{"expressRouteCircuits", "circuitName"}, {"authorizations", "authorizationName"}},
	globalReachType:   {{"expressRouteCircuits", "circuitName"}, {"peerings", "peeringName"}, {"connections", "connectionName"}},
	gatewayType:       {{"connections", "virtualNetworkGatewayConnectionName"}},
	virtualWANType:    {{"expressRouteGateways", "expressRouteGatewayName"}, {"expressRouteConnections", "connectionName"}},
}

// azureID is the id that Azure gives a resource with the inputs. One without a name of its own is named after its logical
// name, as azure-native does.
func azureID(token, name string, inputs resource.PropertyMap) string {
	part := func(input string) string {
		if v, ok := inputs[resource.PropertyKey(input)]; ok && v.IsString() {
			return v.StringValue()
		}
		return name + "-azure"
	}
	id := ourSubscription + "/resourceGroups/" + part("resourceGroupName")
	if token != groupType {
		id += "/providers/Microsoft.Network"
	}
	for _, step := range paths[token] {
		id += "/" + step[0] + "/" + part(step[1])
	}
	return id
}

// lookups are the ARM types that functions read, with the arguments that name the resource, outermost first.
var lookups = map[string][]string{
	"azure-native:network:getExpressRouteCircuit":             {armid.Circuit, "circuitName"},
	"azure-native:network:getRouteFilter":                     {armid.RouteFilter, "routeFilterName"},
	"azure-native:network:getVirtualNetworkGateway":           {armid.VirtualNetworkGateway, "virtualNetworkGatewayName"},
	"azure-native:network:getExpressRouteGateway":             {armid.ExpressRouteGateway, "expressRouteGatewayName"},
	"azure-native:network:getExpressRoutePort":                {armid.Port, "expressRoutePortName"},
	"azure-native:network:getVirtualNetworkGatewayConnection": {armid.GatewayConnection, "virtualNetworkGatewayConnectionName"},
	"azure-native:network:getExpressRouteConnection":          {armid.HubConnection, "expressRouteGatewayName", "connectionName"},
}

// askedFor is the id of the resource that a function is asked for, in the subscription of the provider.
func askedFor(token string, args resource.PropertyMap) armid.ID {
	of := lookups[token]
	id := armid.ID{Subscription: strings.TrimPrefix(ourSubscription, "/subscriptions/"), ResourceGroup: args["resourceGroupName"].StringValue(), Type: of[0]}
	for _, name := range of[1:] {
		if id.Name != "" {
			id.Parents = append(id.Parents, id.Name)
		}
		id.Name = args[resource.PropertyKey(name)].StringValue()
	}
	return id
}

// azureHas is what Azure has under an id, by its type: a circuit that can be connected, a QinQ port, a gateway in West Europe.
func azureHas(id armid.ID) map[string]any {
	has := map[string]any{"id": id.String(), "name": id.Name, "location": "westeurope"}
	switch id.Type {
	case armid.Circuit:
		return ready(id.String())
	case armid.VirtualNetworkGateway:
		has["gatewayType"], has["sku"] = "ExpressRoute", map[string]any{"name": "ErGw3AZ"}
	case armid.ExpressRouteGateway:
		has["virtualHub"], has["expressRouteConnections"] = map[string]any{}, []any{}
	case armid.Port:
		link := func(name string) map[string]any {
			return map[string]any{"name": name, "routerName": "router-" + name, "interfaceName": "HundredGigE0", "patchPanelId": "panel", "rackId": "rack", "connectorType": "LC"}
		}
		has["encapsulation"], has["bandwidthInGbps"], has["provisionedBandwidthInGbps"] = "QinQ", 400, map[string]float64{"full": 795}[id.Name]
		has["links"], has["circuits"] = []any{link("link1"), link("link2")}, []any{}
	}
	return has
}
