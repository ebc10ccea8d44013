using System.Collections.Generic;
using System.Linq;
using ExpressRouteBlueprints.AzureExpressRoute;
using ExpressRouteBlueprints.AzureExpressRoute.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var sharedKey = new Config().RequireSecret("sharedKey");
    var contoso = new PeeringStack("contoso", new PeeringStackArgs
    {
        Location = "westus",
        Circuit = new CircuitArgs
        {
            Name = "contoso",
            SkuTier = SkuTier.Premium,
            ServiceProvider = new ServiceProviderArgs { Name = "Equinix", PeeringLocation = "Silicon Valley", BandwidthInMbps = 200 },
        },
        PrivatePeering = new PrivatePeeringArgs
        {
            PeerASN = 65010,
            VlanId = 200,
            PrimaryPeerAddressPrefix = "192.168.16.252/30",
            SecondaryPeerAddressPrefix = "192.168.18.252/30",
            SharedKey = sharedKey,
        },
        MicrosoftPeering = new MicrosoftPeeringArgs
        {
            PeerASN = 200,
            VlanId = 300,
            PrimaryPeerAddressPrefix = "123.0.0.0/30",
            SecondaryPeerAddressPrefix = "123.0.0.4/30",
            MicrosoftPeeringConfig = new MicrosoftPeeringConfigArgs
            {
                AdvertisedPublicPrefixes = { "123.1.0.0/24" },
                RoutingRegistryName = "ARIN",
            },
        },
    });

    var routers = RouterConfiguration.Invoke(new RouterConfigurationInvokeArgs
    {
        Platform = RouterPlatform.CiscoIosXe,
        // Pulumi's .NET SDK has a type of its own for what goes in.
        Sessions = contoso.BgpSessions.Apply(all => all.Where(s => s.Peering == "AzurePrivatePeering").Select(s => new BgpSessionArgs
        {
            Peering = s.Peering,
            Link = s.Link,
            Family = s.Family,
            VlanId = s.VlanId,
            OuterVlanId = s.OuterVlanId is int outer ? outer : (Input<int>?)null,
            Prefix = s.Prefix,
            CustomerAddress = s.CustomerAddress,
            MicrosoftAddress = s.MicrosoftAddress,
            PeerASN = s.PeerASN,
            AzureASN = s.AzureASN,
        }).ToList()),
        Interfaces = new RouterInterfacesArgs { Primary = "TenGigabitEthernet0/0/1", Secondary = "TenGigabitEthernet0/0/2" },
        SharedKey = sharedKey,
        AdvertisedPrefixes = { "10.10.0.0/16" },
        CircuitName = "contoso",
    });

    // pulumi stack output primary --show-secrets >contoso-private-primary.ios-xe.cfg
    return new Dictionary<string, object?>
    {
        ["primary"] = routers.Apply(result => result.Configurations[0].Text),
        ["secondary"] = routers.Apply(result => result.Configurations[1].Text),
        ["warnings"] = routers.Apply(result => result.Warnings),
    };
});
