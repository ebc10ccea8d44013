package provider

import (
	"context"
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// resolve reads every leaf of the args into the configuration that rules and wiring decide on: its value when it is
// known, whether it is unknown or secret, and the path it stands at. Fields go together by their property names. The args
// stand at a path of the program's inputs.
func resolve(ctx context.Context, at string, args *PeeringStackArgs) (*spec.PeeringStack, error) {
	s := spec.PeeringStack{Path: at}
	if err := resolveObject(ctx, at, reflect.ValueOf(args).Elem(), reflect.ValueOf(&s).Elem()); err != nil {
		return nil, err
	}
	return &s, nil
}

// resolveObject fills a struct of package spec from the args struct of the same shape.
func resolveObject(ctx context.Context, path string, args, into reflect.Value) error {
	given := map[string]reflect.Value{}
	for i := range args.NumField() {
		given[args.Type().Field(i).Tag.Get("pulumi")] = args.Field(i)
	}
	return resolveFields(ctx, path, given, into)
}

func resolveFields(ctx context.Context, path string, given map[string]reflect.Value, into reflect.Value) error {
	for i := range into.NumField() {
		field, dest := into.Type().Field(i), into.Field(i)
		if field.Anonymous {
			if err := resolveFields(ctx, path, given, dest); err != nil {
				return err
			}
			continue
		}
		name, isInput := field.Tag.Lookup("input")
		if !isInput {
			continue
		}
		arg, ok := given[name]
		if !ok {
			return fmt.Errorf("the args have no %q", name)
		}
		if err := resolveField(ctx, spec.Join(path, name), arg, dest); err != nil {
			return err
		}
	}
	return nil
}

func resolveField(ctx context.Context, path string, arg, dest reflect.Value) error {
	if dest.Kind() == reflect.Pointer {
		if arg.IsNil() {
			return nil
		}
		dest.Set(reflect.New(dest.Type().Elem()))
		return resolveObject(ctx, path, arg.Elem(), dest.Elem())
	}
	if dest.Kind() == reflect.Slice {
		dest.Set(reflect.MakeSlice(dest.Type(), arg.Len(), arg.Len()))
		for i := range arg.Len() {
			if err := resolveObject(ctx, spec.Item(path, i), arg.Index(i), dest.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	var input any
	if arg.Kind() == reflect.String || !arg.IsZero() { // a plain text that is empty was given, too
		input = arg.Interface()
	}
	switch d := dest.Addr().Interface().(type) {
	case *spec.Value[string]:
		return resolveLeaf(ctx, path, input, d)
	case *spec.Value[int]:
		return resolveLeaf(ctx, path, input, d)
	case *spec.Value[float64]:
		return resolveLeaf(ctx, path, input, d)
	case *spec.Value[bool]:
		return resolveLeaf(ctx, path, input, d)
	case *spec.List[string]:
		return resolveList(ctx, path, input, d)
	case *spec.Map[string]:
		return resolveMap(ctx, path, input, d)
	default:
		return fmt.Errorf("%s: there is no way to resolve a %T", path, d)
	}
}

// await looks at an input: the value without pointers, which is nil when there is none, and what is known of it.
func await(ctx context.Context, input any) (value any, state spec.State, secret bool, err error) {
	if input == nil {
		return nil, spec.Absent, false, nil
	}
	result, err := internals.UnsafeAwaitOutput(ctx, pulumi.ToOutput(input))
	switch {
	case err != nil:
		return nil, spec.Absent, false, err
	case !result.Known:
		return nil, spec.Unknown, result.Secret, nil
	}
	v := reflect.ValueOf(result.Value)
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if !v.IsValid() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsNil() {
		return nil, spec.Absent, result.Secret, nil
	}
	return v.Interface(), spec.Known, result.Secret, nil
}

func resolveLeaf[T any](ctx context.Context, path string, input any, into *spec.Value[T]) error {
	value, state, secret, err := await(ctx, input)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	*into = spec.Value[T]{Path: path, State: state, Secret: secret}
	if state != spec.Known {
		return nil
	}
	v, ok := value.(T)
	if !ok {
		return fmt.Errorf("%s: got a %T where a %T belongs", path, value, into.V)
	}
	into.V = v
	return nil
}

// resolveList keeps what is known of each item: a list that is written out may hold unknown items.
func resolveList(ctx context.Context, path string, input any, into *spec.List[string]) error {
	*into = spec.List[string]{Path: path, State: spec.Known}
	items, writtenOut := input.(pulumi.StringArray)
	if !writtenOut {
		value, state, secret, err := await(ctx, input)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		into.State, into.Secret = state, secret
		if state == spec.Known {
			texts, _ := value.([]string)
			for _, s := range texts {
				items = append(items, pulumi.String(s))
			}
		}
	}
	for i, item := range items {
		v := spec.Value[string]{}
		if err := resolveLeaf(ctx, spec.Item(path, i), item, &v); err != nil {
			return err
		}
		v.Secret = v.Secret || into.Secret
		into.Items = append(into.Items, v)
	}
	return nil
}

// resolveMap keeps what is known of each entry, like resolveList.
func resolveMap(ctx context.Context, path string, input any, into *spec.Map[string]) error {
	*into = spec.Map[string]{Path: path, State: spec.Known, Items: map[string]spec.Value[string]{}}
	entries, writtenOut := input.(pulumi.StringMap)
	if !writtenOut {
		value, state, secret, err := await(ctx, input)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		into.State, into.Secret = state, secret
		entries = pulumi.StringMap{}
		if state == spec.Known {
			texts, _ := value.(map[string]string)
			for k, s := range texts {
				entries[k] = pulumi.String(s)
			}
		}
	}
	for key, entry := range entries {
		v, entryPath := spec.Value[string]{}, spec.Join(path, key)
		if into.Secret { // its keys are secret as well
			entryPath = path
		}
		if err := resolveLeaf(ctx, entryPath, entry, &v); err != nil {
			return err
		}
		v.Secret = v.Secret || into.Secret
		into.Items[key] = v
	}
	return nil
}
