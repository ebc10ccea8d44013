package router

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

func TestValidArgumentsBreakNoRule(t *testing.T) {
	_, findings := Configure(arguments())
	assert.Empty(t, findings)
	for name, change := range cases {
		configurations, findings := Configure(on("cisco-ios-xe", change))
		assert.NotEmpty(t, configurations, name)
		for _, f := range findings {
			assert.Contains(t, []string{"router-announces-nothing", "router-id"}, f.Rule, name)
		}
	}
}

func TestEveryRuleFindsWhatIsWrongAndLeavesWhatIsRight(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Catalogue {
		assert.False(t, seen[r.ID], "%s is there twice", r.ID)
		seen[r.ID] = true
		for _, text := range []string{r.What, r.Why, r.Fix} {
			assert.True(t, strings.HasSuffix(text, "."), "%s: %s", r.ID, text)
		}
		assert.NotEmpty(t, r.Sources, r.ID)

		configurations, findings := Configure(arguments(r.Wrong))
		assert.Contains(t, ids(findings), r.ID)
		for _, f := range findings {
			assert.True(t, f.Rule == r.ID || f.Severity == rules.Warning, "the example of %s breaks another rule: %s: %s", r.ID, f.Path, f.Text())
		}
		assert.Equal(t, r.Severity == rules.Error, len(configurations) == 0, "%s: an error writes nothing, a warning stops nothing", r.ID)
		_, findings = Configure(arguments(r.Right))
		assert.NotContains(t, ids(findings), r.ID)
	}
}

// What the page says of a rule's name, messages repeat.
func TestMessagesAreThoseThatWereReviewed(t *testing.T) {
	var b strings.Builder
	for _, r := range Catalogue {
		_, findings := Configure(arguments(r.Wrong))
		for _, f := range findings {
			if f.Rule == r.ID {
				fmt.Fprintf(&b, "%s %s: %s\n", f.Severity, f.Path, f.Text())
			}
		}
	}
	const file = "testdata/messages.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	reviewed, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(reviewed), b.String(), "read the messages again, then run go test ./provider/internal/router -update")
}

