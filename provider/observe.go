package provider

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// observer asks Azure what it has, through the provider that the stack's resources go through.
type observer struct {
	ctx *pulumi.Context
	// component is the name of what is observed for.
	component string
	via       []pulumi.InvokeOption
}

// azureNative is the type of the providers that the stack's resources go through.
const azureNative = "pulumi:providers:azure-native"

// observerFor takes the provider and the parent that a component with the options has.
func observerFor(ctx *pulumi.Context, component string, opts []pulumi.ResourceOption) (observer, error) {
	o := observer{ctx: ctx, component: component}
	options, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return o, err
	}
	if options.Parent != nil {
		o.via = append(o.via, pulumi.Parent(options.Parent))
	}
	for _, p := range options.Providers {
		urn, err := internals.UnsafeAwaitOutput(ctx.Context(), p.URN())
		if err != nil {
			return o, fmt.Errorf("reading the providers: %w", err)
		}
		if urn, ok := urn.Value.(pulumi.URN); ok && strings.Contains(string(urn), azureNative+"::") {
			o.via = append(o.via, pulumi.Provider(p))
		}
	}
	return o, nil
}

// regionOf is the region that resources without a location go to. That of a provider of the program's own cannot be seen.
func (o observer) region() azure.Fact[string] {
	if region, configured := o.ctx.GetConfig("azure-native:location"); configured {
		return azure.See(region)
	}
	if len(o.via) > 0 {
		return azure.Fact[string]{State: azure.Unknown, Why: "the program has a provider of its own"}
	}
	return azure.Fact[string]{State: azure.Missing, Why: "azure-native:location is not configured"}
}

// observe reads what the configuration names, before anything is registered: each resource once, side by side.
func (o observer) observe(s *spec.PeeringStack) *azure.World {
	w := &azure.World{
		Preview: o.ctx.DryRun(), Region: o.region(),
		Gateways: map[string]azure.Fact[azure.Gateway]{}, Peers: map[string]azure.Fact[azure.Circuit]{}, Connections: map[string]azure.Fact[azure.GatewayConnection]{},
	}
	var asked sync.WaitGroup
	var mu sync.Mutex
	ask := func(question func() func()) {
		asked.Go(func() {
			note := question()
			mu.Lock()
			defer mu.Unlock()
			note()
		})
	}
	askCircuit := func(id armid.ID, note func(azure.Fact[azure.Circuit])) {
		ask(func() func() {
			fact := o.circuit(id)
			return func() { note(fact) }
		})
	}
	if id, ok := circuitToRead(s); ok {
		ask(func() func() {
			circuit := o.circuit(id)
			attached := o.attached(s, circuit.Value)
			return func() { w.Circuit, w.Attached = circuit, attached }
		})
	}
	if id, ok := ownFilter(s); ok {
		ask(func() func() {
			fact := o.routeFilter(id)
			return func() { w.RouteFilter = fact }
		})
	}
	if s.Adopt != nil {
		ask(func() func() {
			fact := o.holdings(o.component)
			return func() { w.Holdings = fact }
		})
		if id, err := armid.Parse(s.Adopt.RouteFilterID.V, armid.RouteFilter); err == nil {
			ask(func() func() {
				fact := o.routeFilter(id)
				return func() { w.RouteFilter = fact }
			})
		}
	}
	for _, id := range peersToRead(s) {
		askCircuit(id, func(f azure.Fact[azure.Circuit]) { w.Peers[strings.ToLower(id.String())] = f })
	}
	for _, id := range gatewayConnectionsToRead(s) {
		ask(func() func() {
			fact := o.gatewayConnection(id)
			return func() { w.Connections[strings.ToLower(id.String())] = fact }
		})
	}
	asked.Wait()
	w.Subscription = subscriptionOf(w)
	return w
}

// circuitToRead is the stack's circuit, where it can be found before anything is registered and something needs to know
// of it. The user of somebody else's circuit connects gateways with an id and a key, and has no right to read it.
func circuitToRead(s *spec.PeeringStack) (armid.ID, bool) {
	if s.Circuit != nil && s.Adopt == nil {
		return armid.ID{ResourceGroup: s.ResourceGroupName.V, Type: armid.Circuit, Name: s.Circuit.Name.V}, s.Circuit.Name.Known() && s.ResourceGroupName.Known()
	}
	if len(s.Gateways()) > 0 && !s.BelowCircuit() {
		return armid.ID{}, false
	}
	id, err := armid.Parse(s.Existing().V, armid.Circuit)
	return id, err == nil
}

