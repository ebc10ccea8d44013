package arm

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
)

// Body is a resource in JSON's types: id, name, type, location, tags and what else stands at the top, and under
// "properties" what belongs to the type.
type Body = map[string]any

// copyOf is body in JSON's own types, sharing nothing with it.
func copyOf(body Body) (Body, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode a resource: %w", err)
	}
	var result Body
	if err := json.Unmarshal(raw, &result); err != nil {
		return nil, refuse(400, "InvalidRequestContent", "The body of the request is not a JSON object.")
	}
	if result == nil {
		result = Body{}
	}
	return result, nil
}

// object is the object at the path in body; nil, which can be read from, when there is none.
func object(body Body, path ...string) Body {
	for _, name := range path {
		body, _ = body[name].(Body)
	}
	return body
}

func text(body Body, name string) string {
	value, _ := body[name].(string)
	return value
}

func list(body Body, name string) []any {
	value, _ := body[name].([]any)
	return value
}

// fill sets those of the values that body does not have.
func fill(body, values Body) {
	for name, value := range values {
		if body[name] == nil && value != nil {
			body[name] = value
		}
	}
}

func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func newETag() string { return fmt.Sprintf("W/%q", newUUID()) }

// normalLocation is a region as Azure stores it: "West Europe" is "westeurope".
func normalLocation(location string) string {
	return strings.ToLower(strings.ReplaceAll(location, " ", ""))
}
