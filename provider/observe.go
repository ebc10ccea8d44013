package provider

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi-azure-native-sdk/v2/utilities"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
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
	// urns are those by which the state may have the component that is observed for.
	urns []resource.URN
	via  []pulumi.InvokeOption
}

// azureNative is the type of the providers that the stack's resources go through.
const azureNative = "pulumi:providers:azure-native"

// observerFor takes the provider and the parent that a component with the options has.
func observerFor(ctx *pulumi.Context, component string, opts []pulumi.ResourceOption) (observer, error) {
	o := observer{ctx: ctx}
	options, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return o, err
	}
	if o.urns, err = urnsOf(ctx, component, options); err != nil {
		return o, fmt.Errorf("reading the aliases and the parent: %w", err)
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

// region is the region that resources without a location go to. That of a provider of the program's own cannot be seen.
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
		Preview: o.ctx.DryRun(), Region: o.region(), Gateways: map[string]azure.Fact[azure.Gateway]{}, Connections: map[string]azure.Fact[azure.GatewayConnection]{},
		Peers: map[string]azure.Fact[azure.Circuit]{}, Neighbours: map[string]azure.Fact[azure.Circuit]{},
	}
	if s.Circuit != nil || s.Connected() || len(s.Peerings()) > 0 || len(s.Authorizations.Items) > 0 {
		w.Holdings = o.holdings()
	}
	q := &questions{}
	circuit, read := circuitToRead(s, w)
	if read {
		ask(q, func() azure.Fact[azure.Circuit] { return o.circuit(circuit) }, func(f azure.Fact[azure.Circuit]) { w.Circuit = f })
	}
	if id, held := heldCircuit(s, w); held && s.Existing().Given() && !armid.Same(id.String(), circuit.String()) {
		ask(q, func() azure.Fact[azure.Circuit] { return o.circuit(id) }, func(f azure.Fact[azure.Circuit]) { w.OldCircuit = f })
	}
	if id, ok := givenCircuit(s); ok && !(armid.Same(id.Name, circuit.Name) && armid.Same(id.ResourceGroup, circuit.ResourceGroup)) {
		ask(q, func() azure.Fact[azure.Circuit] { return o.circuit(id) }, func(f azure.Fact[azure.Circuit]) { w.Taken = f })
	}
	if id, ok := ownFilter(s); ok {
		ask(q, func() azure.Fact[azure.RouteFilter] { return o.routeFilter(id) }, func(f azure.Fact[azure.RouteFilter]) { w.RouteFilter = f })
	}
	if held, leaves := rules.LeavesFilter(s, w); leaves && held.Given["resourceGroupName"] != "" {
		id := armid.ID{ResourceGroup: held.Given["resourceGroupName"], Type: armid.RouteFilter, Name: held.Name}
		ask(q, func() azure.Fact[azure.RouteFilter] { return o.routeFilter(id) }, func(f azure.Fact[azure.RouteFilter]) { w.OldFilter = f })
	}
	if s.Adopt != nil {
		if id, err := armid.Parse(s.Adopt.RouteFilterID.V, armid.RouteFilter); err == nil {
			ask(q, func() azure.Fact[azure.RouteFilter] { return o.routeFilter(id) }, func(f azure.Fact[azure.RouteFilter]) { w.RouteFilter = f })
		}
	}
	if s.Circuit != nil && s.Circuit.OnPort() {
		if id, err := armid.Parse(s.Circuit.ExpressRouteDirect.PortID.V, armid.Port); err == nil {
			ask(q, func() azure.Fact[azure.Port] { return o.port(id) }, func(f azure.Fact[azure.Port]) { w.Port = f })
		}
	}
	for _, id := range append(gatewayConnectionsToRead(s), rules.ConnectionsElsewhere(s, w)...) {
		ask(q, func() azure.Fact[azure.GatewayConnection] { return o.gatewayConnection(id) }, func(f azure.Fact[azure.GatewayConnection]) {
			w.Connections[strings.ToLower(id.String())] = f
		})
	}
	for key, id := range gatewaysToRead(s) {
		ask(q, func() azure.Fact[azure.Gateway] { return o.gateway(id) }, func(f azure.Fact[azure.Gateway]) { w.Gateways[key] = f })
	}
	for key, id := range peersToRead(s) {
		ask(q, func() azure.Fact[azure.Circuit] { return o.circuit(id) }, func(f azure.Fact[azure.Circuit]) { w.Peers[key] = f })
	}
	q.asked.Wait()
	o.follow(w, s)
	w.Subscription = o.subscription(w)
	if read {
		w.Circuit = elsewhere(w, circuit.String(), w.Circuit)
	}
	if s.Circuit != nil && s.Circuit.OnPort() {
		w.Port = elsewhere(w, s.Circuit.ExpressRouteDirect.PortID.V, w.Port)
	}
	for id, f := range w.Gateways {
		w.Gateways[id] = elsewhere(w, id, f)
	}
	for id, f := range w.Peers {
		w.Peers[id] = elsewhere(w, id, f)
	}
	return w
}

