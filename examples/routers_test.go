package examples

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each language's program has the routers configured: the files are on disk, and the key is there and nowhere else.
func TestRoutersAreConfiguredInEveryLanguage(t *testing.T) {
	const primary, secondary = "contoso-private-primary.ios-xe.cfg", "contoso-private-secondary.ios-xe.cfg"
	for language, file := range languages {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			d := deploymentOf(t, "routers-"+language)
			const key = "First0Shared0Key"
			d.setSharedKey(t, key)

			// What the routers need is there before there is anything in Azure.
			preview, err := d.stack.Preview(t.Context(), optpreview.ProgressStreams(d.screen), optpreview.ErrorProgressStreams(d.screen))
			require.NoError(t, err)
			assert.Equal(t, map[apitype.OpType]int{apitype.OpCreate: 6}, preview.ChangeSummary)
			d.assertSandboxEmpty(t)
			d.assertNowhere(t, key)
			if language == "typescript" || language == "java" { // the SDKs for Go and Python wait for what the sessions come from
				assert.Contains(t, d.written(t, primary), " neighbor 192.168.16.254 password 0 "+key+"\n")
			}

			up, _, err := d.up(t)
			require.NoError(t, err)
			for output, line := range map[string]string{"primary": " neighbor 192.168.16.254 remote-as 12076\n", "secondary": " neighbor 192.168.18.254 remote-as 12076\n"} {
				assert.True(t, up.Outputs[output].Secret, output)
				text := up.Outputs[output].Value.(string)
				assert.Contains(t, text, line)
				assert.Contains(t, text, "password 0 "+key)
				assert.Contains(t, text, "\nrouter bgp 65010\n")
				assert.NotContains(t, text, "123.0.0.", "nothing of the other peering")
			}
			assert.Equal(t, []any{}, up.Outputs["warnings"].Value)
			if language != "yaml" {
				assert.Equal(t, up.Outputs["primary"].Value, d.written(t, primary))
				assert.Equal(t, up.Outputs["secondary"].Value, d.written(t, secondary))
			}
			d.assertNowhere(t, key)
			again, _, err := d.up(t)
			require.NoError(t, err)
			assert.Equal(t, &map[string]int{"same": 6}, again.Summary.ResourceChanges)
			_, err = d.stack.Refresh(t.Context(), optrefresh.ExpectNoChanges())
			require.NoError(t, err)

			// What is wrong with the arguments stops, and is said without the key.
			d.edit(t, file, "10.10.0.0/16", "10.10.0.1/16")
			d.edit(t, file, "TenGigabitEthernet0/0/2", "TenGigabitEthernet0/0/2.200")
			_, _, err = d.up(t)
			require.Error(t, err)
			assert.Contains(t, d.screen.String(), "10.10.0.1/16 has host bits set; give the network address, 10.10.0.0/16 [advertised-prefix-format]")
			assert.Contains(t, d.screen.String(), `"TenGigabitEthernet0/0/2.200" is not the name of a physical interface; write it in one word and without a sub-interface`)
			d.assertNowhere(t, key)

			_, err = d.stack.Destroy(t.Context())
			require.NoError(t, err)
			d.assertSandboxEmpty(t)
		})
	}
}

// Without a key the texts are no secret, and have a place for it.
func TestRoutersCanBeConfiguredWithoutTheKey(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "routers-yaml")
	d.setSharedKey(t, "First0Shared0Key")
	d.edit(t, "Pulumi.yaml", "      sharedKey: ${sharedKey}\n      advertisedPrefixes", "      advertisedPrefixes")
	up, _, err := d.up(t)
	require.NoError(t, err)
	assert.False(t, up.Outputs["primary"].Secret)
	assert.Contains(t, up.Outputs["primary"].Value, "\n ! neighbor 192.168.16.254 password 0 <shared-key>\n")

	// With the key it becomes a secret, and back.
	d.edit(t, "Pulumi.yaml", "      advertisedPrefixes: [10", "      sharedKey: ${sharedKey}\n      advertisedPrefixes: [10")
	up, _, err = d.up(t)
	require.NoError(t, err)
	assert.True(t, up.Outputs["primary"].Secret)
	d.assertNowhere(t, "First0Shared0Key")
	_, err = d.stack.Destroy(t.Context())
	require.NoError(t, err)
}

// A name that Azure-native chooses is not known before the first update, and so neither are the configurations.
func TestRoutersWaitForWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "routers-yaml")
	d.setSharedKey(t, "First0Shared0Key")
	d.edit(t, "Pulumi.yaml", "        name: contoso\n        skuTier", "        skuTier")
	d.edit(t, "Pulumi.yaml", "circuitName: contoso", "circuitName: ${contoso.circuitName}")
	_, err := d.stack.Preview(t.Context())
	require.NoError(t, err)
	up, _, err := d.up(t)
	require.NoError(t, err)
	assert.Regexp(t, `of circuit contoso[0-9a-f]{8}, primary link`, up.Outputs["primary"].Value)
	_, err = d.stack.Destroy(t.Context())
	require.NoError(t, err)
}

// written is a file that the program wrote.
func (d deployment) written(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(d.stack.Workspace().WorkDir(), "routers", name)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "the file is for nobody else's eyes")
	return string(text)
}
