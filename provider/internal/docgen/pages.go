package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// pagesWithPrograms are the pages that show programs of the repository. A comment before a block of code names the file:
//
//	<!-- examples/yaml/Pulumi.yaml -->
var pagesWithPrograms = []string{"README.md", "docs/_index.md", "docs/installation-configuration.md"}

var shownProgram = regexp.MustCompile("(?s)(<!-- ([\\w./-]+) -->\n+```\\w+\n)(.*?)(```\n)")

// withPrograms is a page with the programs that it shows as they are.
func withPrograms(root, page string) (string, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
	if err != nil {
		return "", err
	}
	result := shownProgram.ReplaceAllStringFunc(string(text), func(block string) string {
		parts := shownProgram.FindStringSubmatch(block)
		program, readErr := os.ReadFile(filepath.Join(root, filepath.FromSlash(path.Clean(parts[2]))))
		if readErr != nil {
			err = readErr
			return block
		}
		return parts[1] + strings.TrimSuffix(string(program), "\n") + "\n" + parts[4]
	})
	return result, err
}
