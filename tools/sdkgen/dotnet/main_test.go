package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
)

const sdk = "../../../sdk/dotnet"

func TestSDKInTheRepositoryIsWhatTheSchemaGives(t *testing.T) { sdkgen.Check(t, "../../..", language) }

// There is no .NET to compile the SDK with, so what can be held without it is.
func TestSDKIsAWellFormedProjectWithTheSchemasNames(t *testing.T) {
	project := read(t, "ExpressRouteBlueprints.AzureExpressRoute.csproj")
	for decoder := xml.NewDecoder(strings.NewReader(project)); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	var plugin map[string]any
	if err := json.Unmarshal([]byte(read(t, "pulumi-plugin.json")), &plugin); err != nil || plugin["name"] != "azure-expressroute" {
		t.Errorf("pulumi-plugin.json: %v %v", plugin, err)
	}
	for file, names := range map[string][]string{
		"PeeringStack.cs":              {"namespace ExpressRouteBlueprints.AzureExpressRoute", "class PeeringStack :", "class PeeringStackArgs :", "Output<ImmutableArray<Outputs.BgpSession>> BgpSessions"},
		"Inputs/PrivatePeeringArgs.cs": {"Input<int> VlanId", "Input<double> PeerASN", "Input<string>? SharedKey"},
		"Inputs/RouteFilterArgs.cs":    {"InputList<ExpressRouteBlueprints.AzureExpressRoute.RouteFilterService> Services"},
		"Enums.cs":                     {"RouteFilterService ExchangeOnline ", "SkuTier Premium "},
	} {
		for _, name := range names {
			if !strings.Contains(read(t, file), name) {
				t.Errorf("%s lacks %q", file, name)
			}
		}
	}
	if strings.Contains(read(t, "PeeringStack.cs"), "AdditionalSecretOutputs") {
		t.Error("ComponentResourceOptions has no AdditionalSecretOutputs: the SDK does not compile")
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(sdk, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
