package shape

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// maxInteger is the highest whole number that survives the way through Pulumi, whose numbers are float64.
const maxInteger = 1 << 53

// Check holds inputs against the type and returns those that fit, with what is wrong with the others.
//
// In what it returns, secrets, unknowns and dependencies of an object stand at its leaves instead: objects are plain.
func (t *Type) Check(inputs resource.PropertyMap) (resource.PropertyMap, []rules.Finding) {
	c := &checker{}
	fitting, _ := c.object(t, "", inputs, wrapping{known: true})
	return fitting, c.findings
}

type checker struct{ findings []rules.Finding }

func (c *checker) report(rule, path, format string, args ...any) {
	c.findings = append(c.findings, rules.Finding{Rule: rule, Path: path, Message: fmt.Sprintf(format, args...), Severity: rules.Error})
}

// wrapping is what is around a value: unknown, secret, dependent on resources.
type wrapping struct {
	known  bool
	secret bool
	deps   []resource.URN
}

// unwrap takes the wrappers off a value, adding them to those already around it.
func (w wrapping) unwrap(v resource.PropertyValue) (resource.PropertyValue, wrapping) {
	for {
		switch {
		case v.IsSecret():
			w.secret = true
			v = v.SecretValue().Element
		case v.IsComputed():
			w.known = false
			return v, w
		case v.IsOutput():
			o := v.OutputValue()
			w.known = w.known && o.Known
			w.secret = w.secret || o.Secret
			w.deps = append(slices.Clip(w.deps), o.Dependencies...)
			if !o.Known {
				return v, w
			}
			v = o.Element
		default:
			return v, w
		}
	}
}

// wrap puts the wrappers back around a leaf.
func (w wrapping) wrap(v resource.PropertyValue) resource.PropertyValue {
	if w.known && !w.secret && len(w.deps) == 0 {
		return v
	}
	return resource.NewProperty(resource.Output{Element: v, Known: w.known, Secret: w.secret, Dependencies: w.deps})
}

// value checks one value and returns it when it fits.
func (c *checker) value(t *Type, path string, v resource.PropertyValue, around wrapping) (resource.PropertyValue, bool) {
	v, around = around.unwrap(v)
	around.secret = around.secret || t.Secret
	if !around.known {
		if t.Plain {
			c.report(rules.UnknownShape, path, "its value is an output that is not known yet; write it out, with outputs only for the values in it")
			return v, false
		}
		return around.wrap(resource.NewProperty("")), true
	}
	if v.IsNull() {
		return v, false
	}
	if !t.takes(v) {
		c.report(rules.WrongType, path, "%s where %s is wanted%s", t.describe(v, around.secret), t.noun(), t.remedy(v, around.secret))
		return v, false
	}
	switch t.Kind {
	case Object:
		fitting, ok := c.object(t, path, v.ObjectValue(), around)
		return resource.NewProperty(fitting), ok
	case Array:
		var items []resource.PropertyValue
		for i, item := range v.ArrayValue() {
			itemPath := spec.Item(path, i)
			if unwrapped, _ := around.unwrap(item); unwrapped.IsNull() {
				c.report(rules.WrongType, itemPath, "null where %s is wanted", t.Elem.noun())
				if t.Elem.Kind != Object {
					continue
				}
			}
			switch fitting, ok := c.value(t.Elem, itemPath, item, around); {
			case ok:
				items = append(items, fitting)
			case t.Elem.Kind == Object: // the items after it keep their places, and so their paths
				items = append(items, resource.NewProperty(resource.PropertyMap{}))
			}
		}
		return resource.NewProperty(items), true
	case Map:
		entries := resource.PropertyMap{}
		for _, key := range slices.Sorted(maps.Keys(v.ObjectValue())) {
			itemPath := spec.Join(path, string(key))
			if around.secret { // its keys are secret as well
				itemPath = path
			}
			if fitting, ok := c.value(t.Elem, itemPath, v.ObjectValue()[key], around); ok {
				if around.secret && fitting.IsOutput() && fitting.OutputValue().Known {
					fitting = fitting.OutputValue().Element // the map as a whole is secret
				}
				entries[key] = fitting
			}
		}
		if around.secret {
			return around.wrap(resource.NewProperty(entries)), true
		}
		return resource.NewProperty(entries), true
	default:
		switch {
		case t.Plain && t.Kind == String && around.secret:
			c.report(rules.SecretName, path, "it is secret, and would be shown in URNs, in ids or on the screen; give it as plain text")
			return v, false
		case t.Plain:
			return v, true
		}
		return around.wrap(v), true
	}
}

