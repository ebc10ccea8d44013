// Command docgen writes the pages of docs/ that are generated: the rules and the communities.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: docgen FOLDER")
		os.Exit(2)
	}
	for name, page := range map[string]string{"rules.md": rules.Markdown(), "communities.md": community.Markdown()} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), []byte(page), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
