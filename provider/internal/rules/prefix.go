package rules

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on the prefixes of links.
var prefixRules = []Rule{
	{
		ID: "link-prefix-format", Topic: "Link prefixes", Severity: Error,
		What:    "A link prefix is an IP address, a slash and a length, such as `192.168.16.252/30`.",
		Why:     "Azure answers anything else with InvalidAddressPrefixFormat.",
		Fix:     "Write the prefix in that form, without spaces, leading zeros or an IPv6 zone.",
		Sources: []Source{routingDoc},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.252}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.252/30}",
		Check: func(c *Check) {
			for _, l := range c.links {
				if _, known := Get(c, l.Prefix); known && l.err != nil {
					reportFormat(c, l.Prefix, l.err, example(l.Family))
				}
			}
		},
	},
	{
		ID: "link-prefix-family", Topic: "Link prefixes", Severity: Error,
		What:    "IPv4 prefixes are given in the peering itself, and IPv6 prefixes in its `ipv6PeeringConfig`.",
		Why:     "Azure configures the two address families separately.",
		Fix:     "Move the prefix to the other place, or correct it.",
		Sources: []Source{peeringDoc},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 'fd00:10::/126'}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.252/30}",
		Check: func(c *Check) {
			for _, l := range c.links {
				p, ok := l.parsed(c)
				switch {
				case ok && l.Family == spec.FamilyIPv4 && !p.Addr().Is4():
					c.Report(l.Prefix.Path, "%s is an IPv6 prefix, and an IPv4 prefix is expected here; IPv6 prefixes go into ipv6PeeringConfig", Show(l.Prefix))
				case ok && l.Family == spec.FamilyIPv6 && p.Addr().Is4():
					c.Report(l.Prefix.Path, "%s is an IPv4 prefix, and an IPv6 prefix is expected here; IPv4 prefixes go into the peering itself", Show(l.Prefix))
				}
			}
		},
	},
	{
		ID: "link-prefix-length", Topic: "Link prefixes", Severity: Error,
		What:    "A link prefix is a /30 for IPv4 and a /126 for IPv6.",
		Why:     "Each link is a point-to-point network with one address for your router and one for Microsoft's.",
		Fix:     "Split a /29 into two /30s, or a /125 into two /126s: one for each link.",
		Sources: []Source{routingDoc},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.248/29}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.248/30}",
		Check: func(c *Check) {
			for _, l := range c.links {
				if p, ok := l.parsed(c); ok && p.Bits() != link.Bits(p.Addr()) {
					want := link.Bits(p.Addr())
					given := Hint(l.Prefix, "a /%d", p.Bits())
					if given == "" {
						given = "of another length"
					}
					c.Report(l.Prefix.Path, "%s is %s where a link needs a /%d%s", Show(l.Prefix), given, want, Hint(l.Prefix, "; %s", lengthHint(p, want)))
				}
			}
		},
	},
	{
		ID: "link-prefix-host-bits", Topic: "Link prefixes", Severity: Error,
		What:    "A link prefix is a network address: its host bits are zero.",
		Why:     "Azure answers host bits with InvalidAddressPrefixFormat.",
		Fix:     "Give the network address; the message names it.",
		Sources: []Source{routingDoc},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.253/30}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 192.168.16.252/30}",
		Check: func(c *Check) {
			for _, l := range c.links {
				if p, ok := l.parsed(c); ok && p != p.Masked() {
					c.Report(l.Prefix.Path, "%s has host bits set; give the network address%s", Show(l.Prefix), Hint(l.Prefix, ", %s", p.Masked()))
				}
			}
		},
	},
	{
		ID: "link-prefix-overlap", Topic: "Link prefixes", Severity: Error,
		What:    "The link prefixes of one peering do not overlap.",
		Why:     "The two links are two separate networks, and Azure's own error does not say that they overlap.",
		Fix:     "Give each link a prefix of its own. The message proposes the neighbouring prefix where it is free.",
		Sources: []Source{routingDoc, {"azure-xplat-cli issue 2711", "https://github.com/Azure/azure-xplat-cli/issues/2711"}},
		Wrong:   "privatePeering: {secondaryPeerAddressPrefix: 192.168.16.252/30}",
		Right:   "privatePeering: {secondaryPeerAddressPrefix: 192.168.17.0/30}",
		Check: func(c *Check) {
			overlaps(c, func(a, b readLink) bool { return a.Peering == b.Peering }, func(l, earlier readLink) string {
				return "each link needs a prefix of its own" + Hint(l.Prefix, "%s", Hint(earlier.Prefix, "%s", beside(c, earlier.prefix)))
			})
		},
	},
	{
		ID: "link-prefix-overlap-peerings", Topic: "Link prefixes", Severity: Warning,
		What:    "The link prefixes of the private and the Microsoft peering do not overlap.",
		Why:     "The two peerings are separate routing domains, and Azure has accepted an overlap. But a network that reaches both peerings cannot tell the links apart.",
		Fix:     "Give each link a prefix of its own.",
		Sources: []Source{routingDoc},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 123.0.0.0/30}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 123.0.0.8/30}",
		Check: func(c *Check) {
			overlaps(c, func(a, b readLink) bool { return a.Peering != b.Peering }, func(_, _ readLink) string {
				return "a network that reaches both peerings cannot tell the links apart; give each link a prefix of its own"
			})
		},
	},
	{
		ID: "link-prefix-reserved-space", Topic: "Link prefixes", Severity: Error,
		What:    "No link prefix overlaps `reservedAddressSpaces`.",
		Why:     "The list is meant for the address spaces of your virtual networks and for the links of other circuits. Azure does not allow a link prefix to overlap a virtual network, and addresses that are in use twice cannot be reached.",
		Fix:     "Choose a link prefix outside the ranges. If the range is the on-premises supernet that your links are cut from, it does not belong in the list.",
		Sources: []Source{routingDoc},
		Wrong:   "reservedAddressSpaces: [192.168.16.0/24]",
		Right:   "reservedAddressSpaces: [192.168.17.0/24]",
		Check: func(c *Check) {
			spaces, _ := Items(c, c.Spec.ReservedAddressSpaces)
			for _, l := range c.links {
				p, ok := l.parsed(c)
				if !ok {
					continue
				}
				for _, space := range spaces {
					if q, err := link.ParsePrefix(space.V); err == nil && q.Overlaps(p) {
						c.Report(l.Prefix.Path, "%s overlaps %s of reservedAddressSpaces; choose a prefix outside it, or take the range off the list if it is only the supernet that your links are cut from", Show(l.Prefix), Show(space))
					}
				}
			}
		},
	},
	{
		ID: "reserved-space-format", Topic: "Link prefixes", Severity: Error,
		What:    "Every entry of `reservedAddressSpaces` is a CIDR prefix, such as `10.0.0.0/8`.",
		Why:     "A range that cannot be parsed protects nothing.",
		Fix:     "Write an address, a slash and a length, with the host bits zero.",
		Sources: []Source{componentDoc},
		Wrong:   "reservedAddressSpaces: [10.0.0.0]",
		Right:   "reservedAddressSpaces: [10.0.0.0/8]",
		Check: func(c *Check) {
			spaces, _ := Items(c, c.Spec.ReservedAddressSpaces)
			for _, space := range spaces {
				p, err := link.ParsePrefix(space.V)
				switch {
				case err != nil:
					reportFormat(c, space, err, "10.0.0.0/8")
				case p != p.Masked():
					c.Report(space.Path, "%s has host bits set; give the network address%s", Show(space), Hint(space, ", %s", p.Masked()))
				}
			}
		},
	},
	{
		ID: "link-prefix-unusable", Topic: "Link prefixes", Severity: Error,
		What:    "A link prefix of the private peering is not loopback, multicast, unspecified or reserved space.",
		Why:     "No router can have such an address on a link.",
		Fix:     "Use private (RFC 1918) or public addresses.",
		Sources: []Source{routingDoc, ianaIPv4},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 224.0.0.0/30}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 223.255.255.252/30}",
		Check: func(c *Check) {
			inSets(c, spec.NamePrivatePeering, link.Unusable, "%s is in %s; use private (RFC 1918) or public addresses")
		},
	},
	{
		ID: "link-prefix-link-local", Topic: "Link prefixes", Severity: Warning,
		What:    "A link prefix of the private peering is not link-local space.",
		Why:     "No source says whether Azure accepts 169.254.0.0/16 or fe80::/10 there.",
		Fix:     "Use private (RFC 1918) or public addresses.",
		Sources: []Source{ianaIPv4},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: 169.254.0.0/30}",
		Right:   "privatePeering: {primaryPeerAddressPrefix: 169.253.255.252/30}",
		Check: func(c *Check) {
			inSets(c, spec.NamePrivatePeering, []link.Set{link.LinkLocal}, "%s is in %s, which Azure does not document for links; use private (RFC 1918) or public addresses")
		},
	},
	{
		ID: "link-prefix-public", Topic: "Link prefixes", Severity: Error,
		What:    "The link prefixes of a Microsoft peering are public addresses.",
		Why:     "Microsoft routes them on its public network and validates that they are yours. Space that is private, or that IANA has set aside, can never be validated.",
		Fix:     "Use public addresses that are registered to you.",
		Sources: []Source{routingDoc, ianaIPv4, ianaIPv6},
		Wrong:   "microsoftPeering: {primaryPeerAddressPrefix: 192.168.20.0/30}",
		Right:   "microsoftPeering: {primaryPeerAddressPrefix: 123.0.0.8/30}",
		Check: func(c *Check) {
			inSets(c, spec.NameMicrosoftPeering, notPublic, "%s is in %s; a Microsoft peering needs public addresses that are registered to you")
		},
	},
	{
		ID: "link-prefix-documentation", Topic: "Link prefixes", Severity: Warning,
		What:    "The link prefixes of a Microsoft peering are not documentation space.",
		Why:     "Azure has accepted such prefixes, but nobody owns them, so Microsoft cannot validate them.",
		Fix:     "Use public addresses that are registered to you.",
		Sources: []Source{routingDoc, {"RFC 5737", "https://www.rfc-editor.org/rfc/rfc5737"}},
		Wrong:   "microsoftPeering: {primaryPeerAddressPrefix: 203.0.113.0/30}",
		Right:   "microsoftPeering: {primaryPeerAddressPrefix: 203.0.112.0/30}",
		Check: func(c *Check) {
			inSets(c, spec.NameMicrosoftPeering, []link.Set{link.Documentation}, "%s is in %s, which Microsoft cannot validate; use public addresses that are registered to you")
		},
	},
	{
		ID: "link-prefix-transition", Topic: "Link prefixes", Severity: Warning,
		What:    "The link prefixes of a Microsoft peering are not in 2001::/32 (Teredo) or 2002::/16 (6to4).",
		Why:     "Such addresses are made from IPv4 addresses for tunnels. No registry assigns them, so Microsoft cannot validate that they are yours.",
		Fix:     "Use IPv6 addresses that are registered to you.",
		Sources: []Source{ianaIPv6, routingDoc},
		Wrong:   "microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '2002:7b00::/126', secondaryPeerAddressPrefix: '2600::4/126', microsoftPeeringConfig: {advertisedPublicPrefixes: ['2600:1::/48']}}}",
		Right:   "microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '2600::/126', secondaryPeerAddressPrefix: '2600::4/126', microsoftPeeringConfig: {advertisedPublicPrefixes: ['2600:1::/48']}}}",
		Check: func(c *Check) {
			inSets(c, spec.NameMicrosoftPeering, []link.Set{link.Transition}, "%s is in %s, which no registry assigns and Microsoft cannot validate; use IPv6 addresses that are registered to you")
		},
	},
}

