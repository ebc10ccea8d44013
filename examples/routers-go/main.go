package main

import (
	"os"
	"path/filepath"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cfg := config.New(ctx, "")
		contoso, err := azureexpressroute.NewPeeringStack(ctx, "contoso", &azureexpressroute.PeeringStackArgs{
			Location: pulumi.String("westus"),
			Circuit: &azureexpressroute.CircuitArgs{
				Name:    pulumi.String("contoso"),
				SkuTier: azureexpressroute.SkuTierPremium,
				ServiceProvider: &azureexpressroute.ServiceProviderArgs{
					Name:            pulumi.String("Equinix"),
					PeeringLocation: pulumi.String("Silicon Valley"),
					BandwidthInMbps: pulumi.Int(200),
				},
			},
			PrivatePeering: &azureexpressroute.PrivatePeeringArgs{
				PeerASN:                    pulumi.Float64(65010),
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
			},
		})
		if err != nil {
			return err
		}

		private := contoso.BgpSessions.ApplyT(func(all []azureexpressroute.BgpSession) []azureexpressroute.BgpSession {
			var some []azureexpressroute.BgpSession
			for _, s := range all {
				if s.Peering == "AzurePrivatePeering" {
					some = append(some, s)
				}
			}
			return some
		}).(azureexpressroute.BgpSessionArrayOutput)
		routers := azureexpressroute.RouterConfigurationOutput(ctx, azureexpressroute.RouterConfigurationOutputArgs{
			Platform: azureexpressroute.RouterPlatformCiscoIosXe,
			Sessions: private,
			Interfaces: azureexpressroute.RouterInterfacesArgs{
				Primary:   pulumi.String("TenGigabitEthernet0/0/1"),
				Secondary: pulumi.String("TenGigabitEthernet0/0/2"),
			},
			SharedKey:          cfg.RequireSecret("sharedKey"),
			AdvertisedPrefixes: pulumi.ToStringArray([]string{"10.10.0.0/16"}),
			CircuitName:        pulumi.String("contoso"),
		})

		ctx.Export("primary", routers.Configurations().Index(pulumi.Int(0)).Text())
		ctx.Export("secondary", routers.Configurations().Index(pulumi.Int(1)).Text())
		ctx.Export("warnings", routers.Warnings())
		ctx.Export("files", routers.Configurations().ApplyT(write))
		return nil
	})
}

// write writes the files and gives their names. They hold the key: they are for nobody else's eyes, and not for the
// repository.
func write(files []azureexpressroute.RouterFile) ([]string, error) {
	if err := os.MkdirAll("routers", 0o700); err != nil {
		return nil, err
	}
	var names []string
	for _, file := range files {
		if err := os.WriteFile(filepath.Join("routers", file.FileName), []byte(file.Text), 0o600); err != nil {
			return nil, err
		}
		names = append(names, file.FileName)
	}
	return names, nil
}
