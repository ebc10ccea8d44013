package main

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cfg := config.New(ctx, "")
		contoso, err := azureexpressroute.NewPeeringStack(ctx, "contoso", &azureexpressroute.PeeringStackArgs{
			Location: pulumi.String(cfg.Require("location")),
			Tags:     pulumi.StringMap{"cost-center": pulumi.String("4711")},
			Circuit: &azureexpressroute.CircuitArgs{
				SkuTier:   azureexpressroute.SkuTierPremium,
				SkuFamily: azureexpressroute.SkuFamilyMeteredData,
				ServiceProvider: &azureexpressroute.ServiceProviderArgs{
					Name:            pulumi.String("Equinix"),
					PeeringLocation: pulumi.String(cfg.Require("peeringLocation")),
					BandwidthInMbps: pulumi.Int(cfg.RequireInt("bandwidthInMbps")),
				},
			},
			PrivatePeering: &azureexpressroute.PrivatePeeringArgs{
				PeerASN:                    pulumi.Float64(200),
				VlanId:                     pulumi.Int(200),
				PrimaryPeerAddressPrefix:   pulumi.String("192.168.16.252/30"),
				SecondaryPeerAddressPrefix: pulumi.String("192.168.18.252/30"),
				SharedKey:                  cfg.RequireSecret("sharedKey"),
			},
			MicrosoftPeering: &azureexpressroute.MicrosoftPeeringArgs{
				PeerASN:                    pulumi.Float64(200),
				VlanId:                     pulumi.Int(300),
				PrimaryPeerAddressPrefix:   pulumi.String("123.0.0.0/30"),
				SecondaryPeerAddressPrefix: pulumi.String("123.0.0.4/30"),
				MicrosoftPeeringConfig: &azureexpressroute.MicrosoftPeeringConfigArgs{
					AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"123.1.0.0/24"}),
					RoutingRegistryName:      pulumi.String("ARIN"),
				},
				RouteFilter: &azureexpressroute.RouteFilterArgs{
					Services: azureexpressroute.RouteFilterServiceArray{
						azureexpressroute.RouteFilterServiceAzureActiveDirectory,
						azureexpressroute.RouteFilterServiceAzureResourceManager,
					},
					Regions: pulumi.ToStringArray([]string{"westus2"}),
				},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("circuitId", contoso.CircuitId)
		ctx.Export("serviceKey", contoso.ServiceKey)
		ctx.Export("routeFilterId", contoso.RouteFilterId)
		ctx.Export("bgpSessions", contoso.BgpSessions)
		// A line for the first router, in Juniper's words.
		first := contoso.BgpSessions.Index(pulumi.Int(0))
		ctx.Export("routerLine", pulumi.Sprintf("set protocols bgp group azure neighbor %s peer-as %s local-as %s",
			first.MicrosoftAddress(), first.AzureASN(), first.PeerASN()))
		return nil
	})
}