// ownFilter is the stack's route filter, where its name and its group are known. One that is new is not there yet.
func ownFilter(s *spec.PeeringStack) (armid.ID, bool) {
	if s.Adopt != nil || s.MicrosoftPeering == nil || s.MicrosoftPeering.RouteFilter == nil || !s.MicrosoftPeering.RouteFilter.Name.Known() {
		return armid.ID{}, false
	}
	group := s.ResourceGroupName.V
	if circuit, err := armid.Parse(s.CircuitID.V, armid.Circuit); err == nil && !s.ResourceGroupName.Given() {
		group = circuit.ResourceGroup
	}
	return armid.ID{ResourceGroup: group, Type: armid.RouteFilter, Name: s.MicrosoftPeering.RouteFilter.Name.V}, group != ""
}

// attached is the route filter of a circuit's Microsoft peering, where the circuit's tier goes down: what the filter lets
// through can keep it up.
func (o observer) attached(s *spec.PeeringStack, circuit *azure.Circuit) azure.Fact[azure.RouteFilter] {
	if circuit == nil || circuit.Microsoft == nil || !rules.LowersTier(s, circuit) {
		return azure.Fact[azure.RouteFilter]{}
	}
	id, err := armid.Parse(circuit.Microsoft.RouteFilterID, armid.RouteFilter)
	if err != nil { // it has none
		return azure.Fact[azure.RouteFilter]{}
	}
	return o.routeFilter(id)
}

