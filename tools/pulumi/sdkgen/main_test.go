package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
)

func TestSDKsInTheRepositoryAreWhatTheSchemaGives(t *testing.T) {
	sdkgen.Check(t, "../../..", languages...)
}

// Whatever the SDK for Go asks for, every program that uses it must have.
func TestTheSDKForGoAsksForLittle(t *testing.T) {
	mod, err := os.ReadFile("../../../sdk/go/azureexpressroute/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\ngo " + goForPulumi + "\n", "github.com/pulumi/pulumi/sdk/v3 " + pulumiForGo + "\n"} {
		if !strings.Contains(string(mod), line) {
			t.Errorf("sdk/go/azureexpressroute/go.mod lacks %q: run make sdk", line)
		}
	}
}

// The examples use newer versions of what it asks for, and would not notice that it lacks something.
func TestTheSDKForGoBuildsWithWhatItAsksFor(t *testing.T) {
	build := exec.Command("go", "build", "./...")
	build.Dir = "../../../sdk/go/azureexpressroute"
	if screen, err := build.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, screen)
	}
}
