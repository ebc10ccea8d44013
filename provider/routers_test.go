package provider

import (
	"context"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/router"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape"
)

// sessionOn is a session as PeeringStack publishes it.
func sessionOn(link, prefix, customer, microsoft string) map[string]any {
	return map[string]any{
		"peering": "AzurePrivatePeering", "link": link, "family": "ipv4", "vlanId": 200, "outerVlanId": nil, "prefix": prefix,
		"customerAddress": customer, "microsoftAddress": microsoft, "peerASN": "65010", "azureASN": "12076",
	}
}

// routerArguments are valid, with changes; null takes one out.
func routerArguments(changes map[string]any) map[string]any {
	all := map[string]any{
		"platform": "cisco-ios-xe",
		"sessions": []any{
			sessionOn("primary", "192.168.16.252/30", "192.168.16.253", "192.168.16.254"),
			sessionOn("secondary", "192.168.18.252/30", "192.168.18.253", "192.168.18.254"),
		},
		"interfaces":         map[string]any{"primary": "TenGigabitEthernet0/0/1", "secondary": "TenGigabitEthernet0/0/2"},
		"advertisedPrefixes": []any{"10.10.0.0/16"},
	}
	for name, value := range changes {
		all[name] = value
	}
	return all
}

// callRouters calls the function as the engine does.
func callRouters(t *testing.T, arguments resource.PropertyMap) (resource.PropertyMap, map[string]string) {
	t.Helper()
	return callRoutersOf(t, startEngine(t).serverFor(t), arguments)
}

func callRoutersOf(t *testing.T, server *server, arguments resource.PropertyMap) (resource.PropertyMap, map[string]string) {
	t.Helper()
	sent, err := plugin.MarshalProperties(arguments, wireFormat)
	require.NoError(t, err)
	resp, err := server.Invoke(context.Background(), &pulumirpc.InvokeRequest{Tok: RouterConfigurationToken, Args: sent})
	require.NoError(t, err)
	failures := map[string]string{}
	for _, f := range resp.GetFailures() {
		failures[f.GetProperty()] = f.GetReason()
	}
	result, err := plugin.UnmarshalProperties(resp.GetReturn(), wireFormat)
	require.NoError(t, err)
	return result, failures
}

func TestRouterConfigurationWritesAFileForEachLink(t *testing.T) {
	result, failures := callRouters(t, resource.NewPropertyMapFromMap(routerArguments(map[string]any{"hostname": "edge", "bfd": nil})))
	assert.Empty(t, failures)
	configurations := result["configurations"].ArrayValue()
	require.Len(t, configurations, 2)
	second := configurations[1].ObjectValue()
	assert.Equal(t, "secondary", second["link"].StringValue())
	assert.Equal(t, "edge-private-secondary.ios-xe.cfg", second["fileName"].StringValue())
	assert.Contains(t, second["text"].StringValue(), "\n neighbor 192.168.18.254 remote-as 12076\n")
	assert.Equal(t, []resource.PropertyValue{}, result["warnings"].ArrayValue())
}

func TestRouterConfigurationWarns(t *testing.T) {
	e := startEngine(t)
	result, failures := callRoutersOf(t, e.serverFor(t), resource.NewPropertyMapFromMap(routerArguments(map[string]any{"advertisedPrefixes": nil})))
	assert.Empty(t, failures)
	const warning = "advertisedPrefixes: nothing is announced over the IPv4 sessions; there is no prefix of theirs in the list [router-announces-nothing]"
	require.Len(t, result["warnings"].ArrayValue(), 1)
	assert.Equal(t, warning, result["warnings"].ArrayValue()[0].StringValue())
	assert.Equal(t, []string{RouterConfigurationToken + ": " + warning + " https://github.com/expressroute-blueprints/pulumi-azure-expressroute/blob/main/docs/router-rules.md#router-announces-nothing"},
		e.warnings, "what is in a secret result is logged, too")
}

// A text that holds a key is secret, whatever the key came as, and so is one that holds any other secret.
func TestRouterConfigurationKeepsSecrets(t *testing.T) {
	secret := func(changes map[string]any) bool {
		result, failures := callRouters(t, resource.NewPropertyMapFromMap(routerArguments(changes)))
		require.Empty(t, failures)
		secrets := map[bool]int{}
		for _, c := range result["configurations"].ArrayValue() {
			secrets[c.ObjectValue()["text"].IsSecret()]++
			assert.True(t, c.ObjectValue()["fileName"].IsString())
		}
		require.Len(t, secrets, 1)
		return secrets[true] > 0
	}
	assert.False(t, secret(nil), "without a key there is nothing to hide")
	assert.True(t, secret(map[string]any{"sharedKey": "Contoso2Key"}), "a key as plain text")
	assert.True(t, secret(map[string]any{"sharedKey": resource.MakeSecret(resource.NewProperty("Contoso2Key"))}))
	assert.True(t, secret(map[string]any{"sharedKey": resource.NewProperty(resource.Output{Element: resource.NewProperty("Contoso2Key"), Known: true, Secret: true})}))
	assert.True(t, secret(map[string]any{"advertisedPrefixes": resource.MakeSecret(resource.NewProperty([]resource.PropertyValue{resource.NewProperty("10.10.0.0/16")}))}), "a secret that is not a key")
	session := sessionOn("primary", "192.168.16.252/30", "192.168.16.253", "192.168.16.254")
	session["customerAddress"] = resource.MakeSecret(resource.NewProperty("192.168.16.253"))
	assert.True(t, secret(map[string]any{"sessions": []any{session}}), "a secret inside a session")
	assert.False(t, secret(map[string]any{"sharedKey": nil}))
}

