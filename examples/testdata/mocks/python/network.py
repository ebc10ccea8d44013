from typing import Optional

import pulumi
from pulumi_azure_expressroute import PeeringStack


def site(name: str, vlan: int, cost_center: str, opts: Optional[pulumi.ResourceOptions] = None) -> PeeringStack:
    return PeeringStack(
        name,
        location="westeurope",
        tags={"cost-center": cost_center},
        circuit={"service_provider": {"name": "Equinix", "peering_location": "Amsterdam", "bandwidth_in_mbps": 200}},
        private_peering={
            "peer_asn": 65001,
            "vlan_id": vlan,
            "primary_peer_address_prefix": "192.168.16.252/30",
            "secondary_peer_address_prefix": "192.168.18.252/30",
        },
        opts=opts,
    )
