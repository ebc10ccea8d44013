package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// withoutPeering is a stack on somebody else's circuit, with a connection and an authorization.
const withoutPeering = onCircuit + "privatePeering: null\nmicrosoftPeering: null\nauthorizations: [a]\nvirtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + "}]\n"

// Rules on what the stack is built on: it is there, and can be read where it must be.
var thereRules = []Rule{
	{
		ID: "circuit-not-found", Topic: "What Azure says", Severity: Error, Structural: true, Phase: BeforeAnything,
		What:    "The circuit of `circuitId` or `adopt.circuitId` exists in the subscription that the azure-native provider works on, and so does an adopted route filter.",
		Why:     "Everything else is built on it.",
		Fix:     "Check the id, and pass a provider of the circuit's subscription in the component's `providers`.",
		Needs:   "the circuit of `circuitId` or `adopt.circuitId`, the route filter of `adopt.routeFilterId`",
		Unseen:  "a circuit given by `circuitId` is taken to be there",
		Sources: []Source{componentDoc},
		Wrong:   onCircuit + "azure: {circuit: {missing: ResourceNotFound}}",
		Right:   onCircuit + "azure: {circuit: {found: {name: c}}}",
		Check: func(c *Check) {
			adopt := c.Spec.Adopt
			if adopt == nil {
				notFound(c, c.Spec.CircuitID, c.World.Circuit)
				if c.Spec.CircuitID.Known() {
					See(c, c.Spec.CircuitID.Path, c.World.Circuit)
				}
				return
			}
			notFound(c, adopt.CircuitID, c.World.Circuit)
			notFound(c, adopt.RouteFilterID, c.World.RouteFilter)
			if filter := c.World.RouteFilter.Value; filter != nil && filter.Rule(adopt.RouteFilterRuleID.V) == nil {
				id := adopt.RouteFilterRuleID
				if !id.Given() {
					id = adopt.RouteFilterID
				}
				c.Report(id.Path, "the route filter %s has no such rule; check the id", Quote(filter.Name))
			}
		},
	},
	{
		ID: "adopt-unreadable", Topic: "What Azure says", Severity: Error, Structural: true, Phase: BeforeAnything,
		What:    "What is adopted can be read.",
		Why:     "The program is compared with it before it comes into the stack. A difference that nobody saw could replace a circuit that carries traffic.",
		Fix:     "Give the identity of the azure-native provider the right to read it, and the provider a configuration whose values are known in the preview.",
		Needs:   "the circuit of `adopt.circuitId`, the route filter of `adopt.routeFilterId`",
		Unseen:  "it is an error: nothing is adopted unseen",
		Sources: []Source{importDoc},
		Wrong:   adopting + "azure: {circuit: {denied: AuthorizationFailed}}",
		Right:   adopting + "azure: {circuit: {found: {name: c}}}",
		Check: func(c *Check) {
			if adopt := c.Spec.Adopt; adopt != nil {
				unreadable(c, adopt.CircuitID, c.World.Circuit)
				unreadable(c, adopt.RouteFilterID, c.World.RouteFilter)
			}
		},
	},
	{
		ID: "circuit-private-peering", Topic: "What Azure says", Severity: Warning, Phase: BeforeAnything,
		What:    "The circuit of `circuitId` has a private peering when the stack connects it to gateways or other circuits and makes none.",
		Why:     "Both are reached over the private peering. Without it, Azure answers ExpressRoutePrivatePeeringConfigIncomplete in the update.",
		Fix:     "Add `privatePeering`, or wait until the owner of the circuit has made one. If the carrier runs layer 3 and made one that Azure does not show, set `carrierManagesPeerings: true`.",
		Needs:   "the circuit of `circuitId`, where the stack makes more than gateway connections",
		Unseen:  "the peering is taken to be there",
		Sources: []Source{linkVNetDoc},
		Wrong:   withoutPeering + "azure: {circuit: {found: {name: c}}}",
		Right:   withoutPeering + "azure: {circuit: {found: {name: c, private: {vlanId: 200}}}}",
		Check: func(c *Check) {
			s := c.Spec
			if s.Circuit != nil || s.PrivatePeering != nil || s.CarrierManagesPeerings.V || !s.Connected() {
				return
			}
			circuit, found := See(c, s.CircuitID.Path, c.World.Circuit)
			if !found || circuit.Private != nil {
				return
			}
			path := c.At("globalReachConnections")
			if g := s.Gateways(); len(g) > 0 {
				path = g[0].Path
			}
			c.Report(path, "the circuit %s has no private peering, and gateways and other circuits are reached over it; add privatePeering, or have the owner of the circuit make one", Quote(circuit.Name))
		},
	},
	{
		ID: "location-missing", Topic: "What Azure says", Severity: Warning, Phase: BeforeAnything,
		What:    "A stack that creates its resource group has a `location`, from the input or from `azure-native:location`.",
		Why:     "A resource group is in a region, and Azure refuses one without it.",
		Fix:     "Give `location`, or an existing group as `resourceGroupName`, or run `pulumi config set azure-native:location westeurope`.",
		Needs:   "the region of the azure-native provider, which is in the stack's configuration",
		Unseen:  "the rule is silent: the region of a provider that the program makes cannot be seen",
		Sources: []Source{{"Manage Azure resource groups", "https://learn.microsoft.com/azure/azure-resource-manager/management/manage-resource-groups-portal#what-is-a-resource-group"}},
		Wrong:   "location: null\nazure: {region: {missing: azure-native:location is not configured}}",
		Right:   "location: westeurope\nazure: {region: {missing: azure-native:location is not configured}}",
		Check: func(c *Check) {
			if c.World.Region.State == azure.Missing && c.Spec.Circuit != nil && !c.Spec.Location.Given() && !c.Spec.ResourceGroupName.Given() {
				c.Report(c.Spec.Location.Path, "no location is given for the new resource group, and azure-native:location is not configured, so Azure will refuse the group; give a location, such as westeurope")
			}
		},
	},
}

// notFound reports a resource that is not there, or that the provider looks for in another subscription and would change
// there.
func notFound[T any](c *Check, id spec.Value[string], f azure.Fact[T]) {
	if !id.Known() {
		return
	}
	switch parsed, err := armid.Parse(id.V, armid.Circuit); {
	case f.State == azure.Missing:
		c.Report(id.Path, "Azure does not have it: %s; check the id, and check that the azure-native provider of this component works on its subscription", f.Why)
	case err == nil && f.State == azure.Denied && c.Spec.BelowCircuit() && inAnotherSubscription(c, parsed):
		c.Report(id.Path, "it is in another subscription than %s, on which the azure-native provider of this component works; pass a provider of the circuit's subscription", *c.World.Subscription.Value)
	}
}

// inAnotherSubscription reports whether a resource is known to be in another subscription than the provider works on.
func inAnotherSubscription(c *Check, id armid.ID) bool {
	own := c.World.Subscription.Value
	return own != nil && !strings.EqualFold(*own, id.Subscription)
}

func unreadable[T any](c *Check, id spec.Value[string], f azure.Fact[T]) {
	if id.Known() && (f.State == azure.Denied || f.State == azure.Unknown) {
		c.Report(id.Path, "it cannot be read: %s; adoption compares the program with what Azure has, so give the identity of the azure-native provider the right to read it, and give the provider a configuration that is known in the preview", brief(f.Why))
	}
}
