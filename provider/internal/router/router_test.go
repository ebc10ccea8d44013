package router

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

var update = flag.Bool("update", false, "write testdata anew")

// valid arguments break no rule, not even one that warns.
const valid = `
platform: cisco-ios-xe
interfaces: {primary: TenGigabitEthernet0/0/1, secondary: TenGigabitEthernet0/0/2}
sharedKey: !secret Contoso2Key
advertisedPrefixes: [10.10.0.0/16]
sessions:
- {peering: AzurePrivatePeering, link: primary, family: ipv4, vlanId: 200, prefix: 192.168.16.252/30, customerAddress: 192.168.16.253, microsoftAddress: 192.168.16.254, peerASN: '65010', azureASN: '12076'}
- {peering: AzurePrivatePeering, link: secondary, family: ipv4, vlanId: 200, prefix: 192.168.18.252/30, customerAddress: 192.168.18.253, microsoftAddress: 192.168.18.254, peerASN: '65010', azureASN: '12076'}
`

// The same peerings as everyone's examples, with all that can be asked for.
const (
	private = `
circuitName: contoso
hostname: edge
sharedKey: !secret Contoso2Key
advertisedPrefixes: [10.10.0.0/16, 172.16.4.0/22, '2001:db8:10::/48']
acceptedPrefixes: [10.20.0.0/16, 10.30.1.0/32, '2001:db8:20::/48']
maximumPrefixes: {ipv4: 4000, ipv6: 400}
timers: {keepalive: 10, hold: 30}
sessions:
- {peering: AzurePrivatePeering, link: primary, family: ipv4, vlanId: 200, prefix: 192.168.16.252/30, customerAddress: 192.168.16.253, microsoftAddress: 192.168.16.254, peerASN: '65010', azureASN: '12076'}
- {peering: AzurePrivatePeering, link: primary, family: ipv6, vlanId: 200, prefix: '2001:db8:ffff::/126', customerAddress: '2001:db8:ffff::1', microsoftAddress: '2001:db8:ffff::2', peerASN: '65010', azureASN: '12076'}
- {peering: AzurePrivatePeering, link: secondary, family: ipv4, vlanId: 200, prefix: 192.168.18.252/30, customerAddress: 192.168.18.253, microsoftAddress: 192.168.18.254, peerASN: '65010', azureASN: '12076'}
- {peering: AzurePrivatePeering, link: secondary, family: ipv6, vlanId: 200, prefix: '2001:db8:ffff::4/126', customerAddress: '2001:db8:ffff::5', microsoftAddress: '2001:db8:ffff::6', peerASN: '65010', azureASN: '12076'}
`
	microsoft = `
sharedKey: null
advertisedPrefixes: [123.1.0.0/24, '2600:1:2::/48']
sessions:
- {peering: MicrosoftPeering, link: primary, family: ipv4, vlanId: 300, prefix: 123.0.0.0/30, customerAddress: 123.0.0.1, microsoftAddress: 123.0.0.2, peerASN: '4200000001', azureASN: '12076'}
- {peering: MicrosoftPeering, link: primary, family: ipv6, vlanId: 300, prefix: '2600:1:3::/126', customerAddress: '2600:1:3::1', microsoftAddress: '2600:1:3::2', peerASN: '4200000001', azureASN: '12076'}
- {peering: MicrosoftPeering, link: secondary, family: ipv4, vlanId: 300, prefix: 123.0.0.4/30, customerAddress: 123.0.0.5, microsoftAddress: 123.0.0.6, peerASN: '4200000001', azureASN: '12076'}
- {peering: MicrosoftPeering, link: secondary, family: ipv6, vlanId: 300, prefix: '2600:1:3::4/126', customerAddress: '2600:1:3::5', microsoftAddress: '2600:1:3::6', peerASN: '4200000001', azureASN: '12076'}
`
	// On a QinQ port, in a VRF, with nothing announced.
	qinq = `
circuitName: contoso
bfd: false
vrf: azure
advertisedPrefixes: null
sessions:
- {peering: AzurePrivatePeering, link: primary, family: ipv4, vlanId: 20, outerVlanId: 11, prefix: 192.168.16.252/30, customerAddress: 192.168.16.253, microsoftAddress: 192.168.16.254, peerASN: '65010', azureASN: '12076'}
- {peering: AzurePrivatePeering, link: secondary, family: ipv4, vlanId: 20, outerVlanId: 11, prefix: 192.168.18.252/30, customerAddress: 192.168.18.253, microsoftAddress: 192.168.18.254, peerASN: '65010', azureASN: '12076'}
`
	// As qinq, with IPv6 alone and something to announce.
	qinqIPv6 = `
vrf: azure
advertisedPrefixes: ['2001:db8:10::/48']
outerVlanIds: {primary: 101, secondary: 102}
sessions:
- {peering: AzurePrivatePeering, link: primary, family: ipv6, vlanId: 200, prefix: '2001:db8:ffff::/126', customerAddress: '2001:db8:ffff::1', microsoftAddress: '2001:db8:ffff::2', peerASN: '65010', azureASN: '12076'}
- {peering: AzurePrivatePeering, link: secondary, family: ipv6, vlanId: 200, prefix: '2001:db8:ffff::4/126', customerAddress: '2001:db8:ffff::5', microsoftAddress: '2001:db8:ffff::6', peerASN: '65010', azureASN: '12076'}
`
)

