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
			"azure-native refuses to make it, and by then the update has begun. The rule refuses this even where `dependsOn` would put the two in order.",
		Fix: "If the PeeringStack was renamed or moved, give its old name or parent in the option `aliases`. To hand something over from elsewhere in the program, remove it there in one update, and add it here in the next. " +
			"A circuit that the program made without a PeeringStack is adopted ([adoption.md](adoption.md)).",
		Needs:   "the state of the stack, and what Azure has by these names",
		Unseen:  "the rule is silent, and azure-native refuses in the update. A preview is silent, too, where the PeeringStack is inside a component that is new or renamed: Pulumi tells a component nothing of the aliases around it",
		Sources: []Source{componentDoc, {"Pulumi: aliases", "https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/"}},
		Wrong:   "resourceGroupName: network\ncircuit: {name: london}\n" + heldAs("london"),
		Right:   "resourceGroupName: network\ncircuit: {name: london}\n" + heldAs("paris"),
		Check: func(c *Check) {
			held, found := See(c, c.At("circuit.name"), c.World.Holdings)
			if !found || c.Spec.Adopt != nil {
				return
			}
			report := func(v spec.Value[string], what, kind string, given names) bool {
				h := heldElsewhere(*held, kind, given)
				if h != nil {
					otherwise := "otherwise remove it there in one update, and make it here in the next"
					if !strings.Contains(h.URN, ":PeeringStack$") {
						otherwise = "to bring it into this PeeringStack as it is, adopt it (docs/adoption.md)"
					}
					c.Report(v.Path, "the state of this program has the %s %s as %s; if this PeeringStack was renamed or moved, give its old name or parent in the option aliases; %s",
						what, Show(v), h.URN, otherwise)
				}
				return h != nil
			}
			group, inGroup := Get(c, c.Spec.ResourceGroupName)
			if _, there := madeCircuit(c); there && c.World.Held(azure.KindCircuit, "") == nil {
				name, known := Get(c, c.Spec.Circuit.Name)
				if known && report(c.Spec.Circuit.Name, "circuit", azure.KindCircuit, names{"resourceGroupName": group, "circuitName": name}) {
					return // and all below it
				}
			}
			if filter := routeFilter(c.Spec); filter != nil && inGroup {
				name, known := Get(c, filter.Name)
				if _, there := See(c, filter.Name.Path, c.World.RouteFilter); there && known {
					report(filter.Name, "route filter", azure.KindRouteFilter, names{"resourceGroupName": group, "routeFilterName": name})
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
	return "azure: {circuit: {found: {name: london}}, holdings: {found: [{urn: 'urn:pulumi:dev::net::" +
		"azure-expressroute:index:PeeringStack$azure-native:network:ExpressRouteCircuit::hub', kind: ExpressRouteCircuit, name: " + name + ", given: {resourceGroupName: network, circuitName: " + name + "}}]}}"
}

// names are names and ids that azure-native is given, by the paths of its inputs.
type names map[string]string

// ofCircuit are the names by which a circuit is given, and what hangs off it names it.
func ofCircuit(id armid.ID) names {
	return names{"resourceGroupName": id.ResourceGroup, "circuitName": id.Name}
}

// isGiven tells whether the last update gave a holding these names.
func isGiven(h azure.Holding, given names) bool {
	for path, name := range given {
		if has := h.Given[path]; has == "" || !strings.EqualFold(has, name) {
			return false
		}
	}
	return true
}

// heldElsewhere is what the state has by these names outside of the stack. Names tell no subscription: what the stack has by
// the same names itself is another one.
func heldElsewhere(held []azure.Holding, kind string, given names) *azure.Holding {
	is := func(own bool) func(azure.Holding) bool {
		return func(h azure.Holding) bool { return h.Own == own && !h.MaybeOwn && h.Kind == kind && isGiven(h, given) }
	}
	i := slices.IndexFunc(held, is(false))
	if i < 0 || slices.ContainsFunc(held, is(true)) {
		return nil
	}
	return &held[i]
}

type reportElsewhere func(v spec.Value[string], what, kind string, given names) bool

// gatewayConnection is the kind of a connection with the id, and the names that azure-native is given for it.
func gatewayConnection(id armid.ID) (kind string, given names) {
	if id.Type == armid.HubConnection {
		return azure.KindHubConnection, names{"resourceGroupName": id.ResourceGroup, "expressRouteGatewayName": id.Parent().Name, "connectionName": id.Name}
	}
	return azure.KindGatewayConnection, names{"resourceGroupName": id.ResourceGroup, "virtualNetworkGatewayConnectionName": id.Name}
}

// ConnectionsElsewhere are the stack's connections to gateways of virtual networks that the state has by these names elsewhere.
// They are the same if the stack's own subscription has them.
func ConnectionsElsewhere(s *spec.PeeringStack, w *azure.World) []armid.ID {
	var ids []armid.ID
	if w.Holdings.Value == nil {
		return nil
	}
	for _, g := range s.Gateways() {
		id, err := armid.Parse(g.ID().V, armid.GatewayConnection)
		if kind, given := gatewayConnection(id); err == nil && heldElsewhere(*w.Holdings.Value, kind, given) != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// reportGateways looks for connections to gateways.
func reportGateways(c *Check, report reportElsewhere) {
	for _, g := range c.gateways() {
		connection, known := Get(c, g.ID())
		if !known {
			continue
		}
		id, err := armid.Parse(connection, armid.GatewayConnection)
		if err == nil {
			if _, there := See(c, g.Name.Path, c.World.Connection(connection)); !there {
				continue
			}
		} else if id, err = armid.Parse(connection, armid.HubConnection); err != nil || !hubHas(c, g, id.Name) {
			continue
		}
		kind, given := gatewayConnection(id)
		what := "gateway connection"
		if kind == azure.KindHubConnection {
			what = "Virtual WAN connection"
		}
		report(g.Name, what, kind, given)
	}
}

// hubHas tells whether a hub's gateway has a connection of a name.
func hubHas(c *Check, g spec.Gateway, name string) bool {
	id, known := Get(c, g.GatewayID)
	if !known {
		return false
	}
	gateway, found := See(c, g.GatewayID.Path, c.World.Gateway(id))
	return found && slices.ContainsFunc(gateway.Connections, func(has azure.GatewayConnection) bool { return strings.EqualFold(has.Name, name) })
}

// reportBelowCircuit looks for what hangs off the circuit and is there: a circuit that was replaced has lost it. What the stack
// has on another circuit is the matter of circuit-occupied.
func reportBelowCircuit(c *Check, report reportElsewhere) {
	circuit, stays := stayingCircuit(c)
	if !stays {
		return
	}
	id, err := armid.Parse(circuit.ID, armid.Circuit)
	if err != nil {
		return
	}
	at := func(path, name string) names {
		return names{"resourceGroupName": id.ResourceGroup, "circuitName": id.Name, path: name}
	}
	for _, a := range c.Spec.Authorizations.Items {
		if a.Known() && circuit.Authorization(a.V) != nil && c.World.Held(azure.KindAuthorization, a.V) == nil {
			report(a, "authorization", azure.KindAuthorization, at("authorizationName", a.V))
		}
	}
	for _, conn := range c.Spec.GlobalReachConnections {
		if conn.Name.Known() && circuit.Connection(conn.Name.V) != nil && c.World.Held(azure.KindGlobalReach, conn.Name.V) == nil {
			report(conn.Name, "Global Reach connection", azure.KindGlobalReach, at("connectionName", conn.Name.V))
		}
	}
}
