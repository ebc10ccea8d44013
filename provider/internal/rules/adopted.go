package rules

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on what is adopted.
var adoptedRules = []Rule{
	{
		ID: "adopt-mismatch", Topic: "What Azure says", Severity: Error, Structural: true, Phase: BeforeAnything,
		What:    "The program describes what it adopts exactly as Azure has it.",
		Why:     "Otherwise the update would change a circuit that carries traffic, or replace it.",
		Fix:     "Write into the program what Azure has. The messages name each difference. Make changes in a later update.",
		Needs:   "the circuit of `adopt.circuitId`, the route filter of `adopt.routeFilterId`, and the connections that the program names",
		Unseen:  "`adopt-unreadable` stops the update",
		Sources: []Source{importDoc},
		Wrong:   adopting + "microsoftPeering: null\nprivatePeering: {vlanId: 201}\n" + adoptable,
		Right:   adopting + "microsoftPeering: null\nprivatePeering: {vlanId: 200}\n" + adoptable,
		Check: func(c *Check) {
			if s := c.Spec; s.Adopt != nil && c.World.Circuit.State == azure.Found {
				adoption{c}.compare(s, c.World.Circuit.Value)
			}
		},
	},
	{
		ID: "adopt-own-stack", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "What is adopted is not already in the state of the same stack.",
		Why:     "The engine would import the resource under its new name, and then delete it under the old name that the program no longer has. In Azure both are the same resource, and it would really be deleted.",
		Fix:     "Remove the old resources from the state before you adopt, with `retainOnDelete` or `pulumi state delete`: `docs/adoption.md` has the steps. If they already have `retainOnDelete` in the state, which no rule can see, ignore this rule.",
		Needs:   "the circuit of `adopt.circuitId`, the state of the stack",
		Unseen:  "a warning (`azure-unseen`)",
		Sources: []Source{importDoc, {"Pulumi: retainOnDelete", "https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/"}},
		Wrong:   adopting + "microsoftPeering: null\n" + adoptable + "\n  holdings: {found: [{urn: 'urn:pulumi:dev::net::azure-native:network:ExpressRouteCircuitPeering::private', kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering, vlanId: 200, primary: 192.168.16.252/30}]}",
		Right:   adopting + "microsoftPeering: null\n" + adoptable + "\n  holdings: {found: [{urn: 'urn:pulumi:dev::net::azure-native:network:ExpressRouteCircuitPeering::another', kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering, vlanId: 201, primary: 192.168.16.252/30}]}",
		Check: func(c *Check) {
			circuit := c.World.Circuit.Value
			if c.Spec.Adopt == nil || circuit == nil {
				return
			}
			held, ok := See(c, c.At("adopt"), c.World.Holdings)
			if !ok {
				return
			}
			for _, h := range *held {
				if h.Own {
					continue
				}
				switch path := c.At("adopt.circuitId"); h.Kind {
				case azure.KindCircuit:
					if h.ServiceKey != "" && h.ServiceKey == circuit.ServiceKey {
						c.Report(path, "the state of this stack has the circuit already, as %s; %s", h.URN, takeOut)
					}
				case azure.KindPeering:
					if samePeering(h, "AzurePrivatePeering", circuit.Private) || samePeering(h, "MicrosoftPeering", circuit.Microsoft) {
						c.Report(path, "the state of this stack has the circuit's %s already, as %s; %s", h.Name, h.URN, takeOut)
					}
				case azure.KindRouteFilter:
					if filter := c.World.RouteFilter.Value; filter != nil && strings.EqualFold(h.Name, filter.Name) && sameLocation(h.Location, filter.Location) {
						c.Report(c.At("adopt.routeFilterId"), "the state of this stack has the route filter already, as %s; %s", h.URN, takeOut)
					}
				}
			}
		},
	},
}

const takeOut = "the engine would delete it there, and so also in Azure. Remove it from the state before you adopt; docs/adoption.md has the steps"

