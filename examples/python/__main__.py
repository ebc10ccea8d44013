import pulumi
from pulumi_azure_expressroute import PeeringStack, RouteFilterService, SkuFamily, SkuTier

contoso = PeeringStack(
    "contoso",
    location="westus",
    circuit={
        "sku_tier": SkuTier.PREMIUM,
        "sku_family": SkuFamily.METERED_DATA,
        "service_provider": {"name": "Equinix", "peering_location": "Silicon Valley", "bandwidth_in_mbps": 200},
    },
    private_peering={
        "peer_asn": 200,
        "vlan_id": 200,
        "primary_peer_address_prefix": "192.168.16.252/30",
        "secondary_peer_address_prefix": "192.168.18.252/30",
    },
    microsoft_peering={
        "peer_asn": 200,
        "vlan_id": 300,
        "primary_peer_address_prefix": "123.0.0.0/30",
        "secondary_peer_address_prefix": "123.0.0.4/30",
        "microsoft_peering_config": {"advertised_public_prefixes": ["123.1.0.0/24"], "routing_registry_name": "ARIN"},
        "route_filter": {
            "services": [RouteFilterService.AZURE_ACTIVE_DIRECTORY, RouteFilterService.AZURE_RESOURCE_MANAGER],
        },
    },
)

pulumi.export("circuitId", contoso.circuit_id)
pulumi.export("serviceKey", contoso.service_key)
pulumi.export("routeFilterId", contoso.route_filter_id)
pulumi.export("bgpSessions", contoso.bgp_sessions)
