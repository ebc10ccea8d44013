// Package link knows the prefixes of ExpressRoute links and the two addresses in each that routers use.
package link

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Lengths of a link's prefix. Two of them make the /29 or /125 that a peering may also be given as.
// https://learn.microsoft.com/azure/expressroute/expressroute-routing
const (
	BitsIPv4 = 30
	BitsIPv6 = 126
)

// Bits is the length of a link's prefix in the family of the address.
func Bits(a netip.Addr) int {
	if a.Is4() {
		return BitsIPv4
	}
	return BitsIPv6
}

// ParsePrefix reads a CIDR prefix as it stands: spaces, leading zeros, zones and IPv4 written as IPv6 are errors, and
// host bits are kept for the caller to judge. The error says what is wrong, without repeating the value.
func ParsePrefix(s string) (netip.Prefix, error) {
	if strings.TrimSpace(s) != s {
		return netip.Prefix{}, fmt.Errorf("it has white space before or after it")
	}
	addr, bits, ok := strings.Cut(s, "/")
	if !ok {
		return netip.Prefix{}, fmt.Errorf("it has no prefix length")
	}
	a, err := netip.ParseAddr(addr)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("its address part is not an IP address")
	}
	if a.Zone() != "" {
		return netip.Prefix{}, fmt.Errorf("it has an IPv6 zone")
	}
	if a.Is4In6() {
		return netip.Prefix{}, fmt.Errorf("it is an IPv4 address written as IPv6")
	}
	n, err := strconv.Atoi(bits)
	if err != nil || n < 0 || n > a.BitLen() || bits != strconv.Itoa(n) {
		return netip.Prefix{}, fmt.Errorf("its prefix length %q is not a number from 0 to %d", bits, a.BitLen())
	}
	return netip.PrefixFrom(a, n), nil
}

// CustomerAddress is the address of the customer's router on a link: the first usable one.
func CustomerAddress(p netip.Prefix) netip.Addr { return p.Masked().Addr().Next() }

// MicrosoftAddress is the address of Microsoft's router on a link: the second usable one.
func MicrosoftAddress(p netip.Prefix) netip.Addr { return CustomerAddress(p).Next() }

// Set is a list of prefixes with the meaning they share.
type Set struct {
	Name     string
	Prefixes []netip.Prefix
}

// Overlapping returns the first prefix of the set that overlaps p.
func (s Set) Overlapping(p netip.Prefix) (netip.Prefix, bool) {
	for _, q := range s.Prefixes {
		if q.Overlaps(p) {
			return q, true
		}
	}
	return netip.Prefix{}, false
}

func set(name string, cidrs ...string) Set {
	s := Set{Name: name}
	for _, c := range cidrs {
		s.Prefixes = append(s.Prefixes, netip.MustParsePrefix(c))
	}
	return s
}

// Address space by what it is set aside for: IANA's special-purpose registries (RFC 6890 and its updates).
var (
	// Unusable space can never hold a router's address on a link.
	Unusable = []Set{
		set("unspecified space", "0.0.0.0/8", "::/128"),
		set("loopback space", "127.0.0.0/8", "::1/128"),
		set("multicast space", "224.0.0.0/4", "ff00::/8"),
		set("reserved or broadcast space", "240.0.0.0/4"),
	}
	// LinkLocal space is neither private nor public.
	LinkLocal = set("link-local space", "169.254.0.0/16", "fe80::/10")
	// Private space cannot be routed on the internet.
	Private = []Set{
		set("RFC 1918 private space", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
		set("RFC 6598 carrier-grade NAT space", "100.64.0.0/10"),
		set("RFC 4193 unique local space", "fc00::/7"),
	}
	// NotRouted space is not private and not routed on the internet either.
	NotRouted = []Set{
		set("space for IETF protocols", "192.0.0.0/24"),
		set("benchmarking space", "198.18.0.0/15", "2001:2::/48"),
		set("the former 6to4 relay space", "192.88.99.0/24"),
		set("IPv4/IPv6 translation space", "64:ff9b::/96"),
		set("IPv6 space outside 2000::/3, the only part that is routed on the internet,", "::/3", "4000::/2", "8000::/1"),
	}
	// Transition space holds IPv6 addresses that tunnels make from IPv4 addresses.
	Transition = set("Teredo or 6to4 space", "2001::/32", "2002::/16")
	// Documentation space is for examples only.
	Documentation = set("documentation space", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)
