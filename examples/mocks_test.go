package examples

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Tests that users write of their programs, as docs/testing.md has them.
var testsOfUsers = map[string][]string{
	"go":         {"go", "test", "./..."},
	"typescript": {"sh", "-c", "node_modules/.bin/tsc && node --test out/"},
	"python":     {"python", "-m", "unittest"},
}

func TestUsersTestTheirPrograms(t *testing.T) {
	for language, command := range testsOfUsers {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			env := sandboxed(t)
			env["PULUMI_HOME"] = pulumiHome(t)
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata/mocks", language))))
			switch language {
			case "go":
				useGoSDK(t, dir, env)
			case "typescript":
				require.NoError(t, os.Symlink(filepath.Join(installed(t, "node"), "node_modules"), filepath.Join(dir, "node_modules")))
			case "python":
				command = append([]string{filepath.Join(installed(t, "venv"), "bin", command[0])}, command[1:]...)
			}
			run(t, dir, maps.Clone(env), command[0], command[1:]...)
		})
	}
}

func TestThePageOnTestingShowsTheTestsThatRun(t *testing.T) {
	page, err := os.ReadFile("../docs/testing.md")
	require.NoError(t, err)
	for _, file := range []string{"go/network_test.go", "go/preview_test.go", "typescript/network.test.ts", "python/test_network.py"} {
		content, err := os.ReadFile(filepath.Join("testdata/mocks", file))
		require.NoError(t, err)
		language := map[string]string{".go": "go", ".ts": "typescript", ".py": "python"}[filepath.Ext(file)]
		assert.True(t, strings.Contains(string(page), "```"+language+"\n"+string(content)+"```"), file)
	}
}
