import pulumi
from pulumi_azure_expressroute import PeeringStack

amsterdam = PeeringStack(
    "amsterdam",
    location="westeurope",
    circuit={
        "name": "amsterdam",
        "express_route_direct": {"port_id": pulumi.Config().require("portId"), "bandwidth_in_gbps": 5},
    },
    private_peering={
        "peer_asn": 65010,
        "vlan_id": 300,
        "primary_peer_address_prefix": "172.16.0.0/30",
        "secondary_peer_address_prefix": "172.16.0.4/30",
        "ipv6_peering_config": {
            "primary_peer_address_prefix": "fd00:10::/126",
            "secondary_peer_address_prefix": "fd00:10::4/126",
        },
    },
)

pulumi.export("bgpSessions", amsterdam.bgp_sessions)
