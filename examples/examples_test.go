// Package examples holds ordinary programs that use the package. Its tests run them through the real Pulumi engine,
// with the sandbox in Azure's place.
package examples

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	subscription = "11111111-2222-3333-4444-555555555555"
	network      = "^/subscriptions/" + subscription + `/resourceGroups/contoso[^/]*/providers/Microsoft\.Network/`
	uuid         = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

	// The stack itself, the component, and its resource group, circuit, route filter, rule and two peerings.
	resources = 8
)

// The same stack is written in each of these languages, in the file named.
var languages = map[string]string{
	"yaml":       "Pulumi.yaml",
	"go":         "main.go",
	"typescript": "index.ts",
	"python":     "__main__.py",
	"java":       "src/main/java/App.java",
}

// asn is how each of them gives the ASN of the private peering.
var asn = map[string]string{
	"yaml":       "peerASN: 200",
	"go":         "pulumi.Float64(200)",
	"typescript": "peerASN: 200",
	"python":     `"peer_asn": 200`,
	"java":       "peerASN(200.0)",
}

// bgpSessions is what a network engineer types into the routers for the circuit that every language's program builds.
var bgpSessions = []any{
	session("AzurePrivatePeering", "primary", 200, "192.168.16.252/30", "192.168.16.253", "192.168.16.254"),
	session("AzurePrivatePeering", "secondary", 200, "192.168.18.252/30", "192.168.18.253", "192.168.18.254"),
	session("MicrosoftPeering", "primary", 300, "123.0.0.0/30", "123.0.0.1", "123.0.0.2"),
	session("MicrosoftPeering", "secondary", 300, "123.0.0.4/30", "123.0.0.5", "123.0.0.6"),
}

func session(peering, link string, vlan float64, prefix, customer, microsoft string) map[string]any {
	return map[string]any{
		"peering": peering, "link": link, "family": "ipv4", "vlanId": vlan, "prefix": prefix,
		"customerAddress": customer, "microsoftAddress": microsoft, "peerASN": "200", "azureASN": "12076",
	}
}

// From mistakes in the program to the end of the circuit, told alike in every language.
func TestTheSameProgramInEveryLanguage(t *testing.T) {
	for language, file := range languages {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			d := deploymentOf(t, language)
			keys := []string{"First0Shared0Key", "Second0Shared0Key"}
			d.setSharedKey(t, keys[0])

			d.edit(t, file, "300", "4095")
			d.edit(t, file, "192.168.16.252/30", "192.168.16.253/30")
			_, steps, err := d.up(t)
			require.Error(t, err)
			assert.Equal(t, []string{
				"- property microsoftPeering.vlanId with value '{4095}' has a problem: VLAN 4095 is outside 1 to 4094; use the VLAN id agreed with the carrier [vlan-range]",
				"- property privatePeering.primaryPeerAddressPrefix with value '{192.168.16.253/30}' has a problem: 192.168.16.253/30 has host bits set; give the network address, 192.168.16.252/30 [link-prefix-host-bits]",
			}, propertyProblems(err.Error()))
			assert.Empty(t, steps)
			d.assertSandboxEmpty(t)
			d.edit(t, file, "192.168.16.253/30", "192.168.16.252/30")
			d.edit(t, file, "4095", "300")

			// Up previews first.
			up, _, err := d.up(t)
			require.NoError(t, err)
			assert.Equal(t, &map[string]int{"create": resources - 1, "same": 1}, up.Summary.ResourceChanges)
			assert.Regexp(t, network+"expressRouteCircuits/contoso[^/]*$", up.Outputs["circuitId"].Value)
			assert.Regexp(t, network+"routeFilters/contoso[^/]*$", up.Outputs["routeFilterId"].Value)
			assert.Equal(t, bgpSessions, up.Outputs["bgpSessions"].Value)
			assert.Equal(t, "set protocols bgp group azure neighbor 192.168.16.254 peer-as 12076 local-as 200", up.Outputs["routerLine"].Value)
			assert.Regexp(t, uuid, up.Outputs["serviceKey"].Value)
			assert.True(t, up.Outputs["serviceKey"].Secret)
			keys = append(keys, up.Outputs["serviceKey"].Value.(string))

			// The ASN is beyond the integers of Java. The follower hangs on all that the stack publishes.
			d.edit(t, file, asn[language], strings.Replace(asn[language], "200", "4200000001", 1))
			d.setSharedKey(t, keys[1])
			d.follow(t, language, file)
			up, steps, err = d.up(t)
			require.NoError(t, err)
			assert.Contains(t, steps, "update ExpressRouteCircuitPeering contoso-private")
			assert.NotContains(t, steps, "update ExpressRouteCircuitPeering contoso-microsoft")
			assert.Equal(t, "set protocols bgp group azure neighbor 192.168.16.254 peer-as 12076 local-as 4200000001", up.Outputs["routerLine"].Value)
			preview, err := d.stack.Preview(ctx, optpreview.ExpectNoChanges())
			require.NoError(t, err, preview.StdOut)
			assert.NotContains(t, preview.StdOut, "[unknown]")

			for _, key := range keys {
				d.assertNowhere(t, key)
			}
			_, err = d.stack.Destroy(ctx)
			require.NoError(t, err)
			d.assertSandboxEmpty(t)
		})
	}
}

