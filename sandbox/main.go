// Command pulumi-resource-azure-native is an offline stand-in for the azure-native plugin: it keeps the resources of
// ExpressRoute peerings in a file and answers as Azure would.
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/azurenative"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/installed"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	if err := installed.Check(); err != nil {
		return err
	}
	path, err := store.Path()
	if err != nil {
		return err
	}
	file := store.At(path)
	plan, err := faults.NewPlan(file, arm.Types())
	if err != nil {
		return err
	}
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find where the plugin is installed: %w", err)
	}
	version := azurenative.VersionAt(executable)
	server := arm.NewServer(file).Faulty(plan, func() {
		// Pulumi shows this beside its request to report a bug of the provider.
		fmt.Fprintln(os.Stderr, "a planned fault ended the plugin")
		os.Exit(137) // as a killed process does
	})
	return provider.Main(azurenative.Name, func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		return azurenative.New(server).Introduced(host, path).As(version)
	})
}