var notPublic = slices.Concat([]link.Set{link.LinkLocal}, link.Private, link.Unusable, link.NotRouted)

// readLink is a link with its prefix read, once for all rules.
type readLink struct {
	spec.Link
	prefix netip.Prefix
	err    error
}

func readLinks(s *spec.PeeringStack) []readLink {
	all := make([]readLink, 0, 8) // two peerings, two links each, two families
	for _, p := range s.Peerings() {
		for _, l := range p.Links() {
			read := readLink{Link: l}
			if l.Prefix.Known() {
				read.prefix, read.err = link.ParsePrefix(l.Prefix.V)
			}
			all = append(all, read)
		}
	}
	return all
}

// parsed returns a known, well-formed prefix as it was written, host bits included.
func (l readLink) parsed(c *Check) (netip.Prefix, bool) {
	_, known := Get(c, l.Prefix)
	return l.prefix, known && l.err == nil
}

// reportFormat reports a value that cannot be read as a prefix.
func reportFormat(c *Check, v spec.Value[string], err error, example string) {
	c.Report(v.Path, "%s is not a prefix%s; write an address, a slash and a length, such as %s", Show(v), Hint(v, ": %s", err), example)
}

func example(f spec.Family) string {
	if f == spec.FamilyIPv6 {
		return "fd00:10::/126"
	}
	return "192.168.16.252/30"
}

