package shape

import (
	"math"
	"os"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

func inputs(t *testing.T) *Type {
	t.Helper()
	schema, err := os.ReadFile("../../../schema.json")
	require.NoError(t, err)
	pkg, err := Read(schema)
	require.NoError(t, err)
	in, _, err := pkg.Component("azure-expressroute:index:PeeringStack")
	require.NoError(t, err)
	return in
}

func check(t *testing.T, change string) (resource.PropertyMap, []rules.Finding) {
	t.Helper()
	return inputs(t).Check(shapetest.Properties(spectest.OnValid(change)))
}

func TestTheValidConfigurationFitsAndComesBackAsItIs(t *testing.T) {
	given := shapetest.Properties(spectest.Tree(spectest.Valid))
	fitting, findings := inputs(t).Check(given)
	assert.Empty(t, findings)
	assert.Equal(t, given, fitting)
}

func TestExamplesOfTheShapeRulesHold(t *testing.T) {
	require.NotEmpty(t, rules.Shape)
	for _, r := range rules.Shape {
		broken := func(change string) (n int) {
			_, findings := check(t, change)
			for _, f := range findings {
				if f.Rule == r.ID {
					n++
				}
			}
			return n
		}
		assert.NotZero(t, broken(r.Wrong), "%s: the wrong example breaks the rule", r.ID)
		assert.Zero(t, broken(r.Right), "%s: the right example does not", r.ID)
	}
}

func TestEveryProblemIsFoundAtOnceWithItsPath(t *testing.T) {
	_, findings := check(t, `
nonsense: 1
location: 5
tags: {owner: [a], "cost centre": 7}
circuit: {serviceProvider: {bandwidthInMbps: "200", name: null}}
privatePeering: {vlanId: 200.5, peerASN: true, sharedKey: {a: 1}}
microsoftPeering: {vlan: 3, routeFilter: {services: [7, ExchangeOnline], regions: westeurope}}
reservedAddressSpaces: [null]
`)
	got := map[string]string{}
	for _, f := range findings {
		got[f.Path] = f.Text()
	}
	assert.Equal(t, map[string]string{
		"nonsense":            "there is no such property; there are adopt, authorizations, carrierManagesPeerings, circuit, circuitId, expressRouteConnections, globalReachConnections, ignoreRules, location, microsoftPeering, privatePeering, reservedAddressSpaces, resourceGroupName, tags or virtualNetworkGatewayConnections [unknown-property]",
		"location":            "the number 5 where a string is wanted; put it in quotes [wrong-type]",
		"tags.owner":          "a list where a string is wanted [wrong-type]",
		`tags["cost centre"]`: "the number 7 where a string is wanted; put it in quotes [wrong-type]",
		"circuit.serviceProvider.bandwidthInMbps":  `the string "200" where a whole number is wanted; remove the quotes [wrong-type]`,
		"circuit.serviceProvider.name":             "it is required and missing; give a string [missing-property]",
		"privatePeering.vlanId":                    "the number 200.5 where a whole number is wanted [wrong-type]",
		"privatePeering.peerASN":                   "the boolean true where a number is wanted [wrong-type]",
		"privatePeering.sharedKey":                 "an object where a string is wanted [wrong-type]",
		"microsoftPeering.vlan":                    "there is no such property; did you mean vlanId? [unknown-property]",
		"microsoftPeering.routeFilter.services[0]": "the number 7 where a string is wanted; put it in quotes [wrong-type]",
		"microsoftPeering.routeFilter.regions":     `the string "westeurope" where a list is wanted [wrong-type]`,
		"reservedAddressSpaces[0]":                 "null where a string is wanted [wrong-type]",
	}, got)
}

func TestAPropertyOfAnEarlierVersionIsToldWhereItWent(t *testing.T) {
	_, findings := check(t, "privatePeering: {connections: [{name: a}]}")
	require.Len(t, findings, 1)
	assert.Equal(t, "privatePeering.connections: there is no such property; it has moved: give its list as globalReachConnections [unknown-property]", findings[0].Path+": "+findings[0].Text())
}

func TestNumbersThatAreNoneOrTooLargeAreRefused(t *testing.T) {
	for _, n := range []float64{math.NaN(), math.Inf(1), 1e300, 9007199254740994} {
		given := shapetest.Properties(spectest.Tree(spectest.Valid))
		given["privatePeering"].ObjectValue()["vlanId"] = resource.NewProperty(n)
		_, findings := inputs(t).Check(given)
		require.Len(t, findings, 1)
		assert.Equal(t, rules.WrongType, findings[0].Rule)
	}
}

func TestAssetsAndOtherKindsAreRefused(t *testing.T) {
	given := shapetest.Properties(spectest.Tree(spectest.Valid))
	given["location"] = resource.NewProperty(resource.ResourceReference{URN: "urn:pulumi:a::b::c:d:e::f"})
	_, findings := inputs(t).Check(given)
	require.Len(t, findings, 1)
	assert.Equal(t, "location", findings[0].Path)
}

func TestASecretValueOfTheWrongTypeIsNotShown(t *testing.T) {
	for _, change := range []string{"privatePeering: {sharedKey: 4711}", "privatePeering: {vlanId: !secret hunter2}", "privatePeering: !secret {vlanId: hunter2}"} {
		_, findings := check(t, change)
		require.NotEmpty(t, findings)
		for _, f := range findings {
			assert.NotContains(t, f.Text(), "4711")
			assert.NotContains(t, f.Text(), "hunter2")
		}
	}
}

func TestPlainTextSecretsComeBackSecret(t *testing.T) {
	fitting, findings := check(t, "privatePeering: {sharedKey: hunter2}")
	require.Empty(t, findings)
	key := fitting["privatePeering"].ObjectValue()["sharedKey"]
	require.True(t, key.IsOutput())
	assert.True(t, key.OutputValue().Secret)
	assert.True(t, key.OutputValue().Known)
}

func TestWrappersAroundObjectsMoveToTheirLeaves(t *testing.T) {
	given := shapetest.Properties(spectest.Tree(spectest.Valid))
	given["privatePeering"] = resource.NewProperty(resource.Output{Element: given["privatePeering"], Known: true, Secret: true, Dependencies: []resource.URN{"urn:a"}})
	fitting, findings := inputs(t).Check(given)
	require.Empty(t, findings)
	require.True(t, fitting["privatePeering"].IsObject())
	vlan := fitting["privatePeering"].ObjectValue()["vlanId"].OutputValue()
	assert.Equal(t, resource.Output{Element: resource.NewProperty(200.0), Known: true, Secret: true, Dependencies: []resource.URN{"urn:a"}}, vlan)
}

func TestAnUnknownLeafIsFineAndAnUnknownObjectIsNot(t *testing.T) {
	fitting, findings := check(t, "privatePeering: {vlanId: !unknown x}")
	require.Empty(t, findings)
	assert.False(t, fitting["privatePeering"].ObjectValue()["vlanId"].OutputValue().Known)

	_, findings = check(t, "privatePeering: !unknown x")
	require.Len(t, findings, 1)
	assert.Equal(t, "privatePeering: its value is an output that is not known yet; write it out, with outputs only for the values in it", findings[0].Path+": "+findings[0].Message)
}

func TestSecretPropertiesAreFoundByPath(t *testing.T) {
	in := inputs(t)
	for path, want := range map[string]bool{
		"privatePeering.sharedKey": true, "circuit.expressRouteDirect.authorizationKey": true, "privatePeering.sharedKey.inside": true,
		"privatePeering.vlanId": false, "privatePeering": false, "nothing.at.all": false, "tags.sharedKey": false, "reservedAddressSpaces[0]": false,
	} {
		parsed, err := resource.ParsePropertyPath(path)
		require.NoError(t, err)
		assert.Equal(t, want, in.SecretAt(parsed), path)
	}
}

// Names that are secret would stand in URNs, and keys in property paths: neither is shown in a message.
func TestSecretNamesAreRefusedAndNotShown(t *testing.T) {
	in := inputs(t)
	for change, path := range map[string]string{
		"authorizations: [plain, !secret hunter2]":                                                "authorizations[1]",
		"authorizations: !secret [hunter2]":                                                       "authorizations[0]",
		"ignoreRules: [!secret hunter2]":                                                          "ignoreRules[0]",
		"tags: !secret {hunter2: [x]}":                                                            "tags",
		"privatePeering: !secret {hunter2: 1, vlanId: 2, peerASN: 3}":                             "privatePeering",
		"virtualNetworkGatewayConnections: [{name: !secret hunter2, virtualNetworkGatewayId: x}]": "virtualNetworkGatewayConnections[0].name",
	} {
		_, findings := in.Check(shapetest.Properties(spectest.Tree(change)))
		var found []string
		for _, f := range findings {
			found = append(found, f.Path)
			assert.NotContains(t, f.Path+f.Message, "hunter2")
		}
		assert.Contains(t, found, path, change)
	}
	// SDKs make a map secret when one of its values is: it stays so as a whole.
	fitting, findings := in.Check(shapetest.Properties(spectest.Tree("tags: !secret {hunter2: x}")))
	for _, f := range findings {
		assert.NotEqual(t, "tags", f.Path)
	}
	assert.True(t, fitting["tags"].IsOutput() && fitting["tags"].OutputValue().Secret)
	assert.False(t, fitting["tags"].OutputValue().Element.ObjectValue()["hunter2"].ContainsSecrets())
	_, findings = in.Check(shapetest.Properties(spectest.Tree("tags: {owner: !secret me}\nprivatePeering: !secret {vlanId: 2, peerASN: 3}")))
	assert.Empty(t, findings)
}
