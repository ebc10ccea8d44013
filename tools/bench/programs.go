package main

import (
	"fmt"
	"strings"
)

// A program builds a number of stacks of the same six resources each, in one of two ways.
type program struct {
	name  string
	stack func(i int) string
}

var programs = []program{
	{"PeeringStack", peeringStack},
	{"by hand", byHand},
}

// yaml is the program as Pulumi YAML.
func (p program) yaml(stacks int) string {
	var b strings.Builder
	b.WriteString("name: bench\nruntime: yaml\nresources:\n")
	for i := range stacks {
		b.WriteString(p.stack(i))
	}
	return b.String()
}

func peeringStack(i int) string {
	return fmt.Sprintf(`  s%[1]d:
    type: azure-expressroute:PeeringStack
    properties:
      location: westeurope
      circuit:
        serviceProvider: { name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 200 }
      privatePeering:
        peerASN: 65001
        vlanId: 200
        primaryPeerAddressPrefix: 192.168.16.252/30
        secondaryPeerAddressPrefix: 192.168.18.252/30
        sharedKey: Bench0Key
      microsoftPeering:
        peerASN: 3303
        vlanId: 300
        primaryPeerAddressPrefix: 123.0.0.0/30
        secondaryPeerAddressPrefix: 123.0.0.4/30
        microsoftPeeringConfig: { advertisedPublicPrefixes: [123.1.0.0/24], routingRegistryName: RIPENCC }
        routeFilter: { communities: ["12076:5070"] }
`, i)
}

// byHand is what a careful user writes for the same, in the same order.
func byHand(i int) string {
	return fmt.Sprintf(`  s%[1]d-group:
    type: azure-native:resources:ResourceGroup
    properties: { location: westeurope }
  s%[1]d-circuit:
    type: azure-native:network:ExpressRouteCircuit
    properties:
      resourceGroupName: ${s%[1]d-group.name}
      location: westeurope
      sku: { name: Standard_MeteredData, tier: Standard, family: MeteredData }
      serviceProviderProperties: { serviceProviderName: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 200 }
    options: { additionalSecretOutputs: [serviceKey] }
  s%[1]d-filter:
    type: azure-native:network:RouteFilter
    properties: { resourceGroupName: "${s%[1]d-group.name}", location: westeurope }
  s%[1]d-rule:
    type: azure-native:network:RouteFilterRule
    properties:
      resourceGroupName: ${s%[1]d-group.name}
      routeFilterName: ${s%[1]d-filter.name}
      access: Allow
      routeFilterRuleType: Community
      communities: ["12076:5070"]
  s%[1]d-private:
    type: azure-native:network:ExpressRouteCircuitPeering
    properties:
      resourceGroupName: ${s%[1]d-group.name}
      circuitName: ${s%[1]d-circuit.name}
      peeringName: AzurePrivatePeering
      peeringType: AzurePrivatePeering
      peerASN: 65001
      vlanId: 200
      primaryPeerAddressPrefix: 192.168.16.252/30
      secondaryPeerAddressPrefix: 192.168.18.252/30
      sharedKey: { fn::secret: Bench0Key }
  s%[1]d-microsoft:
    type: azure-native:network:ExpressRouteCircuitPeering
    properties:
      resourceGroupName: ${s%[1]d-group.name}
      circuitName: ${s%[1]d-circuit.name}
      peeringName: MicrosoftPeering
      peeringType: MicrosoftPeering
      peerASN: 3303
      vlanId: 300
      primaryPeerAddressPrefix: 123.0.0.0/30
      secondaryPeerAddressPrefix: 123.0.0.4/30
      microsoftPeeringConfig: { advertisedPublicPrefixes: [123.1.0.0/24], routingRegistryName: RIPENCC }
      routeFilter: { id: "${s%[1]d-filter.id}" }
    options:
      dependsOn: ["${s%[1]d-private}", "${s%[1]d-rule}"]
      ignoreChanges: [microsoftPeeringConfig.advertisedCommunities]
`, i)
}
