package azurenative

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
)

// resourceType is all that the provider does differently for one of its resource types.
type resourceType struct {
	// module and name make the token: azure-native:network:RouteFilter.
	module, name string
	// args and state are the SDK's plain inputs and its resource: the properties are theirs.
	args, state reflect.Type
	// lookupArgs and lookupResult are the SDK's plain arguments and result of the function that reads the resource.
	lookupArgs, lookupResult reflect.Type
	// path is the resource's id, with the inputs it is made of in braces. The last one gets a name by itself.
	path string
	// regional tells that an unset location is the provider's or the group's.
	regional bool
	// inline are the inputs that are lists of children, which may as well be resources of their own.
	inline []string
	// nested are the inputs that are under "properties" in a body, although their names are of its envelope.
	nested []string
	// required are the required lists: Go types cannot tell them from optional ones.
	required []string
	// replaceOn are the inputs, besides those in the path, that Azure cannot change in place.
	replaceOn []string
	// azureSets are the inputs that Azure sets by itself, and defaults what it sets others to. An import leaves both out.
	azureSets []string
	defaults  map[string]any

	*generation // nil in the table
}

const (
	groupPath   = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
	networkPath = groupPath + "/providers/Microsoft.Network"
)

var resourceTypes = []*resourceType{
	{
		module: "resources", name: "ResourceGroup",
		args: resources.ResourceGroupArgs{}.ElementType(), state: reflect.TypeFor[resources.ResourceGroup](),
		lookupArgs: reflect.TypeFor[resources.LookupResourceGroupArgs](), lookupResult: reflect.TypeFor[resources.LookupResourceGroupResult](),
		path:      groupPath,
		regional:  true,
		replaceOn: []string{"location"},
	},
	{
		module: "network", name: "ExpressRouteCircuit",
		args: network.ExpressRouteCircuitArgs{}.ElementType(), state: reflect.TypeFor[network.ExpressRouteCircuit](),
		lookupArgs: reflect.TypeFor[network.LookupExpressRouteCircuitArgs](), lookupResult: reflect.TypeFor[network.LookupExpressRouteCircuitResult](),
		path:     networkPath + "/expressRouteCircuits/{circuitName}",
		regional: true,
		inline:   []string{"peerings", "authorizations"},
		replaceOn: []string{
			"location", "serviceProviderProperties.serviceProviderName", "serviceProviderProperties.peeringLocation", "expressRoutePort.id",
		},
		azureSets: []string{"circuitProvisioningState", "gatewayManagerEtag", "serviceKey", "serviceProviderProvisioningState"},
		defaults:  map[string]any{"allowClassicOperations": false, "globalReachEnabled": false, "enableDirectPortRateLimit": false},
	},
	{
		module: "network", name: "ExpressRouteCircuitPeering",
		args: network.ExpressRouteCircuitPeeringArgs{}.ElementType(), state: reflect.TypeFor[network.ExpressRouteCircuitPeering](),
		lookupArgs: reflect.TypeFor[network.LookupExpressRouteCircuitPeeringArgs](), lookupResult: reflect.TypeFor[network.LookupExpressRouteCircuitPeeringResult](),
		path:   networkPath + "/expressRouteCircuits/{circuitName}/peerings/{peeringName}",
		inline: []string{"connections"},
		azureSets: []string{
			"azureASN", "gatewayManagerEtag", "primaryAzurePort", "secondaryAzurePort", "stats",
			"microsoftPeeringConfig.advertisedCommunities", "ipv6PeeringConfig.microsoftPeeringConfig.advertisedCommunities",
		},
		defaults: map[string]any{
			"state":                                                        "Enabled",
			"microsoftPeeringConfig.customerASN":                           0.0,
			"microsoftPeeringConfig.legacyMode":                            0.0,
			"microsoftPeeringConfig.routingRegistryName":                   "NONE",
			"ipv6PeeringConfig.state":                                      "Enabled",
			"ipv6PeeringConfig.microsoftPeeringConfig.customerASN":         0.0,
			"ipv6PeeringConfig.microsoftPeeringConfig.legacyMode":          0.0,
			"ipv6PeeringConfig.microsoftPeeringConfig.routingRegistryName": "NONE",
		},
	},
	{
		module: "network", name: "RouteFilter",
		args: network.RouteFilterArgs{}.ElementType(), state: reflect.TypeFor[network.RouteFilter](),
		lookupArgs: reflect.TypeFor[network.LookupRouteFilterArgs](), lookupResult: reflect.TypeFor[network.LookupRouteFilterResult](),
		path:      networkPath + "/routeFilters/{routeFilterName}",
		regional:  true,
		inline:    []string{"rules"},
		required:  []string{"rules[].communities"},
		replaceOn: []string{"location"},
	},
	{
		module: "network", name: "RouteFilterRule",
		args: network.RouteFilterRuleArgs{}.ElementType(), state: reflect.TypeFor[network.RouteFilterRule](),
		lookupArgs: reflect.TypeFor[network.LookupRouteFilterRuleArgs](), lookupResult: reflect.TypeFor[network.LookupRouteFilterRuleResult](),
		path:     networkPath + "/routeFilters/{routeFilterName}/routeFilterRules/{ruleName}",
		required: []string{"communities"},
	},
	{
		module: "network", name: "ExpressRouteCircuitAuthorization",
		args: network.ExpressRouteCircuitAuthorizationArgs{}.ElementType(), state: reflect.TypeFor[network.ExpressRouteCircuitAuthorization](),
		lookupArgs:   reflect.TypeFor[network.LookupExpressRouteCircuitAuthorizationArgs](),
		lookupResult: reflect.TypeFor[network.LookupExpressRouteCircuitAuthorizationResult](),
		path:         networkPath + "/expressRouteCircuits/{circuitName}/authorizations/{authorizationName}",
		azureSets:    []string{"authorizationKey", "authorizationUseStatus"},
	},
	{
		module: "network", name: "ExpressRouteCircuitConnection",
		args: network.ExpressRouteCircuitConnectionArgs{}.ElementType(), state: reflect.TypeFor[network.ExpressRouteCircuitConnection](),
		lookupArgs:   reflect.TypeFor[network.LookupExpressRouteCircuitConnectionArgs](),
		lookupResult: reflect.TypeFor[network.LookupExpressRouteCircuitConnectionResult](),
		path:         networkPath + "/expressRouteCircuits/{circuitName}/peerings/{peeringName}/connections/{connectionName}",
	},
	{
		module: "network", name: "VirtualNetworkGatewayConnection",
		args: network.VirtualNetworkGatewayConnectionArgs{}.ElementType(), state: reflect.TypeFor[network.VirtualNetworkGatewayConnection](),
		lookupArgs:   reflect.TypeFor[network.LookupVirtualNetworkGatewayConnectionArgs](),
		lookupResult: reflect.TypeFor[network.LookupVirtualNetworkGatewayConnectionResult](),
		path:         networkPath + "/connections/{virtualNetworkGatewayConnectionName}",
		regional:     true,
		replaceOn:    []string{"location"},
		defaults: map[string]any{
			"routingWeight": 0.0, "enableBgp": false, "useLocalAzureIpAddress": false, "usePolicyBasedTrafficSelectors": false,
			"expressRouteGatewayBypass": false, "enablePrivateLinkFastPath": false, "dpdTimeoutSeconds": 0.0, "connectionMode": "Default",
		},
	},
	{
		module: "network", name: "ExpressRouteConnection",
		args: network.ExpressRouteConnectionArgs{}.ElementType(), state: reflect.TypeFor[network.ExpressRouteConnection](),
		lookupArgs: reflect.TypeFor[network.LookupExpressRouteConnectionArgs](), lookupResult: reflect.TypeFor[network.LookupExpressRouteConnectionResult](),
		path: networkPath + "/expressRouteGateways/{expressRouteGatewayName}/expressRouteConnections/{connectionName}",
		defaults: map[string]any{
			"routingWeight": 0.0, "enableInternetSecurity": false, "expressRouteGatewayBypass": false, "enablePrivateLinkFastPath": false,
		},
	},
	supporting[network.VirtualNetwork, network.LookupVirtualNetworkArgs, network.LookupVirtualNetworkResult](
		network.VirtualNetworkArgs{}.ElementType(), "/virtualNetworks/{virtualNetworkName}").with(resourceType{inline: []string{"subnets"}, defaults: map[string]any{
		"privateEndpointVNetPolicies": "Disabled",
	}}),
	supporting[network.Subnet, network.LookupSubnetArgs, network.LookupSubnetResult](
		network.SubnetArgs{}.ElementType(), "/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}").with(resourceType{defaults: map[string]any{
		"privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled",
	}}),
	supporting[network.PublicIPAddress, network.LookupPublicIPAddressArgs, network.LookupPublicIPAddressResult](
		network.PublicIPAddressArgs{}.ElementType(), "/publicIPAddresses/{publicIpAddressName}").with(resourceType{defaults: map[string]any{
		"publicIPAddressVersion": "IPv4", "ddosSettings.protectionMode": "VirtualNetworkInherited",
	}}),
	supporting[network.VirtualNetworkGateway, network.LookupVirtualNetworkGatewayArgs, network.LookupVirtualNetworkGatewayResult](
		network.VirtualNetworkGatewayArgs{}.ElementType(), "/virtualNetworkGateways/{virtualNetworkGatewayName}").with(resourceType{nested: []string{"sku"}, defaults: map[string]any{
		"enablePrivateIpAddress": false, "enableBgpRouteTranslationForNat": false, "disableIPSecReplayProtection": false, "enableBgp": false,
		"vpnGatewayGeneration": "None", "allowRemoteVnetTraffic": false, "allowVirtualWanTraffic": false,
	}, azureSets: []string{"ipConfigurations[].id"}}),
	supporting[network.VirtualWan, network.LookupVirtualWanArgs, network.LookupVirtualWanResult](
		network.VirtualWanArgs{}.ElementType(), "/virtualWans/{virtualWANName}").with(resourceType{nested: []string{"type"}, defaults: map[string]any{
		"allowBranchToBranchTraffic": true, "disableVpnEncryption": false,
	}}),
	supporting[network.VirtualHub, network.LookupVirtualHubArgs, network.LookupVirtualHubResult](
		network.VirtualHubArgs{}.ElementType(), "/virtualHubs/{virtualHubName}").with(resourceType{nested: []string{"sku"}, defaults: map[string]any{
		"allowBranchToBranchTraffic": false, "hubRoutingPreference": "ExpressRoute", "virtualRouterAutoScaleConfiguration.minCapacity": 2.0,
	}, azureSets: []string{"virtualRouterAsn", "virtualRouterIps"}}),
	supporting[network.ExpressRouteGateway, network.LookupExpressRouteGatewayArgs, network.LookupExpressRouteGatewayResult](
		network.ExpressRouteGatewayArgs{}.ElementType(), "/expressRouteGateways/{expressRouteGatewayName}").with(resourceType{inline: []string{"expressRouteConnections"}}),
	supporting[network.ExpressRoutePort, network.LookupExpressRoutePortArgs, network.LookupExpressRoutePortResult](
		network.ExpressRoutePortArgs{}.ElementType(), "/expressRoutePorts/{expressRoutePortName}"),
}

