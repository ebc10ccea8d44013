// Command sdkgen generates the SDKs for Go, Node.js and Python. The Go SDK's go.mod still has to be tidied afterwards.
package main

import (
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

var languages = []sdkgen.Language{
	{Name: "go", Generate: generateGo},
	{Name: "nodejs", Generate: generateNodejs},
	{Name: "python", Generate: generatePython},
}

func main() { sdkgen.Main(languages...) }

func generateNodejs(pkg *schema.Package) (map[string][]byte, error) {
	files, err := nodejs.GeneratePackage(sdkgen.Tool, pkg, nil, nil, false, nil)
	if err != nil {
		return nil, err
	}
	name := pkg.Language["nodejs"].(nodejs.NodePackageInfo).PackageName
	files["README.md"] = sdkgen.Readme(pkg, "TypeScript and JavaScript", "npm install "+name)
	return files, nil
}

// generatePython puts the README where the pyproject.toml of the generated package looks for it.
func generatePython(pkg *schema.Package) (map[string][]byte, error) {
	files, err := python.GeneratePackage(sdkgen.Tool, pkg, nil, nil)
	if err != nil {
		return nil, err
	}
	name := pkg.Language["python"].(python.PackageInfo).PackageName
	files["README.md"] = sdkgen.Readme(pkg, "Python", "pip install "+name)
	delete(files, name+"/README.md")
	return files, nil
}
