package router

import (
	"fmt"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// platform is what routers of one kind need: how they are configured, and what cannot be said to them.
type platform struct {
	// title is the platform's name to readers.
	title string
	// comment starts a line that the router passes over.
	comment string
	// suffix of the file.
	suffix string
	// whole is the command that would take the file for all that the router is to have. None where another file includes it.
	whole string
	// doubleTagged tells whether a routed sub-interface can have two tags.
	doubleTagged bool
	// vrf is the longest name of a VRF; 0 where none can be written.
	vrf int
	// key says why a key cannot be written, without saying the key; nil where every key can.
	key func(string) string
	// console tells whether typing or pasting a question mark at a console asks for help.
	console bool
	// linux platforms do not make their interfaces: a script does. Addressed ones leave the addresses to it as well.
	linux, addressed bool
	// write writes the router's side down. Where each line takes effect by itself, the address of the link comes last: no
	// session comes up before its filters are there.
	write func(*text, *Router)
}

// platforms by their names in the schema.
var platforms = map[string]*platform{
	"cisco-ios-xe": &iosXE,
	"cisco-ios-xr": &iosXR,
	"cisco-nx-os":  &nxOS,
	"junos":        &junos,
	"arista-eos":   &eos,
	"frr":          &frr,
	"bird":         &bird,
}

// Platforms lists the names of the platforms.
func Platforms() []string { return slices.Sorted(maps.Keys(platforms)) }

// text is a configuration as it is written.
type text struct {
	strings.Builder
	comment string
}

func (t *text) line(format string, args ...any) {
	t.WriteString(fmt.Sprintf(format, args...))
	t.WriteByte('\n')
}

// remark writes a line that the router passes over.
func (t *text) remark(format string, args ...any) {
	t.WriteString(strings.TrimRight(t.comment+" "+fmt.Sprintf(format, args...), " ") + "\n")
}

// keyPlace stands where the key belongs, when it is not given.
const keyPlace = "<shared-key>"

// password writes the line that sets the key, or, where it is not given, the same line as a remark with a place for it.
func (t *text) password(r *Router, indent, format string, args ...any) {
	if r.Key != "" {
		t.line(indent+format, args...)
		return
	}
	t.WriteString(indent)
	t.remark(format, args...)
}

// key is what goes into the password's line.
func (r *Router) key() string {
	if r.Key == "" {
		return keyPlace
	}
	return r.Key
}

// header says what the text is, for which sessions, and which command would take it for the router's whole configuration.
func (t *text) header(r *Router, title, whole string) {
	of := map[string]string{spec.NamePrivatePeering: "private peering", spec.NameMicrosoftPeering: "Microsoft peering"}[r.Peering]
	if r.Circuit != "" {
		of += " of circuit " + r.Circuit
	}
	t.remark("ExpressRoute %s, %s link: %s", of, r.Link, title)
	if r.Hostname != "" {
		t.remark("Router: %s", r.Hostname)
	}
	t.remark("Written by azure-expressroute from bgpSessions. Review it before it goes into a router.")
	if whole != "" {
		t.remark("Add it to what the router has. Never give it alone to %s: that removes everything else.", whole)
	}
	t.remark("")
	for _, s := range r.Sessions {
		t.remark("%s: %s here (AS %s), %s at Microsoft (AS %s)", map[spec.Family]string{spec.FamilyIPv4: "IPv4", spec.FamilyIPv6: "IPv6"}[s.Family],
			s.Local, r.ASN, s.Neighbour, r.MicrosoftASN)
	}
	if r.Interface.Outer == 0 {
		t.remark("VLAN %d on %s", r.Interface.Inner, r.Interface.Parent)
	} else {
		t.remark("VLAN %d in outer VLAN %d, both with EtherType 0x8100, on %s", r.Interface.Inner, r.Interface.Outer, r.Interface.Parent)
	}
}

// keyRemark says what to do about a key that is not given.
func (t *text) keyRemark(r *Router) {
	if r.Key == "" {
		t.remark("The key is not in here. If the peering has one, put it in place of %s and remove the comment sign.", keyPlace)
	}
}

// netmask is the mask of an IPv4 prefix in dotted form.
func netmask(p netip.Prefix) string { return net.IP(net.CIDRMask(p.Bits(), 32)).String() }

// words are those in which the Cisco-like command lines name a family.
func words(family spec.Family) string {
	if family == spec.FamilyIPv4 {
		return "ip"
	}
	return "ipv6"
}

// prefixListEntries writes a filter as the entries of a prefix list, which all Cisco-like command lines share. A list
// that lets nothing pass says so: an empty one would let everything pass.
func prefixListEntries(f Filter, family spec.Family) []string {
	var all []string
	entry := func(action string, m Match) {
		e := fmt.Sprintf("seq %d %s %s", 5*(len(all)+1), action, m.Prefix)
		if m.widens() {
			e += fmt.Sprintf(" le %d", m.Prefix.Addr().BitLen())
		}
		all = append(all, e)
	}
	for _, m := range f.Refused {
		entry("deny", m)
	}
	for _, m := range f.Passed {
		entry("permit", m)
	}
	if len(f.Passed) == 0 {
		entry("deny", Match{everything(family), true})
	}
	return all
}

// maxLength is the length of the longest prefix of a family.
func maxLength(p netip.Prefix) string { return strconv.Itoa(p.Addr().BitLen()) }
