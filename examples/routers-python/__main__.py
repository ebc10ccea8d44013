import os

import pulumi
from pulumi_azure_expressroute import BgpSession, PeeringStack, RouterPlatform, SkuTier, outputs, router_configuration_output

config = pulumi.Config()

contoso = PeeringStack(
    "contoso",
    location="westus",
    circuit={
        "name": "contoso",
        "sku_tier": SkuTier.PREMIUM,
        "service_provider": {"name": "Equinix", "peering_location": "Silicon Valley", "bandwidth_in_mbps": 200},
    },
    private_peering={
        "peer_asn": 65010,
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
    },
)


def argument(session: outputs.BgpSession) -> BgpSession:
    """Pulumi's Python SDK has a type of its own for what goes in."""
    return BgpSession(
        peering=session.peering,
        link=session.link,
        family=session.family,
        vlan_id=session.vlan_id,
        outer_vlan_id=session.outer_vlan_id,
        prefix=session.prefix,
        customer_address=session.customer_address,
        microsoft_address=session.microsoft_address,
        peer_asn=session.peer_asn,
        azure_asn=session.azure_asn,
    )


def write(files: list[outputs.RouterFile]) -> None:
    """The files hold the key: they are for nobody else's eyes, and not for the repository."""
    os.makedirs("routers", exist_ok=True)
    for file in files:
        path = os.open(os.path.join("routers", file.file_name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(path, "w", encoding="ascii") as out:
            out.write(file.text)


routers = router_configuration_output(
    platform=RouterPlatform.CISCO_IOS_XE,
    sessions=contoso.bgp_sessions.apply(lambda all: [argument(s) for s in all if s.peering == "AzurePrivatePeering"]),
    interfaces={"primary": "TenGigabitEthernet0/0/1", "secondary": "TenGigabitEthernet0/0/2"},
    shared_key=config.require_secret("sharedKey"),
    advertised_prefixes=["10.10.0.0/16"],
    circuit_name="contoso",
)
routers.configurations.apply(write)

pulumi.export("primary", routers.configurations[0].text)
pulumi.export("secondary", routers.configurations[1].text)
pulumi.export("warnings", routers.warnings)
