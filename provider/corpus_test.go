package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// A file of the corpus is one whole configuration in YAML. Its comments say what comes of it:
//
//	# source: where a valid one was published
//	# warns: rule-id at property.path
//	# expect: rule-id at property.path
var corpusComment = regexp.MustCompile(`(?m)^# (source|warns|expect): (.+)$`)

// corpus runs every file of a folder through Construct, in preview and in update.
func corpus(t *testing.T, folder string, atLeast int, check func(t *testing.T, comments map[string][]string, r result)) {
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(files), atLeast)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		comments := map[string][]string{}
		for _, m := range corpusComment.FindAllStringSubmatch(string(text), -1) {
			comments[m[1]] = append(comments[m[1]], m[2])
		}
		inputs := shapetest.Properties(spectest.Tree(string(text)))
		for mode, preview := range map[string]bool{"preview": true, "update": false} {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml")+"/"+mode, func(t *testing.T) {
				check(t, comments, constructWith(t, inputs, preview))
			})
		}
	}
}

func TestPublishedConfigurationsAreBuiltWithTheExpectedWarnings(t *testing.T) {
	corpus(t, "valid", 20, func(t *testing.T, comments map[string][]string, r result) {
		require.Len(t, comments["source"], 1, "a valid configuration names where it was published")
		require.Empty(t, r.problems)
		assert.NotEmpty(t, r.registered)
		var warned []string
		for _, w := range r.warnings {
			path, message, _ := strings.Cut(w, ": ")
			warned = append(warned, ruleOf(message)+" at "+path)
		}
		assert.ElementsMatch(t, comments["warns"], warned)
	})
}

func TestInvalidConfigurationsAreRefusedForEachOfTheirMistakes(t *testing.T) {
	corpus(t, "invalid", 40, func(t *testing.T, comments map[string][]string, r result) {
		assert.Empty(t, r.registered)
		var found []string
		for path, reason := range r.problems {
			// Behind the path may stand a remark that keeps the engine from printing the value.
			path, _, _ = strings.Cut(path, " (")
			found = append(found, ruleOf(reason)+" at "+path)
		}
		require.NotEmpty(t, comments["expect"])
		assert.ElementsMatch(t, comments["expect"], found)
	})
}

// ruleOf is the id behind a message, which leads to what the rules page says of it.
func ruleOf(message string) string {
	m := regexp.MustCompile(`\[([a-z0-9-]+)\] ` + regexp.QuoteMeta(rules.Page) + `#([a-z0-9-]+)$`).FindStringSubmatch(message)
	if m == nil || m[1] != m[2] {
		return "no rule in " + message
	}
	return m[1]
}
