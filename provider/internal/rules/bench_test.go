package rules

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// everything is a valid dual-stack configuration that gives every optional input which goes with the others.
const everything = `
resourceGroupName: network-rg
location: westeurope
tags: {owner: network, environment: production}
circuit:
  name: er-ams-1
  skuTier: Premium
  skuFamily: MeteredData
  serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 1000}
  allowClassicOperations: false
  globalReachEnabled: true
privatePeering:
  peerASN: 65001
  vlanId: 200
  primaryPeerAddressPrefix: 192.168.16.252/30
  secondaryPeerAddressPrefix: 192.168.18.252/30
  sharedKey: !secret A1B2C3D4
  state: Enabled
  ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00:10::/126', secondaryPeerAddressPrefix: 'fd00:10::4/126', state: Enabled}
globalReachConnections:
- {name: osaka, addressPrefix: 192.168.20.0/29, ipv6AddressPrefix: 'fd00:11::/125', authorizationKey: !secret 00000000-0000-0000-0000-00000000000a, peerCircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/osaka}
- {name: tokyo, addressPrefix: 192.168.20.8/29, peerCircuitPeeringId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/tokyo/peerings/AzurePrivatePeering}
microsoftPeering:
  peerASN: 200
  vlanId: 300
  primaryPeerAddressPrefix: 123.0.0.0/30
  secondaryPeerAddressPrefix: 123.0.0.4/30
  sharedKey: !secret E5F6G7H8
  state: Enabled
  microsoftPeeringConfig:
    advertisedPublicPrefixes: [123.1.0.0/24, 123.1.1.0/24, 123.1.2.0/24, 123.1.3.0/24]
    advertisedCommunities: ['12076:5060']
    customerASN: 201
    routingRegistryName: RIPENCC
    legacyMode: 0
  ipv6PeeringConfig:
    primaryPeerAddressPrefix: '2600::/126'
    secondaryPeerAddressPrefix: '2600::4/126'
    state: Enabled
    microsoftPeeringConfig:
      advertisedPublicPrefixes: ['2600:1::/48', '2600:2::/48', '2600:3::/48', '2600:4::/48']
      customerASN: 201
      routingRegistryName: RIPENCC
    routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/f
  routeFilter:
    name: azure-services
    ruleName: allow
    communities: ['12076:5070']
    services: [AzureActiveDirectory, AzureGlobalServices]
    regions: [westeurope, northeurope, uksouth]
authorizations: [branch, partner]
virtualNetworkGatewayConnections:
- name: hub
  virtualNetworkGatewayId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/hub
  routingWeight: 10
  expressRouteGatewayBypass: true
  enablePrivateLinkFastPath: true
  authorizationKey: !secret 00000000-0000-0000-0000-00000000000b
  location: northeurope
  resourceGroupName: hub-rg
expressRouteConnections:
- name: wan
  expressRouteGatewayId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteGateways/wan
  routingWeight: 20
  enableInternetSecurity: true
  expressRouteGatewayBypass: true
  authorizationKey: !secret 00000000-0000-0000-0000-00000000000c
  routingConfiguration:
    associatedRouteTableId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualHubs/hub/hubRouteTables/t
    propagatedRouteTableIds: [/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualHubs/hub/hubRouteTables/t]
    propagatedRouteTableLabels: [default]
    inboundRouteMapId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualHubs/hub/routeMaps/in
    outboundRouteMapId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualHubs/hub/routeMaps/out
reservedAddressSpaces: [10.0.0.0/8, 172.16.0.0/12, 'fd00:20::/32']
ignoreRules: [vlan-range]
`

// One PeeringStack is to validate in under 50 microseconds.
func BenchmarkRun(b *testing.B) {
	for _, c := range []struct{ name, config string }{{"valid", spectest.Valid}, {"everything", everything}} {
		b.Run(c.name, func(b *testing.B) {
			s := spectest.Spec(spectest.Tree(c.config))
			require.Empty(b, Run(s).Findings)
			b.ReportAllocs()
			for b.Loop() {
				Run(s)
			}
		})
	}
}
