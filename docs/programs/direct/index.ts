import * as pulumi from "@pulumi/pulumi";
import { PeeringStack } from "@expressroute-blueprints/azure-expressroute";

const amsterdam = new PeeringStack("amsterdam", {
    location: "westeurope",
    circuit: {
        name: "amsterdam",
        expressRouteDirect: { portId: new pulumi.Config().require("portId"), bandwidthInGbps: 5 },
    },
    privatePeering: {
        peerASN: 65010,
        vlanId: 300,
        primaryPeerAddressPrefix: "172.16.0.0/30",
        secondaryPeerAddressPrefix: "172.16.0.4/30",
        ipv6PeeringConfig: { primaryPeerAddressPrefix: "fd00:10::/126", secondaryPeerAddressPrefix: "fd00:10::4/126" },
    },
});

export const bgpSessions = amsterdam.bgpSessions;
