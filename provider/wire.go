package provider

import (
	"slices"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// How long Azure may take. A circuit or peering is a change on routers at two sites.
var (
	slow  = pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "60m", Update: "60m", Delete: "60m"})
	quick = pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "30m", Update: "30m", Delete: "30m"})
)

// built is what wiring hands on to publishing.
type built struct {
	circuit        circuit
	routeFilterID  pulumi.StringPtrInput // nil when there is no filter
	private        *network.ExpressRouteCircuitPeering
	microsoft      *network.ExpressRouteCircuitPeering
	authorizations []named[*network.ExpressRouteCircuitAuthorization]
	globalReach    []named[*network.ExpressRouteCircuitConnection]
	gateways       []named[pulumi.CustomResource]
	// port is that of the circuit, as Azure has it.
	port azure.Fact[azure.Port]
	// pending names the connections that wait for a carrier.
	pending []string
	// given are the names and ids that the children are given.
	given pulumi.Map
}

// wiring registers the children of one component. What exists is decided by the resolved configuration; values go from
// the args to the children as they are, so that secrets and dependencies stay with them.
type wiring struct {
	ctx   *pulumi.Context
	name  string
	args  *PeeringStackArgs
	spec  *spec.PeeringStack
	azure observer
	world *azure.World
	child pulumi.ResourceOption
	adopt adopted
	// dependsOn is what the component depends on.
	dependsOn []pulumi.Resource
	// before are the circuit and all that was registered so far and changes it, in their order. The next one waits for
	// each of them: Azure refuses concurrent changes. The engine orders deletions by what the deleted ones themselves
	// depend on, so to wait for the last alone would order nothing where that one stays.
	before []pulumi.Resource
	given  pulumi.Map // see built
	// seen is the world before anything was registered.
	seen *azure.World
}

// circuitNames are the inputs by which what hangs off a circuit names it.
var circuitNames = []string{"resourceGroupName", "circuitName"}

// oldFirst is the option of what keeps its name when it is replaced, or of which Azure takes one only: the old one must
// go first. Were that left to azure-native, a replacement that was interrupted would go on by making the new one and
// deleting it as the old one.
var oldFirst = pulumi.DeleteBeforeReplace(true)

// newFirst is the option of what carries traffic until its replacement does.
var newFirst = pulumi.DeleteBeforeReplace(false)

// next are the options of what comes after all that was registered so far. What the component depends on comes before its
// children, too: a gateway to which two stacks connect takes one change at a time, and the engine does not see through
// components.
func (w *wiring) next() pulumi.ResourceOption {
	return pulumi.Composite(w.child, pulumi.DependsOn(append(slices.Clone(w.dependsOn), w.before...)))
}

// onCircuit are the options of the circuit and of what hangs off it.
func (w *wiring) onCircuit() pulumi.ResourceOption { return pulumi.Composite(w.next(), slow, oldFirst) }

// done puts a resource before all that follow.
func (w *wiring) done(r pulumi.Resource) { w.before = append(w.before, r) }

// wire registers the children in the order Azure needs: it refuses concurrent changes below one circuit, and a peering
// must find its route filter with the rule in it.
func wire(ctx *pulumi.Context, name string, p *plan, stack *PeeringStack, dependsOn []pulumi.Resource) (*built, error) {
	w := &wiring{
		ctx: ctx, name: name, args: p.args, spec: p.spec, azure: p.azure, world: p.world, child: pulumi.Parent(stack), adopt: adoptedOf(p.spec, p.world),
		dependsOn: dependsOn, given: pulumi.Map{}, seen: p.world,
	}
	b := &built{port: portOfCircuit(p.spec, p.world), given: w.given}

	group, err := w.resourceGroup()
	if err != nil {
		return nil, err
	}
	circuit := func() (err error) {
		if b.circuit, err = w.circuit(group); err != nil {
			return err
		}
		return w.lookAgain(p, &b.circuit, stack)
	}
	filter := func() (err error) {
		in := group
		if in == nil {
			in = b.circuit.resourceGroup
		}
		b.routeFilterID, err = w.routeFilter(in)
		return err
	}
	private := func() (err error) {
		b.private, err = w.privatePeering(b.circuit)
		return err
	}
	microsoft := func() (err error) {
		b.microsoft, err = w.microsoftPeering(b.circuit, b.routeFilterID)
		return err
	}
	if err := inTurn(circuit, filter, rules.FilterFirst(w.spec, w.world)); err != nil {
		return nil, err
	}
	if err := inTurn(private, microsoft, rules.MicrosoftFirst(w.spec, w.world)); err != nil {
		return nil, err
	}
	if b.authorizations, err = w.authorizations(b.circuit); err != nil {
		return nil, err
	}
	pendingReach, pendingGateways := rules.Pending(w.spec, w.world)
	b.pending = slices.Concat(pendingReach, pendingGateways)
	if b.globalReach, err = w.globalReach(b.circuit, b.private, pendingReach); err != nil {
		return nil, err
	}
	b.gateways, err = w.gateways(b.circuit, b.private, pendingGateways)
	return b, err
}

