package provider

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// inputsOf is the args as the map that Pulumi records in state as the component's inputs.
func inputsOf(args *PeeringStackArgs) pulumi.Map { return objectOf(reflect.ValueOf(args).Elem()) }

func objectOf(args reflect.Value) pulumi.Map {
	m := pulumi.Map{}
	for i := range args.NumField() {
		name, field := args.Type().Field(i).Tag.Get("pulumi"), args.Field(i)
		switch {
		case field.IsZero():
		case field.Kind() == reflect.Pointer:
			m[name] = objectOf(field.Elem())
		case field.Kind() == reflect.Interface:
			m[name] = field.Interface().(pulumi.Input)
		default:
			m[name] = pulumi.ToOutput(field.Interface())
		}
	}
	return m
}