// object checks an object's properties: all of them, so that every problem is found at once.
func (c *checker) object(t *Type, path string, given resource.PropertyMap, around wrapping) (resource.PropertyMap, bool) {
	fitting := resource.PropertyMap{}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		name := string(key)
		if resource.IsInternalPropertyKey(key) {
			continue
		}
		field, known := t.Fields[name]
		if !known && around.secret {
			c.report(rules.UnknownProperty, path, "it has a property that does not exist, and is secret as a whole, so that the name is not shown; there are %s", rules.OneOf(slices.Sorted(maps.Keys(t.Fields))))
			continue
		}
		if !known {
			c.report(rules.UnknownProperty, spec.Join(path, name), "there is no such property%s", t.insteadOf(spec.Join(path, name), name))
			continue
		}
		if v, ok := c.value(field, spec.Join(path, name), given[key], around); ok {
			fitting[key] = v
		}
	}
	for _, name := range t.Required {
		v, given := given[resource.PropertyKey(name)]
		if unwrapped, _ := around.unwrap(v); !given || unwrapped.IsNull() {
			c.report(rules.MissingProperty, spec.Join(path, name), "it is required and missing; give %s", t.Fields[name].noun())
		}
	}
	return fitting, true
}

// moved are properties of an earlier version, with those that took their place.
var moved = map[string]string{"privatePeering.connections": "globalReachConnections"}

// insteadOf says where a property that does not exist has gone, or proposes others.
func (t *Type) insteadOf(path, name string) string {
	if place, ok := moved[path]; ok {
		return "; it has moved: give its list as " + place
	}
	names := slices.Sorted(maps.Keys(t.Fields))
	if nearest := rules.Nearest(name, names); len(nearest) > 0 {
		return "; did you mean " + rules.OneOf(nearest) + "?"
	}
	return "; there are " + rules.OneOf(names)
}

func (t *Type) takes(v resource.PropertyValue) bool {
	switch t.Kind {
	case String:
		return v.IsString()
	case Boolean:
		return v.IsBool()
	case Number:
		return v.IsNumber() && !math.IsNaN(v.NumberValue()) && !math.IsInf(v.NumberValue(), 0)
	case Integer:
		return v.IsNumber() && v.NumberValue() == math.Trunc(v.NumberValue()) && math.Abs(v.NumberValue()) <= maxInteger
	case Array:
		return v.IsArray()
	default:
		return v.IsObject()
	}
}

// noun names what the type takes.
func (t *Type) noun() string {
	switch t.Kind {
	case String:
		return "a string"
	case Boolean:
		return "true or false"
	case Number:
		return "a number"
	case Integer:
		return "a whole number"
	case Array:
		return "a list"
	default:
		return "an object"
	}
}

// describe names what a value is; scalars with their value unless that is secret.
func (t *Type) describe(v resource.PropertyValue, secret bool) string {
	value := func(shown string) string {
		if secret {
			return ""
		}
		return " " + shown
	}
	switch {
	case v.IsString():
		return "the string" + value(rules.Quote(v.StringValue()))
	case v.IsNumber():
		return "the number" + value(fmt.Sprint(v.NumberValue()))
	case v.IsBool():
		return "the boolean" + value(fmt.Sprint(v.BoolValue()))
	case v.IsArray():
		return "a list"
	case v.IsObject():
		return "an object"
	default:
		return "a value of another kind (" + v.TypeString() + ")"
	}
}

// remedy says what to do about a value that is right but for its quotes.
func (t *Type) remedy(v resource.PropertyValue, secret bool) string {
	switch {
	case secret:
		return ""
	case v.IsString() && (t.Kind == Integer || t.Kind == Number || t.Kind == Boolean):
		var bare any
		if json.Unmarshal([]byte(v.StringValue()), &bare) != nil {
			return ""
		}
		switch bare := bare.(type) {
		case float64:
			if t.takes(resource.NewProperty(bare)) {
				return "; remove the quotes"
			}
		case bool:
			if t.Kind == Boolean {
				return "; remove the quotes"
			}
		}
	case t.Kind == String && (v.IsNumber() || v.IsBool()):
		return "; put it in quotes"
	}
	return ""
}