// supporting is a resource type of which the sandbox knows no more than its shape.
func supporting[State, LookupArgs, LookupResult any](args reflect.Type, path string) *resourceType {
	state := reflect.TypeFor[State]()
	_, regional := shapeOf(args)["location"]
	rt := &resourceType{
		module: "network", name: state.Name(), args: args, state: state,
		lookupArgs: reflect.TypeFor[LookupArgs](), lookupResult: reflect.TypeFor[LookupResult](),
		path: networkPath + path, regional: regional,
	}
	if regional {
		rt.replaceOn = []string{"location"}
	}
	return rt
}

// with is rt with what else is different about it.
func (rt *resourceType) with(more resourceType) *resourceType {
	rt.inline, rt.nested, rt.azureSets, rt.defaults = more.inline, more.nested, more.azureSets, more.defaults
	return rt
}

// token names the resource type in programs.
func (rt *resourceType) token() string { return "azure-native:" + rt.module + ":" + rt.name }

// lookupToken names the function that reads a resource of this type.
func (rt *resourceType) lookupToken() string { return "azure-native:" + rt.module + ":get" + rt.name }

func (p *Provider) resourceTypeOf(token string) (*resourceType, error) {
	return p.find(token, (*resourceType).token)
}

func (p *Provider) lookupOf(token string) (*resourceType, error) {
	return p.find(token, (*resourceType).lookupToken)
}

