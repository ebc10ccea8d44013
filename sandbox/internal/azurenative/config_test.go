package azurenative

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConfigurationKeepsCredentialsSecret(t *testing.T) {
	f := newFace(t)
	response, err := f.CheckConfig(ctx, &pulumirpc.CheckRequest{News: f.pack(props(object{
		"subscriptionId": "s", "clientSecret": "hidden", "oidcToken": secret("hidden"), "useOidc": "true", "environment": "public",
	}))})
	require.NoError(t, err)
	assert.Empty(t, response.GetFailures())
	assert.Equal(t, props(object{
		"subscriptionId": "s", "clientSecret": secret("hidden"), "oidcToken": secret("hidden"), "useOidc": "true", "environment": "public",
	}), f.unpack(response.GetInputs()))
}

func TestAnotherSubscriptionReplacesTheProvider(t *testing.T) {
	cases := []struct {
		name     string
		old, new object
		changes  bool
		replaces []string
	}{
		{"the same", object{"subscriptionId": "a"}, object{"subscriptionId": "a"}, false, nil},
		{"another", object{"subscriptionId": "a"}, object{"subscriptionId": "b"}, true, []string{"subscriptionId"}},
		{"the sandbox's own instead", object{"subscriptionId": "a"}, object{}, true, []string{"subscriptionId"}},
		{"the sandbox's own, said aloud", object{}, object{"subscriptionId": ownSubscription}, true, nil},
		{"not known yet", object{"subscriptionId": "a"}, object{"subscriptionId": unknown()}, true, nil},
		{"another location", object{"location": "a"}, object{"location": "b"}, true, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFace(t)
			response, err := f.DiffConfig(ctx, &pulumirpc.DiffRequest{OldInputs: f.pack(props(c.old)), News: f.pack(props(c.new))})
			require.NoError(t, err)
			assert.Equal(t, c.changes, response.GetChanges() == pulumirpc.DiffResponse_DIFF_SOME)
			assert.Equal(t, c.replaces, response.GetReplaces())
		})
	}
}

func TestTheSubscription(t *testing.T) {
	f := newFace(t)
	configured := func(config object) string {
		response, err := f.Configure(ctx, &pulumirpc.ConfigureRequest{Args: f.pack(props(config))})
		require.NoError(t, err)
		assert.True(t, response.GetAcceptSecrets() && response.GetSupportsPreview() && response.GetAcceptResources())
		assert.False(t, response.GetAcceptOutputs())
		return strings.Split(f.create(groupToken, object{"location": "eastus"}).id, "/")[2]
	}
	assert.Equal(t, ownSubscription, configured(object{}))
	t.Setenv(subscriptionVariable, "from-the-environment")
	assert.Equal(t, "from-the-environment", configured(object{}))
	assert.Equal(t, "configured", configured(object{"subscriptionId": secret("configured")}))
}

func TestTheSchemaIsWhole(t *testing.T) {
	f := newFace(t)
	response, err := f.GetSchema(ctx, &pulumirpc.GetSchemaRequest{})
	require.NoError(t, err)
	var schema struct {
		Name, Version               string
		Types, Resources, Functions map[string]map[string]any
		Provider                    struct {
			InputProperties map[string]struct{ Secret bool }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(response.GetSchema()), &schema))
	assert.Equal(t, Name, schema.Name)
	assert.Equal(t, Default, schema.Version)
	for _, rt := range resourceTypes {
		assert.Len(t, schema.Resources[rt.token()]["inputProperties"], len(shapeOf(rt.args)))
		assert.Contains(t, schema.Functions, rt.lookupToken())
	}
	assert.Equal(t, []any{"access", "communities", "resourceGroupName", "routeFilterName", "routeFilterRuleType"}, schema.Resources[ruleToken]["requiredInputs"])
	assert.Contains(t, schema.Provider.InputProperties, "subscriptionId")
	assert.True(t, schema.Provider.InputProperties["clientSecret"].Secret)
	for _, part := range strings.Split(response.GetSchema(), `"$ref":"#/types/`)[1:] {
		token, _, _ := strings.Cut(part, `"`)
		assert.Contains(t, schema.Types, token)
	}
	info, err := f.GetPluginInfo(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, Default, info.GetVersion())
}

// screen keeps what is logged.
type screen []string

func (s *screen) Log(_ context.Context, _ diag.Severity, _ resource.URN, message string) error {
	*s = append(*s, message)
	return nil
}

func TestTheProviderSaysOnceThatItIsNotAzure(t *testing.T) {
	f := newFace(t)
	var log screen
	f.Introduced(&log, "/some/where.db")
	for range 2 {
		_, err := f.Configure(ctx, &pulumirpc.ConfigureRequest{})
		require.NoError(t, err)
	}
	require.Len(t, log, 1)
	assert.Equal(t, "This is the sandbox and not Azure. It stands in for azure-native "+Default+" and keeps its resources in /some/where.db.", log[0])
}
