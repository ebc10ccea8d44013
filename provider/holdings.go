package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
)

// readState is the function of the engine that reads what is in the state of a stack.
const readState = "pulumi:pulumi:readStackResourceOutputs"

// holdings are the resources of azure-native's in the state of the program's own stack, as the last update left it, but
// for those of the component with the name. The engine tells outputs and no ids.
func (o observer) holdings(component string) azure.Fact[[]azure.Holding] {
	var state struct {
		Resources map[string]struct {
			Type    string         `pulumi:"type"`
			Outputs map[string]any `pulumi:"outputs"`
		} `pulumi:"outputs"`
	}
	stack := fmt.Sprintf("%s/%s/%s", o.ctx.Organization(), o.ctx.Project(), o.ctx.Stack())
	_, err := o.ctx.InvokePackageRaw(readState, &struct {
		StackName string `pulumi:"stackName"`
	}{stack}, &state, "")
	if err != nil {
		return azure.Fact[[]azure.Holding]{State: azure.Denied, Why: fmt.Sprintf("the state of the stack %s: %s", stack, err)}
	}
	held := []azure.Holding{}
	for text, r := range state.Resources {
		urn := resource.URN(text)
		own := strings.HasSuffix(string(urn.QualifiedType()), Token+"$"+r.Type) &&
			slices.Contains([]string{component, component + "-private", component + "-microsoft"}, urn.Name())
		if !strings.HasPrefix(r.Type, "azure-native:") || own {
			continue
		}
		held = append(held, azure.Holding{
			URN: text, Kind: r.Type[strings.LastIndex(r.Type, ":")+1:], Name: stated[string](r.Outputs, "name"), Location: stated[string](r.Outputs, "location"),
			ServiceKey: azure.Secret(stated[string](r.Outputs, "serviceKey")),
			VlanID:     int(stated[float64](r.Outputs, "vlanId")), Primary: stated[string](r.Outputs, "primaryPeerAddressPrefix"),
		})
	}
	slices.SortFunc(held, func(a, b azure.Holding) int { return strings.Compare(a.URN, b.URN) })
	return azure.See(held)
}

// stated is an output of a resource in the state, or the zero value.
func stated[T any](outputs map[string]any, name string) T {
	v, _ := outputs[name].(T)
	return v
}
