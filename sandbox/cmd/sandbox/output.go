package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// keys are the properties that are never shown, and mask is what is shown in their place.
var keys = []string{"serviceKey", "authorizationKey", "sharedKey"}

const mask = "*****************"

// withoutKeys is value with every key in it masked.
func withoutKeys(value any) any {
	switch value := value.(type) {
	case []any:
		result := make([]any, len(value))
		for i, element := range value {
			result[i] = withoutKeys(element)
		}
		return result
	case arm.Body:
		result := arm.Body{}
		for name, element := range value {
			if slices.Contains(keys, name) && element != nil && element != "" {
				element = mask
			}
			result[name] = withoutKeys(element)
		}
		return result
	default:
		return value
	}
}

// report answers a resource in JSON, else in words.
func (r request) report(body arm.Body, format string, args ...any) error {
	if r.json {
		return r.printJSON(withoutKeys(body))
	}
	return r.printf(format, args...)
}

func (r request) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(r.out, format, args...)
	return err
}

func (r request) printJSON(value any) error {
	encoder := json.NewEncoder(r.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// printLines prints each value in a body as PATH=JSON. What is no object has one line.
func (r request) printLines(path string, value any) error {
	body, isObject := value.(arm.Body)
	if !isObject || len(body) == 0 {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		return r.printf("%s=%s\n", path, text)
	}
	if path != "" {
		path += "."
	}
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if err := r.printLines(path+name, body[name]); err != nil {
			return err
		}
	}
	return nil
}
