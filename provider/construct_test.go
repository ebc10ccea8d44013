package provider

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// engine is the least of a Pulumi engine that a component needs: it answers registrations with their inputs, and keeps
// them and the log.
type engine struct {
	// named are the texts of the inputs, ids among them.
	named []string
	// state is what a resource that exists has beside its inputs, by type.
	state map[string]resource.PropertyMap
	pulumirpc.UnimplementedResourceMonitorServer
	pulumirpc.UnimplementedEngineServer

	address string
	// connections tells how many are open, whenever that changes.
	connections chan int

	mu         sync.Mutex
	open       int
	registered []string
	inputs     map[string]resource.PropertyMap
	dependsOn  map[string][]string
	warnings   []string
	stateReads int
	// held is the state of the stack before the update: resources by their URNs.
	held resource.PropertyMap
	// program are the URNs of what the program has registered beside the component.
	program []string
}

// failing is a location at which a child cannot be registered.
const failing = "nowhere"

func startEngine(t testing.TB) *engine {
	t.Helper()
	e := &engine{inputs: map[string]resource.PropertyMap{}, dependsOn: map[string][]string{}, connections: make(chan int, 100)}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	e.address = listener.Addr().String()
	srv := grpc.NewServer(grpc.StatsHandler(e))
	pulumirpc.RegisterResourceMonitorServer(srv, e)
	pulumirpc.RegisterEngineServer(srv, e)
	served := make(chan error, 1)
	go func() { served <- srv.Serve(listener) }()
	t.Cleanup(func() {
		srv.Stop()
		assert.NoError(t, <-served)
	})
	return e
}

func (e *engine) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (e *engine) HandleRPC(context.Context, stats.RPCStats)                         {}
func (e *engine) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

// HandleConn counts connections.
func (e *engine) HandleConn(_ context.Context, change stats.ConnStats) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch change.(type) {
	case *stats.ConnBegin:
		e.open++
	case *stats.ConnEnd:
		e.open--
	}
	e.connections <- e.open
}

func (e *engine) SupportsFeature(context.Context, *pulumirpc.SupportsFeatureRequest) (*pulumirpc.SupportsFeatureResponse, error) {
	return &pulumirpc.SupportsFeatureResponse{HasSupport: true}, nil
}

func (e *engine) RegisterResource(_ context.Context, req *pulumirpc.RegisterResourceRequest) (*pulumirpc.RegisterResourceResponse, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	name := req.GetType() + " " + req.GetName()
	if req.GetType() == filterType && req.GetObject().GetFields()["location"].GetStringValue() == failing {
		return nil, errors.New("the engine gives up")
	}
	inputs, err := plugin.UnmarshalProperties(req.GetObject(), wireFormat)
	if err != nil {
		return nil, err
	}
	e.registered = append(e.registered, name)
	e.inputs[name] = inputs
	e.dependsOn[name] = req.GetDependencies()
	resp := &pulumirpc.RegisterResourceResponse{Urn: "urn:pulumi:s::p::" + req.GetType() + "::" + req.GetName(), Id: azureID(req.GetType(), req.GetName(), inputs), Object: req.GetObject()}
	state, exists := e.state[req.GetType()]
	if req.GetType() == groupType && !exists { // what lies in a group has the group's name in its id
		state, exists = resource.PropertyMap{"name": resource.NewProperty(req.GetName() + "-azure")}, true
	}
	if exists {
		outputs := inputs.Copy()
		maps.Copy(outputs, state)
		resp.Object, err = plugin.MarshalProperties(outputs, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true})
	}
	return resp, err
}

