// Package shapetest turns configurations that tests write in YAML into the values Pulumi hands over.
package shapetest

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// Properties is a tree as a property map.
func Properties(tree map[string]any) resource.PropertyMap {
	m := resource.PropertyMap{}
	for k, v := range tree {
		m[resource.PropertyKey(k)] = property(v)
	}
	return m
}

func property(v any) resource.PropertyValue {
	switch v := v.(type) {
	case nil:
		return resource.NewNullProperty()
	case spectest.Unknown:
		return resource.MakeComputed(resource.NewProperty(""))
	case spectest.Secret:
		return resource.MakeSecret(property(v.Value))
	case map[string]any:
		return resource.NewProperty(Properties(v))
	case []any:
		list := []resource.PropertyValue{}
		for _, item := range v {
			list = append(list, property(item))
		}
		return resource.NewProperty(list)
	case string:
		return resource.NewProperty(v)
	case bool:
		return resource.NewProperty(v)
	case int:
		return resource.NewProperty(float64(v))
	case float64:
		return resource.NewProperty(v)
	default:
		panic(fmt.Sprintf("no property for a %T", v))
	}
}