// lengthHint names the two links' prefixes in a wider prefix, or the link's prefix around a narrower one.
func lengthHint(p netip.Prefix, want int) string {
	if p.Bits() > want {
		return "the network around it is " + netip.PrefixFrom(p.Addr(), want).Masked().String()
	}
	first, second := halves(netip.PrefixFrom(p.Masked().Addr(), want-1))
	if p.Bits() == want-1 {
		return "it splits into " + first.String() + " and " + second.String() + ", one for each link"
	}
	return fmt.Sprintf("the first two /%d in it are %s and %s, one for each link", want, first, second)
}

// beside proposes a prefix for a link whose peering has p on the other one: the other half of the /29 or /125 around p,
// when it is free.
func beside(c *Check, p netip.Prefix) string {
	if p.Bits() != link.Bits(p.Addr()) {
		return ""
	}
	free := func(q netip.Prefix) bool {
		taken := slices.ContainsFunc(c.links, func(l readLink) bool { return l.err == nil && l.prefix.IsValid() && l.prefix.Overlaps(q) })
		return !taken && !slices.ContainsFunc(c.Spec.ReservedAddressSpaces.Items, func(space spec.Value[string]) bool {
			r, err := link.ParsePrefix(space.V)
			return err == nil && r.Overlaps(q)
		})
	}
	around := netip.PrefixFrom(p.Addr(), p.Bits()-1).Masked()
	first, second := halves(around)
	for _, q := range []netip.Prefix{first, second} {
		if free(q) {
			return ", for example " + q.String() + " beside " + p.Masked().String()
		}
	}
	return ""
}

