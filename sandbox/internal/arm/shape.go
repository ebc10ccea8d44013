package arm

import (
	_ "embed" // the shapes
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// shapesJSON says what the body of each resource type may hold: a scalar by the name of its type, a list as [element], a
// map as {"*": element}, an object by its properties, and "#Name" for an object that has an entry of its own. A test of
// the plugin's, which has the types of Azure's API, writes it.
//
//go:embed shapes.json
var shapesJSON []byte

var shapes = sync.OnceValue(func() map[string]any {
	var all map[string]any
	if err := json.Unmarshal(shapesJSON, &all); err != nil {
		panic(fmt.Sprintf("shapes.json: %s", err)) // it is part of the program
	}
	return all
})

// words are the values of the properties that say how a resource is, and that only Azure or a service provider sets. A
// request cannot set them, and an edit may set nothing else.
var words = map[string][]string{
	"provisioningState":                {"Succeeded", "Updating", "Deleting", "Failed"},
	"circuitProvisioningState":         {"Enabled", "Disabled"},
	"serviceProviderProvisioningState": {"NotProvisioned", "Provisioning", "Provisioned", "Deprovisioning"},
	"authorizationUseStatus":           {"Available", "InUse"},
	"circuitConnectionStatus":          {"Connected", "Connecting", "Disconnected"},
	"connectionStatus":                 {"Unknown", "Connecting", "Connected", "NotConnected"},
	"advertisedPublicPrefixesState":    {"NotConfigured", "Configuring", "Configured", "ValidationNeeded"},
}

// checkShape refuses a body with a value of another type than its property has. Properties that the type does not have
// are left alone: a newer client may send what this model does not know.
func (k *kind) checkShape(body Body) error {
	return checkValue("", shapes()[k.typ], body)
}

// checkValue checks a value of a property. It does not show values: they may be keys.
func checkValue(path string, shape, value any) error {
	if value == nil {
		return nil
	}
	wrong := func(wanted string) error {
		return refuse(400, "InvalidRequestFormat", "Cannot parse the request: %s is %s where %s is wanted.", orBody(path), jsonType(value), wanted)
	}
	switch shape := resolve(shape).(type) {
	case []any:
		elements, ok := value.([]any)
		if !ok {
			return wrong("a list")
		}
		for i, element := range elements {
			if err := checkValue(fmt.Sprintf("%s[%d]", path, i), shape[0], element); err != nil {
				return err
			}
		}
	case map[string]any:
		object, ok := value.(Body)
		if !ok {
			return wrong("an object")
		}
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if of, known := propertyOf(shape, name); known {
				if err := checkValue(strings.TrimPrefix(path+"."+name, "."), of, object[name]); err != nil {
					return err
				}
			}
		}
	case string:
		if shape != "any" && !fits(shape, value) {
			return wrong(scalars[shape])
		}
	}
	return nil
}

// scalars are the types of single values in words.
var scalars = map[string]string{"string": "a text", "boolean": "true or false", "integer": "a whole number", "number": "a number"}

func fits(scalar string, value any) bool {
	switch value := value.(type) {
	case string:
		return scalar == "string"
	case bool:
		return scalar == "boolean"
	case float64:
		return scalar == "number" || scalar == "integer" && value == math.Trunc(value)
	}
	return false
}

func jsonType(value any) string {
	switch value.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case float64:
		return "a number"
	case []any:
		return "a list"
	}
	return "an object"
}

func orBody(path string) string {
	if path == "" {
		return "the body"
	}
	return path
}

// resolve is the shape that a name stands for.
func resolve(shape any) any {
	if name, ok := shape.(string); ok && strings.HasPrefix(name, "#") {
		return shapes()[name[1:]]
	}
	return shape
}

// propertyOf is the shape of an object's property, or of a map's element.
func propertyOf(shape map[string]any, name string) (any, bool) {
	if element, isMap := shape["*"]; isMap {
		return element, true
	}
	of, known := shape[name]
	return of, known
}

// checkEdit refuses an edit of what the type does not have, or to a value that it cannot have.
func (k *kind) checkEdit(e Edit) error {
	shape := shapes()[k.typ]
	for i, step := range e.Path {
		object, ok := resolve(shape).(map[string]any)
		if !ok {
			return refuse(400, "InvalidRequestContent", "%s is not an object; it is edited as a whole.", strings.Join(e.Path[:i], "."))
		}
		of, known := propertyOf(object, step)
		if !known {
			return refuse(400, "InvalidRequestContent", "A resource of type %s has no %s%s.", k.typ, strings.Join(e.Path[:i+1], "."), k.suggest(e.Path, i, object))
		}
		shape = of
	}
	path := strings.Join(e.Path, ".")
	if err := checkValue(path, shape, e.Value); err != nil {
		return err
	}
	value, _ := e.Value.(string)
	if known := words[e.Path[len(e.Path)-1]]; known != nil && e.Value != nil && !slices.Contains(known, value) {
		return refuse(400, "InvalidParameter", "%s is one of %s.", path, strings.Join(known, ", "))
	}
	return nil
}

// suggest proposes what may be meant by a step of a path that does not exist: the same below properties, or a name that is
// close.
func (k *kind) suggest(path []string, at int, object map[string]any) string {
	if below, ok := resolve(object["properties"]).(map[string]any); ok && at == 0 {
		if near := nearest(path[0], below); near != "" {
			return "; did you mean properties." + near + "?"
		}
	}
	if near := nearest(path[at], object); near != "" {
		return "; did you mean " + strings.Join(append(slices.Clone(path[:at]), near), ".") + "?"
	}
	return "; it has " + strings.Join(slices.Sorted(maps.Keys(object)), ", ")
}

// nearest is the property of an object whose name is closest to one that it does not have, unless all are far.
func nearest(name string, object map[string]any) string {
	best, least := "", len(name)/3+1
	for _, candidate := range slices.Sorted(maps.Keys(object)) {
		if d := distance(strings.ToLower(name), strings.ToLower(candidate)); d < least {
			best, least = candidate, d
		}
	}
	return best
}

// distance is Levenshtein's: how many letters are to be added, removed or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = min(diagonal, row[j], row[j+1]) + 1
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
