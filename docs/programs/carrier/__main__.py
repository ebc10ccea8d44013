import pulumi
from pulumi_azure_expressroute import PeeringStack

london = PeeringStack(
    "london",
    location="uksouth",
    circuit={
        "name": "london",
        "service_provider": {"name": "BT", "peering_location": "London", "bandwidth_in_mbps": 500},
    },
    private_peering={
        "peer_asn": 65010,
        "vlan_id": 200,
        "primary_peer_address_prefix": "192.168.16.252/30",
        "secondary_peer_address_prefix": "192.168.18.252/30",
    },
)

pulumi.export("serviceKey", london.service_key)  # for the carrier
pulumi.export("bgpSessions", london.bgp_sessions)  # for the routers
