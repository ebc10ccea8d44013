import * as pulumi from "@pulumi/pulumi";
import { PeeringStack } from "@expressroute-blueprints/azure-expressroute";

const config = new pulumi.Config();

// A resource and a provider of azure-native, without its SDK.
class Raw extends pulumi.CustomResource {
    constructor(type: string, name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        super(type, name, props, opts);
    }
}

class AzureNative extends pulumi.ProviderResource {
    constructor(name: string, props: pulumi.Inputs) {
        super("azure-native", name, props);
    }
}

const production = new AzureNative("production", { subscriptionId: "22222222-3333-4444-5555-666666666666" });
const platform = new pulumi.ComponentResource(`contoso:index:${config.get("platform") ?? "Platform"}`, "platform", {}, {
    providers: [production],
    aliases: [{ type: "contoso:index:Platform" }],
});
const group = new Raw("azure-native:resources:ResourceGroup", "network", {
    resourceGroupName: "network",
    location: "westus",
}, { parent: platform, provider: production, retainOnDelete: config.requireBoolean("retainOnDelete") });

new PeeringStack(config.require("name"), {
    resourceGroupName: "network",
    location: "westus",
    circuit: {
        name: "contoso-circuit",
        serviceProvider: { name: "Equinix", peeringLocation: "Silicon Valley", bandwidthInMbps: 200 },
    },
    privatePeering: {
        peerASN: 200,
        vlanId: 200,
        primaryPeerAddressPrefix: "192.168.16.252/30",
        secondaryPeerAddressPrefix: "192.168.18.252/30",
    },
}, {
    parent: platform,
    dependsOn: [group],
    protect: config.requireBoolean("protect"),
    retainOnDelete: config.requireBoolean("retainOnDelete"),
    aliases: [{ name: "contoso" }],
    transforms: [args => args.type !== "azure-native:network:ExpressRouteCircuit" ? undefined : {
        props: { ...args.props, tags: { owner: "network" } },
        opts: pulumi.mergeOptions(args.opts, { ignoreChanges: ["sku"] }),
    }],
});
