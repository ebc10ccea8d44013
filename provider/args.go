package provider

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// The args are the component's inputs as Pulumi hands them over: objects as they are, every leaf an input that may be
// unknown or secret, but for those that decide which resources exist and what they are called. A contract test holds them,
// and the resolved configuration in package spec, to schema.json.

// PeeringStackArgs are the inputs of a PeeringStack.
type PeeringStackArgs struct {
	ResourceGroupName                pulumi.StringPtrInput                 `pulumi:"resourceGroupName"`
	Location                         pulumi.StringPtrInput                 `pulumi:"location"`
	Tags                             pulumi.StringMapInput                 `pulumi:"tags"`
	Circuit                          *CircuitArgs                          `pulumi:"circuit"`
	CircuitID                        pulumi.StringPtrInput                 `pulumi:"circuitId"`
	PrivatePeering                   *PrivatePeeringArgs                   `pulumi:"privatePeering"`
	MicrosoftPeering                 *MicrosoftPeeringArgs                 `pulumi:"microsoftPeering"`
	CarrierManagesPeerings           *bool                                 `pulumi:"carrierManagesPeerings"`
	Authorizations                   []string                              `pulumi:"authorizations"`
	GlobalReachConnections           []GlobalReachConnectionArgs           `pulumi:"globalReachConnections"`
	VirtualNetworkGatewayConnections []VirtualNetworkGatewayConnectionArgs `pulumi:"virtualNetworkGatewayConnections"`
	ExpressRouteConnections          []ExpressRouteConnectionArgs          `pulumi:"expressRouteConnections"`
	ReservedAddressSpaces            pulumi.StringArrayInput               `pulumi:"reservedAddressSpaces"`
	IgnoreRules                      []string                              `pulumi:"ignoreRules"`
	Adopt                            *AdoptArgs                            `pulumi:"adopt"`
}

// CircuitArgs are a circuit to create.
type CircuitArgs struct {
	Name                   pulumi.StringPtrInput   `pulumi:"name"`
	SkuTier                pulumi.StringPtrInput   `pulumi:"skuTier"`
	SkuFamily              pulumi.StringPtrInput   `pulumi:"skuFamily"`
	ServiceProvider        *ServiceProviderArgs    `pulumi:"serviceProvider"`
	ExpressRouteDirect     *ExpressRouteDirectArgs `pulumi:"expressRouteDirect"`
	AllowClassicOperations pulumi.BoolPtrInput     `pulumi:"allowClassicOperations"`
	GlobalReachEnabled     pulumi.BoolPtrInput     `pulumi:"globalReachEnabled"`
}

// ServiceProviderArgs are a circuit's carrier.
type ServiceProviderArgs struct {
	Name            pulumi.StringInput `pulumi:"name"`
	PeeringLocation pulumi.StringInput `pulumi:"peeringLocation"`
	BandwidthInMbps pulumi.IntInput    `pulumi:"bandwidthInMbps"`
}

// ExpressRouteDirectArgs are a circuit's port.
type ExpressRouteDirectArgs struct {
	PortID           pulumi.StringInput    `pulumi:"portId"`
	BandwidthInGbps  pulumi.Float64Input   `pulumi:"bandwidthInGbps"`
	AuthorizationKey pulumi.StringPtrInput `pulumi:"authorizationKey"`
}

// PrivatePeeringArgs are the Azure private peering.
type PrivatePeeringArgs struct {
	PeerASN                    pulumi.Float64Input   `pulumi:"peerASN"`
	VlanID                     pulumi.IntInput       `pulumi:"vlanId"`
	PrimaryPeerAddressPrefix   pulumi.StringPtrInput `pulumi:"primaryPeerAddressPrefix"`
	SecondaryPeerAddressPrefix pulumi.StringPtrInput `pulumi:"secondaryPeerAddressPrefix"`
	SharedKey                  pulumi.StringPtrInput `pulumi:"sharedKey"`
	State                      pulumi.StringPtrInput `pulumi:"state"`
	IPv6                       *PrivateIPv6Args      `pulumi:"ipv6PeeringConfig"`
}

// PrivateIPv6Args are the IPv6 side of the private peering.
type PrivateIPv6Args struct {
	PrimaryPeerAddressPrefix   pulumi.StringInput    `pulumi:"primaryPeerAddressPrefix"`
	SecondaryPeerAddressPrefix pulumi.StringInput    `pulumi:"secondaryPeerAddressPrefix"`
	State                      pulumi.StringPtrInput `pulumi:"state"`
}

// MicrosoftPeeringArgs are the Microsoft peering.
type MicrosoftPeeringArgs struct {
	PeerASN                    pulumi.Float64Input   `pulumi:"peerASN"`
	VlanID                     pulumi.IntInput       `pulumi:"vlanId"`
	PrimaryPeerAddressPrefix   pulumi.StringPtrInput `pulumi:"primaryPeerAddressPrefix"`
	SecondaryPeerAddressPrefix pulumi.StringPtrInput `pulumi:"secondaryPeerAddressPrefix"`
	SharedKey                  pulumi.StringPtrInput `pulumi:"sharedKey"`
	State                      pulumi.StringPtrInput `pulumi:"state"`
	Config                     *MicrosoftConfigArgs  `pulumi:"microsoftPeeringConfig"`
	IPv6                       *MicrosoftIPv6Args    `pulumi:"ipv6PeeringConfig"`
	RouteFilter                *RouteFilterArgs      `pulumi:"routeFilter"`
	RouteFilterID              pulumi.StringPtrInput `pulumi:"routeFilterId"`
}

