package examples

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A program passes a provider of its own and parent, dependsOn, protect, retainOnDelete, aliases and transforms.
func TestOptionsOnTheComponentAreHonoured(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/options")
	configure := func(name, protect, retainOnDelete string) {
		require.NoError(t, d.stack.SetAllConfig(ctx, auto.ConfigMap{
			"name": {Value: name}, "protect": {Value: protect}, "retainOnDelete": {Value: retainOnDelete},
		}))
	}

	configure("contoso", "true", "false")
	_, steps, err := d.up(t)
	require.NoError(t, err)
	// The circuit goes into a group that dependsOn alone has the program wait for.
	assertOrder(t, steps, "create ResourceGroup network", "create ExpressRouteCircuit contoso", "create ExpressRouteCircuitPeering contoso-private")
	state := d.state(t)
	for _, name := range []string{"ExpressRouteCircuit::contoso", "ExpressRouteCircuitPeering::contoso-private"} {
		child := state[name]
		assert.Contains(t, child.URN, "::contoso:index:Platform$azure-expressroute:index:PeeringStack$azure-native:network:", "parent")
		assert.Contains(t, child.Provider, "::production::")
		assert.Contains(t, child.ID, "/subscriptions/22222222-3333-4444-5555-666666666666/resourceGroups/network/")
		assert.True(t, child.Protect)
		assert.False(t, child.RetainOnDelete)
	}
	assert.Contains(t, state["PeeringStack::contoso"].Dependencies, state["ResourceGroup::network"].URN)
	circuit := state["ExpressRouteCircuit::contoso"]
	assert.Equal(t, map[string]any{"owner": "network"}, circuit.Inputs["tags"], "transform")
	assert.Contains(t, circuit.IgnoreChanges, "sku", "transform")

	_, err = d.stack.Destroy(ctx)
	require.ErrorContains(t, err, "protect")
	assert.Len(t, d.stored(t), 3)

	// Another name with the old one as an alias: nothing is made anew.
	configure("tailspin", "false", "true")
	up, _, err := d.up(t)
	require.NoError(t, err)
	assert.Equal(t, &map[string]int{"same": 7}, up.Summary.ResourceChanges)
	state = d.state(t)
	assert.Equal(t, circuit.ID, state["ExpressRouteCircuit::tailspin"].ID)
	assert.True(t, state["ExpressRouteCircuitPeering::tailspin-private"].RetainOnDelete)

	// The component around it gets another type, with the old one as an alias.
	require.NoError(t, d.stack.SetConfig(ctx, "platform", auto.ConfigValue{Value: "LandingZone"}))
	for range 2 {
		_, err = d.stack.Preview(ctx)
		require.NoError(t, err)
		up, _, err = d.up(t)
		require.NoError(t, err)
		assert.Equal(t, &map[string]int{"same": 7}, up.Summary.ResourceChanges)
	}
	assert.Contains(t, d.state(t)["ExpressRouteCircuit::tailspin"].URN, "::contoso:index:LandingZone$")

	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	assert.Len(t, d.stored(t), 3, "all is still in Azure")
}

// One blueprint gives the same names in every subscription. The state of the program has them all, and tells no ids.
func TestTheSameNamesInTwoSubscriptions(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/subscriptions")
	up, _, err := d.up(t)
	require.NoError(t, err)
	resources := (*up.Summary.ResourceChanges)["create"]

	for _, change := range []struct {
		circuit, authorization string
		changes                map[string]int
	}{
		{"er", "hub", map[string]int{"same": resources}},
		{"er", "spoke", map[string]int{"create": 1, "delete": 1, "update": 1, "same": resources - 2}},
		{"er2", "spoke", map[string]int{"replace": 3, "update": 1, "same": resources - 4}},
		{"er", "hub", map[string]int{"create": 1, "replace": 2, "update": 1, "same": resources - 4}}, // the other subscription has the name
	} {
		require.NoError(t, d.stack.SetAllConfig(ctx, auto.ConfigMap{"circuit": {Value: change.circuit}, "authorization": {Value: change.authorization}}))
		_, err := d.stack.Preview(ctx)
		require.NoError(t, err, change)
		up, _, err := d.up(t)
		require.NoError(t, err, change)
		assert.Equal(t, &change.changes, up.Summary.ResourceChanges, change)
	}
}

// state gives the resources of the stack by type and name: "ExpressRouteCircuit::contoso".
func (d deployment) state(t *testing.T) map[string]apitype.ResourceV3 {
	t.Helper()
	exported, err := d.stack.Export(t.Context())
	require.NoError(t, err)
	var deployed apitype.DeploymentV3
	require.NoError(t, json.Unmarshal(exported.Deployment, &deployed))
	state := map[string]apitype.ResourceV3{}
	for _, resource := range deployed.Resources {
		state[string(resource.Type.Name())+"::"+resource.URN.Name()] = resource
	}
	return state
}

// secretOutput decrypts an output of a resource in the state.
func (d deployment) secretOutput(t *testing.T, resource, output string) string {
	t.Helper()
	env := d.stack.Workspace().GetEnvVars()
	exported := run(t, d.stack.Workspace().WorkDir(), env, "pulumi", "stack", "export", "--show-secrets", "--stack", "dev")
	var deployed struct{ Deployment apitype.DeploymentV3 }
	require.NoError(t, json.Unmarshal([]byte(exported), &deployed))
	for _, r := range deployed.Deployment.Resources {
		if string(r.Type.Name())+"::"+r.URN.Name() == resource {
			var secret string
			require.NoError(t, json.Unmarshal([]byte(r.Outputs[output].(map[string]any)["plaintext"].(string)), &secret))
			return secret
		}
	}
	t.Fatalf("no %s in the state", resource)
	return ""
}

// only are the steps that have one of the words in them.
func only(steps []string, words ...string) []string {
	var some []string
	for _, step := range steps {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(step, word) }) {
			some = append(some, step)
		}
	}
	return some
}