// cases are those that every platform is written for.
var cases = map[string]string{"private": private, "microsoft": microsoft, "qinq-vrf": qinq, "qinq-vrf-ipv6": qinqIPv6}

// ports names interfaces in the way of a platform.
func ports(platform string) string {
	return fmt.Sprintf("interfaces: {primary: %s, secondary: %s}", exampleInterfaces[platform][0], exampleInterfaces[platform][1])
}

// arguments are the valid ones with changes laid over them, one after the other.
func arguments(changes ...string) *Arguments {
	tree := spectest.Tree(valid)
	for _, change := range changes {
		tree = spectest.Overlay(tree, spectest.Tree(change))
	}
	a := &Arguments{}
	spectest.Into(a, tree)
	return a
}

// on are arguments for a platform. What it cannot do is left out.
func on(platform string, changes ...string) *Arguments {
	changes = append([]string{"platform: " + platform, ports(platform)}, changes...)
	a := arguments(changes...)
	if platforms[platform].vrf == 0 {
		a.VRF = spec.Value[string]{}
	}
	return a
}

// configure writes what must be valid.
func configure(t *testing.T, a *Arguments) []Configuration {
	t.Helper()
	configurations, findings := Configure(a)
	for _, f := range findings {
		require.NotEqual(t, rules.Error, f.Severity, "%s: %s", f.Path, f.Text())
	}
	require.NotEmpty(t, configurations)
	return configurations
}

func TestConfigurationsAreThoseThatWereReviewed(t *testing.T) {
	for name, change := range cases {
		for platform := range platforms {
			t.Run(name+"/"+platform, func(t *testing.T) {
				a := on(platform, change)
				if tagged := a.outerTag(spec.Primary).Known(); tagged && !platforms[platform].doubleTagged {
					configurations, findings := Configure(a)
					assert.Empty(t, configurations)
					assert.Contains(t, ids(findings), "router-two-tags")
					return
				}
				var got strings.Builder
				for _, c := range configure(t, a) {
					if c.Link == spec.Primary {
						fmt.Fprintf(&got, "%s", c.Text)
					}
				}
				file := filepath.Join("testdata", name, platform+".txt")
				if *update {
					require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
					require.NoError(t, os.WriteFile(file, []byte(got.String()), 0o644))
				}
				reviewed, err := os.ReadFile(file)
				require.NoError(t, err)
				assert.Equal(t, string(reviewed), got.String(), "read it line by line, then run go test ./provider/internal/router -update")
			})
		}
	}
}

