package provider

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// What a start does with the schema, once.
func BenchmarkSchema(b *testing.B) {
	schema := schemaJSON(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := newServer(schema, nil)
		require.NoError(b, err)
	}
}

// What is done with the inputs of each stack before the rules see them: held against the schema, then resolved.
func BenchmarkFit(b *testing.B) {
	server, err := newServer(schemaJSON(b), nil)
	require.NoError(b, err)
	sent, err := plugin.MarshalProperties(shapetest.Properties(spectest.Tree(spectest.Valid)), wireFormat)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		_, malformed, err := fitInputs(server.components[Token].inputs, &pulumirpc.ConstructRequest{Inputs: sent})
		require.NoError(b, err)
		require.Empty(b, malformed)
	}
}

func BenchmarkResolve(b *testing.B) {
	args := sample()
	b.ReportAllocs()
	for b.Loop() {
		_, err := resolve(context.Background(), "", args)
		require.NoError(b, err)
	}
}

// A whole call on an engine that answers at once, beside which the parts above can be seen.
func BenchmarkConstruct(b *testing.B) {
	e := startEngine(b)
	server := e.serverFor(b)
	go func() {
		for range e.connections { // nobody looks
		}
	}()
	request := e.request(b, shapetest.Properties(spectest.Tree(spectest.Valid)), true)
	b.ReportAllocs()
	for b.Loop() {
		_, err := server.Construct(context.Background(), request)
		require.NoError(b, err)
	}
}
