package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/geography"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

var (
	localDoc       = Source{"ExpressRoute FAQ, ExpressRoute Local (2026-03-31)", "https://learn.microsoft.com/azure/expressroute/expressroute-faqs#expressroute-local"}
	areasDoc       = Source{"Azure regions to ExpressRoute locations within a geopolitical region (2025-11-02)", "https://learn.microsoft.com/azure/expressroute/expressroute-locations-providers#locations"}
	globalReachMap = Source{"Availability of ExpressRoute Global Reach (2025-04-09)", "https://learn.microsoft.com/azure/expressroute/expressroute-global-reach#availability"}
)

const (
	needsReach  = "the circuit of `circuitId`, and the gateways"
	unseenReach = "the rule goes by what the configuration says: the circuit that it makes, the route filter, and the `location` of gateway connections"
	needsPeers  = "the circuit of `circuitId`, and the circuits at the other ends"
	unseenPeers = "the end that cannot be seen is not checked"
)

// Rules on what a circuit reaches from its peering location. They rest on lists that age, and warn.
var reachRules = []Rule{
	{
		ID: "local-not-offered", Topic: "Geography", Severity: Warning, Ageing: true,
		What:    "A Local circuit is at a peering location where Local is offered.",
		Why:     "Local needs an Azure region next to the peering location. Microsoft's list says where there is one.",
		Fix:     "Use the tier `Standard`, or the location that the message proposes.",
		Sources: []Source{locationsDoc, localDoc, metroDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Atlanta, bandwidthInMbps: 1000}}",
		Right:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Chicago, bandwidthInMbps: 1000}}",
		Check: func(c *Check) {
			own, known := configuredEnd(c)
			if !known || own.tier != spec.TierLocal || own.location.Local != geography.No {
				return
			}
			remedy := "use Standard"
			if metro, isSite := geography.MetroOf(own.location); isSite && metro.Local == geography.Yes {
				remedy += ", or the peering location " + metro.Name + ", which has Local to " + And(metro.LocalRegions)
			}
			v := c.Spec.Circuit.ServiceProvider.PeeringLocation
			c.Report(v.Path, "Microsoft does not list Local at %s (as of %s)%s", Show(v), geography.LocationsAsOf(), Hint(v, "; %s", remedy))
		},
	},
	{
		ID: "local-reach", Topic: "Geography", Severity: Warning, Ageing: true, Phase: BeforeAnything,
		What:    "The regions of a Local circuit's route filter and gateways are those next to its peering location.",
		Why:     "A Local circuit reaches the one or two Azure regions next to its peering location. It gets no routes from other regions, and Azure does not say so.",
		Fix:     "Remove the region, or use the tier `Standard`, or `Premium` for another geopolitical region.",
		Needs:   needsReach,
		Unseen:  unseenReach,
		Sources: []Source{localDoc, locationsDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 1000}}\nmicrosoftPeering: {routeFilter: {services: null, regions: [northeurope]}}",
		Right:   "circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 1000}}\nmicrosoftPeering: {routeFilter: {services: null, regions: [westeurope]}}",
		Check: func(c *Check) {
			own, known := reachingEnd(c)
			if !known || own.tier != spec.TierLocal || own.location.Local != geography.Yes {
				return
			}
			eachReached(c, own, func(path, what string, region *geography.Region) {
				if slices.Contains(own.location.LocalRegions, region.Name) {
					return
				}
				wider := spec.TierStandard
				if region.Area != own.location.Area {
					wider = spec.TierPremium
				}
				c.Report(path, "%s, and a Local circuit at %s reaches only %s (as of %s); use %s, or remove it", what, own.shown(),
					own.hintOr("the regions next to it", "%s", And(own.location.LocalRegions)), geography.LocationsAsOf(), wider)
			})
		},
	},
	{
		ID: "standard-reach", Topic: "Geography", Severity: Warning, Ageing: true, Phase: BeforeAnything,
		What:    "The regions of a Standard circuit's route filter and gateways are in the geopolitical region of its peering location.",
		Why:     "A Standard circuit reaches the Azure regions of its geopolitical region, and a Premium circuit reaches all regions of its cloud. A circuit gets no routes from other regions, and Azure does not say so.",
		Fix:     "Use the tier `Premium`, or remove the region.",
		Needs:   needsReach,
		Unseen:  unseenReach,
		Sources: []Source{areasDoc, faqDoc},
		Wrong:   "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {regions: [westeurope]}}",
		Right:   "circuit: {skuTier: Standard}\nmicrosoftPeering: {routeFilter: {regions: [eastus]}}",
		Check: func(c *Check) {
			own, known := reachingEnd(c)
			if !known || own.tier != spec.TierStandard {
				return
			}
			eachReached(c, own, func(path, what string, region *geography.Region) {
				if region.Area == "" || region.Area == own.location.Area {
					return
				}
				c.Report(path, "%s, and a Standard circuit at %s reaches only the regions of %s (as of %s); use Premium, or remove it", what, own.shown(),
					own.hintOr("its geopolitical region", "%s", own.location.Area), geography.RegionsAsOf())
			})
		},
	},
	{
		ID: "global-reach-place", Topic: "Geography", Severity: Warning, Ageing: true, Phase: BeforeAnything,
		What:    "Both circuits of a Global Reach connection are in countries where Global Reach is offered.",
		Why:     "Microsoft offers Global Reach in listed countries only, and refuses it elsewhere.",
		Fix:     "Connect the networks in another way, such as Virtual WAN or your own network.",
		Needs:   needsPeers,
		Unseen:  unseenPeers,
		Sources: []Source{globalReachMap, faqDoc},
		Wrong:   fmt.Sprintf(ofProvider, "Santiago") + "\n" + onPeer,
		Right:   fmt.Sprintf(ofProvider, "Amsterdam") + "\n" + onPeer,
		Check: func(c *Check) {
			if len(c.Spec.GlobalReachConnections) == 0 {
				return
			}
			own, known := ownEnd(c)
			if known && own.location.GlobalReach == geography.No {
				c.Report(own.value.Path, "the circuit is at %s%s, and Microsoft does not offer Global Reach there (list as of %s); remove the Global Reach connections, or place the circuit elsewhere",
					own.shown(), own.hint(", in %s", own.location.Country), geography.GlobalReachAsOf())
			}
			eachPeer(c, func(path string, peer end) {
				if peer.location.GlobalReach == geography.No {
					c.Report(path, "the other circuit is at %s, in %s, and Microsoft does not offer Global Reach there (list as of %s); remove the connection", peer.shown(), peer.location.Country, geography.GlobalReachAsOf())
				}
			})
		},
	},
	{
		ID: "global-reach-same-location", Topic: "Geography", Severity: Warning, Phase: BeforeAnything,
		What:    "The circuits of a Global Reach connection are at different peering locations.",
		Why:     "Azure refuses to connect two circuits at the same peering location. Two sites of one city, such as `Amsterdam` and `Amsterdam2`, are different locations.",
		Fix:     "Connect a circuit at another peering location, or route between the two in your own network.",
		Needs:   needsPeers,
		Unseen:  unseenPeers,
		Sources: []Source{faqDoc, globalReachDoc},
		Wrong:   fmt.Sprintf(ofProvider, "Amsterdam") + "\n" + onPeer + "\nazure: {peers: {" + examplePeer + ": {found: {peeringLocation: Amsterdam}}}}",
		Right:   fmt.Sprintf(ofProvider, "Amsterdam") + "\n" + onPeer + "\nazure: {peers: {" + examplePeer + ": {found: {peeringLocation: Amsterdam2}}}}",
		Check: func(c *Check) {
			if len(c.Spec.GlobalReachConnections) == 0 {
				return
			}
			place, known := ownPlace(c)
			if !known {
				return
			}
			eachPeerCircuit(c, func(path string, peer *azure.Circuit) {
				if peer.PeeringLocation != "" && strings.EqualFold(place.V, peer.PeeringLocation) {
					c.Report(path, "both circuits are at the peering location %s, and Global Reach connects circuits at different locations only; connect a circuit at another location", Show(place))
				}
			})
		},
	},
	{
		ID: "global-reach-premium", Topic: "Geography", Severity: Warning, Ageing: true, Phase: BeforeAnything,
		What:    "Both circuits of a Global Reach connection are Premium when they are in different geopolitical regions.",
		Why:     "Global Reach within a geopolitical region needs Standard. Across regions it needs Premium on both circuits.",
		Fix:     "Use the tier `Premium` for both circuits.",
		Needs:   needsPeers,
		Unseen:  unseenPeers,
		Sources: []Source{globalReachDoc, areasDoc},
		Wrong:   "circuit: {skuTier: Standard}\n" + onPeer + "\nazure: {peers: {" + examplePeer + ": {found: {peeringLocation: Amsterdam, tier: Premium}}}}",
		Right:   "circuit: {skuTier: Premium}\n" + onPeer + "\nazure: {peers: {" + examplePeer + ": {found: {peeringLocation: Amsterdam, tier: Premium}}}}",
		Check: func(c *Check) {
			if len(c.Spec.GlobalReachConnections) == 0 {
				return
			}
			own, known := ownEnd(c)
			if !known {
				return
			}
			eachPeer(c, func(path string, peer end) {
				if peer.location.Cloud != own.location.Cloud || peer.location.Area == own.location.Area {
					return
				}
				var lacking []string
				for _, e := range []struct {
					which string
					end
				}{{"this circuit is", own}, {"the other circuit is", peer}} {
					if e.tier != "" && e.tier != spec.TierPremium {
						lacking = append(lacking, e.which+" "+e.tier)
					}
				}
				if len(lacking) > 0 {
					c.Report(path, "the connection leads from %s to %s, and across geopolitical regions (as of %s) both circuits must be Premium; %s", own.shownArea(), peer.shownArea(), geography.RegionsAsOf(), And(lacking))
				}
			})
		},
	},
}

