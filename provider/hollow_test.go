package provider

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// As the SDK answers in an update that leaves children out.
func TestSecretsWithoutAValueAreLeftOut(t *testing.T) {
	unknown := resource.MakeSecret(resource.MakeComputed(resource.NewProperty("")))
	known := resource.MakeSecret(resource.NewProperty("key"))
	properties := resource.PropertyMap{
		"gone": unknown, "stays": known, "plain": resource.NewProperty("text"),
		"below": resource.NewProperty(resource.PropertyMap{"gone": unknown, "stays": known}),
		"inAList": resource.NewProperty([]resource.PropertyValue{
			unknown, known, resource.NewProperty(resource.PropertyMap{"gone": unknown}),
		}),
		"inASecret": resource.MakeSecret(resource.NewProperty(resource.PropertyMap{"gone": unknown, "stays": known})),
	}
	state, err := plugin.MarshalProperties(properties, plugin.MarshalOptions{KeepSecrets: true})
	require.NoError(t, err)
	_, err = plugin.UnmarshalProperties(state, wireFormat)
	require.ErrorContains(t, err, "malformed RPC secret")

	dropHollowSecrets(state)

	read, err := plugin.UnmarshalProperties(state, wireFormat)
	require.NoError(t, err)
	assert.Equal(t, resource.PropertyMap{
		"stays": known, "plain": resource.NewProperty("text"),
		"below": resource.NewProperty(resource.PropertyMap{"stays": known}),
		"inAList": resource.NewProperty([]resource.PropertyValue{
			resource.NewNullProperty(), known, resource.NewProperty(resource.PropertyMap{}),
		}),
		"inASecret": resource.MakeSecret(resource.NewProperty(resource.PropertyMap{"stays": known})),
	}, read)
}
