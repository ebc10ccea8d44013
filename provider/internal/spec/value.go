// Package spec holds a PeeringStack's configuration after resolving: plain values, each with what is known of it.
package spec

// State says what is known of a value.
type State int

const (
	// Absent: the program did not give the value, or gave null.
	Absent State = iota
	// Unknown: the program gave an output that has no value yet, as in a preview.
	Unknown
	// Known: the value is there.
	Known
)

// Value is one leaf of the configuration.
type Value[T any] struct {
	// Path is the property path, such as privatePeering.vlanId.
	Path string
	// State says whether V holds a value.
	State State
	// Secret values may be checked and never shown.
	Secret bool
	// V is the value when State is Known, else T's zero value.
	V T
}

// Given reports whether the program gave a value, known or not.
func (v Value[T]) Given() bool { return v.State != Absent }

// Known reports whether the value is there.
func (v Value[T]) Known() bool { return v.State == Known }

// List is a list of leaves. The list as a whole may be unknown; when it is known, its items may still be.
type List[T any] struct {
	Path   string
	State  State
	Secret bool
	Items  []Value[T]
}

// Given reports whether the program gave the list, known or not.
func (l List[T]) Given() bool { return l.State != Absent }

// Map is a map of leaves by key, known or unknown like a List.
type Map[T any] struct {
	Path   string
	State  State
	Secret bool
	Items  map[string]Value[T]
}
