package main

import (
	"os"
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