func (e *engine) RegisterResourceOutputs(context.Context, *pulumirpc.RegisterResourceOutputsRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Invoke finds whatever is asked for: where the inputs say that it is, and else in the fakes' subscription. Circuits are
// as those of a carrier that is done.
func (e *engine) Invoke(_ context.Context, req *pulumirpc.ResourceInvokeRequest) (*pulumirpc.ResourceInvokeResponse, error) {
	args, err := plugin.UnmarshalProperties(req.GetArgs(), plugin.MarshalOptions{})
	if err != nil {
		return nil, err
	}
	if req.GetTok() == readState {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.stateReads++
		state, err := plugin.MarshalProperties(resource.PropertyMap{"outputs": resource.NewProperty(e.held)}, wireFormat)
		return &pulumirpc.ResourceInvokeResponse{Return: state}, err
	}
	if req.GetTok() == getResource {
		if !slices.Contains(e.program, args["urn"].StringValue()) {
			return nil, errors.New("unknown resource")
		}
		return &pulumirpc.ResourceInvokeResponse{Return: req.GetArgs()}, nil
	}
	id := askedFor(req.GetTok(), args)
	for _, named := range e.named {
		named, _, _ = strings.Cut(named, "/peerings/")
		if parsed, err := armid.Parse(named, id.Type); err == nil && parsed.ResourceGroup == id.ResourceGroup && parsed.Name == id.Name {
			id = parsed
		}
	}
	found, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(azureHas(id)), plugin.MarshalOptions{})
	return &pulumirpc.ResourceInvokeResponse{Return: found}, err
}

func (e *engine) Log(_ context.Context, req *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if req.GetSeverity() == pulumirpc.LogSeverity_WARNING {
		e.warnings = append(e.warnings, req.GetMessage())
	}
	return &emptypb.Empty{}, nil
}

// result is what a Construct came to.
type result struct {
	// problems by the property path the engine is told.
	problems map[string]string
	// registered are types and names of resources; inputs and dependsOn are what was recorded for each.
	registered []string
	inputs     map[string]resource.PropertyMap
	dependsOn  map[string][]string
	warnings   []string
	outputs    resource.PropertyMap
}

// constructWith sends inputs to the plugin's Construct as the engine would.
func constructWith(t testing.TB, inputs resource.PropertyMap, preview bool) result {
	t.Helper()
	e := startEngine(t)
	e.named = textsIn(resource.NewProperty(inputs))
	resp, err := e.serverFor(t).Construct(context.Background(), e.request(t, inputs, preview))
	r := result{registered: e.registered, inputs: e.inputs, dependsOn: e.dependsOn, warnings: e.warnings}
	if err != nil {
		r.problems = propertyProblems(t, err)
		return r
	}
	r.outputs, err = plugin.UnmarshalProperties(resp.GetState(), wireFormat)
	require.NoError(t, err)
	return r
}

// serverFor is the plugin as the engine starts it.
func (e *engine) serverFor(t testing.TB) *server {
	t.Helper()
	host, err := provider.NewHostClient(e.address)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, host.Close()) })
	server, err := newServer(schemaJSON(t), host)
	require.NoError(t, err)
	return server
}

// request is a call of Construct.
func (e *engine) request(t testing.TB, inputs resource.PropertyMap, preview bool) *pulumirpc.ConstructRequest {
	t.Helper()
	sent, err := plugin.MarshalProperties(inputs, wireFormat)
	require.NoError(t, err)
	return &pulumirpc.ConstructRequest{
		Project: "p", Stack: "s", DryRun: preview, MonitorEndpoint: e.address,
		Type: Token, Name: "ps", Inputs: sent, AcceptsOutputValues: true, Config: map[string]string{"azure-native:location": "westeurope"},
	}
}

// textsIn are all texts in a value.
func textsIn(v resource.PropertyValue) []string {
	var all []string
	switch {
	case v.IsString():
		return []string{v.StringValue()}
	case v.IsSecret():
		return textsIn(v.SecretValue().Element)
	case v.IsArray():
		for _, item := range v.ArrayValue() {
			all = append(all, textsIn(item)...)
		}
	case v.IsObject():
		for _, field := range v.ObjectValue() {
			all = append(all, textsIn(field)...)
		}
	}
	return all
}

// construct sends the valid configuration with a change laid over it.
func construct(t testing.TB, change string) result {
	t.Helper()
	return constructWith(t, shapetest.Properties(spectest.OnValid(change)), true)
}