// end is one circuit of those that are connected: its tier, or empty when it is not known, and its listed location.
type end struct {
	tier     string
	location *geography.Location
	value    spec.Value[string]
}

func (e end) shown() string { return Show(e.value) }

func (e end) hint(format string, args ...any) string { return Hint(e.value, format, args...) }

// hintOr is the hint, or other words where it would give away a secret value.
func (e end) hintOr(words, format string, args ...any) string {
	if hint := e.hint(format, args...); hint != "" {
		return hint
	}
	return words
}

func (e end) shownArea() string {
	return e.shown() + e.hint(" (%s)", e.location.Area)
}

// configuredEnd is the circuit at a carrier that the configuration describes, when its tier and location are known, and
// the location is listed.
func configuredEnd(c *Check) (end, bool) {
	locations := locationsOf(c)
	if len(locations) == 0 {
		return end{}, false
	}
	v := c.Spec.Circuit.SkuTier
	tier, known := Get(c, v)
	if v.Given() && !known {
		return end{}, false
	}
	return end{spec.NewSku(tier, "", false).Tier, locations[0], c.Spec.Circuit.ServiceProvider.PeeringLocation}, true
}

// ownEnd is the stack's circuit: as the configuration describes it, or, with circuitId, as Azure has it.
func ownEnd(c *Check) (end, bool) {
	if c.Spec.Circuit != nil {
		return configuredEnd(c)
	}
	circuit, found := See(c, c.Spec.CircuitID.Path, c.World.Circuit)
	if !found {
		return end{}, false
	}
	return endOf(c, c.Spec.CircuitID.Path, circuit)
}

