package rules

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// AzureCircuit is a circuit as Azure has it, with what hangs off it. What Azure leaves out is empty.
type AzureCircuit struct {
	Location               string
	Tags                   map[string]string
	Tier, Family           string
	ServiceProvider        string
	PeeringLocation        string
	BandwidthInMbps        int
	PortID                 string
	BandwidthInGbps        float64
	AllowClassicOperations bool
	GlobalReachEnabled     bool
	Private, Microsoft     *AzurePeering
	Filter                 *AzureFilter
}

// AzurePeering is a peering as Azure has it.
type AzurePeering struct {
	PeerASN            float64
	VlanID             int
	Primary, Secondary string
	State              string
	RouteFilterID      string
	Config             *AzureConfig
	IPv6               *AzureIPv6
}

// AzureIPv6 is the IPv6 side of a peering as Azure has it.
type AzureIPv6 struct {
	Primary, Secondary string
	State              string
	RouteFilterID      string
	Config             *AzureConfig
}

// AzureConfig is what a Microsoft peering advertises as Azure has it.
type AzureConfig struct {
	Prefixes            []string
	CustomerASN         int
	RoutingRegistryName string
	LegacyMode          int
}

// AzureFilter is a route filter with its rule as Azure has it.
type AzureFilter struct {
	ID, Name, RuleName string
	Location           string
	Tags               map[string]string
	Communities        []string
}

// Adoption says where the program and what it adopts differ.
func Adoption(s *spec.PeeringStack, azure AzureCircuit) Verdict {
	return runAzure(s, "adopt-mismatch", func(c *Check) {
		a := adoption{c}
		a.circuit(s, azure)
		a.peering("privatePeering", commonOf(s.PrivatePeering), azure.Private)
		if p := s.MicrosoftPeering; p != nil {
			a.peering("microsoftPeering", &p.Peering, azure.Microsoft)
			a.microsoft(s, azure)
		}
		if p := s.PrivatePeering; p != nil && azure.Private != nil {
			a.ipv6("privatePeering.ipv6PeeringConfig", ipv6Of(p), azure.Private.IPv6)
		}
	})
}

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

func (a adoption) circuit(s *spec.PeeringStack, azure AzureCircuit) {
	compareText(a, s.Location, "", azure.Location, sameLocation)
	a.tags(s.Tags, azure.Tags, "the circuit")
	circuit := s.Circuit
	tier, tierKnown := Get(a.Check, circuit.SkuTier)
	family, familyKnown := Get(a.Check, circuit.SkuFamily)
	if (tierKnown || !circuit.SkuTier.Given()) && (familyKnown || !circuit.SkuFamily.Given()) {
		sku := spec.NewSku(tier, family, circuit.OnPort())
		a.differ("circuit.skuTier", sku.Tier, azure.Tier, strings.EqualFold)
		a.differ("circuit.skuFamily", sku.Family, azure.Family, strings.EqualFold)
	}
	switch carrier, port := circuit.ServiceProvider, circuit.ExpressRouteDirect; {
	case carrier != nil && azure.PortID != "":
		a.Report("circuit.serviceProvider", "in Azure the circuit is on the port %s; give expressRouteDirect instead", azure.PortID)
	case port != nil && azure.PortID == "":
		a.Report("circuit.expressRouteDirect", "in Azure the circuit is at the carrier %s; give serviceProvider instead", Quote(azure.ServiceProvider))
	case carrier != nil:
		compareText(a, carrier.Name, "", azure.ServiceProvider, strings.EqualFold)
		compareText(a, carrier.PeeringLocation, "", azure.PeeringLocation, strings.EqualFold)
		compareValue(a, carrier.BandwidthInMbps, 0, azure.BandwidthInMbps)
	case port != nil:
		compareText(a, port.PortID, "", azure.PortID, armid.Same)
		compareValue(a, port.BandwidthInGbps, 0, azure.BandwidthInGbps)
	}
	compareValue(a, circuit.AllowClassicOperations, false, azure.AllowClassicOperations)
	if circuit.GlobalReachEnabled.Given() {
		compareValue(a, circuit.GlobalReachEnabled, false, azure.GlobalReachEnabled)
	}
}

func (a adoption) peering(path string, p *spec.Peering, azure *AzurePeering) {
	switch {
	case p == nil:
		return // it stays outside the stack
	case azure == nil:
		a.Report(path, "Azure has no such peering on the circuit, and an update that adopts creates nothing; add it in the next update")
		return
	}
	compareValue(a, p.PeerASN, 0, azure.PeerASN)
	compareValue(a, p.VlanID, 0, azure.VlanID)
	compareText(a, p.PrimaryPeerAddressPrefix, "", azure.Primary, samePrefix)
	compareText(a, p.SecondaryPeerAddressPrefix, "", azure.Secondary, samePrefix)
	if p.State.Given() || p.PrimaryPeerAddressPrefix.Given() { // Azure disables the IPv4 side that is not there
		compareText(a, p.State, "Enabled", azure.State, strings.EqualFold)
	}
}