func TestEachLinkHasAFileOfItsOwn(t *testing.T) {
	for platform, want := range map[string][]string{
		"cisco-ios-xe": {"edge-private-primary.ios-xe.cfg", "edge-private-secondary.ios-xe.cfg"},
		"junos":        {"edge-private-primary.junos.set", "edge-private-secondary.junos.set"},
		"frr": {
			"edge-private-primary.frr.conf", "edge-private-primary.interface.sh",
			"edge-private-secondary.frr.conf", "edge-private-secondary.interface.sh",
		},
	} {
		var names []string
		for _, c := range configure(t, on(platform, private)) {
			names = append(names, c.FileName)
			ours, theirs := "192.168.16.253", "192.168.18.253"
			if c.Link == spec.Secondary {
				ours, theirs = theirs, ours
			}
			assert.Contains(t, c.Text, ours)
			assert.NotContains(t, c.Text, theirs, c.FileName)
		}
		assert.Equal(t, want, names)
	}
}

func TestFilesAreNamedAfterHostElseCircuit(t *testing.T) {
	assert.Equal(t, "contoso-private-primary.ios-xe.cfg", configure(t, arguments("circuitName: contoso"))[0].FileName)
	assert.Equal(t, "expressroute-private-primary.ios-xe.cfg", configure(t, arguments())[0].FileName)
	assert.Equal(t, "expressroute-microsoft-primary.ios-xe.cfg", configure(t, arguments(microsoft))[0].FileName)
}

func TestALinkWithoutSessionsHasNoFile(t *testing.T) {
	a := arguments("sessions:\n"+exampleSession(1), "interfaces: {primary: null}")
	configurations := configure(t, a)
	require.Len(t, configurations, 1)
	assert.Equal(t, spec.Secondary, configurations[0].Link)
}

// Every session is filtered in both directions, on every platform, whatever is announced.
func TestNothingIsEverUnfiltered(t *testing.T) {
	applied := map[string][2]string{
		"cisco-ios-xe": {"neighbor %s route-map %s in", "neighbor %s route-map %s out"},
		"arista-eos":   {"neighbor %s route-map %s in", "neighbor %s route-map %s out"},
		"frr":          {"neighbor %s route-map %s in", "neighbor %s route-map %s out"},
		"junos":        {"neighbor %s import %s", "neighbor %s export %s"},
		"cisco-ios-xr": {"route-policy %[2]s in", "route-policy %[2]s out"},
		"cisco-nx-os":  {"route-map %[2]s in", "route-map %[2]s out"},
		"bird":         {"import filter %[3]s", "export filter %[3]s"},
	}
	for name, change := range cases {
		for platform, lines := range applied {
			a := on(platform, change, "outerVlanIds: null")
			for i := range a.Sessions {
				a.Sessions[i].OuterVlanID = spec.Value[int]{}
			}
			text := configure(t, a)[0].Text
			for _, s := range routers(a)[0].Sessions {
				for i, f := range []Filter{s.In, s.Out} {
					line := fmt.Sprintf(strings.ReplaceAll(lines[i], "%s", "%[1]s"), s.Neighbour, f.Name, symbol(f.Name, "primary"))
					if strings.Count(lines[i], "%s") == 2 {
						line = fmt.Sprintf(lines[i], s.Neighbour, f.Name)
					}
					assert.Contains(t, text, line, "%s on %s", name, platform)
				}
			}
		}
	}
}

