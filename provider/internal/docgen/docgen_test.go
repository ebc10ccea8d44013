package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const root = "../../.."

func TestWhatIsGeneratedIsInTheRepository(t *testing.T) {
	files, err := generate(root)
	require.NoError(t, err)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		committed, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		require.NoError(t, err)
		assert.True(t, string(committed) == files[name], "%s differs: run make docs", name)
	}
	again := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(again, "docs"), os.DirFS(filepath.Join(root, "docs"))))
	require.NoError(t, os.CopyFS(filepath.Join(again, "examples"), os.DirFS(filepath.Join(root, "examples"))))
	require.NoError(t, write(again, map[string]string{"schema.json": files["schema.json"], "README.md": files["README.md"]}))
	twice, err := generate(again)
	require.NoError(t, err)
	assert.Equal(t, files, twice, "what is generated stays as it is")
}

// Whatever shows a program shows it in each of the languages, in the same order.
func TestEveryExampleIsInEveryLanguage(t *testing.T) {
	shown := map[string]bool{}
	for token, some := range examples {
		for _, e := range some {
			shown[e.folder] = true
		}
		text, err := exampleUsage(root, some)
		require.NoError(t, err)
		assert.Equal(t, len(some), strings.Count(text, "{{% example %}}"), token)
		for _, language := range languages {
			assert.Equal(t, len(some), strings.Count(text, "```"+language.name+"\n"), "%s in %s", token, language.name)
		}
	}
	folders, err := os.ReadDir(filepath.Join(root, "docs/programs"))
	require.NoError(t, err)
	for _, folder := range folders {
		if folder.IsDir() {
			assert.Contains(t, shown, folder.Name(), "docs/programs/%s is shown nowhere", folder.Name())
		}
	}
}

// The Registry takes a package by these two pages, and by fields of the schema.
func TestThePagesFitTheRegistry(t *testing.T) {
	frontMatter := regexp.MustCompile(`(?s)^---\ntitle: ([^\n]+)\nmeta_desc: ([^\n]+)\nlayout: (\w+)\n---\n`)
	for page, layout := range map[string]string{"docs/_index.md": "package", "docs/installation-configuration.md": "installation"} {
		content, err := os.ReadFile(filepath.Join(root, page))
		require.NoError(t, err)
		text := string(content)
		match := frontMatter.FindStringSubmatch(text)
		require.NotNil(t, match, "%s: title, meta_desc and layout stand in front", page)
		assert.Equal(t, layout, match[3], page)
		assert.LessOrEqual(t, len(match[2]), 160, "%s: search engines cut longer descriptions", page)
		assert.NotContains(t, text, "\n# ", "%s: the title is the front matter's", page)
		assert.NotContains(t, text, "```mermaid", "%s: the Registry draws no diagrams", page)
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(text, -1) {
			assert.Regexp(t, "^https://", link[1], "%s: the page moves, so links are absolute", page)
		}
		for _, target := range regexp.MustCompile(`github\.com/expressroute-blueprints/pulumi-azure-expressroute/blob/main/([^)#\s]+)`).FindAllStringSubmatch(text, -1) {
			assert.FileExists(t, filepath.Join(root, filepath.FromSlash(target[1])), page)
		}
		balanced(t, page, text)
	}

	index, err := os.ReadFile(filepath.Join(root, "docs/_index.md"))
	require.NoError(t, err)
	for _, language := range languages {
		assert.Regexp(t, `(?s)\{\{% choosable language `+language.name+` %\}\}\n\n<!-- [^\n]+ -->\n`+"```"+language.name+`\n.+?\n\{\{% /choosable %\}\}`, string(index))
	}

	var schema struct {
		Description, DisplayName, Publisher, License, LogoURL, PluginDownloadURL, Repository, Namespace string
		Keywords                                                                                        []string
	}
	content, err := os.ReadFile(filepath.Join(root, "schema.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, &schema))
	for _, field := range []string{schema.Description, schema.DisplayName, schema.Publisher, schema.Namespace} {
		assert.NotEmpty(t, field)
	}
	assert.Equal(t, "Apache-2.0", schema.License)
	assert.Subset(t, schema.Keywords, []string{"category/network", "kind/component"})
	assert.Equal(t, "github://api.github.com/expressroute-blueprints/pulumi-azure-expressroute", schema.PluginDownloadURL)
	assert.Equal(t, "https://github.com/expressroute-blueprints/pulumi-azure-expressroute", schema.Repository)
	logo, found := strings.CutPrefix(schema.LogoURL, "https://raw.githubusercontent.com/expressroute-blueprints/pulumi-azure-expressroute/main/")
	require.True(t, found && strings.HasSuffix(logo, ".svg"), "logoUrl is an SVG of the repository")
	assert.FileExists(t, filepath.Join(root, filepath.FromSlash(logo)))
}

// balanced holds shortcodes to their ends.
func balanced(t *testing.T, page, text string) {
	t.Helper()
	var open []string
	for _, match := range regexp.MustCompile(`\{\{[<%] (/?)(\w+)`).FindAllStringSubmatch(text, -1) {
		if match[1] == "" {
			open = append(open, match[2])
			continue
		}
		require.NotEmpty(t, open, "%s: %s ends and did not begin", page, match[2])
		require.Equal(t, open[len(open)-1], match[2], page)
		open = open[:len(open)-1]
	}
	assert.Empty(t, open, "%s: shortcodes that do not end", page)
}

// What is asked of Pulumi is said in several places, and is one version; a command that newer ones have needs another.
func TestOneVersionOfPulumiIsAskedFor(t *testing.T) {
	const oldest, withServer = "3.135.0", "3.256.0"
	for file, lines := range map[string]map[string]string{
		"Makefile":          {`(?m)^MINIMUM_PULUMI_VERSION := ([\d.]+)$`: oldest},
		"PulumiPlugin.yaml": {`(?m)^requiredPulumiVersion: ">=([\d.]+)"$`: oldest},
		"README.md":         {`works with Pulumi ([\d.]+) or newer`: oldest, "`--server` needs Pulumi\\s([\\d.]+) or newer": withServer},
		"docs/installation-configuration.md": {
			`(?m)^\| Pulumi CLI \| ([\d.]+) or newer;`: oldest, "(?m)^\\| Pulumi CLI .* `pulumi package add` as above, ([\\d.]+) \\|$": withServer,
			"`--server` needs Pulumi\\s([\\d.]+) or newer": withServer,
		},
	} {
		content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		require.NoError(t, err)
		for line, version := range lines {
			match := regexp.MustCompile(line).FindStringSubmatch(string(content))
			if assert.NotNil(t, match, "%s: %s", file, line) {
				assert.Equal(t, version, match[1], file)
			}
		}
	}
}

// Commands that are copied name this version.
func TestPagesNameTheVersion(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(root, "provider/version.go"))
	require.NoError(t, err)
	version := regexp.MustCompile(`const Version = "([^"]+)"`).FindStringSubmatch(string(source))[1]
	for _, page := range []string{"README.md", "docs/installation-configuration.md", "docs/sandbox.md"} {
		content, err := os.ReadFile(filepath.Join(root, page))
		require.NoError(t, err)
		found := regexp.MustCompile(`azure-expressroute(?:-sandbox)?(?:@| |:|-v)(\d+\.\d+\.\d+)`).FindAllStringSubmatch(string(content), -1)
		require.NotEmpty(t, found, page)
		for _, match := range found {
			assert.Equal(t, version, match[1], "%s: %s", page, match[0])
		}
	}
}
