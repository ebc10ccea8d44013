// Package examples holds ordinary programs that use the package. Its tests run them through the real Pulumi engine,
// with the sandbox in Azure's place.
package examples

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

const (
	subscription = "11111111-2222-3333-4444-555555555555"
	network      = "^/subscriptions/" + subscription + `/resourceGroups/contoso[^/]*/providers/Microsoft\.Network/`
	uuid         = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

	// The stack itself, the component, and its resource group, circuit, route filter, rule and two peerings.
	resources = 8
)

// bgpSessions is what a network engineer types into the routers for the circuit that every example builds.
var bgpSessions = []any{
	session("AzurePrivatePeering", "primary", 200, "192.168.16.252/30", "192.168.16.253", "192.168.16.254"),
	session("AzurePrivatePeering", "secondary", 200, "192.168.18.252/30", "192.168.18.253", "192.168.18.254"),
	session("MicrosoftPeering", "primary", 300, "123.0.0.0/30", "123.0.0.1", "123.0.0.2"),
	session("MicrosoftPeering", "secondary", 300, "123.0.0.4/30", "123.0.0.5", "123.0.0.6"),
}

func session(peering, link string, vlan float64, prefix, customer, microsoft string) map[string]any {
	return map[string]any{
		"peering": peering, "link": link, "family": "ipv4", "vlanId": vlan, "prefix": prefix,
		"customerAddress": customer, "microsoftAddress": microsoft, "peerASN": 200.0, "azureASN": 12076.0,
	}
}

func TestExampleComesUpStaysUnchangedAndGoesDown(t *testing.T) {
	for _, example := range []string{"yaml", "go", "typescript", "python"} {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			d := deploymentOf(t, example)

			preview, err := d.stack.Preview(ctx)
			require.NoError(t, err)
			assert.Equal(t, map[apitype.OpType]int{apitype.OpCreate: resources}, preview.ChangeSummary)
			d.assertSandboxEmpty(t)

			up, err := d.stack.Up(ctx)
			require.NoError(t, err)
			assert.Equal(t, &map[string]int{"create": resources}, up.Summary.ResourceChanges)
			assert.Regexp(t, network+"expressRouteCircuits/contoso[^/]*$", up.Outputs["circuitId"].Value)
			assert.Regexp(t, network+"routeFilters/contoso[^/]*$", up.Outputs["routeFilterId"].Value)
			assert.Equal(t, bgpSessions, up.Outputs["bgpSessions"].Value)
			assert.Regexp(t, uuid, up.Outputs["serviceKey"].Value)
			assert.True(t, up.Outputs["serviceKey"].Secret)
			d.assertStateLacks(t, up.Outputs["serviceKey"].Value.(string))

			again, err := d.stack.Up(ctx)
			require.NoError(t, err)
			assert.Equal(t, &map[string]int{"same": resources}, again.Summary.ResourceChanges)

			_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
			require.NoError(t, err)

			_, err = d.stack.Destroy(ctx)
			require.NoError(t, err)
			d.assertSandboxEmpty(t)
		})
	}
}

// A circuit is replaced when Azure can do nothing else, with the peerings on it; whatever can change in place does.
func TestChangesAreInPlaceWhereAzureAllowsIt(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "yaml")
	const key = "Plain0Text0Key"
	d.edit(t, "Pulumi.yaml", "vlanId: 200", "vlanId: 200\n        sharedKey: "+key)
	_, err := d.stack.Up(ctx)
	require.NoError(t, err)
	d.assertStateLacks(t, key)

	for _, step := range []struct {
		what, old, new string
		changes        map[string]int // the component itself is always one of the updates
	}{
		{"a VLAN", "vlanId: 200", "vlanId: 201", map[string]int{"update": 2, "same": 6}},
		{"a peering shut down", "vlanId: 201", "vlanId: 201\n        state: Disabled", map[string]int{"update": 2, "same": 6}},
		{"and left to Azure again", "\n        state: Disabled", "", map[string]int{"update": 2, "same": 6}},
		{"a prefix", "192.168.18.252/30", "192.168.18.248/30", map[string]int{"update": 2, "same": 6}},
		{"a shared key", key, key + "2", map[string]int{"update": 2, "same": 6}},
		{"more bandwidth", "bandwidthInMbps: 200", "bandwidthInMbps: 500", map[string]int{"update": 2, "same": 6}},
		{"tags", "location: westus", "location: westus\n      tags: { owner: network }", map[string]int{"update": 4, "same": 4}},
		{"the carrier", "name: Equinix", "name: Megaport", map[string]int{"replace": 3, "update": 1, "same": 4}},
	} {
		d.edit(t, "Pulumi.yaml", step.old, step.new)
		up, err := d.stack.Up(ctx)
		require.NoError(t, err, step.what)
		assert.Equal(t, &step.changes, up.Summary.ResourceChanges, step.what)
		assert.Len(t, d.stored(t), resources-2, "%s: what Pulumi knows is all there is", step.what)
		_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
		require.NoError(t, err, step.what)
	}
	d.assertStateLacks(t, key)
	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

