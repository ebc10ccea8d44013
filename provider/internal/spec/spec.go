package spec

// The input tags below name the properties of schema.json; a contract test holds the two together.

// PeeringStack is the resolved configuration of one component.
type PeeringStack struct {
	// Path is where the stack's inputs stand in the program's: nothing before them when it stands alone.
	Path string

	ResourceGroupName                Value[string]                     `input:"resourceGroupName"`
	Location                         Value[string]                     `input:"location"`
	Tags                             Map[string]                       `input:"tags"`
	Circuit                          *Circuit                          `input:"circuit"`
	CircuitID                        Value[string]                     `input:"circuitId"`
	PrivatePeering                   *PrivatePeering                   `input:"privatePeering"`
	MicrosoftPeering                 *MicrosoftPeering                 `input:"microsoftPeering"`
	CarrierManagesPeerings           Value[bool]                       `input:"carrierManagesPeerings"`
	Authorizations                   List[string]                      `input:"authorizations"`
	GlobalReachConnections           []GlobalReachConnection           `input:"globalReachConnections"`
	VirtualNetworkGatewayConnections []VirtualNetworkGatewayConnection `input:"virtualNetworkGatewayConnections"`
	ExpressRouteConnections          []ExpressRouteConnection          `input:"expressRouteConnections"`
	ReservedAddressSpaces            List[string]                      `input:"reservedAddressSpaces"`
	IgnoreRules                      List[string]                      `input:"ignoreRules"`
	Adopt                            *Adopt                            `input:"adopt"`
}

// Circuit is a circuit to create.
type Circuit struct {
	Name                   Value[string]       `input:"name"`
	SkuTier                Value[string]       `input:"skuTier"`
	SkuFamily              Value[string]       `input:"skuFamily"`
	ServiceProvider        *ServiceProvider    `input:"serviceProvider"`
	ExpressRouteDirect     *ExpressRouteDirect `input:"expressRouteDirect"`
	AllowClassicOperations Value[bool]         `input:"allowClassicOperations"`
	GlobalReachEnabled     Value[bool]         `input:"globalReachEnabled"`
}

// ServiceProvider is a circuit's carrier.
type ServiceProvider struct {
	Name            Value[string] `input:"name"`
	PeeringLocation Value[string] `input:"peeringLocation"`
	BandwidthInMbps Value[int]    `input:"bandwidthInMbps"`
}

// ExpressRouteDirect is a circuit's port.
type ExpressRouteDirect struct {
	PortID           Value[string]  `input:"portId"`
	BandwidthInGbps  Value[float64] `input:"bandwidthInGbps"`
	AuthorizationKey Value[string]  `input:"authorizationKey"`
}

// Peering is what both kinds of peering have.
type Peering struct {
	PeerASN                    Value[float64] `input:"peerASN"`
	VlanID                     Value[int]     `input:"vlanId"`
	PrimaryPeerAddressPrefix   Value[string]  `input:"primaryPeerAddressPrefix"`
	SecondaryPeerAddressPrefix Value[string]  `input:"secondaryPeerAddressPrefix"`
	SharedKey                  Value[string]  `input:"sharedKey"`
	State                      Value[string]  `input:"state"`
}

// IPv6 is what the IPv6 side of both kinds of peering has.
type IPv6 struct {
	PrimaryPeerAddressPrefix   Value[string] `input:"primaryPeerAddressPrefix"`
	SecondaryPeerAddressPrefix Value[string] `input:"secondaryPeerAddressPrefix"`
	State                      Value[string] `input:"state"`
}

// PrivatePeering is the Azure private peering.
type PrivatePeering struct {
	Peering
	IPv6 *PrivateIPv6 `input:"ipv6PeeringConfig"`
}

// PrivateIPv6 is the IPv6 side of the private peering.
type PrivateIPv6 struct {
	IPv6
}

