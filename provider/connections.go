package provider

import (
	"slices"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// named is a child by the name that the program gave it.
type named[R any] struct {
	name     string
	resource R
}

// keyed are the options of children with an authorization key, which Azure masks in its answers.
func (w *wiring) keyed() pulumi.ResourceOption {
	return pulumi.Composite(w.onCircuit(), pulumi.AdditionalSecretOutputs([]string{"authorizationKey"}))
}

// authorizations registers one authorization for each name. Azure makes the keys.
func (w *wiring) authorizations(c circuit) ([]named[*network.ExpressRouteCircuitAuthorization], error) {
	var all []named[*network.ExpressRouteCircuitAuthorization]
	for _, name := range w.args.Authorizations {
		was := w.was(azure.KindAuthorization, name)
		args := &network.ExpressRouteCircuitAuthorizationArgs{
			ResourceGroupName: was.spelled("resourceGroupName", c.resourceGroup),
			CircuitName:       was.spelled("circuitName", c.name),
			AuthorizationName: was.spelled("authorizationName", pulumi.String(name)),
		}
		a, err := register[network.ExpressRouteCircuitAuthorization](w, "network:ExpressRouteCircuitAuthorization", w.name+authorizationSuffix+name, args,
			w.keyed(), was.aliased(w.name+authorizationSuffix+name), pulumi.IgnoreChanges([]string{"authorizationKey", "authorizationUseStatus"}),
			w.untold(was, was.paths()...), was.adopt.option())
		if err != nil {
			return nil, err
		}
		w.done(a)
		all = append(all, named[*network.ExpressRouteCircuitAuthorization]{name, a})
	}
	return all, nil
}

// globalReach registers the connections to other circuits, but for those that wait for a carrier.
func (w *wiring) globalReach(
	c circuit, private *network.ExpressRouteCircuitPeering, pending []string,
) ([]named[*network.ExpressRouteCircuitConnection], error) {
	all := make([]named[*network.ExpressRouteCircuitConnection], len(w.args.GlobalReachConnections))
	reach := rules.ReachOf(w.spec, w.world)
	for _, i := range reach.Order {
		in := w.args.GlobalReachConnections[i]
		if slices.Contains(pending, in.Name) {
			continue
		}
		peer, err := w.behind(peerPeering(in))
		if err != nil {
			return nil, err
		}
		was := w.was(azure.KindGlobalReach, in.Name)
		args := &network.ExpressRouteCircuitConnectionArgs{
			ResourceGroupName:              was.spelled("resourceGroupName", c.resourceGroup),
			CircuitName:                    was.spelled("circuitName", c.name),
			PeeringName:                    pulumi.String(spec.NamePrivatePeering),
			ConnectionName:                 was.spelled("connectionName", pulumi.String(in.Name)),
			ExpressRouteCircuitPeering:     &network.SubResourceArgs{Id: was.spelled("expressRouteCircuitPeering.id", privatePeeringID(c, private))},
			PeerExpressRouteCircuitPeering: &network.SubResourceArgs{Id: was.spelled("peerExpressRouteCircuitPeering.id", peer)},
			AddressPrefix:                  in.AddressPrefix,
			AuthorizationKey:               secret(in.AuthorizationKey),
		}
		if in.IPv6AddressPrefix != nil {
			args.Ipv6CircuitConnectionConfig = &network.Ipv6CircuitConnectionConfigArgs{AddressPrefix: in.IPv6AddressPrefix}
		}
		conn, err := register[network.ExpressRouteCircuitConnection](w, "network:ExpressRouteCircuitConnection", w.name+globalReachSuffix+in.Name, args,
			w.keyed(), was.aliased(w.name+globalReachSuffix+in.Name), w.instead(azure.KindGlobalReach, reach, in.Name),
			pulumi.IgnoreChanges([]string{"authorizationKey"}), w.untold(was, slices.Concat(circuitNames, []string{"connectionName"})...), was.adopt.option(),
			pulumi.ReplaceOnChanges([]string{"expressRouteCircuitPeering", "peerExpressRouteCircuitPeering", "addressPrefix"}))
		if err != nil {
			return nil, err
		}
		w.done(conn)
		all[i] = named[*network.ExpressRouteCircuitConnection]{in.Name, conn}
	}
	return slices.DeleteFunc(all, func(n named[*network.ExpressRouteCircuitConnection]) bool { return n.resource == nil }), nil
}

// instead makes a connection the replacement of one that goes, so that the old one goes first. It is none where there is
// no such connection.
func (w *wiring) instead(kind string, of rules.Handover, name string) pulumi.ResourceOption {
	goes := of.Instead[name]
	if goes == "" {
		return pulumi.Composite()
	}
	return pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String(nameInState(w.world.Held(kind, goes), w.name+suffixes[kind]+goes))}})
}

