package network

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func site(ctx *pulumi.Context, name string, vlan int, costCenter string) (*azureexpressroute.PeeringStack, error) {
	return azureexpressroute.NewPeeringStack(ctx, name, &azureexpressroute.PeeringStackArgs{
		Location: pulumi.String("westeurope"),
		Tags:     pulumi.StringMap{"cost-center": pulumi.String(costCenter)},
		Circuit: &azureexpressroute.CircuitArgs{ServiceProvider: &azureexpressroute.ServiceProviderArgs{
			Name: pulumi.String("Equinix"), PeeringLocation: pulumi.String("Amsterdam"), BandwidthInMbps: pulumi.Int(200),
		}},
		PrivatePeering: &azureexpressroute.PrivatePeeringArgs{
			PeerASN: pulumi.Float64(65001), VlanId: pulumi.Int(vlan),
			PrimaryPeerAddressPrefix: pulumi.String("192.168.16.252/30"), SecondaryPeerAddressPrefix: pulumi.String("192.168.18.252/30"),
		},
	})
}
