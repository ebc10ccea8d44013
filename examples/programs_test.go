package examples

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The programs that the documentation shows, in each language, are held to the types of the packed SDKs. Of the SDK of
// azure-native, which is large, testdata/azure-native has what they use. (C# is held to the SDK's text in tools/sdkgen/dotnet.)
const programs = "../docs/programs"

func programsOf(t *testing.T, file string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(programs, "*", file))
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return found
}

func TestProgramsOfTheDocsInGo(t *testing.T) {
	t.Parallel()
	run(t, programs, nil, "go", "vet", "./...")
}

func TestProgramsOfTheDocsInTypeScript(t *testing.T) {
	t.Parallel()
	dir, files := gathered(t, "index.ts")
	require.NoError(t, os.Symlink(filepath.Join(installed(t, "node"), "node_modules"), filepath.Join(dir, "node_modules")))
	for from, to := range map[string]string{"testdata/azure-native/typescript/index.d.ts": "azure-native.d.ts", "typescript/tsconfig.json": "base.json"} {
		content, err := os.ReadFile(from)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, to), content, 0o600))
	}
	config, err := json.Marshal(map[string]any{"extends": "./base.json", "files": append(files, "azure-native.d.ts")})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tsconfig.json"), config, 0o600))
	run(t, dir, nil, filepath.Join("node_modules", ".bin", "tsc"), "--noEmit")
}

func TestProgramsOfTheDocsInPython(t *testing.T) {
	t.Parallel()
	venv := installed(t, "venv")
	stubs, err := filepath.Abs("testdata/azure-native/python")
	require.NoError(t, err)
	dir, files := gathered(t, "__main__.py")
	run(t, dir, map[string]string{"MYPYPATH": stubs}, filepath.Join(venv, "bin", "mypy"), append([]string{"--strict", "--cache-dir", t.TempDir()}, files...)...)
}

// gathered copies the programs of a language into one folder, so that they are checked in one go.
func gathered(t *testing.T, file string) (dir string, files []string) {
	t.Helper()
	dir = t.TempDir()
	for _, program := range programsOf(t, file) {
		content, err := os.ReadFile(program)
		require.NoError(t, err)
		name := filepath.Base(filepath.Dir(program)) + filepath.Ext(program)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
		files = append(files, name)
	}
	return dir, files
}

func TestProgramsOfTheDocsInJava(t *testing.T) {
	t.Parallel()
	var jars []string
	require.NoError(t, filepath.WalkDir(installed(t, "maven"), func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".jar") {
			jars = append(jars, path)
		}
		return err
	}))
	stubs := filepath.Join("testdata", "azure-native", "java")
	for _, program := range programsOf(t, "App.java") {
		run(t, ".", nil, "javac", "-proc:none", "-d", t.TempDir(), "-classpath", strings.Join(jars, string(filepath.ListSeparator)), "-sourcepath", stubs, program)
	}
}

// There is no .NET to compile C# with, but its grammar: programs and SDK are parsed.
func TestCSharpIsWellFormed(t *testing.T) {
	t.Parallel()
	python := filepath.Join(installed(t, "venv"), "bin", "python")
	files := programsOf(t, "Program.cs")
	require.NoError(t, filepath.WalkDir("../sdk/dotnet", func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".cs" {
			files = append(files, path)
		}
		return err
	}))
	require.Contains(t, files, "../sdk/dotnet/PeeringStack.cs")
	run(t, ".", nil, python, append([]string{"testdata/csharp.py"}, files...)...)

	content, err := os.ReadFile(files[0])
	require.NoError(t, err)
	wrong := filepath.Join(t.TempDir(), "Program.cs")
	require.NoError(t, os.WriteFile(wrong, append(content, "class Unfinished { int field = ; }\n"...), 0o600))
	screen, err := attempt(t, ".", nil, python, "testdata/csharp.py", wrong)
	require.Error(t, err)
	assert.Contains(t, screen, fmt.Sprintf("%s:%d: ", wrong, bytes.Count(content, []byte("\n"))+1))
}

// In YAML the engine previews them all, and makes what needs nothing but itself.
func TestProgramsOfTheDocsInYAML(t *testing.T) {
	t.Parallel()
	estate := deploymentOf(t, "testdata/estate")
	_, _, err := estate.up(t)
	require.NoError(t, err)
	carrier := deploymentOn(t, filepath.Join(programs, "carrier"), estate.sandbox)
	up, _, err := carrier.up(t)
	require.NoError(t, err)
	assert.Len(t, up.Outputs["bgpSessions"].Value, 2)
	assert.True(t, up.Outputs["serviceKey"].Secret)

	const network = "/subscriptions/22222222-3333-4444-5555-666666666666/resourceGroups/hub/providers/Microsoft.Network/"
	state := carrier.state(t)
	for name, config := range map[string][2]string{
		"direct":   {"portId", network + "expressRoutePorts/amsterdam"},
		"existing": {"circuitId", string(state["ExpressRouteCircuit::london"].ID)},
		"shared":   {"gatewayId", network + "virtualNetworkGateways/hub"},
	} {
		t.Run(name, func(t *testing.T) {
			d := deploymentOn(t, filepath.Join(programs, name), estate.sandbox)
			d.set(t, config[0], config[1])
			preview, err := d.stack.Preview(t.Context(), optpreview.ProgressStreams(d.screen))
			require.NoError(t, err, d.screen.String())
			assert.Contains(t, preview.StdOut, "azure-expressroute:index:PeeringStack")
		})
	}
}
