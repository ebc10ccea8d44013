package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/geography"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Pages that the data of package geography is made from.
var (
	locationsDoc   = Source{"ExpressRoute peering locations and connectivity partners (2026-04-28)", "https://learn.microsoft.com/azure/expressroute/expressroute-locations-providers"}
	carriersDoc    = Source{"Peering locations by connectivity partner (2025-11-09)", "https://learn.microsoft.com/azure/expressroute/expressroute-locations"}
	metroDoc       = Source{"About ExpressRoute Metro (2026-05-10)", "https://learn.microsoft.com/azure/expressroute/metro"}
	regionsDoc     = Source{"Azure regions list", "https://learn.microsoft.com/azure/reliability/regions-list"}
	nationalClouds = Source{"ExpressRoute in national clouds", "https://learn.microsoft.com/azure/expressroute/expressroute-locations-providers#national-clouds"}
)

const (
	listProviders = "az network express-route list-service-providers"
	ofProvider    = "circuit: {serviceProvider: {name: Equinix, peeringLocation: %s, bandwidthInMbps: 1000}}"
)

// Rules on peering locations, carriers, regions and clouds. Lists of them age, so all of these warn, and say how old the
// list is.
var geographyRules = []Rule{
	{
		ID: "peering-location-unknown", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "`peeringLocation` is spelled as Microsoft lists it.",
		Why:     "Azure compares it with its list of peering locations, ignoring letter case, and refuses other names when the circuit is created. A location that is not listed, and does not resemble a listed one, may be new: it is not reported.",
		Fix:     "Use the name that the message proposes. `" + listProviders + "` lists all of them. A Metro location has a name of its own, such as `Amsterdam Metro`.",
		Sources: []Source{locationsDoc, metroDoc},
		Wrong:   fmt.Sprintf(ofProvider, "Amsterdam 2"),
		Right:   fmt.Sprintf(ofProvider, "Amsterdam2"),
		Check: func(c *Check) {
			carrier := carrierOf(c.Spec)
			if carrier == nil {
				return
			}
			v := carrier.PeeringLocation
			name, ok := Get(c, v)
			if !ok || strings.TrimSpace(name) != name || geography.KnownLocation(name) {
				return
			}
			if region, isRegion := geography.FindRegion(name); isRegion {
				remedy := "; see " + listProviders
				if near := geography.LocalTo(region.Name); len(near) > 0 {
					remedy = "; the peering locations next to it are " + And(near)
				}
				c.Report(v.Path, "%s is an Azure region, and a peering location is expected here%s (as of %s)", Show(v), Hint(v, "%s", remedy), geography.LocationsAsOf())
				return
			}
			cloud, _ := cloudOf(c)
			if similar := geography.SimilarLocations(name, cloud); len(similar) > 0 {
				c.Report(v.Path, "%s is not a peering location that Microsoft lists (as of %s)%s", Show(v), geography.LocationsAsOf(), Hint(v, "; did you mean %s?", OneOf(similar)))
			}
		},
	},
	{
		ID: "carrier-unknown", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "The carrier's `name` is spelled as Microsoft lists it.",
		Why:     "Azure compares it with its list of service providers, ignoring letter case, and refuses other names when the circuit is created. A carrier that is not listed, and does not resemble a listed one, may be new: it is not reported.",
		Fix:     "Use the name that the message proposes, or the one that `" + listProviders + "` gives.",
		Sources: []Source{carriersDoc, locationsDoc},
		Wrong:   "circuit: {serviceProvider: {name: Equinx}}",
		Right:   "circuit: {serviceProvider: {name: equinix}}",
		Check: func(c *Check) {
			carrier := carrierOf(c.Spec)
			if carrier == nil {
				return
			}
			name, ok := Get(c, carrier.Name)
			if !ok || strings.TrimSpace(name) != name {
				return
			}
			cloud, _ := cloudOf(c)
			if similar := geography.SimilarCarriers(name, cloud); len(similar) > 0 {
				c.Report(carrier.Name.Path, "%s is not a carrier that Microsoft lists (as of %s)%s", Show(carrier.Name), geography.LocationsAsOf(), Hint(carrier.Name, "; did you mean %s?", OneOf(similar)))
			}
		},
	},
	{
		ID: "carrier-location", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "The carrier is listed at the peering location.",
		Why:     "Azure refuses a circuit at a location where the carrier does not offer ExpressRoute. Microsoft adds carriers to locations all the time, so the list can be out of date.",
		Fix:     "Use a location where the carrier is, or use another carrier. If the carrier confirms the location, ignore the warning.",
		Sources: []Source{locationsDoc, carriersDoc, metroDoc},
		Wrong:   fmt.Sprintf(ofProvider, "Brussels"),
		Right:   fmt.Sprintf(ofProvider, "Amsterdam"),
		Check: func(c *Check) {
			carrier := carrierOf(c.Spec)
			if carrier == nil {
				return
			}
			name, known := Get(c, carrier.Name)
			if location, ok := Get(c, carrier.PeeringLocation); !ok || !known || geography.Seen(name, location) {
				return
			}
			locations := locationsOf(c)
			if len(locations) == 0 || slices.ContainsFunc(locations, func(l *geography.Location) bool { return !l.CarriersListed || geography.At(name, l) }) {
				return
			}
			listed, found := geography.FindCarrierAnywhere(name, locations[0].Cloud)
			if !found {
				return
			}
			c.Report(carrier.PeeringLocation.Path, "Microsoft does not list the carrier %s at %s (as of %s)%s", Show(carrier.Name), Show(carrier.PeeringLocation), geography.LocationsAsOf(),
				Hint(carrier.Name, "%s", Hint(carrier.PeeringLocation, "; it lists the carrier at %s", where(listed, locations[0]))))
		},
	},
	{
		ID: "location-unknown", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "`location`, of the stack and of gateway connections, is an Azure region.",
		Why:     "Azure refuses other names. A name that is not listed, and does not resemble a listed one, may be a new region: it is not reported.",
		Fix:     "Use the name that the message proposes. `az account list-locations` lists all of them.",
		Sources: []Source{regionsDoc},
		Wrong:   "location: westeurop",
		Right:   "location: West Europe",
		Check: func(c *Check) {
			locations := []spec.Value[string]{c.Spec.Location}
			for _, g := range c.Spec.VirtualNetworkGatewayConnections {
				locations = append(locations, g.Location)
			}
			for _, v := range locations {
				name, ok := Get(c, v)
				if !ok || strings.TrimSpace(name) != name {
					continue
				}
				if similar := geography.SimilarRegions(name); len(similar) > 0 {
					c.Report(v.Path, "%s is not a known Azure region (as of %s)%s", Show(v), geography.RegionsAsOf(), Hint(v, "; did you mean %s?", OneOf(similar)))
				} else if l, isLocation := geography.FindLocation(name, geography.Public); isLocation && len(l.LocalRegions) > 0 {
					c.Report(v.Path, "%s is a peering location, and an Azure region is expected here%s", Show(v), Hint(v, "; the region next to it is %s", OneOf(l.LocalRegions)))
				}
			}
		},
	},
	{
		ID: "clouds-mixed", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "`location`, peering location, gateways and route filter belong to one cloud: the public cloud, US Government or China.",
		Why:     "A circuit never connects one cloud with another, whatever its tier. In Azure China, Microsoft 365 is not reached over Microsoft peering.",
		Fix:     "Use the regions, services and communities of the cloud that the circuit is in.",
		Sources: []Source{nationalClouds, faqDoc, routingDoc},
		Wrong:   "location: westeurope\nmicrosoftPeering: {routeFilter: {regions: [usgovvirginia]}}",
		Right:   "location: usgovvirginia\nmicrosoftPeering: {routeFilter: {services: [AzureActiveDirectoryGovernment], regions: [usgovvirginia]}}",
		Check:   checkClouds,
	},
}