func propertyProblems(t testing.TB, err error) map[string]string {
	t.Helper()
	problems := map[string]string{}
	for _, detail := range status.Convert(err).Details() {
		if invalid, ok := detail.(*pulumirpc.InputPropertiesError); ok {
			for _, p := range invalid.GetErrors() {
				problems[p.GetPropertyPath()] = p.GetReason()
			}
		}
	}
	require.NotEmpty(t, problems, "an error without properties: %v", err)
	return problems
}

func TestAValidCallBuildsTheStack(t *testing.T) {
	r := construct(t, "")
	assert.Empty(t, r.problems)
	assert.Empty(t, r.warnings)
	assert.Len(t, r.registered, 7)
	assert.Len(t, r.outputs["bgpSessions"].ArrayValue(), 4)
}

// What no engine sends is an error of that call, and the plugin serves the next one.
func TestARequestThatNoEngineSendsFailsAlone(t *testing.T) {
	e := startEngine(t)
	server := e.serverFor(t)
	for name, change := range map[string]func(*pulumirpc.ConstructRequest){
		"no monitor": func(r *pulumirpc.ConstructRequest) { r.MonitorEndpoint = "" },
		"a provider without an id": func(r *pulumirpc.ConstructRequest) {
			r.Providers = map[string]string{"azure-native": "urn:pulumi:s::p::t::n::"}
		},
		"a provider of nothing": func(r *pulumirpc.ConstructRequest) { r.Providers = map[string]string{"azure-native": "x"} },
		"a provider that is not one": func(r *pulumirpc.ConstructRequest) {
			r.Providers = map[string]string{"azure-native": "urn:pulumi:s::p::t::n::id"}
		},
		"a value without a kind": func(r *pulumirpc.ConstructRequest) { r.Inputs.Fields["location"] = &structpb.Value{} },
		"a missing value":        func(r *pulumirpc.ConstructRequest) { r.Inputs.Fields["location"] = nil },
		"a list item without a kind": func(r *pulumirpc.ConstructRequest) {
			r.Inputs.Fields["ignoreRules"] = structpb.NewListValue(&structpb.ListValue{Values: []*structpb.Value{{}}})
		},
		"an alias of nothing":         func(r *pulumirpc.ConstructRequest) { r.Aliases = []*pulumirpc.Alias{{Alias: &pulumirpc.Alias_Spec_{}}} },
		"an alias that is missing":    func(r *pulumirpc.ConstructRequest) { r.Aliases = []*pulumirpc.Alias{nil} },
		"a parent that is not a URN":  func(r *pulumirpc.ConstructRequest) { r.Parent = "x" },
		"a dependency that is no URN": func(r *pulumirpc.ConstructRequest) { r.Dependencies = []string{"", "x"} },
		"a trigger without a kind":    func(r *pulumirpc.ConstructRequest) { r.ReplacementTrigger = &structpb.Value{} },
		"no inputs":                   func(r *pulumirpc.ConstructRequest) { r.Inputs = nil },
		"no name":                     func(r *pulumirpc.ConstructRequest) { r.Name = "" },
		"an engine that is not there": func(r *pulumirpc.ConstructRequest) { r.MonitorEndpoint = "127.0.0.1:1" },
	} {
		request := e.request(t, shapetest.Properties(spectest.OnValid("")), true)
		change(request)
		assert.NotPanics(t, func() { _, _ = server.Construct(context.Background(), request) }, name)
		_, err := server.Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid("")), true))
		assert.NoError(t, err, "after %s", name)
	}
}

func TestACallLeavesNoConnectionBehind(t *testing.T) {
	e := startEngine(t)
	server := e.serverFor(t)
	for change, fails := range map[string]bool{
		"":                                 false,
		"privatePeering: {peerASN: 64511}": false, // it warns
		"privatePeering: {vlanId: 0}":      true,
		"privatePeering: {vlan: 1}":        true,
		"location: " + failing:             true, // after the first children are registered
	} {
		for range 3 {
			_, err := server.Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid(change)), true))
			assert.Equal(t, fails, err != nil, "%s: %v", change, err)
		}
	}
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := server.Construct(canceled, e.request(t, shapetest.Properties(spectest.OnValid("")), true))
	require.Error(t, err)
	giveUp := time.After(time.Minute)
	for open := -1; open != 0; {
		select {
		case open = <-e.connections:
		case <-giveUp:
			t.Fatalf("%d connections stay open", open)
		}
	}
}

