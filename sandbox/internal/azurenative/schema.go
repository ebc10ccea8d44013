package azurenative

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetSchema answers the part of azure-native's schema that the sandbox has, as far as Go types tell it: no descriptions
// and no enums. Programs in YAML are checked against it.
func (p *Provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	w := &schemaWriter{types: map[string]any{}}
	resources, functions := map[string]any{}, map[string]any{}
	for _, rt := range p.types {
		w.module, w.generation = rt.module, rt.generation
		inputs, state := w.object(rt.args, rt.required), w.object(rt.state, nil)
		resources[rt.token()] = map[string]any{
			"inputProperties": inputs["properties"], "requiredInputs": inputs["required"],
			"properties": state["properties"], "required": state["required"],
		}
		functions[rt.lookupToken()] = map[string]any{
			"inputs": w.object(rt.lookupArgs, nil), "outputs": w.object(rt.lookupResult, nil),
		}
	}
	w.generation = generations["2"] // the configuration has been the same since
	config, _ := w.object(reflect.TypeFor[configType](), nil)["properties"].(map[string]any)
	for _, key := range secretConfig {
		if variable, ok := config[string(key)].(map[string]any); ok {
			variable["secret"] = true
		}
	}
	text, err := json.Marshal(map[string]any{
		"name": Name, "version": p.version, "types": w.types, "resources": resources, "functions": functions,
		"config":   map[string]any{"variables": config},
		"provider": map[string]any{"inputProperties": config},
	})
	if err != nil {
		return nil, fmt.Errorf("encode the schema: %w", err)
	}
	return &pulumirpc.GetSchemaResponse{Schema: string(text)}, nil
}

// schemaWriter collects the types that properties refer to.
type schemaWriter struct {
	*generation
	module string
	types  map[string]any
}

func (w *schemaWriter) object(t reflect.Type, requiredLists []string) map[string]any {
	shape := w.shape(t)
	properties, required := map[string]any{}, []string{}
	for _, name := range sorted(shape) {
		properties[name] = w.reference(shape[name].typ)
		if shape[name].required || slices.Contains(requiredLists, name) {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

func (w *schemaWriter) reference(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Struct:
		token := fmt.Sprintf("%s:%s:%s", Name, w.module, t.Name())
		if _, known := w.types[token]; !known {
			w.types[token] = nil // a type may refer to itself
			w.types[token] = w.object(t, nil)
		}
		return map[string]any{"$ref": "#/types/" + token}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": w.reference(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": w.reference(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	default:
		return map[string]any{"type": describe(t)}
	}
}
