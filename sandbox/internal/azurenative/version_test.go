package azurenative

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newest is the version of 3.x that is looked at here.
const newest = "3.26.0"

func TestThePluginServesAsTheVersionItIsInstalledAs(t *testing.T) {
	for path, version := range map[string]string{
		"/home/u/.pulumi/plugins/resource-azure-native-v2.89.1/pulumi-resource-azure-native":       "2.89.1",
		"/home/u/.pulumi/plugins/resource-azure-native-v3.26.0/pulumi-resource-azure-native":       "3.26.0",
		"/home/u/.pulumi/plugins/resource-azure-native-v3.0.0-beta.1/pulumi-resource-azure-native": "3.0.0-beta.1",
		"/checkout/bin/sandbox/pulumi-resource-azure-native":                                       Default,
		"pulumi-resource-azure-native": Default,
	} {
		assert.Equal(t, version, VersionAt(filepath.FromSlash(path)))
		info, err := newFace(t).as(version).GetPluginInfo(ctx, nil)
		require.NoError(t, err)
		assert.Equal(t, version, info.GetVersion())
	}
	for _, version := range []string{"", "1.104.0", "4.0.0", "2", "3.26", "v2.90.0", "23.1.0", "2.90.0.1"} {
		_, err := newFace(t).As(version)
		require.ErrorContains(t, err, "2.x and 3.x", version)
	}
}

// updated is a resource after the update that a program with unchanged inputs makes under the version.
func (f face) updated(b built, values object) (built, *pulumirpc.DiffResponse) {
	f.Helper()
	inputs, failures := f.check(b.token, b.inputs, props(values))
	require.Empty(f, failures)
	diff := f.diffOf(b, inputs)
	if diff.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME {
		return f.update(b, values), diff
	}
	b.inputs = inputs // as the engine keeps them
	return b, diff
}

func TestAnotherAPIVersionShowsAsAnUpdate(t *testing.T) {
	two := newFace(t)
	three := two.as(newest)
	two.create(groupToken, group())
	b := two.create(circuitToken, circuit())
	assert.NotContains(t, b.inputs, apiVersionKey)
	assert.Equal(t, "2023-02-01", b.outputs[apiVersionKey].StringValue(), "the state tells")

	onlyTheVersion := func(diff *pulumirpc.DiffResponse, kind pulumirpc.PropertyDiff_Kind) {
		t.Helper()
		assert.Equal(t, []string{string(apiVersionKey)}, diff.GetDiffs())
		assert.Empty(t, diff.GetReplaces())
		assert.Equal(t, kind, diff.GetDetailedDiff()[string(apiVersionKey)].GetKind())
	}
	moved, diff := three.updated(b, circuit())
	onlyTheVersion(diff, pulumirpc.PropertyDiff_UPDATE)
	assert.Equal(t, "2024-05-01", moved.inputs[apiVersionKey].StringValue())
	assert.Equal(t, "2024-05-01", moved.outputs[apiVersionKey].StringValue())
	assert.Equal(t, b.outputs["serviceKey"], moved.outputs["serviceKey"])
	_, diff = three.updated(moved, circuit())
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, diff.GetChanges())

	back, diff := two.updated(moved, circuit())
	onlyTheVersion(diff, pulumirpc.PropertyDiff_DELETE)
	assert.Equal(t, "2023-02-01", back.outputs[apiVersionKey].StringValue())
	assert.NotContains(t, back.inputs, apiVersionKey)
	_, diff = two.updated(back, circuit())
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, diff.GetChanges())
}

// Both a secret and not one of the program's outputs: 2.x keeps the inputs in the state, whole, with what is secret in them.
func TestTheStateHasTheInputs(t *testing.T) {
	two := newFace(t)
	two.create(groupToken, group())
	two.create(circuitToken, circuit())
	b := two.create(peeringToken, private())
	remembered := resource.MakeSecret(resource.NewObjectProperty(openMap(b.inputs)))
	assert.Equal(t, remembered, b.outputs[inputsKey])
	assert.Equal(t, remembered, two.refresh(b).outputs[inputsKey])
	imported := two.refresh(built{token: peeringToken, id: b.id})
	assert.Equal(t, "er", bare(imported.outputs[inputsKey]).ObjectValue()["circuitName"].StringValue())

	moved, _ := two.as(newest).updated(b, private())
	assert.NotContains(t, moved.outputs, inputsKey)
}

// What a refresh reads by the new version, it writes into the state: there is nothing left to update.
func TestARefreshMovesToAnotherAPIVersionByItself(t *testing.T) {
	two := newFace(t)
	three := two.as(newest)
	two.create(groupToken, group())
	port := object{"resourceGroupName": "net", "expressRoutePortName": "port", "location": "westeurope", "bandwidthInGbps": 10, "peeringLocation": "Equinix-Amsterdam-AM5"}
	id := two.create("azure-native:network:ExpressRoutePort", port).id
	onPort := with(with(circuit(), "serviceProviderProperties", nil), "expressRoutePort", object{"id": id})
	onPort["bandwidthInGbps"] = 2
	b := two.create(circuitToken, onPort)

	refreshed := three.refresh(b)
	assert.Equal(t, b.inputs, refreshed.inputs, "what 2.x does not know was not set to anything")
	assert.False(t, refreshed.outputs["enableDirectPortRateLimit"].BoolValue(), "and shows")
	moved, diff := three.updated(refreshed, onPort)
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, diff.GetChanges())

	limited := with(onPort, "enableDirectPortRateLimit", true)
	moved, diff = three.updated(moved, limited)
	assert.Equal(t, []string{"enableDirectPortRateLimit"}, diff.GetDiffs())
	assert.True(t, moved.outputs["enableDirectPortRateLimit"].BoolValue())
	assert.Equal(t, moved.inputs, three.refresh(moved).inputs)
}

