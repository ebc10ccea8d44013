package rules

import (
	"fmt"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/geography"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

var reachDoc = Source{"ExpressRoute FAQ, Local and Premium", "https://learn.microsoft.com/azure/expressroute/expressroute-faqs#expressroute-local"}

// Rules on what the circuit's tier reaches from its peering location. They rest on lists that age, and warn.
var reachRules = []Rule{
	{
		ID: "local-not-offered", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "A Local circuit is at a peering location where Local is offered.",
		Why:     "Local needs an Azure region next to the peering location. Microsoft's list says where there is one.",
		Fix:     "Use the tier `Standard`, or the location that the message proposes.",
		Sources: []Source{locationsDoc, reachDoc, metroDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Atlanta, bandwidthInMbps: 1000}}",
		Right:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Chicago, bandwidthInMbps: 1000}}",
		Check: func(c *Check) {
			tier, l := tierAt(c)
			if tier != spec.TierLocal || l == nil || l.Local != geography.No {
				return
			}
			remedy := "use Standard"
			if metro, isSite := geography.MetroOf(l); isSite && metro.Local == geography.Yes {
				remedy += ", or the peering location " + metro.Name + ", which has Local to " + And(metro.LocalRegions)
			}
			v := c.Spec.Circuit.ServiceProvider.PeeringLocation
			c.Report(v.Path, "Microsoft does not list Local at %s (as of %s)%s", Show(v), geography.LocationsAsOf(), Hint(v, "; %s", remedy))
		},
	},
	{
		ID: "local-reach", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "The regions of a Local circuit's route filter and gateways are those next to its peering location.",
		Why:     "A Local circuit reaches the one or two Azure regions next to its peering location. No routes come from others, and Azure does not say so.",
		Fix:     "Remove the region, or use the tier `Standard`, or `Premium` for another geopolitical region.",
		Sources: []Source{reachDoc, locationsDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 1000}}\nmicrosoftPeering: {routeFilter: {services: null, regions: [northeurope]}}",
		Right:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 1000}}\nmicrosoftPeering: {routeFilter: {services: null, regions: [westeurope]}}",
		Check: func(c *Check) {
			tier, l := tierAt(c)
			if tier != spec.TierLocal || l == nil || l.Local != geography.Yes {
				return
			}
			eachReached(c, l.Cloud, func(v spec.Value[string], region *geography.Region) {
				for _, local := range l.LocalRegions {
					if local == region.Name {
						return
					}
				}
				wider := spec.TierStandard
				if region.Area != l.Area {
					wider = spec.TierPremium
				}
				c.Report(v.Path, "%s is outside what a Local circuit at %s reaches%s (as of %s); remove it, or use %s", Show(v), Show(c.Spec.Circuit.ServiceProvider.PeeringLocation),
					Hint(c.Spec.Circuit.ServiceProvider.PeeringLocation, ", which is %s", And(l.LocalRegions)), geography.LocationsAsOf(), wider)
			})
		},
	},
	{
		ID: "standard-reach", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "The regions of a Standard circuit's route filter and gateways are in the geopolitical region of its peering location.",
		Why:     "A Standard circuit reaches the Azure regions of its own geopolitical region, a Premium circuit all of the cloud. No routes come from others, and Azure does not say so.",
		Fix:     "Use the tier `Premium`, or remove the region.",
		Sources: []Source{{"Locations and geopolitical regions", "https://learn.microsoft.com/azure/expressroute/expressroute-locations-providers#locations"}, faqDoc},
		Wrong:   "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {regions: [westeurope]}}",
		Right:   "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {regions: [eastus]}}",
		Check: func(c *Check) {
			tier, l := tierAt(c)
			if tier != spec.TierStandard || l == nil {
				return
			}
			eachReached(c, l.Cloud, func(v spec.Value[string], region *geography.Region) {
				if region.Area == "" || region.Area == l.Area {
					return
				}
				place := c.Spec.Circuit.ServiceProvider.PeeringLocation
				c.Report(v.Path, "%s is%s, and a Standard circuit at %s reaches%s only (as of %s); use Premium, or remove it", Show(v), Hint(v, " in %s", region.Area), Show(place),
					hintOr(place, "its own geopolitical region", "%s", l.Area), geography.RegionsAsOf())
			})
		},
	},
	{
		ID: "global-reach-place", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "A circuit with Global Reach connections is in a country where Global Reach is offered.",
		Why:     "Microsoft offers Global Reach in listed countries only, and refuses it elsewhere.",
		Fix:     "Connect the networks in another way: over Virtual WAN, or over your own network.",
		Sources: []Source{{"About ExpressRoute Global Reach", "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach#availability"}, faqDoc},
		Wrong:   fmt.Sprintf(ofProvider, "Santiago") + "\n" + onPeer,
		Right:   fmt.Sprintf(ofProvider, "Amsterdam") + "\n" + onPeer,
		Check: func(c *Check) {
			locations := locationsOf(c)
			if len(c.Spec.GlobalReachConnections) == 0 || len(locations) == 0 || locations[0].GlobalReach != geography.No {
				return
			}
			v := c.Spec.Circuit.ServiceProvider.PeeringLocation
			c.Report(v.Path, "Microsoft does not offer Global Reach at %s%s (list as of %s); remove the Global Reach connections, or place the circuit elsewhere", Show(v),
				Hint(v, ", in %s", locations[0].Country), geography.GlobalReachAsOf())
		},
	},
}

// tierAt is the tier of a circuit at a carrier and its peering location, where both are known and the location is listed.
func tierAt(c *Check) (string, *geography.Location) {
	locations := locationsOf(c)
	if len(locations) == 0 {
		return "", nil
	}
	v := c.Spec.Circuit.SkuTier
	tier, known := Get(c, v)
	if v.Given() && !known {
		return "", nil
	}
	return spec.NewSku(tier, "", false).Tier, locations[0]
}

// eachReached visits the regions of the cloud that the circuit is to reach: those of the route filter, and those that
// connections to gateways are said to be in.
func eachReached(c *Check, cloud geography.Cloud, visit func(spec.Value[string], *geography.Region)) {
	for _, r := range filterRegions(c) {
		if r.region.Cloud == cloud {
			visit(r.Value, r.region)
		}
	}
	for _, g := range c.Spec.VirtualNetworkGatewayConnections {
		if !g.Location.Known() {
			continue
		}
		if r, found := geography.FindRegion(g.Location.V); found && r.Cloud == cloud {
			visit(g.Location, r)
		}
	}
}

// hintOr is the hint, or other words where it would give away a secret value.
func hintOr(v spec.Value[string], words, format string, args ...any) string {
	if hint := Hint(v, format, args...); hint != "" {
		return " " + hint
	}
	return " " + words
}