// follow reads what only an answer names: the route filter that is attached, the port of a circuit that exists, and the
// circuits that share a Dot1Q port's VLANs.
func (o observer) follow(w *azure.World, s *spec.PeeringStack) {
	w.Attached = o.attached(s, w.Circuit.Value)
	o.markAbsent(w, s)
	if own := w.Circuit.Value; own != nil && own.PortID != "" && w.Port.State == azure.NotAsked {
		if id, err := armid.Parse(own.PortID, armid.Port); err == nil {
			w.Port = o.port(id)
		}
	}
	port := w.Port.Value
	if port == nil || port.Encapsulation != azure.Dot1Q || len(s.Peerings()) == 0 {
		return
	}
	q := &questions{}
	for _, neighbour := range port.Circuits {
		id, err := armid.Parse(neighbour, armid.Circuit)
		if own := w.Circuit.Value; err != nil || own != nil && armid.Same(own.ID, neighbour) {
			continue
		}
		ask(q, func() azure.Fact[azure.Circuit] { return o.circuit(id) }, func(f azure.Fact[azure.Circuit]) { w.Neighbours[strings.ToLower(neighbour)] = f })
	}
	q.asked.Wait()
}

// markAbsent finds out which connections of others, to gateways that the stack connects to, are not in the program any more,
// and whether peerings of the circuit are of another stack that is.
func (o observer) markAbsent(w *azure.World, s *spec.PeeringStack) {
	if w.Holdings.Value == nil {
		return
	}
	gateways := gatewaysToRead(s)
	held := (*w.Holdings.Value)[:0]
	for _, h := range *w.Holdings.Value {
		if gateway, wanted := gateways[strings.ToLower(h.GatewayID)]; wanted && !h.Own {
			if h.Absent = !inProgram(o.ctx, h.URN); h.Absent && o.gone(h, gateway) {
				continue
			}
		}
		if stack, of := stackOfPeering(h.URN); of && !h.Own && rules.IsPeering(h, w.Circuit.Value) {
			h.Beside = inProgram(o.ctx, stack)
		}
		held = append(held, h)
	}
	w.Holdings = azure.See(held)
}

// gone tells whether this update has deleted a connection to a gateway already, as it does when the circuit is replaced. It is
// taken to lie beside its gateway.
func (o observer) gone(h azure.Holding, gateway armid.ID) bool {
	id := armid.ID{Subscription: gateway.Subscription, ResourceGroup: gateway.ResourceGroup, Type: armid.GatewayConnection, Name: h.Name}
	return !o.ctx.DryRun() && o.gatewayConnection(id).State == azure.Missing
}

// questions are asked side by side, and their answers noted one by one.
type questions struct {
	asked sync.WaitGroup
	mu    sync.Mutex
}

func ask[T any](q *questions, question func() azure.Fact[T], note func(azure.Fact[T])) {
	q.asked.Go(func() {
		fact := question()
		q.mu.Lock()
		defer q.mu.Unlock()
		note(fact)
	})
}

