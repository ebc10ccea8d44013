package azurenative

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// checker collects what is wrong with inputs.
type checker struct {
	*generation
	required []string // the required lists, as in the table
	failures []*pulumirpc.CheckFailure
}

func (c *checker) fail(path resource.PropertyPath, format string, args ...any) {
	c.failures = append(c.failures, &pulumirpc.CheckFailure{Property: path.String(), Reason: fmt.Sprintf(format, args...)})
}

// object holds inputs against the properties of an SDK type. Values that are not known yet pass.
func (c *checker) object(path resource.PropertyPath, inputs resource.PropertyMap, t reflect.Type) {
	shape := c.shape(t)
	for _, key := range inputs.StableKeys() {
		at := join(path, string(key))
		if property, known := shape[string(key)]; known {
			c.value(at, inputs[key], property.typ)
		} else {
			c.fail(at, "unknown property; expected %s", oneOf(shape))
		}
	}
	for _, name := range sorted(shape) {
		at := join(path, name)
		if (shape[name].required || slices.Contains(c.required, pattern(at))) && isAbsent(inputs[resource.PropertyKey(name)]) {
			c.fail(at, "missing required property; expected %s", describe(shape[name].typ))
		}
	}
}

func (c *checker) value(path resource.PropertyPath, value resource.PropertyValue, t reflect.Type) {
	value = bare(value)
	if value.IsComputed() || value.IsNull() {
		return
	}
	switch {
	case t.Kind() == reflect.Struct && value.IsObject():
		c.object(path, value.ObjectValue(), t)
	case t.Kind() == reflect.Map && value.IsObject():
		for _, key := range value.ObjectValue().StableKeys() {
			c.value(join(path, string(key)), value.ObjectValue()[key], t.Elem())
		}
	case t.Kind() == reflect.Slice && value.IsArray():
		for i, element := range value.ArrayValue() {
			c.value(join(path, i), element, t.Elem())
		}
	case t.Kind() == reflect.String && value.IsString(),
		t.Kind() == reflect.Bool && value.IsBool(),
		t.Kind() == reflect.Float64 && value.IsNumber(),
		t.Kind() == reflect.Int && value.IsNumber() && value.NumberValue() == math.Trunc(value.NumberValue()):
	case t.Kind() == reflect.Int && value.IsNumber():
		c.fail(path, "expected an integer, got a number with a fraction")
	case value.IsArray():
		c.fail(path, "expected %s, got array", describe(t))
	default:
		c.fail(path, "expected %s, got %s", describe(t), value.TypeString())
	}
}

// describe names a type as programs know it.
func describe(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "object"
	case reflect.Map:
		return "map of " + describe(t.Elem())
	case reflect.Slice:
		return "array of " + describe(t.Elem())
	case reflect.Int:
		return "integer"
	case reflect.Float64:
		return "number"
	default:
		return t.Kind().String()
	}
}

func oneOf(shape map[string]property) string {
	names := sorted(shape)
	if len(names) == 1 {
		return names[0]
	}
	return fmt.Sprintf("one of %v", names)
}

func sorted(shape map[string]property) []string {
	names := make([]string, 0, len(shape))
	for name := range shape {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// join is path with one more step.
func join(path resource.PropertyPath, step any) resource.PropertyPath {
	return append(path[:len(path):len(path)], step)
}

var index = regexp.MustCompile(`\[\d+\]`)

// pattern is path as the table writes it: the same for all elements of a list.
func pattern(path resource.PropertyPath) string {
	return index.ReplaceAllString(path.String(), "[]")
}
