package provider

import (
	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// importID is the id of a resource to bring into the stack instead of creating it, or empty.
type importID string

// option imports the resource. What Azure never returns is left out of the comparison with what it has.
func (id importID) option(neverReturned ...string) pulumi.ResourceOption {
	if id == "" {
		return pulumi.Composite()
	}
	return pulumi.Composite(pulumi.Import(pulumi.ID(id)), pulumi.IgnoreChanges(neverReturned))
}

// adopted are the resources to bring into the stack.
type adopted struct {
	circuit, private, microsoft, filter, rule importID
}

// inspect reads what the stack is to be built on, and returns what it adopts of it. What is not there, and where program
// and Azure differ, are findings.
func inspect(ctx *pulumi.Context, s *spec.PeeringStack, parent pulumi.InvokeOption) (adopted, []rules.Finding) {
	id := s.CircuitID
	if s.Adopt != nil {
		id = s.Adopt.CircuitID
	}
	if !id.Known() {
		return adopted{}, refused(ctx, s, parent)
	}
	circuit, missing := existingCircuit(ctx, s, id, parent)
	if missing != nil || s.Adopt == nil {
		return adopted{}, missing
	}
	if circuit.Id == nil { // so it is answered for a provider that cannot be configured yet
		return adopted{}, rules.NotFound(s, id, "the azure-native provider is not configured yet, because its configuration has values that are not known; adopt with one that has none").Errors()
	}
	there := adopted{circuit: importID(*circuit.Id)}
	azure := circuitOf(circuit)
	for _, p := range circuit.Peerings {
		switch value(p.Name) {
		case spec.NamePrivatePeering:
			there.private, azure.Private = importID(value(p.Id)), peeringOf(p)
		case spec.NameMicrosoftPeering:
			there.microsoft, azure.Microsoft = importID(value(p.Id)), peeringOf(p)
		}
	}
	if filterID := s.Adopt.RouteFilterID; filterID.Known() {
		filter, missing := existingFilter(ctx, s, filterID, parent)
		if missing != nil {
			return adopted{}, missing
		}
		there.filter = importID(value(filter.Id))
		azure.Filter = &rules.AzureFilter{ID: value(filter.Id), Name: filter.Name, Location: filter.Location, Tags: filter.Tags}
		for _, rule := range filter.Rules {
			if wanted := s.Adopt.RouteFilterRuleID; !wanted.Known() || armid.Same(wanted.V, value(rule.Id)) {
				there.rule = importID(value(rule.Id))
				azure.Filter.RuleName, azure.Filter.Communities = value(rule.Name), rule.Communities
			}
		}
		if there.rule == "" {
			id := s.Adopt.RouteFilterRuleID
			if !id.Given() {
				id = filterID
			}
			return adopted{}, rules.NotFound(s, id, "the route filter "+filter.Name+" has no such rule").Errors()
		}
	}
	return there, rules.Adoption(s, azure).Errors()
}

// refused finds changes that Azure would refuse, when the circuit can be found by its name already.
func refused(ctx *pulumi.Context, s *spec.PeeringStack, parent pulumi.InvokeOption) []rules.Finding {
	if s.Circuit == nil || !s.Circuit.Name.Known() || !s.ResourceGroupName.Known() {
		return nil
	}
	circuit, err := network.LookupExpressRouteCircuit(ctx, &network.LookupExpressRouteCircuitArgs{
		ResourceGroupName: s.ResourceGroupName.V, CircuitName: s.Circuit.Name.V,
	}, parent)
	if err != nil {
		return nil // it is not there yet
	}
	return rules.Refused(s, circuitOf(circuit))
}

func existingCircuit(ctx *pulumi.Context, s *spec.PeeringStack, id spec.Value[string], parent pulumi.InvokeOption) (*network.LookupExpressRouteCircuitResult, []rules.Finding) {
	parsed, _ := armid.Parse(id.V, armid.Circuit) // a rule has read it before
	found, err := network.LookupExpressRouteCircuit(ctx, &network.LookupExpressRouteCircuitArgs{
		ResourceGroupName: parsed.ResourceGroup, CircuitName: parsed.Name,
	}, parent)
	if err != nil {
		return nil, rules.NotFound(s, id, err.Error()).Errors()
	}
	return found, elsewhere(s, id, value(found.Id))
}

func existingFilter(ctx *pulumi.Context, s *spec.PeeringStack, id spec.Value[string], parent pulumi.InvokeOption) (*network.LookupRouteFilterResult, []rules.Finding) {
	parsed, _ := armid.Parse(id.V, armid.RouteFilter)
	found, err := network.LookupRouteFilter(ctx, &network.LookupRouteFilterArgs{
		ResourceGroupName: parsed.ResourceGroup, RouteFilterName: parsed.Name,
	}, parent)
	if err != nil {
		return nil, rules.NotFound(s, id, err.Error()).Errors()
	}
	return found, elsewhere(s, id, value(found.Id))
}

// elsewhere finds that a resource of the same name was read in another subscription than the id's.
func elsewhere(s *spec.PeeringStack, id spec.Value[string], found string) []rules.Finding {
	if found == "" || armid.Same(id.V, found) {
		return nil
	}
	return rules.NotFound(s, id, "the provider works on another subscription, and found "+found).Errors()
}

func circuitOf(c *network.LookupExpressRouteCircuitResult) rules.AzureCircuit {
	azure := rules.AzureCircuit{
		Location: value(c.Location), Tags: c.Tags, BandwidthInGbps: value(c.BandwidthInGbps),
		AllowClassicOperations: value(c.AllowClassicOperations), GlobalReachEnabled: value(c.GlobalReachEnabled),
		PortID: idOf(c.ExpressRoutePort),
	}
	if c.Sku != nil {
		azure.Tier, azure.Family = value(c.Sku.Tier), value(c.Sku.Family)
	}
	if p := c.ServiceProviderProperties; p != nil {
		azure.ServiceProvider, azure.PeeringLocation, azure.BandwidthInMbps = value(p.ServiceProviderName), value(p.PeeringLocation), value(p.BandwidthInMbps)
	}
	return azure
}

func peeringOf(p network.ExpressRouteCircuitPeeringResponse) *rules.AzurePeering {
	azure := &rules.AzurePeering{
		PeerASN: value(p.PeerASN), VlanID: value(p.VlanId), State: value(p.State),
		Primary: value(p.PrimaryPeerAddressPrefix), Secondary: value(p.SecondaryPeerAddressPrefix),
		RouteFilterID: idOf(p.RouteFilter), Config: configOf(p.MicrosoftPeeringConfig),
	}
	if v6 := p.Ipv6PeeringConfig; v6 != nil {
		azure.IPv6 = &rules.AzureIPv6{
			Primary: value(v6.PrimaryPeerAddressPrefix), Secondary: value(v6.SecondaryPeerAddressPrefix), State: value(v6.State),
			RouteFilterID: idOf(v6.RouteFilter), Config: configOf(v6.MicrosoftPeeringConfig),
		}
	}
	return azure
}

func configOf(c *network.ExpressRouteCircuitPeeringConfigResponse) *rules.AzureConfig {
	if c == nil {
		return nil
	}
	return &rules.AzureConfig{
		Prefixes: c.AdvertisedPublicPrefixes, CustomerASN: value(c.CustomerASN),
		RoutingRegistryName: value(c.RoutingRegistryName), LegacyMode: value(c.LegacyMode),
	}
}

func idOf(r *network.SubResourceResponse) string {
	if r == nil {
		return ""
	}
	return r.Id
}

// value is what a pointer leads to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
