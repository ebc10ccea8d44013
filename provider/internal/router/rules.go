package router

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/asn"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rule is a rule on the arguments. What PeeringStack has rules for, such as prefixes and keys, is held against those.
type Rule struct {
	// ID names the rule for good.
	ID       string
	Severity rules.Severity
	// What is required, Why, and how to Fix it.
	What, Why, Fix string
	Sources        []rules.Source
	// Wrong and Right are arguments in YAML, laid over valid ones: the first break the rule, the second do not.
	Wrong, Right string
	check        func(*check)
}

// page explains the rules, under an anchor of the rule's id.
const page = "https://github.com/expressroute-blueprints/pulumi-azure-expressroute/blob/main/docs/router-rules.md"

// check is one run of one rule.
type check struct {
	*Arguments
	// platform is nil while there is none of the name.
	platform *platform
	rule     *Rule
	findings []rules.Finding
}

func (c *check) report(path, format string, args ...any) {
	c.findings = append(c.findings, rules.Finding{
		Path: path, Message: fmt.Sprintf(format, args...), Rule: c.rule.ID, Severity: c.rule.Severity, Page: page,
	})
}

// sharedRules are the rules of PeeringStack that the arguments are held against, too.
var sharedRules = []string{
	"vlan-range", "link-prefix-format", "link-prefix-family", "link-prefix-length", "link-prefix-host-bits",
	"shared-key-length", "shared-key-text", "shared-key-symbols",
}

// announcedRules are those on what is announced, microsoftRules those on what is announced to Microsoft peering.
var (
	announcedRules = []string{"advertised-prefix-format", "advertised-prefix-duplicate"}
	microsoftRules = []string{"advertised-prefixes-limit", "advertised-default-route", "advertised-prefix-public", "advertised-prefix-documentation"}
)

// validate finds what is wrong with the arguments: errors and warnings, by property path.
func validate(a *Arguments) []rules.Finding {
	c := &check{Arguments: a, platform: platforms[a.Platform.V]}
	for i := range Catalogue {
		c.rule = &Catalogue[i]
		c.rule.check(c)
	}
	findings := append(c.findings, rules.RunOnly(a.asPeering(), sharedRules...).Findings...)
	announced := announcedRules
	if a.peering() == spec.NameMicrosoftPeering {
		announced = append(slices.Clone(announced), microsoftRules...)
	}
	findings = append(findings, rules.RunOnly(a.asAnnounced(), announced...).Findings...)
	rules.Sort(findings)
	return findings
}

// asPeering is the peering of the sessions as a configuration, with the paths of the arguments.
func (a *Arguments) asPeering() *spec.PeeringStack {
	p := &spec.PrivatePeering{Peering: spec.Peering{SharedKey: a.SharedKey}}
	if len(a.Sessions) > 0 {
		p.VlanID = a.Sessions[0].VlanID
	}
	for _, s := range a.Sessions {
		if s.Family.V == string(spec.FamilyIPv6) && p.IPv6 == nil {
			p.IPv6 = &spec.PrivateIPv6{}
		}
		switch {
		case s.Link.V == string(spec.Primary) && s.Family.V == string(spec.FamilyIPv4):
			p.PrimaryPeerAddressPrefix = s.Prefix
		case s.Link.V == string(spec.Secondary) && s.Family.V == string(spec.FamilyIPv4):
			p.SecondaryPeerAddressPrefix = s.Prefix
		case s.Link.V == string(spec.Primary) && s.Family.V == string(spec.FamilyIPv6):
			p.IPv6.PrimaryPeerAddressPrefix = s.Prefix
		case s.Link.V == string(spec.Secondary) && s.Family.V == string(spec.FamilyIPv6):
			p.IPv6.SecondaryPeerAddressPrefix = s.Prefix
		}
	}
	return &spec.PeeringStack{PrivatePeering: p}
}

// asAnnounced is what is announced as a configuration, each family where it belongs.
func (a *Arguments) asAnnounced() *spec.PeeringStack {
	v4, v6 := &spec.MicrosoftConfig{}, &spec.MicrosoftConfig{}
	v4.AdvertisedPublicPrefixes, v6.AdvertisedPublicPrefixes = a.AdvertisedPrefixes, a.AdvertisedPrefixes
	v4.AdvertisedPublicPrefixes.Items, v6.AdvertisedPublicPrefixes.Items = nil, nil
	for _, v := range a.AdvertisedPrefixes.Items {
		to := v4
		if p, err := link.ParsePrefix(v.V); err == nil && !p.Addr().Is4() {
			to = v6
		}
		to.AdvertisedPublicPrefixes.Items = append(to.AdvertisedPublicPrefixes.Items, v)
	}
	return &spec.PeeringStack{MicrosoftPeering: &spec.MicrosoftPeering{Config: v4, IPv6: &spec.MicrosoftIPv6{Config: v6}}}
}

