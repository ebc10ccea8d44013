package rules

import (
	"fmt"
	"math"
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// maxAdvertised is how many prefixes Microsoft takes over one session before it drops it.
const maxAdvertised = 200

// registries are the routing registries that are documented or were seen in recordings.
var registries = []string{"NONE", "ARIN", "APNIC", "AFRINIC", "LACNIC", "RIPENCC", "RIPE", "RADB", "ALTDB", "LEVEL3"}

// Rules on what is advertised to Microsoft.
var microsoftRules = []Rule{
	{
		ID: "advertised-prefixes-empty", Topic: "Microsoft peering", Severity: Error,
		What:    "`advertisedPublicPrefixes` has at least one prefix.",
		Why:     "Microsoft validates what you advertise. With nothing to validate, the peering never carries a route.",
		Fix:     "List the public prefixes that you announce over the sessions.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: []}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24]}}",
		Check: func(c *Check) {
			for _, config := range c.Spec.MicrosoftConfigs() {
				if l := config.AdvertisedPublicPrefixes; l.Given() {
					if items, complete := Items(c, l); complete && len(items) == 0 {
						c.Report(l.Path, "the list is empty; name at least one public prefix that you announce")
					}
				}
			}
		},
	},
	{
		ID: "advertised-prefixes-limit", Topic: "Microsoft peering", Severity: Warning,
		What:    "At most 200 prefixes are listed for one address family.",
		Why:     "Microsoft drops a BGP session over which it receives more than 200 routes. What counts is the routes, not the entries of the list: a single /16 in the list can be announced as 256 /24s, which is also too many.",
		Fix:     "Aggregate the prefixes, and announce no more than 200 routes over each session.",
		Sources: []Source{faqDoc, limitsDoc},
		Wrong:   manyPrefixes(maxAdvertised + 1),
		Right:   manyPrefixes(maxAdvertised),
		Check: func(c *Check) {
			for _, config := range c.Spec.MicrosoftConfigs() {
				if l := config.AdvertisedPublicPrefixes; len(l.Items) > maxAdvertised {
					c.Report(l.Path, "%d prefixes are listed, and Microsoft drops a session over which it receives more than %d routes; aggregate them. What counts is the routes that you announce: a /16 can be announced as 256 /24s", len(l.Items), maxAdvertised)
				}
			}
		},
	},
	{
		ID: "advertised-prefix-format", Topic: "Microsoft peering", Severity: Error,
		What:    "An advertised prefix is a network address, a slash and a length, such as `123.1.0.0/24`.",
		Why:     "Azure answers anything else, host bits included, with InvalidAddressPrefixFormat.",
		Fix:     "Write the network in that form.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.1/24]}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.1/32]}}",
		Check: func(c *Check) {
			eachAdvertised(c, func(a readAdvertisement) {
				switch v := a.Value; {
				case a.err != nil:
					reportFormat(c, v, a.err, "123.1.0.0/24")
				case a.prefix != a.prefix.Masked():
					c.Report(v.Path, "%s has host bits set; give the network address%s", Show(v), Hint(v, ", %s", a.prefix.Masked()))
				}
			})
		},
	},
	{
		ID: "advertised-prefix-family", Topic: "Microsoft peering", Severity: Error,
		What:    "Advertised prefixes are of the address family that their list is for.",
		Why:     "IPv4 sessions carry IPv4 routes, and IPv6 sessions IPv6 routes.",
		Fix:     "Move the prefix to the other `microsoftPeeringConfig`.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: ['2600:1::/48']}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24]}}",
		Check: func(c *Check) {
			eachAdvertisedPrefix(c, func(family spec.Family, v spec.Value[string], p netip.Prefix) {
				switch {
				case family == spec.FamilyIPv4 && !p.Addr().Is4():
					c.Report(v.Path, "%s is an IPv6 prefix in the list for IPv4; move it to ipv6PeeringConfig.microsoftPeeringConfig", Show(v))
				case family == spec.FamilyIPv6 && p.Addr().Is4():
					c.Report(v.Path, "%s is an IPv4 prefix in the list for IPv6; move it to the peering's own microsoftPeeringConfig", Show(v))
				}
			})
		},
	},
	{
		ID: "advertised-default-route", Topic: "Microsoft peering", Severity: Error,
		What:    "No default route (`0.0.0.0/0`, `::/0`) is advertised.",
		Why:     "Azure accepts default routes on private peering only.",
		Fix:     "List your own public prefixes.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [0.0.0.0/0]}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24]}}",
		Check: func(c *Check) {
			eachAdvertisedPrefix(c, func(_ spec.Family, v spec.Value[string], p netip.Prefix) {
				if p.Bits() == 0 {
					c.Report(v.Path, "%s is a default route, which Azure accepts on private peering only; list your own public prefixes", Show(v))
				}
			})
		},
	},
	{
		ID: "advertised-prefix-public", Topic: "Microsoft peering", Severity: Error,
		What:    "Advertised prefixes are public, and contain no space that is not public.",
		Why:     "Microsoft validates that they are registered to you, and nobody can register such space.",
		Fix:     "List public prefixes that are registered to you.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [172.0.0.0/8]}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [172.32.0.0/16]}}",
		Check: func(c *Check) {
			eachAdvertisedPrefix(c, func(_ spec.Family, v spec.Value[string], p netip.Prefix) {
				if p.Bits() == 0 {
					return // a rule of its own
				}
				for _, s := range notPublic {
					if within, found := s.Overlapping(p); found {
						c.Report(v.Path, "%s overlaps %s (%s), which is not public; list prefixes that are registered to you", Show(v), s.Name, within)
						return
					}
				}
			})
		},
	},
	{
		ID: "advertised-prefix-documentation", Topic: "Microsoft peering", Severity: Warning,
		What:    "Advertised prefixes are not documentation space.",
		Why:     "Azure has accepted such prefixes, but nobody owns them, so Microsoft cannot validate them.",
		Fix:     "List public prefixes that are registered to you.",
		Sources: []Source{routingDoc, {"RFC 5737", "https://www.rfc-editor.org/rfc/rfc5737"}},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [198.51.100.0/24]}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [198.51.101.0/24]}}",
		Check: func(c *Check) {
			eachAdvertisedPrefix(c, func(_ spec.Family, v spec.Value[string], p netip.Prefix) {
				if within, found := link.Documentation.Overlapping(p); found && p.Bits() > 0 {
					c.Report(v.Path, "%s is in %s (%s), which Microsoft cannot validate; list prefixes that are registered to you", Show(v), link.Documentation.Name, within)
				}
			})
		},
	},
	{
		ID: "advertised-prefix-transition", Topic: "Microsoft peering", Severity: Warning,
		What:    "Advertised prefixes are not in 2001::/32 (Teredo) or 2002::/16 (6to4).",
		Why:     "Such addresses are made from IPv4 addresses for tunnels. No registry assigns them, so Microsoft cannot validate that they are yours.",
		Fix:     "List IPv6 prefixes that are registered to you.",
		Sources: []Source{ianaIPv6, routingDoc},
		Wrong:   "microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '2600::/126', secondaryPeerAddressPrefix: '2600::4/126', microsoftPeeringConfig: {advertisedPublicPrefixes: ['2002:7b01::/48']}}}",
		Right:   "microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '2600::/126', secondaryPeerAddressPrefix: '2600::4/126', microsoftPeeringConfig: {advertisedPublicPrefixes: ['2600:1::/48']}}}",
		Check: func(c *Check) {
			eachAdvertisedPrefix(c, func(_ spec.Family, v spec.Value[string], p netip.Prefix) {
				if within, found := link.Transition.Overlapping(p); found && p.Bits() > 0 {
					c.Report(v.Path, "%s is in %s (%s), which Microsoft cannot validate; list IPv6 prefixes that are registered to you", Show(v), link.Transition.Name, within)
				}
			})
		},
	},
	{
		ID: "advertised-prefix-duplicate", Topic: "Microsoft peering", Severity: Warning,
		What:    "No prefix is listed twice.",
		Why:     "The second entry has no effect, and is often a slip for another prefix. No refusal by Azure is known.",
		Fix:     "Remove or correct it.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24, 123.1.0.0/24]}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24, 123.1.1.0/24]}}",
		Check: func(c *Check) {
			for _, config := range c.Spec.MicrosoftConfigs() {
				duplicates(c, config.AdvertisedPublicPrefixes, func(s string) any {
					if p, err := link.ParsePrefix(s); err == nil {
						return p
					}
					return s
				})
			}
		},
	},
	{
		ID: "routing-registry", Topic: "Microsoft peering", Severity: Warning, Ageing: true,
		What:    "`routingRegistryName` is a registry that Microsoft is known to use: ARIN, APNIC, AFRINIC, LACNIC, RIPENCC, RADB, ALTDB, or NONE. Azure has also accepted RIPE and LEVEL3.",
		Why:     "Microsoft looks your prefixes up there. The API accepts any text, so a misspelt name shows only when the validation fails.",
		Fix:     "Use one of the names, in this spelling.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: ARRIN}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: RIPENCC}}",
		Check: func(c *Check) {
			for _, config := range c.Spec.MicrosoftConfigs() {
				if name, ok := Get(c, config.RoutingRegistryName); ok && !slices.Contains(registries, name) {
					c.Report(config.RoutingRegistryName.Path, "%s is not a registry that Microsoft is known to use; the known ones are %s%s", Show(config.RoutingRegistryName), And(registries),
						Hint(config.RoutingRegistryName, "%s", didYouMean(name, registries)))
				}
			}
		},
	},
	{
		ID: "customer-asn-range", Topic: "Microsoft peering", Severity: Error,
		What:    "`customerASN` is from 0 to 2147483647; 0 means none.",
		Why:     "Azure's API stores it as a signed 32-bit number.",
		Fix:     "Use the ASN that the prefixes are registered to. A 4-byte ASN above the limit cannot be given here.",
		Sources: []Source{circuitSpec},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {customerASN: -1}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {customerASN: 0}}",
		Check: func(c *Check) {
			for _, v := range customerASNs(c.Spec) {
				if n, ok := Get(c, v); ok && (n < 0 || n > math.MaxInt32) {
					c.Report(v.Path, "ASN %s is outside 0 to %d, the range that Azure's API allows here; use the ASN that the prefixes are registered to", Show(v), math.MaxInt32)
				}
			}
		},
	},
	{
		ID: "customer-asn-redundant", Topic: "Microsoft peering", Severity: Warning,
		What:    "`customerASN` differs from `peerASN`.",
		Why:     "It is meant for prefixes that are registered to another ASN than that of your routers.",
		Fix:     "Leave it out.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {customerASN: 200}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {customerASN: 201}}",
		Check: func(c *Check) {
			for _, v := range customerASNs(c.Spec) {
				customer, known := Get(c, v)
				if peer, ok := Get(c, c.Spec.MicrosoftPeering.PeerASN); known && ok && float64(customer) == peer {
					c.Report(v.Path, "ASN %s is the same as peerASN; leave customerASN out", Show(v))
				}
			}
		},
	},
	{
		ID: "advertised-community-empty", Topic: "Microsoft peering", Severity: Error,
		What:    "No entry of `advertisedCommunities` is empty.",
		Why:     "An empty text is not a community.",
		Fix:     "Remove the entry. Azure fills the list in from the route filter.",
		Sources: []Source{circuitSpec},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: {advertisedCommunities: ['']}}",
		Right:   "microsoftPeering: {microsoftPeeringConfig: {advertisedCommunities: ['12076:5010']}}",
		Check: func(c *Check) {
			for _, config := range c.Spec.MicrosoftConfigs() {
				items, _ := Items(c, config.AdvertisedCommunities)
				for _, v := range items {
					if v.V == "" {
						c.Report(v.Path, "the community is empty; remove it")
					}
				}
			}
		},
	},
}