// reachingEnd is the stack's circuit, when the configuration says what it is to reach.
func reachingEnd(c *Check) (end, bool) {
	if routeFilter(c.Spec) == nil && len(c.gateways()) == 0 {
		return end{}, false
	}
	return ownEnd(c)
}

// ownPlace is the peering location of the stack's circuit, listed or not.
func ownPlace(c *Check) (spec.Value[string], bool) {
	if carrier := carrierOf(c.Spec); carrier != nil {
		_, known := Get(c, carrier.PeeringLocation)
		return carrier.PeeringLocation, known
	}
	if c.Spec.Circuit != nil {
		return spec.Value[string]{}, false
	}
	circuit, found := See(c, c.Spec.CircuitID.Path, c.World.Circuit)
	if !found || circuit.PeeringLocation == "" {
		return spec.Value[string]{}, false
	}
	return spec.Value[string]{Path: c.Spec.CircuitID.Path, State: spec.Known, V: circuit.PeeringLocation}, true
}

// endOf is a circuit that Azure has, when its location is listed.
func endOf(c *Check, path string, circuit *azure.Circuit) (end, bool) {
	cloud, _ := cloudOf(c)
	if region, found := geography.FindRegion(circuit.Location); found {
		cloud = region.Cloud
	}
	l, listed := geography.FindLocation(circuit.PeeringLocation, cloud)
	return end{circuit.Tier, l, spec.Value[string]{Path: path, State: spec.Known, V: circuit.PeeringLocation}}, listed
}