// MicrosoftConfigArgs are what is advertised to Microsoft over one address family.
type MicrosoftConfigArgs struct {
	AdvertisedPublicPrefixes pulumi.StringArrayInput `pulumi:"advertisedPublicPrefixes"`
	AdvertisedCommunities    pulumi.StringArrayInput `pulumi:"advertisedCommunities"`
	CustomerASN              pulumi.IntPtrInput      `pulumi:"customerASN"`
	RoutingRegistryName      pulumi.StringPtrInput   `pulumi:"routingRegistryName"`
	LegacyMode               pulumi.IntPtrInput      `pulumi:"legacyMode"`
}

// MicrosoftIPv6Args are the IPv6 side of the Microsoft peering.
type MicrosoftIPv6Args struct {
	PrimaryPeerAddressPrefix   pulumi.StringInput    `pulumi:"primaryPeerAddressPrefix"`
	SecondaryPeerAddressPrefix pulumi.StringInput    `pulumi:"secondaryPeerAddressPrefix"`
	State                      pulumi.StringPtrInput `pulumi:"state"`
	Config                     *MicrosoftConfigArgs  `pulumi:"microsoftPeeringConfig"`
	RouteFilterID              pulumi.StringPtrInput `pulumi:"routeFilterId"`
}

// RouteFilterArgs are a route filter to create, with its one rule.
type RouteFilterArgs struct {
	Name        pulumi.StringPtrInput   `pulumi:"name"`
	RuleName    pulumi.StringPtrInput   `pulumi:"ruleName"`
	Communities pulumi.StringArrayInput `pulumi:"communities"`
	Services    pulumi.StringArrayInput `pulumi:"services"`
	Regions     pulumi.StringArrayInput `pulumi:"regions"`
}

// GlobalReachConnectionArgs are a connection to another circuit's private peering.
type GlobalReachConnectionArgs struct {
	Name                 string                `pulumi:"name"`
	PeerCircuitID        pulumi.StringPtrInput `pulumi:"peerCircuitId"`
	PeerCircuitPeeringID pulumi.StringPtrInput `pulumi:"peerCircuitPeeringId"`
	AddressPrefix        pulumi.StringPtrInput `pulumi:"addressPrefix"`
	IPv6AddressPrefix    pulumi.StringPtrInput `pulumi:"ipv6AddressPrefix"`
	AuthorizationKey     pulumi.StringPtrInput `pulumi:"authorizationKey"`
}

// VirtualNetworkGatewayConnectionArgs are a connection to an existing gateway of a virtual network.
type VirtualNetworkGatewayConnectionArgs struct {
	Name                string                `pulumi:"name"`
	GatewayID           pulumi.StringInput    `pulumi:"virtualNetworkGatewayId"`
	RoutingWeight       pulumi.IntPtrInput    `pulumi:"routingWeight"`
	GatewayBypass       pulumi.BoolPtrInput   `pulumi:"expressRouteGatewayBypass"`
	PrivateLinkFastPath pulumi.BoolPtrInput   `pulumi:"enablePrivateLinkFastPath"`
	AuthorizationKey    pulumi.StringPtrInput `pulumi:"authorizationKey"`
	Location            pulumi.StringPtrInput `pulumi:"location"`
	ResourceGroupName   pulumi.StringPtrInput `pulumi:"resourceGroupName"`
}

// ExpressRouteConnectionArgs are a connection to an existing ExpressRoute gateway of a Virtual WAN hub.
type ExpressRouteConnectionArgs struct {
	Name             string                    `pulumi:"name"`
	GatewayID        pulumi.StringInput        `pulumi:"expressRouteGatewayId"`
	RoutingWeight    pulumi.IntPtrInput        `pulumi:"routingWeight"`
	InternetSecurity pulumi.BoolPtrInput       `pulumi:"enableInternetSecurity"`
	GatewayBypass    pulumi.BoolPtrInput       `pulumi:"expressRouteGatewayBypass"`
	AuthorizationKey pulumi.StringPtrInput     `pulumi:"authorizationKey"`
	Routing          *RoutingConfigurationArgs `pulumi:"routingConfiguration"`
}

// RoutingConfigurationArgs are how a hub routes to and from a connection.
type RoutingConfigurationArgs struct {
	AssociatedRouteTableID     pulumi.StringPtrInput   `pulumi:"associatedRouteTableId"`
	PropagatedRouteTableIDs    pulumi.StringArrayInput `pulumi:"propagatedRouteTableIds"`
	PropagatedRouteTableLabels pulumi.StringArrayInput `pulumi:"propagatedRouteTableLabels"`
	InboundRouteMapID          pulumi.StringPtrInput   `pulumi:"inboundRouteMapId"`
	OutboundRouteMapID         pulumi.StringPtrInput   `pulumi:"outboundRouteMapId"`
}

// AdoptArgs are what comes into the stack instead of being created.
type AdoptArgs struct {
	CircuitID         string  `pulumi:"circuitId"`
	RouteFilterID     *string `pulumi:"routeFilterId"`
	RouteFilterRuleID *string `pulumi:"routeFilterRuleId"`
}