func (p *Provider) find(token string, name func(*resourceType) string) (*resourceType, error) {
	var known []string
	for _, rt := range p.types {
		if rt.unversioned(token) == name(rt) {
			return rt, nil
		}
		known = append(known, name(rt))
	}
	return nil, fmt.Errorf("the azure-native sandbox has no %s; it has %s", token, strings.Join(known, ", "))
}

var parameter = regexp.MustCompile(`\{(\w+)\}`)

// parameters are the inputs that the resource's id is made of, in their order.
func (rt *resourceType) parameters() []string {
	var names []string
	for _, match := range parameter.FindAllStringSubmatch(rt.path, -1) {
		if match[1] != "subscriptionId" {
			names = append(names, match[1])
		}
	}
	return names
}

// nameParameter is the input that names the resource itself.
func (rt *resourceType) nameParameter() string {
	names := rt.parameters()
	return names[len(names)-1]
}

// id fills the path with inputs.
func (rt *resourceType) id(subscription string, inputs map[string]any) (string, error) {
	id := strings.Replace(rt.path, "{subscriptionId}", subscription, 1)
	for _, name := range rt.parameters() {
		value, _ := inputs[name].(string)
		if value == "" || strings.Contains(value, "/") {
			return "", fmt.Errorf("%s should be a name, without a slash", name)
		}
		id = strings.Replace(id, "{"+name+"}", value, 1)
	}
	return id, nil
}

// inputsOf takes the inputs in the path out of an id.
func (rt *resourceType) inputsOf(id string) (map[string]any, error) {
	words, parts := strings.Split(rt.path, "/"), strings.Split(id, "/")
	inputs := map[string]any{}
	for i, word := range words {
		match := parameter.FindStringSubmatch(word)
		switch {
		case len(words) != len(parts) || match == nil && !strings.EqualFold(word, parts[i]):
			return nil, fmt.Errorf("%s is not the id of a %s, which looks like %s", id, rt.token(), rt.path)
		case match != nil && match[1] != "subscriptionId":
			inputs[match[1]] = parts[i]
		}
	}
	return inputs, nil
}
