package router

import (
	"fmt"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// BIRD 2: what bird.conf includes. Interface and addresses are the system's, which a script makes. A VRF would need the
// number of its kernel table, and strings have no way to hold a double quote. After a session that BFD took down BIRD
// would wait a minute: it is told to wait five seconds.
//
// https://bird.network.cz/?get_doc&v=20&f=bird-6.html (bgp, bfd, static), https://bird.network.cz/?get_doc&v=20&f=bird-5.html (filters)
var bird = platform{
	title: "BIRD 2", comment: "#", suffix: "bird.conf", doubleTagged: true, linux: true, addressed: true, key: birdKey, write: writeBIRD,
}

func birdKey(key string) string {
	if strings.Contains(key, `"`) {
		return "a double quote"
	}
	return ""
}

// symbol is a name as BIRD takes it.
func symbol(parts ...string) string {
	name := strings.ToLower(strings.Join(parts, "_"))
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, name)
}

func writeBIRD(t *text, r *Router) {
	t.keyRemark(r)
	t.remark("bird.conf includes it, and has the protocols device, kernel (ipv4 and ipv6, export all) and bfd.")
	for _, s := range r.Sessions {
		family := strings.TrimPrefix(string(s.Family), "ip")
		in, out := symbol(s.In.Name, string(r.Link)), symbol(s.Out.Name, string(r.Link))
		writeBIRDFilter(t, out, s.Out)
		writeBIRDFilter(t, in, s.In)
		if len(s.Advertised) > 0 {
			t.line("")
			t.line("protocol static %s {", symbol(r.group(), string(r.Link), family, "static"))
			t.line("  %s { preference 1; };", s.Family)
			for _, p := range s.Advertised {
				t.line("  route %s blackhole;", p)
			}
			t.line("}")
		}
		t.line("")
		t.line("protocol bgp %s {", symbol(r.group(), string(r.Link), family))
		t.line(`  description "%s";`, r.description())
		t.line("  local %s as %s;", s.Local.Addr(), r.ASN)
		t.line("  neighbor %s as %s;", s.Neighbour, r.MicrosoftASN)
		t.password(r, "  ", `password "%s";`, r.key())
		if r.Timers != nil {
			t.line("  keepalive time %d;", r.Timers.Keepalive)
			t.line("  hold time %d;", r.Timers.Hold)
		}
		t.line("  error wait time 5, 60;")
		if r.BFD && s.Family == spec.FamilyIPv4 {
			t.line("  bfd { min rx interval %d ms; min tx interval %d ms; multiplier %d; };", bfdInterval, bfdInterval, bfdMultiplier)
		}
		t.line("  %s {", s.Family)
		t.line("    import filter %s;", in)
		t.line("    export filter %s;", out)
		if s.Maximum > 0 {
			t.line("    import limit %d action warn;", s.Maximum)
		}
		t.line("  };")
		t.line("}")
	}
}

func writeBIRDFilter(t *text, name string, f Filter) {
	t.line("")
	t.line("filter %s {", name)
	for _, part := range []struct {
		matches []Match
		verdict string
	}{{f.Refused, "reject"}, {f.Passed, "accept"}} {
		if len(part.matches) == 0 {
			continue
		}
		var list []string
		for _, m := range part.matches {
			if m.Longer {
				list = append(list, fmt.Sprintf("%s+", m.Prefix))
			} else {
				list = append(list, m.Prefix.String())
			}
		}
		t.line("  if net ~ [ %s ] then %s;", strings.Join(list, ", "), part.verdict)
	}
	t.line("  reject;")
	t.line("}")
}
