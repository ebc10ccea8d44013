package arm

// What stands around circuits, as far as Azure fills it in by itself: recorded in 2023 and 2024, with defaults that the
// specifications name.

var gatewayKind = plain(gatewayType, "VirtualNetworkGatewayCannotBeDeleted").fills(Body{
	"packetCaptureDiagnosticState": "None", "enablePrivateIpAddress": false, "isMigrateToCSES": false,
	"natRules": []any{}, "virtualNetworkGatewayPolicyGroups": []any{}, "enableBgpRouteTranslationForNat": false,
	"disableIPSecReplayProtection": false, "enableBgp": false, "vpnGatewayGeneration": "None",
	"allowRemoteVnetTraffic": false, "allowVirtualWanTraffic": false,
}, func(id ID, body Body) {
	properties := object(body, "properties")
	if sku := object(properties, "sku"); sku != nil {
		fill(sku, Body{"capacity": 2.0})
	}
	if scale := object(properties, "autoScaleConfiguration"); scale != nil {
		scale["minScaleUnits"] = object(scale, "bounds")["min"]
	}
	for _, element := range list(properties, "ipConfigurations") {
		configuration, _ := element.(Body)
		name := text(configuration, "name")
		if name == "" || object(configuration, "properties") == nil {
			continue
		}
		configuration["id"], configuration["type"] = id.child("ipConfigurations", name).String(), gatewayType+"/ipConfigurations"
		object(configuration, "properties")["provisioningState"] = "Succeeded"
	}
})

var virtualHubKind = plain(virtualHubType, "InUseVirtualHubCannotBeDeleted").fills(Body{
	"allowBranchToBranchTraffic": false, "hubRoutingPreference": "ExpressRoute", "virtualRouterAsn": 65515.0,
	"virtualRouterAutoScaleConfiguration": Body{"minCapacity": 2.0}, "virtualRouterIps": []any{}, "routingState": "Provisioned",
	"networkVirtualAppliances": []any{}, "routeTable": Body{"routes": []any{}}, "virtualHubRouteTableV2s": []any{},
}, nil).comesWith(map[string]any{"routingState": "None"})

var virtualWANKind = plain(virtualWANType, "InUseVirtualWanCannotBeDeleted").fills(Body{
	"allowBranchToBranchTraffic": true, "disableVpnEncryption": false, "office365LocalBreakoutCategory": "None", "type": "Standard",
}, nil)

var publicIPKind = plain(publicIPType, "PublicIPAddressCannotBeDeleted").fills(Body{
	"publicIPAddressVersion": "IPv4", "ipTags": []any{}, "ddosSettings": Body{"protectionMode": "VirtualNetworkInherited"},
}, func(_ ID, body Body) {
	if sku := object(body, "sku"); sku != nil {
		fill(sku, Body{"tier": "Regional"})
	}
})

var virtualNetworkKind = plain(virtualNetworkType, "InUseSubnetCannotBeDeleted", collection{"subnets", "subnets"}).fills(Body{
	"virtualNetworkPeerings": []any{}, "privateEndpointVNetPolicies": "Disabled",
}, nil)

var subnetKind = plain(subnetType, "InUseSubnetCannotBeDeleted").fills(Body{
	"delegations": []any{}, "privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled",
}, nil)

// fills is a kind whose properties Azure fills in where a request leaves them out, and more if need be. What a PUT left out
// before it fills in anew.
func (k *kind) fills(properties Body, more func(ID, Body)) *kind {
	k.complete = func(_ *txn, id ID, body Body) error {
		defaults, err := copyOf(properties)
		if err != nil {
			return err
		}
		fill(object(body, "properties"), defaults)
		if more != nil {
			more(id, body)
		}
		return nil
	}
	return k
}

// comesWith is a kind whose properties answers show otherwise while a resource of it is being made.
func (k *kind) comesWith(values map[string]any) *kind {
	k.coming = values
	return k
}
