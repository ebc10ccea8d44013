package main

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		london, err := azureexpressroute.NewPeeringStack(ctx, "london", &azureexpressroute.PeeringStackArgs{
			Location: pulumi.String("uksouth"),
			Circuit: &azureexpressroute.CircuitArgs{
				Name: pulumi.String("london"),
				ServiceProvider: &azureexpressroute.ServiceProviderArgs{
					Name:            pulumi.String("BT"),
					PeeringLocation: pulumi.String("London"),
					BandwidthInMbps: pulumi.Int(500),
				},
			},
			PrivatePeering: &azureexpressroute.PrivatePeeringArgs{
				PeerASN:                    pulumi.Float64(65010),
				VlanId:                     pulumi.Int(200),
				PrimaryPeerAddressPrefix:   pulumi.String("192.168.16.252/30"),
				SecondaryPeerAddressPrefix: pulumi.String("192.168.18.252/30"),
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("serviceKey", london.ServiceKey)   // for the carrier
		ctx.Export("bgpSessions", london.BgpSessions) // for the routers
		return nil
	})
}