// peersToRead are the circuits at the other ends of Global Reach connections, each once.
func peersToRead(s *spec.PeeringStack) []armid.ID {
	var ids []armid.ID
	seen := map[string]bool{}
	for _, conn := range s.GlobalReachConnections {
		id, err := armid.Parse(conn.PeerCircuit().V, armid.Circuit)
		if key := strings.ToLower(id.String()); err == nil && !seen[key] {
			seen[key] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// gatewayConnectionsToRead are those that wait for a carrier unless they are there already: it makes the peerings.
func gatewayConnectionsToRead(s *spec.PeeringStack) []armid.ID {
	if !s.CarrierManagesPeerings.V {
		return nil
	}
	var ids []armid.ID
	for _, g := range s.Gateways() {
		for _, typ := range []string{armid.GatewayConnection, armid.HubConnection} {
			if id, err := armid.Parse(g.ID().V, typ); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// registered is the world once the circuit is registered, with its state as it is now: it decides on connections. A
// circuit of somebody else's, or one that is adopted, is as it was.
func (o observer) registered(ctx context.Context, w *azure.World, s *spec.PeeringStack, circuitID pulumi.StringInput) (*azure.World, error) {
	switch {
	case s.Circuit == nil || s.Adopt != nil:
		return w, nil
	case !decides(s, w):
		now := *w
		if now.Circuit.State == azure.Missing { // until it was registered
			now.Circuit = azure.Fact[azure.Circuit]{}
		}
		return &now, nil
	}
	id, err := internals.UnsafeAwaitOutput(ctx, circuitID.ToStringOutput())
	if err != nil {
		return nil, err
	}
	now := *w
	if !id.Known { // the preview of a circuit that does not exist yet
		now.New, now.Circuit = true, azure.Fact[azure.Circuit]{}
		return &now, nil
	}
	read, err := armid.Parse(id.Value.(string), armid.Circuit)
	if err != nil {
		return nil, err
	}
	if seen := w.Circuit.Value; o.ctx.DryRun() && seen != nil && armid.Same(seen.ID, read.String()) {
		return w, nil
	}
	now.Circuit = o.circuit(read)
	now.Late = w.Circuit.State == azure.NotAsked
	now.Attached = o.attached(s, now.Circuit.Value)
	return &now, nil
}

// decides tells whether the state of a circuit that is registered decides on anything that follows: its carrier's on its
// connections; where it could not be found before, what it has on the order of its peerings and connections, and in a preview
// on what may become of it at all.
func decides(s *spec.PeeringStack, w *azure.World) bool {
	if s.Connected() && !s.Circuit.OnPort() {
		return true
	}
	return w.Circuit.State == azure.NotAsked &&
		(w.Preview || len(s.GlobalReachConnections) > 0 || s.PrivatePeering != nil && s.MicrosoftPeering != nil)
}

// subscriptionOf is the subscription of what answered.
func subscriptionOf(w *azure.World) azure.Fact[string] {
	answers := []string{w.Circuit.Answered}
	for _, peer := range w.Peers {
		answers = append(answers, peer.Answered)
	}
	for _, answer := range answers {
		if id, err := armid.Parse(answer, armid.Circuit); err == nil {
			return azure.See(id.Subscription)
		}
	}
	return azure.Fact[string]{}
}

func (o observer) circuit(id armid.ID) azure.Fact[azure.Circuit] {
	found, err := network.LookupExpressRouteCircuit(o.ctx, &network.LookupExpressRouteCircuitArgs{ResourceGroupName: id.ResourceGroup, CircuitName: id.Name}, o.via...)
	return answer(id, found, err, circuitOf, func(c *azure.Circuit) string { return c.ID })
}

func (o observer) gatewayConnection(id armid.ID) azure.Fact[azure.GatewayConnection] {
	idOf := func(c *azure.GatewayConnection) string { return c.ID }
	if id.Type == armid.HubConnection {
		found, err := network.LookupExpressRouteConnection(o.ctx, &network.LookupExpressRouteConnectionArgs{
			ResourceGroupName: id.ResourceGroup, ExpressRouteGatewayName: id.Parents[0], ConnectionName: id.Name,
		}, o.via...)
		return answer(id, found, err, func(c *network.LookupExpressRouteConnectionResult) azure.GatewayConnection {
			return azure.GatewayConnection{ID: value(c.Id)}
		}, idOf)
	}
	found, err := network.LookupVirtualNetworkGatewayConnection(o.ctx, &network.LookupVirtualNetworkGatewayConnectionArgs{
		ResourceGroupName: id.ResourceGroup, VirtualNetworkGatewayConnectionName: id.Name,
	}, o.via...)
	return answer(id, found, err, func(c *network.LookupVirtualNetworkGatewayConnectionResult) azure.GatewayConnection {
		return azure.GatewayConnection{ID: value(c.Id)}
	}, idOf)
}

func (o observer) routeFilter(id armid.ID) azure.Fact[azure.RouteFilter] {
	found, err := network.LookupRouteFilter(o.ctx, &network.LookupRouteFilterArgs{ResourceGroupName: id.ResourceGroup, RouteFilterName: id.Name}, o.via...)
	return answer(id, found, err, routeFilterOf, func(f *azure.RouteFilter) string { return f.ID })
}

// answer is what an answer says of the resource with the id, which has no subscription where that is not known.
func answer[R, T any](id armid.ID, found *R, err error, read func(*R) T, idOf func(*T) string) azure.Fact[T] {
	if err != nil {
		return unanswered[T](err)
	}
	resource := read(found)
	switch got := idOf(&resource); {
	case got == "": // so it is answered for a provider that cannot be configured yet
		return azure.Fact[T]{State: azure.Unknown, Why: "the azure-native provider is not configured yet, because its configuration has values that are not known"}
	case id.Subscription != "" && !armid.Same(got, id.String()):
		return azure.Fact[T]{State: azure.Denied, Answered: got, Why: "the azure-native provider works on another subscription, and found " + got}
	}
	return azure.Fact[T]{State: azure.Found, Answered: idOf(&resource), Value: &resource}
}

// notThere tells the answers that say a resource, or what it lies in, is not there. That a subscription is not found is
// what somebody sees who has no right to it.
var notThere = regexp.MustCompile(`\b(Resource|ResourceGroup|ParentResource)?NotFound\b`)

// unanswered is what an error says of a resource: that it is not there, or that there was no answer.
func unanswered[T any](err error) azure.Fact[T] {
	if notThere.MatchString(err.Error()) {
		return azure.Fact[T]{State: azure.Missing, Why: reason(err)}
	}
	return azure.Fact[T]{State: azure.Denied, Why: reason(err)}
}

// azureSays finds code and message in what azure-native makes of Azure's refusal.
var azureSays = regexp.MustCompile(`Code="([^"]*)" Message="((?:[^"\\]|\\.)*)"`)

// reason is Azure's own word for an error, where it is one of Azure's.
func reason(err error) string {
	if said := azureSays.FindStringSubmatch(err.Error()); said != nil {
		return said[1] + ": " + said[2]
	}
	return err.Error()
}