func (a adoption) ipv6(path string, p *spec.IPv6, azure *AzureIPv6) {
	switch {
	case p == nil && azure == nil:
	case p == nil:
		a.Report(path, "Azure has %s and %s there; add it", azure.Primary, azure.Secondary)
	case azure == nil:
		a.Report(path, "Azure has none; leave it out, and add it in the next update")
	default:
		compareText(a, p.PrimaryPeerAddressPrefix, "", azure.Primary, samePrefix)
		compareText(a, p.SecondaryPeerAddressPrefix, "", azure.Secondary, samePrefix)
		compareText(a, p.State, "Enabled", azure.State, strings.EqualFold)
	}
}

// microsoft compares what only a Microsoft peering has.
func (a adoption) microsoft(s *spec.PeeringStack, azure AzureCircuit) {
	p, there := s.MicrosoftPeering, azure.Microsoft
	if there == nil {
		return
	}
	a.config("microsoftPeering.microsoftPeeringConfig", p.Config, there.Config)
	filterID := p.RouteFilterID
	if p.RouteFilter != nil {
		filterID = s.Adopt.RouteFilterID
	}
	compareText(a, filterID, "", there.RouteFilterID, armid.Same)
	if p.IPv6 == nil {
		a.ipv6("microsoftPeering.ipv6PeeringConfig", nil, there.IPv6)
	} else {
		a.ipv6("microsoftPeering.ipv6PeeringConfig", &p.IPv6.IPv6, there.IPv6)
		if there.IPv6 != nil {
			a.config("microsoftPeering.ipv6PeeringConfig.microsoftPeeringConfig", p.IPv6.Config, there.IPv6.Config)
			own := p.IPv6.RouteFilterID
			if !own.Given() {
				own = filterID
				own.Path = "microsoftPeering.ipv6PeeringConfig.routeFilterId"
			}
			compareText(a, own, "", there.IPv6.RouteFilterID, armid.Same)
		}
	}
	if in := p.RouteFilter; in != nil && azure.Filter != nil {
		a.filter(in, s, *azure.Filter)
	}
}

func (a adoption) config(path string, in *spec.MicrosoftConfig, azure *AzureConfig) {
	switch {
	case in == nil && azure == nil:
		return
	case in == nil:
		if len(azure.Prefixes) > 0 {
			a.Report(path, "Azure has %s there; add it", strings.Join(azure.Prefixes, ", "))
		}
		return
	case azure == nil:
		azure = &AzureConfig{}
	}
	if prefixes, complete := Items(a.Check, in.AdvertisedPublicPrefixes); complete {
		a.sets(in.AdvertisedPublicPrefixes.Path, texts(prefixes), azure.Prefixes)
	}
	compareValue(a, in.CustomerASN, 0, azure.CustomerASN)
	compareValue(a, in.LegacyMode, 0, azure.LegacyMode)
	registry := azure.RoutingRegistryName
	if registry == "" {
		registry = "NONE"
	}
	compareText(a, in.RoutingRegistryName, "NONE", registry, strings.EqualFold)
}

func (a adoption) filter(in *spec.RouteFilter, s *spec.PeeringStack, azure AzureFilter) {
	if in.Name.Given() {
		compareText(a, in.Name, "", azure.Name, strings.EqualFold)
	}
	if in.RuleName.Given() {
		compareText(a, in.RuleName, "", azure.RuleName, strings.EqualFold)
	}
	a.differ("location", s.Location.V, azure.Location, sameLocation)
	a.tags(s.Tags, azure.Tags, "the route filter")
	communities, all := Items(a.Check, in.Communities)
	services, allServices := Items(a.Check, in.Services)
	regions, allRegions := Items(a.Check, in.Regions)
	if all && allServices && allRegions {
		a.sets("microsoftPeering.routeFilter", community.Union(texts(communities), texts(services), texts(regions)), azure.Communities)
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
			a.Report(v.Path, "%s has %s in Azure", of, shownOr(there, ok, "no such tag"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(azure)) {
		if _, ok := in.Items[name]; !ok {
			a.Report("tags", "%s has the tag %s, %s, in Azure; add it", of, Quote(name), Quote(azure[name]))
		}
	}
}

// sets compares lists whose order means nothing.
func (a adoption) sets(path string, program, azure []string) {
	missing := slices.DeleteFunc(slices.Clone(azure), func(s string) bool { return slices.Contains(program, s) })
	extra := slices.DeleteFunc(slices.Clone(program), func(s string) bool { return slices.Contains(azure, s) })
	if len(missing) > 0 {
		a.Report(path, "Azure has %s, too; add it", strings.Join(missing, ", "))
	}
	if len(extra) > 0 {
		a.Report(path, "Azure does not have %s; leave it out, and add it in the next update", strings.Join(extra, ", "))
	}
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
	if !v.Given() {
		given = byDefault
	}
	if v.Secret && !same(given, azure) {
		a.Report(v.Path, "the program's secret value is not what Azure has")
		return
	}
	a.differ(v.Path, given, azure, same)
}

// compareValue compares any other value.
func compareValue[T comparable](a adoption, v spec.Value[T], byDefault, azure T) {
	given, known := Get(a.Check, v)
	if v.Given() && !known {
		return
	}
	if !v.Given() {
		given = byDefault
	}
	if given != azure {
		program := "nothing"
		if v.Given() {
			program = Show(v)
		}
		a.Report(v.Path, "the program says %s and Azure has %s", program, Show(spec.Value[T]{State: spec.Known, V: azure}))
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