// inTurn does one thing and then the other, or the other way round.
func inTurn(one, other func() error, otherFirst bool) error {
	if otherFirst {
		one, other = other, one
	}
	if err := one(); err != nil {
		return err
	}
	return other()
}

// portOfCircuit is the port of the circuit as Azure has it. One whose id is not known yet is unknown.
func portOfCircuit(s *spec.PeeringStack, w *azure.World) azure.Fact[azure.Port] {
	onUnknown := s.Circuit != nil && s.Circuit.OnPort() && s.Circuit.ExpressRouteDirect.PortID.State == spec.Unknown
	if onUnknown || s.Existing().State == spec.Unknown || w.Circuit.State == azure.Unknown {
		return azure.Fact[azure.Port]{State: azure.Unknown}
	}
	return w.Port
}

// lookAgain reads the circuit that was registered, where its state decides on its connections, and has the rules judge it.
func (w *wiring) lookAgain(p *plan, c *circuit, stack *PeeringStack) error {
	if !p.circuitComes() {
		return nil
	}
	now, err := w.azure.registered(w.ctx.Context(), w.world, w.spec, c.id)
	if err != nil {
		return err
	}
	w.world = now
	phase := rules.WithCircuit
	if p.world.Circuit.State == azure.NotAsked {
		phase |= rules.OnChange
	}
	verdict := rules.Judge(phase, w.spec, now)
	verdict.Unchecked = slices.DeleteFunc(verdict.Unchecked, func(path string) bool { return slices.Contains(p.verdict.Unchecked, path) }) // said before
	if err := warn(w.ctx, stack, verdict); err != nil {
		return err
	}
	if errs := verdict.Errors(); len(errs) > 0 {
		return &InvalidError{Findings: errs, Begun: true}
	}
	if now.Circuit.Value != nil {
		c.carrierState = seen(w.world.Circuit, c.id, func(c *azure.Circuit) string { return c.CarrierState })
	}
	return nil
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
	group, err := register[resources.ResourceGroup](w, "resources:ResourceGroup", w.name, &resources.ResourceGroupArgs{
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
	stag              pulumi.Input
}

func (w *wiring) circuit(group pulumi.StringInput) (circuit, error) {
	if w.spec.Circuit == nil {
		return w.circuitByID()
	}
	return w.newCircuit(group)
}

func (w *wiring) newCircuit(group pulumi.StringInput) (circuit, error) {
	in, was := w.args.Circuit, w.was(azure.KindCircuit, "")
	args := &network.ExpressRouteCircuitArgs{
		ResourceGroupName:      was.spelled("resourceGroupName", group),
		CircuitName:            was.spelledPtr("circuitName", in.Name),
		Location:               w.args.Location,
		Tags:                   w.args.Tags,
		Sku:                    sku(in, w.spec.Circuit.OnPort()),
		AllowClassicOperations: in.AllowClassicOperations,
		GlobalReachEnabled:     in.GlobalReachEnabled,
	}
	if carrier := in.ServiceProvider; carrier != nil {
		args.ServiceProviderProperties = &network.ExpressRouteCircuitServiceProviderPropertiesArgs{
			ServiceProviderName: was.spelledPtr("serviceProviderProperties.serviceProviderName", carrier.Name),
			PeeringLocation:     was.spelledPtr("serviceProviderProperties.peeringLocation", carrier.PeeringLocation),
			BandwidthInMbps:     carrier.BandwidthInMbps,
		}
	}
	if port := in.ExpressRouteDirect; port != nil {
		args.ExpressRoutePort = &network.SubResourceArgs{Id: was.spelledPtr("expressRoutePort.id", port.PortID)}
		args.BandwidthInGbps = port.BandwidthInGbps
		args.AuthorizationKey = secret(port.AuthorizationKey)
	}

	// Azure sets these by itself, and azure-native has them among its inputs.
	azureSets := []string{"circuitProvisioningState", "gatewayManagerEtag", "serviceKey", "serviceProviderNotes", "serviceProviderProvisioningState"}
	if !w.spec.Circuit.GlobalReachEnabled.Given() && len(w.spec.GlobalReachConnections) == 0 {
		azureSets = append(azureSets, "globalReachEnabled")
	}
	if args.GlobalReachEnabled == nil && len(w.spec.GlobalReachConnections) > 0 {
		args.GlobalReachEnabled = pulumi.Bool(true) // as Azure has it once a connection is there
	}
	// The old circuit goes first even where its name is random: two would be billed, and what is connected to the old one
	// keeps it from being deleted.
	c, err := register[network.ExpressRouteCircuit](w, "network:ExpressRouteCircuit", w.name, args, w.onCircuit(),
		// Azure shows the circuit's authorizations in it, with their keys.
		pulumi.AdditionalSecretOutputs([]string{"authorizationKey", "authorizations", "serviceKey"}),
		pulumi.IgnoreChanges(azureSets), w.untold(was, was.paths()...), was.adopt.option("authorizationKey"))
	if err != nil {
		return circuit{}, err
	}
	w.done(c)
	was.named("circuitName", c.Name)
	return circuit{
		id:                c.ID().ToStringOutput(),
		name:              c.Name,
		resourceGroup:     group,
		provisioningState: c.CircuitProvisioningState,
		carrierState:      c.ServiceProviderProvisioningState,
		serviceKey:        c.ServiceKey,
		stag:              settled(w.ctx, &c.ResourceState, c.Stag, "stag"),
	}, nil
}

// sku fills the defaults in and computes the name, which Azure wants beside tier and family.
func sku(in *CircuitArgs, onPort bool) *network.ExpressRouteCircuitSkuArgs {
	given := pulumi.StringArray{orEmpty(in.SkuTier), orEmpty(in.SkuFamily)}.ToStringArrayOutput()
	field := func(of func(spec.Sku) string) pulumi.StringOutput {
		return given.ApplyT(func(given []string) string {
			return of(spec.NewSku(given[0], given[1], onPort))
		}).(pulumi.StringOutput)
	}
	return &network.ExpressRouteCircuitSkuArgs{
		Name:   field(spec.Sku.Name),
		Tier:   field(func(s spec.Sku) string { return s.Tier }),
		Family: field(func(s spec.Sku) string { return s.Family }),
	}
}

// circuitByID is a circuit that was read, and is never changed.
func (w *wiring) circuitByID() (circuit, error) {
	id, err := w.behind(w.args.CircuitID.ToStringPtrOutput().Elem())
	if err != nil {
		return circuit{}, err
	}
	part := partsOf(id, armid.Circuit)
	return circuit{
		id:                id,
		name:              part(func(id armid.ID) string { return id.Name }),
		resourceGroup:     part(func(id armid.ID) string { return id.ResourceGroup }),
		provisioningState: seen(w.world.Circuit, id, func(c *azure.Circuit) string { return c.ProvisioningState }),
		carrierState:      seen(w.world.Circuit, id, func(c *azure.Circuit) string { return c.CarrierState }),
		serviceKey:        seen(w.world.Circuit, id, func(c *azure.Circuit) string { return string(c.ServiceKey) }),
		stag:              stagOf(w.world.Circuit, id),
	}, nil
}

// seen is what Azure has of a resource with the id, as an output: null when it was not found, unknown when it could not be
// asked for yet.
func seen[T any](f azure.Fact[T], id pulumi.StringInput, of func(*T) string) pulumi.StringPtrOutput {
	if f.State == azure.Unknown {
		return pulumi.UnsafeUnknownOutput(nil).ApplyT(func(any) *string { return nil }).(pulumi.StringPtrOutput)
	}
	return id.ToStringOutput().ApplyT(func(string) *string {
		if f.Value == nil {
			return nil
		}
		text := of(f.Value)
		return &text
	}).(pulumi.StringPtrOutput)
}

// stagOf is the circuit's outer tag, or null when it was not read or has none.
func stagOf(f azure.Fact[azure.Circuit], id pulumi.StringInput) pulumi.Input {
	if f.State == azure.Unknown {
		return pulumi.UnsafeUnknownOutput(nil)
	}
	return id.ToStringOutput().ApplyT(func(string) *int {
		if f.Value == nil || f.Value.Stag == 0 {
			return nil
		}
		return &f.Value.Stag
	})
}

// routeFilter registers the filter and its rule, or passes the given id on. The rule is what peerings must wait for: Azure
// lets an empty filter be attached, which takes every route away. A filter that is replaced stays with its rule until the
// peering uses the new one.
func (w *wiring) routeFilter(group pulumi.StringInput) (pulumi.StringPtrInput, error) {
	switch peering := w.spec.MicrosoftPeering; {
	case peering == nil:
		return nil, nil
	case peering.RouteFilterID.Given():
		return w.args.MicrosoftPeering.RouteFilterID, nil
	case peering.RouteFilter == nil:
		return nil, nil
	}
	in := w.args.MicrosoftPeering.RouteFilter
	was := w.was(azure.KindRouteFilter, "")
	options := []pulumi.ResourceOption{w.next(), quick, was.adopt.option()}
	switch {
	case in.Name == nil: // a random name is azure-native's business
	case rules.FilterMoves(w.spec, w.world):
		options = append(options, oldFirst)
	default:
		options = append(options, newFirst)
	}
	filter, err := register[network.RouteFilter](w, "network:RouteFilter", w.name, &network.RouteFilterArgs{
		ResourceGroupName: was.spelled("resourceGroupName", group),
		RouteFilterName:   was.spelledPtr("routeFilterName", in.Name),
		Location:          w.args.Location,
		Tags:              w.args.Tags,
	}, options...)
	if err != nil {
		return nil, err
	}
	w.done(filter)
	was.named("routeFilterName", filter.Name)
	if w.world, err = w.azure.withFilter(w.ctx.Context(), w.world, w.spec, filter.ID()); err != nil {
		return nil, err
	}
	order := newFirst
	if rules.OldRuleFirst(w.spec, w.world) {
		order = oldFirst
	}
	was = w.was(azure.KindRouteFilterRule, "")
	rule, err := register[network.RouteFilterRule](w, "network:RouteFilterRule", w.name, &network.RouteFilterRuleArgs{
		ResourceGroupName:   was.spelled("resourceGroupName", group),
		RouteFilterName:     was.spelled("routeFilterName", filter.Name),
		RuleName:            was.spelledPtr("ruleName", in.RuleName),
		Access:              network.AccessAllow,
		RouteFilterRuleType: network.RouteFilterRuleTypeEnumCommunity,
		Communities:         communities(in),
	}, w.next(), quick, order, was.adopt.option())
	if err != nil {
		return nil, err
	}
	w.done(rule)
	was.named("ruleName", rule.Name)
	return filter.ID().ToStringOutput().ToStringPtrOutput(), nil
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
	return w.peering(privateSuffix, spec.NamePrivatePeering, c, args, pulumi.Composite())
}

func (w *wiring) microsoftPeering(c circuit, filterID pulumi.StringPtrInput) (*network.ExpressRouteCircuitPeering, error) {
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
	was := w.was(azure.KindPeering, spec.NameMicrosoftPeering)
	if filterID != nil && s.Config != nil {
		args.RouteFilter = &network.SubResourceArgs{Id: was.spelledPtr("routeFilter.id", filterID)}
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
			ipv6.RouteFilter = &network.SubResourceArgs{Id: was.spelledPtr("ipv6PeeringConfig.routeFilter.id", in.IPv6.RouteFilterID)}
		case filterID != nil:
			ipv6.RouteFilter = &network.SubResourceArgs{Id: was.spelledPtr("ipv6PeeringConfig.routeFilter.id", filterID)}
		}
		if s.IPv6.Config != nil && !s.IPv6.Config.AdvertisedCommunities.Given() {
			azureSets = append(azureSets, "ipv6PeeringConfig.microsoftPeeringConfig.advertisedCommunities")
		}
		args.Ipv6PeeringConfig = ipv6
	}
	return w.peering(microsoftSuffix, spec.NameMicrosoftPeering, c, args, pulumi.IgnoreChanges(azureSets))
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

// peering registers a peering. Azure takes its type as its name and no other.
func (w *wiring) peering(
	suffix, typ string, c circuit, args *network.ExpressRouteCircuitPeeringArgs, ignore pulumi.ResourceOption,
) (*network.ExpressRouteCircuitPeering, error) {
	args.PeeringName = pulumi.String(typ)
	args.PeeringType = pulumi.String(typ)
	was := w.was(azure.KindPeering, typ)
	args.ResourceGroupName = was.spelled("resourceGroupName", c.resourceGroup)
	args.CircuitName = was.spelled("circuitName", c.name)
	args.SharedKey = secret(args.SharedKey)

	// Azure sets these by itself, and azure-native has them among its inputs.
	azureSets := []string{"azureASN", "gatewayManagerEtag", "primaryAzurePort", "secondaryAzurePort", "stats"}
	peering, err := register[network.ExpressRouteCircuitPeering](w, "network:ExpressRouteCircuitPeering", w.name+suffix, args,
		w.onCircuit(),
		pulumi.AdditionalSecretOutputs([]string{"sharedKey"}),
		pulumi.IgnoreChanges(azureSets), ignore, w.untold(was, circuitNames...), was.adopt.option("sharedKey"))
	if err != nil {
		return nil, err
	}
	w.done(peering)
	return peering, nil
}