func TestBoundaries(t *testing.T) {
	ipv6 := []string{"family: ipv6", "prefix: '2001:db8:ffff::4/126'", "customerAddress: '2001:db8:ffff::5'", "microsoftAddress: '2001:db8:ffff::6'"}
	for _, c := range []struct {
		change string
		paths  []string
	}{
		{"platform: ''", []string{"platform router-platform"}},
		{"sessions: null", []string{"sessions router-sessions"}},
		{sessionsWith("peering: AzurePublicPeering"), []string{"sessions[1].peering router-one-peering", "sessions[1].peering router-session-names"}},
		{sessionsWith("family: IPv4"), []string{"sessions[1].family router-session-names"}},
		{sessionsWith("vlanId: 201"), []string{"sessions[1].vlanId router-one-peering"}},
		{sessionsWith("peerASN: '65011'"), []string{"sessions[1].peerASN router-one-peering"}},
		{sessionsWith("peerASN: '0'"), []string{"sessions[1].peerASN router-one-peering", "sessions[1].peerASN router-session-asn"}},
		{sessionsWith("link: primary"), []string{"sessions router-one-link", "sessions[1] router-session-twice"}},
		{sessionsWith(append(ipv6, "link: primary")...), []string{"advertisedPrefixes router-announces-nothing", "sessions router-one-link"}},
		{sessionsWith(ipv6...), []string{"advertisedPrefixes router-announces-nothing"}},
		{sessionsWith("customerAddress: 192.168.18.252"), []string{"sessions[1].customerAddress router-session-addresses"}},
		{sessionsWith("microsoftAddress: x"), []string{"sessions[1].microsoftAddress router-session-addresses"}},
		{sessionsWith("prefix: 192.168.18.253/30"), []string{"sessions[1].prefix link-prefix-host-bits"}},
		{sessionsWith("prefix: 192.168.18.248/29"), []string{"sessions[1].prefix link-prefix-length"}},
		{sessionsWith("prefix: x"), []string{"sessions[1].prefix link-prefix-format"}},
		{sessionsWith("prefix: '2001:db8:ffff::4/126'", "customerAddress: '2001:db8:ffff::5'", "microsoftAddress: '2001:db8:ffff::6'"), []string{"sessions[1].prefix link-prefix-family"}},
		{"sessions:\n" + exampleSession(0, "vlanId: 0") + "\n" + exampleSession(1, "vlanId: 0"), []string{"sessions[0].vlanId vlan-range"}},
		{"sessions:\n" + exampleSession(0, "vlanId: 4094") + "\n" + exampleSession(1, "vlanId: 4094"), nil},
		{"sessions:\n" + exampleSession(0, "peerASN: '4294967295'") + "\n" + exampleSession(1, "peerASN: '4294967295'"), nil},
		{"sessions:\n" + exampleSession(0, "peerASN: '4294967296'") + "\n" + exampleSession(1, "peerASN: '4294967296'"), []string{"sessions[0].peerASN router-session-asn", "sessions[1].peerASN router-session-asn"}},
		{"sessions:\n" + exampleSession(0, "peerASN: '1.10'") + "\n" + exampleSession(1, "peerASN: '1.10'"), []string{"sessions[0].peerASN router-session-asn", "sessions[1].peerASN router-session-asn"}},
		{sessionsWith("azureASN: '12076 '"), []string{"sessions[1].azureASN router-session-asn"}},
		{"interfaces: null", []string{"interfaces.primary router-interface", "interfaces.secondary router-interface"}},
		{"interfaces: {secondary: null}", []string{"interfaces.secondary router-interface"}},
		{"interfaces: {primary: ''}", []string{"interfaces.primary router-interface"}},
		{"interfaces: {primary: Gigabit Ethernet0}", []string{"interfaces.primary router-interface"}},
		{"interfaces: {primary: \"eth0\\nreload\"}", []string{"interfaces.primary router-interface"}},
		{"interfaces: {primary: et-0/0/1:2}", nil},
		{"platform: frr\ninterfaces: {primary: enp65s0f0n, secondary: eth2}", nil},
		{"platform: frr\ninterfaces: {primary: enp65s0f0np0, secondary: eth2}", []string{"interfaces.primary router-interface-length"}},
		{"platform: bird\ninterfaces: {primary: eth1, secondary: enp65s0f0np0}\nvrf: azure", []string{"interfaces.secondary router-interface-length", "vrf router-vrf"}},
		{"outerVlanIds: {primary: 0, secondary: 1}", []string{"outerVlanIds.primary router-outer-vlan"}},
		{"outerVlanIds: {primary: 7}\nsessions:\n" + strings.Replace(exampleSession(0), "vlanId: 200", "vlanId: 200, outerVlanId: 7", 1) + "\n" + exampleSession(1), nil},
		{"outerVlanIds: {primary: 7}\nsessions:\n" + strings.Replace(exampleSession(0), "vlanId: 200", "vlanId: 200, outerVlanId: 8", 1) + "\n" + exampleSession(1), []string{"outerVlanIds.primary router-outer-vlan"}},
		{
			"sessions:\n" + strings.Replace(exampleSession(0), "vlanId: 200", "vlanId: 200, outerVlanId: 5000", 1) + "\n" +
				strings.Replace(exampleSession(1, append(ipv6, "link: primary")...), "vlanId: 200", "vlanId: 200, outerVlanId: 8", 1),
			[]string{"advertisedPrefixes router-announces-nothing", "sessions router-one-link", "sessions[0].outerVlanId router-outer-vlan", "sessions[1].outerVlanId router-outer-vlan"},
		},
		{"sharedKey: ''", []string{"sharedKey shared-key-length"}},
		{"platform: cisco-nx-os\nsharedKey: ''", []string{"sharedKey shared-key-length"}},
		{"sharedKey: !secret " + strings.Repeat("a", 26), []string{"sharedKey shared-key-length"}},
		{"sharedKey: !secret 'a b'", []string{"sharedKey shared-key-text"}},
		{"sharedKey: !secret \"a\\nb\"", []string{"sharedKey shared-key-text"}},
		{"sharedKey: !secret 'a;b'", []string{"sharedKey shared-key-symbols"}},
		{"platform: cisco-ios-xr\nsharedKey: !secret 'a?b'", []string{"sharedKey router-key-console", "sharedKey shared-key-symbols"}},
		{"advertisedPrefixes: []", []string{"advertisedPrefixes router-announces-nothing"}},
		{"advertisedPrefixes: [10.10.0.1/16]", []string{"advertisedPrefixes[0] advertised-prefix-format"}},
		{"advertisedPrefixes: [10.10.0.0]", []string{"advertisedPrefixes[0] advertised-prefix-format"}},
		{"advertisedPrefixes: [10.10.0.0/16, 10.10.0.0/16]", []string{"advertisedPrefixes[1] advertised-prefix-duplicate"}},
		{"advertisedPrefixes: ['::/0', 10.10.0.0/16]", []string{"advertisedPrefixes[0] router-default-route"}},
		{"acceptedPrefixes: []", []string{"acceptedPrefixes router-accepts-nothing"}},
		{"acceptedPrefixes: [0.0.0.0/0]", nil},
		{"acceptedPrefixes: [x]", []string{"acceptedPrefixes[0] router-accepted-prefix"}},
		{"maximumPrefixes: {ipv4: -1, ipv6: 0}", []string{"maximumPrefixes.ipv4 router-maximum-prefixes", "maximumPrefixes.ipv6 router-maximum-prefixes"}},
		{"maximumPrefixes: {ipv4: 1}", nil},
		{"timers: {keepalive: 3, hold: 9}", []string{"timers.hold router-timers"}},
		{"timers: {keepalive: 4, hold: 11}", []string{"timers.hold router-timers"}},
		{"timers: {keepalive: 4, hold: 12}", nil},
		{"timers: {keepalive: 60, hold: 65536}", []string{"timers.hold router-hold-time", "timers.hold router-timers"}},
		{"platform: junos\ntimers: {keepalive: 10, hold: 30}", nil},
		{"platform: junos\ntimers: {keepalive: 10, hold: 60}", []string{"timers.keepalive router-hold-time"}},
		{"vrf: ''", []string{"vrf router-vrf"}},
		{"vrf: " + strings.Repeat("v", 32), nil},
		{"vrf: " + strings.Repeat("v", 33), []string{"vrf router-vrf"}},
		{"platform: frr\ninterfaces: {primary: eth1, secondary: eth2}\nvrf: " + strings.Repeat("v", 16), []string{"vrf router-vrf"}},
		{"hostname: ''\ncircuitName: ''", []string{"circuitName router-names", "hostname router-names"}},
		{"circuitName: c" + strings.Repeat("_", 79), nil},
		{"circuitName: c" + strings.Repeat("_", 80), []string{"circuitName router-names"}},
		{"circuitName: ../../x", []string{"circuitName router-names"}},
		{"hostname: a/b", []string{"hostname router-names"}},
	} {
		configurations, findings := Configure(arguments(c.change))
		var got []string
		failed := false
		for _, f := range findings {
			got = append(got, f.Path+" "+f.Rule)
			failed = failed || f.Severity == rules.Error
		}
		slices.Sort(got)
		assert.Equal(t, c.paths, got, c.change)
		assert.Equal(t, failed, len(configurations) == 0, c.change)
	}
}