var (
	routingDoc = rules.Source{Title: "ExpressRoute routing requirements", URL: "https://learn.microsoft.com/azure/expressroute/expressroute-routing"}
	faqDoc     = rules.Source{Title: "ExpressRoute FAQ", URL: "https://learn.microsoft.com/azure/expressroute/expressroute-faqs"}
	bfdDoc     = rules.Source{Title: "Configure BFD over ExpressRoute", URL: "https://learn.microsoft.com/azure/expressroute/expressroute-bfd"}
	samplesDoc = rules.Source{Title: "Router configuration samples", URL: "https://learn.microsoft.com/azure/expressroute/expressroute-config-samples-routing"}
	pageDoc    = rules.Source{Title: "Router configurations", URL: "https://github.com/expressroute-blueprints/pulumi-azure-expressroute/blob/main/docs/routers.md"}
	directDoc  = rules.Source{Title: "About ExpressRoute Direct", URL: "https://learn.microsoft.com/azure/expressroute/expressroute-erdirect-about"}
	vlanDoc    = rules.Source{Title: "IEEE 802.1Q", URL: "https://standards.ieee.org/ieee/802.1Q/10323/"}
)

// Times of BGP in seconds: the shortest that Microsoft's side goes along with, its own hold time, and the longest of BGP.
const (
	shortestKeepalive = 3
	shortestHold      = 10
	microsoftHold     = 180
	longestHold       = 65535
)

