// Command byhand makes what as many PeeringStacks as its configuration says would make, with azure-native alone, for the
// benchmark. It is what a careful user writes.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		for i := range config.RequireInt(ctx, "stacks") {
			if err := stack(ctx, fmt.Sprintf("s%d", i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func stack(ctx *pulumi.Context, name string) error {
	location := pulumi.String("westeurope")
	group, err := resources.NewResourceGroup(ctx, name+"-group", &resources.ResourceGroupArgs{Location: location})
	if err != nil {
		return err
	}
	circuit, err := network.NewExpressRouteCircuit(ctx, name+"-circuit", &network.ExpressRouteCircuitArgs{
		ResourceGroupName: group.Name,
		Location:          location,
		Sku: &network.ExpressRouteCircuitSkuArgs{
			Name: pulumi.String("Standard_MeteredData"), Tier: pulumi.String("Standard"), Family: pulumi.String("MeteredData"),
		},
		ServiceProviderProperties: &network.ExpressRouteCircuitServiceProviderPropertiesArgs{
			ServiceProviderName: pulumi.String("Equinix"), PeeringLocation: pulumi.String("Amsterdam"), BandwidthInMbps: pulumi.Int(200),
		},
	}, pulumi.AdditionalSecretOutputs([]string{"serviceKey"}))
	if err != nil {
		return err
	}
	filter, err := network.NewRouteFilter(ctx, name+"-filter", &network.RouteFilterArgs{ResourceGroupName: group.Name, Location: location})
	if err != nil {
		return err
	}
	rule, err := network.NewRouteFilterRule(ctx, name+"-rule", &network.RouteFilterRuleArgs{
		ResourceGroupName:   group.Name,
		RouteFilterName:     filter.Name,
		Access:              network.AccessAllow,
		RouteFilterRuleType: network.RouteFilterRuleTypeEnumCommunity,
		Communities:         pulumi.ToStringArray([]string{"12076:5070"}),
	})
	if err != nil {
		return err
	}
	private, err := network.NewExpressRouteCircuitPeering(ctx, name+"-private", &network.ExpressRouteCircuitPeeringArgs{
		ResourceGroupName:          group.Name,
		CircuitName:                circuit.Name,
		PeeringName:                pulumi.String("AzurePrivatePeering"),
		PeeringType:                pulumi.String("AzurePrivatePeering"),
		PeerASN:                    pulumi.Float64(65001),
		VlanId:                     pulumi.Int(200),
		PrimaryPeerAddressPrefix:   pulumi.String("192.168.16.252/30"),
		SecondaryPeerAddressPrefix: pulumi.String("192.168.18.252/30"),
		SharedKey:                  pulumi.ToSecret(pulumi.String("Bench0Key")).(pulumi.StringOutput),
	})
	if err != nil {
		return err
	}
	_, err = network.NewExpressRouteCircuitPeering(ctx, name+"-microsoft", &network.ExpressRouteCircuitPeeringArgs{
		ResourceGroupName:          group.Name,
		CircuitName:                circuit.Name,
		PeeringName:                pulumi.String("MicrosoftPeering"),
		PeeringType:                pulumi.String("MicrosoftPeering"),
		PeerASN:                    pulumi.Float64(3303),
		VlanId:                     pulumi.Int(300),
		PrimaryPeerAddressPrefix:   pulumi.String("123.0.0.0/30"),
		SecondaryPeerAddressPrefix: pulumi.String("123.0.0.4/30"),
		MicrosoftPeeringConfig: &network.ExpressRouteCircuitPeeringConfigArgs{
			AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"123.1.0.0/24"}),
			RoutingRegistryName:      pulumi.String("RIPENCC"),
		},
		RouteFilter: &network.SubResourceArgs{Id: filter.ID()},
	}, pulumi.DependsOn([]pulumi.Resource{private, rule}), pulumi.IgnoreChanges([]string{"microsoftPeeringConfig.advertisedCommunities"}))
	return err
}
