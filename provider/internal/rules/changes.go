package rules

import (
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

const (
	needsOwnCircuit  = "the stack's circuit, as the last update left it"
	unseenOwnCircuit = "the rule is silent, and Azure refuses the change in the update"
)

var modifyDoc = Source{"Modify an ExpressRoute circuit", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-circuit-portal-resource-manager#modify"}

// Rules on changes of a circuit that Azure refuses, or that cost more than it seems.
var changeRules = []Rule{
	{
		ID: "bandwidth-decrease", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "The bandwidth of a circuit is not lowered.",
		Why:     "Azure refuses it, and the attempt can leave the circuit in a failed state that no later update repairs.",
		Fix:     "Keep the bandwidth, or build a second, smaller circuit and move over to it.",
		Needs:   needsOwnCircuit,
		Unseen:  unseenOwnCircuit,
		Sources: []Source{faqDoc, {"terraform-provider-azurerm issue 1039", "https://github.com/hashicorp/terraform-provider-azurerm/issues/1039"}},
		Wrong:   namedCircuit + "circuit: {serviceProvider: {bandwidthInMbps: 100}}\n" + withBandwidth,
		Right:   namedCircuit + "circuit: {serviceProvider: {bandwidthInMbps: 500}}\n" + withBandwidth,
		Check: func(c *Check) {
			circuit, ok := changedCircuit(c)
			if !ok {
				return
			}
			if carrier := c.Spec.Circuit.ServiceProvider; carrier != nil {
				lower(c, carrier.BandwidthInMbps, circuit.BandwidthInMbps, "Mbps")
			}
			if port := c.Spec.Circuit.ExpressRouteDirect; port != nil {
				lower(c, port.BandwidthInGbps, circuit.BandwidthInGbps, "Gbps")
			}
		},
	},
	{
		ID: "sku-family-to-metered", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "`skuFamily` does not change from `UnlimitedData` to `MeteredData`.",
		Why:     "Azure allows the change in the other direction only. A circuit that was Local is `UnlimitedData`, too.",
		Fix:     "Keep `UnlimitedData`, or build a second circuit and move over to it.",
		Needs:   needsOwnCircuit,
		Unseen:  unseenOwnCircuit,
		Sources: []Source{modifyDoc},
		Wrong:   namedCircuit + "circuit: {skuFamily: MeteredData}\n" + withFamily,
		Right:   namedCircuit + "circuit: {skuFamily: UnlimitedData}\n" + withFamily,
		Check: func(c *Check) {
			circuit, ok := changedCircuit(c)
			if !ok || circuit.Family != spec.UnlimitedData {
				return
			}
			if sku, ok := skuOf(c); ok && sku.Family == spec.MeteredData {
				c.Report(c.At("circuit.skuFamily"), "the circuit is UnlimitedData, and Azure does not make it metered again; keep UnlimitedData")
			}
		},
	},
	{
		ID: "sku-tier-to-local", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "`skuTier` does not change from `Standard` or `Premium` to `Local`.",
		Why:     "Azure changes a Local circuit to another tier, but never the other way round.",
		Fix:     "Keep the tier, or build a second circuit that is Local and move over to it.",
		Needs:   needsOwnCircuit,
		Unseen:  unseenOwnCircuit,
		Sources: []Source{modifyDoc, faqDoc},
		Wrong:   namedCircuit + "circuit: {skuTier: Local, skuFamily: UnlimitedData, serviceProvider: {bandwidthInMbps: 1000}}\n" + withTier("Standard"),
		Right:   namedCircuit + "circuit: {skuTier: Local, skuFamily: UnlimitedData, serviceProvider: {bandwidthInMbps: 1000}}\n" + withTier("Local"),
		Check: func(c *Check) {
			circuit, ok := changedCircuit(c)
			if !ok || circuit.Tier == spec.TierLocal || circuit.Tier == "" {
				return
			}
			if tier, known := Get(c, c.Spec.Circuit.SkuTier); known && tier == spec.TierLocal {
				c.Report(c.Spec.Circuit.SkuTier.Path, "the circuit is %s, and Azure does not make it Local; keep %s, or build a second circuit and move over to it", circuit.Tier, circuit.Tier)
			}
		},
	},
	{
		ID: "sku-tier-from-premium", Topic: "Changes", Severity: Error, Phase: OnChange,
		What: "A Premium circuit is changed to Standard only if its Microsoft peering has no Microsoft 365 communities.",
		Why: "Azure refuses it before. Where the route filter keeps its name and loses the communities in the same update, the filter goes first; " +
			"a filter that is replaced or taken away is in use until the circuit was changed.",
		Fix:     "Remove the communities in one update, and lower the tier in the next. Azure also allows no more than 10 connections on a Standard circuit, and none to another geopolitical region.",
		Needs:   needsOwnCircuit + ", and the route filter of its Microsoft peering",
		Unseen:  unseenOwnCircuit,
		Sources: []Source{modifyDoc, faqDoc},
		Wrong:   namedCircuit + "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {name: other}}\n" + withOffice,
		Right:   namedCircuit + "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {name: f}}\n" + withOffice,
		Check: func(c *Check) {
			attached, lowered := lowersTier(c)
			if !lowered || !hasMicrosoft365(attached) || filterStays(c, attached) && !c.World.Late {
				return
			}
			c.Report(c.At("circuit.skuTier"), "the Microsoft peering uses the route filter %s, which has Microsoft 365 communities, and Azure does not lower the tier while it has them; "+
				"remove them from the filter in one update, and lower the tier in the next", Quote(attached.Name))
		},
	},
	{
		ID: "circuit-held", Topic: "Changes", Severity: Error, Phase: OnChange,
		What: "A circuit that its carrier has provisioned is not replaced, and does not make way for another that is given by its id.",
		Why:  "Azure refuses to delete it (`ConflictError`), and by then everything below it has been deleted.",
		Fix: "Ask the carrier to deprovision the circuit, and then run the update. To keep the traffic, make the new circuit in a second PeeringStack, move over, and remove the old one. " +
			"To leave the old circuit to Azure when the stack gets a `circuitId`, set `retainOnDelete` on the PeeringStack in one update, and ignore this rule in the next.",
		Needs:   needsOwnCircuit,
		Unseen:  "the rule is silent: Azure refuses to delete the circuit once all below it is deleted",
		Sources: []Source{{"Delete an ExpressRoute circuit", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-circuit-portal-resource-manager#delete"}},
		Wrong:   namedCircuit + "circuit: {serviceProvider: {name: Megaport}}\n" + held("Provisioned"),
		Right:   namedCircuit + "circuit: {serviceProvider: {name: Megaport}}\n" + held("NotProvisioned"),
		Check: func(c *Check) {
			if circuit, path := leavingCircuit(c); circuit != nil && holds(circuit) {
				c.Report(path, "without circuit in the program the update deletes the circuit %s, which its carrier has as %s, and Azure does not delete such a circuit; ask the carrier to deprovision it first, "+
					"or set retainOnDelete on the PeeringStack in an update before this one, and put circuit-held into ignoreRules for this one", Quote(circuit.Name), circuit.CarrierState)
			}
			circuit, found := madeCircuit(c)
			if !found || !holds(circuit) {
				return
			}
			if path := replacedBy(c, circuit); path != "" {
				c.Report(path, "this change replaces the circuit %s, which its carrier has as %s, and Azure does not delete such a circuit; ask the carrier to deprovision it first, or make the new circuit in a second PeeringStack and move over",
					Quote(circuit.Name), circuit.CarrierState)
			}
		},
	},
	{
		ID: "circuit-name-taken", Topic: "Changes", Severity: Error, Phase: BeforeAnything,
		What:    "A circuit is not renamed to a name that Azure has already.",
		Why:     "The old circuit would be deleted, with all below it, and then azure-native refuses to make the new one.",
		Fix:     "Choose a name that is free. Where another PeeringStack of the program lets go of the name, have it do so in an update before this one.",
		Needs:   "what Azure has by the circuit's new name",
		Unseen:  "the rule is silent, and the update fails halfway",
		Sources: []Source{componentDoc},
		Wrong:   "resourceGroupName: g\ncircuit: {name: london}\nazure: {taken: {found: {name: london}}}",
		Right:   "resourceGroupName: g\ncircuit: {name: london}\nazure: {taken: {missing: ResourceNotFound}}",
		Check: func(c *Check) {
			if c.Spec.Circuit == nil {
				return
			}
			if _, taken := See(c, c.Spec.Circuit.Name.Path, c.World.Taken); taken {
				c.Report(c.Spec.Circuit.Name.Path, "Azure has a circuit %s in this resource group already, and azure-native would refuse to make another after it deleted this stack's old one; choose a name that is free", Show(c.Spec.Circuit.Name))
			}
		},
	},
	{
		ID: "resource-group-own", Topic: "Changes", Severity: Error, Phase: BeforeAnything,
		What: "A stack that made its resource group goes on without `resourceGroupName`, also where that would be the name of the group.",
		Why:  "A stack makes no group when the program names one, or gives a `circuitId`. So the update would delete the group that the stack made, and Azure deletes everything in a group along with it.",
		Fix: "Leave `resourceGroupName` out. To have the group outlive the stack, set `retainOnDelete` on the PeeringStack in one update, and give the name in the next: " +
			"no rule can see the option, so ignore this rule for that update.",
		Needs:   "the state of the stack",
		Unseen:  "the rule is silent, and the update deletes the group",
		Sources: []Source{{"Delete a resource group", "https://learn.microsoft.com/azure/azure-resource-manager/management/delete-resource-group"}},
		Wrong:   "resourceGroupName: made\n" + ownGroup,
		Right:   "resourceGroupName: other\n" + ownGroup,
		Check: func(c *Check) {
			if _, found := See(c, c.At("resourceGroupName"), c.World.Holdings); !found {
				return
			}
			report := func(group spec.Value[string], given, wayOut string) {
				if own := c.World.Held(azure.KindGroup, ""); own != nil && strings.EqualFold(own.Name, group.V) {
					c.Report(group.Path, "the resource group %s was made by this stack, which makes none when %s is given; so the update would delete the group and everything in it; %s", Show(group), given, wayOut)
				}
			}
			if _, known := Get(c, c.Spec.ResourceGroupName); known {
				report(c.Spec.ResourceGroupName, "resourceGroupName", "leave resourceGroupName out to keep the group")
			}
			group := c.Spec.CircuitID
			if id, err := armid.Parse(group.V, armid.Circuit); err == nil {
				group.V = id.ResourceGroup
				report(group, "circuitId", "keep circuit, or set retainOnDelete on the PeeringStack in an update before this one")
			}
		},
	},
	{
		ID: "circuit-replaced", Topic: "Changes", Severity: Warning, Phase: OnChange,
		What:    "A circuit is not replaced unnoticed.",
		Why:     "A new circuit has a new service key, its carrier has to provision it again, and everybody who has a key of one of its authorizations needs a new key.",
		Fix:     "Change the property back, or hand out the new keys. To keep the traffic, make the new circuit in a second PeeringStack, move over, and remove the old one.",
		Needs:   needsOwnCircuit,
		Unseen:  "the rule is silent; the preview shows the replacement",
		Sources: []Source{componentDoc},
		Wrong:   namedCircuit + "circuit: {serviceProvider: {name: Megaport}}\n" + held("NotProvisioned"),
		Right:   namedCircuit + "circuit: {serviceProvider: {name: Equinix}}\n" + held("NotProvisioned"),
		Check: func(c *Check) {
			if circuit, path := leavingCircuit(c); circuit != nil && !holds(circuit) {
				c.Report(path, "without circuit in the program the update deletes the circuit %s and everything below it; its service key goes%s", Quote(circuit.Name), keysOf(circuit, "so do"))
			}
			circuit, found := madeCircuit(c)
			if !found || holds(circuit) {
				return
			}
			if path := replacedBy(c, circuit); path != "" {
				c.Report(path, "this change replaces the circuit %s and everything below it, and there is no traffic until the carrier has provisioned the new circuit; the service key will be new%s", Quote(circuit.Name), keysOf(circuit, "so will be"))
			}
		},
	},
	{
		ID: "rule-renamed", Topic: "Changes", Severity: Warning, Phase: OnChange,
		What:    "A route filter that is in use keeps the name of its rule.",
		Why:     "A route filter has one rule, so the old rule is deleted before the new one is created. In between, Microsoft advertises no prefixes.",
		Fix:     "Keep `ruleName`, or give the filter another `name` as well: then the peering moves to the new filter without losing a route.",
		Needs:   needsOwnFilter,
		Unseen:  "the rule is silent; the preview shows the replacement",
		Sources: []Source{routeFilterDoc},
		Wrong:   namedCircuit + "microsoftPeering: {routeFilter: {name: f, ruleName: s}}\nazure: {routeFilter: {found: {name: f, rules: [{name: r}]}}}",
		Right:   namedCircuit + "microsoftPeering: {routeFilter: {name: f, ruleName: r}}\nazure: {routeFilter: {found: {name: f, rules: [{name: r}]}}}",
		Check: func(c *Check) {
			filter, ok := ownFilter(c)
			if !ok || FilterMoves(c.Spec, c.World) {
				return
			}
			name := c.Spec.MicrosoftPeering.RouteFilter.RuleName
			given, known := Get(c, name)
			if !known || len(filter.Rules) == 0 || slices.ContainsFunc(filter.Rules, func(r azure.RouteFilterRule) bool { return strings.EqualFold(r.Name, given) }) {
				return
			}
			c.Report(name.Path, "the route filter %s can have one rule only, so %s is deleted before %s is created, and Microsoft advertises no prefixes in between; to avoid the gap, give the filter another name as well",
				Quote(filter.Name), Quote(filter.Rules[0].Name), Show(name))
		},
	},
	{
		ID: "filter-moves", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "A route filter that is in use does not move to another location and keep its name.",
		Why:     "The old filter would have to be deleted first, and Azure does not delete a filter that a peering uses. If the circuit moves, too, its peerings are deleted by then.",
		Fix:     "Give the filter another `name` together with the new `location`. Then no route is lost.",
		Needs:   needsOwnFilter,
		Unseen:  unseenOwnCircuit,
		Sources: []Source{routeFilterDoc},
		Wrong:   namedCircuit + "location: northeurope\nmicrosoftPeering: {routeFilter: {name: f}}\nazure: {routeFilter: {found: {name: f, location: westeurope, peerings: [p]}}}",
		Right:   namedCircuit + "location: northeurope\nmicrosoftPeering: {routeFilter: {name: f}}\nazure: {routeFilter: {found: {name: f, location: northeurope, peerings: [p]}}}",
		Check: func(c *Check) {
			filter, ok := ownFilter(c)
			if !ok || !FilterMoves(c.Spec, c.World) {
				return
			}
			circuit := c.World.Circuit.Value
			goes := c.Spec.Circuit != nil && circuit != nil && replacedBy(c, circuit) != ""
			for _, peering := range filter.Peerings {
				if used, err := armid.Parse(peering, armid.Peering); goes && err == nil && armid.Same(used.Parent().String(), circuit.ID) {
					continue
				}
				c.Report(c.Spec.MicrosoftPeering.RouteFilter.Name.Path, "the route filter %s is in %s and in use by %s, so it cannot move to %s and keep its name; give it another name, and no route is lost",
					Quote(filter.Name), filter.Location, Quote(peering), Show(c.Spec.Location))
				return
			}
		},
	},
}

const needsOwnFilter = "the stack's route filter, which can be found before the update by its `name` and the resource group"

var routeFilterDoc = Source{"Configure route filters for Microsoft peering", "https://learn.microsoft.com/azure/expressroute/how-to-routefilter-portal"}

// Examples of a circuit whose name is known, and what Azure has under it.
const (
	namedCircuit  = "resourceGroupName: g\n"
	withBandwidth = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 200}}}"
	withFamily    = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, family: UnlimitedData}}}"
	withOffice    = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, tier: Premium, microsoft: {routeFilterId: f}}}, " +
		"attached: {found: {name: f, rules: [{communities: ['12076:5010']}]}}}"
)