// privatePeeringID is the id of the circuit's private peering: of the stack's own, or of the one that others made.
func privatePeeringID(c circuit, private *network.ExpressRouteCircuitPeering) pulumi.StringOutput {
	if private != nil {
		return private.ID().ToStringOutput()
	}
	return c.id.ToStringOutput().ApplyT(func(id string) string { return spec.PeerPeering(id, "") }).(pulumi.StringOutput)
}

func peerPeering(in GlobalReachConnectionArgs) pulumi.StringOutput {
	return pulumi.StringArray{orEmpty(in.PeerCircuitID), orEmpty(in.PeerCircuitPeeringID)}.ToStringArrayOutput().ApplyT(func(given []string) string {
		return spec.PeerPeering(given[0], given[1])
	}).(pulumi.StringOutput)
}

// gateways registers the connections to gateways of both kinds, one after the other: Azure fails those that are made at
// the same time. Those that wait for a carrier are left out.
func (w *wiring) gateways(c circuit, private *network.ExpressRouteCircuitPeering, pending []string) ([]named[pulumi.CustomResource], error) {
	vnets, hubs := w.args.VirtualNetworkGatewayConnections, w.args.ExpressRouteConnections
	all := make([]named[pulumi.CustomResource], len(vnets)+len(hubs))
	connect := func(place int, name string, register func() (pulumi.CustomResource, error)) error {
		if slices.Contains(pending, name) {
			return nil
		}
		conn, err := register()
		if err != nil {
			return err
		}
		w.done(conn)
		all[place] = named[pulumi.CustomResource]{name, conn}
		return nil
	}
	handover := rules.GatewaysOf(w.spec, w.world, armid.VirtualNetworkGateway)
	for _, i := range handover.Order {
		if err := connect(i, vnets[i].Name, func() (pulumi.CustomResource, error) {
			return w.virtualNetworkGateway(c, private, vnets[i], w.spec.VirtualNetworkGatewayConnections[i].GatewayID,
				w.instead(azure.KindGatewayConnection, handover, vnets[i].Name))
		}); err != nil {
			return nil, err
		}
	}
	handover = rules.GatewaysOf(w.spec, w.world, armid.ExpressRouteGateway)
	for _, i := range handover.Order {
		if err := connect(len(vnets)+i, hubs[i].Name, func() (pulumi.CustomResource, error) {
			return w.expressRouteGateway(c, private, hubs[i], w.instead(azure.KindHubConnection, handover, hubs[i].Name))
		}); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(all, func(n named[pulumi.CustomResource]) bool { return n.resource == nil }), nil
}

func (w *wiring) virtualNetworkGateway(
	c circuit, private *network.ExpressRouteCircuitPeering, in VirtualNetworkGatewayConnectionArgs, gatewayID spec.Value[string], instead pulumi.ResourceOption,
) (*network.VirtualNetworkGatewayConnection, error) {
	gateway := partsOf(in.GatewayID.ToStringOutput(), armid.VirtualNetworkGateway)
	group, was := gateway(func(id armid.ID) string { return id.ResourceGroup }), w.was(azure.KindGatewayConnection, in.Name)
	if in.ResourceGroupName != nil {
		group = in.ResourceGroupName.ToStringPtrOutput().Elem()
	}
	args := &network.VirtualNetworkGatewayConnectionArgs{
		ResourceGroupName:                   was.spelled("resourceGroupName", group),
		VirtualNetworkGatewayConnectionName: was.spelled("virtualNetworkGatewayConnectionName", pulumi.String(in.Name)),
		Location:                            w.args.Location,
		Tags:                                w.args.Tags,
		ConnectionType:                      pulumi.String("ExpressRoute"),
		VirtualNetworkGateway1:              &network.VirtualNetworkGatewayTypeArgs{Id: was.spelled("virtualNetworkGateway1.id", in.GatewayID).ToStringPtrOutput()},
		Peer:                                &network.SubResourceArgs{Id: was.spelledPtr("peer.id", reached(c, private))},
		RoutingWeight:                       in.RoutingWeight,
		ExpressRouteGatewayBypass:           in.GatewayBypass,
		EnablePrivateLinkFastPath:           in.PrivateLinkFastPath,
		AuthorizationKey:                    secret(in.AuthorizationKey),
	}
	if in.Location != nil {
		args.Location = in.Location
	} else if location := w.gatewayLocation(in.GatewayID, gatewayID); location != nil {
		args.Location = location
	}
	return register[network.VirtualNetworkGatewayConnection](w, "network:VirtualNetworkGatewayConnection", w.name+gatewaySuffix+in.Name, args, w.keyed(), was.aliased(w.name+gatewaySuffix+in.Name), instead,
		pulumi.ReplaceOnChanges([]string{"peer", "virtualNetworkGateway1"}), was.adopt.option("authorizationKey"))
}

// reached is the circuit at the end of a gateway's connection. It is taken to be known with the private peering, over which
// it is reached: what replaces the peering has to replace the connection before, and the engine finds that out by
// properties alone.
func reached(c circuit, private *network.ExpressRouteCircuitPeering) pulumi.StringPtrOutput {
	id := c.id.ToStringOutput()
	if private != nil {
		id = pulumi.StringArray{id, private.ID()}.ToStringArrayOutput().ApplyT(func(ids []string) string { return ids[0] }).(pulumi.StringOutput)
	}
	return id.ToStringPtrOutput()
}

// gatewayLocation is the region of a gateway, in which its connections are made: unknown while the gateway's id is, and nil
// when the gateway was not read.
func (w *wiring) gatewayLocation(id pulumi.StringInput, resolved spec.Value[string]) pulumi.StringPtrInput {
	gateway := w.world.Gateway(resolved.V).Value
	if gateway == nil && resolved.State != spec.Unknown {
		return nil
	}
	return id.ToStringOutput().ApplyT(func(string) *string { return &gateway.Location }).(pulumi.StringPtrOutput)
}

func (w *wiring) expressRouteGateway(
	c circuit, private *network.ExpressRouteCircuitPeering, in ExpressRouteConnectionArgs, instead pulumi.ResourceOption,
) (*network.ExpressRouteConnection, error) {
	gateway, was := partsOf(in.GatewayID.ToStringOutput(), armid.ExpressRouteGateway), w.was(azure.KindHubConnection, in.Name)
	args := &network.ExpressRouteConnectionArgs{
		ResourceGroupName:          was.spelled("resourceGroupName", gateway(func(id armid.ID) string { return id.ResourceGroup })),
		ExpressRouteGatewayName:    was.spelled("expressRouteGatewayName", gateway(func(id armid.ID) string { return id.Name })),
		ConnectionName:             was.spelled("connectionName", pulumi.String(in.Name)),
		Name:                       was.spelled("name", pulumi.String(in.Name)),
		ExpressRouteCircuitPeering: &network.ExpressRouteCircuitPeeringIdArgs{Id: was.spelled("expressRouteCircuitPeering.id", privatePeeringID(c, private)).ToStringPtrOutput()},
		RoutingWeight:              in.RoutingWeight,
		EnableInternetSecurity:     in.InternetSecurity,
		ExpressRouteGatewayBypass:  in.GatewayBypass,
		AuthorizationKey:           secret(in.AuthorizationKey),
	}
	if r := in.Routing; r != nil {
		routing := &network.RoutingConfigurationArgs{
			AssociatedRouteTable: subResource(r.AssociatedRouteTableID),
			InboundRouteMap:      subResource(r.InboundRouteMapID),
			OutboundRouteMap:     subResource(r.OutboundRouteMapID),
		}
		if r.PropagatedRouteTableIDs != nil || r.PropagatedRouteTableLabels != nil {
			routing.PropagatedRouteTables = &network.PropagatedRouteTableArgs{
				Ids:    subResources(r.PropagatedRouteTableIDs),
				Labels: r.PropagatedRouteTableLabels,
			}
		}
		args.RoutingConfiguration = routing
	}
	var kept []string
	if slices.Contains(rules.Staying(w.spec, w.world), in.Name) {
		kept = []string{"routingWeight", "enableInternetSecurity", "expressRouteGatewayBypass", "authorizationKey", "routingConfiguration"}
	}
	return register[network.ExpressRouteConnection](w, "network:ExpressRouteConnection", w.name+hubSuffix+in.Name, args, w.keyed(), was.aliased(w.name+hubSuffix+in.Name), instead,
		// Azure takes another key of a connection that is there, and ignores it.
		pulumi.IgnoreChanges(kept), pulumi.ReplaceOnChanges([]string{"expressRouteCircuitPeering", "authorizationKey"}), was.adopt.option())
}

func subResource(id pulumi.StringPtrInput) network.SubResourcePtrInput {
	if id == nil {
		return nil
	}
	return &network.SubResourceArgs{Id: id}
}

func subResources(ids pulumi.StringArrayInput) network.SubResourceArrayInput {
	if ids == nil {
		return nil
	}
	return ids.ToStringArrayOutput().ApplyT(func(ids []string) []network.SubResource {
		var all []network.SubResource
		for _, id := range ids {
			all = append(all, network.SubResource{Id: &id})
		}
		return all
	}).(network.SubResourceArrayOutput)
}

// partsOf gives parts of an id that may not be known yet.
func partsOf(id pulumi.StringOutput, typ string) func(func(armid.ID) string) pulumi.StringOutput {
	return func(of func(armid.ID) string) pulumi.StringOutput {
		return id.ApplyT(func(id string) (string, error) {
			parsed, err := armid.Parse(id, typ)
			return of(parsed), err
		}).(pulumi.StringOutput)
	}
}
