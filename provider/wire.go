package provider

import (
	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// How long Azure may take. A circuit or peering is a change on routers at two sites.
var (
	slow  = pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "60m", Update: "60m", Delete: "60m"})
	quick = pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "30m", Update: "30m", Delete: "30m"})
)

// built is what wiring hands on to publishing.
type built struct {
	circuit       circuit
	routeFilterID pulumi.StringPtrInput // nil when there is no filter
	private       *network.ExpressRouteCircuitPeering
	microsoft     *network.ExpressRouteCircuitPeering
}

// wiring registers the children of one component. What exists is decided by the resolved configuration; values go from
// the args to the children as they are, so that secrets and dependencies stay with them.
type wiring struct {
	ctx   *pulumi.Context
	name  string
	args  *PeeringStackArgs
	spec  *spec.PeeringStack
	child pulumi.ResourceOption
}

// wire registers the children in the order Azure needs: it refuses concurrent changes below one circuit, and a peering
// must find its route filter with the rule in it.
func wire(ctx *pulumi.Context, name string, args *PeeringStackArgs, s *spec.PeeringStack, stack *PeeringStack) (*built, error) {
	w := &wiring{ctx: ctx, name: name, args: args, spec: s, child: pulumi.Parent(stack)}
	b := &built{}

	group, err := w.resourceGroup()
	if err != nil {
		return nil, err
	}
	if b.circuit, err = w.circuit(group); err != nil {
		return nil, err
	}
	filterGroup := group
	if filterGroup == nil {
		filterGroup = b.circuit.resourceGroup
	}
	filterID, rule, err := w.routeFilter(filterGroup)
	if err != nil {
		return nil, err
	}
	b.routeFilterID = filterID
	if b.private, err = w.privatePeering(b.circuit); err != nil {
		return nil, err
	}
	b.microsoft, err = w.microsoftPeering(b.circuit, filterID, rule, b.private)
	return b, err
}

// resourceGroup is the name of the given group or of a new one. It is nil with circuitId alone: then the circuit's own
// group serves.
func (w *wiring) resourceGroup() (pulumi.StringInput, error) {
	switch {
	case w.spec.ResourceGroupName.Given():
		return w.args.ResourceGroupName.ToStringPtrOutput().Elem(), nil
	case w.spec.Circuit == nil:
		return nil, nil
	}
	group, err := resources.NewResourceGroup(w.ctx, w.name, &resources.ResourceGroupArgs{
		Location: w.args.Location,
		Tags:     w.args.Tags,
	}, w.child, quick)
	if err != nil {
		return nil, err
	}
	return group.Name, nil
}

// circuit is what the rest needs of the circuit, be it new or existing.
type circuit struct {
	id                pulumi.StringInput
	name              pulumi.StringInput
	resourceGroup     pulumi.StringInput
	provisioningState pulumi.StringPtrInput
	carrierState      pulumi.StringPtrInput
	serviceKey        pulumi.StringPtrInput
}

func (w *wiring) circuit(group pulumi.StringInput) (circuit, error) {
	if w.spec.Circuit == nil {
		return w.existingCircuit(), nil
	}
	return w.newCircuit(group)
}

func (w *wiring) newCircuit(group pulumi.StringInput) (circuit, error) {
	in := w.args.Circuit
	args := &network.ExpressRouteCircuitArgs{
		ResourceGroupName:      group,
		CircuitName:            in.Name,
		Location:               w.args.Location,
		Tags:                   w.args.Tags,
		Sku:                    sku(in, w.spec.Circuit.OnPort()),
		AllowClassicOperations: in.AllowClassicOperations,
		GlobalReachEnabled:     in.GlobalReachEnabled,
	}
	if carrier := in.ServiceProvider; carrier != nil {
		args.ServiceProviderProperties = &network.ExpressRouteCircuitServiceProviderPropertiesArgs{
			ServiceProviderName: carrier.Name,
			PeeringLocation:     carrier.PeeringLocation,
			BandwidthInMbps:     carrier.BandwidthInMbps,
		}
	}
	if port := in.ExpressRouteDirect; port != nil {
		args.ExpressRoutePort = &network.SubResourceArgs{Id: port.PortID}
		args.BandwidthInGbps = port.BandwidthInGbps
		args.AuthorizationKey = secret(port.AuthorizationKey)
	}

	// Azure sets these by itself, and azure-native has them among its inputs.
	azureSets := []string{"circuitProvisioningState", "gatewayManagerEtag", "serviceKey", "serviceProviderNotes", "serviceProviderProvisioningState"}
	if !w.spec.Circuit.GlobalReachEnabled.Given() {
		azureSets = append(azureSets, "globalReachEnabled")
	}
	c, err := network.NewExpressRouteCircuit(w.ctx, w.name, args, w.child, slow,
		pulumi.AdditionalSecretOutputs([]string{"authorizationKey", "serviceKey"}),
		pulumi.IgnoreChanges(azureSets))
	if err != nil {
		return circuit{}, err
	}
	return circuit{
		id:                c.ID().ToStringOutput(),
		name:              c.Name,
		resourceGroup:     group,
		provisioningState: c.CircuitProvisioningState,
		carrierState:      c.ServiceProviderProvisioningState,
		serviceKey:        c.ServiceKey,
	}, nil
}