const ownGroup = "azure: {holdings: {found: [{own: true, kind: ResourceGroup, name: made}]}}"

func withTier(tier string) string {
	return "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, family: UnlimitedData, tier: " + tier + "}}}"
}

func held(state string) string {
	return "azure: {circuit: {found: {name: c, serviceProvider: Equinix, peeringLocation: Silicon Valley, carrierState: " + state + ", authorizations: [{name: a}]}}}"
}

// lower reports a bandwidth below the one that the circuit has.
func lower[T int | float64](c *Check, given spec.Value[T], now T, unit string) {
	if v, ok := Get(c, given); ok && v < now {
		c.Report(given.Path, "%s %s is less than the %v that the circuit has, and Azure does not lower a bandwidth; keep %v or more", Show(given), unit, now, now)
	}
}

// madeCircuit is the circuit that the stack has made, as Azure has it.
func madeCircuit(c *Check) (*azure.Circuit, bool) {
	if c.Spec.Circuit == nil || c.Spec.Adopt != nil {
		return nil, false
	}
	return See(c, c.At("circuit.name"), c.World.Circuit)
}

// changedCircuit is the circuit that the stack has made, when the update changes it and does not replace it.
func changedCircuit(c *Check) (*azure.Circuit, bool) {
	circuit, found := madeCircuit(c)
	return circuit, found && !c.World.New && replacedBy(c, circuit) == ""
}

