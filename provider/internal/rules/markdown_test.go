package rules

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheRulesPageIsCurrent(t *testing.T) {
	page, err := os.ReadFile("../../../docs/rules.md")
	require.NoError(t, err)
	assert.True(t, Markdown() == string(page), `docs/rules.md is out of date: run "make docs"`)
}

// A message leads to its rule's anchor: the ids are those, and nothing else on the page has them.
func TestEveryRuleHasAnAnchorOfItsOwn(t *testing.T) {
	anchors := map[string]bool{}
	example := false
	for heading := range strings.Lines(Markdown()) {
		example = example != strings.HasPrefix(heading, "```")
		if name, ok := strings.CutPrefix(strings.TrimLeft(heading, "#"), " "); ok && !example && strings.HasPrefix(heading, "#") {
			a := anchor(strings.TrimSpace(name))
			assert.False(t, anchors[a], "%s is there twice", a)
			anchors[a] = true
		}
	}
	for _, r := range Catalogue {
		assert.True(t, anchors[r.ID], r.ID)
		linked := Finding{Message: "wrong", Rule: r.ID}.Linked()
		assert.Equal(t, "wrong ["+r.ID+"] "+Page+"#"+r.ID, linked)
	}
	assert.Equal(t, "wrong [no-such-rule]", Finding{Message: "wrong", Rule: "no-such-rule"}.Linked())
	for link := range strings.SplitSeq(Markdown(), "](#") {
		if target, _, ok := strings.Cut(link, ")"); ok && !strings.HasPrefix(link, "#") {
			assert.True(t, anchors[target], "there is no #%s", target)
		}
	}
}
