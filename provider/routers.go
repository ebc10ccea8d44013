package provider

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/router"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// RouterConfigurationToken is the function that writes the configurations of routers.
const RouterConfigurationToken = PackageName + ":index:routerConfiguration"

// routerConfiguration answers with the configurations and the warnings. The texts are secret when they hold a key, or
// anything else that is secret; the key is one whatever it came as.
func routerConfiguration(given resource.PropertyMap, malformed []rules.Finding) (resource.PropertyMap, []rules.Finding, error) {
	if len(malformed) == 0 && resource.NewProperty(given).ContainsUnknowns() {
		unknown := resource.MakeComputed(resource.NewProperty(""))
		return resource.PropertyMap{"configurations": unknown, "warnings": unknown}, nil, nil
	}
	arguments := &router.Arguments{}
	if err := readObject("", given, reflect.ValueOf(arguments).Elem()); err != nil {
		return nil, nil, err
	}
	configurations, findings := router.Configure(arguments)
	verdict := rules.Verdict{Findings: withMalformed(malformed, findings)}
	if errs := verdict.Errors(); len(errs) > 0 {
		return nil, errs, nil
	}

	secret := resource.NewProperty(given).ContainsSecrets()
	files := []resource.PropertyValue{}
	for _, c := range configurations {
		text := resource.NewProperty(c.Text)
		if secret {
			text = resource.MakeSecret(text)
		}
		files = append(files, resource.NewProperty(resource.PropertyMap{
			"link":     resource.NewProperty(string(c.Link)),
			"fileName": resource.NewProperty(c.FileName),
			"text":     text,
		}))
	}
	warnings := []resource.PropertyValue{}
	for _, f := range verdict.Warnings() {
		warnings = append(warnings, resource.NewProperty(f.Path+": "+f.Text()))
	}
	return resource.PropertyMap{"configurations": resource.NewProperty(files), "warnings": resource.NewProperty(warnings)}, verdict.Warnings(), nil
}

// readObject reads the properties that were given into a struct of values, by the names in its input tags. They fit the
// schema, and so the struct.
func readObject(path string, given resource.PropertyMap, into reflect.Value) error {
	for i := range into.NumField() {
		name := into.Type().Field(i).Tag.Get("input")
		if err := readProperty(spec.Join(path, name), given[resource.PropertyKey(name)], into.Field(i)); err != nil {
			return err
		}
	}
	return nil
}

func readProperty(path string, given resource.PropertyValue, into reflect.Value) error {
	v, secret := unwrapped(given)
	switch into.Kind() {
	case reflect.Pointer:
		if v.IsObject() {
			into.Set(reflect.New(into.Type().Elem()))
			return readObject(path, v.ObjectValue(), into.Elem())
		}
		return nil
	case reflect.Slice:
		if !v.IsArray() {
			return nil
		}
		into.Set(reflect.MakeSlice(into.Type(), len(v.ArrayValue()), len(v.ArrayValue())))
		for i, item := range v.ArrayValue() {
			object, _ := unwrapped(item)
			if err := readObject(spec.Item(path, i), object.ObjectValue(), into.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	switch d := into.Addr().Interface().(type) {
	case *spec.Value[string]:
		*d = readValue(path, v, secret, resource.PropertyValue.IsString, resource.PropertyValue.StringValue)
	case *spec.Value[bool]:
		*d = readValue(path, v, secret, resource.PropertyValue.IsBool, resource.PropertyValue.BoolValue)
	case *spec.Value[int]:
		*d = readValue(path, v, secret, resource.PropertyValue.IsNumber, func(v resource.PropertyValue) int { return int(v.NumberValue()) })
	case *spec.List[string]:
		*d = spec.List[string]{Path: path, Secret: secret}
		if v.IsArray() {
			d.State = spec.Known
			for i, item := range v.ArrayValue() {
				text, hidden := unwrapped(item)
				d.Items = append(d.Items, readValue(spec.Item(path, i), text, secret || hidden, resource.PropertyValue.IsString, resource.PropertyValue.StringValue))
			}
		}
	default:
		return fmt.Errorf("%s: there is no way to read a %T", path, d)
	}
	return nil
}

// readValue is one leaf. What was not given, or given as null, is absent.
func readValue[T any](
	path string, v resource.PropertyValue, secret bool, is func(resource.PropertyValue) bool, value func(resource.PropertyValue) T,
) spec.Value[T] {
	leaf := spec.Value[T]{Path: path, Secret: secret}
	if is(v) {
		leaf.State, leaf.V = spec.Known, value(v)
	}
	return leaf
}

// unwrapped takes off what is around a value, and tells whether it is secret.
func unwrapped(v resource.PropertyValue) (inner resource.PropertyValue, secret bool) {
	for {
		switch {
		case v.IsSecret():
			v, secret = v.SecretValue().Element, true
		case v.IsOutput():
			v, secret = v.OutputValue().Element, secret || v.OutputValue().Secret
		default:
			return v, secret
		}
	}
}
