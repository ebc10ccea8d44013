package installed

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestThePluginServesWherePulumiInstallsAzureNative(t *testing.T) {
	for _, version := range []string{"2.89.0", "2.90.0", "3.26.0"} {
		assert.NoError(t, check("/home/me/.sandbox/plugins/resource-azure-native-v"+version+"/pulumi-resource-azure-native", "/home/me/.sandbox", false), version)
	}
}

func TestThePluginServesNowhereElseUnlessAllowed(t *testing.T) {
	for _, executable := range []string{
		"/repository/bin/azure-native/pulumi-resource-azure-native",
		"/home/me/.sandbox/plugins/resource-azure-native-v2.90.0/pulumi-resource-azure-native", // another home's, by way of PATH
		"/home/me/.pulumi/bin/pulumi-resource-azure-native",
		"/home/me/.pulumi/plugins/pulumi-resource-azure-native",
		"/home/me/.pulumi/plugins/other/pulumi-resource-azure-native",
		"/home/me/.pulumi/plugins/resource-azure-native-v2.90.0/more/pulumi-resource-azure-native",
	} {
		err := check(executable, "/home/me/.pulumi", false)
		assert.ErrorContains(t, err, "off PATH", executable)
		assert.ErrorContains(t, err, Variable+"=yes", executable)
		assert.NoError(t, check(executable, "/home/me/.pulumi", true), executable)
	}
}

// A Pulumi home may be a link, or named with dots in it.
func TestPlacesAreComparedAsTheyAre(t *testing.T) {
	dir := resolved(t.TempDir())
	home := filepath.Join(dir, "home")
	require.NoError(t, os.Mkdir(home, 0o700))
	link := filepath.Join(dir, "link")
	require.NoError(t, os.Symlink(home, link))
	assert.Equal(t, home, resolved(link))
	assert.Equal(t, home, resolved(filepath.Join(link, "..", "home", ".")))
	assert.Equal(t, filepath.Join(dir, "none"), resolved(filepath.Join(dir, "none")))
}
