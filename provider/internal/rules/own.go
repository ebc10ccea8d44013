package rules

import (
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on what the stack made and lets go of.
var ownRules = []Rule{
	{
		ID: "own-by-id", Topic: "Changes", Severity: Error, Phase: BeforeAnything,
		What: "A circuit or a route filter that the stack made is not given by its id in its own place.",
		Why:  "What leaves the program is deleted, also where the same update refers to it. Azure refuses to delete a circuit or a filter in use, but not what hangs off it: the authorizations go, and the filter's rule, and with it all routes.",
		Fix: "Keep `circuit` and `routeFilter`. To have them outlive the stack, set `retainOnDelete` on the PeeringStack in one update, and give the id in the next: " +
			"no rule can see the option, so ignore this rule for that update.",
		Needs:   "the state of the stack",
		Unseen:  "the rule is silent, and the update begins to delete",
		Sources: []Source{componentDoc, {"Pulumi: retainOnDelete", "https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/"}},
		Wrong:   "circuit: null\ncircuitId: " + examplePeer + "\n" + madeHere("other"),
		Right:   "circuit: null\ncircuitId: " + examplePeer + "\n" + madeHere("london"),
		Check: func(c *Check) {
			if _, found := See(c, c.Spec.CircuitID.Path, c.World.Holdings); !found {
				return
			}
			const wayOut = "or set retainOnDelete on the PeeringStack in an update before this one, and put own-by-id into ignoreRules for this one"
			circuit := c.World.Held(azure.KindCircuit, "")
			if given, known := Get(c, c.Spec.CircuitID); known && circuit != nil {
				id, err := armid.Parse(given, armid.Circuit)
				if err == nil && !c.isElsewhere(id) && isGiven(*circuit, ofCircuit(id)) {
					c.Report(c.Spec.CircuitID.Path, "this stack made the circuit %s, and without circuit in the program the update would delete it; keep circuit, %s", Show(c.Spec.CircuitID), wayOut)
				}
			}
			filter, leaves := LeavesFilter(c.Spec, c.World)
			if !leaves || c.Spec.MicrosoftPeering == nil {
				return
			}
			ids := []spec.Value[string]{c.Spec.MicrosoftPeering.RouteFilterID}
			if ipv6 := c.Spec.MicrosoftPeering.IPv6; ipv6 != nil {
				ids = append(ids, ipv6.RouteFilterID)
			}
			for _, v := range ids {
				given, _ := Get(c, v)
				id, err := armid.Parse(given, armid.RouteFilter)
				if err == nil && !c.isElsewhere(id) && isGiven(*filter, names{"resourceGroupName": id.ResourceGroup, "routeFilterName": id.Name}) {
					c.Report(v.Path, "this stack made the route filter %s, and without routeFilter in the program the update would delete its rule, and all routes with it; keep routeFilter, %s", Show(v), wayOut)
				}
			}
		},
	},
	{
		ID: "circuit-occupied", Topic: "Changes", Severity: Error, Phase: BeforeAnything,
		What:    "When a stack gets another `circuitId`, that circuit has no peering, authorization or Global Reach connection by the names that the stack brings along.",
		Why:     "The stack's old peerings and authorizations would be deleted, and then azure-native refuses to make what is there.",
		Fix:     "Have the other circuit's peering, authorization or connection removed first, or leave it out of the program.",
		Needs:   "the circuit of `circuitId`, and the state of the stack",
		Unseen:  "the rule is silent, and the update fails halfway",
		Sources: []Source{componentDoc},
		Wrong:   "circuit: null\ncircuitId: " + examplePeer + "\n" + occupied("old"),
		Right:   "circuit: null\ncircuitId: " + examplePeer + "\n" + occupied("other"),
		Check: func(c *Check) {
			if c.Spec.Circuit != nil {
				return
			}
			circuit, found := See(c, c.Spec.CircuitID.Path, c.World.Circuit)
			if !found {
				return
			}
			report := func(path, what, kind, name string) {
				if onAnother(c.World.Held(kind, name), circuit) {
					c.Report(path, "the circuit %s has the %s %s already; azure-native would delete the one on the stack's old circuit, and then refuse to make this one; have it removed first, or leave it out of the program",
						Show(c.Spec.CircuitID), what, Quote(name))
				}
			}
			for _, p := range c.peerings() {
				if peeringOf(circuit, p.Name) != nil {
					report(p.Path, "peering", azure.KindPeering, p.Name)
				}
			}
			for _, a := range c.Spec.Authorizations.Items {
				if a.Known() && circuit.Authorization(a.V) != nil {
					report(a.Path, "authorization", azure.KindAuthorization, a.V)
				}
			}
			for _, conn := range c.Spec.GlobalReachConnections {
				if conn.Name.Known() && circuit.Connection(conn.Name.V) != nil {
					report(conn.Name.Path, "Global Reach connection", azure.KindGlobalReach, conn.Name.V)
				}
			}
		},
	},
	{
		ID: "filter-in-use", Topic: "Changes", Severity: Error, Phase: BeforeAnything,
		What:  "A route filter is not removed, renamed or moved while a peering outside of the program uses it.",
		Why:   "The old filter's rule is deleted before the filter, and Azure refuses to delete a filter in use: the other peering stays on an empty filter, and Microsoft advertises no prefixes to it.",
		Fix:   "Have the owner of the other peering use another filter first. Or leave the filter to Azure: set `retainOnDelete` on the PeeringStack in one update, and ignore this rule in the next.",
		Needs: "the stack's old route filter, and the state of the stack",
		Unseen: "the rule is silent, and the update deletes the rule. A peering of this program that takes the filter from this stack's output (`${one.routeFilterId}`) has moved by then; " +
			"one that names the filter by a literal id has not, and the rule does not see it",
		Sources: []Source{routeFilterDoc},
		Wrong:   inUse(examplePeer + "/peerings/MicrosoftPeering"),
		Right:   inUse(""),
		Check: func(c *Check) {
			held, leaves := LeavesFilter(c.Spec, c.World)
			if !leaves {
				return
			}
			path := c.At("microsoftPeering")
			if filter := routeFilter(c.Spec); filter != nil {
				path = filter.Name.Path
			}
			filter, found := See(c, path, c.World.OldFilter)
			if !found {
				return
			}
			for _, peering := range filter.Peerings {
				if id, err := armid.Parse(peering, armid.Peering); err == nil && !inState(c.World, id) {
					c.Report(path, "the route filter %s leaves the program, and %s, which is not in this program, uses it: the filter's rule would be deleted, and Microsoft would advertise no prefixes to that peering; "+
						"have it use another filter first, or keep this one", Quote(held.Name), Quote(peering))
					return
				}
			}
		},
	},
	{
		ID: "connected-elsewhere", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "A circuit is not replaced, and its private peering not removed, while Global Reach or a Virtual WAN hub outside of the program connects to it.",
		Why:     "Azure refuses to delete a private peering in use, and by then what else hangs off the circuit has been deleted.",
		Fix:     "Have the owner of the connection remove it first.",
		Needs:   "the circuit and the state of the stack",
		Unseen:  unseenOwnCircuit,
		Sources: []Source{globalReachDoc, {"Delete an ExpressRoute circuit", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-circuit-portal-resource-manager#delete"}},
		Wrong:   namedCircuit + "circuit: {serviceProvider: {name: Megaport}}\n" + peered,
		Right:   namedCircuit + "circuit: {serviceProvider: {name: Equinix}}\n" + peered,
		Check: func(c *Check) {
			circuit, path := losesPrivatePeering(c)
			if circuit == nil || circuit.Private == nil {
				return
			}
			held, found := See(c, path, c.World.Holdings)
			if !found {
				return
			}
			known := func(kind string, given names) bool {
				return slices.ContainsFunc(*held, func(h azure.Holding) bool { return h.Kind == kind && (len(h.Given) == 0 || isGiven(h, given)) })
			}
			report := func(what, id string) {
				c.Report(path, "this change deletes the private peering of the circuit %s, and the %s %s, which is not in this program, uses it, so Azure would refuse; have that connection removed first", Quote(circuit.Name), what, Quote(id))
			}
			for _, other := range circuit.Private.Peered {
				id, err := armid.Parse(other.PeeringID, armid.Peering)
				if err != nil {
					continue
				}
				at := id.Parent()
				if !known(azure.KindGlobalReach, names{"resourceGroupName": at.ResourceGroup, "circuitName": at.Name, "connectionName": other.Name}) {
					report("Global Reach connection", other.PeeringID+"/connections/"+other.Name)
				}
			}
			if id, err := armid.Parse(circuit.Private.HubConnection, armid.HubConnection); err == nil &&
				!known(gatewayConnection(id)) {
				report("Virtual WAN connection", circuit.Private.HubConnection)
			}
		},
	},
}

// isElsewhere tells whether an id is in another subscription than the stack's own resources.
func (c *Check) isElsewhere(id armid.ID) bool {
	own := c.World.Subscription.Value
	return own != nil && !strings.EqualFold(*own, id.Subscription)
}

// losesPrivatePeering is the circuit whose private peering, which the stack has made, this update deletes, and the path of the
// property that does it.
func losesPrivatePeering(c *Check) (circuit *azure.Circuit, path string) {
	peering := c.World.Held(azure.KindPeering, spec.NamePrivatePeering)
	if peering == nil && c.World.Holdings.State == azure.Found {
		return nil, ""
	}
	if old, path := leavingCircuit(c); old != nil {
		return old, path
	}
	if made, found := madeCircuit(c); found {
		if path := replacedBy(c, made); path != "" {
			return made, path
		}
	}
	if circuit, stays := stayingCircuit(c); stays && c.Spec.PrivatePeering == nil && !onAnother(peering, circuit) {
		return circuit, c.At("privatePeering")
	}
	return nil, ""
}

// onAnother tells whether what hangs off a circuit is, as far as the state tells, on another one.
func onAnother(held *azure.Holding, circuit *azure.Circuit) bool {
	id, err := armid.Parse(circuit.ID, armid.Circuit)
	return err == nil && held != nil && len(held.Given) > 0 && !isGiven(*held, ofCircuit(id))
}

// peered is a circuit that another circuit connects to by Global Reach, and whose private peering the stack has made.
const peered = "azure: {circuit: {found: {name: c, serviceProvider: Equinix, peeringLocation: Silicon Valley, private: {vlanId: 200, peered: [{name: x, peeringID: " + examplePeer + "/peerings/AzurePrivatePeering}]}}}, " +
	"holdings: {found: [{own: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering}]}}"

// occupied is a circuit with a private peering, and a stack that has made the one of the circuit with the name.
func occupied(name string) string {
	return "azure: {circuit: {found: {id: " + examplePeer + ", private: {vlanId: 200}}}, " +
		"holdings: {found: [{own: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering, given: {resourceGroupName: g, circuitName: " + name + "}}]}}"
}

// madeHere is a circuit that the stack has made.
func madeHere(name string) string {
	return "azure: {holdings: {found: [{own: true, kind: ExpressRouteCircuit, name: " + name + ", given: {resourceGroupName: g, circuitName: " + name + "}}]}}"
}

// inUse is a stack whose route filter gets another name, while a peering uses the old one.
func inUse(peering string) string {
	return "resourceGroupName: g\nmicrosoftPeering: {routeFilter: {name: new}}\nazure: {oldFilter: {found: {name: old, peerings: ['" + peering + "']}}, " +
		"holdings: {found: [{own: true, kind: RouteFilter, name: old, given: {resourceGroupName: g, routeFilterName: old}}]}}"
}

// LeavesFilter is the route filter that the stack has in the state, when the program has another one in its place, or none.
func LeavesFilter(s *spec.PeeringStack, w *azure.World) (*azure.Holding, bool) {
	held := w.Held(azure.KindRouteFilter, "")
	if held == nil || s.Adopt != nil {
		return nil, false
	}
	filter := routeFilter(s)
	other := func(v spec.Value[string], now string, same func(a, b string) bool) bool {
		return v.Known() && now != "" && !same(v.V, now)
	}
	return held, filter == nil || other(filter.Name, held.Name, strings.EqualFold) || other(s.Location, held.Location, sameLocation) || filterLeavesGroup(s, w, held)
}

// filterLeavesGroup tells whether a route filter goes to another resource group: to the one given, that of the circuitId, or one of the
// stack's own.
func filterLeavesGroup(s *spec.PeeringStack, w *azure.World, held *azure.Holding) bool {
	now, own := held.Given["resourceGroupName"], w.Held(azure.KindGroup, "")
	switch {
	case now == "":
		return false
	case s.ResourceGroupName.Given():
		return s.ResourceGroupName.Known() && !strings.EqualFold(s.ResourceGroupName.V, now)
	case s.CircuitID.Given():
		circuit, err := armid.Parse(s.CircuitID.V, armid.Circuit)
		return err == nil && !strings.EqualFold(circuit.ResourceGroup, now)
	}
	return own == nil || !strings.EqualFold(own.Name, now)
}

// inState tells whether the state of the program has a peering, or may have it: the update that lets go of a filter has
// moved it by then.
func inState(w *azure.World, peering armid.ID) bool {
	given := ofCircuit(peering.Parent())
	return slices.ContainsFunc(*w.Holdings.Value, func(h azure.Holding) bool {
		return h.Kind == azure.KindPeering && (len(h.Given) == 0 || isGiven(h, given))
	})
}
