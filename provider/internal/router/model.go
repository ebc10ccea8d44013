package router

import (
	"net/netip"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Router is the customer's side of one link.
type Router struct {
	Link      spec.Side
	Peering   string
	Circuit   string
	Hostname  string
	Interface Interface
	VRF       string
	// ASN is the router's autonomous system, MicrosoftASN that of the other end; both as text (asplain).
	ASN, MicrosoftASN string
	// Key of the sessions. Where it is empty, the text has a place for it.
	Key      string
	BFD      bool
	Timers   *BGPTimers
	Sessions []Session
}

// Interface is the sub-interface of a link: the physical interface and its tags. An Outer of 0 is a single tag.
type Interface struct {
	Parent       string
	Outer, Inner int
}

// BGPTimers are the timers of the sessions, in seconds.
type BGPTimers struct{ Keepalive, Hold int }

// Session is one BGP session of a link, and what may pass over it.
type Session struct {
	Family spec.Family
	// Local is the router's address, with the length of the link's prefix.
	Local netip.Prefix
	// Neighbour is Microsoft's address.
	Neighbour netip.Addr
	// Advertised are the prefixes that the router originates.
	Advertised []netip.Prefix
	// In and Out are the filters of what is taken and what is announced.
	In, Out Filter
	// Maximum is the number of prefixes above which the router warns; 0 is none.
	Maximum int
}

// Filter lets prefixes pass. What Refused names is out, then what Passed names is in, and all else is out.
type Filter struct {
	Name            string
	Refused, Passed []Match
}

// Match is a prefix, alone or with all that lies in it.
type Match struct {
	Prefix netip.Prefix
	Longer bool
}

// widens reports whether there is anything in the prefix but itself.
func (m Match) widens() bool { return m.Longer && m.Prefix.Bits() < m.Prefix.Addr().BitLen() }

// The times of BFD that Microsoft's side has, too: the slower side decides.
// https://learn.microsoft.com/azure/expressroute/expressroute-bfd
const (
	bfdInterval   = 300
	bfdMultiplier = 3
)

// nullDistance is the administrative distance of the null routes that originate prefixes: every real route wins.
const nullDistance = 254

// everything is the prefix that holds all of a family.
func everything(family spec.Family) netip.Prefix {
	if family == spec.FamilyIPv4 {
		return netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	}
	return netip.PrefixFrom(netip.IPv6Unspecified(), 0)
}

// ofFamily lists the prefixes of a family.
func ofFamily(prefixes []netip.Prefix, family spec.Family) []netip.Prefix {
	var all []netip.Prefix
	for _, p := range prefixes {
		if p.Addr().Is4() == (family == spec.FamilyIPv4) {
			all = append(all, p)
		}
	}
	return all
}

// privateSpace lists what is refused on Microsoft peering besides the default route.
func privateSpace(family spec.Family) []netip.Prefix {
	var all []netip.Prefix
	for _, set := range link.Private {
		all = append(all, ofFamily(set.Prefixes, family)...)
	}
	return all
}

// routers are the customer's sides of the links that have sessions. The arguments are valid.
func routers(a *Arguments) []Router {
	advertised, accepted := networks(a.AdvertisedPrefixes), networks(a.AcceptedPrefixes)
	var all []Router
	for _, side := range sides {
		sessions := a.sessionsOf(side)
		if len(sessions) == 0 {
			continue
		}
		first := sessions[0]
		r := Router{
			Link: side, Peering: first.Peering.V, Circuit: a.CircuitName.V, Hostname: a.Hostname.V,
			Interface: Interface{Parent: a.interfaceOf(side).V, Outer: a.outerTag(side).V, Inner: first.VlanID.V},
			VRF:       a.VRF.V, ASN: first.PeerASN.V, MicrosoftASN: first.AzureASN.V, Key: a.SharedKey.V, BFD: a.bfd(),
		}
		if t := a.Timers; t != nil {
			r.Timers = &BGPTimers{t.Keepalive.V, t.Hold.V}
		}
		for _, family := range []spec.Family{spec.FamilyIPv4, spec.FamilyIPv6} {
			for _, s := range sessions {
				if s.Family.V != string(family) {
					continue
				}
				prefix := netip.MustParsePrefix(s.Prefix.V)
				session := Session{
					Family:     family,
					Local:      netip.PrefixFrom(link.CustomerAddress(prefix), prefix.Bits()),
					Neighbour:  link.MicrosoftAddress(prefix),
					Advertised: ofFamily(advertised, family),
					In:         Filter{Name: r.name("IN", family)},
					Out:        Filter{Name: r.name("OUT", family)},
				}
				for _, p := range session.Advertised {
					session.Out.Passed = append(session.Out.Passed, Match{Prefix: p})
				}
				if r.Peering == spec.NameMicrosoftPeering {
					session.In.Refused = append(session.In.Refused, Match{Prefix: everything(family)})
					for _, p := range privateSpace(family) {
						session.In.Refused = append(session.In.Refused, Match{p, true})
					}
				}
				if a.AcceptedPrefixes.Given() {
					for _, p := range ofFamily(accepted, family) {
						session.In.Passed = append(session.In.Passed, Match{p, true})
					}
				} else {
					session.In.Passed = []Match{{everything(family), true}}
				}
				if m := a.MaximumPrefixes; m != nil {
					session.Maximum = map[spec.Family]int{spec.FamilyIPv4: m.IPv4.V, spec.FamilyIPv6: m.IPv6.V}[family]
				}
				r.Sessions = append(r.Sessions, session)
			}
		}
		all = append(all, r)
	}
	return all
}

// networks reads the prefixes of a valid list, each once.
func networks(l spec.List[string]) []netip.Prefix {
	var all []netip.Prefix
	seen := map[netip.Prefix]bool{}
	for _, v := range l.Items {
		if p := netip.MustParsePrefix(v.V); !seen[p] {
			seen[p] = true
			all = append(all, p)
		}
	}
	return all
}

// kind is the peering in a word.
func (r *Router) kind() string {
	if r.Peering == spec.NamePrivatePeering {
		return "private"
	}
	return "microsoft"
}

// circuitInNames is how much of a circuit's name goes into names and descriptions, which routers keep short: NX-OS takes
// 63 characters for a route map.
const circuitInNames = 40

// group names what belongs to the peering, on whichever router.
func (r *Router) group() string {
	parts := []string{"ER"}
	if r.Circuit != "" {
		parts = append(parts, r.Circuit[:min(len(r.Circuit), circuitInNames)])
	}
	return strings.ToUpper(strings.Join(append(parts, r.kind()), "-"))
}

// name of a filter. The same peering has the same names on both routers, which may be one.
func (r *Router) name(direction string, family spec.Family) string {
	return r.group() + "-" + direction + "-" + strings.ToUpper(strings.TrimPrefix(string(family), "ip"))
}

// description of the interface and of the sessions.
func (r *Router) description() string {
	parts := []string{"ExpressRoute"}
	if r.Circuit != "" {
		parts = append(parts, r.Circuit[:min(len(r.Circuit), circuitInNames)])
	}
	kind := map[string]string{spec.NamePrivatePeering: "private", spec.NameMicrosoftPeering: "Microsoft"}[r.Peering]
	return strings.Join(append(parts, kind, string(r.Link)), " ")
}

// session of a family, nil where there is none.
func (r *Router) session(family spec.Family) *Session {
	for i := range r.Sessions {
		if r.Sessions[i].Family == family {
			return &r.Sessions[i]
		}
	}
	return nil
}

// number of the sub-interface: the tag, or both, so that circuits on one port have different ones.
func (i Interface) number() int {
	if i.Outer == 0 {
		return i.Inner
	}
	return i.Outer*10000 + i.Inner
}

// originates reports whether the router announces anything of its own.
func (r *Router) originates() bool {
	for _, s := range r.Sessions {
		if len(s.Advertised) > 0 {
			return true
		}
	}
	return false
}
