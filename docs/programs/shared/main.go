package main

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	azure "github.com/pulumi/pulumi-azure-native-sdk/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// The owner of the circuit makes an authorization for whoever uses it.
		owner, err := azureexpressroute.NewPeeringStack(ctx, "owner", &azureexpressroute.PeeringStackArgs{
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
			Authorizations: []string{"branch"},
		})
		if err != nil {
			return err
		}

		// The user connects a gateway of another subscription with it, and needs no right to read the circuit.
		subscription, err := azure.NewProvider(ctx, "subscription", &azure.ProviderArgs{
			SubscriptionId: pulumi.String("22222222-3333-4444-5555-666666666666"),
		})
		if err != nil {
			return err
		}
		_, err = azureexpressroute.NewPeeringStack(ctx, "user", &azureexpressroute.PeeringStackArgs{
			CircuitId: owner.CircuitId,
			VirtualNetworkGatewayConnections: []azureexpressroute.VirtualNetworkGatewayConnectionArgs{{
				Name:                    "hub",
				VirtualNetworkGatewayId: pulumi.String(config.Require(ctx, "gatewayId")),
				AuthorizationKey:        owner.AuthorizationKeys.MapIndex(pulumi.String("branch")),
			}},
		}, pulumi.Providers(subscription))
		return err
	})
}