func TestOutputsThatDoNotApplyAreSentAsNull(t *testing.T) {
	for _, preview := range []bool{true, false} {
		r := constructWith(t, shapetest.Properties(spectest.OnValid("microsoftPeering: null")), preview)
		require.Empty(t, r.problems)
		for _, name := range []resource.PropertyKey{"microsoftPeering", "routeFilterId"} {
			v, sent := r.outputs[name]
			assert.True(t, sent && v.IsNull(), "%s, preview %v", name, preview)
		}
		for name := range readSchema(t).Resources[Token].Properties {
			assert.Contains(t, r.outputs, resource.PropertyKey(name))
		}
	}
}

// previewOf previews the valid configuration with a change laid over it, where peerings exist with the state given.
func previewOf(t *testing.T, change, state string) resource.PropertyMap {
	t.Helper()
	e := startEngine(t)
	named := resource.NewPropertyMapFromMap(map[string]any{"name": "it"})
	e.state = map[string]resource.PropertyMap{
		groupType: named, circuitType: named, filterType: named, peeringType: shapetest.Properties(spectest.Tree(state)),
	}
	resp, err := e.serverFor(t).Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid(change)), true))
	require.NoError(t, err)
	outputs, err := plugin.UnmarshalProperties(resp.GetState(), wireFormat)
	require.NoError(t, err)
	return outputs
}

// unchangedPeering is what the state has of a peering: no counters, no connections, and no IPv6.
const unchangedPeering = `
azureASN: 12076
state: Enabled
etag: "1"
primaryAzurePort: A
secondaryAzurePort: B
provisioningState: Succeeded
lastModifiedBy: Customer
`

func TestWhatAnUnchangedPeeringLacksIsKnownInAPreview(t *testing.T) {
	outputs := previewOf(t, "", unchangedPeering)
	for _, peering := range []resource.PropertyKey{"privatePeering", "microsoftPeering"} {
		published := outputs[peering]
		assert.False(t, published.ContainsUnknowns(), "%s: %v", peering, published)
		assert.Equal(t, 12076.0, published.ObjectValue()["azureASN"].NumberValue())
		for _, lacks := range []resource.PropertyKey{"stats", "gatewayManagerEtag"} {
			v := published.ObjectValue()[lacks]
			assert.True(t, v.IsNull(), "%s.%s is %v", peering, lacks, v)
		}
	}
}

func TestWhatAChangedPeeringMayGetIsUnknownInAPreview(t *testing.T) {
	outputs := previewOf(t, "", `
azureASN: !unknown x
etag: !unknown x
state: Enabled
microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24], advertisedPublicPrefixesState: !unknown x}
`)
	published := outputs["microsoftPeering"].ObjectValue()
	for _, mayCome := range []resource.PropertyKey{"azureASN", "stats", "gatewayManagerEtag", "advertisedPublicPrefixesState", "ipv6AdvertisedPublicPrefixesState"} {
		v := published[mayCome]
		assert.True(t, v.IsComputed() || v.IsOutput() && !v.OutputValue().Known, "%s is %v", mayCome, v)
	}
	assert.Equal(t, "Enabled", published["state"].StringValue())
}

// linked is a message with the link behind it that leads to its rule.
func linked(message string) string {
	return message + " " + rules.Page + "#" + message[strings.LastIndex(message, "[")+1:len(message)-1]
}

