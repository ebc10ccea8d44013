package examples

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBlueprintBuildsEverySiteAndRefusesABadOneByName(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "blueprint-typescript")

	up, _, err := d.up(t)
	require.NoError(t, err)
	const all = 1 + 12*7
	assert.Equal(t, &map[string]int{"create": all}, up.Summary.ResourceChanges)
	table := up.Outputs["table"].Value.([]any)
	assert.Len(t, table, 12*4)
	assert.Equal(t, "osaka | NTT Communications | MicrosoftPeering | secondary | VLAN 209 | 123.0.9.5 | 123.0.9.6", table[35])
	assert.True(t, up.Outputs["serviceKeys"].Secret)
	stored := d.stored(t)

	sites, err := os.ReadFile(filepath.Join(d.stack.Workspace().WorkDir(), "sites.json"))
	require.NoError(t, err)
	restore := func() {
		require.NoError(t, os.WriteFile(filepath.Join(d.stack.Workspace().WorkDir(), "sites.json"), sites, 0o600))
	}

	// What does not fit the data file's schema is refused by the program.
	d.edit(t, "sites.json", `"tier": "Local"`, `"tier": "Metro"`)
	d.edit(t, "sites.json", `"vlanId": 109`, `"vlanId": 4096`)
	_, err = d.stack.Preview(ctx)
	require.Error(t, err)
	for _, line := range []string{
		"sites.json is refused, and nothing is changed:",
		"  dublin: NotProvisioned",
		"  frankfurt: refused: tier must be equal to one of the allowed values Local, Standard, Premium",
		"  osaka: refused: private.vlanId must be <= 4094",
	} {
		assert.Contains(t, err.Error(), line+"\n")
	}
	restore()

	// What Azure would not take is refused by the package, here a link of another site.
	d.edit(t, "sites.json", `172.16.9.4/30`, `172.16.1.0/30`)
	_, err = d.stack.Preview(ctx)
	require.Error(t, err)
	assert.Regexp(t, `(?s)resource 'osaka' has a problem.*privatePeering\.secondaryPeerAddressPrefix.*172\.16\.1\.0/30 overlaps.*\[link-prefix-reserved-space\]`, err.Error())
	restore()

	up, _, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, &map[string]int{"same": all}, up.Summary.ResourceChanges)
	assert.Equal(t, stored, d.stored(t))
	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}
