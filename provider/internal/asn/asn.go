// Package asn knows the autonomous system numbers that ExpressRoute treats specially, as ranges with their source.
package asn

import "strconv"

// Max is the highest autonomous system number (RFC 6793).
const Max = 4294967295

// Range is a range of numbers, both ends included, with what it is set aside for.
type Range struct {
	First, Last int64
	What        string
}

// Contains reports whether n is in the range.
func (r Range) Contains(n int64) bool { return r.First <= n && n <= r.Last }

// String writes the range as 23456 or 65515-65520.
func (r Range) String() string {
	if r.First == r.Last {
		return strconv.FormatInt(r.First, 10)
	}
	return strconv.FormatInt(r.First, 10) + "-" + strconv.FormatInt(r.Last, 10)
}

// Ranges is a list of ranges.
type Ranges []Range

// Find returns the range that holds n.
func (rs Ranges) Find(n int64) (Range, bool) {
	for _, r := range rs {
		if r.Contains(n) {
			return r, true
		}
	}
	return Range{}, false
}

var (
	// Microsoft's public numbers.
	// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-bgp-overview and .../expressroute/expressroute-routing
	Microsoft = Ranges{
		{8074, 8075, "a public ASN of Microsoft"},
		{12076, 12076, "Microsoft's end of every ExpressRoute session"},
	}
	// AzureReserved numbers are private ones that Azure keeps for itself.
	// https://learn.microsoft.com/azure/expressroute/expressroute-howto-routing-portal-resource-manager
	AzureReserved = Ranges{{65515, 65520, "reserved by Azure"}}
	// IANAReserved numbers can never be a router's.
	// https://www.iana.org/assignments/iana-as-numbers-special-registry
	IANAReserved = Ranges{
		{23456, 23456, "AS_TRANS (RFC 6793)"},
		{65535, 65535, "reserved (RFC 7300)"},
		{Max, Max, "reserved (RFC 7300)"},
	}
	// Documentation numbers are for examples (RFC 5398), or reserved beside them.
	Documentation = Ranges{
		{64496, 64511, "set aside for documentation (RFC 5398)"},
		{65536, 65551, "set aside for documentation (RFC 5398)"},
	}
	// Private numbers that a network may use for itself (RFC 6996) and that Azure does not reserve.
	Private = Ranges{
		{64512, 65514, "private (RFC 6996)"},
		{65521, 65534, "private (RFC 6996)"},
		{4200000000, 4294967294, "private (RFC 6996)"},
	}
)
