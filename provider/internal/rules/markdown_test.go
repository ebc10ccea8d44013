package rules

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheRulesPageIsCurrent(t *testing.T) {
	page, err := os.ReadFile("../../../docs/rules.md")
	require.NoError(t, err)
	assert.True(t, Markdown() == string(page), `docs/rules.md is out of date: run "make docs"`)
}
