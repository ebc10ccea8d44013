package main

import (
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
)

func TestSDKsInTheRepositoryAreWhatTheSchemaGives(t *testing.T) {
	sdkgen.Check(t, "../../..", languages...)
}
