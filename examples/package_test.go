package examples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whoever has a checkout needs neither a release nor an installed plugin: Pulumi builds the plugin from PulumiPlugin.yaml.
func TestPackageIsAddedFromACheckout(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("..")
	require.NoError(t, err)
	env := sandboxed(t)
	env["PULUMI_HOME"] = homeWithSandboxOnly(t)
	dir := t.TempDir()
	program := filepath.Join(dir, "Pulumi.yaml")
	require.NoError(t, os.WriteFile(program, []byte("name: adds\nruntime: yaml\n"), 0o600))

	run(t, dir, env, "pulumi", "package", "add", root)

	added, err := os.ReadFile(program)
	require.NoError(t, err)
	assert.Contains(t, string(added), "azure-expressroute: "+root)
	require.NoError(t, os.WriteFile(program, append(added, `
resources:
  contoso:
    type: azure-expressroute:PeeringStack
    properties:
      circuit:
        serviceProvider: { name: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 200 }
`...), 0o600))
	run(t, dir, env, "pulumi", "stack", "init", "dev")
	preview := run(t, dir, env, "pulumi", "preview", "--stack", "dev")
	assert.Contains(t, preview, "azure-native:network:ExpressRouteCircuit contoso create")
	assert.Contains(t, preview, "+ 4 to create")
}

// homeWithSandboxOnly is a Pulumi home without this package's plugin.
func homeWithSandboxOnly(t *testing.T) string {
	t.Helper()
	sandboxes, err := filepath.Glob(filepath.Join(pulumiHome(t), "plugins", "resource-azure-native-v*", "pulumi-resource-azure-native"))
	require.NoError(t, err)
	require.Len(t, sandboxes, 1)
	_, version, _ := strings.Cut(filepath.Base(filepath.Dir(sandboxes[0])), "-v")
	home := t.TempDir()
	run(t, home, map[string]string{"PULUMI_HOME": home}, "pulumi", "plugin", "install", "resource", "azure-native", version, "--file", sandboxes[0])
	return home
}
