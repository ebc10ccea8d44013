package examples

import (
	"os"
	"path/filepath"
	"runtime"
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

// A release is two archives: the package's plugin and the sandbox, which a user's CI installs with Pulumi alone.
func TestReleaseArchivesInstall(t *testing.T) {
	t.Parallel()
	dist := os.Getenv("AZURE_EXPRESSROUTE_E2E_DIST")
	if dist == "" {
		skipOutsideCI(t, "no archives: run make test")
	}
	env := sandboxed(t)
	home := homeFromArchives(t, dist)
	env["PULUMI_HOME"] = home

	dir := t.TempDir()
	program, err := os.ReadFile("testdata/torture/Pulumi.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), program, 0o600))
	run(t, dir, env, "pulumi", "stack", "init", "dev")
	run(t, dir, env, "pulumi", "up", "--yes", "--skip-preview", "--stack", "dev")

	commands, err := filepath.Glob(filepath.Join(home, "plugins", "resource-azure-native-v*", "bin", "*"))
	require.NoError(t, err)
	require.Len(t, commands, 1, "the command comes with the plugin, in a folder that may be on PATH")
	assert.Contains(t, run(t, dir, env, commands[0], "list"), "expressRouteCircuits/london")
}

// Whoever has the sandbox on PATH, by mistake or by an older page of ours, and works on Azure in the same shell, is told.
func TestTheSandboxOnPATHDoesNotStandInForAzure(t *testing.T) {
	t.Parallel()
	env := sandboxed(t)
	env["PULUMI_HOME"] = t.TempDir()
	env["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "false"
	env["PATH"] = filepath.Dir(sandboxPlugin(t)) + string(filepath.ListSeparator) + os.Getenv("PATH")
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), []byte(`
name: production
runtime: yaml
resources:
  network: { type: "azure-native:resources:ResourceGroup", properties: { location: westeurope } }
`), 0o600))
	run(t, dir, env, "pulumi", "stack", "init", "dev")
	screen, err := attempt(t, dir, env, "pulumi", "up", "--yes", "--skip-preview", "--stack", "dev")
	require.Error(t, err, screen)
	assert.Contains(t, screen, "this is the sandbox of azure-expressroute and not azure-native")
	assert.Contains(t, screen, "AZURE_EXPRESSROUTE_SANDBOX=yes")

	env["AZURE_EXPRESSROUTE_SANDBOX"] = "yes"
	screen = run(t, dir, env, "pulumi", "up", "--yes", "--skip-preview", "--stack", "dev")
	_, diagnostics, _ := strings.Cut(screen, "Diagnostics:")
	assert.Equal(t, 1, strings.Count(diagnostics, "This is the sandbox and not Azure."), screen)
}

// homeFromArchives is a Pulumi home into which both archives of a release are installed.
func homeFromArchives(t *testing.T, dist string) string {
	t.Helper()
	platform := "-" + runtime.GOOS + "-" + runtime.GOARCH + ".tar.gz"
	home := t.TempDir()
	env := map[string]string{"PULUMI_HOME": home}
	install := func(plugin, version, archive string) {
		found, err := filepath.Glob(filepath.Join(dist, archive+"-v*"+platform))
		require.NoError(t, err)
		require.Len(t, found, 1, archive)
		if version == "" {
			version = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), archive+"-v"), platform)
		}
		run(t, home, env, "pulumi", "plugin", "install", "resource", plugin, version, "--file", found[0])
	}
	install("azure-native", azureNativeVersion(t), "azure-expressroute-sandbox")
	install("azure-expressroute", "", "pulumi-resource-azure-expressroute")
	return home
}

// azureNativeVersion is the version of azure-native that the sandbox stands in for.
func azureNativeVersion(t *testing.T) string {
	t.Helper()
	_, version, _ := strings.Cut(filepath.Base(filepath.Dir(sandboxPlugin(t))), "-v")
	return version
}

func sandboxPlugin(t *testing.T) string {
	t.Helper()
	sandboxes, err := filepath.Glob(filepath.Join(pulumiHome(t), "plugins", "resource-azure-native-v*", "pulumi-resource-azure-native"))
	require.NoError(t, err)
	require.Len(t, sandboxes, 1)
	return sandboxes[0]
}

// homeWithSandboxOnly is a Pulumi home without this package's plugin.
func homeWithSandboxOnly(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	run(t, home, map[string]string{"PULUMI_HOME": home}, "pulumi", "plugin", "install", "resource", "azure-native", azureNativeVersion(t), "--file", sandboxPlugin(t))
	return home
}
