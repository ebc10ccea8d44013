// Package shape holds the component's inputs against schema.json: unknown, mistyped and missing properties, in any
// language and in raw calls alike. What passes has the shape that the rest of the code relies on.
package shape

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Kind is the kind of value a property takes.
type Kind string

// The kinds of the schema, with object types apart from maps.
const (
	String  Kind = "string"
	Number  Kind = "number"
	Integer Kind = "integer"
	Boolean Kind = "boolean"
	Array   Kind = "array"
	Map     Kind = "map"
	Object  Kind = "object"
)

// Type is the type of a property.
type Type struct {
	Kind Kind
	// Plain values cannot be outputs.
	Plain bool
	// Secret values are never shown.
	Secret bool
	// Elem is the type of an array's items or a map's values.
	Elem *Type
	// Fields of an object.
	Fields map[string]*Type
	// Required fields of an object, in the order of the schema.
	Required []string
}

// typeSpec is the part of a schema's property that matters here.
type typeSpec struct {
	Type                 string              `json:"type"`
	Ref                  string              `json:"$ref"`
	Plain                bool                `json:"plain"`
	Secret               bool                `json:"secret"`
	Items                *typeSpec           `json:"items"`
	AdditionalProperties *typeSpec           `json:"additionalProperties"`
	Properties           map[string]typeSpec `json:"properties"`
	Required             []string            `json:"required"`
}

type resourceSpec struct {
	InputProperties map[string]typeSpec `json:"inputProperties"`
	RequiredInputs  []string            `json:"requiredInputs"`
	Properties      map[string]typeSpec `json:"properties"`
}

// read finds a resource and the types in a package schema.
func read(schema []byte, token string) (resourceSpec, map[string]typeSpec, error) {
	var pkg struct {
		Resources map[string]resourceSpec `json:"resources"`
		Types     map[string]typeSpec     `json:"types"`
	}
	if err := json.Unmarshal(schema, &pkg); err != nil {
		return resourceSpec{}, nil, fmt.Errorf("reading the schema: %w", err)
	}
	res, ok := pkg.Resources[token]
	if !ok {
		return resourceSpec{}, nil, fmt.Errorf("the schema has no resource %s", token)
	}
	return res, pkg.Types, nil
}

// Inputs reads the inputs of a resource from a package schema.
func Inputs(schema []byte, token string) (*Type, error) {
	res, types, err := read(schema, token)
	if err != nil {
		return nil, err
	}
	return bind(typeSpec{Type: string(Object), Properties: res.InputProperties, Required: res.RequiredInputs, Plain: true}, types)
}

// Outputs reads the names of a resource's outputs from a package schema.
func Outputs(schema []byte, token string) ([]string, error) {
	res, _, err := read(schema, token)
	return slices.Sorted(maps.Keys(res.Properties)), err
}

func bind(t typeSpec, types map[string]typeSpec) (*Type, error) {
	if t.Ref != "" {
		target, ok := types[strings.TrimPrefix(t.Ref, "#/types/")]
		if !ok {
			return nil, fmt.Errorf("the schema has no type %s", t.Ref)
		}
		target.Plain, target.Secret = t.Plain, t.Secret
		return bind(target, types)
	}
	bound := &Type{Kind: Kind(t.Type), Plain: t.Plain, Secret: t.Secret, Required: t.Required}
	var err error
	switch {
	case t.Type == string(Object) && t.AdditionalProperties != nil:
		bound.Kind = Map
		bound.Elem, err = bind(*t.AdditionalProperties, types)
	case t.Type == string(Object):
		bound.Fields = map[string]*Type{}
		for name, field := range t.Properties {
			if bound.Fields[name], err = bind(field, types); err != nil {
				return nil, err
			}
		}
	case t.Type == string(Array):
		bound.Elem, err = bind(*t.Items, types)
	}
	return bound, err
}

// SecretAt reports whether the property at the path, or one that it lies in, is secret.
func (t *Type) SecretAt(path resource.PropertyPath) bool {
	for _, step := range path {
		switch name, isName := step.(string); {
		case t.Kind == Object && isName:
			t = t.Fields[name]
		default:
			t = t.Elem
		}
		if t == nil {
			return false
		}
		if t.Secret {
			return true
		}
	}
	return false
}