func TestMicrosoftPeeringHasRulesOfItsOwn(t *testing.T) {
	for change, want := range map[string]string{
		"advertisedPrefixes: [123.1.0.0/24, '2600:1:2::/48', 10.10.0.0/16]":   "advertisedPrefixes[2] advertised-prefix-public",
		"advertisedPrefixes: [123.1.0.0/24, '2600:1:2::/48', 'fd00::/48']":    "advertisedPrefixes[2] advertised-prefix-public",
		"advertisedPrefixes: [123.1.0.0/24, '2600:1:2::/48', 0.0.0.0/0]":      "advertisedPrefixes[2] advertised-default-route",
		"advertisedPrefixes: ['2600:1:2::/48', 203.0.113.0/24]":               "advertisedPrefixes[1] advertised-prefix-documentation",
		"acceptedPrefixes: [20.0.0.0/8, '2603::/16', 10.0.0.0/8]":             "acceptedPrefixes[2] router-accepted-prefix",
		"acceptedPrefixes: [20.0.0.0/8, '2603::/16', 0.0.0.0/0, 172.0.0.0/8]": "acceptedPrefixes[3] router-accepted-prefix",
	} {
		_, findings := Configure(arguments(microsoft, change))
		require.Len(t, findings, 1, change)
		assert.Equal(t, want, findings[0].Path+" "+findings[0].Rule)
	}
}