func TestWhatIsNewIn3IsNotIn2(t *testing.T) {
	two := newFace(t)
	three := two.as(newest)
	two.stack()
	limited := with(circuit(), "enableDirectPortRateLimit", true)
	_, failures := two.check(circuitToken, nil, props(limited))
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "enableDirectPortRateLimit: unknown property")
	_, failures = three.check(circuitToken, nil, props(limited))
	assert.Empty(t, failures)
	_, failures = three.check(circuitToken, nil, props(with(circuit(), "enableDirectPortRateLimit", "yes")))
	assert.Equal(t, []string{"enableDirectPortRateLimit: expected bool, got string"}, failures)

	_, err := three.resourceTypeOf("azure-native:network/v20240501:RouteFilter")
	require.ErrorContains(t, err, "the azure-native sandbox has no", "versions are packages of their own in 3.x")
	rt, err := two.resourceTypeOf("azure-native:network/v20230201:RouteFilter")
	require.NoError(t, err)
	assert.Equal(t, "RouteFilter", rt.name)

	lookUp := func(f face) resource.PropertyMap {
		response, err := f.Invoke(ctx, &pulumirpc.InvokeRequest{
			Tok: "azure-native:network:getExpressRouteCircuit", Args: f.pack(props(object{"resourceGroupName": "net", "circuitName": "er"})),
		})
		require.NoError(t, err)
		return f.unpack(response.GetReturn())
	}
	assert.NotContains(t, lookUp(two), apiVersionKey)
	assert.Equal(t, "2024-05-01", lookUp(three)[apiVersionKey].StringValue())

	for f, has := range map[*face]bool{&two: false, &three: true} {
		schema, err := f.GetSchema(ctx, &pulumirpc.GetSchemaRequest{})
		require.NoError(t, err)
		for _, name := range []string{"enableDirectPortRateLimit", "connectionResourceUri", "azureApiVersion", "resiliencyModel", `"azure-native:network:VirtualNetworkGatewayAutoScaleBounds":{"properties":{"max"`} {
			assert.Equal(t, has, strings.Contains(schema.GetSchema(), name), "%s in %s", name, f.version)
		}
		assert.Contains(t, schema.GetSchema(), `"version":"`+f.version+`"`)
	}
}

func TestAnAuthorizationTellsItsUserIn3(t *testing.T) {
	two := newFace(t)
	three := two.as(newest)
	created := two.provisioned()
	key := created[authorizationID].outputs["authorizationKey"]
	two.update(created[connectionID], with(gatewayConnection(), "authorizationKey", key))

	read := func(f face) resource.PropertyMap { return f.refresh(created[authorizationID]).outputs }
	assert.NotContains(t, read(two), resource.PropertyKey("connectionResourceUri"))
	assert.Equal(t, connectionID, read(three)["connectionResourceUri"].V)
	inline := three.refresh(built{token: circuitToken, id: circuitID}).outputs["authorizations"].ArrayValue()
	require.NotEmpty(t, inline)
	assert.Contains(t, inline[0].ObjectValue(), resource.PropertyKey("connectionResourceUri"))
}

// The list of what is new is held to the SDK of 3.x where Go has it in its cache:
//
//	go mod download github.com/pulumi/pulumi-azure-native-sdk/network/v3@v3.26.0
func TestTheTypesOf3AreTheSDKs(t *testing.T) {
	cache, err := exec.CommandContext(t.Context(), "go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	sdk := filepath.Join(strings.TrimSpace(string(cache)), "github.com/pulumi/pulumi-azure-native-sdk/network/v3@v"+newest)
	if _, err := os.Stat(sdk); err != nil {
		t.Skip("no SDK of azure-native " + newest + " in Go's cache")
	}
	for _, rt := range resourceTypes {
		if rt.module != "network" {
			continue
		}
		own := rt.of(generations["3"])
		for file, types := range map[string]map[string]reflect.Type{
			own.name:         {own.name: own.state, strings.ToLower(own.name[:1]) + own.name[1:] + "Args": own.args},
			"get" + own.name: {"Lookup" + own.name + "Result": own.lookupResult},
		} {
			source := filepath.Join(sdk, strings.ToLower(file[:1])+file[1:]+".go")
			for name, typ := range types {
				assert.Equal(t, propertiesIn(t, source, name), sorted(own.shape(typ)), name)
			}
		}
	}
}

// propertiesIn reads the properties of a struct in a source file of an SDK.
func propertiesIn(t *testing.T, source, name string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	shape := map[string]property{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != name {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			if field.Tag != nil {
				shape[reflect.StructTag(strings.Trim(field.Tag.Value, "`")).Get("pulumi")] = property{}
			}
		}
		return false
	})
	require.NotEmpty(t, shape, "%s has no %s", source, name)
	return sorted(shape)
}
