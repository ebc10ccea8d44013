package rules

import (
	"fmt"
	"strings"
)

func init() {
	const (
		named     = "resourceGroupName: network\ncircuit: {name: london}\n"
		gone      = "circuit: {missing: it}"
		there     = "circuit: {found: {name: london}}"
		connected = "connections: {" + network + "connections/a: {found: {}}}, "
		inH       = "connections: {/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/h/providers/Microsoft.Network/connections/b: {found: {}}}, "
		onGateway = "gateways: {" + wanGateway + ": {found: {connections: [{name: v}]}}}, "
	)
	theirs := func(kind, more string, given ...string) string {
		var names []string
		for i := 0; i < len(given); i += 2 {
			names = append(names, given[i]+": "+given[i+1])
		}
		return fmt.Sprintf("holdings: {found: [{kind: %s, given: {%s}%s}]}", kind, strings.Join(names, ", "), more)
	}
	circuit := func(group, name, more string) string {
		return has(there + ", " + theirs("ExpressRouteCircuit", more, "resourceGroupName", group, "circuitName", name))
	}
	filter := func(name string) string {
		return has(gone + ", routeFilter: {found: {name: " + name + "}}, " + theirs("RouteFilter", "", "resourceGroupName", "network", "routeFilterName", name))
	}
	connection := func(circuit, group, name string) string {
		return has(circuit + ", " + theirs("VirtualNetworkGatewayConnection", "", "resourceGroupName", group, "virtualNetworkGatewayConnectionName", name))
	}
	hub := func(gateways, gateway, name string) string {
		return has(gone + ", " + gateways + theirs("ExpressRouteConnection", "", "resourceGroupName", "g", "expressRouteGatewayName", gateway, "connectionName", name))
	}
	below := func(kind, path, name string) string {
		return theirs(kind, "", "resourceGroupName", "g", "circuitName", "c", path, name)
	}
	onGateways := "virtualNetworkGatewayConnections: [{name: a, virtualNetworkGatewayId: " + exampleGateway + "}, {name: b, resourceGroupName: h, virtualNetworkGatewayId: " + exampleGateway + "2}]\n"
	connectedByReach := strings.Replace(stayingOn, "vlanId: 200", "vlanId: 200, connections: [{name: n0}]", 1) + ", "
	withAuthorizations := strings.Replace(stayingOn, "found: {", "found: {authorizations: [{name: x}], ", 1)

	boundaries["circuit-name-taken"] = []struct {
		change string
		paths  []string
	}{
		{named + has("taken: {found: {name: london}}"), []string{"circuit.name"}},
		{named + has("taken: {missing: it}"), nil},
		{named + has("taken: {denied: it}"), nil},
		{named + has(there), nil},
		{"circuit: null\ncircuitId: " + examplePeer + "\n" + has("taken: {found: {name: london}}"), nil},
	}
	boundaries["alias-missing"] = []struct {
		change string
		paths  []string
	}{
		{named + circuit("network", "london", ""), []string{"circuit.name"}},
		{named + circuit("NETWORK", "London", ""), []string{"circuit.name"}},
		{named + "authorizations: [x]\nmicrosoftPeering: {routeFilter: {name: f}}\n" + circuit("network", "london", ""), []string{"circuit.name"}},
		{named + strings.Replace(circuit("network", "london", ""), there, gone, 1), nil}, // the other is in another subscription
		{named + strings.Replace(circuit("network", "london", ""), there, "circuit: {denied: x}", 1), nil},
		{named + strings.Replace(circuit("network", "london", ""), "[{", "[{own: true, kind: ExpressRouteCircuit, name: london}, {", 1), nil},
		{named + circuit("network", "london", ", maybeOwn: true"), nil},
		{named + circuit("network", "paris", ""), nil},
		{named + circuit("other", "london", ""), nil},
		{named + circuit("network", "london", ", own: true"), nil},
		{named + has(there+", holdings: {found: [{kind: ExpressRouteCircuit, name: london}]}"), nil}, // the state does not tell
		{named + has(there+", holdings: {denied: x}"), nil},
		{"resourceGroupName: network\ncircuit: {name: !unknown x}\n" + circuit("network", "london", ""), nil},
		{"resourceGroupName: !unknown x\ncircuit: {name: london}\n" + circuit("network", "london", ""), nil},
		{"circuit: {name: london}\n" + circuit("network", "london", ""), nil}, // in a group of its own
		{adopts("circuit: {name: c}" + circuit("g", "c", "")), nil},           // adopt-own-stack

		{named + "microsoftPeering: {routeFilter: {name: f}}" + filter("F"), []string{"microsoftPeering.routeFilter.name"}},
		{named + "microsoftPeering: {routeFilter: {name: f}}" + strings.Replace(filter("f"), "routeFilter: {found: {name: f}}", "routeFilter: {missing: it}", 1), nil},
		{named + "microsoftPeering: {routeFilter: {name: f}}" + strings.Replace(filter("f"), "[{", "[{own: true, kind: RouteFilter, given: {resourceGroupName: network, routeFilterName: f}}, {", 1), nil},
		{named + "microsoftPeering: {routeFilter: {name: f}}" + strings.Replace(filter("f"), "routeFilterName: f", "routeFilterName: g", 1), nil},
		{named + "microsoftPeering: {routeFilter: {name: !unknown x}}" + filter("f"), nil},

		{onGateways + connection(gone, "g", "A"), nil}, // the other is in another subscription
		{onGateways + connection(connected+gone, "g", "A"), []string{"virtualNetworkGatewayConnections[0].name"}},
		{onGateways + connection(inH+gone, "h", "b"), []string{"virtualNetworkGatewayConnections[1].name"}},
		{onGateways + connection(connected+gone, "h", "a"), nil},
		{onGateways + connection(connected+stayingOn, "g", "a"), []string{"virtualNetworkGatewayConnections[0].name"}},
		{"location: eastus\nresourceGroupName: g\n" + onGateways + strings.Replace(connection(connected+stayingOn, "g", "a"), "[{", "[{own: true, kind: ExpressRouteCircuit}, {", 1), nil}, // replaced, with what is connected to it
		{toWAN("name: v, expressRouteGatewayId: "+wanGateway) + hub(onGateway, "gw", "V"), []string{"expressRouteConnections[0].name"}},
		{toWAN("name: v, expressRouteGatewayId: "+wanGateway) + hub(onGateway, "gw2", "v"), nil},
		{toWAN("name: v, expressRouteGatewayId: "+wanGateway) + hub("", "gw", "v"), nil},

		{"authorizations: [w, X]" + has(withAuthorizations+", "+below("ExpressRouteCircuitAuthorization", "authorizationName", "x")), []string{"authorizations[1]"}},
		{"authorizations: [x]" + has(stayingOn+", "+below("ExpressRouteCircuitAuthorization", "authorizationName", "x")), nil}, // it went with its circuit
		{"authorizations: [x]" + has(withAuthorizations+", "+strings.Replace(below("ExpressRouteCircuitAuthorization", "authorizationName", "x"), "[{", "[{own: true, kind: ExpressRouteCircuitAuthorization, given: {resourceGroupName: g, circuitName: c, authorizationName: x}}, {", 1)), nil},
		{reach("") + has(connectedByReach+below("ExpressRouteCircuitConnection", "connectionName", "N0")), []string{"globalReachConnections[0].name"}},
		{reach("") + has(connectedByReach+below("ExpressRouteCircuitConnection", "connectionName", "n1")), nil},
		{reach("") + has(stayingOn+", "+below("ExpressRouteCircuitConnection", "connectionName", "n0")), nil},
		{"authorizations: [x]" + has(withAuthorizations+", "+strings.Replace(below("ExpressRouteCircuitAuthorization", "authorizationName", "x"), "[{", "[{own: true, kind: ExpressRouteCircuitAuthorization, name: x, given: {circuitName: old}}, {", 1)), nil}, // circuit-occupied
		{"authorizations: [x]" + has("circuit: {denied: x}, "+below("ExpressRouteCircuitAuthorization", "authorizationName", "x")), nil},
		{"authorizations: [x]" + has(withAuthorizations+", "+below("ExpressRouteCircuitAuthorization", "authorizationName", "y")), nil},
	}
}