// CircuitStays tells whether Azure has the circuit that the stack has made, and the update does not replace it.
func CircuitStays(s *spec.PeeringStack, w *azure.World) bool {
	_, stays := changedCircuit(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}})
	return stays
}

// replacedBy is the path of the property that replaces the circuit, or empty. What is not known replaces nothing, and a
// circuit that could be read when it was registered is not replaced.
func replacedBy(c *Check, circuit *azure.Circuit) string {
	if c.World.Late {
		return ""
	}
	differs := func(v spec.Value[string], now string, same func(a, b string) bool) bool {
		given, known := Get(c, v)
		return known && now != "" && !same(given, now)
	}
	carrier, port, location := c.Spec.Circuit.ServiceProvider, c.Spec.Circuit.ExpressRouteDirect, c.Spec.Location
	switch {
	case differs(c.Spec.Circuit.Name, circuit.Name, strings.EqualFold):
		return c.Spec.Circuit.Name.Path
	case leavesGroup(c, circuit):
		return c.At("resourceGroupName")
	case carrier != nil && circuit.PortID != "":
		return c.At("circuit.serviceProvider")
	case port != nil && circuit.PortID == "" && circuit.ServiceProvider != "":
		return c.At("circuit.expressRouteDirect")
	case carrier != nil && differs(carrier.Name, circuit.ServiceProvider, strings.EqualFold):
		return carrier.Name.Path
	case carrier != nil && differs(carrier.PeeringLocation, circuit.PeeringLocation, strings.EqualFold):
		return carrier.PeeringLocation.Path
	case port != nil && differs(port.PortID, circuit.PortID, armid.Same):
		return port.PortID.Path
	case differs(location, circuit.Location, sameLocation):
		return location.Path
	}
	return ""
}

