package community

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheCommunitiesPageIsCurrent(t *testing.T) {
	page, err := os.ReadFile("../../../docs/communities.md")
	require.NoError(t, err)
	assert.True(t, Markdown() == string(page), `docs/communities.md is out of date: run "make docs"`)
}
