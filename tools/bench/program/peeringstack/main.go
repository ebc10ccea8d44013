// Command peeringstack makes as many PeeringStacks as its configuration says, for the benchmark.
package main

import (
	"fmt"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
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
	_, err := azureexpressroute.NewPeeringStack(ctx, name, &azureexpressroute.PeeringStackArgs{
		Location: pulumi.String("westeurope"),
		Circuit: &azureexpressroute.CircuitArgs{
			ServiceProvider: &azureexpressroute.ServiceProviderArgs{
				Name:            pulumi.String("Equinix"),
				PeeringLocation: pulumi.String("Amsterdam"),
				BandwidthInMbps: pulumi.Int(200),
			},
		},
		PrivatePeering: &azureexpressroute.PrivatePeeringArgs{
			PeerASN:                    pulumi.Float64(65001),
			VlanId:                     pulumi.Int(200),
			PrimaryPeerAddressPrefix:   pulumi.String("192.168.16.252/30"),
			SecondaryPeerAddressPrefix: pulumi.String("192.168.18.252/30"),
			SharedKey:                  pulumi.String("Bench0Key"),
		},
		MicrosoftPeering: &azureexpressroute.MicrosoftPeeringArgs{
			PeerASN:                    pulumi.Float64(3303),
			VlanId:                     pulumi.Int(300),
			PrimaryPeerAddressPrefix:   pulumi.String("123.0.0.0/30"),
			SecondaryPeerAddressPrefix: pulumi.String("123.0.0.4/30"),
			MicrosoftPeeringConfig: &azureexpressroute.MicrosoftPeeringConfigArgs{
				AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"123.1.0.0/24"}),
				RoutingRegistryName:      pulumi.String("RIPENCC"),
			},
			RouteFilter: &azureexpressroute.RouteFilterArgs{
				Communities: pulumi.ToStringArray([]string{"12076:5070"}),
			},
		},
	})
	return err
}
