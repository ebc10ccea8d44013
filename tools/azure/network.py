"""Azure's SDK for Python on the sandbox: makes a circuit with what hangs off it, or deletes it. What the SDK reads back is
held to what it sent."""

import os
import sys
import time

from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.network import NetworkManagementClient
from azure.mgmt.resource import ResourceManagementClient

ENDPOINT = os.environ["AZURE_EXPRESSROUTE_SANDBOX_ENDPOINT"]
WHERE = "westeurope"


class Anybody:
    """A credential: the sandbox takes any."""

    def get_token(self, *scopes, **kwargs):
        return AccessToken("anybody", int(time.time()) + 3600)


def client(kind):
    return kind(Anybody(), os.environ["ARM_SUBSCRIPTION_ID"], base_url=ENDPOINT, credential_scopes=[ENDPOINT + "/.default"])


def is_(what, want, got):
    assert want == got, f"{what}: want {want!r}, got {got!r}"


def fails(code, begin):
    try:
        begin().result()
    except HttpResponseError as error:
        is_("code", code, error.error.code if error.error else None)
    else:
        raise AssertionError(f"{code} was expected")


def circuit(mbps):
    return {
        "location": WHERE,
        "tags": {"owner": "network"},
        "sku": {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
        "properties": {
            "serviceProviderProperties": {"serviceProviderName": "BT", "peeringLocation": "London", "bandwidthInMbps": mbps},
        },
    }


def make(network, resources):
    resources.resource_groups.create_or_update("network", {"location": WHERE})
    circuits = network.express_route_circuits
    made = circuits.begin_create_or_update("network", "london", circuit(100)).result()
    is_("state", "Succeeded", made.provisioning_state)
    made = circuits.begin_create_or_update("network", "london", circuit(200)).result()
    is_("bandwidth", 200, made.service_provider_properties.bandwidth_in_mbps)
    fails("InternalServerError", lambda: circuits.begin_create_or_update("network", "london", circuit(100)))
    is_("state", "Failed", circuits.get("network", "london").provisioning_state)
    circuits.begin_create_or_update("network", "london", circuit(200)).result()

    peering = {
        "properties": {
            "peeringType": "AzurePrivatePeering", "peerASN": 65010, "vlanId": 100, "sharedKey": "hunter2",
            "primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30",
        },
    }
    made = network.express_route_circuit_peerings.begin_create_or_update("network", "london", "AzurePrivatePeering", peering).result()
    is_("Azure's ASN", 12076, made.azure_asn)
    is_("shared key", None, made.shared_key)
    key = network.express_route_circuit_authorizations.begin_create_or_update("network", "london", "hub", {}).result().authorization_key
    assert key, "an authorization has a key"

    network.route_filters.begin_create_or_update("network", "services", {"location": WHERE}).result()
    rule = {"properties": {"access": "Allow", "routeFilterRuleType": "Community", "communities": ["12076:51002"]}}
    network.route_filter_rules.begin_create_or_update("network", "services", "allow", rule).result()
    tagged = network.route_filters.update_tags("network", "services", {"tags": {"a": "b"}})
    is_("tags", {"a": "b"}, tagged.tags)
    is_("rules", ["allow"], [rule.name for rule in network.route_filter_rules.list_by_route_filter("network", "services")])

    network.virtual_networks.begin_create_or_update(
        "network", "hub",
        {"location": WHERE, "properties": {
            "addressSpace": {"addressPrefixes": ["10.2.0.0/16"]},
            "subnets": [{"name": "GatewaySubnet", "properties": {"addressPrefix": "10.2.0.0/24"}}],
        }},
    ).result()
    subnet = network.subnets.get("network", "hub", "GatewaySubnet").id
    gateway = network.virtual_network_gateways.begin_create_or_update(
        "network", "hub",
        {"location": WHERE, "properties": {
            "gatewayType": "ExpressRoute", "sku": {"name": "ErGw1AZ", "tier": "ErGw1AZ"},
            "ipConfigurations": [{"name": "default", "properties": {"subnet": {"id": subnet}}}],
        }},
    ).result()
    connection = {
        "location": WHERE,
        "properties": {
            "connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": gateway.id}, "peer": {"id": circuits.get("network", "london").id},
            "authorizationKey": key,
        },
    }
    made = network.virtual_network_gateway_connections.begin_create_or_update("network", "hub", connection).result()
    is_("connection", "NotConnected", made.connection_status)
    port = {"location": WHERE, "properties": {"peeringLocation": "London", "bandwidthInGbps": 10, "encapsulation": "QinQ"}}
    made = network.express_route_ports.begin_create_or_update("network", "metro", port).result()
    is_("links", ["link1", "link2"], [link.name for link in made.links])

    is_("ARP", [], circuits.begin_list_arp_table("network", "london", "AzurePrivatePeering", "primary").result().value or [])
    is_("circuits", ["london"], [each.name for each in circuits.list_all()])
    assert any(each.name == "Equinix" for each in network.express_route_service_providers.list()), "Equinix is a service provider"


def delete(network, resources):
    network.virtual_network_gateway_connections.begin_delete("network", "hub").result()
    network.express_route_circuits.begin_delete("network", "london").result()
    try:
        network.express_route_circuits.get("network", "london")
    except ResourceNotFoundError:
        pass
    else:
        raise AssertionError("the circuit is gone")
    network.virtual_network_gateways.begin_delete("network", "hub").result()
    network.virtual_networks.begin_delete("network", "hub").result()
    network.route_filters.begin_delete("network", "services").result()
    network.express_route_ports.begin_delete("network", "metro").result()


{"make": make, "delete": delete}[sys.argv[1]](client(NetworkManagementClient), client(ResourceManagementClient))
