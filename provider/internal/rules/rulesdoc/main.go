// Command rulesdoc prints docs/rules.md.
package main

import (
	"fmt"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

func main() { fmt.Print(rules.Markdown()) }