// samePeering reports whether the state has a peering of a circuit. It does not tell of which circuit, so that the links
// must be the same.
func samePeering(h azure.Holding, name string, p *azure.Peering) bool {
	return p != nil && h.Name == name && h.VlanID == p.VlanID && h.Primary == p.Primary
}

// IsPeering tells whether a holding is one of a circuit's peerings.
func IsPeering(h azure.Holding, circuit *azure.Circuit) bool {
	return circuit != nil && (samePeering(h, spec.NamePrivatePeering, circuit.Private) || samePeering(h, spec.NameMicrosoftPeering, circuit.Microsoft))
}

// adoptable is the circuit of the valid configuration, without its Microsoft peering, as Azure would have it.
const adoptable = `azure:
  circuit:
    found:
      {location: westeurope, tier: Premium, family: MeteredData, serviceProvider: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 200,
      private: {peerASN: 200, vlanId: 200, state: Enabled, primary: 192.168.16.252/30, secondary: 192.168.18.252/30}}`

func commonOf(p *spec.PrivatePeering) *spec.Peering {
	if p == nil {
		return nil
	}
	return &p.Peering
}

func ipv6Of(p *spec.PrivatePeering) *spec.IPv6 {
	if p.IPv6 == nil {
		return nil
	}
	return &p.IPv6.IPv6
}

// adoption compares, value by value. What the program omits stands for Azure's default.
type adoption struct{ *Check }

func (a adoption) compare(s *spec.PeeringStack, circuit *azure.Circuit) {
	a.circuit(s, circuit)
	a.peering(a.At("privatePeering"), commonOf(s.PrivatePeering), circuit.Private)
	if p := s.MicrosoftPeering; p != nil {
		a.peering(a.At("microsoftPeering"), &p.Peering, circuit.Microsoft)
		a.microsoft(s, circuit.Microsoft)
	}
	if p := s.PrivatePeering; p != nil && circuit.Private != nil {
		a.ipv6(a.At("privatePeering.ipv6PeeringConfig"), ipv6Of(p), circuit.Private.IPv6)
	}
	for _, name := range s.Authorizations.Items {
		if circuit.Authorization(name.V) == nil {
			a.notThere(name.Path)
		}
	}
	a.globalReach(s, circuit)
	a.gateways(s, circuit)
}

// notThere reports what the program names and Azure does not have.
func (a adoption) notThere(path string) {
	a.Report(path, "Azure does not have it, and an update that adopts creates nothing; leave it out, and add it in the next update")
}

func (a adoption) globalReach(s *spec.PeeringStack, circuit *azure.Circuit) {
	for i, conn := range s.GlobalReachConnections {
		there := circuit.Connection(conn.Name.V)
		if there == nil {
			a.notThere(spec.Item(a.At("globalReachConnections"), i))
			continue
		}
		if peer, path, known := peerPeering(a.Check, conn); known {
			a.differ(path, peer, there.PeerPeeringID, armid.Same)
		}
		compareText(a, conn.AddressPrefix, "", there.AddressPrefix, samePrefix)
		compareText(a, conn.IPv6AddressPrefix, "", there.IPv6AddressPrefix, samePrefix)
	}
}

func (a adoption) gateways(s *spec.PeeringStack, circuit *azure.Circuit) {
	gateways := s.Gateways()
	for i, conn := range s.VirtualNetworkGatewayConnections {
		g := gateways[i]
		there, found := a.connection(g.Path, a.World.Connection(g.ID().V))
		if !found {
			continue
		}
		compareText(a, conn.GatewayID, "", there.GatewayID, armid.Same)
		a.differ(g.Path, circuit.ID, there.Circuit, armid.Same)
		compareValue(a, conn.RoutingWeight, 0, there.RoutingWeight)
		compareValue(a, conn.GatewayBypass, false, there.Bypass)
		compareValue(a, conn.PrivateLinkFastPath, false, there.PrivateLinkFastPath)
		a.tags(s.Tags, there.Tags, "the connection "+Quote(conn.Name.V))
	}
	for i, conn := range s.ExpressRouteConnections {
		g := gateways[len(s.VirtualNetworkGatewayConnections)+i]
		there, found := a.connection(g.Path, a.World.Connection(g.ID().V))
		if !found {
			continue
		}
		a.differ(g.Path, spec.PeerPeering(circuit.ID, ""), there.Circuit, armid.Same)
		compareValue(a, conn.RoutingWeight, 0, there.RoutingWeight)
		compareValue(a, conn.InternetSecurity, false, there.InternetSecurity)
		compareValue(a, conn.GatewayBypass, false, there.Bypass)
		if conn.AuthorizationKey.Given() {
			a.Report(conn.AuthorizationKey.Path, "the connection exists, and Azure does not show its key, so that a later update would replace it; leave authorizationKey out")
		}
	}
}

