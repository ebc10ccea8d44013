package main

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		amsterdam, err := azureexpressroute.NewPeeringStack(ctx, "amsterdam", &azureexpressroute.PeeringStackArgs{
			Location: pulumi.String("westeurope"),
			Circuit: &azureexpressroute.CircuitArgs{
				Name: pulumi.String("amsterdam"),
				ExpressRouteDirect: &azureexpressroute.ExpressRouteDirectArgs{
					PortId:          pulumi.String(config.Require(ctx, "portId")),
					BandwidthInGbps: pulumi.Float64(5),
				},
			},
			PrivatePeering: &azureexpressroute.PrivatePeeringArgs{
				PeerASN:                    pulumi.Float64(65010),
				VlanId:                     pulumi.Int(300),
				PrimaryPeerAddressPrefix:   pulumi.String("172.16.0.0/30"),
				SecondaryPeerAddressPrefix: pulumi.String("172.16.0.4/30"),
				Ipv6PeeringConfig: &azureexpressroute.PrivatePeeringIpv6ConfigArgs{
					PrimaryPeerAddressPrefix:   pulumi.String("fd00:10::/126"),
					SecondaryPeerAddressPrefix: pulumi.String("fd00:10::4/126"),
				},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("bgpSessions", amsterdam.BgpSessions)
		return nil
	})
}
