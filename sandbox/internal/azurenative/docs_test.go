package azurenative

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

func TestThePageOnTheSandboxNamesAllThatItHas(t *testing.T) {
	content, err := os.ReadFile("../../../docs/sandbox.md")
	require.NoError(t, err)
	page := string(content)
	for _, rt := range resourceTypes {
		assert.Contains(t, page, "`"+rt.module+":"+rt.name+"`")
	}
	for _, kind := range faults.Kinds {
		assert.Contains(t, page, "| `"+string(kind)+"` |")
	}
	assert.Contains(t, page, "azure-native "+Default)
	workflow, err := os.ReadFile("../../../docs/sandbox-workflow.yaml")
	require.NoError(t, err)
	assert.Contains(t, string(workflow), "azure-native "+Default)
}
