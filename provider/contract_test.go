package provider

import (
	"context"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/community"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

func schemaJSON(t testing.TB) []byte {
	t.Helper()
	schema, err := os.ReadFile("../schema.json")
	require.NoError(t, err)
	return schema
}

// argTypes are the Go types of the args' leaves by the schema's kind, required and optional.
var argTypes = map[shape.Kind][2]reflect.Type{
	shape.String:  {reflect.TypeFor[pulumi.StringInput](), reflect.TypeFor[pulumi.StringPtrInput]()},
	shape.Number:  {reflect.TypeFor[pulumi.Float64Input](), reflect.TypeFor[pulumi.Float64PtrInput]()},
	shape.Integer: {reflect.TypeFor[pulumi.IntInput](), reflect.TypeFor[pulumi.IntPtrInput]()},
	shape.Boolean: {reflect.TypeFor[pulumi.BoolInput](), reflect.TypeFor[pulumi.BoolPtrInput]()},
	shape.Array:   {reflect.TypeFor[pulumi.StringArrayInput](), reflect.TypeFor[pulumi.StringArrayInput]()},
	shape.Map:     {reflect.TypeFor[pulumi.StringMapInput](), reflect.TypeFor[pulumi.StringMapInput]()},
}

// plainTypes are those of plain leaves.
var plainTypes = map[shape.Kind][2]reflect.Type{
	shape.String:  {reflect.TypeFor[string](), reflect.TypeFor[*string]()},
	shape.Boolean: {reflect.TypeFor[bool](), reflect.TypeFor[*bool]()},
	shape.Array:   {reflect.TypeFor[[]string](), reflect.TypeFor[[]string]()},
}

// specTypes are the Go types of the resolved configuration's leaves by the schema's kind.
var specTypes = map[shape.Kind]reflect.Type{
	shape.String:  reflect.TypeFor[spec.Value[string]](),
	shape.Number:  reflect.TypeFor[spec.Value[float64]](),
	shape.Integer: reflect.TypeFor[spec.Value[int]](),
	shape.Boolean: reflect.TypeFor[spec.Value[bool]](),
	shape.Array:   reflect.TypeFor[spec.List[string]](),
	shape.Map:     reflect.TypeFor[spec.Map[string]](),
}

func TestTheArgsAndTheConfigurationHaveTheInputsOfTheSchema(t *testing.T) {
	schema, err := shape.Read(schemaJSON(t))
	require.NoError(t, err)
	inputs, _, err := schema.Component(Token)
	require.NoError(t, err)
	sameInputs(t, "", inputs, reflect.TypeFor[PeeringStackArgs](), reflect.TypeFor[spec.PeeringStack]())
}

func sameInputs(t *testing.T, path string, schema *shape.Type, args, resolved reflect.Type) {
	argFields, specFields := fields(args, "pulumi"), fields(resolved, "input")
	for name := range schema.Fields {
		assert.Contains(t, argFields, name, "%s: the args have every input", path)
		assert.Contains(t, specFields, name, "%s: the configuration has every input", path)
	}
	for name, arg := range argFields {
		in, ok := schema.Fields[name]
		at := strings.TrimPrefix(path+"."+name, ".")
		if !assert.True(t, ok, "%s is in the args and not in the schema", at) || !assert.Contains(t, specFields, name) {
			continue
		}
		required := slices.Contains(schema.Required, name)
		switch {
		case in.Kind == shape.Object:
			assert.True(t, in.Plain, "%s: objects are plain", at)
			if assert.Equal(t, reflect.Pointer, arg.Kind(), at) && assert.Equal(t, reflect.Pointer, specFields[name].Kind(), at) {
				sameInputs(t, at, in, arg.Elem(), specFields[name].Elem())
			}
		case in.Kind == shape.Array && in.Elem.Kind == shape.Object:
			assert.True(t, in.Plain && in.Elem.Plain, "%s: lists of objects are plain", at)
			if assert.Equal(t, reflect.Slice, arg.Kind(), at) && assert.Equal(t, reflect.Slice, specFields[name].Kind(), at) {
				sameInputs(t, at, in.Elem, arg.Elem(), specFields[name].Elem())
			}
		case in.Plain:
			want := plainTypes[in.Kind][1]
			if required {
				want = plainTypes[in.Kind][0]
			}
			assert.Equal(t, want, arg, "%s: the kinds of plain leaves", at)
			assert.True(t, in.Elem == nil || in.Elem.Plain, "%s: items of a plain list are plain", at)
			assert.Equal(t, specTypes[in.Kind], specFields[name], at)
		default:
			want := argTypes[in.Kind][1]
			if required {
				want = argTypes[in.Kind][0]
			}
			assert.Equal(t, want, arg, at)
			assert.Equal(t, specTypes[in.Kind], specFields[name], at)
		}
		assert.Equal(t, strings.HasSuffix(name, "Key"), in.Secret, "%s: keys are secret, and nothing else", at)
	}
	for name := range specFields {
		assert.Contains(t, schema.Fields, name, "%s: the configuration has no other input", path)
	}
}

// fields lists a struct's fields by their tag, those of embedded structs included.
func fields(typ reflect.Type, tag string) map[string]reflect.Type {
	all := map[string]reflect.Type{}
	for i := range typ.NumField() {
		f := typ.Field(i)
		if f.Anonymous {
			for name, inner := range fields(f.Type, tag) {
				all[name] = inner
			}
			continue
		}
		if name, ok := f.Tag.Lookup(tag); ok {
			all[name] = f.Type
		}
	}
	return all
}

// packageSchema is the part of schema.json that these tests read themselves.
type packageSchema struct {
	Name      string
	Version   *string
	Resources map[string]struct {
		Description, IsComponent any
		InputProperties          map[string]propertySchema
		objectSchema
	}
	Types map[string]objectSchema
}

type objectSchema struct {
	Description string
	Properties  map[string]propertySchema
	Required    []string
	Enum        []struct{ Name, Value, Description string }
}

type propertySchema struct {
	Description, Type string
	Ref               string `json:"$ref"`
	Secret            bool
	Items             *propertySchema
}

func readSchema(t testing.TB) packageSchema {
	t.Helper()
	var s packageSchema
	require.NoError(t, json.Unmarshal(schemaJSON(t), &s))
	return s
}

func TestTheSchemaDescribesEverythingAndCarriesNoVersion(t *testing.T) {
	s := readSchema(t)
	assert.Equal(t, PackageName, s.Name)
	assert.Nil(t, s.Version)
	require.Len(t, s.Resources, 1)
	described := func(where string, properties map[string]propertySchema) {
		for name, p := range properties {
			assert.NotEmpty(t, p.Description, "%s.%s", where, name)
		}
	}
	described(Token, s.Resources[Token].InputProperties)
	described(Token, s.Resources[Token].Properties)
	for token, typ := range s.Types {
		assert.NotEmpty(t, typ.Description, token)
		described(token, typ.Properties)
		for _, e := range typ.Enum {
			assert.NotEmpty(t, e.Description, "%s.%s", token, e.Name)
		}
	}
}

func TestTheSchemaOffersTheServicesOfTheCatalogue(t *testing.T) {
	offered := readSchema(t).Types["azure-expressroute:index:RouteFilterService"].Enum
	require.Len(t, offered, len(community.Services))
	for i, s := range community.Services {
		assert.Equal(t, s.Name, offered[i].Name)
		assert.Equal(t, s.Name, offered[i].Value)
		assert.Contains(t, offered[i].Description, s.Title)
		assert.Contains(t, offered[i].Description, s.Value)
		assert.Contains(t, strings.ToLower(offered[i].Description), strings.ToLower(s.Note))
		assert.Equal(t, s.Microsoft365, strings.Contains(offered[i].Description, "Needs Premium"), s.Name)
	}
}

// The file carries no version, and what the engine gets carries the plugin's: generators of SDKs insist on one.
func TestSchemaIsServedWithTheVersion(t *testing.T) {
	server, err := newServer(schemaJSON(t), nil)
	require.NoError(t, err)
	response, err := server.GetSchema(context.Background(), &pulumirpc.GetSchemaRequest{})
	require.NoError(t, err)
	var file, served map[string]any
	require.NoError(t, json.Unmarshal(schemaJSON(t), &file))
	require.NoError(t, json.Unmarshal([]byte(response.Schema), &served))
	assert.NotContains(t, file, "version")
	file["version"] = Version
	assert.Equal(t, file, served)
}
