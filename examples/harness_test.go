package examples

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// A deployment is a stack of an example with a backend and a sandbox of its own.
type deployment struct {
	stack   auto.Stack
	backend string
	sandbox string
	screen  *bytes.Buffer // all that the updates printed
}

func deploymentOf(t *testing.T, example string) deployment {
	t.Helper()
	return deploymentOn(t, example, filepath.Join(t.TempDir(), "sandbox.db"))
}

// deploymentOn is a deployment on a sandbox that other deployments are on, too.
func deploymentOn(t *testing.T, example, sandbox string) deployment {
	t.Helper()
	return deploymentWith(t, example, map[string]string{"AZURE_EXPRESSROUTE_SANDBOX_STATE": sandbox})
}

// deploymentWith is a deployment in an environment that differs in some variables.
func deploymentWith(t *testing.T, example string, different map[string]string) deployment {
	t.Helper()
	env := sandboxed(t)
	maps.Copy(env, different)
	home := env["PULUMI_HOME"]
	if home == "" {
		home = pulumiHome(t)
	}
	d := deployment{
		backend: strings.TrimPrefix(env["PULUMI_BACKEND_URL"], "file://"), sandbox: env["AZURE_EXPRESSROUTE_SANDBOX_STATE"],
		screen: &bytes.Buffer{},
	}
	stack, err := auto.UpsertStackLocalSource(t.Context(), "dev", copyOf(t, example, env), auto.PulumiHome(home), auto.EnvVars(env))
	require.NoError(t, err)
	d.stack = stack
	return d
}

// pulumiHome is the home into which the Makefile installed the plugin of the package and the sandbox.
func pulumiHome(t *testing.T) string {
	t.Helper()
	home := os.Getenv("AZURE_EXPRESSROUTE_E2E_HOME")
	if home == "" {
		skipOutsideCI(t, "no Pulumi home with the built plugins: run make test")
	}
	return home
}

// sandboxed is the environment in which Pulumi has a backend and a sandbox of the test's own.
func sandboxed(t *testing.T) map[string]string {
	t.Helper()
	return map[string]string{
		"PULUMI_BACKEND_URL": "file://" + filepath.ToSlash(t.TempDir()),
		// Only the sandbox that is installed in the home may answer as azure-native.
		"PULUMI_IGNORE_AMBIENT_PLUGINS":               "true",
		"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
		"PULUMI_CONFIG_PASSPHRASE":                    "sandbox",
		"PULUMI_SKIP_UPDATE_CHECK":                    "true",
		"AZURE_EXPRESSROUTE_SANDBOX_STATE":            filepath.Join(t.TempDir(), "sandbox.db"),
		"ARM_SUBSCRIPTION_ID":                         subscription,
	}
}

// up updates the stack, and gives what was done in the order in which it was: "create ExpressRouteCircuit contoso".
// What was left as it was is not among it, nor are the stack and the providers.
func (d deployment) up(t *testing.T, options ...optup.Option) (auto.UpResult, []string, error) {
	t.Helper()
	stream, done := recordedSteps()
	options = append(options, optup.EventStreams(stream), optup.ProgressStreams(d.screen), optup.ErrorProgressStreams(d.screen))
	up, err := d.stack.Up(t.Context(), options...)
	return up, <-done, err
}

// destroyed takes the stack down, and gives what was done like up.
func (d deployment) destroyed(t *testing.T) []string {
	t.Helper()
	stream, done := recordedSteps()
	_, err := d.stack.Destroy(t.Context(), optdestroy.EventStreams(stream))
	require.NoError(t, err)
	return <-done
}

// recordedSteps listens to the engine's events, and gives the steps when these end.
func recordedSteps() (chan<- events.EngineEvent, <-chan []string) {
	stream := make(chan events.EngineEvent)
	done := make(chan []string)
	go func() {
		var steps []string
		for event := range stream {
			if event.ResOutputsEvent == nil {
				continue
			}
			if step := event.ResOutputsEvent.Metadata; step.Op != apitype.OpSame && !strings.HasPrefix(step.Type, "pulumi:") {
				urn := strings.Split(step.URN, "::")
				steps = append(steps, string(step.Op)+" "+step.Type[strings.LastIndex(step.Type, ":")+1:]+" "+urn[len(urn)-1])
			}
		}
		done <- steps
	}()
	return stream, done
}

