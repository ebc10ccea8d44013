package main

import (
	"fmt"
	"path"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// The SDK asks for little, so that it fits into programs that stay behind: the oldest version of Pulumi's Go SDK that it
// builds with, and the Go that this asks for. Programs bring newer ones along as they like.
const (
	pulumiForGo = "v3.143.0"
	goForPulumi = "1.21"
)

// generateGo adds what makes the generated package a module of its own: a go.mod and a README.md.
// The package lies in a folder named like the last element of its import path, as Go programmers expect.
func generateGo(pkg *schema.Package) (map[string][]byte, error) {
	generated, err := gogen.GeneratePackage(sdkgen.Tool, pkg, nil)
	if err != nil {
		return nil, err
	}
	module := pkg.Language["go"].(gogen.GoPackageInfo).ImportBasePath
	files := map[string][]byte{}
	for file, content := range generated {
		files[path.Join(path.Base(module), file)] = content
	}
	files[path.Join(path.Base(module), "README.md")] = sdkgen.Readme(pkg, "Go", "go get "+module)
	files[path.Join(path.Base(module), "go.mod")] = fmt.Appendf(nil,
		"module %s\n\ngo %s\n\nrequire github.com/pulumi/pulumi/sdk/v3 %s\n", module, goForPulumi, pulumiForGo)
	return files, nil
}
