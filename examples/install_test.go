package examples

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
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

// Each archive has what its platform runs, under the name by which Pulumi looks for it. make dist PLATFORMS=all packs all.
func TestArchivesHoldWhatTheirPlatformRuns(t *testing.T) {
	t.Parallel()
	dist := os.Getenv("AZURE_EXPRESSROUTE_E2E_DIST")
	if dist == "" {
		skipOutsideCI(t, "no archives: run make test")
	}
	archives, err := filepath.Glob(filepath.Join(dist, "*.tar.gz"))
	require.NoError(t, err)
	require.NotEmpty(t, archives)
	for _, archive := range archives {
		parts := strings.Split(strings.TrimSuffix(filepath.Base(archive), ".tar.gz"), "-")
		system, machine := parts[len(parts)-2], parts[len(parts)-1]
		binary := "pulumi-resource-azure-expressroute"
		if strings.Contains(archive, "sandbox") {
			binary = "pulumi-resource-azure-native"
		}
		if system == "windows" {
			binary += ".exe"
		}
		files := unpacked(t, archive)
		require.Contains(t, files, binary, archive)
		require.Contains(t, files, "LICENSE", archive)
		require.Contains(t, files, "sbom.cdx.json", archive)
		require.Contains(t, files, "licenses/github.com/pulumi/pulumi/sdk/v3@"+pulumiSDKVersion(t)+"/LICENSE", archive)
		assert.NotContains(t, files, "PulumiPlugin.yaml", "Pulumi would build it")
		assert.Equal(t, system+" "+machine, platformOf(t, files[binary]), archive)
	}
}

// unpacked are the files of an archive by their paths in it.
func unpacked(t *testing.T, archive string) map[string][]byte {
	t.Helper()
	file, err := os.Open(archive)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	stream, err := gzip.NewReader(file)
	require.NoError(t, err)
	files := map[string][]byte{}
	for reader := tar.NewReader(stream); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		require.NoError(t, err)
		content, err := io.ReadAll(reader)
		require.NoError(t, err)
		files[strings.TrimPrefix(header.Name, "./")] = content
	}
}

// platformOf reads from a binary what it is compiled for.
func platformOf(t *testing.T, binary []byte) string {
	t.Helper()
	content := bytes.NewReader(binary)
	if file, err := elf.NewFile(content); err == nil {
		return map[elf.Machine]string{elf.EM_X86_64: "linux amd64", elf.EM_AARCH64: "linux arm64"}[file.Machine]
	}
	if file, err := macho.NewFile(content); err == nil {
		return map[macho.Cpu]string{macho.CpuAmd64: "darwin amd64", macho.CpuArm64: "darwin arm64"}[file.Cpu]
	}
	file, err := pe.NewFile(content)
	require.NoError(t, err, "it is neither ELF nor Mach-O nor PE")
	return map[uint16]string{pe.IMAGE_FILE_MACHINE_AMD64: "windows amd64", pe.IMAGE_FILE_MACHINE_ARM64: "windows arm64"}[file.Machine]
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