// halves splits a prefix into its two halves.
func halves(p netip.Prefix) (first, second netip.Prefix) {
	first = netip.PrefixFrom(p.Addr(), p.Bits()+1)
	a := p.Addr().AsSlice()
	a[p.Bits()/8] |= 1 << (7 - p.Bits()%8)
	half, _ := netip.AddrFromSlice(a)
	return first, netip.PrefixFrom(half, p.Bits()+1)
}

// overlaps reports every later link that overlaps an earlier one, for the pairs that count.
func overlaps(c *Check, counts func(a, b readLink) bool, remedy func(l, earlier readLink) string) {
	for i, l := range c.links {
		p, ok := l.parsed(c)
		if !ok {
			continue
		}
		for _, earlier := range c.links[:i] {
			if q, ok := earlier.parsed(c); ok && counts(l, earlier) && p.Overlaps(q) {
				how := fmt.Sprintf("overlaps %s of", Show(earlier.Prefix))
				if p == q {
					how = "is also the prefix of"
				}
				c.Report(l.Prefix.Path, "%s %s %s; %s", Show(l.Prefix), how, earlier.Prefix.Path, remedy(l, earlier))
			}
		}
	}
}

// inSets reports every link of the peering whose prefix overlaps one of the sets. The format takes the value and the
// set.
func inSets(c *Check, peering string, sets []link.Set, format string) {
	for _, l := range c.links {
		if l.Peering != peering {
			continue
		}
		p, ok := l.parsed(c)
		if !ok {
			continue
		}
		for _, s := range sets {
			if within, found := s.Overlapping(p); found {
				where := Hint(l.Prefix, "%s (%s)", s.Name, within)
				if where == "" {
					where = "space that no link of this peering should have"
				}
				c.Report(l.Prefix.Path, format, Show(l.Prefix), where)
				break
			}
		}
	}
}
