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

// packageSpec is the part of a package's schema that matters here.
type packageSpec struct {
	Resources map[string]struct {
		InputProperties map[string]typeSpec `json:"inputProperties"`
		RequiredInputs  []string            `json:"requiredInputs"`
		Properties      map[string]typeSpec `json:"properties"`
	} `json:"resources"`
	Functions map[string]struct {
		Inputs typeSpec `json:"inputs"`
	} `json:"functions"`
	Types map[string]typeSpec `json:"types"`
}

// Schema is a package's schema.
type Schema struct{ spec packageSpec }

// Read reads the schema of a package.
func Read(schema []byte) (Schema, error) {
	var s Schema
	if err := json.Unmarshal(schema, &s.spec); err != nil {
		return Schema{}, fmt.Errorf("reading the schema: %w", err)
	}
	return s, nil
}

// Component is what the schema says of a component: its inputs, and the names of its outputs.
func (s Schema) Component(token string) (inputs *Type, outputs []string, err error) {
	component, ok := s.spec.Resources[token]
	if !ok {
		return nil, nil, fmt.Errorf("the schema has no resource %s", token)
	}
	inputs, err = bind(typeSpec{Type: string(Object), Properties: component.InputProperties, Required: component.RequiredInputs, Plain: true}, s.spec.Types)
	return inputs, slices.Sorted(maps.Keys(component.Properties)), err
}

// Function is what the schema says of the arguments of a function.
func (s Schema) Function(token string) (*Type, error) {
	function, ok := s.spec.Functions[token]
	if !ok {
		return nil, fmt.Errorf("the schema has no function %s", token)
	}
	function.Inputs.Type, function.Inputs.Plain = string(Object), true
	return bind(function.Inputs, s.spec.Types)
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