// leavingCircuit is the circuit that the stack has made and that another one, which is given by its id, takes the place of, and the
// path of that id.
func leavingCircuit(c *Check) (circuit *azure.Circuit, path string) {
	id := c.Spec.Existing()
	old, found := See(c, id.Path, c.World.OldCircuit)
	if !found || id.Known() && armid.Same(id.V, old.ID) { // own-by-id
		return nil, ""
	}
	return old, id.Path
}

// leavesGroup tells whether the circuit moves to another resource group: to the one given, or to one of the stack's own.
func leavesGroup(c *Check, circuit *azure.Circuit) bool {
	id, err := armid.Parse(circuit.ID, armid.Circuit)
	if err != nil {
		return false
	}
	if c.Spec.ResourceGroupName.Given() {
		group, known := Get(c, c.Spec.ResourceGroupName)
		return known && !strings.EqualFold(group, id.ResourceGroup)
	}
	own := c.World.Held(azure.KindGroup, "")
	return c.World.Held(azure.KindCircuit, "") != nil && (own == nil || !strings.EqualFold(own.Name, id.ResourceGroup))
}

// holds tells whether the circuit's carrier has it, so that Azure does not delete it.
func holds(circuit *azure.Circuit) bool {
	return circuit.PortID == "" && (circuit.CarrierState == azure.Provisioned || circuit.CarrierState == "Provisioning")
}

