package rules

import (
	"math"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/asn"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// What to use instead. A Microsoft peering has room for public ASNs only.
const (
	usableASNs = "use your public ASN, or a private one from 64512-65514, 65521-65534 or 4200000000-4294967294"
	publicASN  = "use a public ASN that is registered to you"
)

// Rules on autonomous system numbers.
var asnRules = []Rule{
	{
		ID: "asn-range", Topic: "ASN", Severity: Error,
		What:    "`peerASN` is a whole number from 1 to 4294967295.",
		Why:     "Autonomous system numbers have 32 bits, and 0 is not one.",
		Fix:     "Use the ASN of your routers. 2-byte and 4-byte numbers both work.",
		Sources: []Source{circuitSpec, {"RFC 6793", "https://www.rfc-editor.org/rfc/rfc6793"}},
		Wrong:   "privatePeering: {peerASN: 0}",
		Right:   "privatePeering: {peerASN: 200}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				if n, ok := Get(c, p.PeerASN); ok && (n != math.Trunc(n) || n < 1 || n > asn.Max) {
					notation := ""
					if n != math.Trunc(n) {
						notation = ", and write it as a plain number (asplain): 1.10 in asdot notation is 65546"
					}
					c.Report(p.PeerASN.Path, "ASN %s is not a whole number from 1 to %d; use the ASN of your routers%s", Show(p.PeerASN), asn.Max, notation)
				}
			}
		},
	},
	{
		ID: "asn-microsoft", Topic: "ASN", Severity: Error,
		What:    "`peerASN` and `customerASN` are not Microsoft's: 8074, 8075 or 12076.",
		Why:     "12076 is the other end of the session. 8074 and 8075 are public ASNs of Microsoft's other networks.",
		Fix:     "Use the ASN of your routers.",
		Sources: []Source{bgpFAQ, routingDoc},
		Wrong:   "privatePeering: {peerASN: 12076}",
		Right:   "privatePeering: {peerASN: 12077}",
		Check: func(c *Check) {
			eachASN(c, asn.Microsoft, "ASN %s is %s; %s")
		},
	},
	{
		ID: "asn-reserved", Topic: "ASN", Severity: Error,
		What:    "`peerASN` and `customerASN` are outside 65515 to 65520.",
		Why:     "Azure reserves these private ASNs for itself.",
		Fix:     "Use another private ASN on the private peering, such as 65514 or 65521. A Microsoft peering needs a public ASN.",
		Sources: []Source{peeringDoc, routingDoc},
		Wrong:   "privatePeering: {peerASN: 65515}",
		Right:   "privatePeering: {peerASN: 65514}",
		Check: func(c *Check) {
			eachASN(c, asn.AzureReserved, "ASN %s is %s (65515-65520); %s")
		},
	},
	{
		ID: "asn-special", Topic: "ASN", Severity: Error,
		What:    "`peerASN` and `customerASN` are not 23456, 65535 or 4294967295.",
		Why:     "IANA reserves them. No router may use them.",
		Fix:     "Use the ASN of your routers.",
		Sources: []Source{ianaASN, bgpFAQ},
		Wrong:   "privatePeering: {peerASN: 23456}",
		Right:   "privatePeering: {peerASN: 23457}",
		Check: func(c *Check) {
			eachASN(c, asn.IANAReserved, "ASN %s is %s; %s")
		},
	},
	{
		ID: "asn-documentation", Topic: "ASN", Severity: Warning,
		What:    "`peerASN` of a private peering and `customerASN` are outside 64496 to 64511 and 65536 to 65551.",
		Why:     "These ASNs are set aside for documentation. Azure has accepted them in tests, but they belong to no network.",
		Fix:     "Use the ASN of your routers. As `customerASN`, use the one that the prefixes are registered to.",
		Sources: []Source{documentationASN, bgpFAQ},
		Wrong:   "privatePeering: {peerASN: 64511}",
		Right:   "privatePeering: {peerASN: 64512}",
		Check: func(c *Check) {
			if p := c.Spec.PrivatePeering; p != nil {
				reportASN(c, asn.Documentation, wholeASN(c, p.PeerASN), "ASN %s is %s; %s", usableASNs)
			}
			for _, v := range customerASNs(c.Spec) {
				reportASN(c, asn.Documentation, customerASN(c, v), "ASN %s is %s; %s", publicASN)
			}
		},
	},
	{
		ID: "asn-documentation-microsoft", Topic: "ASN", Severity: Error,
		What:    "`peerASN` of a Microsoft peering is outside 64496 to 64511 and 65536 to 65551.",
		Why:     "Microsoft does not allow the documentation ASNs 64496 to 64511 in the AS path, and can validate prefixes only for an ASN that somebody has registered.",
		Fix:     "Use a public ASN that is registered to you.",
		Sources: []Source{routingDoc, {"azure-docs pull request 69978", "https://github.com/MicrosoftDocs/azure-docs/pull/69978"}, documentationASN},
		Wrong:   "microsoftPeering: {peerASN: 64496}",
		Right:   "microsoftPeering: {peerASN: 200}",
		Check: func(c *Check) {
			if p := c.Spec.MicrosoftPeering; p != nil {
				reportASN(c, asn.Documentation, wholeASN(c, p.PeerASN), "ASN %s is %s and is not allowed on a Microsoft peering; %s", publicASN)
			}
		},
	},
	{
		ID: "asn-private-microsoft", Topic: "ASN", Severity: Warning,
		What:    "`peerASN` and `customerASN` of a Microsoft peering are public ASNs.",
		Why:     "Microsoft validates a private `peerASN` by hand and strips private ASNs from the AS path. As `customerASN` it documents public ASNs only. Until the validation is done, `advertisedPublicPrefixesState` is `ValidationNeeded` and no routes are exchanged.",
		Fix:     "Use a public ASN. If there is none, open a support request with Microsoft and attach proof that the prefixes are yours.",
		Sources: []Source{routingDoc, peeringDoc},
		Wrong:   "microsoftPeering: {peerASN: 65001}",
		Right:   "microsoftPeering: {peerASN: 200}",
		Check: func(c *Check) {
			if p := c.Spec.MicrosoftPeering; p != nil {
				reportASN(c, asn.Private, wholeASN(c, p.PeerASN), "ASN %s is %s, so Microsoft validates it by hand and strips it from the AS path; %s, "+
					"or open a support request with proof that the prefixes are yours. Until it is validated, advertisedPublicPrefixesState is ValidationNeeded and no routes are exchanged", publicASN)
			}
			for _, v := range customerASNs(c.Spec) {
				customer := customerASN(c, v)
				if customer.n == int64(c.Spec.MicrosoftPeering.PeerASN.V) {
					continue // said of peerASN
				}
				reportASN(c, asn.Private, customer, "ASN %s is %s, and Microsoft documents public ASNs only as customerASN; %s", publicASN)
			}
		},
	},
}