// command runs the sandbox's command on the deployment's sandbox, as the carrier or as somebody in the portal.
func (d deployment) command(t *testing.T, args ...string) string {
	t.Helper()
	command := os.Getenv("AZURE_EXPRESSROUTE_E2E_SANDBOX")
	if command == "" {
		skipOutsideCI(t, "no sandbox command: run make test")
	}
	return run(t, ".", map[string]string{"AZURE_EXPRESSROUTE_SANDBOX_STATE": d.sandbox}, command, args...)
}

func (d deployment) set(t *testing.T, key, value string) {
	t.Helper()
	require.NoError(t, d.stack.SetConfig(t.Context(), key, auto.ConfigValue{Value: value}))
}

func (d deployment) setSharedKey(t *testing.T, key string) {
	t.Helper()
	require.NoError(t, d.stack.SetConfig(t.Context(), "sharedKey", auto.ConfigValue{Value: key, Secret: true}))
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
	for _, ofTheUser := range []string{"Pulumi.dev.yaml", "node_modules", "target"} {
		require.NoError(t, os.RemoveAll(filepath.Join(dir, ofTheUser)))
	}
	for file, useSDK := range map[string]func(*testing.T, string, map[string]string){
		"go.mod": useGoSDK, "package.json": useNodeSDK, "requirements.txt": usePythonSDK, "pom.xml": useJavaSDK,
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
	run(t, dir, nil, "go", "mod", "edit", "-replace", module+"="+sdk)
}

// useNodeSDK gives the program the packages of the project into which the packed SDK was installed, and holds it to
// their types.
func useNodeSDK(t *testing.T, dir string, _ map[string]string) {
	t.Helper()
	require.NoError(t, os.Symlink(filepath.Join(installed(t, "node"), "node_modules"), filepath.Join(dir, "node_modules")))
	run(t, dir, nil, filepath.Join("node_modules", ".bin", "tsc"))
}

// usePythonSDK puts the virtual environment that has the SDK's wheel on the program's PATH, and holds the program to its
// types.
func usePythonSDK(t *testing.T, dir string, env map[string]string) {
	t.Helper()
	env["VIRTUAL_ENV"] = installed(t, "venv")
	env["PATH"] = filepath.Join(env["VIRTUAL_ENV"], "bin") + string(filepath.ListSeparator) + os.Getenv("PATH")
	run(t, dir, nil, filepath.Join(env["VIRTUAL_ENV"], "bin", "mypy"), "--strict", "--cache-dir", t.TempDir(), "__main__.py")
}

// useJavaSDK points Maven at the repository into which the SDK was installed.
func useJavaSDK(t *testing.T, _ string, env map[string]string) {
	t.Helper()
	env["MAVEN_OPTS"] = "-Dmaven.repo.local=" + installed(t, "maven")
}

// installed is the place where the Makefile installed an SDK as its users do, when the machine has the language.
func installed(t *testing.T, sdk string) string {
	t.Helper()
	place := filepath.Join(os.Getenv("AZURE_EXPRESSROUTE_E2E_SDKS"), sdk)
	if _, err := os.Stat(place); err != nil {
		skipOutsideCI(t, "no "+place+": run make test, with npm, python3 (and venv), javac and mvn installed")
	}
	return place
}

func run(t *testing.T, dir string, env map[string]string, name string, args ...string) string {
	t.Helper()
	out, err := attempt(t, dir, env, name, args...)
	require.NoError(t, err, out)
	return out
}

// attempt runs a command that may fail.
func attempt(t *testing.T, dir string, env map[string]string, name string, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = dir
	command.Env = os.Environ()
	for _, variable := range slices.Sorted(maps.Keys(env)) {
		command.Env = append(command.Env, variable+"="+env[variable])
	}
	out, err := command.CombinedOutput()
	return string(out), err
}

// assertNowhere fails when a secret is in a state file or was printed.
func (d deployment) assertNowhere(t *testing.T, secret string) {
	t.Helper()
	require.NotEmpty(t, secret)
	assert.NotContains(t, d.screen.String(), secret)
	err := filepath.WalkDir(d.backend, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if i := strings.Index(string(content), secret); i >= 0 {
			t.Errorf("%s has a secret in clear after …%s", path, content[max(0, i-200):i])
		}
		return err
	})
	require.NoError(t, err)
}

func (d deployment) assertSandboxEmpty(t *testing.T) {
	t.Helper()
	assert.Empty(t, d.stored(t))
}

// stored lists the ids, in lower case, of the resources in the sandbox's store.
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
		return tx.Bucket([]byte("documents")).ForEach(func(key, _ []byte) error {
			keys = append(keys, string(key))
			return nil
		})
	}))
	return keys
}
