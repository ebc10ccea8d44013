package main

import (
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
)

func TestSDKInTheRepositoryIsWhatTheSchemaGives(t *testing.T) { sdkgen.Check(t, "../../..", language) }