func TestFilters(t *testing.T) {
	filters := func(changes ...string) map[string]string {
		all := map[string]string{}
		for _, s := range routers(arguments(changes...))[0].Sessions {
			for _, f := range []Filter{s.In, s.Out} {
				var entries []string
				for _, m := range f.Refused {
					entries = append(entries, "-"+m.Prefix.String()+map[bool]string{true: "+"}[m.Longer])
				}
				for _, m := range f.Passed {
					entries = append(entries, m.Prefix.String()+map[bool]string{true: "+"}[m.Longer])
				}
				all[f.Name] = strings.Join(entries, " ")
			}
		}
		return all
	}
	assert.Equal(t, map[string]string{"ER-PRIVATE-IN-V4": "0.0.0.0/0+", "ER-PRIVATE-OUT-V4": "10.10.0.0/16"}, filters(), "private peering without a list takes everything")
	assert.Equal(t, map[string]string{"ER-PRIVATE-IN-V4": "0.0.0.0/0+", "ER-PRIVATE-OUT-V4": ""}, filters("advertisedPrefixes: null"), "nothing is announced that is not named")
	assert.Equal(t, map[string]string{"ER-PRIVATE-IN-V4": "", "ER-PRIVATE-OUT-V4": "10.10.0.0/16"}, filters("acceptedPrefixes: []"), "an empty list takes nothing")
	assert.Equal(t, map[string]string{
		"ER-CONTOSO-PRIVATE-IN-V4": "10.20.0.0/16+ 10.30.1.0/32+", "ER-CONTOSO-PRIVATE-OUT-V4": "10.10.0.0/16 172.16.4.0/22",
		"ER-CONTOSO-PRIVATE-IN-V6": "2001:db8:20::/48+", "ER-CONTOSO-PRIVATE-OUT-V6": "2001:db8:10::/48",
	}, filters(private))
	assert.Equal(t, map[string]string{
		"ER-MICROSOFT-IN-V4":  "-0.0.0.0/0 -10.0.0.0/8+ -172.16.0.0/12+ -192.168.0.0/16+ -100.64.0.0/10+ 0.0.0.0/0+",
		"ER-MICROSOFT-IN-V6":  "-::/0 -fc00::/7+ ::/0+",
		"ER-MICROSOFT-OUT-V4": "123.1.0.0/24", "ER-MICROSOFT-OUT-V6": "2600:1:2::/48",
	}, filters(microsoft), "Microsoft peering takes neither a default route nor private space")
	assert.Equal(t, "-0.0.0.0/0 -10.0.0.0/8+ -172.16.0.0/12+ -192.168.0.0/16+ -100.64.0.0/10+ 20.33.0.0/16+",
		filters(microsoft, "acceptedPrefixes: [20.33.0.0/16]")["ER-MICROSOFT-IN-V4"])
	assert.Equal(t, "10.10.0.0/16 10.11.0.0/16", filters("advertisedPrefixes: [10.10.0.0/16, 10.11.0.0/16, 10.10.0.0/16]")["ER-PRIVATE-OUT-V4"], "once each")
}

// A list that lets nothing pass must not be an empty one, which lets everything pass.
func TestAPrefixListIsNeverEmpty(t *testing.T) {
	assert.Equal(t, []string{"seq 5 deny 0.0.0.0/0 le 32"}, prefixListEntries(Filter{}, spec.FamilyIPv4))
	assert.Equal(t, []string{"seq 5 deny ::/0 le 128"}, prefixListEntries(Filter{}, spec.FamilyIPv6))
}

func TestNamesStayShort(t *testing.T) {
	long := strings.Repeat("c", 80)
	r := routers(arguments("circuitName: " + long))[0]
	assert.LessOrEqual(t, len(r.name("OUT", spec.FamilyIPv4)), 63)
	assert.LessOrEqual(t, len(r.description()), 80)
	assert.Contains(t, configure(t, arguments("circuitName: "+long))[0].Text, "circuit "+long, "the header has all of it")
}

