// Command dotnet generates the SDK for .NET. Pulumi's packages have had no generator for it since v3.220.
package main

import (
	"bytes"
	_ "embed"
	"io"
	"net/http"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var language = sdkgen.Language{Name: "dotnet", Generate: generate}

func main() { sdkgen.Main(language) }

//go:embed logo.png
var logo []byte

// generate keeps the generator off the network, where it looks for the logo.
func generate(pkg *schema.Package) (map[string][]byte, error) {
	sdkgen.LeaveSecretsToThePlugin(pkg)
	client := http.DefaultClient.Transport
	http.DefaultClient.Transport = roundTripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(logo))}, nil
	})
	defer func() { http.DefaultClient.Transport = client }()
	files, err := dotnet.GeneratePackage(sdkgen.Tool, pkg, nil, nil)
	if err != nil {
		return nil, err
	}
	files["README.md"] = sdkgen.Readme(pkg, ".NET", "dotnet add package "+packageID(pkg)+" --version "+pkg.Version.String())
	return files, nil
}

// packageID is the id at NuGet and the namespace, as the generator puts them together.
func packageID(pkg *schema.Package) string {
	info := pkg.Language["csharp"].(dotnet.CSharpPackageInfo)
	return info.GetRootNamespace() + "." + info.Namespaces[pkg.Name]
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }
