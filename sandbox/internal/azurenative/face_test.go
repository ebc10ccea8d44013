package azurenative

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

const (
	groupToken   = "azure-native:resources:ResourceGroup"
	circuitToken = "azure-native:network:ExpressRouteCircuit"
	peeringToken = "azure-native:network:ExpressRouteCircuitPeering"
	filterToken  = "azure-native:network:RouteFilter"
	ruleToken    = "azure-native:network:RouteFilterRule"

	groupID   = "/subscriptions/" + ownSubscription + "/resourceGroups/net"
	circuitID = groupID + "/providers/Microsoft.Network/expressRouteCircuits/er"
	privateID = circuitID + "/peerings/AzurePrivatePeering"
	publicID  = circuitID + "/peerings/MicrosoftPeering"
	filterID  = groupID + "/providers/Microsoft.Network/routeFilters/rf"
	ruleID    = filterID + "/routeFilterRules/allow"
)

type object = map[string]any

var ctx = context.Background()

// face is the provider as the engine talks to it.
type face struct {
	*testing.T
	*Provider
	faults *faults.Plan
	died   *int
}

func newFace(t *testing.T) face {
	t.Helper()
	t.Setenv(subscriptionVariable, "")
	file := store.At(filepath.Join(t.TempDir(), "state.db"))
	plan, err := faults.NewPlan(file, arm.Types())
	require.NoError(t, err)
	died := new(int)
	return face{t, New(arm.NewServer(file).Faulty(plan, func() { *died++ })), plan, died}
}

// as is the face of another version, on the same resources.
func (f face) as(version string) face {
	f.Helper()
	p, err := New(f.arm).As(version)
	require.NoError(f, err)
	return face{f.T, p, f.faults, f.died}
}

func urn(token string) string { return "urn:pulumi:stack::project::" + token + "::thing" }

// props makes properties of Go values, among which may be property values.
func props(values object) resource.PropertyMap { return resource.NewPropertyMapFromMap(values) }

func secret(value any) resource.PropertyValue {
	return resource.MakeSecret(resource.NewPropertyValue(value))
}

func unknown() resource.PropertyValue {
	return resource.MakeComputed(resource.NewStringProperty(""))
}

func (f face) pack(properties resource.PropertyMap) *structpb.Struct {
	f.Helper()
	packed, err := marshal("test", properties)
	require.NoError(f, err)
	return packed
}

func (f face) unpack(packed *structpb.Struct) resource.PropertyMap {
	f.Helper()
	properties, err := unmarshal("test", packed)
	require.NoError(f, err)
	return properties
}

func (f face) check(token string, olds, news resource.PropertyMap) (resource.PropertyMap, []string) {
	f.Helper()
	response, err := f.Check(ctx, &pulumirpc.CheckRequest{Urn: urn(token), Olds: f.pack(olds), News: f.pack(news), RandomSeed: []byte("seed")})
	require.NoError(f, err)
	var failures []string
	for _, failure := range response.GetFailures() {
		failures = append(failures, failure.GetProperty()+": "+failure.GetReason())
	}
	return f.unpack(response.GetInputs()), failures
}

// built is a resource as the engine knows it.
type built struct {
	token, id       string
	inputs, outputs resource.PropertyMap
}

func (f face) create(token string, values object) built {
	f.Helper()
	inputs, failures := f.check(token, nil, props(values))
	require.Empty(f, failures)
	response, err := f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(token), Properties: f.pack(inputs)})
	require.NoError(f, err)
	return built{token, response.GetId(), inputs, f.unpack(response.GetProperties())}
}

func (f face) update(b built, values object) built {
	f.Helper()
	inputs, failures := f.check(b.token, b.inputs, props(values))
	require.Empty(f, failures)
	response, err := f.Update(ctx, &pulumirpc.UpdateRequest{
		Id: b.id, Urn: urn(b.token), Olds: f.pack(b.outputs), OldInputs: f.pack(b.inputs), News: f.pack(inputs),
	})
	require.NoError(f, err)
	return built{b.token, b.id, inputs, f.unpack(response.GetProperties())}
}

func (f face) refresh(b built) built {
	f.Helper()
	response, err := f.Read(ctx, &pulumirpc.ReadRequest{
		Id: b.id, Urn: urn(b.token), Properties: f.pack(b.outputs), Inputs: f.pack(b.inputs),
	})
	require.NoError(f, err)
	return built{b.token, response.GetId(), f.unpack(response.GetInputs()), f.unpack(response.GetProperties())}
}