func TestAllProblemsOfACallComeAtOnce(t *testing.T) {
	r := construct(t, `
privatePeering: {vlanId: 0, peerASN: 65515, primaryPeerAddressPrefix: 192.168.16.248/29, vlan: 3}
microsoftPeering: {vlanId: "300", microsoftPeeringConfig: {advertisedPublicPrefixes: null}}
`)
	want := map[string]string{
		"privatePeering.vlanId":                                            "VLAN 0 is outside 1 to 4094; use the VLAN id agreed with the carrier [vlan-range]",
		"privatePeering.peerASN":                                           "ASN 65515 is reserved by Azure (65515-65520); use your public ASN, or a private one from 64512-65514, 65521-65534 or 4200000000-4294967294 [asn-reserved]",
		"privatePeering.primaryPeerAddressPrefix":                          "192.168.16.248/29 is a /29 where a link needs a /30; it splits into 192.168.16.248/30 and 192.168.16.252/30, one for each link [link-prefix-length]",
		"privatePeering.vlan (unknown)":                                    "there is no such property; did you mean vlanId? [unknown-property]",
		"microsoftPeering.vlanId":                                          `the string "300" where a whole number is wanted; remove the quotes [wrong-type]`,
		"microsoftPeering.microsoftPeeringConfig.advertisedPublicPrefixes": "it is required and missing; give a list [missing-property]",
	}
	for path := range want {
		want[path] = linked(want[path])
	}
	assert.Equal(t, want, r.problems)
	assert.Empty(t, r.registered)
}

// What rests on lists that age warns, and the stack is built: before Azure is asked, and with what it has.
func TestPlacesThatMicrosoftDoesNotListAreWarnedOf(t *testing.T) {
	for change, warned := range map[string][]string{
		"location: westeurop\ncircuit: {serviceProvider: {name: Equinx, peeringLocation: Amsterdam 2}}":                                     {"peering-location-unknown", "carrier-unknown", "location-unknown"},
		"circuit: {skuTier: Standard, serviceProvider: {peeringLocation: Amsterdam}}\nmicrosoftPeering: {routeFilter: {regions: [eastus]}}": {"standard-reach"},
		"circuit: {serviceProvider: {name: A new carrier, peeringLocation: A new place}}":                                                   nil,
	} {
		r := construct(t, change)
		assert.Empty(t, r.problems, change)
		assert.NotEmpty(t, r.registered, change)
		var rules []string
		for _, w := range r.warnings {
			if !strings.Contains(w, "[location-missing]") {
				rules = append(rules, ruleOf(w))
			}
		}
		assert.ElementsMatch(t, warned, rules, change)
	}
}

func TestWarningsAreLoggedBesideErrorsToo(t *testing.T) {
	r := construct(t, "privatePeering: {peerASN: 64511, vlanId: 0}")
	assert.Len(t, r.problems, 1)
	require.Len(t, r.warnings, 1)
	assert.Contains(t, r.warnings[0], "[asn-documentation]")
}

func TestWarningsAreLoggedOnceAndDoNotStop(t *testing.T) {
	r := construct(t, "privatePeering: {peerASN: 64511, vlanId: !unknown x, sharedKey: !unknown x}")
	assert.Empty(t, r.problems)
	assert.Equal(t, []string{
		linked("privatePeering.peerASN: ASN 64511 is set aside for documentation (RFC 5398); use your public ASN, or a private one from 64512-65514, 65521-65534 or 4200000000-4294967294 [asn-documentation]"),
		"not checked in this preview, because their values are not known yet (the update checks them): privatePeering.sharedKey, privatePeering.vlanId",
	}, r.warnings)
	assert.Len(t, r.registered, 7)
}

// A circuit without a name of its own is found when it is registered. In an update, Azure has taken or refused it by then.
func TestAFullPortIsWarnedOfInAPreview(t *testing.T) {
	const onFull = "circuit: {serviceProvider: null, expressRouteDirect: {bandwidthInGbps: 10, portId: " + ourSubscription + "/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/full}}"
	for _, preview := range []bool{true, false} {
		e := startEngine(t)
		_, err := e.serverFor(t).Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid(onFull)), preview))
		require.NoError(t, err)
		assert.Equal(t, preview, strings.Contains(strings.Join(e.warnings, "\n"), "[port-full]"), e.warnings)
	}
}

