package azurenative

import (
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi-azure-native-sdk/resources/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckNamesEachProblem(t *testing.T) {
	cases := []struct {
		name, token string
		inputs      object
		want        []string // beginnings
	}{
		{"good inputs", circuitToken, circuit(), nil},
		{"a good peering", peeringToken, microsoft(), nil},
		{"values not known yet", circuitToken, with(with(circuit(), "resourceGroupName", unknown()), "sku", unknown()), nil},
		{"a secret", peeringToken, private(), nil},
		{"an unknown property", circuitToken, with(circuit(), "bandwidth", 5), []string{"bandwidth: unknown property; expected one of [allowClassicOperations "}},
		{"an unknown nested property", circuitToken, with(circuit(), "sku.size", "x"), []string{"sku.size: unknown property; expected one of [family name tier]"}},
		{"an output as an input", circuitToken, with(circuit(), "etag", "x"), []string{"etag: unknown property"}},
		{"a wrong type", peeringToken, with(private(), "vlanId", "100"), []string{"vlanId: expected integer, got string"}},
		{"a fraction", peeringToken, with(private(), "vlanId", 1.5), []string{"vlanId: expected an integer, got a number with a fraction"}},
		{"a wrong type in a secret", peeringToken, with(private(), "sharedKey", secret(5)), []string{"sharedKey: expected string, got number"}},
		{
			"a wrong nested type", peeringToken, with(microsoft(), "ipv6PeeringConfig.primaryPeerAddressPrefix", true),
			[]string{"ipv6PeeringConfig.primaryPeerAddressPrefix: expected string, got bool"},
		},
		{"a wrong element", ruleToken, rule("12076:5010", 5), []string{"communities[1]: expected string, got number"}},
		{"an array for an object", circuitToken, with(circuit(), "sku", []any{}), []string{"sku: expected object, got array"}},
		{"a string for a list", ruleToken, with(rule(), "communities", "12076:5010"), []string{"communities: expected array of string, got string"}},
		{"a number for a map's value", circuitToken, with(circuit(), "tags", object{"a.b": 5}), []string{`tags["a.b"]: expected string, got number`}},
		{"an inline child's problem", filterToken, with(filter(), "rules", []any{object{"name": "r", "access": 5}}), []string{
			"rules[0].access: expected string, got number",
			"rules[0].communities: missing required property; expected array of string",
			"rules[0].routeFilterRuleType: missing required property; expected string",
		}},
		{"all at once", ruleToken, object{"acces": "Allow"}, []string{
			"acces: unknown property", "access: missing required property; expected string", "communities: missing required property; expected array of string",
			"resourceGroupName: missing", "routeFilterName: missing", "routeFilterRuleType: missing",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, failures := newFace(t).check(c.token, nil, props(c.inputs))
			require.Len(t, failures, len(c.want), failures)
			for i, want := range c.want {
				assert.True(t, strings.HasPrefix(failures[i], want), "%s, not %s", failures[i], want)
			}
		})
	}
}

func TestCheckKeepsInputsAsTheyCame(t *testing.T) {
	inputs := props(with(private(), "vlanId", unknown()))
	checked, failures := newFace(t).check(peeringToken, nil, inputs)
	assert.Empty(t, failures)
	assert.Equal(t, inputs, checked)
}

func TestNames(t *testing.T) {
	f := newFace(t)
	unnamed := props(with(circuit(), "circuitName", nil))
	name := func(request *pulumirpc.CheckRequest) string {
		t.Helper()
		request.Urn, request.News = urn(circuitToken), f.pack(unnamed)
		response, err := f.Check(ctx, request)
		require.NoError(t, err)
		if failures := response.GetFailures(); len(failures) > 0 {
			return failures[0].GetProperty() + ": " + failures[0].GetReason()
		}
		return f.unpack(response.GetInputs())["circuitName"].StringValue()
	}
	seeded := name(&pulumirpc.CheckRequest{RandomSeed: []byte("seed")})
	assert.Regexp(t, "^thing[0-9a-f]{8}$", seeded)
	assert.Equal(t, seeded, name(&pulumirpc.CheckRequest{RandomSeed: []byte("seed")}), "the same seed gives the same name")
	assert.NotEqual(t, seeded, name(&pulumirpc.CheckRequest{RandomSeed: []byte("another")}))
	assert.Equal(t, "old", name(&pulumirpc.CheckRequest{Olds: f.pack(props(object{"circuitName": "old"}))}), "a resource keeps its name")

	naming := func(mode pulumirpc.CheckRequest_AutonamingOptions_Mode) string {
		return name(&pulumirpc.CheckRequest{Autonaming: &pulumirpc.CheckRequest_AutonamingOptions{Mode: mode, ProposedName: "proposed"}})
	}
	assert.Equal(t, "proposed", naming(pulumirpc.CheckRequest_AutonamingOptions_PROPOSE))
	assert.Equal(t, "proposed", naming(pulumirpc.CheckRequest_AutonamingOptions_ENFORCE))
	assert.Contains(t, naming(pulumirpc.CheckRequest_AutonamingOptions_DISABLE), "circuitName: missing required property")

	given, _ := f.check(circuitToken, nil, props(with(circuit(), "circuitName", unknown())))
	assert.True(t, given["circuitName"].IsComputed(), "a name not known yet is a name")
}

func TestARandomNameIsMarkedAndStaysMarked(t *testing.T) {
	f := newFace(t)
	named, _ := f.check(circuitToken, nil, props(circuit()))
	assert.NotContains(t, named, randomlyNamed)

	unnamed := props(with(circuit(), "circuitName", nil))
	inputs, _ := f.check(circuitToken, nil, unnamed)
	assert.True(t, inputs[randomlyNamed].BoolValue())
	again, _ := f.check(circuitToken, inputs, unnamed)
	assert.Equal(t, inputs, again)
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, f.diff(circuitToken, inputs, again).GetChanges(), "the mark is no difference")
}

