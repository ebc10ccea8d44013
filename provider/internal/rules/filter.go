package rules

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/geography"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// listCommunities is the command that lists every community, those that no page lists included.
const listCommunities = "az network route-filter rule list-service-communities"

// Rules on the route filter.
var filterRules = []Rule{
	{
		ID: "route-filter-missing", Topic: "Route filter", Severity: Warning,
		What:    "A Microsoft peering has a route filter.",
		Why:     "On peerings that were configured after July 2017, Microsoft advertises no prefixes until a route filter is attached.",
		Fix:     "Add `routeFilter` with services or regions, or `routeFilterId`.",
		Sources: []Source{filterDoc},
		Wrong:   "microsoftPeering: {routeFilter: null}",
		Right:   "microsoftPeering: {routeFilter: {services: [AzureResourceManager]}}",
		Check: func(c *Check) {
			p := c.Spec.MicrosoftPeering
			if p == nil || p.RouteFilter != nil || p.RouteFilterID.Given() {
				return
			}
			ipv6Only := p.IPv6 != nil && !p.PrimaryPeerAddressPrefix.Given() && !p.SecondaryPeerAddressPrefix.Given()
			if ipv6Only && p.IPv6.RouteFilterID.Given() {
				return
			}
			c.Report(c.At("microsoftPeering.routeFilter"), "the Microsoft peering has no route filter, so Microsoft advertises no prefixes over it; add routeFilter or routeFilterId")
		},
	},
	{
		ID: "route-filter-empty", Topic: "Route filter", Severity: Error,
		What:    "A route filter allows at least one community.",
		Why:     "Azure refuses a rule without communities.",
		Fix:     "Name at least one value in `communities`, `services` or `regions`.",
		Sources: []Source{filterDoc, circuitSpec},
		Wrong:   "microsoftPeering: {routeFilter: {services: []}}",
		Right:   "microsoftPeering: {routeFilter: {services: [AzureResourceManager]}}",
		Check: func(c *Check) {
			f := routeFilter(c.Spec)
			if f == nil {
				return
			}
			for _, list := range []spec.List[string]{f.Communities, f.Services, f.Regions} {
				if items, complete := Items(c, list); !complete || len(items) > 0 {
					return
				}
			}
			c.Report(c.At("microsoftPeering.routeFilter.communities"), "the route filter allows nothing; name at least one value in communities, services or regions")
		},
	},
	{
		ID: "community-format", Topic: "Route filter", Severity: Error,
		What:    "A community is `12076:` and four or five digits.",
		Why:     "Microsoft tags its routes with communities of its own ASN, 12076. Other communities match nothing.",
		Fix:     "Use a value from Microsoft's list, or name the service or region instead.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {routeFilter: {communities: ['8075:5070']}}",
		Right:   "microsoftPeering: {routeFilter: {communities: ['12076:5070']}}",
		Check: func(c *Check) {
			eachCommunity(c, func(v spec.Value[string]) {
				if !community.WellFormed(v.V) {
					c.Report(v.Path, "%s is not a community that Microsoft uses; write 12076: and four or five digits, such as 12076:5070", Show(v))
				}
			})
		},
	},
	{
		ID: "community-private-peering", Topic: "Route filter", Severity: Error,
		What:    "A route filter has no communities of private peering (`12076:500NN`).",
		Why:     "They tag the routes of private peering, which a route filter never sees.",
		Fix:     "Use the region's community for Microsoft peering, `12076:510NN`.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {routeFilter: {communities: ['12076:50002']}}",
		Right:   "microsoftPeering: {routeFilter: {communities: ['12076:51002']}}",
		Check: func(c *Check) {
			eachCommunity(c, func(v spec.Value[string]) {
				if community.WellFormed(v.V) && community.PrivatePeeringOnly(v.V) {
					c.Report(v.Path, "%s tags routes of private peering, which a route filter never sees%s", Show(v),
						Hint(v, "; the value %s on Microsoft peering is 12076:510%s", ofRegion("12076:510"+v.V[len(v.V)-2:]), v.V[len(v.V)-2:]))
				}
			})
		},
	},
	{
		ID: "community-duplicate", Topic: "Route filter", Severity: Warning,
		What:    "No community is listed twice in `communities`.",
		Why:     "It is sent once, so the second entry has no effect; it is often a slip for another community.",
		Fix:     "Remove or correct the second entry. A community that is also named by a service or region is not a duplicate.",
		Sources: []Source{routingDoc, filterDoc},
		Wrong:   "microsoftPeering: {routeFilter: {communities: ['12076:5070', '12076:5070']}}",
		Right:   "microsoftPeering: {routeFilter: {communities: ['12076:5070', '12076:5060']}}",
		Check: func(c *Check) {
			if f := routeFilter(c.Spec); f != nil {
				duplicates(c, f.Communities, func(s string) any { return s })
			}
		},
	},
	{
		ID: "route-filter-repeated", Topic: "Route filter", Severity: Warning,
		What:    "No name is listed twice in `services` or in `regions`.",
		Why:     "Its community is sent once, so the second entry has no effect; it is often a slip for another name.",
		Fix:     "Remove or correct it.",
		Sources: []Source{componentDoc},
		Wrong:   "microsoftPeering: {routeFilter: {services: [AzureResourceManager, AzureResourceManager]}}",
		Right:   "microsoftPeering: {routeFilter: {services: [AzureResourceManager, AzureActiveDirectory]}}",
		Check: func(c *Check) {
			if f := routeFilter(c.Spec); f != nil {
				for _, list := range []spec.List[string]{f.Services, f.Regions} {
					duplicates(c, list, func(s string) any { return s })
				}
			}
		},
	},
	{
		ID: "community-unknown", Topic: "Route filter", Severity: Warning, Ageing: true,
		What:    "Every community is in the community catalogue.",
		Why:     "A value that Microsoft does not use matches nothing. Microsoft's pages do not list the values of all regions, so a value that is not in the catalogue can still be right.",
		Fix:     "Compare the value with `" + listCommunities + "`.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {routeFilter: {communities: ['12076:5555']}}",
		Right:   "microsoftPeering: {routeFilter: {communities: ['12076:5070']}}",
		Check: func(c *Check) {
			eachCommunity(c, func(v spec.Value[string]) {
				if community.WellFormed(v.V) && !community.PrivatePeeringOnly(v.V) && !community.Known(v.V) {
					c.Report(v.Path, "%s is not in the catalogue (as of %s); compare it with the values that %s gives", Show(v), community.AsOf, listCommunities)
				}
			})
		},
	},
	{
		ID: "microsoft365-premium", Topic: "Route filter", Severity: Error,
		What:    "A route filter with Microsoft 365 services is on a Premium circuit.",
		Why:     "Azure refuses to attach such a filter to a circuit of another tier.",
		Fix:     "Set `skuTier` to `Premium`, or remove the services.",
		Sources: []Source{faqDoc, filterDoc},
		Wrong:   "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {services: [ExchangeOnline]}}",
		Right:   "circuit: {skuTier: Premium}\nmicrosoftPeering: {routeFilter: {services: [ExchangeOnline]}}",
		Check: func(c *Check) {
			circuit := c.Spec.Circuit
			if circuit == nil {
				return
			}
			tier, ok := Get(c, circuit.SkuTier)
			if circuit.SkuTier.Given() && !ok {
				return
			}
			if sku := spec.NewSku(tier, "", circuit.OnPort()); sku.Tier != spec.TierPremium {
				eachMicrosoft365(c, func(v spec.Value[string], title string) {
					c.Report(v.Path, "%s%s is a Microsoft 365 service and needs a Premium circuit%s; set circuit.skuTier to Premium, or remove the service", Show(v), Hint(v, " (%s)", title),
						Hint(circuit.SkuTier, ", and this circuit is %s", sku.Tier))
				})
			}
		},
	},
	{
		ID: "microsoft365-authorisation", Topic: "Route filter", Severity: Warning,
		What:    "Microsoft has authorised the subscription for Microsoft 365 services, if a route filter has any.",
		Why:     "Azure refuses the filter otherwise. Whether the authorisation was given cannot be seen here.",
		Fix:     "Ask your Microsoft account team for the authorisation well before the update. It takes weeks.",
		Sources: []Source{faqDoc, {"Azure ExpressRoute for Microsoft 365", "https://learn.microsoft.com/microsoft-365/enterprise/azure-expressroute"}},
		Wrong:   "microsoftPeering: {routeFilter: {services: [ExchangeOnline]}}",
		Right:   "microsoftPeering: {routeFilter: {services: [AzureResourceManager]}}",
		Check: func(c *Check) {
			eachMicrosoft365(c, func(v spec.Value[string], title string) {
				c.Report(v.Path, "%s%s is a Microsoft 365 service, and Azure refuses it unless Microsoft has authorised your subscription; ask your Microsoft account team, and allow weeks for it", Show(v), Hint(v, " (%s)", title))
			})
		},
	},
	{
		ID: "route-filter-service", Topic: "Route filter", Severity: Error, Structural: true, Ageing: true,
		What:    "Every name in `services` is in the community catalogue.",
		Why:     "The service's community is looked up by its name.",
		Fix:     "Use a name from [the catalogue](communities.md), or give the community itself in `communities`.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {routeFilter: {services: [AzureResourceManger]}}",
		Right:   "microsoftPeering: {routeFilter: {services: [AzureResourceManager]}}",
		Check: func(c *Check) {
			f := routeFilter(c.Spec)
			if f == nil {
				return
			}
			items, _ := Items(c, f.Services)
			for _, v := range items {
				if _, known := community.FindService(v.V); !known {
					c.Report(v.Path, "%s is not in the catalogue of services in docs/communities.md (as of %s); if Microsoft has added it since, put its value into routeFilter.communities%s", Show(v), community.AsOf,
						Hint(v, "%s", didYouMean(v.V, serviceNames())))
				}
			}
		},
	},
	{
		ID: "route-filter-region", Topic: "Route filter", Severity: Error, Structural: true, Ageing: true,
		What:    "Every name in `regions` is in the community catalogue.",
		Why:     "The region's community is looked up by its name.",
		Fix:     "Use the region's name in [the catalogue](communities.md), without spaces, such as `westeurope`. For a region whose value no page lists, find the value with `" + listCommunities + "` and give it in `communities`.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {routeFilter: {regions: [westeurop]}}",
		Right:   "microsoftPeering: {routeFilter: {regions: [westeurope]}}",
		Check: func(c *Check) {
			f := routeFilter(c.Spec)
			if f == nil {
				return
			}
			items, _ := Items(c, f.Regions)
			for _, v := range items {
				if _, known := community.FindRegion(v.V); known {
					continue
				}
				switch region, there := geography.FindRegion(v.V); {
				case there && hasCommunity(region):
					c.Report(v.Path, "%s is not the name of the region%s", Show(v), Hint(v, "; write %s", region.Name))
					continue
				case there:
					c.Report(v.Path, "Microsoft's pages do not list the community of the region %s (as of %s); find it with %s, and put it into routeFilter.communities", Show(v), community.AsOf, listCommunities)
					continue
				}
				c.Report(v.Path, "%s is not in the catalogue of regions in docs/communities.md (as of %s); if it is a new region, find its value with %s and put it into routeFilter.communities%s", Show(v), community.AsOf, listCommunities,
					Hint(v, "%s", didYouMean(v.V, regionNames())))
			}
		},
	},
}