func (f face) diff(token string, olds, news resource.PropertyMap) *pulumirpc.DiffResponse {
	f.Helper()
	return f.diffOf(built{token: token, inputs: olds}, news)
}

func (f face) diffOf(b built, news resource.PropertyMap) *pulumirpc.DiffResponse {
	f.Helper()
	response, err := f.Diff(ctx, &pulumirpc.DiffRequest{
		Id: b.id, Urn: urn(b.token), Olds: f.pack(b.outputs), OldInputs: f.pack(b.inputs), News: f.pack(news),
	})
	require.NoError(f, err)
	return response
}

func group() object { return object{"resourceGroupName": "net", "location": "West Europe"} }

func circuit() object {
	return object{
		"resourceGroupName": "net", "circuitName": "er", "location": "West Europe", "tags": object{"a": "b"},
		"sku":                       object{"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
		"serviceProviderProperties": object{"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 50},
	}
}

func private() object {
	return object{
		"resourceGroupName": "net", "circuitName": "er", "peeringName": "AzurePrivatePeering", "peeringType": "AzurePrivatePeering",
		"peerASN": 65010, "vlanId": 100, "sharedKey": secret("hunter2"),
		"primaryPeerAddressPrefix": "10.0.0.0/30", "secondaryPeerAddressPrefix": "10.0.0.4/30",
	}
}

func microsoft() object {
	return object{
		"resourceGroupName": "net", "circuitName": "er", "peeringName": "MicrosoftPeering", "peeringType": "MicrosoftPeering",
		"peerASN": 65010, "vlanId": 200,
		"primaryPeerAddressPrefix": "203.0.113.0/30", "secondaryPeerAddressPrefix": "203.0.113.4/30",
		"microsoftPeeringConfig": object{"advertisedPublicPrefixes": []any{"203.0.113.0/24"}},
		"routeFilter":            object{"id": filterID},
		"ipv6PeeringConfig": object{
			"primaryPeerAddressPrefix": "2001:db8::/126", "secondaryPeerAddressPrefix": "2001:db8::4/126",
			"routeFilter": object{"id": filterID}, "microsoftPeeringConfig": object{"advertisedPublicPrefixes": []any{"2001:db8::/48"}},
		},
	}
}

func filter() object {
	return object{"resourceGroupName": "net", "routeFilterName": "rf", "location": "westeurope"}
}

func rule(communities ...any) object {
	return object{
		"resourceGroupName": "net", "routeFilterName": "rf", "ruleName": "allow",
		"access": "Allow", "routeFilterRuleType": "Community", "communities": communities,
	}
}

// stack creates one resource of each kind, children after parents.
func (f face) stack() (group_, circuit_, filter_, rule_, private_, microsoft_ built) {
	f.Helper()
	return f.create(groupToken, group()), f.create(circuitToken, circuit()), f.create(filterToken, filter()),
		f.create(ruleToken, rule("12076:5040", "12076:5010")), f.create(peeringToken, private()), f.create(peeringToken, microsoft())
}

func with(values object, path string, value any) object {
	at := values
	steps := strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		at = at[step].(object)
	}
	if value == nil {
		delete(at, steps[len(steps)-1])
	} else {
		at[steps[len(steps)-1]] = value
	}
	return values
}

func TestAResourceLivesFromCreateToDelete(t *testing.T) {
	f := newFace(t)
	_, circuit_, _, _, private_, microsoft_ := f.stack()

	assert.Equal(t, circuitID, circuit_.id)
	assert.Equal(t, "westeurope", circuit_.outputs["location"].StringValue())
	assert.Equal(t, "NotProvisioned", circuit_.outputs["serviceProviderProvisioningState"].StringValue())
	assert.Equal(t, 50.0, circuit_.outputs["serviceProviderProperties"].ObjectValue()["bandwidthInMbps"].NumberValue())
	assert.Empty(t, circuit_.outputs["peerings"].ArrayValue())
	for _, name := range []resource.PropertyKey{"properties", "id", "resourceGuid", "circuitName"} {
		assert.NotContains(t, circuit_.outputs, name)
	}
	assert.Equal(t, privateID, private_.id)
	assert.Equal(t, 12076.0, private_.outputs["azureASN"].NumberValue())
	assert.NotContains(t, private_.outputs, resource.PropertyKey("sharedKey"))
	assert.Equal(t, []any{"12076:5040", "12076:5010"},
		microsoft_.outputs["microsoftPeeringConfig"].ObjectValue()["advertisedCommunities"].Mappable())

	updated := f.update(circuit_, with(circuit(), "serviceProviderProperties.bandwidthInMbps", 200))
	assert.Equal(t, 200.0, updated.outputs["serviceProviderProperties"].ObjectValue()["bandwidthInMbps"].NumberValue())
	assert.Equal(t, circuit_.outputs["serviceKey"], updated.outputs["serviceKey"])
	assert.Len(t, updated.outputs["peerings"].ArrayValue(), 2, "an update keeps children it does not set")
	inline := updated.outputs["peerings"].ArrayValue()[0].ObjectValue()
	assert.Equal(t, "AzurePrivatePeering", inline["peeringType"].StringValue(), "children are flat too")
	assert.Equal(t, privateID, inline["id"].StringValue())

	updated = f.update(circuit_, with(with(circuit(), "serviceProviderProperties.bandwidthInMbps", 200), "peerings", []any{}))
	assert.Empty(t, updated.outputs["peerings"].ArrayValue(), "an update that sets children replaces them")
	assert.Empty(t, f.refresh(private_).id, "a resource that is gone has no id")

	for range 2 {
		_, err := f.Delete(ctx, &pulumirpc.DeleteRequest{Id: circuitID, Urn: urn(circuitToken)})
		require.NoError(t, err)
	}
	assert.Empty(t, f.refresh(circuit_).id)
}

func TestInlineChildrenAreNestedAndFlattened(t *testing.T) {
	f := newFace(t)
	f.create(groupToken, group())
	element := object{"name": "allow", "access": "Allow", "routeFilterRuleType": "Community", "communities": []any{"12076:5040"}}
	created := f.create(filterToken, with(filter(), "rules", []any{element}))
	got := created.outputs["rules"].ArrayValue()[0].ObjectValue()
	assert.Equal(t, []any{"12076:5040"}, got["communities"].Mappable())
	assert.Equal(t, ruleID, got["id"].StringValue())
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, f.diff(filterToken, created.inputs, f.refresh(created).inputs).GetChanges())

	body, err := f.arm.Get(must(arm.ParseID(ruleID)))
	require.NoError(t, err)
	assert.Equal(t, "Allow", body["properties"].(object)["access"])
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestRefusedCreates(t *testing.T) {
	cases := []struct {
		name, token string
		inputs      object
		want        string
	}{
		{"a group that exists", groupToken, group(), "cannot create already existing resource '" + groupID + "'"},
		{"a circuit that exists", circuitToken, circuit(), "cannot create already existing resource '" + circuitID + "'"},
		{"a circuit without its group", circuitToken, with(circuit(), "resourceGroupName", "none"), `Code="ResourceGroupNotFound" Message="`},
		{"a peering without its circuit", peeringToken, with(private(), "circuitName", "none"), `Code="ParentResourceNotFound" Message="`},
		{"a group without a location", groupToken, object{"resourceGroupName": "other"}, `Code="LocationRequired" Message="`},
		{"a name with a slash", circuitToken, with(circuit(), "circuitName", "a/b"), "circuitName should be a name"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFace(t)
			f.create(groupToken, group())
			f.create(circuitToken, circuit())
			_, err := f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(c.token), Properties: f.pack(props(c.inputs))})
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestATypeTheSandboxDoesNotHave(t *testing.T) {
	f := newFace(t)
	_, err := f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn("azure-native:network:LoadBalancer")})
	require.ErrorContains(t, err, "azure-native:network:LoadBalancer")
	_, err = f.resourceTypeOf("azure-native:network/v20150101:RouteFilter")
	require.Error(t, err)
	rt, err := f.resourceTypeOf("azure-native:network/v20230201:RouteFilter")
	require.NoError(t, err)
	assert.Equal(t, filterToken, rt.token())
}

