import pulumi
from pulumi_azure_expressroute import PeeringStack, RouteFilterService

chicago = PeeringStack(
    "chicago",
    location="northcentralus",
    circuit_id=pulumi.Config().require("circuitId"),
    microsoft_peering={
        "peer_asn": 200,  # yours
        "vlan_id": 300,
        "primary_peer_address_prefix": "123.0.0.0/30",  # yours
        "secondary_peer_address_prefix": "123.0.0.4/30",
        "microsoft_peering_config": {"advertised_public_prefixes": ["123.1.0.0/24"], "routing_registry_name": "ARIN"},
        "route_filter": {"services": [RouteFilterService.AZURE_ACTIVE_DIRECTORY], "regions": ["northcentralus"]},
    },
)

pulumi.export("routeFilterId", chicago.route_filter_id)