// sku fills the defaults in and computes the name, which Azure wants beside tier and family.
func sku(in *CircuitArgs, onPort bool) *network.ExpressRouteCircuitSkuArgs {
	given := pulumi.All(orEmpty(in.SkuTier), orEmpty(in.SkuFamily))
	field := func(of func(spec.Sku) string) pulumi.StringOutput {
		return given.ApplyT(func(given []any) string {
			return of(spec.NewSku(given[0].(string), given[1].(string), onPort))
		}).(pulumi.StringOutput)
	}
	return &network.ExpressRouteCircuitSkuArgs{
		Name:   field(spec.Sku.Name),
		Tier:   field(func(s spec.Sku) string { return s.Tier }),
		Family: field(func(s spec.Sku) string { return s.Family }),
	}
}

// existingCircuit reads a circuit by its id, and never changes it.
func (w *wiring) existingCircuit() circuit {
	id := w.args.CircuitID.ToStringPtrOutput().Elem()
	part := func(of func(armid.ID) string) pulumi.StringOutput {
		return id.ApplyT(func(id string) (string, error) {
			parsed, err := armid.Parse(id, armid.Circuit)
			return of(parsed), err
		}).(pulumi.StringOutput)
	}
	name := part(func(id armid.ID) string { return id.Name })
	group := part(func(id armid.ID) string { return id.ResourceGroup })
	found := network.LookupExpressRouteCircuitOutput(w.ctx, network.LookupExpressRouteCircuitOutputArgs{
		CircuitName: name, ResourceGroupName: group,
	}, w.child.(pulumi.InvokeOption))
	return circuit{
		id:                found.Id().Elem(),
		name:              found.Name(),
		resourceGroup:     group,
		provisioningState: found.CircuitProvisioningState(),
		carrierState:      found.ServiceProviderProvisioningState(),
		serviceKey:        found.ServiceKey(),
	}
}

// routeFilter registers the filter and its rule, or passes the given id on. The rule is what a peering must wait for:
// Azure lets an empty filter be attached, which takes every route away.
func (w *wiring) routeFilter(group pulumi.StringInput) (pulumi.StringPtrInput, pulumi.Resource, error) {
	switch peering := w.spec.MicrosoftPeering; {
	case peering == nil:
		return nil, nil, nil
	case peering.RouteFilterID.Given():
		return w.args.MicrosoftPeering.RouteFilterID, nil, nil
	case peering.RouteFilter == nil:
		return nil, nil, nil
	}
	in := w.args.MicrosoftPeering.RouteFilter
	filter, err := network.NewRouteFilter(w.ctx, w.name, &network.RouteFilterArgs{
		ResourceGroupName: group,
		RouteFilterName:   in.Name,
		Location:          w.args.Location,
		Tags:              w.args.Tags,
	}, w.child, quick)
	if err != nil {
		return nil, nil, err
	}
	rule, err := network.NewRouteFilterRule(w.ctx, w.name, &network.RouteFilterRuleArgs{
		ResourceGroupName:   group,
		RouteFilterName:     filter.Name,
		RuleName:            in.RuleName,
		Access:              network.AccessAllow,
		RouteFilterRuleType: network.RouteFilterRuleTypeEnumCommunity,
		Communities:         communities(in),
	}, w.child, quick)
	return filter.ID().ToStringOutput().ToStringPtrOutput(), rule, err
}

// communities is the union of the filter's three inputs.
func communities(in *RouteFilterArgs) pulumi.StringArrayOutput {
	return pulumi.All(items(in.Communities), items(in.Services), items(in.Regions)).ApplyT(func(given []any) []string {
		return community.Union(given[0].([]string), given[1].([]string), given[2].([]string))
	}).(pulumi.StringArrayOutput)
}

