package provider

import (
	"slices"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// What azure-native answers, as plain facts.

func circuitOf(c *network.LookupExpressRouteCircuitResult) azure.Circuit {
	seen := azure.Circuit{
		ID: value(c.Id), Name: c.Name, Location: value(c.Location), Tags: c.Tags, BandwidthInGbps: value(c.BandwidthInGbps),
		AllowClassicOperations: value(c.AllowClassicOperations), GlobalReachEnabled: value(c.GlobalReachEnabled),
		PortID: idOf(c.ExpressRoutePort), ProvisioningState: value(c.CircuitProvisioningState), CarrierState: value(c.ServiceProviderProvisioningState),
		ServiceKey: azure.Secret(value(c.ServiceKey)), Stag: c.Stag,
	}
	if c.Sku != nil {
		seen.Tier, seen.Family = value(c.Sku.Tier), value(c.Sku.Family)
	}
	if p := c.ServiceProviderProperties; p != nil {
		seen.ServiceProvider, seen.PeeringLocation, seen.BandwidthInMbps = value(p.ServiceProviderName), value(p.PeeringLocation), value(p.BandwidthInMbps)
	}
	for _, p := range c.Peerings {
		switch value(p.Name) {
		case spec.NamePrivatePeering:
			seen.Private = peeringOf(p)
		case spec.NameMicrosoftPeering:
			seen.Microsoft = peeringOf(p)
		}
	}
	for _, a := range c.Authorizations {
		seen.Authorizations = append(seen.Authorizations, azure.Authorization{ID: value(a.Id), Name: value(a.Name)})
	}
	return seen
}

func peeringOf(p network.ExpressRouteCircuitPeeringResponse) *azure.Peering {
	seen := &azure.Peering{
		ID:      value(p.Id),
		PeerASN: value(p.PeerASN), VlanID: value(p.VlanId), State: value(p.State),
		Primary: value(p.PrimaryPeerAddressPrefix), Secondary: value(p.SecondaryPeerAddressPrefix),
		RouteFilterID: idOf(p.RouteFilter), Config: configOf(p.MicrosoftPeeringConfig),
	}
	if v6 := p.Ipv6PeeringConfig; v6 != nil {
		seen.IPv6 = &azure.IPv6{
			Primary: value(v6.PrimaryPeerAddressPrefix), Secondary: value(v6.SecondaryPeerAddressPrefix), State: value(v6.State),
			RouteFilterID: idOf(v6.RouteFilter), Config: configOf(v6.MicrosoftPeeringConfig),
		}
	}
	if hub := p.ExpressRouteConnection; hub != nil {
		seen.HubConnection = hub.Id
	}
	for _, c := range p.PeeredConnections {
		seen.Peered = append(seen.Peered, azure.Peered{Name: value(c.ConnectionName), PeeringID: idOf(c.PeerExpressRouteCircuitPeering)})
	}
	for _, c := range p.Connections {
		connection := azure.Connection{
			ID: value(c.Id), Name: value(c.Name), AddressPrefix: value(c.AddressPrefix),
			PeeringID: idOf(c.ExpressRouteCircuitPeering), PeerPeeringID: idOf(c.PeerExpressRouteCircuitPeering),
		}
		if v6 := c.Ipv6CircuitConnectionConfig; v6 != nil {
			connection.IPv6AddressPrefix = value(v6.AddressPrefix)
		}
		seen.Connections = append(seen.Connections, connection)
	}
	return seen
}

func configOf(c *network.ExpressRouteCircuitPeeringConfigResponse) *azure.MicrosoftConfig {
	if c == nil {
		return nil
	}
	return &azure.MicrosoftConfig{
		Prefixes: c.AdvertisedPublicPrefixes, CustomerASN: value(c.CustomerASN),
		RoutingRegistryName: value(c.RoutingRegistryName), LegacyMode: value(c.LegacyMode),
	}
}

func routeFilterOf(f *network.LookupRouteFilterResult) azure.RouteFilter {
	seen := azure.RouteFilter{ID: value(f.Id), Name: f.Name, Location: f.Location, Tags: f.Tags}
	for _, r := range f.Rules {
		seen.Rules = append(seen.Rules, azure.RouteFilterRule{ID: value(r.Id), Name: value(r.Name), Communities: r.Communities})
	}
	for _, p := range slices.Concat(f.Peerings, f.Ipv6Peerings) {
		seen.Peerings = append(seen.Peerings, value(p.Id))
	}
	return seen
}

func gatewayOf(g *network.LookupVirtualNetworkGatewayResult) azure.Gateway {
	seen := azure.Gateway{ID: value(g.Id), Name: g.Name, Location: value(g.Location), Type: value(g.GatewayType)}
	if g.Sku != nil {
		seen.SKU = value(g.Sku.Name)
	}
	return seen
}

func hubGatewayOf(g *network.LookupExpressRouteGatewayResult) azure.Gateway {
	seen := azure.Gateway{ID: value(g.Id), Name: g.Name, Location: value(g.Location)}
	for _, c := range g.ExpressRouteConnections {
		seen.Connections = append(seen.Connections, azure.GatewayConnection{ID: value(c.Id), Name: c.Name, Circuit: value(c.ExpressRouteCircuitPeering.Id)})
	}
	return seen
}

func hubConnectionOf(c *network.LookupExpressRouteConnectionResult) azure.GatewayConnection {
	return azure.GatewayConnection{
		ID: value(c.Id), Name: c.Name, Circuit: value(c.ExpressRouteCircuitPeering.Id),
		RoutingWeight: value(c.RoutingWeight), Bypass: value(c.ExpressRouteGatewayBypass), InternetSecurity: value(c.EnableInternetSecurity),
	}
}

func connectionOf(c *network.LookupVirtualNetworkGatewayConnectionResult) azure.GatewayConnection {
	return azure.GatewayConnection{
		ID: value(c.Id), Name: c.Name, Location: value(c.Location), Tags: c.Tags, GatewayID: value(c.VirtualNetworkGateway1.Id), Circuit: idOf(c.Peer),
		RoutingWeight: value(c.RoutingWeight), Bypass: value(c.ExpressRouteGatewayBypass), PrivateLinkFastPath: value(c.EnablePrivateLinkFastPath),
	}
}

func portOf(p *network.LookupExpressRoutePortResult) azure.Port {
	seen := azure.Port{
		ID: value(p.Id), Name: p.Name, Location: value(p.Location), PeeringLocation: value(p.PeeringLocation),
		Encapsulation: value(p.Encapsulation), BandwidthInGbps: value(p.BandwidthInGbps), ProvisionedInGbps: p.ProvisionedBandwidthInGbps,
	}
	for _, c := range p.Circuits {
		seen.Circuits = append(seen.Circuits, c.Id)
	}
	for _, l := range p.Links {
		seen.Links = append(seen.Links, azure.PortLink{
			Name: value(l.Name), RouterName: l.RouterName, InterfaceName: l.InterfaceName,
			PatchPanelID: l.PatchPanelId, RackID: l.RackId, ConnectorType: l.ConnectorType,
		})
	}
	return seen
}

func idOf(r *network.SubResourceResponse) string {
	if r == nil {
		return ""
	}
	return r.Id
}

// value is what a pointer leads to, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
