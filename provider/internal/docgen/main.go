// Command docgen writes what is generated of the documentation: the pages of the rules, the communities and the routers, the
// programs that pages show, and the examples in the descriptions of the schema.
package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/router"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: docgen REPOSITORY")
		os.Exit(2)
	}
	files, err := generate(os.Args[1])
	if err == nil {
		err = write(os.Args[1], files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// generate gives what is generated, by file of the repository at root.
func generate(root string) (map[string]string, error) {
	files := map[string]string{
		"docs/rules.md": rules.Markdown(), "docs/communities.md": community.Markdown(),
		"docs/router-rules.md": router.Markdown(), "docs/router-examples.md": router.Examples(),
	}
	for _, page := range pagesWithPrograms {
		text, err := withPrograms(root, page)
		if err != nil {
			return nil, err
		}
		files[page] = text
	}
	schema, err := withExamples(root)
	files["schema.json"] = schema
	return files, err
}

func write(root string, files map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(name)), []byte(files[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}