func (w *wiring) privatePeering(c circuit) (*network.ExpressRouteCircuitPeering, error) {
	in := w.args.PrivatePeering
	if in == nil {
		return nil, nil
	}
	args := &network.ExpressRouteCircuitPeeringArgs{
		PeerASN:                    in.PeerASN,
		VlanId:                     in.VlanID,
		PrimaryPeerAddressPrefix:   in.PrimaryPeerAddressPrefix,
		SecondaryPeerAddressPrefix: in.SecondaryPeerAddressPrefix,
		SharedKey:                  in.SharedKey,
		State:                      in.State,
	}
	if in.IPv6 != nil {
		args.Ipv6PeeringConfig = &network.Ipv6ExpressRouteCircuitPeeringConfigArgs{
			PrimaryPeerAddressPrefix:   in.IPv6.PrimaryPeerAddressPrefix,
			SecondaryPeerAddressPrefix: in.IPv6.SecondaryPeerAddressPrefix,
			State:                      in.IPv6.State,
		}
	}
	return w.peering("-private", spec.NamePrivatePeering, c, args)
}

func (w *wiring) microsoftPeering(c circuit, filterID pulumi.StringPtrInput, rule pulumi.Resource, private *network.ExpressRouteCircuitPeering) (*network.ExpressRouteCircuitPeering, error) {
	s, in := w.spec.MicrosoftPeering, w.args.MicrosoftPeering
	if s == nil {
		return nil, nil
	}
	args := &network.ExpressRouteCircuitPeeringArgs{
		PeerASN:                    in.PeerASN,
		VlanId:                     in.VlanID,
		PrimaryPeerAddressPrefix:   in.PrimaryPeerAddressPrefix,
		SecondaryPeerAddressPrefix: in.SecondaryPeerAddressPrefix,
		SharedKey:                  in.SharedKey,
		State:                      in.State,
		MicrosoftPeeringConfig:     microsoftConfig(in.Config),
	}
	if filterID != nil && s.Config != nil {
		args.RouteFilter = &network.SubResourceArgs{Id: filterID}
	}
	var azureSets []string
	if s.Config != nil && !s.Config.AdvertisedCommunities.Given() {
		azureSets = append(azureSets, "microsoftPeeringConfig.advertisedCommunities")
	}
	if in.IPv6 != nil {
		ipv6 := &network.Ipv6ExpressRouteCircuitPeeringConfigArgs{
			PrimaryPeerAddressPrefix:   in.IPv6.PrimaryPeerAddressPrefix,
			SecondaryPeerAddressPrefix: in.IPv6.SecondaryPeerAddressPrefix,
			State:                      in.IPv6.State,
			MicrosoftPeeringConfig:     microsoftConfig(in.IPv6.Config),
		}
		switch {
		case s.IPv6.RouteFilterID.Given():
			ipv6.RouteFilter = &network.SubResourceArgs{Id: in.IPv6.RouteFilterID}
		case filterID != nil:
			ipv6.RouteFilter = &network.SubResourceArgs{Id: filterID}
		}
		if s.IPv6.Config != nil && !s.IPv6.Config.AdvertisedCommunities.Given() {
			azureSets = append(azureSets, "ipv6PeeringConfig.microsoftPeeringConfig.advertisedCommunities")
		}
		args.Ipv6PeeringConfig = ipv6
	}
	var after []pulumi.Resource
	if rule != nil {
		after = append(after, rule)
	}
	if private != nil {
		after = append(after, private)
	}
	return w.peering("-microsoft", spec.NameMicrosoftPeering, c, args, pulumi.DependsOn(after), pulumi.IgnoreChanges(azureSets))
}

func microsoftConfig(in *MicrosoftConfigArgs) network.ExpressRouteCircuitPeeringConfigPtrInput {
	if in == nil {
		return nil
	}
	return &network.ExpressRouteCircuitPeeringConfigArgs{
		AdvertisedPublicPrefixes: in.AdvertisedPublicPrefixes,
		AdvertisedCommunities:    in.AdvertisedCommunities,
		CustomerASN:              in.CustomerASN,
		RoutingRegistryName:      in.RoutingRegistryName,
		LegacyMode:               in.LegacyMode,
	}
}

// peering registers a peering. Azure takes its type as its name and no other, so a replacement must delete first.
func (w *wiring) peering(suffix, typ string, c circuit, args *network.ExpressRouteCircuitPeeringArgs, opts ...pulumi.ResourceOption) (*network.ExpressRouteCircuitPeering, error) {
	args.PeeringName = pulumi.String(typ)
	args.PeeringType = pulumi.String(typ)
	args.ResourceGroupName = c.resourceGroup
	args.CircuitName = c.name
	args.SharedKey = secret(args.SharedKey)

	// Azure sets these by itself, and azure-native has them among its inputs.
	azureSets := []string{"azureASN", "gatewayManagerEtag", "primaryAzurePort", "secondaryAzurePort", "stats"}
	opts = append([]pulumi.ResourceOption{
		w.child, slow,
		pulumi.DeleteBeforeReplace(true),
		pulumi.AdditionalSecretOutputs([]string{"sharedKey"}),
		pulumi.IgnoreChanges(azureSets),
	}, opts...)
	return network.NewExpressRouteCircuitPeering(w.ctx, w.name+suffix, args, opts...)
}
