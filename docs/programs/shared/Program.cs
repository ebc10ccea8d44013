using ExpressRouteBlueprints.AzureExpressRoute;
using ExpressRouteBlueprints.AzureExpressRoute.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    // The owner of the circuit makes an authorization for whoever uses it.
    var owner = new PeeringStack("owner", new PeeringStackArgs
    {
        Location = "uksouth",
        Circuit = new CircuitArgs
        {
            Name = "london",
            ServiceProvider = new ServiceProviderArgs { Name = "BT", PeeringLocation = "London", BandwidthInMbps = 500 },
        },
        PrivatePeering = new PrivatePeeringArgs
        {
            PeerASN = 65010,
            VlanId = 200,
            PrimaryPeerAddressPrefix = "192.168.16.252/30",
            SecondaryPeerAddressPrefix = "192.168.18.252/30",
        },
        Authorizations = { "branch" },
    });

    // The user connects a gateway of another subscription with it, and needs no right to read the circuit.
    var subscription = new Pulumi.AzureNative.Provider("subscription", new()
    {
        SubscriptionId = "22222222-3333-4444-5555-666666666666",
    });
    new PeeringStack("user", new PeeringStackArgs
    {
        CircuitId = owner.CircuitId,
        VirtualNetworkGatewayConnections =
        {
            new VirtualNetworkGatewayConnectionArgs
            {
                Name = "hub",
                VirtualNetworkGatewayId = new Config().Require("gatewayId"),
                AuthorizationKey = owner.AuthorizationKeys.Apply(keys => keys["branch"]),
            },
        },
    }, new ComponentResourceOptions { Providers = { subscription } });
});
