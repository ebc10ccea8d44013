package examples

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A newcomer has the archives of a release, the packed SDK and a program of the docs, in a folder of their own, and nothing
// of the checkout.

func TestANewcomerInstallsTheSDKForTypeScript(t *testing.T) {
	t.Parallel()
	n := newcomerWith(t, "index.ts", "nodejs")
	var pinned struct{ Dependencies, DevDependencies map[string]string }
	content, err := os.ReadFile("../tools/nodejs/package.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, &pinned))
	n.write("package.json", `{"name": "newcomer", "private": true}`)
	n.write("tsconfig.json", `{"compilerOptions": {"strict": true, "target": "es2020", "module": "commonjs", "moduleResolution": "node"}, "files": ["index.ts"]}`)
	n.run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--silent", packed(t, "node", "*.tgz"),
		"@pulumi/pulumi@"+pinned.Dependencies["@pulumi/pulumi"], "typescript@"+pinned.DevDependencies["typescript"], "@types/node@"+pinned.DevDependencies["@types/node"])
	license, err := os.ReadFile(filepath.Join(n.dir, "node_modules/@expressroute-blueprints/azure-expressroute/LICENSE"))
	require.NoError(t, err)
	assert.Contains(t, string(license), "Apache License")
	n.upAndDown()
}

func TestANewcomerInstallsTheSDKForPython(t *testing.T) {
	t.Parallel()
	n := newcomerWith(t, "__main__.py", "python")
	n.run("python3", "-m", "venv", "venv")
	pins, err := filepath.Abs("../tools/python/requirements.txt")
	require.NoError(t, err)
	n.env["VIRTUAL_ENV"] = filepath.Join(n.dir, "venv")
	n.env["PATH"] = filepath.Join(n.dir, "venv", "bin") + string(filepath.ListSeparator) + os.Getenv("PATH")
	n.env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
	n.run(filepath.Join(n.dir, "venv/bin/pip"), "install", "--quiet", "--constraint", pins, packed(t, "python/dist", "*.whl"))
	n.upAndDown()
}

// packed is an SDK as a registry gets it.
func packed(t *testing.T, folder, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(installed(t, folder), pattern))
	require.NoError(t, err)
	require.Len(t, found, 1, folder)
	return found[0]
}

type newcomer struct {
	*testing.T
	dir string
	env map[string]string
}

func newcomerWith(t *testing.T, program, runtime string) newcomer {
	t.Helper()
	dist := os.Getenv("AZURE_EXPRESSROUTE_E2E_DIST")
	if dist == "" {
		skipOutsideCI(t, "no archives: run make test")
	}
	n := newcomer{t, t.TempDir(), sandboxed(t)}
	n.env["PULUMI_HOME"] = homeFromArchives(t, dist)
	content, err := os.ReadFile(filepath.Join(programs, "carrier", program))
	require.NoError(t, err)
	n.write(program, string(content))
	n.write("Pulumi.yaml", "name: newcomer\nruntime: "+runtime+"\n")
	return n
}

func (n newcomer) write(file, content string) {
	n.Helper()
	require.NoError(n, os.WriteFile(filepath.Join(n.dir, file), []byte(content), 0o600))
}

func (n newcomer) run(name string, args ...string) string {
	n.Helper()
	return run(n.T, n.dir, n.env, name, args...)
}

func (n newcomer) upAndDown() {
	n.Helper()
	n.run("pulumi", "stack", "init", "dev")
	n.run("pulumi", "up", "--yes", "--skip-preview", "--stack", "dev")
	var sessions []map[string]any
	require.NoError(n, json.Unmarshal([]byte(n.run("pulumi", "stack", "output", "bgpSessions", "--json", "--stack", "dev")), &sessions))
	require.Len(n, sessions, 2)
	assert.Equal(n, "192.168.16.253", sessions[0]["customerAddress"])
	n.run("pulumi", "destroy", "--yes", "--skip-preview", "--stack", "dev")
}