// keysOf says of the keys of the circuit's authorizations what happens to them.
func keysOf(circuit *azure.Circuit, what string) string {
	var names []string
	for _, a := range circuit.Authorizations {
		names = append(names, Quote(a.Name))
	}
	if len(names) == 0 {
		return ""
	}
	return ", and " + what + " the keys of the authorizations " + strings.Join(names, ", ")
}

// skuOf is the circuit's SKU with its defaults, when all that decides on it is known.
func skuOf(c *Check) (spec.Sku, bool) {
	circuit := c.Spec.Circuit
	tier, tierKnown := Get(c, circuit.SkuTier)
	family, familyKnown := Get(c, circuit.SkuFamily)
	return spec.NewSku(tier, family, circuit.OnPort()), (tierKnown || !circuit.SkuTier.Given()) && (familyKnown || !circuit.SkuFamily.Given())
}

// LowersTier tells whether the update makes the Premium circuit that Azure has a lesser one.
func LowersTier(s *spec.PeeringStack, circuit *azure.Circuit) bool {
	if s.Circuit == nil || s.Adopt != nil || circuit == nil || circuit.Tier != spec.TierPremium {
		return false
	}
	tier := s.Circuit.SkuTier
	return !tier.Given() || tier.Known() && tier.V != spec.TierPremium
}