// cloudOf is the cloud of the stack's region, where that is known, and else the public one.
func cloudOf(c *Check) (cloud geography.Cloud, known bool) {
	if v := c.Spec.Location; v.Known() {
		if region, found := geography.FindRegion(v.V); found {
			return region.Cloud, true
		}
	}
	return geography.Public, false
}

// locationsOf are the circuit's peering locations as far as they are listed: one, unless several clouds have the name and
// the stack's region does not say which of them it is in. The public one comes first.
func locationsOf(c *Check) []*geography.Location {
	carrier := carrierOf(c.Spec)
	if carrier == nil || !carrier.PeeringLocation.Known() {
		return nil
	}
	clouds := []geography.Cloud{geography.Public, geography.Government, geography.China}
	if cloud, known := cloudOf(c); known {
		clouds = []geography.Cloud{cloud}
	}
	var found []*geography.Location
	for _, cloud := range clouds {
		if l, ok := geography.FindLocation(carrier.PeeringLocation.V, cloud); ok {
			found = append(found, l)
		}
	}
	return found
}

// where lists locations of a carrier, those in the country first, then those in the geopolitical region of a location.
func where(carrier *geography.Carrier, near *geography.Location) string {
	const most = 8
	var country, area []string
	for _, name := range carrier.Locations {
		l, _ := geography.FindLocation(name, carrier.Cloud)
		switch {
		case l.Country == near.Country:
			country = append(country, name)
		case l.Area == near.Area:
			area = append(area, name)
		}
	}
	for _, names := range [][]string{country, area, carrier.Locations} {
		if len(names) == 0 {
			continue
		}
		if rest := len(carrier.Locations) - min(len(names), most); rest > 0 {
			return fmt.Sprintf("%s and %d more", strings.Join(names[:min(len(names), most)], ", "), rest)
		}
		return And(names)
	}
	return "Metro locations only"
}

