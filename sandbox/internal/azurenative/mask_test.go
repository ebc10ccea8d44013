package azurenative

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

func TestAClientThatMayNotSeeKeysGetsMasks(t *testing.T) {
	f := newFace(t)
	f.stack()
	t.Setenv(maskVariable, "true")
	granted := f.create(authorizationToken, authorization())
	assert.Equal(t, "*****************", granted.outputs["authorizationKey"].StringValue(), "a creation answers none")
	inline := f.refresh(built{token: circuitToken, id: circuitID}).outputs["authorizations"].ArrayValue()
	require.Len(t, inline, 1)
	assert.Equal(t, "*****************", inline[0].ObjectValue()["authorizationKey"].StringValue())

	// The key is there, for those who may see it: a change of what it is on leaves it as it is.
	f.update(built{token: circuitToken, id: circuitID, inputs: props(circuit()), outputs: props(circuit())}, with(circuit(), "tags.more", "tags"))
	body, err := f.arm.Get(must(arm.ParseID(authorizationID)))
	require.NoError(t, err)
	assert.Regexp(t, "^[0-9a-f-]{36}$", body["properties"].(arm.Body)["authorizationKey"])
	t.Setenv(maskVariable, "")
	assert.Equal(t, body["properties"].(arm.Body)["authorizationKey"], f.refresh(granted).outputs["authorizationKey"].StringValue())
}
