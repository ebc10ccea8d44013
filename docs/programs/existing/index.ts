import * as pulumi from "@pulumi/pulumi";
import { PeeringStack, RouteFilterService } from "@expressroute-blueprints/azure-expressroute";

const chicago = new PeeringStack("chicago", {
    location: "northcentralus",
    circuitId: new pulumi.Config().require("circuitId"),
    microsoftPeering: {
        peerASN: 200, // yours
        vlanId: 300,
        primaryPeerAddressPrefix: "123.0.0.0/30", // yours
        secondaryPeerAddressPrefix: "123.0.0.4/30",
        microsoftPeeringConfig: { advertisedPublicPrefixes: ["123.1.0.0/24"], routingRegistryName: "ARIN" },
        routeFilter: { services: [RouteFilterService.AzureActiveDirectory], regions: ["northcentralus"] },
    },
});

export const routeFilterId = chicago.routeFilterId;
