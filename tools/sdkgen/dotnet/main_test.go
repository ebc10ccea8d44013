package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
)

const sdk = "../../../sdk/dotnet"

func TestSDKInTheRepositoryIsWhatTheSchemaGives(t *testing.T) { sdkgen.Check(t, "../../..", language) }

// There is no .NET to compile the SDK with, so what can be held without it is.
func TestSDKIsAWellFormedProjectWithTheSchemasNames(t *testing.T) {
	const name = "ExpressRouteBlueprints.AzureExpressRoute.csproj"
	program := read(t, "../../tools/dotnet/Program.csproj")
	if !strings.Contains(program, "/sdk/dotnet/"+name) {
		t.Error("a program in C# does not use the SDK")
	}
	_, version, _ := strings.Cut(program, `Include="Pulumi.AzureNative" Version="`)
	version, _, _ = strings.Cut(version, `"`)
	if !strings.Contains(read(t, "../../go.mod"), "pulumi-azure-native-sdk/network/v2 v"+version+"\n") {
		t.Errorf("a program in C# uses azure-native %s", version)
	}
	for _, project := range []string{read(t, name), program} {
		for decoder := xml.NewDecoder(strings.NewReader(project)); ; {
			if _, err := decoder.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
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

// Nor can a program be compiled: what a program of the docs names is held against the SDK's text. Types are those of the
// SDK, and what an object is given are its properties.
func TestProgramsInCSharpUseWhatTheSDKHas(t *testing.T) {
	programs, err := filepath.Glob("../../../docs/programs/*/Program.cs")
	if err != nil || len(programs) == 0 {
		t.Fatal("no programs", err)
	}
	for _, file := range programs {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range problemsOf(t, string(content)) {
			t.Errorf("%s: %s", file, problem)
		}
	}
	for wrong, problem := range map[string]string{
		`new CircuitArgs { Nam = "a" }`:                                     "CircuitArgs has no Nam",
		`new CircuitsArgs { Name = "a" }`:                                   "no type CircuitsArgs",
		`new RouteFilterArgs { Services = { RouteFilterService.Nothing } }`: "RouteFilterService has no Nothing",
		`new RouterConfigurationInvokeArgs { Router = "a" }`:                "RouterConfigurationInvokeArgs has no Router",
		`RouterPlatform.Nothing`:                                            "RouterPlatform has no Nothing",
		`london.ServiceKeys`:                                                "PeeringStack has no ServiceKeys",
		`new CircuitArgs { Name = "a" `:                                     "brackets do not match",
	} {
		if problems := problemsOf(t, "var london = new PeeringStack(); "+wrong); len(problems) != 1 || problems[0] != problem {
			t.Errorf("%s: %q instead of %q", wrong, problems, problem)
		}
	}
}

var (
	comment   = regexp.MustCompile(`//[^\n]*`)
	text      = regexp.MustCompile(`"[^"]*"`)
	word      = regexp.MustCompile(`new\s+([\w.]+)|(\w+)\s*=[^=>]|[{}()\[\]]|\b(\w+)\.(\w+)`)
	variables = regexp.MustCompile(`var (\w+) = new PeeringStack\(`)
)

// problemsOf reads as much of C# as programs of the docs are made of.
func problemsOf(t *testing.T, program string) []string {
	t.Helper()
	program = text.ReplaceAllString(comment.ReplaceAllString(program, ""), `""`)
	stacks := map[string]bool{}
	for _, match := range variables.FindAllStringSubmatch(program, -1) {
		stacks[match[1]] = true
	}
	var problems, open []string // for each open bracket the type of the object that it gives properties to, if any
	created := ""
	property := func(typ, name string) {
		if source := sourceOf(t, typ); source == "" {
			problems = append(problems, "no type "+typ)
		} else if !regexp.MustCompile(`(?m)^\s+public .*\b` + name + `\b`).MatchString(source) {
			problems = append(problems, typ+" has no "+name)
		}
	}
	for _, match := range word.FindAllStringSubmatch(program, -1) {
		token := match[0]
		switch {
		case strings.HasPrefix(token, "new") && strings.TrimSpace(token[3:]) == match[1]:
			created = match[1]
			if sourceOf(t, created) == "" && strings.HasSuffix(created, "Args") {
				problems = append(problems, "no type "+created)
				created = "unknown"
			}
		case strings.ContainsAny(token[:1], "({["):
			open = append(open, "")
			if token == "{" {
				open[len(open)-1], created = created, ""
			}
		case strings.ContainsAny(token[:1], ")}]"):
			if len(open) == 0 {
				return append(problems, "brackets do not match")
			}
			open = open[:len(open)-1]
		case strings.Contains(read(t, "Enums.cs"), "struct "+match[3]+" :"):
			if !strings.Contains(read(t, "Enums.cs"), match[3]+" "+match[4]+" ") {
				problems = append(problems, match[3]+" has no "+match[4])
			}
		case match[2] != "" && len(open) > 0:
			if typ := open[len(open)-1]; strings.HasSuffix(typ, "Args") {
				property(typ, match[2])
			}
		case stacks[match[3]]:
			property("PeeringStack", match[4])
		}
	}
	if len(open) > 0 {
		problems = append(problems, "brackets do not match")
	}
	return problems
}

// sourceOf is the part of the SDK's text that declares a type.
func sourceOf(t *testing.T, typ string) string {
	t.Helper()
	for _, file := range []string{"PeeringStack.cs", "RouterConfiguration.cs", "Inputs/" + typ + ".cs"} {
		content, err := os.ReadFile(filepath.Join(sdk, filepath.FromSlash(file)))
		if err != nil {
			continue
		}
		_, declared, found := strings.Cut(string(content), "class "+typ+" :")
		if !found {
			continue
		}
		own, _, _ := strings.Cut(declared, "\n    public ")
		return own
	}
	return ""
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(sdk, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
