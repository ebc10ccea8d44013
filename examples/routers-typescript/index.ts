import * as fs from "fs";
import * as path from "path";
import * as pulumi from "@pulumi/pulumi";
import { PeeringStack, RouterPlatform, routerConfigurationOutput } from "@expressroute-blueprints/azure-expressroute";

const config = new pulumi.Config();

const contoso = new PeeringStack("contoso", {
    location: "westus",
    circuit: {
        name: "contoso",
        skuTier: "Premium",
        serviceProvider: { name: "Equinix", peeringLocation: "Silicon Valley", bandwidthInMbps: 200 },
    },
    privatePeering: {
        peerASN: 65010,
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
    },
});

const routers = routerConfigurationOutput({
    platform: RouterPlatform.CiscoIosXe,
    sessions: contoso.bgpSessions.apply(all => all.filter(s => s.peering === "AzurePrivatePeering")),
    interfaces: { primary: "TenGigabitEthernet0/0/1", secondary: "TenGigabitEthernet0/0/2" },
    sharedKey: config.requireSecret("sharedKey"),
    advertisedPrefixes: ["10.10.0.0/16"],
    circuitName: "contoso",
});

// The files hold the key: they are for nobody else's eyes, and not for the repository.
routers.configurations.apply(files => {
    fs.mkdirSync("routers", { recursive: true });
    for (const file of files) {
        fs.writeFileSync(path.join("routers", file.fileName), file.text, { mode: 0o600 });
    }
});

export const primary = routers.configurations[0].text;
export const secondary = routers.configurations[1].text;
export const warnings = routers.warnings;