// Each archive has what its platform runs, under the name by which Pulumi looks for it, and all are built in the same way.
// make dist PLATFORMS=all packs all.
func TestArchivesHoldWhatTheirPlatformRuns(t *testing.T) {
	t.Parallel()
	dist := os.Getenv("AZURE_EXPRESSROUTE_E2E_DIST")
	if dist == "" {
		skipOutsideCI(t, "no archives: run make test")
	}
	for system, called := range map[string]string{"linux": "Linux", "darwin": "macOS", "windows": "Windows"} {
		exe := ""
		if system == "windows" {
			exe = ".exe"
		}
		for _, machine := range []string{"amd64", "arm64"} {
			plugin, pluginSize := unpacked(t, dist, "pulumi-resource-azure-expressroute", system, machine)
			sandbox, sandboxSize := unpacked(t, dist, "azure-expressroute-sandbox", system, machine)
			if plugin == nil && sandbox == nil && !(system == runtime.GOOS && machine == runtime.GOARCH) {
				continue // not packed
			}
			assertRunsOn(t, system, machine, plugin["pulumi-resource-azure-expressroute"+exe])
			assertRunsOn(t, system, machine, sandbox["pulumi-resource-azure-native"+exe])
			assertRunsOn(t, system, machine, sandbox["bin/sandbox"+exe])
			for _, files := range []map[string][]byte{plugin, sandbox} {
				assert.Contains(t, files, "LICENSE")
				assert.Contains(t, files, "sbom.cdx.json")
				assert.Contains(t, files, "licenses/github.com/pulumi/pulumi/sdk/v3@"+pulumiSDKVersion(t)+"/LICENSE")
				assert.NotContains(t, files, "PulumiPlugin.yaml", "Pulumi would build it")
			}
			assertSizes(t, called+", "+machine, pluginSize, sizeOf(plugin), sandboxSize, sizeOf(sandbox))
		}
	}
}

// assertRunsOn looks into a binary for what it is compiled for, and how: without C it runs with any C library.
func assertRunsOn(t *testing.T, system, machine string, binary []byte) {
	t.Helper()
	info, err := buildinfo.Read(bytes.NewReader(binary))
	require.NoError(t, err)
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	assert.Subset(t, settings, map[string]string{"GOOS": system, "GOARCH": machine, "CGO_ENABLED": "0", "-trimpath": "true"})
}

// assertSizes holds the page that tells the sizes to them, within a tenth, so that it need not follow every change.
func assertSizes(t *testing.T, platform string, sizes ...int) {
	t.Helper()
	page, err := os.ReadFile("../docs/installation-configuration.md")
	require.NoError(t, err)
	row := "| " + platform
	for _, size := range sizes {
		row += fmt.Sprintf(" | %.0f", float64(size)/1e6)
	}
	row += " |"
	_, rest, _ := strings.Cut(string(page), "| "+platform+" | ")
	said, _, _ := strings.Cut(rest, "\n")
	columns := strings.Split(strings.TrimSuffix(said, " |"), " | ")
	require.Len(t, columns, len(sizes), "the page lacks the row %s", row)
	for i, column := range columns {
		megabytes, err := strconv.Atoi(column)
		require.NoError(t, err)
		assert.InEpsilon(t, sizes[i], megabytes*1e6, 0.1, "the page's row is not %s", row)
	}
}

func sizeOf(files map[string][]byte) (total int) {
	for _, content := range files {
		total += len(content)
	}
	return total
}

// unpacked are the files of an archive by their paths in it, and its size; none, where the platform is not packed.
func unpacked(t *testing.T, dist, name, system, machine string) (files map[string][]byte, size int) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dist, name+"-v*-"+system+"-"+machine+".tar.gz"))
	require.NoError(t, err)
	if len(found) == 0 {
		return nil, 0
	}
	require.Len(t, found, 1, "archives of more than one version")
	archive, err := os.ReadFile(found[0])
	require.NoError(t, err)
	stream, err := gzip.NewReader(bytes.NewReader(archive))
	require.NoError(t, err)
	files = map[string][]byte{}
	for reader := tar.NewReader(stream); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files, len(archive)
		}
		require.NoError(t, err)
		content, err := io.ReadAll(reader)
		require.NoError(t, err)
		files[strings.TrimPrefix(header.Name, "./")] = content
	}
}

// pulumiSDKVersion is the version of Pulumi's SDK that the plugins are built with.
func pulumiSDKVersion(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(content), "github.com/pulumi/pulumi/sdk/v3 ")
	require.True(t, found)
	version, _, _ := strings.Cut(rest, "\n")
	return version
}