func TestLocations(t *testing.T) {
	unlocated := with(circuit(), "location", nil)
	t.Run("the provider's comes first", func(t *testing.T) {
		f := newFace(t)
		f.create(groupToken, group())
		_, err := f.Configure(ctx, &pulumirpc.ConfigureRequest{Args: f.pack(props(object{"location": "eastus"}))})
		require.NoError(t, err)
		assert.Equal(t, "eastus", f.create(circuitToken, unlocated).outputs["location"].StringValue())
	})
	t.Run("then the group's, also when the group is made after the check", func(t *testing.T) {
		f := newFace(t)
		inputs, _ := f.check(circuitToken, nil, props(unlocated))
		assert.NotContains(t, inputs, resource.PropertyKey("location"))
		f.create(groupToken, group())
		created := f.create(circuitToken, unlocated)
		assert.Equal(t, "westeurope", created.outputs["location"].StringValue())

		again, _ := f.check(circuitToken, inputs, props(unlocated))
		assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, f.diff(circuitToken, inputs, again).GetChanges())
		again, _ = f.check(circuitToken, created.inputs, props(unlocated))
		assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, f.diff(circuitToken, created.inputs, again).GetChanges())

		created.inputs = inputs
		assert.Equal(t, "westeurope", f.update(created, unlocated).outputs["location"].StringValue())
	})
	t.Run("a peering has none", func(t *testing.T) {
		f := newFace(t)
		f.create(groupToken, group())
		inputs, _ := f.check(peeringToken, nil, props(private()))
		assert.NotContains(t, inputs, resource.PropertyKey("location"))
	})
}

type mocks struct{}

func (mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return args.Name, args.Inputs, nil
}

func (mocks) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) { return args.Args, nil }