// circuitToRead is the stack's circuit, where it can be found before anything is registered and something needs to know
// of it: the one that the last update left, or else one by the name that the program gives. The user of somebody else's
// circuit connects gateways with an id and a key, and has no right to read it; where a carrier is to make the private peering,
// it is tried.
func circuitToRead(s *spec.PeeringStack, w *azure.World) (armid.ID, bool) {
	if s.Circuit != nil && s.Adopt == nil {
		if id, held := heldCircuit(s, w); held {
			return id, true
		}
		return givenCircuit(s)
	}
	if len(s.Gateways()) > 0 && !s.BelowCircuit() && !s.CarrierManagesPeerings.V {
		return armid.ID{}, false
	}
	id, err := armid.Parse(s.Existing().V, armid.Circuit)
	return id, err == nil
}

// givenCircuit is the circuit by the names that the program gives.
func givenCircuit(s *spec.PeeringStack) (armid.ID, bool) {
	if s.Circuit == nil || s.Adopt != nil || !s.Circuit.Name.Known() || !s.ResourceGroupName.Known() {
		return armid.ID{}, false
	}
	return armid.ID{ResourceGroup: s.ResourceGroupName.V, Type: armid.Circuit, Name: s.Circuit.Name.V}, true
}

// heldCircuit is the circuit that the stack has in its state, by the component's output, which is not there when the last
// update failed. Then the circuit's own inputs tell its group, or else it is the group that the stack has made, or is given.
func heldCircuit(s *spec.PeeringStack, w *azure.World) (armid.ID, bool) {
	circuit := w.Held(azure.KindCircuit, "")
	if circuit == nil {
		return armid.ID{}, false
	}
	if stack := w.Held(azure.KindStack, ""); stack != nil {
		if told, err := armid.Parse(stack.CircuitID, armid.Circuit); err == nil && strings.EqualFold(told.Name, circuit.Name) {
			return told, true
		}
	}
	id := armid.ID{ResourceGroup: circuit.Given["resourceGroupName"], Type: armid.Circuit, Name: circuit.Name}
	if group := w.Held(azure.KindGroup, ""); id.ResourceGroup == "" && group != nil {
		id.ResourceGroup = group.Name
	}
	if id.ResourceGroup == "" {
		id.ResourceGroup = s.ResourceGroupName.V
	}
	return id, id.ResourceGroup != ""
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

// peersToRead are the circuits at the other ends of Global Reach connections, by id in lower case.
func peersToRead(s *spec.PeeringStack) map[string]armid.ID {
	ids := map[string]armid.ID{}
	for _, conn := range s.GlobalReachConnections {
		if id, err := armid.Parse(conn.PeerCircuit().V, armid.Circuit); err == nil {
			ids[strings.ToLower(id.String())] = id
		}
	}
	return ids
}

// gatewayConnectionsToRead are those that are adopted, and those of virtual networks that wait for a carrier, which makes the
// peerings, unless they are there already. A hub's gateway lists its own.
func gatewayConnectionsToRead(s *spec.PeeringStack) []armid.ID {
	var types []string
	if s.CarrierManagesPeerings.V || s.Adopt != nil {
		types = append(types, armid.GatewayConnection)
	}
	if s.Adopt != nil {
		types = append(types, armid.HubConnection)
	}
	var ids []armid.ID
	for _, g := range s.Gateways() {
		for _, typ := range types {
			if id, err := armid.Parse(g.ID().V, typ); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// gatewaysToRead are the gateways that are connected, by id in lower case.
func gatewaysToRead(s *spec.PeeringStack) map[string]armid.ID {
	ids := map[string]armid.ID{}
	for _, g := range s.Gateways() {
		if id, err := armid.Parse(g.GatewayID.V, g.Type); err == nil {
			ids[strings.ToLower(id.String())] = id
		}
	}
	return ids
}

// registered is the world once the circuit is registered, with its state as it is now: it decides on connections. A
// circuit of somebody else's, or one that is adopted, is as it was.
func (o observer) registered(ctx context.Context, w *azure.World, s *spec.PeeringStack, circuitID pulumi.StringInput) (*azure.World, error) {
	now := *w
	if w.Circuit.State == azure.Missing { // by now it was made
		now.Circuit = azure.Fact[azure.Circuit]{}
	}
	if !decides(s, w) && len(w.Neighbours) == 0 {
		return &now, nil
	}
	id, exists, err := registeredID(ctx, circuitID)
	if err != nil {
		return nil, err
	}
	if !exists {
		now.New, now.Circuit = true, azure.Fact[azure.Circuit]{}
		return &now, nil
	}
	read, err := armid.Parse(id, armid.Circuit)
	if err != nil {
		return nil, err
	}
	now.CircuitID = read.String()
	seen := w.Circuit.Value
	if asBefore := o.ctx.DryRun() && seen != nil && armid.Same(seen.ID, now.CircuitID); decides(s, w) && !asBefore {
		now.Circuit = w.Neighbours[strings.ToLower(now.CircuitID)] // it is on its port, which was read with all that is on it
		if now.Circuit.State == azure.NotAsked {
			now.Circuit = o.circuit(read)
		}
		now.Late = w.Circuit.State == azure.NotAsked
		now.New = replaced(seen, now.Circuit.Value)
		now.Attached = o.attached(s, now.Circuit.Value)
	}
	return &now, nil
}

// registeredID is the id of what was registered, unless this is the preview of something that does not exist yet.
func registeredID(ctx context.Context, id pulumi.StringInput) (string, bool, error) {
	found, err := internals.UnsafeAwaitOutput(ctx, id.ToStringOutput())
	text, isText := found.Value.(string)
	return text, found.Known && isText, err
}

// withFilter is the world once the stack's route filter is registered: read, where the order of its rules depends on what it
// has and it could not be found before.
func (o observer) withFilter(ctx context.Context, w *azure.World, s *spec.PeeringStack, filterID pulumi.StringInput) (*azure.World, error) {
	known := w.RouteFilter.State == azure.Found || w.RouteFilter.State == azure.Missing
	if known || !s.MicrosoftPeering.RouteFilter.RuleName.Given() {
		return w, nil
	}
	id, exists, err := registeredID(ctx, filterID)
	if err != nil || !exists {
		return w, err
	}
	read, err := armid.Parse(id, armid.RouteFilter)
	if err != nil {
		return nil, err
	}
	now := *w
	if now.RouteFilter = o.routeFilter(read); now.RouteFilter.Value == nil {
		return nil, fmt.Errorf("the route filter cannot be read, to see whether it has another rule (was it deleted elsewhere? then run pulumi refresh): %s", now.RouteFilter.Why)
	}
	return &now, nil
}

// replaced tells whether a circuit has taken the place of another by the same name: Azure gives each a service key of its own.
func replaced(was, is *azure.Circuit) bool {
	return was != nil && is != nil && was.ServiceKey != is.ServiceKey
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

// subscription is the one that the provider works on: that of whatever answered. It is asked for only when something was
// not there, which may be because it was looked for in the wrong place.
func (o observer) subscription(w *azure.World) azure.Fact[string] {
	answers := []string{w.Circuit.Answered, w.RouteFilter.Answered, w.Port.Answered}
	missing := w.Circuit.State == azure.Missing || w.RouteFilter.State == azure.Missing || w.Port.State == azure.Missing
	note := func(answer string, state azure.State) {
		answers = append(answers, answer)
		missing = missing || state == azure.Missing
	}
	for _, f := range w.Gateways {
		note(f.Answered, f.State)
	}
	for _, f := range w.Peers {
		note(f.Answered, f.State)
	}
	for _, answer := range answers {
		if subscription, ok := armid.Subscription(answer); ok {
			return azure.See(subscription)
		}
	}
	if !missing {
		return azure.Fact[string]{}
	}
	var config struct {
		SubscriptionID string `pulumi:"subscriptionId"`
	}
	err := o.ctx.Invoke("azure-native:authorization:getClientConfig", &struct{}{}, &config, utilities.PkgInvokeDefaultOpts(o.via)...)
	switch {
	case err != nil:
		return unanswered[string](err)
	case config.SubscriptionID == "":
		return azure.Fact[string]{State: azure.Unknown, Why: notConfigured}
	}
	return azure.See(config.SubscriptionID)
}

// elsewhere mends what seemed to be missing: in another subscription than the provider works on, it was looked for in the
// wrong place. An id without a subscription is of the provider's own.
func elsewhere[T any](w *azure.World, id string, f azure.Fact[T]) azure.Fact[T] {
	ours := w.Subscription.Value
	if subscription, ok := armid.Subscription(id); f.State == azure.Missing && ok && (ours == nil || !strings.EqualFold(*ours, subscription)) {
		f.State = azure.Denied
		if ours != nil {
			f.Why = "it is in subscription " + subscription + ", and the azure-native provider works on " + *ours
		}
	}
	return f
}

func (o observer) circuit(id armid.ID) azure.Fact[azure.Circuit] {
	found, err := network.LookupExpressRouteCircuit(o.ctx, &network.LookupExpressRouteCircuitArgs{
		ResourceGroupName: id.ResourceGroup, CircuitName: id.Name,
	}, o.via...)
	return answer(id, found, err, circuitOf, func(c *azure.Circuit) string { return c.ID })
}

func (o observer) gatewayConnection(id armid.ID) azure.Fact[azure.GatewayConnection] {
	idOf := func(c *azure.GatewayConnection) string { return c.ID }
	if id.Type == armid.HubConnection {
		found, err := network.LookupExpressRouteConnection(o.ctx, &network.LookupExpressRouteConnectionArgs{
			ResourceGroupName: id.ResourceGroup, ExpressRouteGatewayName: id.Parents[0], ConnectionName: id.Name,
		}, o.via...)
		return answer(id, found, err, hubConnectionOf, idOf)
	}
	found, err := network.LookupVirtualNetworkGatewayConnection(o.ctx, &network.LookupVirtualNetworkGatewayConnectionArgs{
		ResourceGroupName: id.ResourceGroup, VirtualNetworkGatewayConnectionName: id.Name,
	}, o.via...)
	return answer(id, found, err, connectionOf, idOf)
}

func (o observer) routeFilter(id armid.ID) azure.Fact[azure.RouteFilter] {
	found, err := network.LookupRouteFilter(o.ctx, &network.LookupRouteFilterArgs{ResourceGroupName: id.ResourceGroup, RouteFilterName: id.Name}, o.via...)
	return answer(id, found, err, routeFilterOf, func(f *azure.RouteFilter) string { return f.ID })
}

func (o observer) port(id armid.ID) azure.Fact[azure.Port] {
	found, err := network.LookupExpressRoutePort(o.ctx, &network.LookupExpressRoutePortArgs{
		ResourceGroupName: id.ResourceGroup, ExpressRoutePortName: id.Name,
	}, o.via...)
	return answer(id, found, err, portOf, func(p *azure.Port) string { return p.ID })
}

func (o observer) gateway(id armid.ID) azure.Fact[azure.Gateway] {
	idOf := func(g *azure.Gateway) string { return g.ID }
	if id.Type == armid.ExpressRouteGateway {
		found, err := network.LookupExpressRouteGateway(o.ctx, &network.LookupExpressRouteGatewayArgs{
			ResourceGroupName: id.ResourceGroup, ExpressRouteGatewayName: id.Name,
		}, o.via...)
		return answer(id, found, err, hubGatewayOf, idOf)
	}
	found, err := network.LookupVirtualNetworkGateway(o.ctx, &network.LookupVirtualNetworkGatewayArgs{
		ResourceGroupName: id.ResourceGroup, VirtualNetworkGatewayName: id.Name,
	}, o.via...)
	return answer(id, found, err, gatewayOf, idOf)
}

// notConfigured is why nothing can be asked yet.
const notConfigured = "the azure-native provider is not configured yet, because its configuration has values that are not known"

// answer is what an answer says of the resource with the id, which has no subscription where that is not known.
func answer[R, T any](id armid.ID, found *R, err error, read func(*R) T, idOf func(*T) string) azure.Fact[T] {
	if err != nil {
		return unanswered[T](err)
	}
	resource := read(found)
	switch got := idOf(&resource); {
	case got == "": // so it is answered for a provider that cannot be configured yet
		return azure.Fact[T]{State: azure.Unknown, Why: notConfigured}
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