// eachPeerCircuit visits the circuits at the other ends that Azure has, of connections that are not there yet.
func eachPeerCircuit(c *Check, visit func(path string, peer *azure.Circuit)) {
	for _, conn := range c.Spec.GlobalReachConnections {
		id := conn.PeerCircuit()
		if own := c.World.Circuit.Value; !id.Known() || own != nil && own.Connection(conn.Name.V) != nil {
			continue
		}
		if peer, found := See(c, id.Path, c.World.Peer(id.V)); found {
			visit(id.Path, peer)
		}
	}
}

// eachPeer visits those whose location is listed.
func eachPeer(c *Check, visit func(path string, peer end)) {
	eachPeerCircuit(c, func(path string, circuit *azure.Circuit) {
		if peer, listed := endOf(c, path, circuit); listed {
			visit(path, peer)
		}
	})
}

// eachReached visits the regions of the circuit's cloud that it is to reach: those of the route filter, and those of the
// gateways, as Azure has them or as their connections say.
func eachReached(c *Check, own end, visit func(path, what string, region *geography.Region)) {
	for _, r := range filterRegions(c) {
		if r.region.Cloud == own.location.Cloud {
			visit(r.Path, "the route filter has "+Show(r.Value)+titled(r), r.region)
		}
	}
	locations := map[string]spec.Value[string]{}
	for i, g := range c.Spec.VirtualNetworkGatewayConnections {
		locations[spec.Item(c.At("virtualNetworkGatewayConnections"), i)] = g.Location
	}
	for _, g := range c.gateways() {
		location := locations[g.Path]
		if _, err := armid.Parse(g.GatewayID.V, g.Type); err == nil && !location.Known() {
			if gateway, found := See(c, g.GatewayID.Path, c.World.Gateway(g.GatewayID.V)); found {
				location = spec.Value[string]{Path: g.GatewayID.Path, State: spec.Known, V: gateway.Location}
			}
		}
		if region, found := geography.FindRegion(location.V); found && region.Cloud == own.location.Cloud {
			visit(location.Path, "the gateway is in "+Show(location), region)
		}
	}
}

// titled is the region's title behind an entry of the route filter that does not show it.
func titled(r filterRegion) string {
	if strings.EqualFold(r.V, r.region.Name) {
		return ""
	}
	return Hint(r.Value, " (%s)", r.region.Title)
}
