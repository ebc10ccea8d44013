// Package spectest writes configurations for tests in YAML. A value tagged !unknown is not known yet, one tagged
// !secret is secret.
package spectest

import (
	"fmt"
	"maps"
	"reflect"

	"gopkg.in/yaml.v3"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Valid is a configuration that breaks no rule, not even one that warns.
const Valid = `
circuit:
  skuTier: Premium
  serviceProvider: {name: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 200}
privatePeering:
  peerASN: 200
  vlanId: 200
  primaryPeerAddressPrefix: 192.168.16.252/30
  secondaryPeerAddressPrefix: 192.168.18.252/30
microsoftPeering:
  peerASN: 200
  vlanId: 300
  primaryPeerAddressPrefix: 123.0.0.0/30
  secondaryPeerAddressPrefix: 123.0.0.4/30
  microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24], routingRegistryName: ARIN}
  routeFilter: {services: [AzureActiveDirectory, AzureResourceManager]}
`

// Unknown stands for a value that is not known yet.
type Unknown struct{}

// Secret is a value that is secret.
type Secret struct{ Value any }

// Tree reads YAML into maps, lists, scalars, Unknown and Secret.
func Tree(text string) map[string]any {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil {
		panic(err)
	}
	if len(node.Content) == 0 {
		return map[string]any{}
	}
	return tree(node.Content[0]).(map[string]any)
}

func tree(n *yaml.Node) any {
	switch n.Tag {
	case "!unknown":
		return Unknown{}
	case "!secret":
		untagged := *n
		untagged.Tag = ""
		return Secret{tree(&untagged)}
	}
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = tree(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, tree(item))
		}
		return list
	}
	var scalar any
	if err := n.Decode(&scalar); err != nil {
		panic(err)
	}
	return scalar
}

// Overlay lays one tree over another: objects are merged, null removes, anything else replaces.
func Overlay(base, over map[string]any) map[string]any {
	merged := maps.Clone(base)
	for k, v := range over {
		below, isMap := merged[k].(map[string]any)
		switch o := v.(type) {
		case nil:
			delete(merged, k)
		case map[string]any:
			if !isMap {
				below = map[string]any{}
			}
			merged[k] = Overlay(below, o)
		default:
			merged[k] = v
		}
	}
	return merged
}

// OnValid is the valid configuration with a change laid over it.
func OnValid(change string) map[string]any { return Overlay(Tree(Valid), Tree(change)) }

// Spec reads a tree as a resolved configuration. The tree must fit its types.
func Spec(tree map[string]any) *spec.PeeringStack { return SpecAt("", tree) }

// SpecAt is Spec of a stack whose inputs stand at a path of the program's.
func SpecAt(path string, tree map[string]any) *spec.PeeringStack {
	s := &spec.PeeringStack{Path: path}
	object(path, tree, reflect.ValueOf(s).Elem())
	return s
}

// Into reads a tree into a struct of values, by the names in its input tags. The tree must fit its types.
func Into(s any, tree map[string]any) { object("", tree, reflect.ValueOf(s).Elem()) }

func object(path string, tree map[string]any, into reflect.Value) {
	for i := range into.NumField() {
		f, dest := into.Type().Field(i), into.Field(i)
		if f.Anonymous {
			object(path, tree, dest)
			continue
		}
		name, isInput := f.Tag.Lookup("input")
		if !isInput {
			continue
		}
		field(spec.Join(path, name), tree[name], dest)
	}
}

func field(path string, v any, dest reflect.Value) {
	if dest.Kind() == reflect.Pointer {
		if v != nil {
			dest.Set(reflect.New(dest.Type().Elem()))
			object(path, v.(map[string]any), dest.Elem())
		}
		return
	}
	if dest.Kind() == reflect.Slice {
		items, _ := v.([]any)
		dest.Set(reflect.MakeSlice(dest.Type(), len(items), len(items)))
		for i, item := range items {
			object(spec.Item(path, i), item.(map[string]any), dest.Index(i))
		}
		return
	}
	switch d := dest.Addr().Interface().(type) {
	case *spec.Value[string]:
		*d = leaf[string](path, v)
	case *spec.Value[int]:
		*d = leaf[int](path, v)
	case *spec.Value[bool]:
		*d = leaf[bool](path, v)
	case *spec.Value[float64]:
		*d = leaf[float64](path, v)
	case *spec.List[string]:
		whole := leaf[[]any](path, v)
		*d = spec.List[string]{Path: path, State: whole.State, Secret: whole.Secret}
		for i, item := range whole.V {
			entry := leaf[string](spec.Item(path, i), item)
			entry.Secret = entry.Secret || whole.Secret
			d.Items = append(d.Items, entry)
		}
	case *spec.Map[string]:
		whole := leaf[map[string]any](path, v)
		*d = spec.Map[string]{Path: path, State: whole.State, Secret: whole.Secret, Items: map[string]spec.Value[string]{}}
		for k, item := range whole.V {
			d.Items[k] = leaf[string](spec.Join(path, k), item)
		}
	default:
		panic(fmt.Sprintf("%s: no way to read a %T", path, d))
	}
}

func leaf[T any](path string, v any) spec.Value[T] {
	value := spec.Value[T]{Path: path}
	if s, ok := v.(Secret); ok {
		value.Secret, v = true, s.Value
	}
	if n, isInt := v.(int); isInt && reflect.TypeFor[T]().Kind() == reflect.Float64 {
		v = float64(n)
	}
	switch x := v.(type) {
	case nil:
	case Unknown:
		value.State = spec.Unknown
	case T:
		value.State, value.V = spec.Known, x
	default:
		panic(fmt.Sprintf("%s: a %T where a %T belongs", path, v, value.V))
	}
	return value
}
