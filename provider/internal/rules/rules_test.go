package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure/azuretest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// found lists the paths at which a change of the valid configuration breaks a rule.
// judged is what all phases say of the valid configuration with a change laid over it, when all else is as it was.
func judged(change string) []Finding { return judgedWithout("", change) }

// judgedWithout is the same with one rule taken out of the catalogue.
func judgedWithout(id, change string) []Finding {
	without := slices.DeleteFunc(slices.Clone(Catalogue), func(r Rule) bool { return r.ID == id })
	tree := spectest.OnValid(change)
	s, world := spectest.Spec(tree), azuretest.World(tree)
	return append(run(without, OfProgram, s, world).Findings, run(without, BeforeAnything|WithCircuit|OnChange, s, world).Findings...)
}

// found lists where a rule finds fault with the valid configuration when a change is laid over it.
func found(rule, change string) []string {
	var paths []string
	for _, f := range judged(change) {
		if f.Rule == rule {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

func TestTheValidConfigurationBreaksNoRule(t *testing.T) {
	verdict := Run(spectest.Spec(spectest.Tree(spectest.Valid)))
	assert.Empty(t, verdict.Findings)
	assert.Empty(t, verdict.Unchecked)
}

func TestEveryRuleIsDocumentedAndItsExampleHolds(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range Catalogue {
		t.Run(r.ID, func(t *testing.T) {
			assert.Regexp(t, slug, r.ID)
			assert.False(t, seen[r.ID], "the id is used twice")
			seen[r.ID] = true
			for name, text := range map[string]string{"Topic": r.Topic, "What": r.What, "Why": r.Why, "Fix": r.Fix, "Wrong": r.Wrong, "Right": r.Right} {
				assert.NotEmpty(t, text, name)
			}
			require.NotEmpty(t, r.Sources)
			for _, s := range r.Sources {
				assert.NotEmpty(t, s.Title)
				assert.True(t, strings.HasPrefix(s.URL, "https://"), s.URL)
			}
			if r.Check == nil {
				return // package shape checks it, and tests its examples
			}
			assert.Equal(t, r.Phase != OfProgram, r.Needs != "", "what it needs to see")
			assert.Equal(t, r.Phase != OfProgram, r.Unseen != "", "what happens when it may not be seen")
			assert.NotEmpty(t, found(r.ID, r.Wrong), "the wrong example breaks the rule")
			assert.Empty(t, found(r.ID, r.Right), "the right example does not")
		})
	}
}

// boundaries are configurations on both sides of each rule's boundary: the change, and where the rule finds fault.
var boundaries = map[string][]struct {
	change string
	paths  []string
}{
	"circuit-one-of": {
		{"circuit: null", []string{"circuit"}},
		{"circuit: null\ncircuitId: !unknown x", nil},
		{"circuitId: !unknown x", []string{"circuitId"}},
	},
	"circuit-carrier-or-port": {
		{"circuit: {serviceProvider: null}", []string{"circuit.serviceProvider"}},
		{"circuit: {expressRouteDirect: {portId: x, bandwidthInGbps: 10}}", []string{"circuit.expressRouteDirect"}},
		{"circuit: {serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 10}}", nil},
		{"circuit: null\ncircuitId: x", nil},
	},
	"peering-missing": {
		{"privatePeering: null\nmicrosoftPeering: null", []string{"privatePeering"}},
		{"circuit: null\ncircuitId: " + network + "expressRouteCircuits/c\nprivatePeering: null\nmicrosoftPeering: null", []string{"privatePeering"}},
		{"privatePeering: null\nmicrosoftPeering: null\nauthorizations: [branch]", nil},
		{"privatePeering: null\nmicrosoftPeering: null\n" + onPeer, nil},
		{"privatePeering: null\nmicrosoftPeering: null\ncarrierManagesPeerings: true", nil},
		{"privatePeering: null\nmicrosoftPeering: null\ncarrierManagesPeerings: false", []string{"privatePeering"}},
		{"privatePeering: null", nil},
		{"microsoftPeering: null", nil},
	},
	"carrier-manages-peerings": {
		{"carrierManagesPeerings: true", []string{"microsoftPeering", "privatePeering"}},
		{"carrierManagesPeerings: true\nprivatePeering: null", []string{"microsoftPeering"}},
		{"carrierManagesPeerings: true\nprivatePeering: null\nmicrosoftPeering: null\n" + examplePort, []string{"carrierManagesPeerings"}},
		{"carrierManagesPeerings: true\nprivatePeering: null\nmicrosoftPeering: null", nil},
		{"carrierManagesPeerings: true\nprivatePeering: null\nmicrosoftPeering: null\ncircuit: null\ncircuitId: " + network + "expressRouteCircuits/c", nil},
		{"carrierManagesPeerings: false", nil},
	},
	"link-prefix-pair": {
		{"privatePeering: {primaryPeerAddressPrefix: null}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {secondaryPeerAddressPrefix: null}", []string{"microsoftPeering.secondaryPeerAddressPrefix"}},
		{"privatePeering: {secondaryPeerAddressPrefix: !unknown x}", nil},
		{"privatePeering: {primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null}", nil},
	},
	"peering-address-family": {
		{"microsoftPeering: {primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: null}", nil},
	},
	"microsoft-config-required": {
		{"microsoftPeering: {microsoftPeeringConfig: null, primaryPeerAddressPrefix: !unknown x}", []string{"microsoftPeering.microsoftPeeringConfig"}},
		{"microsoftPeering: {microsoftPeeringConfig: null, primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null}", nil},
		{"microsoftPeering: null", nil},
	},
	"microsoft-config-without-prefixes": {
		{"microsoftPeering: {primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {microsoftPeeringConfig: null, primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null}", nil},
	},
	"route-filter-one-of": {
		{"microsoftPeering: {routeFilterId: !unknown x}", []string{"microsoftPeering.routeFilterId"}},
		{"microsoftPeering: {routeFilter: null, routeFilterId: x}", nil},
	},
	"peering-state": {
		{"privatePeering: {state: enabled}", []string{"privatePeering.state"}},
		{"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, state: Off}}", []string{"microsoftPeering.ipv6PeeringConfig.state"}},
		{"privatePeering: {state: Enabled}", nil},
	},
	"ignored-rule-unknown": {
		{"ignoreRules: [vlan-range, no-such-rule]", []string{"ignoreRules[1]"}},
		{"ignoreRules: [circuit-one-of]", []string{"ignoreRules[0]"}},
		{"ignoreRules: []", nil},
	},
	"circuit-id": {
		{"circuitId: ''", []string{"circuitId"}},
		{"circuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/c", []string{"circuitId"}},
		{"circuitId: /Subscriptions/s/resourcegroups/g/Providers/microsoft.network/expressroutecircuits/c", nil},
		{"circuitId: /subscriptions/s/groups/g/providers/Microsoft.Network/expressRouteCircuits/c", []string{"circuitId"}},
		{"circuitId: /subscription/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c", []string{"circuitId"}},
		{"circuitId: /subscriptions/s/resourceGroups/g/provider/Microsoft.Network/expressRouteCircuits/c", []string{"circuitId"}},
		{"circuitId: !unknown x", nil},
	},
	"route-filter-id": {
		{"microsoftPeering: {routeFilterId: !unknown x, ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, routeFilterId: g}}", []string{"microsoftPeering.ipv6PeeringConfig.routeFilterId"}},
		{"circuit: {expressRouteDirect: {portId: x}}\nmicrosoftPeering: {routeFilterId: f}", []string{"microsoftPeering.routeFilterId"}},
		{"microsoftPeering: {routeFilterId: f, ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, routeFilterId: g}}", []string{"microsoftPeering.ipv6PeeringConfig.routeFilterId", "microsoftPeering.routeFilterId"}},
		{"microsoftPeering: {routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/f}", nil},
	},
	"port-id": {
		{"circuit: {expressRouteDirect: {portId: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p '}}", []string{"circuit.expressRouteDirect.portId"}},
		{"circuit: {expressRouteDirect: {portId: !unknown x}}", nil},
	},
	"sku-tier": {
		{"circuit: {skuTier: MultiCloud}", []string{"circuit.skuTier"}},
		{"circuit: {skuTier: Basic}", nil},
		{"circuit: {skuTier: null}", nil},
	},
	"sku-family": {
		{"circuit: {skuFamily: ''}", []string{"circuit.skuFamily"}},
		{"circuit: {skuFamily: UnlimitedData}", nil},
	},
	"id-subscription": {
		{"circuitId: /subscriptions/Production/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c", []string{"circuitId"}},
		{"circuitId: /subscriptions/00000000-0000-0000-0000-00000000000/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c", []string{"circuitId"}},
		{"circuitId: /subscriptions/ABCDEF00-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c", nil},
		{"microsoftPeering: {routeFilterId: /subscriptions/x/resourceGroups/g/providers/Microsoft.Network/routeFilters/f}", []string{"microsoftPeering.routeFilterId"}},
		{"circuit: {expressRouteDirect: {portId: /subscriptions/x/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p}}", []string{"circuit.expressRouteDirect.portId"}},
		{"circuitId: nonsense", nil},
	},
	"resource-name": {
		{"circuit: {name: ''}", []string{"circuit.name"}},
		{"circuit: {name: a}", nil},
		{"circuit: {name: a_}", nil},
		{"circuit: {name: a-}", []string{"circuit.name"}},
		{"circuit: {name: _a}", []string{"circuit.name"}},
		{"circuit: {name: a.b-c_d}", nil},
		{"circuit: {name: " + strings.Repeat("a", 80) + "}", nil},
		{"circuit: {name: " + strings.Repeat("a", 81) + "}", []string{"circuit.name"}},
		{"circuit: {name: é}", []string{"circuit.name"}},
		{"microsoftPeering: {routeFilter: {name: a/b, ruleName: ' r'}}", []string{"microsoftPeering.routeFilter.name", "microsoftPeering.routeFilter.ruleName"}},
		{"circuit: {name: !unknown x}", nil},
	},
	"resource-group-name": {
		{"resourceGroupName: ''", []string{"resourceGroupName"}},
		{"resourceGroupName: a.b", nil},
		{"resourceGroupName: (x)_é-1", nil},
		{"resourceGroupName: a.", []string{"resourceGroupName"}},
		{"resourceGroupName: /subscriptions/s/resourceGroups/g", []string{"resourceGroupName"}},
		{"resourceGroupName: " + strings.Repeat("a", 90), nil},
		{"resourceGroupName: " + strings.Repeat("a", 91), []string{"resourceGroupName"}},
	},
	"tag-limits": {
		{"tags: {'': x}", []string{`tags[""]`}},
		{"tags: {a: " + strings.Repeat("v", 256) + "}", nil},
		{"tags: {a: " + strings.Repeat("v", 257) + "}", []string{"tags.a"}},
		{"tags: {" + strings.Repeat("n", 512) + ": x}", nil},
		{"tags: {? " + strings.Repeat("n", 513) + " : x}", []string{"tags." + strings.Repeat("n", 513)}},
		{"tags: {'a?': x, b: y}", []string{`tags["a?"]`}},
		{manyTags(50), nil},
		{manyTags(51), []string{"tags"}},
	},
	"sku-tier-basic": {
		{"circuit: {skuTier: Basic}", []string{"circuit.skuTier"}},
		{"circuit: {skuTier: null}", nil},
	},
	"local-metered": {
		{"circuit: {skuTier: Local, skuFamily: MeteredData}", []string{"circuit.skuFamily"}},
		{"circuit: {skuTier: Local, skuFamily: UnlimitedData}", nil},
		{"circuit: {skuTier: Standard, skuFamily: MeteredData}", nil},
		{"circuit: {skuTier: !unknown x, skuFamily: MeteredData}", nil},
		{"circuit: {skuTier: Local, skuFamily: MeteredData, serviceProvider: null, expressRouteDirect: {portId: x, bandwidthInGbps: 10}}", nil},
	},
	"direct-unlimited": {
		{"circuit: {skuFamily: UnlimitedData}", nil},
		{"circuit: {skuFamily: UnlimitedData, expressRouteDirect: {}}", []string{"circuit.skuFamily"}},
	},
	"carrier-bandwidth": {
		{"circuit: {serviceProvider: {bandwidthInMbps: 100}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 200}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 500}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 1000}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 2000}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 5000}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 49}}", []string{"circuit.serviceProvider.bandwidthInMbps"}},
		{"circuit: {serviceProvider: {bandwidthInMbps: 50}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 10000}}", nil},
		{"circuit: {serviceProvider: {bandwidthInMbps: 10001}}", []string{"circuit.serviceProvider.bandwidthInMbps"}},
		{"circuit: {serviceProvider: {bandwidthInMbps: -200}}", []string{"circuit.serviceProvider.bandwidthInMbps"}},
	},
	"local-bandwidth": {
		{"circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 500}}", []string{"circuit.serviceProvider.bandwidthInMbps"}},
		{"circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}", nil},
		{"circuit: {skuTier: Standard, serviceProvider: {bandwidthInMbps: 500}}", nil},
	},
	"carrier-text": {
		{"circuit: {serviceProvider: {name: '', peeringLocation: 'Amsterdam '}}", []string{"circuit.serviceProvider.name", "circuit.serviceProvider.peeringLocation"}},
		{"circuit: {serviceProvider: {name: AT&T, peeringLocation: Silicon Valley Test}}", nil},
	},
	"location-text": {
		{"location: ' '", []string{"location"}},
		{"location: 'westus '", []string{"location"}},
		{"location: West Europe", nil},
	},
	"port-bandwidth-positive": {
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 0}}", []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: -1}}", []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 0.5}}", nil},
	},
	"port-bandwidth": {
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 1}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 2}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 5}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 10}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 0}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 1.5}}", []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 100}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 200}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 400}}", nil},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 300}}", []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
		{"circuit: {expressRouteDirect: {bandwidthInGbps: 800}}", []string{"circuit.expressRouteDirect.bandwidthInGbps"}},
	},
	"authorization-key-empty": {
		{"circuit: {expressRouteDirect: {authorizationKey: !secret ''}}", []string{"circuit.expressRouteDirect.authorizationKey"}},
		{"circuit: {expressRouteDirect: {authorizationKey: !secret x}}", nil},
		{"circuit: {expressRouteDirect: {}}", nil},
		{reach("authorizationKey: ''", "authorizationKey: test"), []string{conn0 + ".authorizationKey"}},
		{toGateways("authorizationKey: ''", "authorizationKey: !unknown x"), []string{gw0 + ".authorizationKey"}},
		{toWAN("expressRouteGatewayId: " + wanGateway + ", authorizationKey: ''"), []string{wan0 + ".authorizationKey"}},
	},
	"authorization-key-format": {
		{"circuit: {expressRouteDirect: {authorizationKey: 5d1e8f3a00004000800000123456789ab}}", []string{"circuit.expressRouteDirect.authorizationKey"}},
		{"circuit: {expressRouteDirect: {authorizationKey: 5D1E8F3A-0000-4000-8000-0123456789AB}}", nil},
		{"circuit: {expressRouteDirect: {authorizationKey: ''}}", nil},
	},
	"shared-key-length": {
		{"privatePeering: {sharedKey: ''}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: a}", nil},
		{"microsoftPeering: {sharedKey: !secret " + strings.Repeat("a", 25) + "}", nil},
		{"microsoftPeering: {sharedKey: !secret " + strings.Repeat("a", 26) + "}", []string{"microsoftPeering.sharedKey"}},
	},
	"shared-key-text": {
		{"privatePeering: {sharedKey: 'a b'}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: \"a\\n\"}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: \"a\\0\"}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: ä}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: 'a~!'}", nil},
	},
	"shared-key-symbols": {
		{"privatePeering: {sharedKey: 'a~'}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: 'a!'}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: 'ABCdefGHIJklm@nOPqrsTU!!'}", []string{"privatePeering.sharedKey"}},
		{"privatePeering: {sharedKey: azAZ09}", nil},
		{"privatePeering: {sharedKey: 'a b'}", nil},
	},
	"advertised-prefixes-limit": {
		{manyPrefixes(200), nil},
		{manyPrefixes(201), []string{"microsoftPeering.microsoftPeeringConfig.advertisedPublicPrefixes"}},
	},
	"advertised-prefix-format": {
		{advertised("123.1.0.0", "123.1.0.0/24", "123.1.0.1/24", " 123.2.0.0/24"), []string{advertisedAt(0), advertisedAt(2), advertisedAt(3)}},
	},
	"advertised-prefix-family": {
		{advertised("2600:1::/48", "123.1.0.0/24"), []string{advertisedAt(0)}},
		{
			"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24, '2600:1::/48']}}}",
			[]string{"microsoftPeering.ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixes[0]"},
		},
	},
	"advertised-default-route": {
		{advertised("0.0.0.0/0", "::/0", "0.0.0.0/1"), []string{advertisedAt(0), advertisedAt(1)}},
	},
	"advertised-prefix-public": {
		{advertised("10.0.0.0/8", "8.0.0.0/5", "11.0.0.0/8", "100.64.0.0/24", "fd00::/48", "0.0.0.0/0", "203.0.113.0/24"), []string{advertisedAt(0), advertisedAt(1), advertisedAt(3), advertisedAt(4)}},
		{advertised("198.18.0.0/24", "198.20.0.0/24", "192.88.99.0/24", "192.0.0.0/23", "4000::/32", "2400::/12", "2600::/12"), []string{advertisedAt(0), advertisedAt(2), advertisedAt(3), advertisedAt(4)}},
	},
	"advertised-prefix-documentation": {
		{advertised("203.0.113.0/24", "203.0.112.0/23", "203.0.114.0/24", "0.0.0.0/0"), []string{advertisedAt(0), advertisedAt(1)}},
	},
	"advertised-prefix-transition": {
		{advertised("2001::/32", "2001:1::/32", "2001::/20", "2002:7b01::/48", "2003::/32", "::/0"), []string{advertisedAt(0), advertisedAt(2), advertisedAt(3)}},
	},
	"advertised-prefix-duplicate": {
		{advertised("123.1.0.0/24", "123.1.0.0/23", "123.1.0.0/24"), []string{advertisedAt(2)}},
		{advertised("2600:1::/48", "2600:1:0::/48"), []string{advertisedAt(1)}},
		{advertised("nonsense", "nonsense"), []string{advertisedAt(1)}},
	},
	"routing-registry": {
		{"microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: arin}}", []string{"microsoftPeering.microsoftPeeringConfig.routingRegistryName"}},
		{"microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: LEVEL3}}", nil},
		{"microsoftPeering: {microsoftPeeringConfig: {routingRegistryName: null}}", nil},
	},
	"customer-asn-range": {
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: -1}}", []string{"microsoftPeering.microsoftPeeringConfig.customerASN"}},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 0}}", nil},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 2147483647}}", nil},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 2147483648}}", []string{"microsoftPeering.microsoftPeeringConfig.customerASN"}},
	},
	"customer-asn-redundant": {
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 200}}", []string{"microsoftPeering.microsoftPeeringConfig.customerASN"}},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 0}}", nil},
		{"microsoftPeering: {peerASN: !unknown x, microsoftPeeringConfig: {customerASN: 200}}", nil},
	},
	"advertised-community-empty": {
		{"microsoftPeering: {microsoftPeeringConfig: {advertisedCommunities: ['12076:5010', '']}}", []string{"microsoftPeering.microsoftPeeringConfig.advertisedCommunities[1]"}},
		{"microsoftPeering: {microsoftPeeringConfig: {advertisedCommunities: []}}", nil},
	},
	"community-duplicate": {
		{"microsoftPeering: {routeFilter: {communities: ['12076:5060', '12076:5070', '12076:5060'], services: [AzureActiveDirectory, AzureActiveDirectory]}}", []string{"microsoftPeering.routeFilter.communities[2]"}},
	},
	"route-filter-repeated": {
		{
			"microsoftPeering: {routeFilter: {communities: ['12076:5060', '12076:5060'], services: [AzureActiveDirectory, AzureResourceManager, AzureActiveDirectory], regions: [westeurope, westeurope]}}",
			[]string{"microsoftPeering.routeFilter.regions[1]", "microsoftPeering.routeFilter.services[2]"},
		},
	},
	"community-unknown": {
		{"microsoftPeering: {routeFilter: {communities: ['12076:5010', '12076:51099', '12076:50099', x]}}", []string{"microsoftPeering.routeFilter.communities[1]"}},
	},
	"microsoft365-premium": {
		{
			"circuit: {skuTier: null}\nmicrosoftPeering: {routeFilter: {services: [SharePointOnline, AzureResourceManager], communities: ['12076:5200', '12076:5160']}}",
			[]string{"microsoftPeering.routeFilter.communities[0]", "microsoftPeering.routeFilter.services[0]"},
		},
		{"circuit: {skuTier: !unknown x}\nmicrosoftPeering: {routeFilter: {services: [SharePointOnline]}}", nil},
		{"circuit: null\ncircuitId: x\nmicrosoftPeering: {routeFilter: {services: [SharePointOnline]}}", nil},
	},
	"microsoft365-authorisation": {
		{"circuit: null\ncircuitId: x\nmicrosoftPeering: {routeFilter: {communities: ['12076:5030', '12076:5070']}}", []string{"microsoftPeering.routeFilter.communities[0]"}},
	},
	"vlan-range": {
		{"privatePeering: {vlanId: -1}", []string{"privatePeering.vlanId"}},
		{"privatePeering: {vlanId: 0}", []string{"privatePeering.vlanId"}},
		{"privatePeering: {vlanId: 1}", nil},
		{"privatePeering: {vlanId: 4094}", nil},
		{"privatePeering: {vlanId: 4095}\nmicrosoftPeering: {vlanId: 9007199254740992}", []string{"microsoftPeering.vlanId", "privatePeering.vlanId"}},
		{"privatePeering: {vlanId: !unknown x}", nil},
	},
	"vlan-unique": {
		{"privatePeering: {vlanId: 300}", []string{"microsoftPeering.vlanId"}},
		{"privatePeering: {vlanId: 299}", nil},
		{"privatePeering: {vlanId: !unknown x}", nil},
	},
	"asn-range": {
		{"privatePeering: {peerASN: -1}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 1}", nil},
		{"privatePeering: {peerASN: 65000.5}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 4294967294}", nil},
		{"privatePeering: {peerASN: 4294967295}", nil},
		{"privatePeering: {peerASN: 4294967296}", []string{"privatePeering.peerASN"}},
	},
	"asn-microsoft": {
		{"privatePeering: {peerASN: 12075}", nil},
		{"privatePeering: {peerASN: 12077}", nil},
		{"privatePeering: {peerASN: 8073}", nil},
		{"privatePeering: {peerASN: 8074}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 8075}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 8076}", nil},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 12076}}", []string{"microsoftPeering.microsoftPeeringConfig.customerASN"}},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 0}}", nil},
	},
	"asn-reserved": {
		{"privatePeering: {peerASN: 65515.5}", nil},
		{"privatePeering: {peerASN: 65514}", nil},
		{"privatePeering: {peerASN: 65515}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65516}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65520}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65521}", nil},
		{"microsoftPeering: {peerASN: 65515}", []string{"microsoftPeering.peerASN"}},
	},
	"asn-special": {
		{"privatePeering: {peerASN: 23455}", nil},
		{"privatePeering: {peerASN: 23456}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65534}", nil},
		{"privatePeering: {peerASN: 65535}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65536}", nil},
		{"privatePeering: {peerASN: 4294967295}", []string{"privatePeering.peerASN"}},
	},
	"asn-documentation": {
		{"privatePeering: {peerASN: 64495}", nil},
		{"privatePeering: {peerASN: 64496}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 64511}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 64512}", nil},
		{"privatePeering: {peerASN: 65535}", nil},
		{"privatePeering: {peerASN: 65536}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65551}", []string{"privatePeering.peerASN"}},
		{"privatePeering: {peerASN: 65552}", nil},
		{"microsoftPeering: {peerASN: 64511}", nil},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 64511}}", []string{"microsoftPeering.microsoftPeeringConfig.customerASN"}},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 64495}}", nil},
	},
	"asn-documentation-microsoft": {
		{"microsoftPeering: {peerASN: 64495}", nil},
		{"microsoftPeering: {peerASN: 64496}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 64511}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 64512}", nil},
		{"microsoftPeering: {peerASN: 65536}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 65551}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 65552}", nil},
		{"privatePeering: {peerASN: 64500}", nil},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 64500}}", nil},
	},
	"asn-private-microsoft": {
		{"microsoftPeering: {peerASN: 64511}", nil},
		{"microsoftPeering: {peerASN: 64512}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 65515}", nil},
		{"microsoftPeering: {peerASN: 65520}", nil},
		{"microsoftPeering: {peerASN: 65521}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 65534}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 64512}}", []string{"microsoftPeering.microsoftPeeringConfig.customerASN"}},
		{"microsoftPeering: {microsoftPeeringConfig: {customerASN: 65535}}", nil},
		{"microsoftPeering: {peerASN: 65001, microsoftPeeringConfig: {customerASN: 65001}}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 65535}", nil},
		{"microsoftPeering: {peerASN: 4199999999}", nil},
		{"microsoftPeering: {peerASN: 4200000000}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 4294967294}", []string{"microsoftPeering.peerASN"}},
		{"microsoftPeering: {peerASN: 4294967295}", nil},
		{"privatePeering: {peerASN: 64512}", nil},
	},
	"link-prefix-format": {
		{"privatePeering: {primaryPeerAddressPrefix: ''}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: ' 192.168.16.252/30'}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.016.252/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.16.252/030}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.16.252/33}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: '::ffff:192.168.16.252/126'}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.16.0/29}", nil},
		{"privatePeering: {primaryPeerAddressPrefix: !unknown x}", nil},
	},
	"link-prefix-family": {
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 10.0.0.0/30, secondaryPeerAddressPrefix: 'fd00::/126'}}", []string{"privatePeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {secondaryPeerAddressPrefix: '2600::/126'}", []string{"microsoftPeering.secondaryPeerAddressPrefix"}},
	},
	"link-prefix-length": {
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.16.248/29}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.16.252/31}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::/125', secondaryPeerAddressPrefix: 'fd00::8/127'}}", []string{"privatePeering.ipv6PeeringConfig.primaryPeerAddressPrefix", "privatePeering.ipv6PeeringConfig.secondaryPeerAddressPrefix"}},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::/126', secondaryPeerAddressPrefix: 'fd00::4/126'}}", nil},
	},
	"link-prefix-host-bits": {
		{"privatePeering: {primaryPeerAddressPrefix: 192.168.16.255/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::1/126', secondaryPeerAddressPrefix: 'fd00::4/126'}}", []string{"privatePeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
	},
	"link-prefix-overlap": {
		{"privatePeering: {primaryPeerAddressPrefix: !unknown x}\nmicrosoftPeering: {secondaryPeerAddressPrefix: 123.0.0.0/30}", []string{"microsoftPeering.secondaryPeerAddressPrefix"}},
		{"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.255/30}", []string{"privatePeering.secondaryPeerAddressPrefix"}},
		{"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.0/24}", []string{"privatePeering.secondaryPeerAddressPrefix"}},
		{"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.248/30}", nil},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::/126', secondaryPeerAddressPrefix: 'fd00::/126'}}", []string{"privatePeering.ipv6PeeringConfig.secondaryPeerAddressPrefix"}},
	},
	"link-prefix-overlap-peerings": {
		{"microsoftPeering: {primaryPeerAddressPrefix: 192.168.16.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 192.168.17.0/30}", nil},
	},
	"link-prefix-reserved-space": {
		{"privatePeering: {primaryPeerAddressPrefix: x}\nreservedAddressSpaces: [192.168.18.0/24]", []string{"privatePeering.secondaryPeerAddressPrefix"}},
		{"reservedAddressSpaces: [10.0.0.0/8, 192.168.0.0/16]", []string{"privatePeering.primaryPeerAddressPrefix", "privatePeering.secondaryPeerAddressPrefix"}},
		{"reservedAddressSpaces: [192.168.16.0/25]", nil},
		{"reservedAddressSpaces: [!unknown x, 192.168.18.255/32]", []string{"privatePeering.secondaryPeerAddressPrefix"}},
	},
	"reserved-space-format": {
		{"reservedAddressSpaces: [10.0.0.0/8, 10.1.0.0/8]", []string{"reservedAddressSpaces[1]"}},
		{"reservedAddressSpaces: ['fd00::/8']", nil},
	},
	"link-prefix-unusable": {
		{"privatePeering: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: 127.0.0.0/30}", []string{"privatePeering.secondaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 0.255.255.252/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 127.255.255.252/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 239.255.255.252/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 240.0.0.0/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 127.0.0.0/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 255.255.255.252/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 0.0.0.0/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 1.0.0.0/30}", nil},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'ffff::/126', secondaryPeerAddressPrefix: '::4/126'}}", []string{"privatePeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'ff00::/126', secondaryPeerAddressPrefix: '::/126'}}", []string{"privatePeering.ipv6PeeringConfig.primaryPeerAddressPrefix", "privatePeering.ipv6PeeringConfig.secondaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 127.0.0.0/30}", nil},
	},
	"link-prefix-link-local": {
		{"privatePeering: {primaryPeerAddressPrefix: 169.254.255.252/30}", []string{"privatePeering.primaryPeerAddressPrefix"}},
		{"privatePeering: {primaryPeerAddressPrefix: 169.255.0.0/30}", nil},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'febf:ffff::/126', secondaryPeerAddressPrefix: 'fec0::/126'}}", []string{"privatePeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
	},
	"link-prefix-public": {
		{"microsoftPeering: {primaryPeerAddressPrefix: 172.16.0.0/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 192.168.255.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 100.64.0.0/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 192.169.0.0/30}", nil},
		{"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fdff:ffff::/126', secondaryPeerAddressPrefix: '3ffe:ffff::/126'}}", []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fc00::/126', secondaryPeerAddressPrefix: '2001:3::/126'}}", []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{publicIPv6Links("1fff:ffff::/126", "2000::/126"), []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{publicIPv6Links("4000::/126", "64:ff9b::/126"), []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix", "microsoftPeering.ipv6PeeringConfig.secondaryPeerAddressPrefix"}},
		{publicIPv6Links("fe00::/126", "2001:2::/126"), []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix", "microsoftPeering.ipv6PeeringConfig.secondaryPeerAddressPrefix"}},
		{publicIPv6Links("9000::/126", "2001::/126"), []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{publicLink("198.17.255.252/30"), nil},
		{publicLink("198.18.0.0/30"), []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{publicLink("198.19.255.252/30"), []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{publicLink("198.20.0.0/30"), nil},
		{publicLink("191.255.255.252/30"), nil},
		{publicLink("192.0.0.0/30"), []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{publicLink("192.0.1.0/30"), nil},
		{publicLink("192.88.98.252/30"), nil},
		{publicLink("192.88.99.252/30"), []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{publicLink("192.88.100.0/30"), nil},
		{"privatePeering: {primaryPeerAddressPrefix: 198.18.0.0/30}", nil},
		{"microsoftPeering: {primaryPeerAddressPrefix: 10.0.0.0/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 10.255.255.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 11.0.0.0/30}", nil},
		{"microsoftPeering: {primaryPeerAddressPrefix: 172.15.255.252/30}", nil},
		{"microsoftPeering: {primaryPeerAddressPrefix: 172.31.255.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 100.127.255.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 169.254.0.0/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 100.128.0.0/30}", nil},
	},
	"link-prefix-transition": {
		{publicIPv6Links("2001::/126", "2001:1::/126"), []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{publicIPv6Links("2002:ffff::/126", "2003::/126"), []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '2002:db01::/126', secondaryPeerAddressPrefix: '2003:db01::/126'}}", nil},
	},
	"link-prefix-documentation": {
		{"microsoftPeering: {primaryPeerAddressPrefix: 198.51.100.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 203.0.113.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '2001:db8:ffff::/126', secondaryPeerAddressPrefix: '2001:db9::/126'}}", []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '3fff:fff::/126', secondaryPeerAddressPrefix: '3fff:1000::/126'}}", []string{"microsoftPeering.ipv6PeeringConfig.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 192.0.2.252/30}", []string{"microsoftPeering.primaryPeerAddressPrefix"}},
		{"microsoftPeering: {primaryPeerAddressPrefix: 192.0.3.0/30}", nil},
	},
	"advertised-prefixes-empty": {
		{"microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: []}}", []string{"microsoftPeering.microsoftPeeringConfig.advertisedPublicPrefixes"}},
		{"microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: [!unknown x]}}", nil},
	},
	"route-filter-missing": {
		{"microsoftPeering: {routeFilter: null, secondaryPeerAddressPrefix: null, ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, routeFilterId: g}}", []string{"microsoftPeering.routeFilter"}},
		{"microsoftPeering: {routeFilter: null, routeFilterId: !unknown x}", nil},
		{"microsoftPeering: {routeFilter: null, ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, routeFilterId: f}}", []string{"microsoftPeering.routeFilter"}},
		{"microsoftPeering: {routeFilter: null, primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null, ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x, routeFilterId: f}}", nil},
		{"microsoftPeering: {routeFilter: null, primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null, ipv6PeeringConfig: {primaryPeerAddressPrefix: x, secondaryPeerAddressPrefix: x}}", []string{"microsoftPeering.routeFilter"}},
		{"microsoftPeering: null", nil},
	},
	"route-filter-empty": {
		{"microsoftPeering: {routeFilter: {services: null}}", []string{"microsoftPeering.routeFilter.communities"}},
		{"microsoftPeering: {routeFilter: {services: null, regions: !unknown x}}", nil},
		{"microsoftPeering: {routeFilter: {services: [], communities: ['12076:5070']}}", nil},
	},
	"community-format": {
		{"microsoftPeering: {routeFilter: {communities: ['12076:507', '12076:5070', '12076:51002', '12076:510020', '12076:05070']}}", []string{"microsoftPeering.routeFilter.communities[0]", "microsoftPeering.routeFilter.communities[3]", "microsoftPeering.routeFilter.communities[4]"}},
	},
	"community-private-peering": {
		{"microsoftPeering: {routeFilter: {communities: ['12076:5000', '12076:50099', '12076:50100']}}", []string{"microsoftPeering.routeFilter.communities[1]"}},
	},
	"route-filter-service": {
		{"microsoftPeering: {routeFilter: {services: [exchangeonline, ExchangeOnline, !unknown x]}}", []string{"microsoftPeering.routeFilter.services[0]"}},
	},
	"route-filter-region": {
		{"microsoftPeering: {routeFilter: {regions: [West Europe, usgovvirginia]}}", []string{"microsoftPeering.routeFilter.regions[0]"}},
	},
}

// publicLink is a configuration whose Microsoft peering has the prefix on its first link.
func publicLink(prefix string) string {
	return "microsoftPeering: {primaryPeerAddressPrefix: " + prefix + "}"
}

func publicIPv6Links(primary, secondary string) string {
	return "microsoftPeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: '" + primary + "', secondaryPeerAddressPrefix: '" + secondary + "'}}"
}

func advertised(prefixes ...string) string {
	return "microsoftPeering: {microsoftPeeringConfig: {advertisedPublicPrefixes: ['" + strings.Join(prefixes, "', '") + "']}}"
}

func advertisedAt(i int) string {
	return fmt.Sprintf("microsoftPeering.microsoftPeeringConfig.advertisedPublicPrefixes[%d]", i)
}

func manyTags(n int) string {
	tags := make([]string, n)
	for i := range tags {
		tags[i] = fmt.Sprintf("t%d: x", i)
	}
	return "tags: {" + strings.Join(tags, ", ") + "}"
}

func TestBoundaries(t *testing.T) {
	for _, r := range Catalogue {
		if r.Check == nil {
			continue
		}
		t.Run(r.ID, func(t *testing.T) {
			require.NotEmpty(t, boundaries[r.ID], "every rule has a test on both sides of its boundary")
			for _, b := range boundaries[r.ID] {
				assert.Equal(t, b.paths, found(r.ID, b.change), b.change)
			}
		})
	}
	for id := range boundaries {
		assert.True(t, slices.ContainsFunc(Catalogue, func(r Rule) bool { return r.ID == id }), "%s is no rule", id)
	}
}

func TestIgnoredRulesWarn(t *testing.T) {
	verdict := Run(spectest.Spec(spectest.OnValid("privatePeering: {vlanId: 0, peerASN: 65515}\nignoreRules: [vlan-range]")))
	require.Len(t, verdict.Errors(), 1)
	assert.Equal(t, "asn-reserved", verdict.Errors()[0].Rule)
	require.Len(t, verdict.Warnings(), 1)
	assert.Equal(t, "vlan-range", verdict.Warnings()[0].Rule)
}

// What no refusal of Azure's is known of does not stop a stack.
func TestWhatAzureMayAcceptIsAWarning(t *testing.T) {
	for change, severities := range map[string]map[string]Severity{
		"authorizations: [a, b, c, d, e, f, g, h, i, j, k]":                            {"authorization-limit": Warning},
		reach("authorizationKey: test"):                                                {"global-reach-key": Warning},
		reach("authorizationKey: ''"):                                                  {"authorization-key-empty": Error},
		toGateways("authorizationKey: test"):                                           {"gateway-key": Warning},
		toWAN("expressRouteGatewayId: " + wanGateway + ", authorizationKey: ''"):       {"authorization-key-empty": Error},
		reach("ipv6AddressPrefix: 'fd00::1/125'"):                                      {"global-reach-ipv6-host-bits": Warning},
		reach("addressPrefix: 192.168.8.1/29"):                                         {"global-reach-prefix": Error},
		advertised("123.1.0.0/24", "123.1.0.0/24"):                                     {"advertised-prefix-duplicate": Warning},
		"microsoftPeering: {routeFilter: {communities: ['12076:5070', '12076:5070']}}": {"community-duplicate": Warning},
		"circuit: {skuTier: Local, skuFamily: MeteredData, serviceProvider: {peeringLocation: Amsterdam, bandwidthInMbps: 1000}}": {"local-metered": Warning},
		"microsoftPeering: {peerASN: 64500}":                               {"asn-documentation-microsoft": Error},
		"microsoftPeering: {microsoftPeeringConfig: {customerASN: 64500}}": {"asn-documentation": Warning},
		"microsoftPeering: {microsoftPeeringConfig: {customerASN: 65001}}": {"asn-private-microsoft": Warning},
		"circuit: {serviceProvider: null, expressRouteDirect: {portId: !unknown x, bandwidthInGbps: 10}}\n" + reach("ipv6AddressPrefix: 'fd00::/125'"): {"global-reach-ipv6-on-port": Warning},
	} {
		found := map[string]Severity{}
		for _, f := range Run(spectest.Spec(spectest.OnValid(change))).Findings {
			found[f.Rule] = f.Severity
		}
		assert.Equal(t, severities, found, change)
	}
}

func TestWarningsOfIgnoredRulesAreNotSaid(t *testing.T) {
	const alone = "privatePeering: null\nmicrosoftPeering: null\n"
	require.Len(t, Run(spectest.Spec(spectest.OnValid(alone))).Findings, 1)
	assert.Empty(t, Run(spectest.Spec(spectest.OnValid(alone+"ignoreRules: [peering-missing]"))).Findings)
}

func TestOnlyRulesThatNeedAnUnknownValueAreSkipped(t *testing.T) {
	verdict := Run(spectest.Spec(spectest.OnValid("privatePeering: {vlanId: !unknown x, peerASN: 0}\nmicrosoftPeering: {routeFilter: {services: [!unknown x, Nothing]}}")))
	assert.Equal(t, []string{"microsoftPeering.routeFilter.services[0]", "privatePeering.vlanId"}, verdict.Unchecked)
	var rules []string
	for _, f := range verdict.Errors() {
		rules = append(rules, f.Rule)
	}
	assert.ElementsMatch(t, []string{"asn-range", "route-filter-service"}, rules)
}

func TestMessagesSayWhatWouldBeRight(t *testing.T) {
	for change, want := range map[string]string{
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.253/30}":                                                                 "192.168.16.253/30 has host bits set; give the network address, 192.168.16.252/30 [link-prefix-host-bits]",
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.248/29}":                                                                 "192.168.16.248/29 is a /29 where a link needs a /30; it splits into 192.168.16.248/30 and 192.168.16.252/30, one for each link [link-prefix-length]",
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.254/31}":                                                                 "192.168.16.254/31 is a /31 where a link needs a /30; the network around it is 192.168.16.252/30 [link-prefix-length]",
		"privatePeering: {primaryPeerAddressPrefix: '192.168.16.252/30 '}":                                                              `"192.168.16.252/30 " is not a prefix: it has white space before or after it; write an address, a slash and a length, such as 192.168.16.252/30 [link-prefix-format]`,
		"privatePeering: {vlanId: 4095}":                                                                                                "VLAN 4095 is outside 1 to 4094; use the VLAN id agreed with the carrier [vlan-range]",
		"microsoftPeering: {routeFilter: {services: [AzureResourceManger]}}":                                                            `"AzureResourceManger" is not in the catalogue of services in docs/communities.md (as of 2026-03-12); if Microsoft has added it since, put its value into routeFilter.communities; did you mean AzureResourceManager? [route-filter-service]`,
		"microsoftPeering: {routeFilter: {regions: [italynorth]}}":                                                                      `Microsoft's pages do not list the community of the region "italynorth" (as of 2026-03-12); find it with az network route-filter rule list-service-communities, and put it into routeFilter.communities [route-filter-region]`,
		"microsoftPeering: {routeFilter: {regions: [West Europe]}}":                                                                     `"West Europe" is not the name of the region; write westeurope [route-filter-region]`,
		"circuit: {skuTier: premium}":                                                                                                   `"premium" is not a tier; use Standard, Premium, Local or Basic; did you mean Premium? [sku-tier]`,
		"ignoreRules: [vlan-rnage]":                                                                                                     `"vlan-rnage" is not a rule; docs/rules.md lists all ids; did you mean vlan-range? [ignored-rule-unknown]`,
		"circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g":                                `"/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g" is not the id of a resource of type Microsoft.Network/expressRouteCircuits: it is not the id of a resource in a resource group; such an id looks like /subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Network/expressRouteCircuits/<name> [circuit-id]`,
		"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.252/30}":                                                               "192.168.16.252/30 is also the prefix of privatePeering.primaryPeerAddressPrefix; each link needs a prefix of its own, for example 192.168.16.248/30 beside 192.168.16.252/30 [link-prefix-overlap]",
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.0/24}":                                                                   "192.168.16.0/24 is a /24 where a link needs a /30; the first two /30 in it are 192.168.16.0/30 and 192.168.16.4/30, one for each link [link-prefix-length]",
		"microsoftPeering: {peerASN: 65515}":                                                                                            "ASN 65515 is reserved by Azure (65515-65520); use a public ASN that is registered to you [asn-reserved]",
		"microsoftPeering: {microsoftPeeringConfig: {customerASN: 8075}}":                                                               "ASN 8075 is a public ASN of Microsoft; use a public ASN that is registered to you [asn-microsoft]",
		"circuit: {serviceProvider: null, expressRouteDirect: {portId: !unknown x, bandwidthInGbps: 400}}\nprivatePeering: {vlanId: 0}": "VLAN 0 is outside 1 to 4094; use any free C-tag; if the port is Dot1Q, the C-tag must be unique on the port pair [vlan-range]",
	} {
		verdict := Run(spectest.Spec(spectest.OnValid(change)))
		require.Len(t, verdict.Errors(), 1, change)
		assert.Equal(t, want, verdict.Errors()[0].Text())
	}
}