// A region can be an input, the stack's, or that of a provider of the program's own, which is not seen.
func TestAMissingRegionIsWarnedOf(t *testing.T) {
	for name, c := range map[string]struct {
		change string
		set    func(*pulumirpc.ConstructRequest)
		warned bool
	}{
		"none":       {"", func(r *pulumirpc.ConstructRequest) { r.Config = nil }, true},
		"configured": {"", func(*pulumirpc.ConstructRequest) {}, false},
		"input":      {"location: westus", func(r *pulumirpc.ConstructRequest) { r.Config = nil }, false},
		"group":      {"resourceGroupName: network", func(r *pulumirpc.ConstructRequest) { r.Config = nil }, false},
		"provider": {"", func(r *pulumirpc.ConstructRequest) {
			r.Config, r.Providers = nil, map[string]string{"azure-native": "urn:pulumi:s::p::pulumi:providers:azure-native::own::id"}
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			e := startEngine(t)
			request := e.request(t, shapetest.Properties(spectest.OnValid(c.change)), true)
			c.set(request)
			_, err := e.serverFor(t).Construct(context.Background(), request)
			require.NoError(t, err)
			assert.Equal(t, c.warned, strings.Contains(strings.Join(e.warnings, "\n"), "[location-missing]"), e.warnings)
		})
	}
}

// The engine prints the value that it finds at a reported path: none that could be a secret may be found.
func TestNoReportedPathLeadsTheEngineToASecret(t *testing.T) {
	const hidden = "hunter2 hunter2"
	for name, change := range map[string]string{
		"a plain-text key":                    "privatePeering: {sharedKey: " + hidden + "}",
		"a secret key":                        "privatePeering: {sharedKey: !secret " + hidden + "}",
		"a key beside another problem":        "privatePeering: {sharedKey: " + hidden + ", ipv6PeeringConfig: {}}",
		"a misspelt key":                      "privatePeering: {sharedkey: " + hidden + "}",
		"a key in a list where an object is":  "privatePeering: [{sharedKey: " + hidden + "}]",
		"a secret VLAN":                       "privatePeering: {vlanId: !secret " + hidden + "}",
		"a key in an object for a text":       "location: {sharedKey: " + hidden + "}",
		"a key in a list of the wrong things": "reservedAddressSpaces: [{sharedKey: " + hidden + "}]",
		"a port's key":                        "circuit: {expressRouteDirect: {authorizationKey: " + hidden + ", portId: x, bandwidthInGbps: -1}}",
		"a secret prefix":                     "privatePeering: {primaryPeerAddressPrefix: !secret " + hidden + "}",
		"everything secret":                   "privatePeering: !secret {vlanId: 0, sharedKey: " + hidden + "}",
	} {
		inputs := shapetest.Properties(spectest.OnValid(change))
		r := constructWith(t, inputs, true)
		require.NotEmpty(t, r.problems, name)
		for path, reason := range r.problems {
			assert.NotContains(t, reason, "hunter2", name)
			parsed, err := resource.ParsePropertyPath(path)
			if err != nil {
				continue
			}
			if v, found := parsed.Get(resource.NewProperty(inputs)); found {
				assert.NotContains(t, strings.ToLower(v.String()), "hunter2", "%s: the engine would print what is at %s", name, path)
			}
		}
	}
}

func TestChildrenDependOnWhatTheirValuesComeFrom(t *testing.T) {
	const source = "urn:pulumi:s::p::pkg:index:Source::source"
	inputs := shapetest.Properties(spectest.OnValid(""))
	inputs["privatePeering"].ObjectValue()["vlanId"] = resource.NewProperty(resource.Output{
		Element: resource.NewProperty(200.0), Known: true, Dependencies: []resource.URN{source},
	})
	r := constructWith(t, inputs, false)
	require.Empty(t, r.problems)
	assert.Contains(t, r.dependsOn[peeringType+" ps-private"], source)
	assert.NotContains(t, r.dependsOn[circuitType+" ps"], source)
}

