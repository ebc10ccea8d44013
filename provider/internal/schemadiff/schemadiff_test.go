package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const before = `{
  "resources": {"p:index:Stack": {
    "inputProperties": {"name": {"type": "string"}, "links": {"type": "array", "plain": true, "items": {"$ref": "#/types/p:index:Link"}}},
    "requiredInputs": ["name"],
    "properties": {"id": {"type": "string"}, "keys": {"type": "object", "additionalProperties": {"type": "string"}}}, "required": ["id"]
  }},
  "functions": {"p:index:text": {"inputs": {"properties": {"a": {"type": "string"}}}, "outputs": {"properties": {"text": {"type": "string"}}}}},
  "types": {
    "p:index:Link": {"properties": {"vlan": {"type": "integer"}}},
    "p:index:Tier": {"enum": [{"name": "Standard", "value": "Standard"}, {"name": "Premium", "value": "Premium"}]}
  }
}`

func TestWhatBreaksProgramsIsNamed(t *testing.T) {
	for _, c := range []struct{ from, to, change string }{
		{``, ``, ""},
		{`"name": {"type": "string"}, `, `"name": {"type": "string"}, "more": {"type": "string"}, `, ""},
		{`"requiredInputs": ["name"],`, ``, ""},
		{`{"vlan": {"type": "integer"}}`, `{"vlan": {"type": "integer"}, "more": {"type": "string"}}`, ""},
		{`"p:index:Stack": {`, `"p:index:Network": {`, "the component p:index:Stack is gone"},
		{`"name": {"type": "string"}, `, ``, "property of p:index:Stack: name is gone"},
		{`"name": {"type": "string"}`, `"name": {"type": "number"}`, "property of p:index:Stack: name was string and is number"},
		{`"type": "array", "plain": true`, `"type": "array"`, "property of p:index:Stack: links was plain a list of #/types/p:index:Link and is a list of #/types/p:index:Link"},
		{`["name"]`, `["name", "links"]`, "property of p:index:Stack: links is required now"},
		{`"id": {"type": "string"}, `, ``, "output of p:index:Stack: id is gone"},
		{`"required": ["id"]`, `"required": []`, "output of p:index:Stack: id may be missing now"},
		{`"additionalProperties": {"type": "string"}`, `"additionalProperties": {"type": "integer"}`, "output of p:index:Stack: keys was a map of string and is a map of integer"},
		{`"p:index:text"`, `"p:index:texts"`, "the function p:index:text is gone"},
		{`{"text": {"type": "string"}}`, `{}`, "result of p:index:text: text is gone"},
		{`"p:index:Link": {"p`, `"p:index:Line": {"p`, "the type p:index:Link is gone"},
		{`"integer"`, `"number"`, "property of p:index:Link: vlan was integer and is number"},
		{`, {"name": "Premium", "value": "Premium"}`, ``, "p:index:Tier has the value Premium (Premium) no longer"},
	} {
		require.Contains(t, before, c.from)
		var was, is schema
		require.NoError(t, json.Unmarshal([]byte(before), &was))
		require.NoError(t, json.Unmarshal([]byte(strings.Replace(before, c.from, c.to, 1)), &is))
		if c.change == "" {
			assert.Empty(t, breaking(was, is))
		} else {
			assert.Equal(t, []string{c.change}, breaking(was, is))
		}
	}
}

func TestTheSchemaIsReadWhole(t *testing.T) {
	content, err := os.ReadFile("../../../schema.json")
	require.NoError(t, err)
	var own schema
	require.NoError(t, json.Unmarshal(content, &own))
	stack := own.Resources["azure-expressroute:index:PeeringStack"]
	assert.NotEmpty(t, stack.InputProperties)
	assert.NotEmpty(t, stack.Properties)
	assert.NotEmpty(t, stack.Required)
	assert.NotEmpty(t, own.Types)
	assert.Empty(t, breaking(own, own))
}