func TestAPreviewKnowsInputsAndNothingElse(t *testing.T) {
	f := newFace(t)
	inputs := props(with(circuit(), "serviceProviderProperties.serviceProviderName", secret("Equinix")))
	response, err := f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(circuitToken), Properties: f.pack(inputs), Preview: true})
	require.NoError(t, err)
	outputs := f.unpack(response.GetProperties())
	assert.Equal(t, inputs["tags"], outputs["tags"])
	assert.Equal(t, secret("Equinix"), outputs["serviceProviderProperties"].ObjectValue()["serviceProviderName"])
	for _, name := range []resource.PropertyKey{"serviceKey", "name", "peerings", "etag", "stag"} {
		assert.True(t, outputs[name].IsComputed(), name)
	}
	assert.Len(t, outputs, len(shapeOf(must(f.resourceTypeOf(circuitToken)).state)))
	assert.Empty(t, response.GetId())

	f.create(groupToken, group())
	created := f.create(circuitToken, circuit())
	update, err := f.Update(ctx, &pulumirpc.UpdateRequest{
		Id: created.id, Urn: urn(circuitToken), Olds: f.pack(created.outputs), News: f.pack(created.inputs), Preview: true,
	})
	require.NoError(t, err)
	outputs = f.unpack(update.GetProperties())
	assert.Equal(t, "er", outputs["name"].StringValue(), "a name never changes in place")
	assert.True(t, outputs["etag"].IsComputed())
}

