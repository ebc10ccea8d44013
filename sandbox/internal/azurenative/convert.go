package azurenative

import (
	"reflect"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// envelope are the properties that stand at the top of a resource's body; all others are under "properties".
var envelope = []string{
	"id", "name", "type", "etag", "location", "extendedLocation", "zones", "tags", "sku", "identity", "managedBy",
}

// requestBody gives inputs the shape of an ARM body.
func (rt *resourceType) requestBody(inputs map[string]any) arm.Body {
	own := map[string]any{}
	for name, value := range inputs {
		key := resource.PropertyKey(name)
		if !slices.Contains(rt.parameters(), name) && !resource.IsInternalPropertyKey(key) && key != apiVersionKey {
			own[name] = value
		}
	}
	body := rt.nest(own, rt.shape(rt.args))
	properties, _ := body["properties"].(arm.Body)
	for _, name := range rt.nested {
		if value, set := body[name]; set {
			properties[name] = value
			delete(body, name)
		}
	}
	return body
}

// nest moves the properties of a resource that are not its envelope under "properties", in its inline children too.
func (g *generation) nest(flat map[string]any, shape map[string]property) arm.Body {
	properties := arm.Body{}
	body := arm.Body{"properties": properties}
	for name, value := range flat {
		into := properties
		if slices.Contains(envelope, name) {
			into = body
		}
		into[name] = g.nestValue(value, shape[name].typ)
	}
	return body
}

func (g *generation) nestValue(value any, t reflect.Type) any {
	switch value := value.(type) {
	case []any:
		result := make([]any, len(value))
		for i, element := range value {
			result[i] = g.nestValue(element, t.Elem())
		}
		return result
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return value
		}
		shape := g.shape(t)
		if has(shape, "id", "name") || has(shape, "id", "location") { // only resources have both
			body := g.nest(value, shape)
			if properties, _ := body["properties"].(arm.Body); len(properties) == 0 {
				delete(body, "properties") // a mere reference
			}
			return body
		}
		result := map[string]any{}
		for name, element := range value {
			result[name] = g.nestValue(element, shape[name].typ)
		}
		return result
	default:
		return value
	}
}

// flatten gives an ARM body the shape of the SDK's type: what is under "properties" moves up, and what the type does not
// know is left out.
func (g *generation) flatten(body any, t reflect.Type) any {
	switch body := body.(type) {
	case []any:
		result := make([]any, len(body))
		for i, element := range body {
			result[i] = g.flatten(element, t.Elem())
		}
		return result
	case map[string]any:
		if t.Kind() != reflect.Struct {
			return body
		}
		return g.flattenObject(body, g.shape(t))
	default:
		return body
	}
}

func (g *generation) flattenObject(body map[string]any, shape map[string]property) map[string]any {
	result := map[string]any{}
	add := func(from map[string]any) {
		for name, value := range from {
			if property, known := shape[name]; known && value != nil {
				result[name] = g.flatten(value, property.typ)
			}
		}
	}
	if nested, ok := body["properties"].(map[string]any); ok && !has(shape, "properties") {
		add(nested)
	}
	add(body)
	return result
}