// filterRegion is an entry of the route filter that stands for a region.
type filterRegion struct {
	spec.Value[string]
	region *geography.Region
}

// filterRegions are the regions that the route filter names, by name or by community, as far as they are known.
func filterRegions(c *Check) []filterRegion {
	f := routeFilter(c.Spec)
	if f == nil {
		return nil
	}
	var all []filterRegion
	regions, _ := Items(c, f.Regions)
	for _, v := range regions {
		if r, found := geography.FindRegion(v.V); found {
			all = append(all, filterRegion{v, r})
		}
	}
	eachCommunity(c, func(v spec.Value[string]) {
		if name, regional := community.RegionOf(v.V); regional {
			if r, found := geography.FindRegion(name); found {
				all = append(all, filterRegion{v, r})
			}
		}
	})
	return all
}

func checkClouds(c *Check) {
	cloud, known := cloudOf(c)
	of := "location " + Show(c.Spec.Location)
	carrier := carrierOf(c.Spec)
	if carrier != nil && carrier.PeeringLocation.Known() {
		v := carrier.PeeringLocation
		switch named := geography.CloudsOfLocation(v.V); {
		case known && len(named) > 0 && !slices.Contains(named, cloud):
			c.Report(v.Path, "the peering location %s is in %s, and location %s is in %s; nothing connects the two clouds, so use names of one cloud", Show(v), named[0], Show(c.Spec.Location), cloud)
		case !known && len(named) > 1:
			cloud, of, known = named[0], "the peering location "+Show(v)+", without a location that says otherwise,", true
		case !known && len(named) == 1:
			cloud, of, known = named[0], "the peering location "+Show(v), true
		}
	}
	regions := filterRegions(c)
	if !known && len(regions) > 0 { // nothing but the filter says where the circuit is
		cloud, of, known = regions[0].region.Cloud, Show(regions[0].Value)+" in the same route filter", true
	}
	if !known {
		return
	}
	for _, r := range regions {
		if r.region.Cloud != cloud {
			c.Report(r.Path, "%s is in %s, and %s is in %s; nothing connects the two clouds, so use names of one cloud", Show(r.Value), r.region.Cloud, of, cloud)
		}
	}
	for _, g := range c.Spec.VirtualNetworkGatewayConnections {
		if !g.Location.Known() {
			continue
		}
		if r, found := geography.FindRegion(g.Location.V); found && r.Cloud != cloud {
			c.Report(g.Location.Path, "%s is in %s, and %s is in %s; nothing connects the two clouds, so use names of one cloud", Show(g.Location), r.Cloud, of, cloud)
		}
	}
	for _, s := range filterServices(c) {
		other, hasOther := s.service.Counterpart()
		switch {
		case s.service.Government && cloud != geography.Government && hasOther:
			c.Report(s.Path, "%s is for %s, and %s is in %s%s", Show(s.Value), geography.Government, of, cloud, Hint(s.Value, "; use %s", s.as(other)))
		case !s.service.Government && cloud == geography.Government && hasOther:
			c.Report(s.Path, "%s is for %s, and %s is in %s%s", Show(s.Value), geography.Public, of, cloud, Hint(s.Value, "; use %s", s.as(other)))
		case s.service.Microsoft365 && cloud == geography.China:
			c.Report(s.Path, "%s is a Microsoft 365 service, which is not reached over Microsoft peering in %s; remove it", Show(s.Value), cloud)
		}
	}
}

// filterService is an entry of the route filter that stands for a service.
type filterService struct {
	spec.Value[string]
	service   community.Service
	community bool
}

// as writes another service the way this one is written: as a name, or as a community.
func (s filterService) as(other community.Service) string {
	if s.community {
		return other.Value
	}
	return other.Name
}

// filterServices are the services that the route filter names, by name or by community, as far as they are known.
func filterServices(c *Check) []filterService {
	f := routeFilter(c.Spec)
	if f == nil {
		return nil
	}
	var all []filterService
	names, _ := Items(c, f.Services)
	for _, v := range names {
		if s, known := community.FindService(v.V); known {
			all = append(all, filterService{v, s, false})
		}
	}
	eachCommunity(c, func(v spec.Value[string]) {
		if s, known := community.ServiceOf(v.V); known {
			all = append(all, filterService{v, s, true})
		}
	})
	return all
}

// And writes a list: a, b and c.
func And(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
