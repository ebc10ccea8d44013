package main

import (
	"fmt"
	"path"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// pulumiForGo is the oldest version of Pulumi's Go SDK that the generated one is built with.
const pulumiForGo = "v3.263.0"

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
		"module %s\n\ngo 1.25.0\n\nrequire github.com/pulumi/pulumi/sdk/v3 %s\n", module, pulumiForGo)
	return files, nil
}
