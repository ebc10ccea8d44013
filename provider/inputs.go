package provider

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// inputsOf is the args as the map that Pulumi records in state as the component's inputs. How the resources came into the
// stack is not among them: that the program no longer says so is no change.
func inputsOf(args *PeeringStackArgs) pulumi.Map {
	inputs := objectOf(reflect.ValueOf(args).Elem())
	delete(inputs, "adopt")
	return inputs
}

func objectOf(args reflect.Value) pulumi.Map {
	m := pulumi.Map{}
	for i := range args.NumField() {
		name, field := args.Type().Field(i).Tag.Get("pulumi"), args.Field(i)
		switch {
		case field.IsZero():
		case field.Kind() == reflect.Pointer && field.Elem().Kind() == reflect.Struct:
			m[name] = objectOf(field.Elem())
		case field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.Struct:
			items := pulumi.Array{}
			for i := range field.Len() {
				items = append(items, objectOf(field.Index(i)))
			}
			m[name] = items
		case field.Kind() == reflect.Interface:
			m[name], _ = field.Interface().(pulumi.Input)
		default:
			m[name] = pulumi.ToOutput(field.Interface())
		}
	}
	return m
}
