package main

import (
	"fmt"
	"strings"
)

// A program makes a number of stacks of the same resources, in one of two ways and in one of two languages.
type program struct {
	language, way string
	// binary is the folder of a program that is built before it runs.
	binary string
	// yaml is one stack of a program that is not.
	yaml func(i int) string
}

const (
	ours     = "PeeringStack"
	byHand   = "by hand"
	smallest = "smallest component"
)

var programs = []program{
	{language: "YAML", way: ours, yaml: yamlStack},
	{language: "YAML", way: byHand, yaml: yamlByHand},
	{language: "Go", way: ours, binary: "peeringstack"},
	{language: "Go", way: byHand, binary: "byhand"},
	{language: "Go", way: smallest, binary: "component"},
}

// comparisons are what is held against what: indices of programs.
var comparisons = [][2]int{{0, 1}, {2, 3}, {2, 4}}

// resourcesPerStack is what a stack makes in Azure, either way.
const resourcesPerStack = 6

func (p program) String() string { return p.way + ", " + p.language }

// project is the project file of so many stacks. Binaries lie in the folder given.
func (p program) project(stacks int, binaries string) string {
	var b strings.Builder
	if p.binary != "" {
		fmt.Fprintf(&b, "name: bench\nruntime: { name: go, options: { binary: %[1]s/%[2]s } }\nconfig: { stacks: %[3]d }\n"+
			"plugins: { providers: [{ name: minimal, path: %[1]s }] }\n", binaries, p.binary, stacks)
		return b.String()
	}
	b.WriteString("name: bench\nruntime: yaml\nresources:\n")
	for i := range stacks {
		b.WriteString(p.yaml(i))
	}
	return b.String()
}

func yamlStack(i int) string {
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

// yamlByHand is what a careful user writes for the same, in the same order.
func yamlByHand(i int) string {
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
