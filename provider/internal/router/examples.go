package router

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// exampleInterfaces are the interfaces of the page's routers, primary and secondary.
var exampleInterfaces = map[string][2]string{
	"cisco-ios-xe": {"TenGigabitEthernet0/0/1", "TenGigabitEthernet0/0/2"},
	"cisco-ios-xr": {"TenGigE0/0/0/1", "TenGigE0/0/0/2"},
	"cisco-nx-os":  {"Ethernet1/1", "Ethernet1/2"},
	"junos":        {"xe-0/0/1", "xe-0/0/2"},
	"arista-eos":   {"Ethernet1", "Ethernet2"},
	"frr":          {"eth1", "eth2"},
	"bird":         {"eth1", "eth2"},
}

// exampleOn is a private peering over both families, without a key, on a platform.
func exampleOn(name string) *Arguments {
	a := &Arguments{
		Platform:           known(name),
		Interfaces:         &Interfaces{known(exampleInterfaces[name][0]), known(exampleInterfaces[name][1])},
		AdvertisedPrefixes: knownList("10.10.0.0/16", "2001:db8:10::/48"),
		AcceptedPrefixes:   knownList("10.20.0.0/16", "2001:db8:20::/48"),
		MaximumPrefixes:    &MaximumPrefixes{known(1000), known(100)},
		CircuitName:        known("contoso"),
	}
	for i, prefixes := range [2][2]string{{"192.168.16.252/30", "2001:db8:ffff::/126"}, {"192.168.18.252/30", "2001:db8:ffff::4/126"}} {
		for j, family := range [2]spec.Family{spec.FamilyIPv4, spec.FamilyIPv6} {
			p := netip.MustParsePrefix(prefixes[j])
			a.Sessions = append(a.Sessions, SessionArguments{
				Peering: known(spec.NamePrivatePeering), Link: known(string(sides[i])), Family: known(string(family)), VlanID: known(200),
				Prefix: known(p.String()), CustomerAddress: known(link.CustomerAddress(p).String()), MicrosoftAddress: known(link.MicrosoftAddress(p).String()),
				PeerASN: known("65010"), AzureASN: known(strconv.Itoa(spec.AzureASN)),
			})
		}
	}
	return a
}

func known[T any](v T) spec.Value[T] { return spec.Value[T]{State: spec.Known, V: v} }

func knownList(items ...string) spec.List[string] {
	l := spec.List[string]{State: spec.Known}
	for _, item := range items {
		l.Items = append(l.Items, known(item))
	}
	return l
}

// Examples writes the page docs/router-examples.md: the primary link's files on every platform.
func Examples() string {
	var b strings.Builder
	b.WriteString(`# Router configurations, platform by platform

<!-- Generated from provider/internal/router by "make docs". Do not edit. -->

One private peering (AS 65010, VLAN 200, IPv4 and IPv6, no key given) as ` + "`routerConfiguration`" + ` writes it for the router of the
primary link. What the blocks do is in [routers.md](routers.md).
`)
	for _, name := range []string{"cisco-ios-xe", "cisco-ios-xr", "cisco-nx-os", "junos", "arista-eos", "frr", "bird"} {
		configurations, findings := Configure(exampleOn(name))
		for _, f := range findings {
			if f.Severity == rules.Error {
				panic(name + ": " + f.Text())
			}
		}
		fmt.Fprintf(&b, "\n## %s\n", platforms[name].title)
		for _, c := range configurations {
			if c.Link == spec.Primary {
				fmt.Fprintf(&b, "\n`%s`:\n\n```text\n%s```\n", c.FileName, c.Text)
			}
		}
	}
	return b.String()
}
