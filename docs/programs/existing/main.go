package main

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		chicago, err := azureexpressroute.NewPeeringStack(ctx, "chicago", &azureexpressroute.PeeringStackArgs{
			Location:  pulumi.String("northcentralus"),
			CircuitId: pulumi.String(config.Require(ctx, "circuitId")),
			MicrosoftPeering: &azureexpressroute.MicrosoftPeeringArgs{
				PeerASN:                    pulumi.Float64(200), // yours
				VlanId:                     pulumi.Int(300),
				PrimaryPeerAddressPrefix:   pulumi.String("123.0.0.0/30"), // yours
				SecondaryPeerAddressPrefix: pulumi.String("123.0.0.4/30"),
				MicrosoftPeeringConfig: &azureexpressroute.MicrosoftPeeringConfigArgs{
					AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"123.1.0.0/24"}),
					RoutingRegistryName:      pulumi.String("ARIN"),
				},
				RouteFilter: &azureexpressroute.RouteFilterArgs{
					Services: azureexpressroute.RouteFilterServiceArray{azureexpressroute.RouteFilterServiceAzureActiveDirectory},
					Regions:  pulumi.ToStringArray([]string{"northcentralus"}),
				},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("routeFilterId", chicago.RouteFilterId)
		return nil
	})
}
