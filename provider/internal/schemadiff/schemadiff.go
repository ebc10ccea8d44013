package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// schema is the part of a schema that programs depend on.
type schema struct {
	Resources map[string]resource
	Functions map[string]function
	Types     map[string]object
}

type resource struct {
	InputProperties map[string]property
	RequiredInputs  []string
	object          // the outputs
}

type function struct{ Inputs, Outputs object }

type object struct {
	Properties map[string]property
	Required   []string
	Enum       []struct {
		Name  string
		Value any
	}
}

type property struct {
	Type                 string
	Ref                  string `json:"$ref"`
	Plain                bool
	Items                *property
	AdditionalProperties *property
}

// UnmarshalJSON reads both halves of a resource, of which one is an object's.
func (r *resource) UnmarshalJSON(text []byte) error {
	type inputs struct {
		InputProperties map[string]property
		RequiredInputs  []string
	}
	var own inputs
	if err := json.Unmarshal(text, &own); err != nil {
		return err
	}
	r.InputProperties, r.RequiredInputs = own.InputProperties, own.RequiredInputs
	return json.Unmarshal(text, &r.object)
}

// breaking are the changes from one schema to another that may keep programs from compiling or running.
func breaking(was, is schema) []string {
	d := &diff{}
	for _, token := range sorted(was.Resources) {
		now, ok := is.Resources[token]
		if !ok {
			d.add("the component %s is gone", token)
			continue
		}
		before := was.Resources[token]
		d.inputs(token, before.InputProperties, now.InputProperties, before.RequiredInputs, now.RequiredInputs)
		d.outputs("output of "+token, before.object, now.object)
	}
	for _, token := range sorted(was.Functions) {
		now, ok := is.Functions[token]
		if !ok {
			d.add("the function %s is gone", token)
			continue
		}
		before := was.Functions[token]
		d.inputs(token, before.Inputs.Properties, now.Inputs.Properties, before.Inputs.Required, now.Inputs.Required)
		d.outputs("result of "+token, before.Outputs, now.Outputs)
	}
	for _, token := range sorted(was.Types) {
		now, ok := is.Types[token]
		if !ok {
			d.add("the type %s is gone", token)
			continue
		}
		before := was.Types[token]
		// A type may be an input, an output or both: what is stricter for either breaks.
		d.inputs(token, before.Properties, now.Properties, before.Required, now.Required)
		for _, value := range before.Enum {
			if !slices.Contains(now.Enum, value) {
				d.add("%s has the value %v (%s) no longer", token, value.Value, value.Name)
			}
		}
	}
	return d.changes
}

type diff struct{ changes []string }

func (d *diff) add(format string, args ...any) {
	d.changes = append(d.changes, fmt.Sprintf(format, args...))
}

func (d *diff) inputs(of string, was, is map[string]property, wasRequired, isRequired []string) {
	d.properties("property of "+of, was, is)
	for _, name := range isRequired {
		if !slices.Contains(wasRequired, name) {
			d.add("property of %s: %s is required now", of, name)
		}
	}
}

func (d *diff) outputs(where string, was, is object) {
	d.properties(where, was.Properties, is.Properties)
	for _, name := range was.Required {
		if _, there := is.Properties[name]; there && !slices.Contains(is.Required, name) {
			d.add("%s: %s may be missing now", where, name)
		}
	}
}

func (d *diff) properties(where string, was, is map[string]property) {
	for _, name := range sorted(was) {
		before := was[name]
		switch now, ok := is[name]; {
		case !ok:
			d.add("%s: %s is gone", where, name)
		case before.String() != now.String():
			d.add("%s: %s was %s and is %s", where, name, before, now)
		}
	}
}

// String is the type of a property in words.
func (p property) String() string {
	var text string
	switch {
	case p.Ref != "":
		text = p.Ref
	case p.Items != nil:
		text = "a list of " + p.Items.String()
	case p.AdditionalProperties != nil:
		text = "a map of " + p.AdditionalProperties.String()
	default:
		text = p.Type
	}
	if p.Plain {
		return "plain " + text
	}
	return text
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
