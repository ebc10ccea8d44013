// Command minimal is the smallest component provider that Pulumi's SDK gives, with a component that registers what a
// PeeringStack does: no checks, no outputs, one way to go. The plugin's start is measured against it, and so is what being
// a component costs.
package main

import (
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
)

type component struct{ pulumi.ResourceState }

// child is any of azure-native's resources.
type child struct {
	pulumi.CustomResourceState
	Name pulumi.StringOutput `pulumi:"name"`
}

func construct(ctx *pulumi.Context, typ, name string, _ provider.ConstructInputs, options pulumi.ResourceOption) (*provider.ConstructResult, error) {
	c := &component{}
	if err := ctx.RegisterComponentResource(typ, name, c, options); err != nil {
		return nil, err
	}
	var failed error
	register := func(token, suffix string, inputs pulumi.Map, more ...pulumi.ResourceOption) *child {
		r := &child{}
		if err := ctx.RegisterResource("azure-native:"+token, name+suffix, inputs, r, append(more, pulumi.Parent(c))...); err != nil {
			failed = err
		}
		return r
	}
	location := pulumi.String("westeurope")
	group := register("resources:ResourceGroup", "", pulumi.Map{"location": location})
	circuit := register("network:ExpressRouteCircuit", "", pulumi.Map{
		"resourceGroupName": group.Name, "location": location,
		"sku": pulumi.Map{"name": pulumi.String("Standard_MeteredData"), "tier": pulumi.String("Standard"), "family": pulumi.String("MeteredData")},
		"serviceProviderProperties": pulumi.Map{
			"serviceProviderName": pulumi.String("Equinix"), "peeringLocation": pulumi.String("Amsterdam"), "bandwidthInMbps": pulumi.Int(200),
		},
	}, pulumi.AdditionalSecretOutputs([]string{"serviceKey"}))
	filter := register("network:RouteFilter", "", pulumi.Map{"resourceGroupName": group.Name, "location": location})
	rule := register("network:RouteFilterRule", "", pulumi.Map{
		"resourceGroupName": group.Name, "routeFilterName": filter.Name, "access": pulumi.String("Allow"),
		"routeFilterRuleType": pulumi.String("Community"), "communities": pulumi.ToStringArray([]string{"12076:5070"}),
	})
	private := register("network:ExpressRouteCircuitPeering", "-private", pulumi.Map{
		"resourceGroupName": group.Name, "circuitName": circuit.Name, "peeringName": pulumi.String("AzurePrivatePeering"),
		"peeringType": pulumi.String("AzurePrivatePeering"), "peerASN": pulumi.Int(65001), "vlanId": pulumi.Int(200),
		"primaryPeerAddressPrefix": pulumi.String("192.168.16.252/30"), "secondaryPeerAddressPrefix": pulumi.String("192.168.18.252/30"),
		"sharedKey": pulumi.ToSecret(pulumi.String("Bench0Key")),
	})
	register("network:ExpressRouteCircuitPeering", "-microsoft", pulumi.Map{
		"resourceGroupName": group.Name, "circuitName": circuit.Name, "peeringName": pulumi.String("MicrosoftPeering"),
		"peeringType": pulumi.String("MicrosoftPeering"), "peerASN": pulumi.Int(3303), "vlanId": pulumi.Int(300),
		"primaryPeerAddressPrefix": pulumi.String("123.0.0.0/30"), "secondaryPeerAddressPrefix": pulumi.String("123.0.0.4/30"),
		"microsoftPeeringConfig": pulumi.Map{
			"advertisedPublicPrefixes": pulumi.ToStringArray([]string{"123.1.0.0/24"}), "routingRegistryName": pulumi.String("RIPENCC"),
		},
		"routeFilter": pulumi.Map{"id": filter.ID()},
	}, pulumi.DependsOn([]pulumi.Resource{private, rule}), pulumi.IgnoreChanges([]string{"microsoftPeeringConfig.advertisedCommunities"}))
	if failed != nil {
		return nil, failed
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
