package azurenative

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the shapes of bodies anew")

// shapesFile is where the model of ARM, which knows nothing of the SDK, has the shapes of bodies.
const shapesFile = "../arm/shapes.json"

func TestTheShapesOfBodiesAreThoseOfTheSDK(t *testing.T) {
	w := bodyWriter{shapes: map[string]any{}}
	for _, rt := range resourceTypes {
		w.resource(rt.of(generations["3"]))
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(w.shapes)) {
		shape, err := json.Marshal(w.shapes[name])
		require.NoError(t, err)
		lines = append(lines, fmt.Sprintf("%q: %s", name, shape))
	}
	text := "{\n" + strings.Join(lines, ",\n") + "\n}\n"
	if *update {
		require.NoError(t, os.WriteFile(shapesFile, []byte(text), 0o600))
	}
	current, err := os.ReadFile(shapesFile)
	require.NoError(t, err)
	assert.True(t, text == string(current), "run go test ./sandbox/internal/azurenative -run Shapes -update")
}

// bodyWriter writes the shapes of bodies down as JSON: a scalar by its name, a list as [element], a map as {"*": element},
// an object by its properties, and "#Name" for an object that has an entry of its own. Inputs, state and what nests in
// them differ in a few properties, and a body may have them all.
type bodyWriter struct{ shapes map[string]any }

func (w bodyWriter) resource(rt *resourceType) {
	body := map[string]any{"properties": map[string]any{}}
	for _, t := range []reflect.Type{rt.args, rt.state, rt.lookupResult} {
		shape := rt.shape(t)
		for name := range shape {
			if t == rt.args && slices.Contains(rt.parameters(), name) || name == string(apiVersionKey) {
				delete(shape, name)
			}
		}
		w.nest(rt.generation, body, shape, rt.nested)
	}
	w.shapes[armType(rt.path)] = body
}

// armType is the resource type of an id.
func armType(path string) string {
	_, provided, found := strings.Cut(path, "/providers/")
	if !found {
		return "Microsoft.Resources/resourceGroups"
	}
	parts := strings.Split(provided, "/")
	typ := parts[0]
	for i := 1; i < len(parts); i += 2 {
		typ += "/" + parts[i]
	}
	return typ
}

func (w bodyWriter) nest(g *generation, body map[string]any, shape map[string]property, nested []string) {
	properties, _ := body["properties"].(map[string]any)
	for name, p := range shape {
		into := properties
		if name == "properties" || slices.Contains(envelope, name) && !slices.Contains(nested, name) {
			into = body
		}
		into[name] = w.value(g, p.typ)
	}
}

func (w bodyWriter) value(g *generation, t reflect.Type) any {
	switch t.Kind() {
	case reflect.Pointer:
		return w.value(g, t.Elem())
	case reflect.Slice:
		return []any{w.value(g, t.Elem())}
	case reflect.Map:
		return map[string]any{"*": w.value(g, t.Elem())}
	case reflect.Struct:
		return "#" + w.object(g, t)
	case reflect.Bool:
		return "boolean"
	case reflect.Int:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.String:
		return "string"
	}
	return "any"
}

// object writes an object's shape under its name, and adds to what another Go type of that name has.
func (w bodyWriter) object(g *generation, t reflect.Type) string {
	name := strings.TrimSuffix(strings.TrimSuffix(t.Name(), "Response"), "Type")
	shape := g.shape(t)
	seen, known := w.shapes[name].(map[string]any)
	if !known {
		seen = map[string]any{}
		w.shapes[name] = seen
	}
	if seen["go "+t.Name()] != nil {
		return name
	}
	seen["go "+t.Name()] = true
	defer delete(seen, "go "+t.Name())
	if has(shape, "id", "name") || has(shape, "id", "location") {
		if seen["properties"] == nil {
			seen["properties"] = map[string]any{}
		}
		w.nest(g, seen, shape, nil)
		return name
	}
	for property, p := range shape {
		seen[property] = w.value(g, p.typ)
	}
	return name
}
