package azurenative

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// begin finds a request's resource type and reads its two sets of properties, of which either may be missing.
func (p *Provider) begin(urn string, first, second *structpb.Struct) (*resourceType, resource.PropertyMap, resource.PropertyMap, error) {
	if !resource.URN(urn).IsValid() {
		return nil, nil, nil, fmt.Errorf("the request is not one of an engine's: %q is not a URN", urn)
	}
	rt, err := p.resourceTypeOf(string(resource.URN(urn).Type()))
	if err != nil {
		return nil, nil, nil, err
	}
	one, err := unmarshal("old", first)
	if err != nil {
		return nil, nil, nil, err
	}
	two, err := unmarshal("new", second)
	return rt, one, two, err
}

// outputs gives an ARM body the shape of the SDK's resource. They tell the API version, of which programs see nothing
// before 3.x.
func (rt *resourceType) outputs(body arm.Body) resource.PropertyMap {
	outputs := resource.NewPropertyMapFromMap(rt.flattenObject(body, rt.shape(rt.state)))
	outputs[apiVersionKey] = resource.NewStringProperty(rt.apiVersion())
	return outputs
}

// remember adds the inputs to what goes into the state, where azure-native does so.
func (g *generation) remember(state, inputs resource.PropertyMap) resource.PropertyMap {
	if g.remembers {
		state[inputsKey] = resource.MakeSecret(resource.NewObjectProperty(openMap(inputs)))
	}
	return state
}

// preview gives the outputs that are known before an operation: inputs. All others are computed.
func (rt *resourceType) preview(inputs resource.PropertyMap) resource.PropertyMap {
	return rt.previewObject(inputs, rt.shape(rt.state))
}

func (g *generation) previewObject(inputs resource.PropertyMap, shape map[string]property) resource.PropertyMap {
	outputs := resource.PropertyMap{}
	for name, property := range shape {
		key := resource.PropertyKey(name)
		if value, set := inputs[key]; set {
			outputs[key] = g.previewValue(value, property.typ)
		} else {
			outputs[key] = resource.MakeComputed(resource.NewStringProperty(""))
		}
	}
	return outputs
}

func (g *generation) previewValue(value resource.PropertyValue, t reflect.Type) resource.PropertyValue {
	switch {
	case value.IsSecret():
		return resource.MakeSecret(g.previewValue(bare(value), t))
	case value.IsObject() && t.Kind() == reflect.Struct:
		return resource.NewObjectProperty(g.previewObject(value.ObjectValue(), g.shape(t)))
	case value.IsArray() && t.Kind() == reflect.Slice:
		elements := make([]resource.PropertyValue, len(value.ArrayValue()))
		for i, element := range value.ArrayValue() {
			elements[i] = g.previewValue(element, t.Elem())
		}
		return resource.NewArrayProperty(elements)
	default:
		return value
	}
}
