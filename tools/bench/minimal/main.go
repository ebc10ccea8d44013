// Command minimal is the smallest component provider that Pulumi's SDK gives: what starting the package's plugin is
// measured against.
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
)

type component struct{ pulumi.ResourceState }

func construct(ctx *pulumi.Context, typ, name string, _ provider.ConstructInputs, options pulumi.ResourceOption) (*provider.ConstructResult, error) {
	c := &component{}
	if err := ctx.RegisterComponentResource(typ, name, c, options); err != nil {
		return nil, err
	}
	return provider.NewConstructResult(c)
}

func main() {
	err := provider.MainWithOptions(provider.Options{Name: "minimal", Version: "0.1.0", Schema: []byte("{}"), Construct: construct})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
