package rules

import "strings"

func init() {
	const filterPath = "microsoftPeering.routeFilter.name"
	byID := func(id string) string { return "circuit: null\ncircuitId: " + id + "\n" }
	theFilter := func(state string) string {
		return strings.Replace(inUse(""), "microsoftPeering: {routeFilter: {name: new}}\n", "", 1) + state
	}
	filterByID := func(id string) string {
		return "resourceGroupName: g\nmicrosoftPeering: {routeFilter: null, routeFilterId: " + id + "}\n" + theFilter("")
	}
	used := func(change string) string {
		return strings.Replace(inUse(examplePeer+"/peerings/MicrosoftPeering"), "resourceGroupName: g\nmicrosoftPeering: {routeFilter: {name: new}}", change, 1)
	}
	inProgram := func(given string) string {
		return strings.Replace(inUse(examplePeer+"/peerings/MicrosoftPeering"), "holdings: {found: [", "holdings: {found: [{kind: ExpressRouteCircuitPeering, name: MicrosoftPeering"+given+"}, ", 1)
	}
	boundaries["own-by-id"] = []struct {
		change string
		paths  []string
	}{
		{byID(examplePeer) + madeHere("other"), []string{"circuitId"}},
		{byID(strings.ToUpper(examplePeer)) + madeHere("other"), []string{"circuitId"}},
		{byID(examplePeer) + madeHere("london"), nil},
		{byID(examplePeer) + strings.Replace(madeHere("other"), "own: true, ", "", 1), nil},
		{byID(examplePeer) + strings.Replace(madeHere("other"), "resourceGroupName: g", "resourceGroupName: h", 1), nil},
		{byID(examplePeer) + strings.Replace(madeHere("other"), "azure: {", "azure: {subscription: {found: 00000000-0000-0000-0000-000000000002}, ", 1), nil},
		{byID(examplePeer) + strings.Replace(madeHere("other"), "azure: {", "azure: {subscription: {found: 00000000-0000-0000-0000-000000000001}, ", 1), []string{"circuitId"}},
		{byID("!unknown x") + madeHere("other"), nil},
		{byID(examplePeer) + "azure: {holdings: {denied: x}}", nil},
		{filterByID(network + "routeFilters/old"), []string{"microsoftPeering.routeFilterId"}},
		{filterByID(strings.ToUpper(network) + "ROUTEFILTERS/OLD"), []string{"microsoftPeering.routeFilterId"}},
		{filterByID(strings.Replace(network, "0001/", "0002/", 1) + "routeFilters/old"), []string{"microsoftPeering.routeFilterId"}}, // the subscription is not known
		{strings.Replace(filterByID(network+"routeFilters/old"), "azure: {", "azure: {subscription: {found: 00000000-0000-0000-0000-000000000002}, ", 1), nil},
		{filterByID(network + "routeFilters/new"), nil},
		{filterByID("!unknown x"), nil},
		{"microsoftPeering: null\n" + theFilter(""), nil},
		{
			"resourceGroupName: g\nmicrosoftPeering: {routeFilter: null, ipv6PeeringConfig: {primaryPeerAddressPrefix: '2a10::/126', secondaryPeerAddressPrefix: '2a10::4/126', routeFilterId: " + network + "routeFilters/old}}\n" + theFilter(""),
			[]string{"microsoftPeering.ipv6PeeringConfig.routeFilterId"},
		},
	}
	moves := func(change, facts, kind string) string {
		return byID(examplePeer) + "microsoftPeering: null\n" + change + strings.NewReplacer("private: {vlanId: 200}", facts, "ExpressRouteCircuitPeering, name: AzurePrivatePeering", kind).Replace("\n"+occupied("old"))
	}
	boundaries["circuit-occupied"] = []struct {
		change string
		paths  []string
	}{
		{byID(examplePeer) + occupied("OTHER"), nil},
		{byID(examplePeer) + strings.Replace(occupied("old"), "own: true, ", "", 1), nil},
		{byID(examplePeer) + strings.Replace(occupied("old"), ", given: {resourceGroupName: g, circuitName: old}", "", 1), nil}, // the state does not tell
		{byID(examplePeer) + strings.Replace(occupied("other"), "resourceGroupName: g", "resourceGroupName: h", 1), []string{"privatePeering"}},
		{byID(examplePeer) + strings.Replace(occupied("old"), "private: {vlanId: 200}", "microsoft: {vlanId: 200}", 1), nil},
		{"privatePeering: null\n" + byID(examplePeer) + occupied("old"), nil},
		{byID(examplePeer) + "azure: {circuit: {denied: x}}", nil},
		{occupied("old"), nil}, // a circuit of its own
		{moves("authorizations: [w, X]", "authorizations: [{name: x}]", "ExpressRouteCircuitAuthorization, name: x"), []string{"authorizations[1]"}},
		{moves("authorizations: [x]", "authorizations: [{name: y}]", "ExpressRouteCircuitAuthorization, name: x"), nil},
		{moves("authorizations: [x]", "authorizations: [{name: x}]", "ExpressRouteCircuitAuthorization, name: y"), nil}, // it is new
		{moves(reach(""), "private: {vlanId: 200, connections: [{name: N0}]}", "ExpressRouteCircuitConnection, name: n0"), []string{"globalReachConnections[0].name"}},
		{moves(reach(""), "private: {vlanId: 200, connections: [{name: n1}]}", "ExpressRouteCircuitConnection, name: n0"), nil},
	}
	toHub := func(change string) string {
		return change + strings.Replace(peered, "peered: [{name: x, peeringID: "+examplePeer+"/peerings/AzurePrivatePeering}]", "hubConnection: "+wanGateway+"/expressRouteConnections/v", 1)
	}
	alsoIn := func(config, holding string) string {
		return strings.Replace(config, "holdings: {found: [", "holdings: {found: ["+holding+", ", 1)
	}
	onOther := func(circuit string) string {
		return strings.NewReplacer("found: {name: c,", "found: {id: "+examplePeer+", name: other,", "name: AzurePrivatePeering}", "name: AzurePrivatePeering, given: {resourceGroupName: g, circuitName: "+circuit+"}}").Replace(peered)
	}
	const elsewhere, removed = "resourceGroupName: g\ncircuit: {serviceProvider: {name: Megaport}}\n", "resourceGroupName: g\nprivatePeering: null\n"
	boundaries["connected-elsewhere"] = []struct {
		change string
		paths  []string
	}{
		{elsewhere + peered, []string{"circuit.serviceProvider.name"}},
		{removed + peered, []string{"privatePeering"}},
		{"resourceGroupName: g\n" + peered, nil},
		{byID(examplePeer) + strings.Replace(peered, "circuit: {", "oldCircuit: {", 1), []string{"circuitId"}},
		{byID(examplePeer) + strings.Replace(strings.Replace(peered, "circuit: {", "oldCircuit: {", 1), "own: true, ", "", 1), nil},
		{alsoIn(elsewhere+peered, "{kind: ExpressRouteCircuitConnection, given: {resourceGroupName: g, circuitName: OTHER, connectionName: X}}"), nil},
		{alsoIn(elsewhere+peered, "{kind: ExpressRouteCircuitConnection, given: {resourceGroupName: g, circuitName: other, connectionName: y}}"), []string{"circuit.serviceProvider.name"}},
		{alsoIn(elsewhere+peered, "{kind: ExpressRouteCircuitConnection}"), nil}, // the state does not tell which one it is
		{toHub(elsewhere), []string{"circuit.serviceProvider.name"}},
		{toHub(removed), []string{"privatePeering"}},
		{alsoIn(toHub(removed), "{kind: ExpressRouteConnection, given: {resourceGroupName: g, expressRouteGatewayName: gw, connectionName: v}}"), nil},
		{strings.Replace(removed+peered, "own: true, ", "", 1), nil}, // others made the peering
		{removed + byID(examplePeer) + onOther("other"), []string{"privatePeering"}},
		{removed + byID(examplePeer) + onOther("old"), nil}, // the stack's was on another circuit
		{removed + has("circuit: {denied: x}"), nil},
		{removed + has("circuit: {found: {private: {peered: [{name: x, peeringID: "+examplePeer+"/peerings/AzurePrivatePeering}]}}}, holdings: {denied: x}"), nil},
	}
	boundaries["filter-in-use"] = []struct {
		change string
		paths  []string
	}{
		{used("resourceGroupName: g\nmicrosoftPeering: {routeFilter: {name: new}}"), []string{filterPath}},
		{used("resourceGroupName: g\nmicrosoftPeering: {routeFilter: {name: OLD}}"), nil},
		{used("resourceGroupName: g\nmicrosoftPeering: {routeFilter: {name: !unknown x}}"), nil},
		{used("resourceGroupName: other\nmicrosoftPeering: {routeFilter: {name: old}}"), []string{filterPath}},
		{used("microsoftPeering: {routeFilter: {name: old}}"), []string{filterPath}}, // to a group of the stack's own
		{strings.Replace(used("microsoftPeering: {routeFilter: {name: old}}"), "holdings: {found: [", "holdings: {found: [{own: true, kind: ResourceGroup, name: G}, ", 1), nil},
		{used(byID(examplePeer) + "microsoftPeering: {routeFilter: {name: old}}"), nil}, // in the circuit's group
		{used(byID(strings.Replace(examplePeer, "/g/", "/h/", 1)) + "microsoftPeering: {routeFilter: {name: old}}"), []string{filterPath}},
		{used(byID("!unknown x") + "microsoftPeering: {routeFilter: {name: old}}"), nil},
		{used("resourceGroupName: g\nmicrosoftPeering: null"), []string{"microsoftPeering"}},
		{used("resourceGroupName: g\nmicrosoftPeering: {routeFilter: null}"), []string{"microsoftPeering"}},
		{inUse(examplePeer + "/peerings/MicrosoftPeering"), []string{filterPath}},
		{inUse(""), nil},
		{inProgram(", given: {resourceGroupName: g, circuitName: OTHER}"), nil},
		{inProgram(", given: {resourceGroupName: g, circuitName: another}"), []string{filterPath}},
		{inProgram(""), nil}, // the state does not tell which one it is
		{strings.Replace(inUse(examplePeer+"/peerings/MicrosoftPeering"), "oldFilter: {found:", "oldFilter: {denied: x}, attached: {found:", 1), nil},
	}
}