func TestAFreePrefixBesideTheOtherLinkIsProposed(t *testing.T) {
	for change, proposal := range map[string]string{
		"privatePeering: {primaryPeerAddressPrefix: 192.168.16.248/30, secondaryPeerAddressPrefix: 192.168.16.248/30}":              ", for example 192.168.16.252/30 beside 192.168.16.248/30 [",
		"privatePeering: {secondaryPeerAddressPrefix: 192.168.16.252/30}\nreservedAddressSpaces: [192.168.16.248/32]":               " own [",
		"privatePeering: {primaryPeerAddressPrefix: !secret 192.168.18.252/30}":                                                     " own [",
		"privatePeering: {primaryPeerAddressPrefix: 192.168.18.0/24}":                                                               " own [",
		"privatePeering: {ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00::4/126', secondaryPeerAddressPrefix: 'fd00::4/126'}}": ", for example fd00::/126 beside fd00::4/126 [",
	} {
		var text string
		for _, f := range Run(spectest.Spec(spectest.OnValid(change))).Findings {
			if f.Rule == "link-prefix-overlap" {
				text = f.Text()
			}
		}
		assert.Contains(t, text, proposal, change)
	}
}

func TestSecretsAreCheckedAndNeverShown(t *testing.T) {
	for _, change := range []string{
		"privatePeering: {primaryPeerAddressPrefix: !secret 192.168.16.253/30}",
		"privatePeering: {primaryPeerAddressPrefix: !secret 192.168.16.248/29}",
		"privatePeering: {primaryPeerAddressPrefix: !secret 127.0.0.0/30}",
		"microsoftPeering: {primaryPeerAddressPrefix: !secret 10.99.0.0/30}",
		"privatePeering: {vlanId: !secret 4095}",
		"privatePeering: {peerASN: !secret 65515}",
		"circuit: {skuTier: !secret premium}",
		"microsoftPeering: {routeFilter: {services: !secret [AzureResourceManger]}}",
		"circuit: null\ncircuitId: !secret /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/hidden/x",
		"reservedAddressSpaces: [!secret 10.0.0.1/8]",
	} {
		tree := spectest.OnValid(change)
		verdict := Run(spectest.Spec(tree))
		require.NotEmpty(t, verdict.Errors(), change)
		for _, f := range verdict.Findings {
			for _, part := range []string{"192.168.16.25", "192.168.16.24", "4095", "65515 is", "premium", "Manger", "hidden", "10.0.0.1", "/29", "127.0", "10.99", "10.0.0.0/8", "loopback"} {
				assert.NotContains(t, f.Text(), part, change)
			}
			assert.Contains(t, f.Text(), "the secret value", change)
		}
	}
}

func TestNamesThatAreEquallyNearComeInAlphabeticalOrder(t *testing.T) {
	for _, names := range [][]string{{"aac", "aab"}, {"aab", "aac"}} {
		assert.Equal(t, []string{"aab", "aac"}, Nearest("aad", names))
	}
}
