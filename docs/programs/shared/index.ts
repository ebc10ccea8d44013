import * as pulumi from "@pulumi/pulumi";
import * as azure from "@pulumi/azure-native";
import { PeeringStack } from "@expressroute-blueprints/azure-expressroute";

// The owner of the circuit makes an authorization for whoever uses it.
const owner = new PeeringStack("owner", {
    location: "uksouth",
    circuit: {
        name: "london",
        serviceProvider: { name: "BT", peeringLocation: "London", bandwidthInMbps: 500 },
    },
    privatePeering: {
        peerASN: 65010,
        vlanId: 200,
        primaryPeerAddressPrefix: "192.168.16.252/30",
        secondaryPeerAddressPrefix: "192.168.18.252/30",
    },
    authorizations: ["branch"],
});

// The user connects a gateway of another subscription with it, and needs no right to read the circuit.
const subscription = new azure.Provider("subscription", { subscriptionId: "22222222-3333-4444-5555-666666666666" });
new PeeringStack("user", {
    circuitId: owner.circuitId,
    virtualNetworkGatewayConnections: [{
        name: "hub",
        virtualNetworkGatewayId: new pulumi.Config().require("gatewayId"),
        authorizationKey: owner.authorizationKeys["branch"],
    }],
}, { providers: { "azure-native": subscription } });
