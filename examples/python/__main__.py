import pulumi
from pulumi_azure_expressroute import PeeringStack, RouteFilterService, SkuFamily, SkuTier

config = pulumi.Config()

contoso = PeeringStack(
    "contoso",
    location=config.require("location"),
    tags={"cost-center": "4711"},
    circuit={
        "sku_tier": SkuTier.PREMIUM,
        "sku_family": SkuFamily.METERED_DATA,
        "service_provider": {
            "name": "Equinix",
            "peering_location": config.require("peeringLocation"),
            "bandwidth_in_mbps": config.require_int("bandwidthInMbps"),
        },
    },
    private_peering={
        "peer_asn": 200,
        "vlan_id": 200,
        "primary_peer_address_prefix": "192.168.16.252/30",
        "secondary_peer_address_prefix": "192.168.18.252/30",
        "shared_key": config.require_secret("sharedKey"),
    },
    microsoft_peering={
        "peer_asn": 200,
        "vlan_id": 300,
        "primary_peer_address_prefix": "123.0.0.0/30",
        "secondary_peer_address_prefix": "123.0.0.4/30",
        "microsoft_peering_config": {"advertised_public_prefixes": ["123.1.0.0/24"], "routing_registry_name": "ARIN"},
        "route_filter": {
            "services": [RouteFilterService.AZURE_ACTIVE_DIRECTORY, RouteFilterService.AZURE_RESOURCE_MANAGER],
            "regions": ["westus2"],
        },
    },
)

pulumi.export("circuitId", contoso.circuit_id)
pulumi.export("serviceKey", contoso.service_key)
pulumi.export("routeFilterId", contoso.route_filter_id)
pulumi.export("bgpSessions", contoso.bgp_sessions)
# A line for the first router, in Juniper's words.
pulumi.export("routerLine", contoso.bgp_sessions[0].apply(
    lambda first: f"set protocols bgp group azure neighbor {first.microsoft_address} peer-as {first.azure_asn} local-as {first.peer_asn}"
))