func TestAPeeringIsBuiltOnAnExistingCircuitInTheProvidersSubscription(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	d := deploymentOf(t, "testdata/existing")

	up, err := d.stack.Up(ctx)
	require.NoError(t, err)
	circuit := up.Outputs["circuitId"].Value
	assert.Regexp(t, "^/subscriptions/22222222-3333-4444-5555-666666666666/", circuit)
	assert.Equal(t, circuit, up.Outputs["circuitOfPeering"].Value)
	assert.Equal(t, circuit.(string)+"/peerings/MicrosoftPeering", up.Outputs["peering"].Value.(map[string]any)["id"])
	assert.Equal(t, up.Outputs["key"].Value, up.Outputs["keyOfPeering"].Value)
	assert.True(t, up.Outputs["keyOfPeering"].Secret)
	d.assertStateLacks(t, up.Outputs["key"].Value.(string))

	// The circuit of the first stack shows the second one's peering now, and Azure has disabled IPv4 on the other.
	_, err = d.stack.Refresh(ctx, optrefresh.ExpectNoChanges())
	require.NoError(t, err)
	again, err := d.stack.Up(ctx)
	require.NoError(t, err)
	assert.NotContains(t, *again.Summary.ResourceChanges, "update")

	_, err = d.stack.Destroy(ctx)
	require.NoError(t, err)
	d.assertSandboxEmpty(t)
}

func TestAMistakeIsReportedAlikeInEveryLanguage(t *testing.T) {
	for example, mistake := range map[string]struct{ file, right, wrong string }{
		"yaml":       {"Pulumi.yaml", "vlanId: 200", "vlanId: 0"},
		"go":         {"main.go", "pulumi.Int(200),\n\t\t\t\tPrimary", "pulumi.Int(0),\n\t\t\t\tPrimary"},
		"typescript": {"index.ts", "vlanId: 200", "vlanId: 0"},
		"python":     {"__main__.py", `"vlan_id": 200`, `"vlan_id": 0`},
	} {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			d := deploymentOf(t, example)
			d.edit(t, mistake.file, mistake.right, mistake.wrong)
			_, err := d.stack.Up(t.Context())
			require.Error(t, err)
			assert.Contains(t, err.Error(), "property privatePeering.vlanId with value '{0}' has a problem: VLAN 0 is outside 1 to 4094; use the VLAN id agreed with the carrier [vlan-range]")
			d.assertSandboxEmpty(t)
		})
	}
}

func TestInvalidProgramNamesEveryProblemAndCreatesNothing(t *testing.T) {
	t.Parallel()
	d := deploymentOf(t, "testdata/invalid")
	// YAML's own checker would stop at what does not fit the schema. Past it, this is what any caller may send.
	d.stack.Workspace().SetEnvVar("PULUMI_DEBUG_YAML_DISABLE_TYPE_CHECKING", "true")

	_, err := d.stack.Up(t.Context())

	require.Error(t, err)
	for path, rule := range map[string]string{
		"circuit.serviceProvider.bandwidthInMbps": "wrong-type",
		"microsoftPeering.peerASN":                "missing-property",
		"privatePeering.peerASN":                  "asn-reserved",
		"privatePeering.primaryPeerAddressPrefix": "link-prefix-length",
		"privatePeering.vlan":                     "unknown-property",
		"privatePeering.vlanId":                   "vlan-range",
	} {
		assert.Regexp(t, `(?m)property `+path+` .*\[`+rule+`\]$`, err.Error())
	}
	d.assertSandboxEmpty(t)
}

// A deployment is a stack of an example with a backend and a sandbox of its own.
type deployment struct {
	stack   auto.Stack
	backend string
	sandbox string
}

