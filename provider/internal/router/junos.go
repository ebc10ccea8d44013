package router

import (
	"strconv"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Juniper Junos, in the form that "load set" takes. It sends keepalives at a third of the hold time.
//
// https://www.juniper.net/documentation/us/en/software/junos/bgp/topics/ref/statement/authentication-key-edit-protocols-bgp.html
// https://www.juniper.net/documentation/us/en/software/junos/bgp/topics/topic-map/bfd-for-bgp-session.html
// https://www.juniper.net/documentation/us/en/software/junos/interfaces-ethernet-switches/topics/ref/statement/vlan-tags-edit-interfaces.html
// https://www.juniper.net/documentation/us/en/software/junos/bgp/topics/ref/statement/prefix-limit-edit-protocols-bgp.html (without teardown it only logs)
var junos = platform{
	title: "Juniper Junos", comment: "#", suffix: "junos.set", whole: "load override", doubleTagged: true, vrf: 32, write: writeJunos,
}

// unit is the number of the logical interface. Junos has 16384 of them on an Ethernet port, so two tags make a smaller
// number here: the outer tag is the circuit's, and a circuit has two peerings.
func (r *Router) unit() int {
	switch {
	case r.Interface.Outer == 0:
		return r.Interface.Inner
	case r.Peering == spec.NamePrivatePeering:
		return 2 * r.Interface.Outer
	default:
		return 2*r.Interface.Outer + 1
	}
}

// junosText quotes a text.
func junosText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func writeJunos(t *text, r *Router) {
	t.keyRemark(r)
	t.remark("For load set. Every unit of the port has a tag.")

	at, rib := "", "rib inet6.0 "
	if r.VRF != "" {
		at = "routing-instances " + r.VRF + " "
		rib = "rib " + r.VRF + ".inet6.0 "
	}
	tagging := "vlan-tagging"
	if r.Interface.Outer != 0 {
		tagging = "flexible-vlan-tagging"
	}
	t.line("set interfaces %s %s", r.Interface.Parent, tagging)
	unit := func(format string, args ...any) {
		t.line("set interfaces "+r.Interface.Parent+" unit "+strconv.Itoa(r.unit())+" "+format, args...)
	}
	unit("description %s", junosText(r.description()))
	if r.Interface.Outer == 0 {
		unit("vlan-id %d", r.Interface.Inner)
	} else {
		unit("vlan-tags outer %d inner %d", r.Interface.Outer, r.Interface.Inner)
	}
	for _, s := range r.Sessions {
		unit("family %s address %s", inet(s.Family), s.Local)
	}
	if r.VRF != "" {
		t.line("set %sinstance-type virtual-router", at)
		t.line("set %sinterface %s.%d", at, r.Interface.Parent, r.unit())
	}

	for _, s := range r.Sessions {
		for _, p := range s.Advertised {
			table := ""
			if s.Family == spec.FamilyIPv6 {
				table = rib
			}
			t.line("set %srouting-options %sstatic route %s discard", at, table, p)
			t.line("set %srouting-options %sstatic route %s preference %d", at, table, p, nullDistance)
		}
	}
	for _, s := range r.Sessions {
		writeJunosPolicy(t, s.Out)
		writeJunosPolicy(t, s.In)
	}

	t.line("set %srouting-options autonomous-system %s", at, r.ASN)
	group := "set " + at + "protocols bgp group " + r.group() + " "
	t.line("%stype external", group)
	t.line("%speer-as %s", group, r.MicrosoftASN)
	for _, s := range r.Sessions {
		line := func(format string, args ...any) { t.line(group+"neighbor "+s.Neighbour.String()+" "+format, args...) }
		line("description %s", junosText(r.description()))
		line("import %s", s.In.Name)
		line("export %s", s.Out.Name)
		t.password(r, "", group+"neighbor %s authentication-key %s", s.Neighbour, junosText(r.key()))
		if r.Timers != nil {
			line("hold-time %d", r.Timers.Hold)
		}
		if r.BFD && s.Family == spec.FamilyIPv4 {
			line("bfd-liveness-detection minimum-interval %d", bfdInterval)
			line("bfd-liveness-detection multiplier %d", bfdMultiplier)
		}
		line("family %s unicast", inet(s.Family))
		if s.Maximum > 0 {
			line("family %s unicast prefix-limit maximum %d", inet(s.Family), s.Maximum)
		}
	}
}

func inet(family spec.Family) string {
	if family == spec.FamilyIPv4 {
		return "inet"
	}
	return "inet6"
}

func writeJunosPolicy(t *text, f Filter) {
	policy := "set policy-options policy-statement " + f.Name + " term "
	term := func(name, verdict string, matches []Match) {
		for _, m := range matches {
			how := "exact"
			if m.Longer {
				how = "orlonger"
			}
			t.line("%s%s from route-filter %s %s", policy, name, m.Prefix, how)
		}
		if len(matches) > 0 {
			t.line("%s%s then %s", policy, name, verdict)
		}
	}
	term("refused", "reject", f.Refused)
	term("passed", "accept", f.Passed)
	t.line("%srest then reject", policy)
}
