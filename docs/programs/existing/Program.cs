using System.Collections.Generic;
using ExpressRouteBlueprints.AzureExpressRoute;
using ExpressRouteBlueprints.AzureExpressRoute.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var chicago = new PeeringStack("chicago", new PeeringStackArgs
    {
        Location = "northcentralus",
        CircuitId = new Config().Require("circuitId"),
        MicrosoftPeering = new MicrosoftPeeringArgs
        {
            PeerASN = 200, // yours
            VlanId = 300,
            PrimaryPeerAddressPrefix = "123.0.0.0/30", // yours
            SecondaryPeerAddressPrefix = "123.0.0.4/30",
            MicrosoftPeeringConfig = new MicrosoftPeeringConfigArgs
            {
                AdvertisedPublicPrefixes = { "123.1.0.0/24" },
                RoutingRegistryName = "ARIN",
            },
            RouteFilter = new RouteFilterArgs
            {
                Services = { RouteFilterService.AzureActiveDirectory },
                Regions = { "northcentralus" },
            },
        },
    });

    return new Dictionary<string, object?> { ["routeFilterId"] = chicago.RouteFilterId };
});
