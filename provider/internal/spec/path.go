package spec

import (
	"fmt"
	"strconv"
)

// Join adds a name to a property path, in brackets and quotes where it holds more than letters, digits and _.
func Join(path, name string) string {
	switch {
	case !plain(name):
		return fmt.Sprintf("%s[%q]", path, name)
	case path == "":
		return name
	default:
		return path + "." + name
	}
}

// Item is the path of a list's item.
func Item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// At is the path of a property of the stack, such as privatePeering.vlanId. Every path that is not one of a value comes
// from here, so that it is right wherever the stack stands.
func (s *PeeringStack) At(path string) string {
	if s.Path == "" {
		return path
	}
	return s.Path + "." + path
}

func plain(name string) bool {
	for _, r := range name {
		if !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_') {
			return false
		}
	}
	return name != ""
}
