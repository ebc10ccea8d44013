// The plugin pulumi-resource-azure-expressroute: Azure ExpressRoute as one validated Pulumi component.
package main

import (
	_ "embed"
	"fmt"
	"os"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider"
)

//go:embed schema.json
var schema []byte

func main() {
	if err := provider.Serve(schema); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