// What names may look like.
var (
	interfaceName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9/:_-]*$`)
	vrfName       = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)
	circuitName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$`)
	hostName      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$`)
)

// Catalogue lists the rules, in the order of the documentation.
var Catalogue = []Rule{
	{
		ID: "router-platform", Severity: rules.Error,
		What:    "`platform` is one that configurations can be written for.",
		Why:     "Each platform has a command line of its own.",
		Fix:     "Use one of the names that the message lists.",
		Sources: []rules.Source{pageDoc},
		Wrong:   "platform: cisco-ios",
		Right:   "platform: cisco-ios-xe",
		check: func(c *check) {
			if c.platform == nil && c.Platform.Known() {
				c.report("platform", "there is no platform %s; there are %s", rules.Show(c.Platform), rules.OneOf(Platforms()))
			}
		},
	},
	{
		ID: "router-sessions", Severity: rules.Error,
		What:    "There is at least one session.",
		Why:     "A PeeringStack has none where the carrier makes the peerings, or where it makes no peering.",
		Fix:     "Give the `bgpSessions` of a PeeringStack with a peering, those of one peering at a time.",
		Sources: []rules.Source{pageDoc},
		Wrong:   "sessions: []",
		Right:   "sessions:\n" + exampleSession(0),
		check: func(c *check) {
			if len(c.Sessions) == 0 {
				c.report("sessions", "there is no session; give the bgpSessions of a PeeringStack that has a peering")
			}
		},
	},
	{
		ID: "router-session-names", Severity: rules.Error,
		What:    "Each session names its peering, link and family as `bgpSessions` does.",
		Why:     "They decide which router a session belongs to and what may pass over it.",
		Fix:     "Pass `bgpSessions` on as they are, or use the names in the message.",
		Sources: []rules.Source{pageDoc},
		Wrong:   sessionsWith("link: Primary"),
		Right:   sessionsWith(),
		check: func(c *check) {
			for _, s := range c.Sessions {
				for _, of := range []struct {
					value spec.Value[string]
					names []string
				}{
					{s.Peering, []string{spec.NamePrivatePeering, spec.NameMicrosoftPeering}},
					{s.Link, []string{string(spec.Primary), string(spec.Secondary)}},
					{s.Family, []string{string(spec.FamilyIPv4), string(spec.FamilyIPv6)}},
				} {
					if of.value.Known() && !slices.Contains(of.names, of.value.V) {
						c.report(of.value.Path, "%s is not one of the names; use %s", rules.Show(of.value), rules.OneOf(of.names))
					}
				}
			}
		},
	},
	{
		ID: "router-one-peering", Severity: rules.Error,
		What:    "All sessions belong to one peering: they have its name, its VLAN and its ASNs in common.",
		Why:     "Key, prefixes and filters differ between private and Microsoft peering.",
		Fix:     "Call the function once for each peering, with the sessions of that peering.",
		Sources: []rules.Source{pageDoc},
		Wrong:   sessionsWith("peering: MicrosoftPeering"),
		Right:   sessionsWith(),
		check: func(c *check) {
			if len(c.Sessions) == 0 {
				return
			}
			first := c.Sessions[0]
			for _, s := range c.Sessions[1:] {
				if differ(s.Peering, first.Peering) {
					c.report(s.Peering.Path, "%s is not the peering of sessions[0], %s; call the function once for each peering", rules.Show(s.Peering), rules.Show(first.Peering))
					continue
				}
				if differ(s.VlanID, first.VlanID) {
					c.report(s.VlanID.Path, "VLAN %s is not that of sessions[0], %s; a peering has one VLAN", rules.Show(s.VlanID), rules.Show(first.VlanID))
				}
				if differ(s.PeerASN, first.PeerASN) {
					c.report(s.PeerASN.Path, "ASN %s is not that of sessions[0], %s; a peering has one ASN", rules.Show(s.PeerASN), rules.Show(first.PeerASN))
				}
			}
		},
	},
	{
		ID: "router-session-twice", Severity: rules.Error,
		What:    "A link has one session of each family.",
		Why:     "Microsoft's side has one, too.",
		Fix:     "Remove the second one, or give it its own link.",
		Sources: []rules.Source{routingDoc},
		Wrong:   sessionsWith("link: primary"),
		Right:   sessionsWith(),
		check: func(c *check) {
			first := map[[2]string]int{}
			for i, s := range c.Sessions {
				if !s.Link.Known() || !s.Family.Known() {
					continue
				}
				of := [2]string{s.Link.V, s.Family.V}
				if j, twice := first[of]; twice {
					c.report(spec.Item("sessions", i), "the %s link has a session of %s already, sessions[%d]; a link has one of each family", rules.Show(s.Link), rules.Show(s.Family), j)
					continue
				}
				first[of] = i
			}
		},
	},
	{
		ID: "router-session-addresses", Severity: rules.Error,
		What:    "The customer's address is the first usable one of the prefix, Microsoft's the second.",
		Why:     "Microsoft's router has the second one, whatever yours is told.",
		Fix:     "Pass `bgpSessions` on as they are, or use the addresses in the message.",
		Sources: []rules.Source{routingDoc},
		Wrong:   sessionsWith("customerAddress: 192.168.18.254", "microsoftAddress: 192.168.18.253"),
		Right:   sessionsWith(),
		check: func(c *check) {
			for _, s := range c.Sessions {
				p, err := link.ParsePrefix(s.Prefix.V)
				if err != nil || p != p.Masked() || p.Bits() != link.Bits(p.Addr()) {
					continue // a rule of its own
				}
				for _, of := range []struct {
					value  spec.Value[string]
					want   netip.Addr
					whose  string
					number string
				}{
					{s.CustomerAddress, link.CustomerAddress(p), "your router's", "first"},
					{s.MicrosoftAddress, link.MicrosoftAddress(p), "Microsoft's", "second"},
				} {
					if a, err := netip.ParseAddr(of.value.V); of.value.Known() && (err != nil || a != of.want) {
						c.report(of.value.Path, "%s is not %s address, which is the %s usable one of the prefix%s", rules.Show(of.value), of.whose, of.number, rules.Hint(s.Prefix, ": %s", of.want))
					}
				}
			}
		},
	},
	{
		ID: "router-session-asn", Severity: rules.Error,
		What:    "ASNs are numbers from 1 to 4294967295, as text; Microsoft's is 12076.",
		Why:     "Routers refuse anything else, and Microsoft's side of every ExpressRoute session is 12076.",
		Fix:     "Pass `bgpSessions` on as they are.",
		Sources: []rules.Source{routingDoc},
		Wrong:   sessionsWith("azureASN: '8075'"),
		Right:   sessionsWith(),
		check: func(c *check) {
			for _, s := range c.Sessions {
				if n, err := strconv.ParseUint(s.PeerASN.V, 10, 32); s.PeerASN.Known() && (err != nil || n == 0 || strconv.FormatUint(n, 10) != s.PeerASN.V) {
					c.report(s.PeerASN.Path, "%s is not a number from 1 to %d; use the ASN of your routers", rules.Show(s.PeerASN), asn.Max)
				}
				if s.AzureASN.Known() && s.AzureASN.V != strconv.Itoa(spec.AzureASN) {
					c.report(s.AzureASN.Path, "%s is not Microsoft's ASN on ExpressRoute, %d", rules.Show(s.AzureASN), spec.AzureASN)
				}
			}
		},
	},
	{
		ID: "router-interface", Severity: rules.Error,
		What:    "`interfaces` names the physical interface of every link that has a session.",
		Why:     "The sub-interface is made on it, from the VLAN.",
		Fix:     "Give the name as the router writes it, in one word and without a sub-interface, such as `TenGigabitEthernet0/0/1`, `xe-0/0/1` or `eth1`.",
		Sources: []rules.Source{samplesDoc},
		Wrong:   "interfaces: {primary: TenGigabitEthernet0/0/1.200}",
		Right:   "interfaces: {primary: TenGigabitEthernet0/0/1}",
		check: func(c *check) {
			for _, side := range sides {
				name := c.interfaceOf(side)
				switch {
				case !name.Given() && len(c.sessionsOf(side)) > 0:
					c.report(name.Path, "the %s link has sessions and no interface; name the physical interface that it ends on", side)
				case name.Known() && !interfaceName.MatchString(name.V):
					c.report(name.Path, "%s is not the name of a physical interface; write it in one word and without a sub-interface, such as TenGigabitEthernet0/0/1", rules.Show(name))
				}
			}
		},
	},
	{
		ID: "router-interface-length", Severity: rules.Error,
		What:    "On Linux, the interface and its tags have a name of at most 15 characters together.",
		Why:     "The kernel takes no longer names.",
		Fix:     "Give the physical interface a shorter name.",
		Sources: []rules.Source{{Title: "ip-link(8)", URL: "https://man7.org/linux/man-pages/man8/ip-link.8.html"}},
		Wrong:   "platform: frr\ninterfaces: {primary: enp130s0f1np1, secondary: eth2}",
		Right:   "platform: frr\ninterfaces: {primary: enp130s0f1, secondary: eth2}",
		check: func(c *check) {
			if c.platform == nil || !c.platform.linux {
				return
			}
			for _, side := range sides {
				sessions, name := c.sessionsOf(side), c.interfaceOf(side)
				if len(sessions) == 0 || !name.Known() {
					continue
				}
				r := Router{Interface: Interface{name.V, c.outerTag(side).V, sessions[0].VlanID.V}}
				if full := r.linuxInterface(); len(full) > maxLinuxName {
					c.report(name.Path, "%s makes the VLAN interface %s, and Linux takes names of %d characters; give the interface a shorter name", rules.Show(name), rules.Hint(name, "%s", full), maxLinuxName)
				}
			}
		},
	},
	{
		ID: "router-outer-vlan", Severity: rules.Error,
		What:    "The outer tag of a link is from 1 to 4094, and there is one: the port's in `outerVlanId`, or the carrier's in `outerVlanIds`.",
		Why:     "On a QinQ port the outer tag is the circuit's and Azure chooses it; at a carrier with two tags the carrier does.",
		Fix:     "Leave `outerVlanIds` out on ExpressRoute Direct. At a carrier, give the tags that the carrier names.",
		Sources: []rules.Source{directDoc, vlanDoc},
		Wrong:   "outerVlanIds: {primary: 4095}",
		Right:   "outerVlanIds: {primary: 4094}",
		check: func(c *check) {
			inRange := func(v spec.Value[int]) {
				if v.Known() && (v.V < 1 || v.V > 4094) {
					c.report(v.Path, "outer VLAN %s is outside 1 to 4094; use the tag that the port or the carrier has", rules.Show(v))
				}
			}
			for _, side := range sides {
				carriers := c.carrierTag(side)
				inRange(carriers)
				var first spec.Value[int]
				for _, s := range c.sessionsOf(side) {
					tag := s.OuterVlanID
					if !tag.Known() {
						continue
					}
					inRange(tag)
					switch {
					case carriers.Known() && carriers.V != tag.V:
						c.report(carriers.Path, "outer VLAN %s is not the port's, %s at %s; leave outerVlanIds out on ExpressRoute Direct", rules.Show(carriers), rules.Show(tag), tag.Path)
					case first.Known() && first.V != tag.V:
						c.report(tag.Path, "outer VLAN %s is not that of %s, %s; a link has one", rules.Show(tag), first.Path, rules.Show(first))
					}
					if !first.Known() {
						first = tag
					}
				}
			}
		},
	},
	{
		ID: "router-two-tags", Severity: rules.Error,
		What:    "A link with two tags is on a platform whose routed sub-interfaces can have two.",
		Why:     "Those of NX-OS have one.",
		Fix:     "Use a router of another platform, or a port with Dot1Q encapsulation.",
		Sources: []rules.Source{{Title: "Nexus 9000 interfaces configuration guide", URL: "https://www.cisco.com/c/en/us/support/switches/nexus-9000-series-switches/products-installation-and-configuration-guides-list.html"}, directDoc},
		Wrong:   "platform: cisco-nx-os\nouterVlanIds: {primary: 100}",
		Right:   "platform: cisco-ios-xr\nouterVlanIds: {primary: 100}",
		check: func(c *check) {
			if c.platform == nil || c.platform.doubleTagged {
				return
			}
			for _, side := range sides {
				if tag := c.outerTag(side); tag.Known() {
					c.report("platform", "the %s link has two tags (%s), and %s has one on a routed sub-interface; use a router of another platform, or a port with Dot1Q encapsulation", side, tag.Path, c.platform.title)
					return
				}
			}
		},
	},
	{
		ID: "router-key-characters", Severity: rules.Error,
		What:    "`sharedKey` contains no character that the platform cannot be given: a dollar sign, or at its start a quotation mark, `|` or `>`, on NX-OS; a double quote on BIRD.",
		Why:     "The command line reads them as something else.",
		Fix:     "Choose a key of letters and digits, which is all that Azure documents.",
		Sources: []rules.Source{{Title: "Nexus 9000 security configuration guide", URL: "https://www.cisco.com/c/en/us/support/switches/nexus-9000-series-switches/products-installation-and-configuration-guides-list.html"}, {Title: "BIRD user's guide", URL: "https://bird.network.cz/?get_doc&v=20"}},
		Wrong:   "platform: bird\ninterfaces: {primary: eth1, secondary: eth2}\nsharedKey: !secret 'a\"b'",
		Right:   "platform: bird\ninterfaces: {primary: eth1, secondary: eth2}\nsharedKey: !secret abc",
		check: func(c *check) {
			if c.platform == nil || c.platform.key == nil || c.SharedKey.V == "" {
				return
			}
			if what := c.platform.key(c.SharedKey.V); what != "" {
				c.report(c.SharedKey.Path, "the key contains %s, which cannot be given to %s; choose a key of letters and digits", what, c.platform.title)
			}
		},
	},
	{
		ID: "router-key-console", Severity: rules.Warning,
		What:    "A key with a question mark is not pasted at a console of Cisco's or Arista's.",
		Why:     "There a question mark asks for help. In a file that is copied to the router it is a question mark.",
		Fix:     "Copy the file, or type Ctrl-V before it; or choose a key of letters and digits.",
		Sources: []rules.Source{pageDoc},
		Wrong:   "sharedKey: !secret 'a?b'",
		Right:   "platform: junos\ninterfaces: {primary: xe-0/0/1, secondary: xe-0/0/2}\nsharedKey: !secret 'a?b'",
		check: func(c *check) {
			if c.platform != nil && c.platform.console && strings.Contains(c.SharedKey.V, "?") {
				c.report(c.SharedKey.Path, "the key contains a question mark, which asks for help at a console; copy the file to the router instead of pasting it")
			}
		},
	},
	{
		ID: "router-accepted-prefix", Severity: rules.Error,
		What:    "An accepted prefix is a network address, a slash and a length; on Microsoft peering it is public.",
		Why:     "Routers refuse anything else, and on Microsoft peering the default route and private space are refused whatever is accepted.",
		Fix:     "Write the network in that form. What lies in it is accepted, too.",
		Sources: []rules.Source{routingDoc},
		Wrong:   "acceptedPrefixes: [10.20.0.1/16]",
		Right:   "acceptedPrefixes: [10.20.0.0/16]",
		check: func(c *check) {
			for _, v := range c.AcceptedPrefixes.Items {
				if !v.Known() {
					continue
				}
				p, err := link.ParsePrefix(v.V)
				switch {
				case err != nil:
					c.report(v.Path, "%s is not a prefix%s; write an address, a slash and a length, such as 10.20.0.0/16", rules.Show(v), rules.Hint(v, ": %s", err))
				case p != p.Masked():
					c.report(v.Path, "%s has host bits set; give the network address%s", rules.Show(v), rules.Hint(v, ", %s", p.Masked()))
				case c.peering() == spec.NameMicrosoftPeering && p.Bits() > 0:
					for _, set := range link.Private {
						if within, found := set.Overlapping(p); found {
							c.report(v.Path, "%s overlaps %s (%s), which is refused on Microsoft peering; leave it out", rules.Show(v), set.Name, within)
						}
					}
				}
			}
		},
	},
	{
		ID: "router-maximum-prefixes", Severity: rules.Error,
		What:    "`maximumPrefixes` are 1 or more.",
		Why:     "A router that warns at none warns always.",
		Fix:     "Leave room above what Azure sends: up to 1000 IPv4 and 100 IPv6 prefixes for each connected gateway, on top of the routes of Global Reach.",
		Sources: []rules.Source{faqDoc},
		Wrong:   "maximumPrefixes: {ipv4: 0}",
		Right:   "maximumPrefixes: {ipv4: 1}",
		check: func(c *check) {
			if c.MaximumPrefixes == nil {
				return
			}
			for _, v := range []spec.Value[int]{c.MaximumPrefixes.IPv4, c.MaximumPrefixes.IPv6} {
				if v.Known() && (v.V < 1 || v.V > asn.Max) {
					c.report(v.Path, "%s is not a number of prefixes to warn at; give 1 or more, with room above what Azure sends", rules.Show(v))
				}
			}
		},
	},
	{
		ID: "router-timers", Severity: rules.Error,
		What:    "`timers` are 3 seconds or more for `keepalive` and 10 to 65535 for `hold`, and three keepalives fit into the hold time.",
		Why:     "Microsoft's side goes no lower. BFD notices a failure sooner than the shortest timers.",
		Fix:     "Leave the timers out, or raise them.",
		Sources: []rules.Source{bfdDoc, faqDoc},
		Wrong:   "timers: {keepalive: 2, hold: 10}",
		Right:   "timers: {keepalive: 3, hold: 10}",
		check: func(c *check) {
			if c.Timers == nil {
				return
			}
			keepalive, hold := c.Timers.Keepalive, c.Timers.Hold
			if keepalive.Known() && keepalive.V < shortestKeepalive {
				c.report(keepalive.Path, "a keepalive of %s seconds is shorter than the %d that Microsoft's side goes down to; raise it, or leave timers out and rely on BFD", rules.Show(keepalive), shortestKeepalive)
			}
			switch {
			case hold.Known() && (hold.V < shortestHold || hold.V > longestHold):
				c.report(hold.Path, "a hold time of %s seconds is outside %d to %d; change it, or leave timers out and rely on BFD", rules.Show(hold), shortestHold, longestHold)
			case hold.Known() && keepalive.Known() && hold.V < 3*keepalive.V:
				c.report(hold.Path, "a hold time of %s seconds is shorter than three keepalives of %s; raise it, or shorten keepalive", rules.Show(hold), rules.Show(keepalive))
			}
		},
	},
	{
		ID: "router-hold-time", Severity: rules.Warning,
		What:    "`timers.hold` is at most 180 seconds, and on Junos three times `keepalive`.",
		Why:     "Microsoft's side has 180 seconds and the shorter time holds. Junos sends keepalives at a third of the hold time and cannot be told otherwise.",
		Fix:     "Lower it, or leave `timers` out.",
		Sources: []rules.Source{faqDoc},
		Wrong:   "timers: {keepalive: 60, hold: 181}",
		Right:   "timers: {keepalive: 60, hold: 180}",
		check: func(c *check) {
			if c.Timers == nil || !c.Timers.Hold.Known() {
				return
			}
			keepalive, hold := c.Timers.Keepalive, c.Timers.Hold
			if hold.V > microsoftHold {
				c.report(hold.Path, "a hold time of %s seconds is more than Microsoft's %d; the shorter one holds", rules.Show(hold), microsoftHold)
			}
			if c.platform == &junos && keepalive.Known() && hold.V >= 3*keepalive.V && hold.V/3 != keepalive.V {
				c.report(keepalive.Path, "a keepalive of %s seconds cannot be set on %s, which sends them at a third of the hold time", rules.Show(keepalive), c.platform.title)
			}
		},
	},
	{
		ID: "router-vrf", Severity: rules.Error,
		What:    "`vrf` is the name of a VRF: letters, digits, `_`, `.` and `-`, up to 32 of them, on FRR up to 15. On BIRD there is none.",
		Why:     "Routers refuse other names. BIRD keeps a VRF in a kernel table whose number is not known here.",
		Fix:     "Use such a name. On BIRD, leave `vrf` out and add it to the file.",
		Sources: []rules.Source{pageDoc},
		Wrong:   "vrf: Azure production",
		Right:   "vrf: Azure-production",
		check: func(c *check) {
			switch {
			case !c.VRF.Known() || c.platform == nil:
			case c.platform.vrf == 0:
				c.report(c.VRF.Path, "%s takes a VRF by the number of its kernel table, which is not known here; leave vrf out and add it to the file", c.platform.title)
			case !vrfName.MatchString(c.VRF.V) || len(c.VRF.V) > c.platform.vrf:
				c.report(c.VRF.Path, "%s is not the name of a VRF on %s; use letters, digits, _, . and -, up to %d of them", rules.Show(c.VRF), c.platform.title, c.platform.vrf)
			}
		},
	},
	{
		ID: "router-names", Severity: rules.Error,
		What:    "`hostname` is a host's name, `circuitName` that of a circuit.",
		Why:     "They become names of files, filters and descriptions.",
		Fix:     "Use letters, digits, `.` and `-`; in `circuitName` also `_`.",
		Sources: []rules.Source{pageDoc},
		Wrong:   "hostname: edge 1",
		Right:   "hostname: edge-1",
		check: func(c *check) {
			if c.Hostname.Known() && !hostName.MatchString(c.Hostname.V) {
				c.report(c.Hostname.Path, "%s is not a host's name; use letters, digits, . and -, up to 63 of them", rules.Show(c.Hostname))
			}
			if c.CircuitName.Known() && !circuitName.MatchString(c.CircuitName.V) {
				c.report(c.CircuitName.Path, "%s is not a circuit's name; use letters, digits, ., _ and -, up to 80 of them", rules.Show(c.CircuitName))
			}
		},
	},
	{
		ID: "router-announces-nothing", Severity: rules.Warning,
		What:    "`advertisedPrefixes` has a prefix of every family that there are sessions of.",
		Why:     "Outbound there is always a filter. Without a prefix nothing is announced, and Azure has no way back.",
		Fix:     "List your networks; on Microsoft peering the `advertisedPublicPrefixes`.",
		Sources: []rules.Source{routingDoc},
		Wrong:   "advertisedPrefixes: null",
		Right:   "advertisedPrefixes: [10.10.0.0/16]",
		check:   func(c *check) { c.everyFamily(c.AdvertisedPrefixes, "nothing is announced over the %s sessions") },
	},
	{
		ID: "router-accepts-nothing", Severity: rules.Warning,
		What:    "`acceptedPrefixes`, where given, has a prefix of every family that there are sessions of.",
		Why:     "Where the list is given, nothing else is taken.",
		Fix:     "Add the address spaces of your virtual networks in that family, or leave the list out.",
		Sources: []rules.Source{pageDoc},
		Wrong:   "acceptedPrefixes: ['2001:db8::/32']",
		Right:   "acceptedPrefixes: [10.20.0.0/16]",
		check: func(c *check) {
			if c.AcceptedPrefixes.Given() {
				c.everyFamily(c.AcceptedPrefixes, "nothing is taken over the %s sessions")
			}
		},
	},
	{
		ID: "router-default-route", Severity: rules.Warning,
		What:    "A default route is announced on purpose.",
		Why:     "On private peering it draws all traffic of the virtual networks to the internet through your network.",
		Fix:     "Leave it out unless that is what you want.",
		Sources: []rules.Source{routingDoc},
		Wrong:   "advertisedPrefixes: [0.0.0.0/0]",
		Right:   "advertisedPrefixes: [10.10.0.0/16]",
		check: func(c *check) {
			for _, v := range c.AdvertisedPrefixes.Items {
				if p, err := link.ParsePrefix(v.V); err == nil && p.Bits() == 0 && c.peering() == spec.NamePrivatePeering {
					c.report(v.Path, "%s draws all traffic of the virtual networks to the internet through your network; leave it out unless that is what you want", rules.Show(v))
				}
			}
		},
	},
	{
		ID: "router-one-link", Severity: rules.Warning,
		What:    "There are sessions on both links.",
		Why:     "Microsoft's availability agreement asks for both, and one is taken down for maintenance at a time.",
		Fix:     "Configure both links.",
		Sources: []rules.Source{routingDoc},
		Wrong:   "sessions:\n" + exampleSession(0),
		Right:   sessionsWith(),
		check: func(c *check) {
			for i, side := range sides {
				if others := c.sessionsOf(sides[1-i]); len(others) > 0 && len(others) == len(c.Sessions) {
					c.report("sessions", "there is no session on the %s link; Microsoft takes one link down at a time for maintenance", side)
				}
			}
		},
	},
	{
		ID: "router-id", Severity: rules.Warning,
		What:    "Sessions of IPv6 alone need a router that has an IPv4 address elsewhere, or a router id.",
		Why:     "BGP identifies a router by 32 bits, which routers take from an IPv4 address.",
		Fix:     "Set the router id if the router has no IPv4 address.",
		Sources: []rules.Source{{Title: "RFC 4271", URL: "https://www.rfc-editor.org/rfc/rfc4271"}},
		Wrong:   "sessions:\n" + exampleSession(0, "family: ipv6", "prefix: '2001:db8:ffff::/126'", "customerAddress: '2001:db8:ffff::1'", "microsoftAddress: '2001:db8:ffff::2'"),
		Right:   sessionsWith(),
		check: func(c *check) {
			if c.has(spec.FamilyIPv6) && !c.has(spec.FamilyIPv4) {
				c.report("sessions", "the sessions are of IPv6 alone; a router that has no IPv4 address needs a router id of its own")
			}
		},
	},
}

// everyFamily reports each family with sessions that the list has no prefix of.
func (c *check) everyFamily(l spec.List[string], format string) {
	for _, family := range []spec.Family{spec.FamilyIPv4, spec.FamilyIPv6} {
		if !c.has(family) || l.State == spec.Unknown {
			continue
		}
		found := false
		for _, v := range l.Items {
			p, err := link.ParsePrefix(v.V)
			found = found || err != nil || p.Addr().Is4() == (family == spec.FamilyIPv4)
		}
		if !found {
			c.report(l.Path, format+"; there is no prefix of theirs in the list", map[spec.Family]string{spec.FamilyIPv4: "IPv4", spec.FamilyIPv6: "IPv6"}[family])
		}
	}
}

func differ[T comparable](a, b spec.Value[T]) bool { return a.Known() && b.Known() && a.V != b.V }

// exampleSessions are two sessions, one on each link, with their properties in order.
var exampleSessions = [2][][2]string{
	{
		{"peering", "AzurePrivatePeering"},
		{"link", "primary"},
		{"family", "ipv4"},
		{"vlanId", "200"},
		{"prefix", "192.168.16.252/30"},
		{"customerAddress", "192.168.16.253"},
		{"microsoftAddress", "192.168.16.254"},
		{"peerASN", "'65010'"},
		{"azureASN", "'12076'"},
	},
	{
		{"peering", "AzurePrivatePeering"},
		{"link", "secondary"},
		{"family", "ipv4"},
		{"vlanId", "200"},
		{"prefix", "192.168.18.252/30"},
		{"customerAddress", "192.168.18.253"},
		{"microsoftAddress", "192.168.18.254"},
		{"peerASN", "'65010'"},
		{"azureASN", "'12076'"},
	},
}

// sessionsWith is an example of two sessions, with properties of the second one changed.
func sessionsWith(changes ...string) string {
	return "sessions:\n" + exampleSession(0) + "\n" + exampleSession(1, changes...)
}

// exampleSession is one of the sessions, with properties changed: each is a name, a colon and a value.
func exampleSession(i int, changes ...string) string {
	changed := map[string]string{}
	for _, c := range changes {
		name, value, _ := strings.Cut(c, ": ")
		changed[name] = value
	}
	var properties []string
	for _, p := range exampleSessions[i] {
		value := p[1]
		if v, ok := changed[p[0]]; ok {
			value = v
		}
		properties = append(properties, p[0]+": "+value)
	}
	return "- {" + strings.Join(properties, ", ") + "}"
}