// What is wrong with the shape of the arguments is reported together with what the rules say.
func TestRouterConfigurationReportsEverythingAtOnce(t *testing.T) {
	first := sessionOn("primary", "192.168.16.248/29", "192.168.16.249", "192.168.16.250")
	second := sessionOn("secondary", "192.168.18.252/30", "192.168.18.253", "192.168.18.254")
	second["vlanId"] = "200"
	e := startEngine(t)
	_, failures := callRoutersOf(t, e.serverFor(t), resource.NewPropertyMapFromMap(routerArguments(map[string]any{
		"platform": "ios", "interfaces": map[string]any{"primary": "Gi0/0/1"}, "sessions": []any{first, second},
		"sharedKey": resource.MakeSecret(resource.NewProperty("Contoso Key")), "advertisedPrefixes": []any{"10.10.0.1/16"}, "hostName": "edge",
	})))
	for property, text := range map[string]string{
		"platform":              `there is no platform "ios"; there are arista-eos, bird, cisco-ios-xe, cisco-ios-xr, cisco-nx-os, frr or junos [router-platform]`,
		"interfaces.secondary":  "the secondary link has sessions and no interface; name the physical interface that it ends on [router-interface]",
		"sessions[0].prefix":    "192.168.16.248/29 is a /29 where a link needs a /30",
		"sessions[1].vlanId":    `the string "200" where a whole number is wanted; remove the quotes [wrong-type]`,
		"sharedKey":             "the key contains a space, a control character or a non-ASCII character; use letters and digits [shared-key-text]",
		"advertisedPrefixes[0]": "10.10.0.1/16 has host bits set; give the network address, 10.10.0.0/16 [advertised-prefix-format]",
		"hostName":              "there is no such property; did you mean hostname? [unknown-property]",
	} {
		assert.Contains(t, failures[property], text, property)
	}
	assert.Len(t, failures, 7, "%v", failures)
	for _, reason := range failures {
		assert.NotContains(t, reason, "Contoso")
	}
	assert.Len(t, e.warnings, 6, "all but the first are logged: the SDK for Python shows no other failure")
	_, failures = callRouters(t, resource.PropertyMap{})
	assert.Equal(t, []string{"interfaces", "platform", "sessions"}, slices.Sorted(func(yield func(string) bool) {
		for property := range failures {
			if !yield(property) {
				return
			}
		}
	}))
}

// What depends on a resource that is not there yet makes the result unknown, and no error.
func TestRouterConfigurationOfUnknownArgumentsIsUnknown(t *testing.T) {
	result, failures := callRouters(t, resource.NewPropertyMapFromMap(routerArguments(map[string]any{"circuitName": resource.MakeComputed(resource.NewProperty(""))})))
	assert.Empty(t, failures)
	assert.True(t, result["configurations"].IsComputed())
	assert.True(t, result["warnings"].IsComputed())
}

func TestTheArgumentsOfRouterConfigurationAreThoseOfTheSchema(t *testing.T) {
	schema, err := shape.Read(schemaJSON(t))
	require.NoError(t, err)
	arguments, err := schema.Function(RouterConfigurationToken)
	require.NoError(t, err)
	sameArguments(t, "", arguments, reflect.TypeFor[router.Arguments]())
	assert.True(t, arguments.Fields["sharedKey"].Secret)
}

func sameArguments(t *testing.T, path string, schema *shape.Type, arguments reflect.Type) {
	t.Helper()
	byName := fields(arguments, "input")
	for name, in := range schema.Fields {
		at := strings.TrimPrefix(path+"."+name, ".")
		assert.False(t, in.Plain, "%s: any value may be an output", at)
		field, ok := byName[name]
		if !assert.True(t, ok, "%s is in the schema and not in the arguments", at) {
			continue
		}
		switch {
		case in.Kind == shape.Object:
			sameArguments(t, at, in, field.Elem())
		case in.Kind == shape.Array && in.Elem.Kind == shape.Object:
			sameArguments(t, at, in.Elem, field.Elem())
		default:
			assert.Equal(t, specTypes[in.Kind], field, at)
		}
	}
	for name := range byName {
		assert.Contains(t, schema.Fields, name, "%s is in the arguments and not in the schema", path)
	}
}

func TestEveryPlatformIsInTheSchema(t *testing.T) {
	schema, err := os.ReadFile("../schema.json")
	require.NoError(t, err)
	for _, platform := range router.Platforms() {
		assert.Contains(t, string(schema), `"value": "`+platform+`"`)
	}
}