// MicrosoftPeering is the Microsoft peering.
type MicrosoftPeering struct {
	Peering
	Config        *MicrosoftConfig `input:"microsoftPeeringConfig"`
	IPv6          *MicrosoftIPv6   `input:"ipv6PeeringConfig"`
	RouteFilter   *RouteFilter     `input:"routeFilter"`
	RouteFilterID Value[string]    `input:"routeFilterId"`
}

// MicrosoftConfig is what is advertised to Microsoft over one address family.
type MicrosoftConfig struct {
	AdvertisedPublicPrefixes List[string]  `input:"advertisedPublicPrefixes"`
	AdvertisedCommunities    List[string]  `input:"advertisedCommunities"`
	CustomerASN              Value[int]    `input:"customerASN"`
	RoutingRegistryName      Value[string] `input:"routingRegistryName"`
	LegacyMode               Value[int]    `input:"legacyMode"`
}

// MicrosoftIPv6 is the IPv6 side of the Microsoft peering.
type MicrosoftIPv6 struct {
	IPv6
	Config        *MicrosoftConfig `input:"microsoftPeeringConfig"`
	RouteFilterID Value[string]    `input:"routeFilterId"`
}

// RouteFilter is a route filter to create, with its one rule.
type RouteFilter struct {
	Name        Value[string] `input:"name"`
	RuleName    Value[string] `input:"ruleName"`
	Communities List[string]  `input:"communities"`
	Services    List[string]  `input:"services"`
	Regions     List[string]  `input:"regions"`
}

// GlobalReachConnection is a connection to another circuit's private peering.
type GlobalReachConnection struct {
	Name                 Value[string] `input:"name"`
	PeerCircuitID        Value[string] `input:"peerCircuitId"`
	PeerCircuitPeeringID Value[string] `input:"peerCircuitPeeringId"`
	AddressPrefix        Value[string] `input:"addressPrefix"`
	IPv6AddressPrefix    Value[string] `input:"ipv6AddressPrefix"`
	AuthorizationKey     Value[string] `input:"authorizationKey"`
}

// GatewayConnection is what connections to gateways of both kinds have.
type GatewayConnection struct {
	Name             Value[string] `input:"name"`
	RoutingWeight    Value[int]    `input:"routingWeight"`
	GatewayBypass    Value[bool]   `input:"expressRouteGatewayBypass"`
	AuthorizationKey Value[string] `input:"authorizationKey"`
}

// VirtualNetworkGatewayConnection is a connection to an existing gateway of a virtual network.
type VirtualNetworkGatewayConnection struct {
	GatewayConnection
	GatewayID           Value[string] `input:"virtualNetworkGatewayId"`
	PrivateLinkFastPath Value[bool]   `input:"enablePrivateLinkFastPath"`
	Location            Value[string] `input:"location"`
	ResourceGroupName   Value[string] `input:"resourceGroupName"`
}

// ExpressRouteConnection is a connection to an existing ExpressRoute gateway of a Virtual WAN hub.
type ExpressRouteConnection struct {
	GatewayConnection
	GatewayID        Value[string]         `input:"expressRouteGatewayId"`
	InternetSecurity Value[bool]           `input:"enableInternetSecurity"`
	Routing          *RoutingConfiguration `input:"routingConfiguration"`
}

// RoutingConfiguration is how a hub routes to and from a connection.
type RoutingConfiguration struct {
	AssociatedRouteTableID     Value[string] `input:"associatedRouteTableId"`
	PropagatedRouteTableIDs    List[string]  `input:"propagatedRouteTableIds"`
	PropagatedRouteTableLabels List[string]  `input:"propagatedRouteTableLabels"`
	InboundRouteMapID          Value[string] `input:"inboundRouteMapId"`
	OutboundRouteMapID         Value[string] `input:"outboundRouteMapId"`
}

// Adopt is what comes into the stack instead of being created.
type Adopt struct {
	CircuitID         Value[string] `input:"circuitId"`
	RouteFilterID     Value[string] `input:"routeFilterId"`
	RouteFilterRuleID Value[string] `input:"routeFilterRuleId"`
}
