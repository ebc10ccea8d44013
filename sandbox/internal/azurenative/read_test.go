package azurenative

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// change puts a resource as somebody does who does not use Pulumi.
func (f face) change(id string, edit func(body arm.Body)) {
	f.Helper()
	body, err := f.arm.Get(must(arm.ParseID(id)))
	require.NoError(f, err)
	edit(body)
	_, err = f.arm.Put(must(arm.ParseID(id)), body)
	require.NoError(f, err)
}

func TestARefreshAfterCreatesFindsNoChange(t *testing.T) {
	f := newFace(t)
	group_, circuit_, filter_, rule_, private_, microsoft_ := f.stack()
	for _, b := range []built{group_, circuit_, filter_, rule_, private_, microsoft_} {
		refreshed := f.refresh(b)
		assert.Equal(t, b.id, refreshed.id)
		assert.Equal(t, b.inputs, refreshed.inputs, b.token)
		assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, f.diff(b.token, b.inputs, refreshed.inputs).GetChanges())
	}
	assert.Len(t, f.refresh(circuit_).outputs["peerings"].ArrayValue(), 2, "children show in outputs")
	assert.Len(t, f.refresh(filter_).outputs["rules"].ArrayValue(), 1)
}

func TestARefreshTakesInWhatOthersChanged(t *testing.T) {
	cases := []struct {
		name string
		id   string
		edit func(body arm.Body)
		want func(inputs object) object
	}{
		{
			"a value that was set", circuitID, func(body arm.Body) { body["tags"] = arm.Body{"a": "c"} },
			func(inputs object) object { return with(inputs, "tags", object{"a": "c"}) },
		},
		{
			"a value that was removed", circuitID, func(body arm.Body) { delete(body, "tags") },
			func(inputs object) object { return with(inputs, "tags", nil) },
		},
		{
			"a value that was Azure's default", circuitID, func(body arm.Body) { body["properties"].(arm.Body)["allowClassicOperations"] = true },
			func(inputs object) object { return with(inputs, "allowClassicOperations", true) },
		},
		{
			"one property of an object", circuitID,
			func(body arm.Body) {
				body["properties"].(arm.Body)["serviceProviderProperties"].(arm.Body)["bandwidthInMbps"] = 100
			},
			func(inputs object) object { return with(inputs, "serviceProviderProperties.bandwidthInMbps", 100) },
		},
		{
			"a value beside a secret", privateID, func(body arm.Body) { body["properties"].(arm.Body)["vlanId"] = 101 },
			func(inputs object) object { return with(inputs, "vlanId", 101) },
		},
		{
			"an element of a list", ruleID,
			func(body arm.Body) {
				body["properties"].(arm.Body)["communities"] = []any{"12076:5040", "12076:5050", "12076:5060"}
			},
			func(inputs object) object {
				return with(inputs, "communities", []any{"12076:5040", "12076:5050", "12076:5060"})
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFace(t)
			_, circuit_, _, rule_, private_, _ := f.stack()
			b := map[string]built{circuitID: circuit_, privateID: private_, ruleID: rule_}[c.id]
			f.change(c.id, c.edit)
			inputs := map[string]func() object{circuitID: circuit, privateID: private, ruleID: func() object { return rule("12076:5040", "12076:5010") }}[c.id]()
			assert.Equal(t, props(c.want(inputs)), f.refresh(b).inputs)
		})
	}
}

func TestARefreshKeepsASecretInputSecret(t *testing.T) {
	f := newFace(t)
	f.create(groupToken, group())
	created := f.create(circuitToken, with(circuit(), "tags", object{"a": secret("b")}))
	f.change(circuitID, func(body arm.Body) { body["tags"] = arm.Body{"a": "c"} })
	assert.Equal(t, props(object{"a": secret("c")}), f.refresh(created).inputs["tags"].ObjectValue())
}

func TestAnImportFindsTheInputs(t *testing.T) {
	f := newFace(t)
	f.stack()
	imported := func(token, id string) built {
		t.Helper()
		return f.refresh(built{token: token, id: id})
	}
	cases := []struct {
		token, id string
		inputs    object
	}{
		{groupToken, groupID, with(group(), "location", "westeurope")},
		{circuitToken, circuitID, with(circuit(), "location", "westeurope")},
		{filterToken, filterID, filter()},
		{ruleToken, ruleID, rule("12076:5040", "12076:5010")},
		{peeringToken, privateID, with(private(), "sharedKey", nil)},
		{peeringToken, publicID, microsoft()},
	}
	for _, c := range cases {
		got := imported(c.token, c.id)
		assert.Equal(t, c.id, got.id)
		assert.Equal(t, props(c.inputs), got.inputs)
		assert.NotEmpty(t, got.outputs)
		_, failures := f.check(c.token, nil, got.inputs)
		assert.Empty(t, failures)
	}
	t.Run("and what is not at its default", func(t *testing.T) {
		f.change(circuitID, func(body arm.Body) { body["properties"].(arm.Body)["globalReachEnabled"] = true })
		assert.Equal(t, resource.NewBoolProperty(true), imported(circuitToken, circuitID).inputs["globalReachEnabled"])
	})
	t.Run("and nothing where there is nothing", func(t *testing.T) {
		assert.Empty(t, imported(circuitToken, circuitID+"2").id)
	})
	t.Run("and refuses an id of another type", func(t *testing.T) {
		for _, id := range []string{filterID, ruleID, "er"} {
			_, err := f.Read(ctx, &pulumirpc.ReadRequest{Id: id, Urn: urn(circuitToken)})
			assert.Error(t, err, id)
		}
	})
}