// lowersTier is the route filter of a Premium circuit's Microsoft peering, when the update lowers the circuit's tier.
func lowersTier(c *Check) (*azure.RouteFilter, bool) {
	circuit, ok := changedCircuit(c)
	if !ok || !LowersTier(c.Spec, circuit) {
		return nil, false
	}
	return See(c, c.At("circuit.skuTier"), c.World.Attached)
}

func hasMicrosoft365(filter *azure.RouteFilter) bool {
	return slices.ContainsFunc(filter.Rules, func(r azure.RouteFilterRule) bool {
		return slices.ContainsFunc(r.Communities, func(value string) bool {
			service, known := community.ServiceOf(value)
			return known && service.Microsoft365
		})
	})
}

// filterStays tells whether the stack's own route filter is the one attached, and keeps its place.
func filterStays(c *Check, attached *azure.RouteFilter) bool {
	if c.Spec.MicrosoftPeering == nil || c.Spec.MicrosoftPeering.RouteFilter == nil {
		return false
	}
	name := c.Spec.MicrosoftPeering.RouteFilter.Name
	return !name.Given() || name.Known() && strings.EqualFold(name.V, attached.Name)
}

// FilterFirst tells whether the route filter must lose Microsoft 365 communities before the circuit can be less than Premium.
func FilterFirst(s *spec.PeeringStack, w *azure.World) bool {
	c := &Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}}
	attached, lowered := lowersTier(c)
	return lowered && hasMicrosoft365(attached) && filterStays(c, attached)
}

// OldRuleFirst tells whether a rule of the stack's route filter must go before one of another name can come: a filter takes
// one rule. A filter that is new has none, and the old one keeps its rule until the peering has left it. A rule without a
// given name keeps the one it has.
func OldRuleFirst(s *spec.PeeringStack, w *azure.World) bool {
	return s.MicrosoftPeering.RouteFilter.RuleName.Given() && w.RouteFilter.Value != nil && len(w.RouteFilter.Value.Rules) > 0
}

// ownFilter is the stack's own route filter, as Azure has it under its name.
func ownFilter(c *Check) (*azure.RouteFilter, bool) {
	if c.Spec.Adopt != nil || c.Spec.MicrosoftPeering == nil || c.Spec.MicrosoftPeering.RouteFilter == nil {
		return nil, false
	}
	return See(c, c.Spec.MicrosoftPeering.RouteFilter.Name.Path, c.World.RouteFilter)
}

// FilterMoves tells whether the stack's route filter is somewhere else under its name, so that it must go before it can
// come.
func FilterMoves(s *spec.PeeringStack, w *azure.World) bool {
	filter, ok := ownFilter(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}})
	return ok && s.Location.Known() && filter.Location != "" && !sameLocation(s.Location.V, filter.Location)
}
