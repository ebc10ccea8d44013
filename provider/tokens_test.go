package provider

import (
	"context"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

// withDouble is a package with one function, which doubles a number below 100.
const withDouble = `{"functions": {"p:index:double": {"inputs": {"properties": {"number": {"type": "integer"}}, "required": ["number"]}}}}`

func double(arguments resource.PropertyMap, malformed []rules.Finding) (resource.PropertyMap, []rules.Finding, error) {
	number, ok := arguments["number"]
	if ok && number.NumberValue() >= 100 {
		malformed = append(malformed, rules.Finding{Path: "number", Message: "it is too large", Rule: "too-large"})
	}
	if len(malformed) > 0 {
		return nil, malformed, nil
	}
	return resource.PropertyMap{"number": resource.NewProperty(2 * number.NumberValue())}, nil, nil
}

func TestACallOfAFunctionGoesThroughTheTable(t *testing.T) {
	server, err := newServerOf([]byte(withDouble), nil, nil, map[string]caller{"p:index:double": double})
	require.NoError(t, err)
	invoke := func(token string, arguments map[string]any) (*pulumirpc.InvokeResponse, error) {
		sent, err := plugin.MarshalProperties(resource.NewPropertyMapFromMap(arguments), wireFormat)
		require.NoError(t, err)
		return server.Invoke(context.Background(), &pulumirpc.InvokeRequest{Tok: token, Args: sent})
	}
	failures := func(arguments map[string]any) map[string]string {
		resp, err := invoke("p:index:double", arguments)
		require.NoError(t, err)
		assert.Nil(t, resp.GetReturn())
		all := map[string]string{}
		for _, f := range resp.GetFailures() {
			all[f.GetProperty()] = f.GetReason()
		}
		return all
	}

	resp, err := invoke("p:index:double", map[string]any{"number": 21})
	require.NoError(t, err)
	assert.Empty(t, resp.GetFailures())
	assert.Equal(t, map[string]any{"number": 42.0}, resp.GetReturn().AsMap())

	assert.Equal(t, map[string]string{"number": "it is too large [too-large]"}, failures(map[string]any{"number": 100}))
	assert.Equal(t, map[string]string{"number": "it is required and missing; give a whole number [missing-property] " + rules.Page + "#missing-property"}, failures(nil))

	_, err = invoke("p:index:halve", nil)
	assert.ErrorContains(t, err, "unknown function p:index:halve; this package has: p:index:double")
}

func TestWhatIsInTheTablesIsInTheSchema(t *testing.T) {
	_, err := newServerOf([]byte(`{}`), nil, builders, nil)
	assert.ErrorContains(t, err, "no resource "+Token)
	_, err = newServerOf([]byte(`{}`), nil, nil, map[string]caller{"p:index:double": double})
	assert.ErrorContains(t, err, "no function p:index:double")
	_, err = newServerOf([]byte(`nonsense`), nil, nil, nil)
	assert.ErrorContains(t, err, "reading the schema")
}

func TestATypeThatThePackageDoesNotHaveIsRefused(t *testing.T) {
	server, err := newServer(schemaJSON(t), nil)
	require.NoError(t, err)
	_, err = server.Construct(context.Background(), &pulumirpc.ConstructRequest{Type: PackageName + ":index:Peering"})
	assert.ErrorContains(t, err, "unknown component type "+PackageName+":index:Peering; this package has: "+Token)
}
