package link

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParsePrefixTakesPrefixesAsTheyStand(t *testing.T) {
	for _, s := range []string{"192.168.16.252/30", "192.168.16.253/30", "0.0.0.0/0", "fd00:10::/126", "::/0", "FD00::/126"} {
		p, err := ParsePrefix(s)
		require.NoError(t, err, s)
		assert.Equal(t, netip.MustParsePrefix(s), p)
	}
}

func TestParsePrefixRefusesAnythingElse(t *testing.T) {
	for s, why := range map[string]string{
		"":                      "no prefix length",
		"192.168.16.252":        "no prefix length",
		" 192.168.16.252/30":    "white space",
		"192.168.16.252/30\n":   "white space",
		"192.168.16.252 /30":    "not an IP address",
		"192.168.016.252/30":    "not an IP address",
		"192.168.16/30":         "not an IP address",
		"١٩٢.168.16.252/30":     "not an IP address",
		"192.168.16.252/33":     "not a number from 0 to 32",
		"192.168.16.252/+30":    "not a number",
		"192.168.16.252/030":    "not a number",
		"192.168.16.252/":       "not a number",
		"192.168.16.252/30/30":  "not a number",
		"fd00::/129":            "from 0 to 128",
		"fe80::1%eth0/126":      "zone",
		"::ffff:10.0.0.0/126":   "IPv4 address written as IPv6",
		"192.168.16.252/30\x00": "not a number",
	} {
		_, err := ParsePrefix(s)
		require.Error(t, err, s)
		assert.Contains(t, err.Error(), why, s)
	}
}

// The pairs for IPv4 are those of Microsoft's routing requirements page.
func TestTheCustomerHasTheFirstUsableAddressAndMicrosoftTheSecond(t *testing.T) {
	for prefix, want := range map[string][2]string{
		"192.168.100.128/30": {"192.168.100.129", "192.168.100.130"},
		"192.168.100.132/30": {"192.168.100.133", "192.168.100.134"},
		"192.168.16.253/30":  {"192.168.16.253", "192.168.16.254"},
		"fd00:10::/126":      {"fd00:10::1", "fd00:10::2"},
		"fd00:10::4/126":     {"fd00:10::5", "fd00:10::6"},
	} {
		p := netip.MustParsePrefix(prefix)
		assert.Equal(t, want[0], CustomerAddress(p).String(), prefix)
		assert.Equal(t, want[1], MicrosoftAddress(p).String(), prefix)
	}
}

func FuzzParsePrefix(f *testing.F) {
	for _, s := range []string{"192.168.16.252/30", "fd00::/126", "::ffff:1.2.3.4/96", "fe80::1%a/64", "1.2.3.4/+3", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParsePrefix(s)
		if err != nil {
			return
		}
		assert.True(t, p.IsValid())
		again, err := ParsePrefix(p.String())
		require.NoError(t, err)
		assert.Equal(t, p, again)
		if p.Bits() == Bits(p.Addr()) {
			assert.True(t, p.Contains(CustomerAddress(p)))
			assert.True(t, p.Contains(MicrosoftAddress(p)))
		}
	})
}