var documentationASN = Source{"RFC 5398", "https://www.rfc-editor.org/rfc/rfc5398"}

// givenASN is a known ASN with where it stands and how it is shown.
type givenASN struct {
	path, shown string
	n           int64
	known       bool
}

// wholeASN is a peer's ASN, when it is a whole number.
func wholeASN(c *Check, v spec.Value[float64]) givenASN {
	n, ok := Get(c, v)
	return givenASN{v.Path, Show(v), int64(n), ok && n == math.Trunc(n)}
}

func customerASN(c *Check, v spec.Value[int]) givenASN {
	n, ok := Get(c, v)
	return givenASN{v.Path, Show(v), int64(n), ok}
}

// reportASN reports a known ASN in the ranges. The format takes the value, what it is set aside for and the remedy.
func reportASN(c *Check, ranges asn.Ranges, given givenASN, format, remedy string) {
	if r, found := ranges.Find(given.n); given.known && found {
		c.Report(given.path, format, given.shown, r.What, remedy)
	}
}

// eachASN reports every known ASN in the ranges, with the remedy of the peering that it stands in.
func eachASN(c *Check, ranges asn.Ranges, format string) {
	for _, p := range c.peerings() {
		remedy := usableASNs
		if p.Name == spec.NameMicrosoftPeering {
			remedy = publicASN
		}
		reportASN(c, ranges, wholeASN(c, p.PeerASN), format, remedy)
	}
	for _, v := range customerASNs(c.Spec) {
		reportASN(c, ranges, customerASN(c, v), format, publicASN)
	}
}

func customerASNs(s *spec.PeeringStack) []spec.Value[int] {
	var all []spec.Value[int]
	for _, config := range s.MicrosoftConfigs() {
		all = append(all, config.CustomerASN)
	}
	return all
}
