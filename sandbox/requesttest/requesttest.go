// Package requesttest makes requests that no engine sends out of requests that one does, for tests of plugins.
package requesttest

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// A Mutation is a request with one thing changed.
type Mutation struct {
	What    string
	Request proto.Message
}

// texts are what every text becomes.
var texts = []string{"", "x", "::", "urn:pulumi:", "urn:pulumi:a::b::c", "\x00"}

// Mutations gives a request once for each thing that can be changed in it: each field and each entry of a list or map is
// taken away or emptied, each text becomes others, each flag is turned.
func Mutations(request proto.Message) []Mutation {
	var all []Mutation
	for i, what := range places(request.ProtoReflect(), "") {
		for j := range ways {
			changed := proto.Clone(request)
			if visit(changed.ProtoReflect(), i, ways[j]) {
				all = append(all, Mutation{fmt.Sprintf("%s, way %d", what, j), changed})
			}
		}
	}
	return all
}

// place is something in a message that can be changed.
type place struct {
	field  protoreflect.FieldDescriptor
	value  protoreflect.Value
	set    func(protoreflect.Value)
	remove func()
}

// ways are the changes. Each tells whether it applies.
var ways = append([]func(place) bool{
	func(p place) bool { // gone
		if p.remove == nil {
			return false
		}
		p.remove()
		return true
	},
	func(p place) bool { // empty
		if !isMessage(p.value) {
			return false
		}
		p.set(protoreflect.ValueOfMessage(p.value.Message().New()))
		return true
	},
	func(p place) bool { // turned
		flag, ok := p.value.Interface().(bool)
		if ok {
			p.set(protoreflect.ValueOfBool(!flag))
		}
		return ok
	},
}, intoTexts()...)

func intoTexts() []func(place) bool {
	var all []func(place) bool
	for _, text := range texts {
		all = append(all, func(p place) bool {
			_, ok := p.value.Interface().(string)
			if ok {
				p.set(protoreflect.ValueOfString(text))
			}
			return ok
		})
	}
	return all
}

func isMessage(v protoreflect.Value) bool {
	_, ok := v.Interface().(protoreflect.Message)
	return ok
}

// visit changes the place with the number, and tells whether that was possible.
func visit(message protoreflect.Message, number int, change func(place) bool) bool {
	changed := false
	walk(message, "", &number, func(p place, _ string) {
		changed = change(p)
	})
	return changed
}

func places(message protoreflect.Message, path string) []string {
	var all []string
	never := -1
	walkAll(message, path, &never, func(_ place, path string) { all = append(all, path) }, true)
	return all
}

func walk(message protoreflect.Message, path string, number *int, at func(place, string)) {
	walkAll(message, path, number, at, false)
}

// walkAll goes through the places in a fixed order, and calls at for each, or for the one with the number.
func walkAll(message protoreflect.Message, path string, number *int, at func(place, string), each bool) {
	visitPlace := func(p place, path string) bool {
		*number--
		if each || *number == -1 {
			at(p, path)
			return !each
		}
		return false
	}
	fields := message.Descriptor().Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		if !message.Has(field) {
			continue
		}
		name := path + "." + string(field.Name())
		value := message.Get(field)
		if visitPlace(place{field, value, func(v protoreflect.Value) { message.Set(field, v) }, func() { message.Clear(field) }}, name) {
			return
		}
		switch {
		case field.IsMap():
			entries := message.Mutable(field).Map()
			var keys []protoreflect.MapKey
			entries.Range(func(key protoreflect.MapKey, _ protoreflect.Value) bool { keys = append(keys, key); return true })
			slices.SortFunc(keys, func(a, b protoreflect.MapKey) int {
				if a.String() < b.String() {
					return -1
				}
				return 1
			})
			for _, key := range keys {
				entry, inner := entries.Get(key), name+"["+key.String()+"]"
				if visitPlace(place{field.MapValue(), entry, func(v protoreflect.Value) { entries.Set(key, v) }, func() { entries.Clear(key) }}, inner) {
					return
				}
				if isMessage(entry) {
					walkAll(entry.Message(), inner, number, at, each)
				}
			}
		case field.IsList():
			items := message.Mutable(field).List()
			for i := range items.Len() {
				item, inner := items.Get(i), fmt.Sprintf("%s[%d]", name, i)
				if visitPlace(place{field, item, func(v protoreflect.Value) { items.Set(i, v) }, nil}, inner) {
					return
				}
				if isMessage(item) {
					walkAll(item.Message(), inner, number, at, each)
				}
			}
		case isMessage(value):
			walkAll(value.Message(), name, number, at, each)
		}
	}
}
