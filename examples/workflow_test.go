package examples

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// workflow is what the test needs of a workflow for GitHub Actions.
type workflow struct {
	Jobs map[string]struct {
		Env   map[string]string
		Steps []struct {
			Name, Uses, Run  string
			WorkingDirectory string `yaml:"working-directory"`
			With             map[string]string
		}
	}
}

// The workflow that users copy runs here as it stands, on a program with both kinds of gateway and Global Reach. Of what
// others have made, checkouts and installations, the outcome is put in place.
func TestTheWorkflowForUsersRuns(t *testing.T) {
	t.Parallel()
	if platform := runtime.GOOS + "-" + runtime.GOARCH; platform != "linux-amd64" {
		t.Skip("the workflow is one for linux-amd64")
	}
	pulumiHome(t)
	content, err := os.ReadFile("../docs/sandbox-workflow.yaml")
	require.NoError(t, err)
	workspace := t.TempDir()
	var w workflow
	require.NoError(t, yaml.Unmarshal([]byte(strings.ReplaceAll(string(content), "${{ github.workspace }}", workspace)), &w))
	job := w.Jobs["sandbox"]
	require.NotEmpty(t, job.Steps)

	root, err := filepath.Abs("..")
	require.NoError(t, err)
	path := filepath.Join(workspace, "path")
	env := map[string]string{"GITHUB_PATH": path, "PULUMI_SKIP_UPDATE_CHECK": "true", "AZURE_EXPRESSROUTE_SANDBOX_STATE": ""}
	for name, value := range job.Env {
		env[name] = value
	}
	var screen strings.Builder
	for _, step := range job.Steps {
		switch place := filepath.Join(workspace, step.With["path"]); {
		case step.Run != "":
			added, err := os.ReadFile(path)
			if err == nil {
				env["PATH"] = strings.ReplaceAll(strings.TrimSpace(string(added)), "\n", ":") + ":" + os.Getenv("PATH")
			}
			screen.WriteString(run(t, filepath.Join(workspace, step.WorkingDirectory), env, "bash", "-e", "-c", step.Run))
		case strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["repository"] == "":
			require.NoError(t, os.Mkdir(place, 0o700))
			require.NoError(t, os.WriteFile(filepath.Join(place, "Pulumi.yaml"), []byte(wholeEstate(t)), 0o600))
		case strings.HasPrefix(step.Uses, "actions/checkout@"):
			assert.Equal(t, "expressroute-blueprints/pulumi-azure-expressroute", step.With["repository"])
			assert.Empty(t, step.With["ref"], "of a release there may be none")
			require.NoError(t, os.Symlink(root, place))
		case strings.HasPrefix(step.Uses, "actions/setup-go@"), strings.HasPrefix(step.Uses, "pulumi/actions@"):
		default:
			t.Fatalf("a step that is neither run nor known: %+v", step)
		}
	}
	for _, connection := range []string{
		"ExpressRouteCircuitConnection amsterdam-globalreach-osaka created", "VirtualNetworkGatewayConnection amsterdam-gateway-hub created",
		"ExpressRouteConnection amsterdam-virtualwan-wan created", "ExpressRouteCircuit amsterdam deleted",
	} {
		assert.Contains(t, screen.String(), connection)
	}
}

// wholeEstate is the program "full" in one with the estate that it connects to.
func wholeEstate(t *testing.T) string {
	t.Helper()
	read := func(file string) (resources, outputs string) {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		_, resources, found := strings.Cut(string(content), "\nresources:\n")
		require.True(t, found)
		resources, outputs, found = strings.Cut(resources, "\noutputs:\n")
		require.True(t, found)
		return resources, outputs
	}
	estate, ids := read("testdata/estate/Pulumi.yaml")
	full, outputs := read("full/Pulumi.yaml")
	var known map[string]string
	require.NoError(t, yaml.Unmarshal([]byte(ids), &known))
	for name, id := range known {
		full = strings.ReplaceAll(full, "${"+name+"}", id)
	}
	return "name: whole\nruntime: yaml\nconfig:\n  location: { type: string, default: westeurope }\n  sharedKey: { type: string, secret: true }\n\nresources:\n" +
		estate + "\n" + full + "\noutputs:\n" + outputs
}
