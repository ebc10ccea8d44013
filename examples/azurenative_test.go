package examples

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// azureNative3 is the version of azure-native 3.x that stacks are moved to. The default is that of the Go SDK, 2.90.0.
const azureNative3 = "3.26.0"

// homeWith is a Pulumi home with this package's plugin and the sandbox as each version of azure-native.
func homeWith(t *testing.T, versions ...string) string {
	t.Helper()
	home := t.TempDir()
	link := func(plugin, folder string) {
		folder = filepath.Join(home, "plugins", folder)
		require.NoError(t, os.MkdirAll(folder, 0o755))
		require.NoError(t, os.Link(plugin, filepath.Join(folder, filepath.Base(plugin))))
	}
	own, err := filepath.Glob(filepath.Join(pulumiHome(t), "plugins", "resource-azure-expressroute-v*", "pulumi-resource-azure-expressroute"))
	require.NoError(t, err)
	require.Len(t, own, 1)
	link(own[0], filepath.Base(filepath.Dir(own[0])))
	for _, version := range versions {
		link(sandboxPlugin(t), "resource-azure-native-v"+version)
	}
	return home
}

// withProvider makes the program give its PeeringStack a provider of a version of azure-native.
func (d deployment) withProvider(t *testing.T, version string) {
	t.Helper()
	d.edit(t, "Pulumi.yaml", "resources:\n", "resources:\n  azure:\n    type: pulumi:providers:azure-native\n    options: { version: "+version+" }\n")
	d.edit(t, "Pulumi.yaml", "type: azure-expressroute:PeeringStack\n", "type: azure-expressroute:PeeringStack\n    options: { providers: [\"${azure}\"] }\n")
}

// withoutProvider takes it back.
func (d deployment) withoutProvider(t *testing.T, version string) {
	t.Helper()
	d.edit(t, "Pulumi.yaml", "  azure:\n    type: pulumi:providers:azure-native\n    options: { version: "+version+" }\n", "")
	d.edit(t, "Pulumi.yaml", "    options: { providers: [\"${azure}\"] }\n", "")
}

// A versioned stack is the program with everything in it, in a Pulumi home with the versions of azure-native that it asks for.
type versioned struct{ deployment }

// azure is what Azure has of the circuit, without what every write changes.
func (d versioned) azure(t *testing.T) map[string]any {
	t.Helper()
	all := map[string]any{}
	for id, document := range d.content(t)["documents"] {
		if strings.Contains(id, "amsterdam") {
			var body any
			require.NoError(t, json.Unmarshal(document, &body))
			all[id] = withoutEtags(body)
		}
	}
	require.NotEmpty(t, all)
	return all
}

func withoutEtags(value any) any {
	switch value := value.(type) {
	case map[string]any:
		delete(value, "etag")
		for key, element := range value {
			value[key] = withoutEtags(element)
		}
	case []any:
		for i, element := range value {
			value[i] = withoutEtags(element)
		}
	}
	return value
}

// keys are the secrets that the stack publishes.
func (d versioned) keys(t *testing.T) auto.OutputMap {
	t.Helper()
	outputs, err := d.stack.Outputs(t.Context())
	require.NoError(t, err)
	keys := auto.OutputMap{"serviceKey": outputs["serviceKey"], "authorizationKeys": outputs["authorizationKeys"]}
	for name, key := range keys {
		require.NotEmpty(t, key.Value, name)
		require.True(t, key.Secret, name)
	}
	return keys
}

// apiVersions are the API versions of the children by the last write or reading.
func (d versioned) apiVersions(t *testing.T) map[any]int {
	t.Helper()
	versions := map[any]int{}
	for _, resource := range d.state(t) {
		if resource.Type.Package() == "azure-native" {
			versions[resource.Outputs["azureApiVersion"]]++
		}
	}
	return versions
}

func TestAStackLivesWithAzureNative3FromTheStart(t *testing.T) {
	t.Parallel()
	_, whole := wholeCircuitWith(t, map[string]string{"PULUMI_HOME": homeWith(t, azureNative3)}, func(d deployment) { d.withProvider(t, azureNative3) })
	d := versioned{whole}
	assert.Equal(t, map[any]int{"2024-03-01": 1, "2024-05-01": 10}, d.apiVersions(t))
	_, err := d.stack.Refresh(t.Context()) // finds what the carrier did, once
	require.NoError(t, err)
	d.assertSettled(t)
	d.assertNowhere(t, "Shared0Between0Routers")

	d.edit(t, "Pulumi.yaml", "bandwidthInMbps: 1000", "bandwidthInMbps: 2000")
	_, steps, err := d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{"update PeeringStack amsterdam", "update ExpressRouteCircuit amsterdam"}, steps)
	d.assertSettled(t)

	d.command(t, "deprovision", "amsterdam")
	_, err = d.stack.Destroy(t.Context())
	require.NoError(t, err)
}

func TestAStackMovesToAzureNative3AndBack(t *testing.T) {
	t.Parallel()
	_, whole := wholeCircuitWith(t, map[string]string{"PULUMI_HOME": homeWith(t, azureNativeVersion(t), azureNative3)}, func(deployment) {})
	d := versioned{whole}
	two, three := map[any]int{"2022-09-01": 1, "2023-02-01": 10}, map[any]int{"2024-03-01": 1, "2024-05-01": 10}
	require.Equal(t, two, d.apiVersions(t))
	azure, keys := d.azure(t), d.keys(t)

	move := func(t *testing.T, want map[any]int, options ...optup.Option) {
		t.Helper()
		up, err := d.stack.Up(t.Context(), append(options, optup.ProgressStreams(d.screen), optup.ErrorProgressStreams(d.screen))...)
		require.NoError(t, err)
		for _, operation := range []string{"replace", "create-replacement", "delete-replaced"} {
			assert.NotContains(t, *up.Summary.ResourceChanges, operation, up.StdOut)
		}
		assert.Equal(t, want, d.apiVersions(t))
		assert.Equal(t, azure, d.azure(t), "what is in Azure stays as it is")
		assert.Equal(t, keys, d.keys(t))
		d.assertSettled(t)
	}
	refreshed := []optup.Option{optup.Refresh(), optup.RunProgram(true)}
	t.Run("to 3, refreshed", func(t *testing.T) { d.withProvider(t, azureNative3); move(t, three, refreshed...) })
	t.Run("and back", func(t *testing.T) { d.withoutProvider(t, azureNative3); move(t, two, refreshed...) })
	t.Run("to 3, updated", func(t *testing.T) { d.withProvider(t, azureNative3); move(t, three) })
	t.Run("and back by the version", func(t *testing.T) {
		d.edit(t, "Pulumi.yaml", "version: "+azureNative3, "version: "+azureNativeVersion(t))
		_, err := d.stack.Preview(t.Context(), optpreview.ProgressStreams(d.screen))
		require.NoError(t, err)
		move(t, two)
	})
	d.assertNowhere(t, "Shared0Between0Routers")
	d.command(t, "deprovision", "amsterdam")
	_, err := d.stack.Destroy(t.Context())
	require.NoError(t, err)
}