func routeFilter(s *spec.PeeringStack) *spec.RouteFilter {
	if s.MicrosoftPeering == nil {
		return nil
	}
	return s.MicrosoftPeering.RouteFilter
}

// eachCommunity visits the known values of the filter's communities.
func eachCommunity(c *Check, visit func(spec.Value[string])) {
	if f := routeFilter(c.Spec); f != nil {
		items, _ := Items(c, f.Communities)
		for _, v := range items {
			visit(v)
		}
	}
}

// eachMicrosoft365 visits the known services and communities that are Microsoft 365's, with what Microsoft calls them.
func eachMicrosoft365(c *Check, visit func(v spec.Value[string], title string)) {
	for _, s := range filterServices(c) {
		if s.service.Microsoft365 {
			visit(s.Value, s.service.Title)
		}
	}
}

func serviceNames() []string {
	var names []string
	for _, s := range community.Services {
		names = append(names, s.Name)
	}
	return names
}

func regionNames() []string {
	var names []string
	for _, r := range community.Regions {
		names = append(names, r.Name)
	}
	return names
}

// ofRegion names the region that a community is for.
func ofRegion(value string) string {
	if title := community.Title(value); title != "" {
		return "of " + title
	}
	return "of the region"
}

// hasCommunity reports whether the catalogue has a value for the region.
func hasCommunity(r *geography.Region) bool {
	_, found := community.FindRegion(r.Name)
	return found
}
