package router

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// FRRouting. Its words are Cisco's, its addresses its own; the VLAN interface is the system's, which a script makes.
//
// https://docs.frrouting.org/en/latest/bgp.html, https://docs.frrouting.org/en/latest/bfd.html, https://docs.frrouting.org/en/latest/filter.html
var frr = platform{
	title: "FRRouting", comment: "!", suffix: "frr.conf", whole: "frr-reload.py --reload", doubleTagged: true, vrf: maxLinuxName, linux: true, write: writeFRR,
}

func writeFRR(t *text, r *Router) {
	t.keyRemark(r)
	t.remark("The daemons zebra, staticd, bgpd%s run (/etc/frr/daemons). Load it with vtysh -f.", map[bool]string{true: " and bfdd"}[r.BFD])
	writeCiscoFilters(t, r, func(t *text, s Session, f Filter) {
		for _, entry := range prefixListEntries(f, s.Family) {
			t.line("%s prefix-list %s %s", words(s.Family), f.Name, entry)
		}
	})

	if r.originates() {
		t.line("!")
	}
	for _, s := range r.Sessions {
		for _, p := range s.Advertised {
			vrf := ""
			if r.VRF != "" {
				vrf = " vrf " + r.VRF
			}
			t.line("%s route %s blackhole %d%s", words(s.Family), p, nullDistance, vrf)
		}
	}

	bfd := r.BFD && r.session(spec.FamilyIPv4) != nil
	if bfd {
		t.line("!")
		t.line("bfd")
		t.line(" profile %s", r.group())
		t.line("  detect-multiplier %d", bfdMultiplier)
		t.line("  receive-interval %d", bfdInterval)
		t.line("  transmit-interval %d", bfdInterval)
		t.line(" exit")
		t.line("exit")
	}

	t.line("!")
	if r.VRF == "" {
		t.line("router bgp %s", r.ASN)
	} else {
		t.line("router bgp %s vrf %s", r.ASN, r.VRF)
	}
	for _, s := range r.Sessions {
		line := func(format string, args ...any) { t.line(" neighbor "+s.Neighbour.String()+" "+format, args...) }
		line("remote-as %s", r.MicrosoftASN)
		line("description %s", r.description())
		t.password(r, " ", "neighbor %s password %s", s.Neighbour, r.key())
		if r.Timers != nil {
			line("timers %d %d", r.Timers.Keepalive, r.Timers.Hold)
		}
		if bfd && s.Family == spec.FamilyIPv4 {
			line("bfd")
			line("bfd profile %s", r.group())
		}
	}
	for _, family := range []spec.Family{spec.FamilyIPv4, spec.FamilyIPv6} {
		s, v6 := r.session(family), r.session(spec.FamilyIPv6)
		out := family == spec.FamilyIPv4 && v6 != nil
		if s == nil && !out {
			continue
		}
		t.line(" !")
		t.line(" address-family %s unicast", family)
		if s != nil {
			for _, p := range s.Advertised {
				t.line("  network %s", p)
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
	t.line("exit")

	t.line("!")
	if r.VRF == "" {
		t.line("interface %s", r.linuxInterface())
	} else {
		t.line("interface %s vrf %s", r.linuxInterface(), r.VRF)
	}
	t.line(" description %s", r.description())
	for _, s := range r.Sessions {
		t.line(" %s address %s", words(s.Family), s.Local)
	}
	t.line("exit")
	t.line("!")
}
