package azurenative

import (
	"reflect"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// property is one property of an SDK type.
type property struct {
	typ reflect.Type
	// required is never true for a list or map: Go types cannot tell.
	required bool
}

// shapeOf gives the properties of one of the SDK's structs, plain or with outputs, by name.
func shapeOf(t reflect.Type) map[string]property {
	shape := map[string]property{}
	for field := range fields(t) {
		typ := field.Type
		if output, ok := reflect.Zero(typ).Interface().(pulumi.Output); ok {
			typ = output.ElementType()
		}
		optional := typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map
		if typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		shape[field.Tag.Get("pulumi")] = property{typ, !optional}
	}
	return shape
}

func fields(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if field := t.Field(i); !field.Anonymous && field.Tag.Get("pulumi") != "" && !yield(field) {
				return
			}
		}
	}
}

func has(shape map[string]property, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { _, ok := shape[name]; return !ok })
}
