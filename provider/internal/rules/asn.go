package rules

import (
	"math"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/asn"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

const usableASNs = "use your public ASN, or a private one from 64512-65514, 65521-65534 or 4200000000-4294967294"

// Rules on autonomous system numbers.
var asnRules = []Rule{
	{
		ID: "asn-range", Topic: "ASN", Severity: Error,
		What:    "`peerASN` is a whole number from 1 to 4294967295.",
		Why:     "Autonomous system numbers have 32 bits, and 0 is none.",
		Fix:     "Use the ASN of your routers: 2-byte and 4-byte numbers both work.",
		Sources: []Source{circuitSpec, {"RFC 6793", "https://www.rfc-editor.org/rfc/rfc6793"}},
		Wrong:   "privatePeering: {peerASN: 0}",
		Right:   "privatePeering: {peerASN: 200}",
		Check: func(c *Check) {
			for _, p := range c.Spec.Peerings() {
				if n, ok := Get(c, p.PeerASN); ok && (n != math.Trunc(n) || n < 1 || n > asn.Max) {
					c.Report(p.PeerASN.Path, "ASN %s is not a whole number from 1 to %d; use the ASN of your routers", Show(p.PeerASN), asn.Max)
				}
			}
		},
	},
	{
		ID: "asn-microsoft", Topic: "ASN", Severity: Error,
		What:    "`peerASN` and `customerASN` are none of Microsoft's own 8074, 8075 and 12076.",
		Why:     "They are the other end of the session.",
		Fix:     "Use the ASN of your routers.",
		Sources: []Source{bgpFAQ, routingDoc},
		Wrong:   "privatePeering: {peerASN: 12076}",
		Right:   "privatePeering: {peerASN: 12077}",
		Check: func(c *Check) {
			eachASN(c, asn.Microsoft, "ASN %s is %s; "+usableASNs)
		},
	},
	{
		ID: "asn-reserved", Topic: "ASN", Severity: Error,
		What:    "`peerASN` and `customerASN` are outside 65515 to 65520.",
		Why:     "Azure keeps these private ASNs for itself.",
		Fix:     "Use another private ASN, such as 65514 or 65521, or your public one.",
		Sources: []Source{peeringDoc, routingDoc},
		Wrong:   "privatePeering: {peerASN: 65515}",
		Right:   "privatePeering: {peerASN: 65514}",
		Check: func(c *Check) {
			eachASN(c, asn.AzureReserved, "ASN %s is %s (65515-65520); "+usableASNs)
		},
	},
	{
		ID: "asn-special", Topic: "ASN", Severity: Error,
		What:    "`peerASN` and `customerASN` are none of 23456, 65535 and 4294967295.",
		Why:     "IANA reserves them; no router may have them.",
		Fix:     "Use the ASN of your routers.",
		Sources: []Source{ianaASN, bgpFAQ},
		Wrong:   "privatePeering: {peerASN: 23456}",
		Right:   "privatePeering: {peerASN: 23457}",
		Check: func(c *Check) {
			eachASN(c, asn.IANAReserved, "ASN %s is %s; "+usableASNs)
		},
	},
	{
		ID: "asn-documentation", Topic: "ASN", Severity: Warning,
		What:    "`peerASN` and `customerASN` are outside 64496 to 64511 and 65536 to 65551.",
		Why:     "These ASNs are set aside for documentation. Azure takes them; nobody on the internet does.",
		Fix:     "Use the ASN of your routers.",
		Sources: []Source{{"RFC 5398", "https://www.rfc-editor.org/rfc/rfc5398"}, bgpFAQ},
		Wrong:   "privatePeering: {peerASN: 64511}",
		Right:   "privatePeering: {peerASN: 64512}",
		Check: func(c *Check) {
			eachASN(c, asn.Documentation, "ASN %s is %s; "+usableASNs)
		},
	},
	{
		ID: "asn-private-microsoft", Topic: "ASN", Severity: Warning,
		What:    "The ASN of a Microsoft peering is a public one.",
		Why:     "Microsoft validates a private ASN by hand and strips it from the AS path.",
		Fix:     "Use a public ASN, or expect to open a support request for the validation.",
		Sources: []Source{routingDoc},
		Wrong:   "microsoftPeering: {peerASN: 65001}",
		Right:   "microsoftPeering: {peerASN: 200}",
		Check: func(c *Check) {
			p := c.Spec.MicrosoftPeering
			if p == nil {
				return
			}
			if n, ok := Get(c, p.PeerASN); ok {
				if _, reserved := asn.AzureReserved.Find(int64(n)); reserved {
					return
				}
				if r, private := asn.Private.Find(int64(n)); private {
					c.Report(p.PeerASN.Path, "ASN %s is %s; Microsoft validates it by hand and strips it from the AS path: use a public ASN where you have one", Show(p.PeerASN), r.What)
				}
			}
		},
	},
}

// eachASN reports every known ASN in the ranges. The format takes the value and what it is set aside for.
func eachASN(c *Check, ranges asn.Ranges, format string) {
	report := func(path, shown string, n int64) {
		if r, found := ranges.Find(n); found {
			c.Report(path, format, shown, r.What)
		}
	}
	for _, p := range c.Spec.Peerings() {
		if n, ok := Get(c, p.PeerASN); ok && n == math.Trunc(n) {
			report(p.PeerASN.Path, Show(p.PeerASN), int64(n))
		}
	}
	for _, v := range customerASNs(c.Spec) {
		if n, ok := Get(c, v); ok {
			report(v.Path, Show(v), int64(n))
		}
	}
}

func customerASNs(s *spec.PeeringStack) []spec.Value[int] {
	var all []spec.Value[int]
	for _, config := range s.MicrosoftConfigs() {
		all = append(all, config.CustomerASN)
	}
	return all
}