// readAdvertisement is an advertised prefix, read once for all rules, with the family of the sessions it is advertised
// over. Where the whole list is not known yet, it stands for the list.
type readAdvertisement struct {
	spec.Value[string]
	family spec.Family
	prefix netip.Prefix
	err    error
}

func readAdvertised(s *spec.PeeringStack) []readAdvertisement {
	p := s.MicrosoftPeering
	if p == nil {
		return nil
	}
	var all []readAdvertisement
	read := func(family spec.Family, config *spec.MicrosoftConfig) {
		if config == nil {
			return
		}
		list := config.AdvertisedPublicPrefixes
		if list.State == spec.Unknown {
			all = append(all, readAdvertisement{Value: spec.Value[string]{Path: list.Path, State: spec.Unknown}})
		}
		for _, v := range list.Items {
			a := readAdvertisement{Value: v, family: family}
			if v.Known() {
				a.prefix, a.err = link.ParsePrefix(v.V)
			}
			all = append(all, a)
		}
	}
	read(spec.FamilyIPv4, p.Config)
	if p.IPv6 != nil {
		read(spec.FamilyIPv6, p.IPv6.Config)
	}
	return all
}

// eachAdvertised visits every known advertised prefix.
func eachAdvertised(c *Check, visit func(readAdvertisement)) {
	for _, a := range c.advertised {
		if _, known := Get(c, a.Value); known {
			visit(a)
		}
	}
}

// eachAdvertisedPrefix visits those that can be read, as networks.
func eachAdvertisedPrefix(c *Check, visit func(spec.Family, spec.Value[string], netip.Prefix)) {
	eachAdvertised(c, func(a readAdvertisement) {
		if a.err == nil {
			visit(a.family, a.Value, a.prefix.Masked())
		}
	})
}

// duplicates reports every later known item that means the same as an earlier one.
func duplicates(c *Check, l spec.List[string], meaning func(string) any) {
	items, _ := Items(c, l)
	first := map[any]spec.Value[string]{}
	for _, v := range items {
		if earlier, twice := first[meaning(v.V)]; twice {
			c.Report(v.Path, "%s is already listed at %s; remove or correct it", Show(v), earlier.Path)
		} else {
			first[meaning(v.V)] = v
		}
	}
}

// manyPrefixes is an example that advertises n prefixes.
func manyPrefixes(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("123.1.%d.0/24", i)
	}
	return "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [" + strings.Join(list, ", ") + "]}}"
}