// The SDK's constructors know what is required, lists included. The sandbox has to agree with them.
func TestRequiredInputsAreTheSDKs(t *testing.T) {
	constructors := map[string]any{
		groupToken: resources.NewResourceGroup, circuitToken: network.NewExpressRouteCircuit, peeringToken: network.NewExpressRouteCircuitPeering,
		filterToken: network.NewRouteFilter, ruleToken: network.NewRouteFilterRule,
		authorizationToken: network.NewExpressRouteCircuitAuthorization, globalReachToken: network.NewExpressRouteCircuitConnection,
		connectionToken: network.NewVirtualNetworkGatewayConnection, wanConnectionToken: network.NewExpressRouteConnection,
		networkToken: network.NewVirtualNetwork, gatewayToken: network.NewVirtualNetworkGateway,
		"azure-native:network:Subnet": network.NewSubnet, "azure-native:network:PublicIPAddress": network.NewPublicIPAddress,
		"azure-native:network:VirtualWan": network.NewVirtualWan, "azure-native:network:VirtualHub": network.NewVirtualHub,
		"azure-native:network:ExpressRouteGateway": network.NewExpressRouteGateway, "azure-native:network:ExpressRoutePort": network.NewExpressRoutePort,
	}
	require.Len(t, constructors, len(resourceTypes))
	samples := []any{pulumi.String("x"), pulumi.StringArray{}, network.VirtualNetworkGatewayTypeArgs{}, network.ExpressRouteCircuitPeeringIdArgs{}, network.VirtualHubIdArgs{}}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		for _, rt := range resourceTypes {
			constructor := reflect.ValueOf(constructors[rt.token()])
			construct := func(without string) error {
				args := reflect.New(constructor.Type().In(2).Elem())
				for field := range fields(rt.args) {
					name := field.Tag.Get("pulumi")
					if name == without || !isRequired(rt, name) {
						continue
					}
					into := args.Elem().FieldByName(field.Name)
					for _, sample := range samples {
						if reflect.TypeOf(sample).AssignableTo(into.Type()) {
							into.Set(reflect.ValueOf(sample))
						}
					}
				}
				results := constructor.Call([]reflect.Value{reflect.ValueOf(ctx), reflect.ValueOf("r"), args})
				err, _ := results[1].Interface().(error)
				return err
			}
			for field := range fields(rt.args) {
				name := field.Tag.Get("pulumi")
				if err := construct(name); isRequired(rt, name) {
					assert.ErrorContains(t, err, "'"+field.Name+"'", "%s of %s", name, rt.token())
				} else {
					assert.NoError(t, err, "%s of %s", name, rt.token())
				}
			}
		}
		return nil
	}, pulumi.WithMocks("project", "stack", mocks{}))
	require.NoError(t, err)
}

func isRequired(rt *resourceType, name string) bool {
	check := &checker{generation: generations["2"], required: rt.required}
	check.object(nil, nil, rt.args)
	for _, failure := range check.failures {
		if failure.GetProperty() == name {
			return true
		}
	}
	return false
}

func TestTheTableNamesOnlyInputsOfTheSDK(t *testing.T) {
	for _, rt := range resourceTypes {
		shape := generations["3"].shape(rt.args)
		paths := append(append(append(append(rt.parameters(), rt.inline...), rt.required...), rt.replaceOn...), append(rt.azureSets, rt.nested...)...)
		for path := range rt.defaults {
			paths = append(paths, path)
		}
		for _, path := range paths {
			at := shape
			for _, step := range strings.Split(path, ".") {
				property, known := at[strings.TrimSuffix(step, "[]")]
				require.True(t, known, "%s of %s", path, rt.token())
				typ := property.typ
				if typ.Kind() == reflect.Slice {
					typ = typ.Elem()
				}
				if typ.Kind() == reflect.Struct {
					at = shapeOf(typ)
				}
			}
		}
		for _, name := range rt.parameters() {
			assert.True(t, has(shapeOf(rt.lookupArgs), name), "%s of %s", name, rt.lookupToken())
		}
	}
}