// Whatever is secret may be checked and never shown.
func TestFindingsShowNoSecret(t *testing.T) {
	for _, r := range Catalogue {
		a := arguments(r.Wrong)
		hidden := hide(a)
		_, findings := Configure(a)
		for _, f := range findings {
			for _, secret := range hidden {
				assert.NotContains(t, f.Text(), secret, f.Rule)
			}
		}
	}
}

// hide makes values of the arguments secret, with values that stand nowhere in the rules' own words, and lists them.
func hide(a *Arguments) []string {
	var hidden []string
	for i := range a.Sessions {
		for _, v := range []*string{&a.Sessions[i].Prefix.V, &a.Sessions[i].CustomerAddress.V, &a.Sessions[i].MicrosoftAddress.V} {
			hidden = append(hidden, *v)
		}
		a.Sessions[i].Prefix.Secret, a.Sessions[i].CustomerAddress.Secret, a.Sessions[i].MicrosoftAddress.Secret = true, true, true
	}
	for i := range a.AdvertisedPrefixes.Items {
		a.AdvertisedPrefixes.Items[i].Secret = true
		if v := a.AdvertisedPrefixes.Items[i].V; v != "10.10.0.0/16" {
			hidden = append(hidden, v)
		}
	}
	if a.VRF.V != "" {
		a.VRF.Secret = true
		hidden = append(hidden, a.VRF.V)
	}
	return hidden
}

// Texts with line breaks in them never reach a configuration.
func TestNoTextAddsALine(t *testing.T) {
	for _, property := range []string{"platform", "vrf", "hostname", "circuitName", "sharedKey"} {
		configurations, _ := Configure(arguments(fmt.Sprintf("%s: \"a\\nreload\"", property)))
		assert.Empty(t, configurations, property)
	}
	for _, list := range []string{"advertisedPrefixes", "acceptedPrefixes"} {
		configurations, _ := Configure(arguments(fmt.Sprintf("%s: [\"10.0.0.0/8\\nreload\"]", list)))
		assert.Empty(t, configurations, list)
	}
	for _, p := range exampleSessions[0] {
		if p[0] == "vlanId" {
			continue
		}
		value := strings.Trim(p[1], "'")
		configurations, _ := Configure(arguments(sessionsWith(fmt.Sprintf("%s: \"%s\\nreload\"", p[0], value))))
		assert.Empty(t, configurations, p[0])
	}
}

func TestThePagesAreCurrent(t *testing.T) {
	for file, text := range map[string]string{"router-rules.md": Markdown(), "router-examples.md": Examples()} {
		page, err := os.ReadFile("../../../docs/" + file)
		require.NoError(t, err)
		assert.True(t, text == string(page), `docs/%s is out of date: run "make docs"`, file)
	}
}