// connection is a connection to a gateway that is adopted. It has to be there and to be read.
func (a adoption) connection(path string, f azure.Fact[azure.GatewayConnection]) (*azure.GatewayConnection, bool) {
	if f.State == azure.Missing {
		a.notThere(path)
	}
	if f.State == azure.Denied {
		a.Report(path, "it cannot be read: %s; adoption compares the program with what Azure has", brief(f.Why))
	}
	return f.Value, f.State == azure.Found
}

func (a adoption) circuit(s *spec.PeeringStack, there *azure.Circuit) {
	compareText(a, s.Location, "", there.Location, sameLocation)
	a.tags(s.Tags, there.Tags, "the circuit")
	circuit := s.Circuit
	if sku, known := skuOf(a.Check); known {
		a.differ(a.At("circuit.skuTier"), sku.Tier, there.Tier, strings.EqualFold)
		a.differ(a.At("circuit.skuFamily"), sku.Family, there.Family, strings.EqualFold)
	}
	switch carrier, port := circuit.ServiceProvider, circuit.ExpressRouteDirect; {
	case carrier != nil && there.PortID != "":
		a.Report(a.At("circuit.serviceProvider"), "in Azure the circuit is on the port %s; give expressRouteDirect instead", there.PortID)
	case port != nil && there.PortID == "":
		a.Report(a.At("circuit.expressRouteDirect"), "in Azure the circuit is at the carrier %s; give serviceProvider instead", Quote(there.ServiceProvider))
	case carrier != nil:
		compareText(a, carrier.Name, "", there.ServiceProvider, strings.EqualFold)
		compareText(a, carrier.PeeringLocation, "", there.PeeringLocation, strings.EqualFold)
		compareValue(a, carrier.BandwidthInMbps, 0, there.BandwidthInMbps)
	case port != nil:
		compareText(a, port.PortID, "", there.PortID, armid.Same)
		compareValue(a, port.BandwidthInGbps, 0, there.BandwidthInGbps)
	}
	compareValue(a, circuit.AllowClassicOperations, false, there.AllowClassicOperations)
	if circuit.GlobalReachEnabled.Given() {
		compareValue(a, circuit.GlobalReachEnabled, false, there.GlobalReachEnabled)
	}
}

func (a adoption) peering(path string, p *spec.Peering, there *azure.Peering) {
	switch {
	case p == nil:
		return // it stays outside the stack
	case there == nil:
		a.Report(path, "Azure has no such peering on the circuit, and an update that adopts creates nothing; leave it out, and add it in the next update")
		return
	}
	compareValue(a, p.PeerASN, 0, there.PeerASN)
	compareValue(a, p.VlanID, 0, there.VlanID)
	compareText(a, p.PrimaryPeerAddressPrefix, "", there.Primary, samePrefix)
	compareText(a, p.SecondaryPeerAddressPrefix, "", there.Secondary, samePrefix)
	if p.State.Given() || p.PrimaryPeerAddressPrefix.Given() { // Azure disables the IPv4 side that is not there
		compareText(a, p.State, "Enabled", there.State, strings.EqualFold)
	}
}

