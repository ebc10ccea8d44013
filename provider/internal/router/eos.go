package router

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// Arista EOS. Routing is off until it is asked for, and ports are switched.
//
// https://www.arista.com/en/um-eos/eos-border-gateway-protocol-bgp (neighbor password, maximum-routes, bfd, route-map)
// https://www.arista.com/en/um-eos/eos-bidirectional-forwarding-detection (bfd interval)
// https://www.arista.com/en/support/toi/tag/subinterface (encapsulation dot1q vlan … inner …)
var eos = platform{
	title: "Arista EOS", comment: "!", suffix: "eos.cfg", whole: "configure replace", doubleTagged: true, vrf: 32, console: true, write: writeEOS,
}

func writeEOS(t *text, r *Router) {
	t.keyRemark(r)
	vrf := ""
	t.line("!")
	if r.VRF != "" {
		vrf = "vrf " + r.VRF + " "
		t.line("vrf instance %s", r.VRF)
		t.line("ip routing vrf %s", r.VRF)
	} else {
		t.line("ip routing")
	}
	if r.session(spec.FamilyIPv6) != nil {
		if r.VRF != "" {
			t.line("ipv6 unicast-routing vrf %s", r.VRF)
		} else {
			t.line("ipv6 unicast-routing")
		}
	}
	writeCiscoFilters(t, r, func(t *text, s Session, f Filter) {
		t.line("%s prefix-list %s", words(s.Family), f.Name)
		for _, entry := range prefixListEntries(f, s.Family) {
			t.line("   %s", entry)
		}
		t.line("!")
	})

	if r.originates() {
		t.line("!")
	}
	for _, s := range r.Sessions {
		for _, p := range s.Advertised {
			t.line("%s route %s%s Null0 %d", words(s.Family), vrf, p, nullDistance)
		}
	}

	t.line("!")
	t.line("router bgp %s", r.ASN)
	indent := "   "
	if r.VRF != "" {
		t.line("   vrf %s", r.VRF)
		indent = "      "
	}
	for _, s := range r.Sessions {
		line := func(format string, args ...any) { t.line(indent+"neighbor "+s.Neighbour.String()+" "+format, args...) }
		line("remote-as %s", r.MicrosoftASN)
		line("description %s", r.description())
		t.password(r, indent, "neighbor %s password 0 %s", s.Neighbour, r.key())
		if r.Timers != nil {
			line("timers %d %d", r.Timers.Keepalive, r.Timers.Hold)
		}
		if r.BFD && s.Family == spec.FamilyIPv4 {
			line("bfd")
		}
		if s.Maximum > 0 {
			line("maximum-routes %d warning-only", s.Maximum)
		}
	}
	for _, family := range []spec.Family{spec.FamilyIPv4, spec.FamilyIPv6} {
		s, v6 := r.session(family), r.session(spec.FamilyIPv6)
		out := family == spec.FamilyIPv4 && v6 != nil
		if s == nil && !out {
			continue
		}
		t.line("%s!", indent)
		t.line("%saddress-family %s", indent, family)
		if s != nil {
			t.line("%s   neighbor %s activate", indent, s.Neighbour)
			t.line("%s   neighbor %s route-map %s in", indent, s.Neighbour, s.In.Name)
			t.line("%s   neighbor %s route-map %s out", indent, s.Neighbour, s.Out.Name)
			for _, p := range s.Advertised {
				t.line("%s   network %s", indent, p)
			}
		}
		if out {
			t.line("%s   no neighbor %s activate", indent, v6.Neighbour)
		}
	}

	t.line("!")
	t.line("interface %s", r.Interface.Parent)
	t.line("   no switchport")
	t.line("   no shutdown")
	t.line("!")
	t.line("interface %s.%d", r.Interface.Parent, r.Interface.number())
	t.line("   description %s", r.description())
	if r.Interface.Outer == 0 {
		t.line("   encapsulation dot1q vlan %d", r.Interface.Inner)
	} else {
		t.line("   encapsulation dot1q vlan %d inner %d", r.Interface.Outer, r.Interface.Inner)
	}
	if r.VRF != "" {
		t.line("   vrf %s", r.VRF)
	}
	for _, s := range r.Sessions {
		t.line("   %s address %s", words(s.Family), s.Local)
	}
	if r.BFD && r.session(spec.FamilyIPv4) != nil {
		t.line("   bfd interval %d min-rx %d multiplier %d", bfdInterval, bfdInterval, bfdMultiplier)
	}
	t.line("!")
}
