package router

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// Cisco IOS-XR. It passes nothing over eBGP without a route policy in each direction, and activates a neighbour by naming
// a family below it. It counts the tags into the MTU by itself: nothing is to be set.
//
// https://www.cisco.com/c/en/us/td/docs/routers/asr9000/software/routing/command/reference/b-routing-cr-asr9000.html (router bgp, password, bfd, maximum-prefix, prefix-set, route-policy)
// https://www.cisco.com/c/en/us/td/docs/routers/asr9000/software/interfaces/configuration/guide/b-interfaces-hardware-component-cg-asr9000.html (encapsulation dot1q, second-dot1q)
var iosXR = platform{
	title: "Cisco IOS-XR", comment: "!", suffix: "ios-xr.cfg", whole: "commit replace", doubleTagged: true, vrf: 32, console: true, write: writeIOSXR,
}

func writeIOSXR(t *text, r *Router) {
	t.keyRemark(r)
	if r.VRF != "" {
		t.remark("VRF %s exists, with the families of the sessions.", r.VRF)
	}
	for _, s := range r.Sessions {
		writeRoutePolicy(t, s.Out)
		writeRoutePolicy(t, s.In)
	}

	t.line("!")
	t.line("interface %s", r.Interface.Parent)
	t.line(" no shutdown")
	t.line("!")
	t.line("interface %s.%d", r.Interface.Parent, r.Interface.number())
	t.line(" description %s", r.description())
	if r.VRF != "" {
		t.line(" vrf %s", r.VRF)
	}
	for _, s := range r.Sessions {
		if s.Family == spec.FamilyIPv4 {
			t.line(" ipv4 address %s %s", s.Local.Addr(), netmask(s.Local))
		} else {
			t.line(" ipv6 address %s", s.Local)
		}
	}
	if r.Interface.Outer == 0 {
		t.line(" encapsulation dot1q %d", r.Interface.Inner)
	} else {
		t.line(" encapsulation dot1q %d second-dot1q %d", r.Interface.Outer, r.Interface.Inner)
	}

	indent := " "
	if r.originates() {
		t.line("!")
		t.line("router static")
		if r.VRF != "" {
			t.line(" vrf %s", r.VRF)
			indent = "  "
		}
		for _, s := range r.Sessions {
			if len(s.Advertised) == 0 {
				continue
			}
			t.line("%saddress-family %s unicast", indent, s.Family)
			for _, p := range s.Advertised {
				t.line("%s %s Null0 %d", indent, p, nullDistance)
			}
			t.line("%s!", indent)
		}
	}

	t.line("!")
	t.line("router bgp %s", r.ASN)
	indent = " "
	if r.VRF != "" {
		for _, s := range r.Sessions {
			t.line(" address-family vpn%s unicast", s.Family[len("ip"):])
			t.line(" !")
		}
		t.line(" vrf %s", r.VRF)
		t.line("  rd auto")
		indent = "  "
	}
	for _, s := range r.Sessions {
		t.line("%saddress-family %s unicast", indent, s.Family)
		for _, p := range s.Advertised {
			t.line("%s network %s", indent, p)
		}
		t.line("%s!", indent)
	}
	for _, s := range r.Sessions {
		t.line("%sneighbor %s", indent, s.Neighbour)
		t.line("%s remote-as %s", indent, r.MicrosoftASN)
		t.line("%s description %s", indent, r.description())
		t.password(r, indent+" ", "password clear %s", r.key())
		if r.Timers != nil {
			t.line("%s timers %d %d", indent, r.Timers.Keepalive, r.Timers.Hold)
		}
		if r.BFD && s.Family == spec.FamilyIPv4 {
			t.line("%s bfd fast-detect", indent)
			t.line("%s bfd multiplier %d", indent, bfdMultiplier)
			t.line("%s bfd minimum-interval %d", indent, bfdInterval)
		}
		t.line("%s address-family %s unicast", indent, s.Family)
		t.line("%s  route-policy %s in", indent, s.In.Name)
		t.line("%s  route-policy %s out", indent, s.Out.Name)
		if s.Maximum > 0 {
			t.line("%s  maximum-prefix %d 75 warning-only", indent, s.Maximum)
		}
		t.line("%s !", indent)
		t.line("%s!", indent)
	}
	t.line("!")
}

// writeRoutePolicy writes a filter as prefix sets and the policy that asks for them.
func writeRoutePolicy(t *text, f Filter) {
	refused := f.Name + "-REFUSED"
	writePrefixSet(t, refused, f.Refused)
	writePrefixSet(t, f.Name, f.Passed)
	t.line("!")
	t.line("route-policy %s", f.Name)
	switch {
	case len(f.Passed) == 0:
		t.line("  drop")
	case len(f.Refused) > 0:
		t.line("  if destination in %s then", refused)
		t.line("    drop")
		t.line("  elseif destination in %s then", f.Name)
		t.line("    pass")
		t.line("  else")
		t.line("    drop")
		t.line("  endif")
	default:
		t.line("  if destination in %s then", f.Name)
		t.line("    pass")
		t.line("  else")
		t.line("    drop")
		t.line("  endif")
	}
	t.line("end-policy")
}

func writePrefixSet(t *text, name string, matches []Match) {
	if len(matches) == 0 {
		return
	}
	t.line("!")
	t.line("prefix-set %s", name)
	for i, m := range matches {
		entry := m.Prefix.String()
		if m.widens() {
			entry += " le " + maxLength(m.Prefix)
		}
		if i < len(matches)-1 {
			entry += ","
		}
		t.line("  %s", entry)
	}
	t.line("end-set")
}
