import { PeeringStack } from "@expressroute-blueprints/azure-expressroute";

const london = new PeeringStack("london", {
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
});

export const serviceKey = london.serviceKey; // for the carrier
export const bgpSessions = london.bgpSessions; // for the routers