// Characters that command lines read as something else, and how each platform is told the key.
func TestKeysAreQuotedAsEachPlatformNeedsIt(t *testing.T) {
	for platform, line := range map[string]string{
		"cisco-ios-xe": ` neighbor 192.168.16.254 password 0 a"b\c;d#e?f!g$h`,
		"cisco-ios-xr": `  password clear a"b\c;d#e?f!g$h`,
		"junos":        `authentication-key "a\"b\\c;d#e?f!g$h"`,
		"arista-eos":   `   neighbor 192.168.16.254 password 0 a"b\c;d#e?f!g$h`,
		"frr":          ` neighbor 192.168.16.254 password a"b\c;d#e?f!g$h`,
	} {
		assert.Contains(t, configure(t, on(platform, `sharedKey: !secret 'a"b\c;d#e?f!g$h'`))[0].Text, line+"\n", platform)
	}
	assert.Contains(t, configure(t, on("bird", `sharedKey: !secret 'ab\c;d#e?f!g$h'`))[0].Text, `  password "ab\c;d#e?f!g$h";`+"\n")
	assert.Contains(t, configure(t, on("cisco-nx-os", `sharedKey: !secret 'a"b\c;d#e?f!gh'`))[0].Text, `    password 0 a"b\c;d#e?f!gh`+"\n")

	for platform, keys := range map[string][]string{"bird": {`a"b`, `"`}, "cisco-nx-os": {`a$b`, `"ab`, `'ab`, `|ab`, `>ab`, `$`}} {
		for _, key := range keys {
			configurations, findings := Configure(on(platform, fmt.Sprintf("sharedKey: !secret %q", key)))
			assert.Empty(t, configurations, "%s cannot be given %s", platform, key)
			assert.Contains(t, ids(findings), "router-key-characters")
		}
	}
}

// Without a key there is a place for it, in a line that the router passes over.
func TestWithoutAKeyThereIsAPlaceForIt(t *testing.T) {
	for platform, p := range platforms {
		text := configure(t, on(platform, "sharedKey: null"))[0].Text
		var places int
		for _, line := range strings.Split(text, "\n") {
			if strings.Contains(line, keyPlace) {
				places++
				assert.True(t, strings.HasPrefix(strings.TrimSpace(line), p.comment), "%s: %s", platform, line)
			}
		}
		assert.Equal(t, 2, places, "%s: the header and the session", platform)
		assert.NotContains(t, configure(t, on(platform))[0].Text, keyPlace, platform)
	}
}

func TestTheKeyIsInTheTextAndNowhereElse(t *testing.T) {
	for platform := range platforms {
		configurations, findings := Configure(on(platform, "sharedKey: !secret 'Sec?ret1'"))
		for _, c := range configurations {
			assert.NotContains(t, c.FileName, "Sec?ret1")
			assert.Equal(t, !strings.HasSuffix(c.FileName, ".sh"), strings.Contains(c.Text, "Sec?ret1"))
		}
		for _, f := range findings {
			assert.NotContains(t, f.Text(), "Sec?ret1")
		}
	}
}

func TestBFDIsOnForIPv4UnlessTurnedOff(t *testing.T) {
	for platform := range platforms {
		count := func(changes ...string) int {
			var body []string
			for _, line := range strings.Split(configure(t, on(platform, changes...))[0].Text, "\n") {
				if !strings.HasPrefix(line, platforms[platform].comment+" ") {
					body = append(body, line)
				}
			}
			return strings.Count(strings.ToLower(strings.Join(body, "\n")), "bfd")
		}
		assert.NotZero(t, count(private), platform)
		assert.Zero(t, count(private, "bfd: false"), platform)
		assert.Equal(t, count("bfd: true"), count(), platform)
		ipv6 := "sessions:\n" + exampleSession(0, "family: ipv6", "prefix: '2001:db8:ffff::/126'", "customerAddress: '2001:db8:ffff::1'", "microsoftAddress: '2001:db8:ffff::2'")
		assert.Zero(t, count(ipv6), "%s: Microsoft has no BFD on IPv6", platform)
	}
}

func ids(findings []rules.Finding) []string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Rule)
	}
	return all
}
