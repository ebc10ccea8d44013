import * as pulumi from "@pulumi/pulumi";
import { PeeringStack, RouteFilterService } from "@expressroute-blueprints/azure-expressroute";

const config = new pulumi.Config();

const contoso = new PeeringStack("contoso", {
    location: config.require("location"),
    tags: { "cost-center": "4711" },
    circuit: {
        skuTier: "Premium",
        skuFamily: "MeteredData",
        serviceProvider: {
            name: "Equinix",
            peeringLocation: config.require("peeringLocation"),
            bandwidthInMbps: config.requireNumber("bandwidthInMbps"),
        },
    },
    privatePeering: {
        peerASN: 200,
        vlanId: 200,
        primaryPeerAddressPrefix: "192.168.16.252/30",
        secondaryPeerAddressPrefix: "192.168.18.252/30",
        sharedKey: config.requireSecret("sharedKey"),
    },
    microsoftPeering: {
        peerASN: 200,
        vlanId: 300,
        primaryPeerAddressPrefix: "123.0.0.0/30",
        secondaryPeerAddressPrefix: "123.0.0.4/30",
        microsoftPeeringConfig: { advertisedPublicPrefixes: ["123.1.0.0/24"], routingRegistryName: "ARIN" },
        routeFilter: {
            services: [RouteFilterService.AzureActiveDirectory, RouteFilterService.AzureResourceManager],
            regions: ["westus2"],
        },
    },
});

export const circuitId = contoso.circuitId;
export const serviceKey = contoso.serviceKey;
export const routeFilterId = contoso.routeFilterId;
export const bgpSessions = contoso.bgpSessions;
// A line for the first router, in Juniper's words.
export const routerLine = contoso.bgpSessions.apply(([first]) =>
    `set protocols bgp group azure neighbor ${first.microsoftAddress} peer-as ${first.azureASN} local-as ${first.peerASN}`);
