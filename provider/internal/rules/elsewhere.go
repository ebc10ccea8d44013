package rules

import (
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on what the state of the program has elsewhere.
var elsewhereRules = []Rule{
	{
		ID: "alias-missing", Topic: "Changes", Severity: Error, Phase: OnChange,
		What: "What the stack makes is not in the state of the program already, as part of a component by another name or as a resource of its own.",
		Why: "To Pulumi, a component that is renamed, or moved into another one, is a new one: it would make in Azure what is there already, and delete that afterwards. " +
			"azure-native refuses to make it, and by then the update has begun.",
		Fix: "If the PeeringStack was renamed or moved, give its old name or parent in the option `aliases`. To hand something over from elsewhere in the program, remove it there in one update, and add it here in the next. " +
			"A circuit that the program made without a PeeringStack is adopted ([adoption.md](adoption.md)).",
		Needs:   "the state of the stack",
		Unseen:  "the rule is silent, and azure-native refuses in the update",
		Sources: []Source{componentDoc, {"Pulumi: aliases", "https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/"}},
		Wrong:   "resourceGroupName: network\ncircuit: {name: london}\n" + heldAs("london"),
		Right:   "resourceGroupName: network\ncircuit: {name: london}\n" + heldAs("paris"),
		Check: func(c *Check) {
			held, found := See(c, c.At("circuit.name"), c.World.Holdings)
			if !found || c.Spec.Adopt != nil {
				return
			}
			report := func(v spec.Value[string], what, kind string, given map[string]string) bool {
				i := slices.IndexFunc(*held, func(h azure.Holding) bool { return !h.Own && h.Kind == kind && isGiven(h, given) })
				if i >= 0 {
					c.Report(v.Path, "the state of this program has the %s %s as %s; if this PeeringStack was renamed or moved, give its old name or parent in the option aliases; "+
						"otherwise remove it there in one update, and make it here in the next", what, Show(v), (*held)[i].URN)
				}
				return i >= 0
			}
			group, inGroup := Get(c, c.Spec.ResourceGroupName)
			if c.Spec.Circuit != nil && inGroup {
				name := c.Spec.Circuit.Name
				if given, known := Get(c, name); known && report(name, "circuit", azure.KindCircuit, map[string]string{"resourceGroupName": group, "circuitName": given}) {
					return // and all below it
				}
			}
			if filter := routeFilter(c.Spec); filter != nil && inGroup {
				if given, known := Get(c, filter.Name); known {
					report(filter.Name, "route filter", azure.KindRouteFilter, map[string]string{"resourceGroupName": group, "routeFilterName": given})
				}
			}
			_, stays := stayingCircuitID(c)
			if isNew := c.Spec.Circuit != nil && c.World.Held(azure.KindCircuit, "") == nil; stays || isNew {
				reportGateways(c, report)
			}
			reportBelowCircuit(c, report)
		},
	},
}

// heldAs is a circuit that another component of the program has in the state.
func heldAs(name string) string {
	return "azure: {circuit: {missing: it}, holdings: {found: [{urn: 'urn:pulumi:dev::net::" +
		"azure-expressroute:index:PeeringStack$azure-native:network:ExpressRouteCircuit::hub', kind: ExpressRouteCircuit, name: " + name + ", given: {resourceGroupName: network, circuitName: " + name + "}}]}}"
}

// isGiven tells whether the last update gave a holding these names.
func isGiven(h azure.Holding, names map[string]string) bool {
	for path, name := range names {
		if given := h.Given[path]; given == "" || !strings.EqualFold(given, name) {
			return false
		}
	}
	return true
}

type reportElsewhere func(v spec.Value[string], what, kind string, given map[string]string) bool

// reportGateways looks for connections to gateways.
func reportGateways(c *Check, report reportElsewhere) {
	for _, g := range c.gateways() {
		connection, known := Get(c, g.ID())
		if !known {
			continue
		}
		if id, err := armid.Parse(connection, armid.GatewayConnection); err == nil {
			report(g.Name, "gateway connection", azure.KindGatewayConnection, map[string]string{"resourceGroupName": id.ResourceGroup, "virtualNetworkGatewayConnectionName": id.Name})
		} else if id, err := armid.Parse(connection, armid.HubConnection); err == nil {
			report(g.Name, "Virtual WAN connection", azure.KindHubConnection,
				map[string]string{"resourceGroupName": id.ResourceGroup, "expressRouteGatewayName": id.Parent().Name, "connectionName": id.Name})
		}
	}
}

// reportBelowCircuit looks for what hangs off the circuit and is there: a circuit that was replaced has lost it.
func reportBelowCircuit(c *Check, report reportElsewhere) {
	circuit, stays := stayingCircuit(c)
	if !stays {
		return
	}
	id, err := armid.Parse(circuit.ID, armid.Circuit)
	if err != nil {
		return
	}
	at := func(path, name string) map[string]string {
		return map[string]string{"resourceGroupName": id.ResourceGroup, "circuitName": id.Name, path: name}
	}
	for _, a := range c.Spec.Authorizations.Items {
		if a.Known() && circuit.Authorization(a.V) != nil {
			report(a, "authorization", azure.KindAuthorization, at("authorizationName", a.V))
		}
	}
	for _, conn := range c.Spec.GlobalReachConnections {
		if conn.Name.Known() && circuit.Connection(conn.Name.V) != nil {
			report(conn.Name, "Global Reach connection", azure.KindGlobalReach, at("connectionName", conn.Name.V))
		}
	}
}