func (a adoption) ipv6(path string, p *spec.IPv6, there *azure.IPv6) {
	switch {
	case p == nil && there == nil:
	case p == nil:
		a.Report(path, "Azure has %s and %s there; add it", there.Primary, there.Secondary)
	case there == nil:
		a.Report(path, "Azure has none; leave it out, and add it in the next update")
	default:
		compareText(a, p.PrimaryPeerAddressPrefix, "", there.Primary, samePrefix)
		compareText(a, p.SecondaryPeerAddressPrefix, "", there.Secondary, samePrefix)
		compareText(a, p.State, "Enabled", there.State, strings.EqualFold)
	}
}

// microsoft compares what only a Microsoft peering has.
func (a adoption) microsoft(s *spec.PeeringStack, there *azure.Peering) {
	p := s.MicrosoftPeering
	if there == nil {
		return
	}
	a.config(a.At("microsoftPeering.microsoftPeeringConfig"), p.Config, there.Config)
	filterID := p.RouteFilterID
	if p.RouteFilter != nil {
		filterID = s.Adopt.RouteFilterID
	}
	compareText(a, filterID, "", there.RouteFilterID, armid.Same)
	if p.IPv6 == nil {
		a.ipv6(a.At("microsoftPeering.ipv6PeeringConfig"), nil, there.IPv6)
	} else {
		a.ipv6(a.At("microsoftPeering.ipv6PeeringConfig"), &p.IPv6.IPv6, there.IPv6)
		if there.IPv6 != nil {
			a.config(a.At("microsoftPeering.ipv6PeeringConfig.microsoftPeeringConfig"), p.IPv6.Config, there.IPv6.Config)
			own := p.IPv6.RouteFilterID
			if !own.Given() {
				own = filterID
				own.Path = a.At("microsoftPeering.ipv6PeeringConfig.routeFilterId")
			}
			compareText(a, own, "", there.IPv6.RouteFilterID, armid.Same)
		}
	}
	if in, filter := p.RouteFilter, a.World.RouteFilter.Value; in != nil && filter != nil {
		a.filter(in, s, filter)
	}
}

func (a adoption) config(path string, in *spec.MicrosoftConfig, there *azure.MicrosoftConfig) {
	switch {
	case in == nil && there == nil:
		return
	case in == nil:
		if len(there.Prefixes) > 0 {
			a.Report(path, "Azure has %s there; add it", strings.Join(there.Prefixes, ", "))
		}
		return
	case there == nil:
		there = &azure.MicrosoftConfig{}
	}
	if prefixes, complete := Items(a.Check, in.AdvertisedPublicPrefixes); complete {
		a.sets(in.AdvertisedPublicPrefixes.Path, texts(prefixes), there.Prefixes)
	}
	compareValue(a, in.CustomerASN, 0, there.CustomerASN)
	compareValue(a, in.LegacyMode, 0, there.LegacyMode)
	registry := there.RoutingRegistryName
	if registry == "" {
		registry = "NONE"
	}
	compareText(a, in.RoutingRegistryName, "NONE", registry, strings.EqualFold)
}

func (a adoption) filter(in *spec.RouteFilter, s *spec.PeeringStack, there *azure.RouteFilter) {
	rule := there.Rule(s.Adopt.RouteFilterRuleID.V)
	if rule == nil {
		return // another rule says so
	}
	if in.Name.Given() {
		compareText(a, in.Name, "", there.Name, strings.EqualFold)
	}
	if in.RuleName.Given() {
		compareText(a, in.RuleName, "", rule.Name, strings.EqualFold)
	}
	a.differ(a.At("location"), s.Location.V, there.Location, sameLocation)
	a.tags(s.Tags, there.Tags, "the route filter")
	communities, all := Items(a.Check, in.Communities)
	services, allServices := Items(a.Check, in.Services)
	regions, allRegions := Items(a.Check, in.Regions)
	if all && allServices && allRegions {
		a.sets(a.At("microsoftPeering.routeFilter"), community.Union(texts(communities), texts(services), texts(regions)), rule.Communities)
	}
}

