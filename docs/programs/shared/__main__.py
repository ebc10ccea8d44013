import pulumi
import pulumi_azure_native as azure
from pulumi_azure_expressroute import PeeringStack

# The owner of the circuit makes an authorization for whoever uses it.
owner = PeeringStack(
    "owner",
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
    authorizations=["branch"],
)

# The user connects a gateway of another subscription with it, and needs no right to read the circuit.
subscription = azure.Provider("subscription", subscription_id="22222222-3333-4444-5555-666666666666")
PeeringStack(
    "user",
    circuit_id=owner.circuit_id,
    virtual_network_gateway_connections=[
        {
            "name": "hub",
            "virtual_network_gateway_id": pulumi.Config().require("gatewayId"),
            "authorization_key": owner.authorization_keys["branch"],
        }
    ],
    opts=pulumi.ResourceOptions(providers={"azure-native": subscription}),
)
