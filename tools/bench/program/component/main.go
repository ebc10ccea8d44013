// Command component makes as many components of the smallest provider as its configuration says, for the benchmark.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		for i := range config.RequireInt(ctx, "stacks") {
			var stack struct{ pulumi.ResourceState }
			if err := ctx.RegisterRemoteComponentResource("minimal:index:Stack", fmt.Sprintf("s%d", i), nil, &stack); err != nil {
				return err
			}
		}
		return nil
	})
}
