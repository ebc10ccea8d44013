package router

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// Cisco IOS-XE. Its BGP neighbours stand in the process, or in the family of their VRF; every neighbour is active in IPv4
// until it is told otherwise.
//
// https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/iproute_bgp/command/irg-cr-book.html (neighbor password, maximum-prefix, fall-over, timers)
// https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/lanswitch/command/lsw-cr-book.html (encapsulation dot1q, second-dot1q)
// https://www.cisco.com/c/en/us/td/docs/ios-xml/ios/iproute_bfd/configuration/xe-16/irb-xe-16-book.html (bfd interval)
var iosXE = platform{
	title: "Cisco IOS-XE", comment: "!", suffix: "ios-xe.cfg", whole: "configure replace", doubleTagged: true, vrf: 32, console: true, write: writeIOSXE,
}

func writeIOSXE(t *text, r *Router) {
	t.keyRemark(r)
	if r.VRF != "" {
		t.remark("VRF %s exists, with a route distinguisher and the families of the sessions.", r.VRF)
	}
	if r.session(spec.FamilyIPv6) != nil {
		t.line("!")
		t.line("ipv6 unicast-routing")
	}
	writeCiscoFilters(t, r, func(t *text, s Session, f Filter) {
		for _, entry := range prefixListEntries(f, s.Family) {
			t.line("%s prefix-list %s %s", words(s.Family), f.Name, entry)
		}
	})

	vrf := ""
	if r.VRF != "" {
		vrf = "vrf " + r.VRF + " "
	}
	if r.originates() {
		t.line("!")
	}
	for _, s := range r.Sessions {
		for _, p := range s.Advertised {
			if s.Family == spec.FamilyIPv4 {
				t.line("ip route %s%s %s Null0 %d", vrf, p.Addr(), netmask(p), nullDistance)
			} else {
				t.line("ipv6 route %s%s Null0 %d", vrf, p, nullDistance)
			}
		}
	}

	t.line("!")
	t.line("router bgp %s", r.ASN)
	if r.VRF == "" {
		for _, s := range r.Sessions {
			writeIOSXENeighbour(t, r, s, " ")
		}
	}
	for _, family := range []spec.Family{spec.FamilyIPv4, spec.FamilyIPv6} {
		s, v6 := r.session(family), r.session(spec.FamilyIPv6)
		out := family == spec.FamilyIPv4 && v6 != nil && r.VRF == ""
		if s == nil && !out {
			continue
		}
		t.line(" !")
		if r.VRF == "" {
			t.line(" address-family %s", family)
		} else {
			t.line(" address-family %s vrf %s", family, r.VRF)
		}
		if s != nil {
			for _, p := range s.Advertised {
				if family == spec.FamilyIPv4 {
					t.line("  network %s mask %s", p.Addr(), netmask(p))
				} else {
					t.line("  network %s", p)
				}
			}
			if r.VRF != "" {
				writeIOSXENeighbour(t, r, *s, "  ")
			}
			t.line("  neighbor %s activate", s.Neighbour)
			t.line("  neighbor %s route-map %s in", s.Neighbour, s.In.Name)
			t.line("  neighbor %s route-map %s out", s.Neighbour, s.Out.Name)
			if s.Maximum > 0 {
				t.line("  neighbor %s maximum-prefix %d warning-only", s.Neighbour, s.Maximum)
			}
		}
		if out {
			t.line("  no neighbor %s activate", v6.Neighbour)
		}
		t.line(" exit-address-family")
	}

	t.line("!")
	t.line("interface %s", r.Interface.Parent)
	t.line(" no shutdown")
	t.line("!")
	t.line("interface %s.%d", r.Interface.Parent, r.Interface.number())
	t.line(" description %s", r.description())
	if r.Interface.Outer == 0 {
		t.line(" encapsulation dot1Q %d", r.Interface.Inner)
	} else {
		t.line(" encapsulation dot1Q %d second-dot1q %d", r.Interface.Outer, r.Interface.Inner)
	}
	if r.VRF != "" {
		t.line(" vrf forwarding %s", r.VRF)
	}
	for _, s := range r.Sessions {
		if s.Family == spec.FamilyIPv4 {
			t.line(" ip address %s %s", s.Local.Addr(), netmask(s.Local))
		} else {
			t.line(" ipv6 address %s", s.Local)
		}
	}
	if r.BFD && r.session(spec.FamilyIPv4) != nil {
		t.line(" bfd interval %d min_rx %d multiplier %d", bfdInterval, bfdInterval, bfdMultiplier)
	}
	t.line("!")
}

func writeIOSXENeighbour(t *text, r *Router, s Session, indent string) {
	line := func(format string, args ...any) { t.line(indent+"neighbor "+s.Neighbour.String()+" "+format, args...) }
	line("remote-as %s", r.MicrosoftASN)
	line("description %s", r.description())
	t.password(r, indent, "neighbor %s password 0 %s", s.Neighbour, r.key())
	if r.Timers != nil {
		line("timers %d %d", r.Timers.Keepalive, r.Timers.Hold)
	}
	if r.BFD && s.Family == spec.FamilyIPv4 {
		line("fall-over bfd")
	}
}

// writeCiscoFilters writes each filter as a prefix list, which the platform writes in its own way, and a route map around
// it, which is where path selection can be set.
func writeCiscoFilters(t *text, r *Router, prefixList func(*text, Session, Filter)) {
	for _, s := range r.Sessions {
		for _, f := range []Filter{s.Out, s.In} {
			t.line("!")
			prefixList(t, s, f)
			t.line("route-map %s permit 10", f.Name)
			t.line(" match %s address prefix-list %s", words(s.Family), f.Name)
		}
	}
}
