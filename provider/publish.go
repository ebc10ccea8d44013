package provider

import (
	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/session"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// null is an output that does not apply. One that is left out would be unknown to a program in preview.
func null() pulumi.Input { return pulumi.ToOutput(nil) }

// publish builds the component's outputs from what was wired, and the session table from the configuration alone, so
// that it is there in preview.
func publish(ctx *pulumi.Context, b *built, s *spec.PeeringStack) pulumi.Map {
	routeFilterID := null()
	if b.routeFilterID != nil {
		routeFilterID = b.routeFilterID
	}
	return pulumi.Map{
		"resourceGroupName":                b.circuit.resourceGroup,
		"circuitId":                        b.circuit.id,
		"circuitName":                      b.circuit.name,
		"circuitProvisioningState":         b.circuit.provisioningState,
		"serviceProviderProvisioningState": b.circuit.carrierState,
		"serviceKey":                       secret(b.circuit.serviceKey),
		"routeFilterId":                    routeFilterID,
		"privatePeering":                   peeringStatus(ctx, b.private),
		"microsoftPeering":                 microsoftStatus(ctx, b.microsoft),
		"bgpSessions":                      bgpSessions(s, outerVLAN(b)),
		"stag":                             b.circuit.stag,
		"ports":                            ports(b.port),
		"authorizationKeys":                authorizationKeys(ctx, b),
		"globalReachConnections":           globalReachStatus(ctx, b),
		"pendingConnections":               pulumi.ToStringArray(b.pending),
		"gatewayConnections":               gatewayIDs(b),
	}
}

// authorizationKeys are the keys by name. One that Azure has masked in its answer is null: nobody is to hand asterisks on.
func authorizationKeys(ctx *pulumi.Context, b *built) pulumi.Input {
	keys := pulumi.Map{}
	for _, a := range b.authorizations {
		keys[a.name] = a.resource.AuthorizationKey.ApplyT(func(key *string) (*string, error) {
			if key == nil || !azure.Masked(*key) {
				return key, nil
			}
			return nil, ctx.Log.Warn("Azure has masked the key of the authorization "+a.name+" in its answer, so authorizationKeys does not have it. "+
				"Read it with an identity that may list keys (az network express-route auth show), or replace the authorization (pulumi up --replace)", &pulumi.LogArgs{Resource: a.resource})
		})
	}
	return pulumi.ToSecret(keys)
}

// ports are the two links of the circuit's port pair. Where there is none, or none that may be read, there are no links: a null
// would be unknown to some SDKs in a preview.
func ports(f azure.Fact[azure.Port]) pulumi.Input {
	if f.State == azure.Unknown {
		return pulumi.UnsafeUnknownOutput(nil)
	}
	links := pulumi.Array{}
	port := f.Value
	if port == nil {
		return links
	}
	for i, l := range port.Links {
		link := l.Name
		if i < len(sides) {
			link = string(sides[i])
		}
		links = append(links, pulumi.Map{
			"link": pulumi.String(link), "encapsulation": pulumi.String(port.Encapsulation), "routerName": pulumi.String(l.RouterName),
			"interfaceName": pulumi.String(l.InterfaceName), "patchPanelId": pulumi.String(l.PatchPanelID), "rackId": pulumi.String(l.RackID),
			"connectorType": pulumi.String(l.ConnectorType),
		})
	}
	return links
}

// sides are the links in the order in which Azure lists those of a port pair.
var sides = []spec.Side{spec.Primary, spec.Secondary}

// outerVLAN is the outer tag of the sessions: the circuit's stag on a QinQ port, else null.
func outerVLAN(b *built) pulumi.Input {
	switch {
	case b.port.State == azure.Unknown:
		return pulumi.UnsafeUnknownOutput(nil)
	case b.port.Value != nil && b.port.Value.Encapsulation == azure.QinQ:
		return b.circuit.stag
	}
	return null()
}

func globalReachStatus(ctx *pulumi.Context, b *built) pulumi.Array {
	all := pulumi.Array{}
	for _, c := range b.globalReach {
		all = append(all, pulumi.Map{
			"name":                    pulumi.String(c.name),
			"id":                      c.resource.ID(),
			"circuitConnectionStatus": settled(ctx, &c.resource.ResourceState, c.resource.CircuitConnectionStatus, "circuitConnectionStatus"),
		})
	}
	return all
}

func gatewayIDs(b *built) pulumi.Map {
	ids := pulumi.Map{}
	for _, c := range b.gateways {
		ids[c.name] = c.resource.ID()
	}
	return ids
}

func peeringStatus(ctx *pulumi.Context, p *network.ExpressRouteCircuitPeering) pulumi.Input {
	if p == nil {
		return null()
	}
	status := statusOf(ctx, p)
	connection := p.ExpressRouteConnection.ApplyT(func(c *network.ExpressRouteConnectionIdResponse) *string {
		if c == nil {
			return nil
		}
		return &c.Id
	})
	status["expressRouteConnectionId"] = settled(ctx, &p.ResourceState, connection, "expressRouteConnection", "id")
	peered := p.PeeredConnections.ApplyT(func(connections []network.PeerExpressRouteCircuitConnectionResponse) []any {
		all := []any{}
		for _, c := range connections {
			all = append(all, map[string]any{
				"id": c.Id, "name": c.Name, "connectionName": c.ConnectionName, "addressPrefix": c.AddressPrefix,
				"circuitConnectionStatus": c.CircuitConnectionStatus,
			})
		}
		return all
	})
	status["peeredConnections"] = settled(ctx, &p.ResourceState, peered, "peeredConnections")
	return status
}

func microsoftStatus(ctx *pulumi.Context, p *network.ExpressRouteCircuitPeering) pulumi.Input {
	if p == nil {
		return null()
	}
	status := statusOf(ctx, p)
	status["advertisedPublicPrefixesState"] = settled(ctx, &p.ResourceState, p.MicrosoftPeeringConfig.ApplyT(prefixesState),
		"microsoftPeeringConfig", "advertisedPublicPrefixesState")
	ipv6 := p.Ipv6PeeringConfig.ApplyT(func(c *network.Ipv6ExpressRouteCircuitPeeringConfigResponse) *string {
		if c == nil {
			return nil
		}
		return prefixesState(c.MicrosoftPeeringConfig)
	})
	status["ipv6AdvertisedPublicPrefixesState"] = settled(ctx, &p.ResourceState, ipv6,
		"ipv6PeeringConfig", "microsoftPeeringConfig", "advertisedPublicPrefixesState")
	return status
}

func prefixesState(c *network.ExpressRouteCircuitPeeringConfigResponse) *string {
	if c == nil {
		return nil
	}
	return &c.AdvertisedPublicPrefixesState
}

// statusOf is what both kinds of peering publish.
func statusOf(ctx *pulumi.Context, p *network.ExpressRouteCircuitPeering) pulumi.Map {
	status := pulumi.Map{"id": p.ID()}
	counters := p.Stats.ApplyT(func(s *network.ExpressRouteCircuitStatsResponse) map[string]*float64 {
		if s == nil {
			return nil
		}
		return map[string]*float64{
			"primarybytesIn": s.PrimarybytesIn, "primarybytesOut": s.PrimarybytesOut,
			"secondarybytesIn": s.SecondarybytesIn, "secondarybytesOut": s.SecondarybytesOut,
		}
	})
	for name, output := range map[string]pulumi.Output{
		"name":               p.Name,
		"peerASN":            p.PeerASN,
		"azureASN":           p.AzureASN,
		"vlanId":             p.VlanId,
		"state":              p.State,
		"primaryAzurePort":   p.PrimaryAzurePort,
		"secondaryAzurePort": p.SecondaryAzurePort,
		"provisioningState":  p.ProvisioningState,
		"gatewayManagerEtag": p.GatewayManagerEtag,
		"lastModifiedBy":     p.LastModifiedBy,
		"stats":              counters,
	} {
		status[name] = settled(ctx, &p.ResourceState, output, resource.PropertyKey(name))
	}
	return status
}

func bgpSessions(s *spec.PeeringStack, outerVLAN pulumi.Input) pulumi.Array {
	table := pulumi.Array{}
	for _, e := range session.Table(s) {
		table = append(table, pulumi.Map{
			"peering":          pulumi.String(e.Peering),
			"link":             pulumi.String(e.Side),
			"family":           pulumi.String(e.Family),
			"vlanId":           output(e.VlanID),
			"outerVlanId":      outerVLAN,
			"prefix":           output(e.Prefix),
			"customerAddress":  output(e.CustomerAddress),
			"microsoftAddress": output(e.MicrosoftAddress),
			"peerASN":          output(e.PeerASN),
			"azureASN":         pulumi.String(e.AzureASN),
		})
	}
	return table
}

// output is a value of the configuration as an output: unknown, null or secret as the value is.
func output[T any](v spec.Value[T]) pulumi.Output {
	var o pulumi.Output
	switch v.State {
	case spec.Unknown:
		o = pulumi.UnsafeUnknownOutput(nil)
	case spec.Absent:
		o = pulumi.ToOutput(nil)
	default:
		o = pulumi.ToOutput(v.V)
	}
	if v.Secret {
		o = pulumi.ToSecret(o)
	}
	return o
}
