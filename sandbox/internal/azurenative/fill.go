package azurenative

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// name gives inputs with the name of the resource: the one set, else the one it has, else a new one.
func (c *checker) name(rt *resourceType, req *pulumirpc.CheckRequest, olds, news resource.PropertyMap) (resource.PropertyMap, error) {
	inputs := news.Copy()
	key := resource.PropertyKey(rt.nameParameter())
	naming := req.GetAutonaming()
	switch {
	case !isAbsent(inputs[key]):
	case !isAbsent(olds[key]):
		inputs[key] = olds[key]
		if random, ok := olds[randomlyNamed]; ok {
			inputs[randomlyNamed] = random
		}
	case naming == nil:
		name, err := resource.NewUniqueName(req.GetRandomSeed(), resource.URN(req.GetUrn()).Name(), 8, 0, nil)
		if err != nil {
			return nil, fmt.Errorf("name the resource: %w", err)
		}
		inputs[key] = resource.NewStringProperty(name)
		inputs[randomlyNamed] = resource.NewBoolProperty(true)
	case naming.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_DISABLE:
		c.fail(resource.PropertyPath{string(key)}, "missing required property; expected string, since automatic naming is switched off")
	default:
		inputs[key] = resource.NewStringProperty(naming.GetProposedName())
		if naming.GetMode() == pulumirpc.CheckRequest_AutonamingOptions_PROPOSE {
			inputs[randomlyNamed] = resource.NewBoolProperty(true)
		}
	}
	return inputs, nil
}

// randomlyNamed is an input that azure-native adds where it made a name up: a replacement gets another name, so it can
// be created before the old resource is deleted.
const randomlyNamed resource.PropertyKey = "__createBeforeDelete"

// locationFor finds the location of a resource that lives in one and does not set it: a resource that exists stays where
// it is; a new one goes where the provider is configured to, else where its group is. It is empty when there is nothing
// to add.
func (p *Provider) locationFor(rt *resourceType, olds, inputs resource.PropertyMap) string {
	if !rt.regional || !isAbsent(inputs["location"]) {
		return ""
	}
	if len(olds) > 0 {
		location, _ := openMap(olds).Mappable()["location"].(string)
		return location
	}
	if p.location != "" {
		return p.location
	}
	group := bare(inputs["resourceGroupName"])
	if !group.IsString() {
		return ""
	}
	id, err := arm.ParseID(fmt.Sprintf("/subscriptions/%s/resourceGroups/%s", p.subscription, group.StringValue()))
	if err != nil {
		return ""
	}
	body, err := p.arm.Get(id)
	if err != nil {
		return "" // the group may be made later
	}
	location, _ := body["location"].(string)
	return location
}
