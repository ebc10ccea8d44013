using System.Collections.Generic;
using ExpressRouteBlueprints.AzureExpressRoute;
using ExpressRouteBlueprints.AzureExpressRoute.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var amsterdam = new PeeringStack("amsterdam", new PeeringStackArgs
    {
        Location = "westeurope",
        Circuit = new CircuitArgs
        {
            Name = "amsterdam",
            ExpressRouteDirect = new ExpressRouteDirectArgs { PortId = new Config().Require("portId"), BandwidthInGbps = 5 },
        },
        PrivatePeering = new PrivatePeeringArgs
        {
            PeerASN = 65010,
            VlanId = 300,
            PrimaryPeerAddressPrefix = "172.16.0.0/30",
            SecondaryPeerAddressPrefix = "172.16.0.4/30",
            Ipv6PeeringConfig = new PrivatePeeringIpv6ConfigArgs
            {
                PrimaryPeerAddressPrefix = "fd00:10::/126",
                SecondaryPeerAddressPrefix = "fd00:10::4/126",
            },
        },
    });

    return new Dictionary<string, object?> { ["bgpSessions"] = amsterdam.BgpSessions };
});
