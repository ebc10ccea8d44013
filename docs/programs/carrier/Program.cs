using System.Collections.Generic;
using ExpressRouteBlueprints.AzureExpressRoute;
using ExpressRouteBlueprints.AzureExpressRoute.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var london = new PeeringStack("london", new PeeringStackArgs
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
    });

    return new Dictionary<string, object?>
    {
        ["serviceKey"] = london.ServiceKey, // for the carrier
        ["bgpSessions"] = london.BgpSessions, // for the routers
    };
});