func TestAPlainTextKeyIsRecordedAsASecretEverywhere(t *testing.T) {
	r := construct(t, "privatePeering: {sharedKey: hunter2}")
	require.Empty(t, r.problems)
	component := r.inputs[Token+" ps"]["privatePeering"].ObjectValue()
	assert.True(t, component["sharedKey"].ContainsSecrets(), "in the component's own inputs")
	assert.False(t, component["vlanId"].ContainsSecrets(), "and nothing else is")
	assert.True(t, r.inputs[peeringType+" ps-private"]["sharedKey"].ContainsSecrets(), "in the peering's inputs")
}

func TestSecretsLeaveConstructAsSecrets(t *testing.T) {
	r := construct(t, "privatePeering: {primaryPeerAddressPrefix: !secret 192.168.16.252/30}")
	require.Empty(t, r.problems)
	session := r.outputs["bgpSessions"]
	assert.True(t, session.ContainsSecrets())
	assert.True(t, r.outputs["serviceKey"].ContainsSecrets() || r.outputs["serviceKey"].IsNull() || r.outputs["serviceKey"].IsComputed())
}

func TestTheFirstHundredProblemsAreToldOf(t *testing.T) {
	e := startEngine(t)
	for change, first := range map[string]string{
		"microsoftPeering: {routeFilter: {communities: [" + strings.Repeat("'x', ", 16000) + "]}}": "microsoftPeering.routeFilter.communities[0]",
		"privatePeering: {" + numbered("p%05d: 1, ", 100000) + "}":                                 "privatePeering.p00000 (unknown)",
	} {
		_, err := e.serverFor(t).Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid(change)), true))
		problems := propertyProblems(t, err)
		assert.Len(t, problems, 100)
		assert.Contains(t, problems, first)
		assert.Regexp(t, "^(16000|100000) problems .* the first 100, and there are (15900|99900) more$", status.Convert(err).Message())
	}
	unknown := construct(t, "tags: {"+numbered("t%05d: !unknown x, ", 50)+"}\nreservedAddressSpaces: ["+strings.Repeat("!unknown x, ", 1000)+"]")
	require.NotEmpty(t, unknown.warnings)
	assert.Less(t, len(strings.Join(unknown.warnings, "")), 10_000)
}

func numbered(format string, n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, format, i)
	}
	return text.String()
}

func TestHostileInputsGetAnErrorAndNoCrash(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, change := range map[string]string{
		"a megabyte of text":             "privatePeering: {primaryPeerAddressPrefix: " + long + "}",
		"a megabyte of service":          "microsoftPeering: {routeFilter: {services: [" + long + "]}}",
		"a megabyte of property":         "privatePeering: {? " + long + " : 1}",
		"ten thousand communities":       "microsoftPeering: {routeFilter: {communities: [" + strings.Repeat("x, ", 10000) + "]}}",
		"ten thousand reserved spaces":   "reservedAddressSpaces: [" + strings.Repeat("x, ", 10000) + "]",
		"NUL bytes":                      "privatePeering: {primaryPeerAddressPrefix: \"192.168.16.252/30\\0\"}",
		"a number beyond int64":          "privatePeering: {vlanId: 1.0e+300}",
		"a number with a fraction":       "privatePeering: {vlanId: 200.5}",
		"an ASN with a fraction":         "privatePeering: {peerASN: 200.5}",
		"an ASN beyond int64":            "privatePeering: {peerASN: 1.0e+300}",
		"a negative ASN beyond int64":    "privatePeering: {peerASN: -1.0e+300}",
		"an unknown object":              "privatePeering: !unknown x",
		"an unknown object in an object": "circuit: {serviceProvider: !unknown x}",
		"an object in place of a text":   "location: {a: {b: {c: []}}}",
	} {
		r := construct(t, change)
		assert.NotEmpty(t, r.problems, name)
		assert.Empty(t, r.registered, name)
		total := 0
		for path, reason := range r.problems {
			assert.Less(t, len(reason), 2000, "%s: %.80s", name, path)
			total += len(path) + len(reason)
		}
		assert.Less(t, total, 4<<20, "%s: a report that fits into a message", name)
	}
}