// What becomes of the resources depends on the component alone, so one language tells it.
func TestTheLifeOfACircuit(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	const file = "Pulumi.yaml"
	d := deploymentOf(t, "yaml")
	keys := []string{"First0Shared0Key", "Second0Shared0Key"}
	d.setSharedKey(t, keys[0])

	preview, err := d.stack.Preview(ctx)
	require.NoError(t, err)
	assert.Equal(t, map[apitype.OpType]int{apitype.OpCreate: resources}, preview.ChangeSummary)
	d.assertSandboxEmpty(t)

	up, _, err := d.up(t)
	require.NoError(t, err)
	circuit := up.Outputs["circuitId"].Value
	keys = append(keys, up.Outputs["serviceKey"].Value.(string))

	up, _, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, &map[string]int{"same": resources}, up.Summary.ResourceChanges)

	// Tags, more bandwidth, another community.
	d.edit(t, file, "4711", "4712")
	d.edit(t, file, "westus2", "westus2, eastus")
	d.set(t, "bandwidthInMbps", "500")
	up, steps, err := d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"update PeeringStack contoso", "update ResourceGroup contoso", "update ExpressRouteCircuit contoso",
		"update RouteFilter contoso", "update RouteFilterRule contoso",
	}, steps)
	assert.Equal(t, circuit, up.Outputs["circuitId"].Value)

	// What an update must never replace a peering for, let alone the circuit.
	d.edit(t, file, "300", "301")
	d.edit(t, file, "192.168.18.252/30", "192.168.18.248/30")
	d.setSharedKey(t, keys[1])
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{
		"update PeeringStack contoso", "update ExpressRouteCircuitPeering contoso-private", "update ExpressRouteCircuitPeering contoso-microsoft",
	}, steps)
	assert.Equal(t, circuit, up.Outputs["circuitId"].Value)
	assert.Equal(t, "192.168.18.249", up.Outputs["bgpSessions"].Value.([]any)[1].(map[string]any)["customerAddress"])

	// Another carrier is another circuit.
	d.edit(t, file, "Equinix", "Megaport")
	up, steps, err = d.up(t)
	require.NoError(t, err)
	assert.Equal(t, &map[string]int{"replace": 3, "update": 1, "same": 4}, up.Summary.ResourceChanges)
	assertOrder(t, steps, "delete-replaced ExpressRouteCircuitPeering contoso-private", "create-replacement ExpressRouteCircuitPeering contoso-private")
	assertOrder(t, steps, "delete-replaced ExpressRouteCircuitPeering contoso-microsoft", "create-replacement ExpressRouteCircuitPeering contoso-microsoft")
	assertOrder(t, steps, "create-replacement ExpressRouteCircuit contoso",
		"create-replacement ExpressRouteCircuitPeering contoso-private", "create-replacement ExpressRouteCircuitPeering contoso-microsoft")
	assertOrder(t, steps, "delete-replaced ExpressRouteCircuitPeering contoso-private", "delete-replaced ExpressRouteCircuit contoso")
	assertOrder(t, steps, "delete-replaced ExpressRouteCircuitPeering contoso-microsoft", "delete-replaced ExpressRouteCircuit contoso")
	assert.NotEqual(t, circuit, up.Outputs["circuitId"].Value)
	assert.Len(t, d.stored(t), resources-2, "what Pulumi knows is all there is")
	keys = append(keys, up.Outputs["serviceKey"].Value.(string))

	_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
	require.NoError(t, err)
	for _, key := range keys {
		d.assertNowhere(t, key)
	}
	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

// linkedRule is the end of a message: its rule, and the link to what the rules page says of it.
var linkedRule = regexp.MustCompile(`\[([a-z0-9-]+)\]( https://github\.com/[^ ]+/docs/rules\.md#([a-z0-9-]+))$`)

// propertyProblems are the lines of an error that name a property, without the links.
func propertyProblems(text string) []string {
	var problems []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "- property ") {
			continue
		}
		if m := linkedRule.FindStringSubmatch(line); m != nil && m[1] == m[3] {
			line = strings.TrimSuffix(line, m[2])
		} else {
			line += " (no link to its rule)"
		}
		if !slices.Contains(problems, line) {
			problems = append(problems, line)
		}
	}
	slices.Sort(problems)
	return problems
}