func (a adoption) tags(in spec.Map[string], azure map[string]string, of string) {
	if in.State == spec.Unknown {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(in.Items)) {
		v := in.Items[name]
		value, known := Get(a.Check, v)
		if there, ok := azure[name]; known && (!ok || there != value) {
			a.Report(v.Path, "in Azure %s has %s", of, shownOr(there, ok, "no such tag"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(azure)) {
		if _, ok := in.Items[name]; !ok {
			a.Report(a.At("tags"), "in Azure %s has the tag %s: %s; add it", of, name, Quote(azure[name]))
		}
	}
}

// sets compares lists whose order means nothing.
func (a adoption) sets(path string, program, azure []string) {
	missing := slices.DeleteFunc(slices.Clone(azure), func(s string) bool { return slices.Contains(program, s) })
	extra := slices.DeleteFunc(slices.Clone(program), func(s string) bool { return slices.Contains(azure, s) })
	if len(missing) > 0 {
		a.Report(path, "Azure also has %s; add it", strings.Join(described(missing), ", "))
	}
	if len(extra) > 0 {
		a.Report(path, "Azure does not have %s; leave it out, and add it in the next update", strings.Join(described(extra), ", "))
	}
}

// described are the values with what they stand for, where they are communities of the catalogue.
func described(values []string) []string {
	var all []string
	for _, v := range values {
		if title := community.Title(v); title != "" {
			v += " (" + title + ")"
		}
		all = append(all, v)
	}
	return all
}

func (a adoption) differ(path, program, azure string, same func(a, b string) bool) {
	if !same(program, azure) {
		a.Report(path, "the program says %s and Azure has %s", shownOr(program, program != "", "nothing"), shownOr(azure, azure != "", "nothing"))
	}
}

// compareText compares a text with Azure's, or Azure's default in its place when the program omits it.
func compareText(a adoption, v spec.Value[string], byDefault, azure string, same func(a, b string) bool) {
	given, known := Get(a.Check, v)
	if v.Given() && !known {
		return
	}
	switch {
	case !v.Given() && !same(byDefault, azure):
		a.omitted(v.Path, shownOr(byDefault, byDefault != "", ""), shownOr(azure, azure != "", "nothing"))
	case !v.Given():
	case v.Secret && !same(given, azure):
		a.Report(v.Path, "the program's secret value is not what Azure has")
	default:
		a.differ(v.Path, given, azure, same)
	}
}

// omitted reports what the program leaves out, with the default that it stands for, if any.
func (a adoption) omitted(path, byDefault, azure string) {
	meaning := ""
	if byDefault != "" {
		meaning = ", which means " + byDefault
	}
	a.Report(path, "the program leaves it out%s, and Azure has %s", meaning, azure)
}

// compareValue compares any other value.
func compareValue[T comparable](a adoption, v spec.Value[T], byDefault, azure T) {
	given, known := Get(a.Check, v)
	if v.Given() && !known {
		return
	}
	shown := func(value T) string { return Show(spec.Value[T]{State: spec.Known, V: value}) }
	switch {
	case !v.Given() && byDefault != azure:
		a.omitted(v.Path, "", shown(azure))
	case v.Given() && given != azure:
		a.Report(v.Path, "the program says %s and Azure has %s", Show(v), shown(azure))
	}
}

func texts(values []spec.Value[string]) []string {
	var all []string
	for _, v := range values {
		all = append(all, v.V)
	}
	return all
}

func shownOr(value string, there bool, nothing string) string {
	if !there {
		return nothing
	}
	return fmt.Sprint(Show(spec.Value[string]{State: spec.Known, V: value}))
}

// sameLocation compares regions: West Europe is westeurope.
func sameLocation(a, b string) bool {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }
	return plain(a) == plain(b)
}

// samePrefix compares prefixes: an IPv6 address has many spellings.
func samePrefix(a, b string) bool {
	read := func(s string) netip.Prefix { p, _ := link.ParsePrefix(s); return p }
	return a == b || read(a).IsValid() && read(a) == read(b)
}
