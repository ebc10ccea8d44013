package router

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Cisco NX-OS. Features are off until they are asked for, ports are switched, and BFD wants no redirects on its interface.
// Its routed sub-interfaces have one tag.
//
// https://www.cisco.com/c/en/us/td/docs/dcn/nx-os/nexus9000/103x/unicast-routing-configuration/cisco-nexus-9000-series-nx-os-unicast-routing-configuration-guide-release-103x.html (BGP, route maps, static routes)
// https://www.cisco.com/c/en/us/td/docs/dcn/nx-os/nexus9000/103x/configuration/interfaces/cisco-nexus-9000-nx-os-interfaces-configuration-guide-103x.html (sub-interfaces, BFD)
// https://www.cisco.com/c/en/us/td/docs/dcn/nx-os/nexus9000/103x/configuration/security/cisco-nexus-9000-nx-os-security-configuration-guide-103x.html (characters of passwords)
var nxOS = platform{
	title: "Cisco NX-OS", comment: "!", suffix: "nx-os.cfg", whole: "configure replace", vrf: 32, console: true, key: nxOSKey, write: writeNXOS,
}

// nxOSKey holds a key against what NX-OS says of passwords in clear text.
func nxOSKey(key string) string {
	switch {
	case strings.Contains(key, "$"):
		return "a dollar sign"
	case strings.ContainsAny(key[:1], `"'|>`):
		return "a quotation mark, | or > at its start"
	}
	return ""
}

func writeNXOS(t *text, r *Router) {
	t.keyRemark(r)
	t.line("!")
	t.line("feature bgp")
	if r.BFD && r.session(spec.FamilyIPv4) != nil {
		t.line("feature bfd")
	}
	writeCiscoFilters(t, r, func(t *text, s Session, f Filter) {
		for _, entry := range prefixListEntries(f, s.Family) {
			t.line("%s prefix-list %s %s", words(s.Family), f.Name, entry)
		}
	})

	if r.VRF != "" || r.originates() {
		t.line("!")
	}
	indent := ""
	if r.VRF != "" {
		t.line("vrf context %s", r.VRF)
		indent = "  "
	}
	for _, s := range r.Sessions {
		for _, p := range s.Advertised {
			t.line("%s%s route %s Null0 %d", indent, words(s.Family), p, nullDistance)
		}
	}

	t.line("!")
	t.line("router bgp %s", r.ASN)
	indent = "  "
	if r.VRF != "" {
		t.line("  vrf %s", r.VRF)
		indent = "    "
	}
	for _, s := range r.Sessions {
		t.line("%saddress-family %s unicast", indent, s.Family)
		for _, p := range s.Advertised {
			t.line("%s  network %s", indent, p)
		}
	}
	for _, s := range r.Sessions {
		t.line("%sneighbor %s", indent, s.Neighbour)
		t.line("%s  remote-as %s", indent, r.MicrosoftASN)
		t.line("%s  description %s", indent, r.description())
		t.password(r, indent+"  ", "password 0 %s", r.key())
		if r.Timers != nil {
			t.line("%s  timers %d %d", indent, r.Timers.Keepalive, r.Timers.Hold)
		}
		if r.BFD && s.Family == spec.FamilyIPv4 {
			t.line("%s  bfd", indent)
		}
		t.line("%s  address-family %s unicast", indent, s.Family)
		t.line("%s    route-map %s in", indent, s.In.Name)
		t.line("%s    route-map %s out", indent, s.Out.Name)
		if s.Maximum > 0 {
			t.line("%s    maximum-prefix %d warning-only", indent, s.Maximum)
		}
	}

	t.line("!")
	t.line("interface %s", r.Interface.Parent)
	t.line("  no switchport")
	t.line("  no shutdown")
	t.line("!")
	t.line("interface %s.%d", r.Interface.Parent, r.Interface.number())
	t.line("  description %s", r.description())
	t.line("  encapsulation dot1q %d", r.Interface.Inner)
	if r.VRF != "" {
		t.line("  vrf member %s", r.VRF)
	}
	for _, s := range r.Sessions {
		t.line("  no %s redirects", words(s.Family))
		t.line("  %s address %s", words(s.Family), s.Local)
	}
	if r.BFD && r.session(spec.FamilyIPv4) != nil {
		t.line("  bfd interval %d min_rx %d multiplier %d", bfdInterval, bfdInterval, bfdMultiplier)
	}
	t.line("  no shutdown")
	t.line("!")
}