func assertOrder(t *testing.T, steps []string, ordered ...string) {
	t.Helper()
	for i, step := range ordered {
		require.Contains(t, steps, step)
		if i > 0 {
			assert.Less(t, slices.Index(steps, ordered[i-1]), slices.Index(steps, step), "%s before %s in %q", ordered[i-1], step, steps)
		}
	}
}

// A circuit is replaced when Azure can do nothing else, with the peerings on it; whatever can change in place does.
func TestChangesAreInPlaceWhereAzureAllowsIt(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "yaml")
	const key = "Plain0Text0Key" // in the program, and so no secret to Pulumi
	d.edit(t, "Pulumi.yaml", "${sharedKey}", key)
	d.setSharedKey(t, "Not0Used")
	_, _, err := d.up(t)
	require.NoError(t, err)
	d.assertNowhere(t, key)

	for _, step := range []struct {
		what, old, new string
		changes        map[string]int // the component itself is always one of the updates
	}{
		{"a VLAN", "vlanId: 200", "vlanId: 201", map[string]int{"update": 2, "same": 6}},
		{"a peering shut down", "vlanId: 201", "vlanId: 201\n        state: Disabled", map[string]int{"update": 2, "same": 6}},
		{"and left to Azure again", "\n        state: Disabled", "", map[string]int{"update": 2, "same": 6}},
		{"a prefix", "192.168.18.252/30", "192.168.18.248/30", map[string]int{"update": 2, "same": 6}},
		{"a shared key", key, key + "2", map[string]int{"update": 2, "same": 6}},
		{"more bandwidth", "bandwidthInMbps: ${bandwidthInMbps}", "bandwidthInMbps: 500", map[string]int{"update": 2, "same": 6}},
		{"tags", "cost-center", "owner", map[string]int{"update": 4, "same": 4}},
		{"the carrier", "name: Equinix", "name: Megaport", map[string]int{"replace": 3, "update": 1, "same": 4}},
	} {
		d.edit(t, "Pulumi.yaml", step.old, step.new)
		up, _, err := d.up(t)
		require.NoError(t, err, step.what)
		assert.Equal(t, &step.changes, up.Summary.ResourceChanges, step.what)
		assert.Len(t, d.stored(t), resources-2, "%s: what Pulumi knows is all there is", step.what)
		_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
		require.NoError(t, err, step.what)
	}
	d.assertNowhere(t, key)
	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

func TestAPeeringIsBuiltOnAnExistingCircuitInTheProvidersSubscription(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/existing")

	up, _, err := d.up(t)
	require.NoError(t, err)
	circuit := up.Outputs["circuitId"].Value
	assert.Regexp(t, "^/subscriptions/22222222-3333-4444-5555-666666666666/", circuit)
	assert.Equal(t, circuit, up.Outputs["circuitOfPeering"].Value)
	assert.Equal(t, circuit.(string)+"/peerings/MicrosoftPeering", up.Outputs["peering"].Value.(map[string]any)["id"])
	assert.Equal(t, up.Outputs["key"].Value, up.Outputs["keyOfPeering"].Value)
	assert.True(t, up.Outputs["keyOfPeering"].Secret)
	d.assertNowhere(t, up.Outputs["key"].Value.(string))

	// The circuit of the first stack shows the second one's peering now, and Azure has disabled IPv4 on the other.
	_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
	require.NoError(t, err)
	again, _, err := d.up(t)
	require.NoError(t, err)
	assert.NotContains(t, *again.Summary.ResourceChanges, "update")

	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

func TestInvalidProgramNamesEveryProblemAndCreatesNothing(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/invalid")
	// YAML's own checker would stop at what does not fit the schema. Past it, this is what any caller may send.
	d.stack.Workspace().SetEnvVar("PULUMI_DEBUG_YAML_DISABLE_TYPE_CHECKING", "true")

	_, _, err := d.up(t)

	require.Error(t, err)
	for path, rule := range map[string]string{
		"circuit.serviceProvider.bandwidthInMbps": "wrong-type",
		"microsoftPeering.peerASN":                "missing-property",
		"privatePeering.peerASN":                  "asn-reserved",
		"privatePeering.primaryPeerAddressPrefix": "link-prefix-length",
		"privatePeering.vlan":                     "unknown-property",
		"privatePeering.vlanId":                   "vlan-range",
	} {
		assert.Regexp(t, `(?m)property `+path+` .*\[`+rule+`\] https://[^ ]+/docs/rules\.md#`+rule+`$`, err.Error())
	}
	d.assertSandboxEmpty(t)
}
