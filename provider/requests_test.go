package provider

import (
	"context"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/requesttest"
)

// Every field of a call, taken away, emptied or replaced, in preview and in update: an answer or an error, and the plugin
// serves the next call.
func TestEachFieldOfACallMayBeWrong(t *testing.T) {
	e := startEngine(t)
	go func() {
		for range e.connections { // nobody else reads them here
		}
	}()
	server := e.serverFor(t)
	count := 0
	for _, preview := range []bool{true, false} {
		request := e.request(t, shapetest.Properties(spectest.OnValid("authorizations: [a]\ntags: {owner: !secret me}\nlocation: !unknown x")), preview)
		request.Parent = "urn:pulumi:s::p::my:own:Thing::it"
		request.Aliases = []*pulumirpc.Alias{
			{Alias: &pulumirpc.Alias_Urn{Urn: "urn:pulumi:s::p::" + Token + "::old"}},
			{Alias: &pulumirpc.Alias_Spec_{Spec: &pulumirpc.Alias_Spec{Name: "old", Parent: &pulumirpc.Alias_Spec_NoParent{NoParent: true}}}},
		}
		request.Dependencies = []string{"urn:pulumi:s::p::my:own:Thing::other"}
		request.Providers = map[string]string{"azure-native": "urn:pulumi:s::p::pulumi:providers:azure-native::mine::id"}
		request.ReplacementTrigger = structpb.NewStringValue("x")
		request.InputDependencies = map[string]*pulumirpc.ConstructRequest_PropertyDependencies{"location": {Urns: []string{"urn:pulumi:s::p::my:own:Thing::other"}}}
		for _, m := range requesttest.Mutations(request) {
			count++
			if !assert.NotPanics(t, func() { _, _ = server.Construct(context.Background(), m.Request.(*pulumirpc.ConstructRequest)) }, "%v %s", preview, m.What) {
				return
			}
		}
	}
	t.Logf("%d calls", count)
	assert.Greater(t, count, 300)
	_, err := server.Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid("")), true))
	require.NoError(t, err, "the plugin goes on")
}