func TestSecretsStaySecret(t *testing.T) {
	f := newFace(t)
	f.create(groupToken, group())
	created := f.create(circuitToken, with(circuit(), "tags", object{"a": secret("b"), "c": "d"}))
	assert.Equal(t, secret("b"), created.outputs["tags"].ObjectValue()["a"])
	assert.Equal(t, "d", created.outputs["tags"].ObjectValue()["c"].StringValue())

	// The engine makes outputs secret by itself, for additionalSecretOutputs.
	created.outputs["serviceKey"] = resource.MakeSecret(created.outputs["serviceKey"])
	refreshed := f.refresh(created)
	assert.Equal(t, created.outputs["serviceKey"], refreshed.outputs["serviceKey"])
	assert.Equal(t, created.inputs, refreshed.inputs)

	created = f.create(peeringToken, private())
	assert.Equal(t, secret("hunter2"), created.inputs["sharedKey"])
	assert.Equal(t, secret("hunter2"), f.refresh(created).inputs["sharedKey"])
}

func TestOutputsAreOfTheSDKsTypes(t *testing.T) {
	f := newFace(t)
	first, second, third, fourth, fifth, sixth := f.stack()
	for _, b := range []built{first, second, third, fourth, fifth, sixth} {
		rt := must(f.resourceTypeOf(b.token))
		check := &checker{generation: rt.generation}
		outputs := openMap(f.refresh(b).outputs)
		delete(outputs, apiVersionKey) // programs do not see it, nor the inputs
		delete(outputs, inputsKey)
		check.object(nil, outputs, rt.state)
		for _, failure := range check.failures {
			assert.Contains(t, failure.GetReason(), "missing required property", "%s of %s", failure.GetProperty(), b.token)
		}
	}
}

func TestLookups(t *testing.T) {
	f := newFace(t)
	f.provisioned()
	invoke := func(token string, args object) (*pulumirpc.InvokeResponse, error) {
		return f.Invoke(ctx, &pulumirpc.InvokeRequest{Tok: token, Args: f.pack(props(args))})
	}
	samples := append(estate(), sample{groupToken, groupID, group()}, sample{circuitToken, circuitID, with(circuit(), "circuitName", secret("er"))},
		sample{peeringToken, privateID, private()}, sample{filterToken, filterID, filter()}, sample{ruleToken, ruleID, rule()})
	for _, s := range samples {
		rt, args := must(f.resourceTypeOf(s.token)), object{}
		for _, name := range rt.parameters() {
			args[name] = s.inputs[name]
		}
		response, err := invoke(rt.lookupToken(), args)
		require.NoError(t, err)
		require.Empty(t, response.GetFailures())
		assert.Equal(t, s.id, f.unpack(response.GetReturn())["id"].StringValue(), rt.token())
	}
	response, err := invoke("azure-native:network:getExpressRouteCircuit", object{"resourceGroupName": "NET", "circuitName": "ER"})
	require.NoError(t, err)
	got := f.unpack(response.GetReturn())
	assert.Equal(t, circuitID, got["id"].StringValue())
	assert.Len(t, got["serviceKey"].StringValue(), 36)

	response, err = invoke("azure-native:network:getExpressRouteCircuit", object{"circuitName": 5})
	require.NoError(t, err)
	require.Len(t, response.GetFailures(), 2)
	_, err = invoke("azure-native:network:getExpressRouteCircuit", object{"resourceGroupName": "net", "circuitName": "none"})
	require.ErrorContains(t, err, `Code="ResourceNotFound"`)
	response, err = invoke("azure-native:authorization:getClientConfig", object{})
	require.NoError(t, err)
	assert.Contains(t, circuitID, f.unpack(response.GetReturn())["subscriptionId"].StringValue())
	_, err = invoke("azure-native:network:getLoadBalancer", object{})
	require.ErrorContains(t, err, "getLoadBalancer")
}
