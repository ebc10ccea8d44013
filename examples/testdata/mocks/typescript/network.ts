import { PeeringStack } from "@expressroute-blueprints/azure-expressroute";

export function site(name: string, vlan: number, costCenter: string): PeeringStack {
    return new PeeringStack(name, {
        location: "westeurope",
        tags: { "cost-center": costCenter },
        circuit: { serviceProvider: { name: "Equinix", peeringLocation: "Amsterdam", bandwidthInMbps: 200 } },
        privatePeering: {
            peerASN: 65001,
            vlanId: vlan,
            primaryPeerAddressPrefix: "192.168.16.252/30",
            secondaryPeerAddressPrefix: "192.168.18.252/30",
        },
    });
}
