package azurenative

import (
	"reflect"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// imported derives inputs from what Azure answers alone: what a program has to say to get this resource.
func (rt *resourceType) imported(path map[string]any, answer arm.Body) resource.PropertyMap {
	shape := rt.shape(rt.args)
	own := slices.Concat(rt.inline, rt.azureSets)
	for _, name := range []string{"id", "name", "type"} {
		if !shape[name].required {
			own = append(own, name)
		}
	}
	inputs := prune(rt.project(nil, rt.outputs(answer), shape, func(at resource.PropertyPath, value resource.PropertyValue) bool {
		byDefault, hasDefault := rt.defaults[pattern(at)]
		return !slices.Contains(own, pattern(at)) && (!hasDefault || value.V != byDefault)
	}))
	properties, _ := answer["properties"].(arm.Body)
	for _, name := range rt.nested { // what outputs have under these names may be the envelope's
		if value := properties[name]; value != nil {
			inputs[resource.PropertyKey(name)] = resource.NewPropertyValue(rt.flatten(value, shape[name].typ))
		}
	}
	for name, value := range resource.NewPropertyMapFromMap(path) {
		inputs[name] = value
	}
	return inputs
}

// prune leaves out what is empty, or holds nothing but what is.
func prune(properties resource.PropertyMap) resource.PropertyMap {
	result := resource.PropertyMap{}
	for key, value := range properties {
		if value.IsObject() {
			value = resource.NewObjectProperty(prune(value.ObjectValue()))
		}
		if !isEmpty(value) {
			result[key] = value
		}
	}
	return result
}

func isEmpty(value resource.PropertyValue) bool {
	return value.IsArray() && len(value.ArrayValue()) == 0 || value.IsObject() && len(value.ObjectValue()) == 0
}

// refreshed brings inputs up to date: what changed between the outputs in the state and those now is what somebody else
// changed, so it goes into the inputs. All other outputs are defaults that inputs do not have to say.
func (rt *resourceType) refreshed(inputs, state, outputs resource.PropertyMap) resource.PropertyMap {
	keep := func(at resource.PropertyPath, _ resource.PropertyValue) bool {
		name := at.String()
		return !slices.Contains(rt.inline, name) || !isAbsent(inputs[resource.PropertyKey(name)])
	}
	shape := rt.shapeSince(state[apiVersionKey])
	was, is := rt.project(nil, openMap(state), shape, keep), rt.project(nil, outputs, shape, keep)
	return apply(inputs, was, is)
}

// project leaves of outputs what are inputs too, and of those what keep says.
func (g *generation) project(path resource.PropertyPath, outputs resource.PropertyMap, shape map[string]property,
	keep func(resource.PropertyPath, resource.PropertyValue) bool,
) resource.PropertyMap {
	result := resource.PropertyMap{}
	for key, value := range outputs {
		at := join(path, string(key))
		property, known := shape[string(key)]
		if !known || !keep(at, value) {
			continue
		}
		result[key] = g.projectValue(at, value, property.typ, keep)
	}
	return result
}

func (g *generation) projectValue(path resource.PropertyPath, value resource.PropertyValue, t reflect.Type,
	keep func(resource.PropertyPath, resource.PropertyValue) bool,
) resource.PropertyValue {
	switch {
	case value.IsObject() && t.Kind() == reflect.Struct:
		return resource.NewObjectProperty(g.project(path, value.ObjectValue(), g.shape(t), keep))
	case value.IsArray() && t.Kind() == reflect.Slice:
		elements := make([]resource.PropertyValue, len(value.ArrayValue()))
		for i, element := range value.ArrayValue() {
			elements[i] = g.projectValue(join(path, i), element, t.Elem(), keep)
		}
		return resource.NewArrayProperty(elements)
	default:
		return value
	}
}

// apply makes the changes from was to is in inputs, and no others.
func apply(inputs, was, is resource.PropertyMap) resource.PropertyMap {
	result := inputs.Copy()
	for _, key := range union(was, is) {
		before, had := was[key]
		after, has := is[key]
		switch {
		case had && has && before.DeepEquals(after):
		case !has:
			delete(result, key)
		default:
			result[key] = applyValue(inputs[key], before, after)
		}
	}
	return result
}

func applyValue(input, was, is resource.PropertyValue) resource.PropertyValue {
	switch {
	case input.IsSecret():
		return resource.MakeSecret(applyValue(bare(input), was, is))
	case input.IsObject() && was.IsObject() && is.IsObject():
		return resource.NewObjectProperty(apply(input.ObjectValue(), was.ObjectValue(), is.ObjectValue()))
	case input.IsArray() && was.IsArray() && is.IsArray():
		elements := make([]resource.PropertyValue, len(is.ArrayValue()))
		for i, element := range is.ArrayValue() {
			elements[i] = element
			if i < min(len(input.ArrayValue()), len(was.ArrayValue())) {
				elements[i] = applyElement(input.ArrayValue()[i], was.ArrayValue()[i], element)
			}
		}
		return resource.NewArrayProperty(elements)
	default:
		return is
	}
}

// applyElement is applyValue for a value that may not have changed.
func applyElement(input, was, is resource.PropertyValue) resource.PropertyValue {
	if was.DeepEquals(is) {
		return input
	}
	return applyValue(input, was, is)
}
