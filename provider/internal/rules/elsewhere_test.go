package rules

import (
	"fmt"
	"strings"
)

func init() {
	const named, gone = "resourceGroupName: network\ncircuit: {name: london}\n", "circuit: {missing: it}"
	theirs := func(kind, more string, given ...string) string {
		var names []string
		for i := 0; i < len(given); i += 2 {
			names = append(names, given[i]+": "+given[i+1])
		}
		return fmt.Sprintf("holdings: {found: [{kind: %s, given: {%s}%s}]}", kind, strings.Join(names, ", "), more)
	}
	circuit := func(group, name, more string) string {
		return has(gone + ", " + theirs("ExpressRouteCircuit", more, "resourceGroupName", group, "circuitName", name))
	}
	filter := func(name string) string {
		return has(gone + ", " + theirs("RouteFilter", "", "resourceGroupName", "network", "routeFilterName", name))
	}
	connection := func(circuit, group, name string) string {
		return has(circuit + ", " + theirs("VirtualNetworkGatewayConnection", "", "resourceGroupName", group, "virtualNetworkGatewayConnectionName", name))
	}
	hub := func(gateway, name string) string {
		return has(gone + ", " + theirs("ExpressRouteConnection", "", "resourceGroupName", "g", "expressRouteGatewayName", gateway, "connectionName", name))
	}
	below := func(kind, path, name string) string {
		return theirs(kind, "", "resourceGroupName", "g", "circuitName", "c", path, name)
	}
	onGateways := "virtualNetworkGatewayConnections: [{name: a, virtualNetworkGatewayId: " + exampleGateway + "}, {name: b, resourceGroupName: h, virtualNetworkGatewayId: " + exampleGateway + "2}]\n"
	withAuthorizations := strings.Replace(stayingOn, "found: {", "found: {authorizations: [{name: x}], ", 1)

	boundaries["alias-missing"] = []struct {
		change string
		paths  []string
	}{
		{named + circuit("network", "london", ""), []string{"circuit.name"}},
		{named + circuit("NETWORK", "London", ""), []string{"circuit.name"}},
		{named + "authorizations: [x]\nmicrosoftPeering: {routeFilter: {name: f}}\n" + circuit("network", "london", ""), []string{"circuit.name"}},
		{named + circuit("network", "paris", ""), nil},
		{named + circuit("other", "london", ""), nil},
		{named + circuit("network", "london", ", own: true"), nil},
		{named + has(gone+", holdings: {found: [{kind: ExpressRouteCircuit, name: london}]}"), nil}, // the state does not tell
		{named + has(gone+", holdings: {denied: x}"), nil},
		{"resourceGroupName: network\ncircuit: {name: !unknown x}\n" + circuit("network", "london", ""), nil},
		{"resourceGroupName: !unknown x\ncircuit: {name: london}\n" + circuit("network", "london", ""), nil},
		{"circuit: {name: london}\n" + circuit("network", "london", ""), nil}, // in a group of its own
		{adopts("circuit: {name: c}" + circuit("g", "c", "")), nil},           // adopt-own-stack

		{named + "microsoftPeering: {routeFilter: {name: f}}" + filter("F"), []string{"microsoftPeering.routeFilter.name"}},
		{named + "microsoftPeering: {routeFilter: {name: f}}" + filter("g"), nil},
		{named + "microsoftPeering: {routeFilter: {name: !unknown x}}" + filter("f"), nil},

		{onGateways + connection(gone, "g", "A"), []string{"virtualNetworkGatewayConnections[0].name"}},
		{onGateways + connection(gone, "h", "b"), []string{"virtualNetworkGatewayConnections[1].name"}},
		{onGateways + connection(gone, "h", "a"), nil},
		{onGateways + connection(stayingOn, "g", "a"), []string{"virtualNetworkGatewayConnections[0].name"}},
		{"location: eastus\nresourceGroupName: g\n" + onGateways + strings.Replace(connection(stayingOn, "g", "a"), "[{", "[{own: true, kind: ExpressRouteCircuit}, {", 1), nil}, // replaced, with what is connected to it
		{toWAN("name: v, expressRouteGatewayId: "+wanGateway) + hub("gw", "V"), []string{"expressRouteConnections[0].name"}},
		{toWAN("name: v, expressRouteGatewayId: "+wanGateway) + hub("gw2", "v"), nil},

		{"authorizations: [w, X]" + has(withAuthorizations+", "+below("ExpressRouteCircuitAuthorization", "authorizationName", "x")), []string{"authorizations[1]"}},
		{"authorizations: [x]" + has(stayingOn+", "+below("ExpressRouteCircuitAuthorization", "authorizationName", "x")), nil}, // it went with its circuit
		{"authorizations: [x]" + has("circuit: {denied: x}, "+below("ExpressRouteCircuitAuthorization", "authorizationName", "x")), nil},
		{"authorizations: [x]" + has(withAuthorizations+", "+below("ExpressRouteCircuitAuthorization", "authorizationName", "y")), nil},
	}
}