func deploymentOf(t *testing.T, example string) deployment {
	t.Helper()
	home := os.Getenv("AZURE_EXPRESSROUTE_E2E_HOME")
	if home == "" {
		skipOutsideCI(t, "no Pulumi home with the built plugins: run make test")
	}
	d := deployment{backend: t.TempDir(), sandbox: filepath.Join(t.TempDir(), "sandbox.db")}
	env := map[string]string{
		"PULUMI_BACKEND_URL": "file://" + filepath.ToSlash(d.backend),
		// Only the sandbox that is installed in the home may answer as azure-native.
		"PULUMI_IGNORE_AMBIENT_PLUGINS":               "true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		"PULUMI_CONFIG_PASSPHRASE":                    "sandbox",
		"AZURE_EXPRESSROUTE_SANDBOX_STATE":            d.sandbox,
		"ARM_SUBSCRIPTION_ID":                         subscription,
	}
	stack, err := auto.UpsertStackLocalSource(t.Context(), "dev", copyOf(t, example, env), auto.PulumiHome(home), auto.EnvVars(env))
	require.NoError(t, err)
	d.stack = stack
	return d
}

// edit changes a file of the program, once.
func (d deployment) edit(t *testing.T, file, old, changed string) {
	t.Helper()
	path := filepath.Join(d.stack.Workspace().WorkDir(), file)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(text), old)
	require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(text), old, changed, 1)), 0o600))
}

func skipOutsideCI(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// copyOf copies an example to where Pulumi may write its stack settings, and gives it the SDK of its language, which it
// names as a user would. What the program's environment needs for that goes into env.
func copyOf(t *testing.T, example string, env map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(example)))
	for _, ofTheUser := range []string{"Pulumi.dev.yaml", "node_modules"} {
		require.NoError(t, os.RemoveAll(filepath.Join(dir, ofTheUser)))
	}
	for file, useSDK := range map[string]func(*testing.T, string, map[string]string){
		"go.mod": useGoSDK, "package.json": useNodeSDK, "requirements.txt": usePythonSDK,
	} {
		if _, err := os.Stat(filepath.Join(dir, file)); err == nil {
			useSDK(t, dir, env)
		}
	}
	return dir
}

func useGoSDK(t *testing.T, dir string, _ map[string]string) {
	t.Helper()
	const module = "github.com/expressroute-blueprints/pulumi-azure-expressroute/sdk/go/azureexpressroute"
	sdk, err := filepath.Abs("../sdk/go/azureexpressroute")
	require.NoError(t, err)
	run(t, dir, "go", "mod", "edit", "-replace", module+"="+sdk)
}

// useNodeSDK installs the packed SDK, and holds the program to its types.
func useNodeSDK(t *testing.T, dir string, _ map[string]string) {
	t.Helper()
	run(t, dir, "npm", "install", "--no-audit", "--no-fund", "--no-save", built(t, "AZURE_EXPRESSROUTE_E2E_NODE_SDK"))
	run(t, dir, filepath.Join("node_modules", ".bin", "tsc"))
}

// usePythonSDK puts the virtual environment that has the SDK on the program's PATH.
func usePythonSDK(t *testing.T, _ string, env map[string]string) {
	t.Helper()
	env["VIRTUAL_ENV"] = built(t, "AZURE_EXPRESSROUTE_E2E_VENV")
	env["PATH"] = filepath.Join(env["VIRTUAL_ENV"], "bin") + string(filepath.ListSeparator) + os.Getenv("PATH")
}

// built is the place of an SDK's package, which the Makefile names when it could be built.
func built(t *testing.T, variable string) string {
	t.Helper()
	place := os.Getenv(variable)
	if place == "" {
		skipOutsideCI(t, variable+" is not set: run make test, with npm and python3 installed")
	}
	return place
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	command := exec.Command(name, args...)
	command.Dir = dir
	out, err := command.CombinedOutput()
	require.NoError(t, err, string(out))
}

func (d deployment) assertStateLacks(t *testing.T, secret string) {
	t.Helper()
	err := filepath.WalkDir(d.backend, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		assert.NotContains(t, string(content), secret, path)
		return err
	})
	require.NoError(t, err)
}

func (d deployment) assertSandboxEmpty(t *testing.T) {
	t.Helper()
	assert.Empty(t, d.stored(t))
}

// stored lists the ids, in lower case, of what is in the sandbox's store, which is a file of buckets.
func (d deployment) stored(t *testing.T) []string {
	t.Helper()
	db, err := bbolt.Open(d.sandbox, 0o600, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	var keys []string
	require.NoError(t, db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(_ []byte, bucket *bbolt.Bucket) error {
			return bucket.ForEach(func(key, _ []byte) error {
				keys = append(keys, string(key))
				return nil
			})
		})
	}))
	return keys
}
