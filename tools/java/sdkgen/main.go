// Command sdkgen generates the SDK for Java.
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"text/template"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/tools/sdkgen"
	"github.com/pulumi/pulumi-java/pkg/codegen/java"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// pulumiForJava is the version of Pulumi's Java SDK that the generated one is built with.
const pulumiForJava = "1.36.1"

var language = sdkgen.Language{Name: "java", Generate: generate}

func main() { sdkgen.Main(language) }

// generate adds what makes the generated sources a Maven project, and plugin.json, which tells Pulumi
// which plugin a program that uses the SDK needs. Pulumi's own build files are for Gradle.
func generate(pkg *schema.Package) (map[string][]byte, error) {
	sdkgen.LeaveSecretsToThePlugin(pkg)
	files, err := java.GeneratePackage(sdkgen.Tool, pkg, nil, nil, false, false)
	if err != nil {
		return nil, err
	}
	if files["pom.xml"], err = pom(pkg); err != nil {
		return nil, err
	}
	plugin, err := json.MarshalIndent(map[string]any{
		"resource": true, "name": pkg.Name, "version": pkg.Version.String(), "server": pkg.PluginDownloadURL,
	}, "", "    ")
	if err != nil {
		return nil, err
	}
	folder := strings.ReplaceAll(pkg.Language["java"].(*java.PackageInfo).BasePackage, ".", "/")
	files[path.Join("src/main/resources", folder, pkg.Name, "plugin.json")] = append(plugin, '\n')
	files["README.md"] = sdkgen.Readme(pkg, "Java", fmt.Sprintf("implementation(\"%s:%s:%s\")   // Gradle; Maven: the same coordinates",
		group(pkg), pkg.Name, pkg.Version))
	return files, nil
}

// group is the Maven group. Maven Central gives it to whoever has the organisation at GitHub, under the organisation's own
// name, which has a hyphen where a Java package needs an underscore.
func group(pkg *schema.Package) string {
	return strings.ReplaceAll(pkg.Language["java"].(*java.PackageInfo).BasePackage, "_", "-")
}

//go:embed pom.xml.template
var pomTemplate string

func pom(pkg *schema.Package) ([]byte, error) {
	var out bytes.Buffer
	err := template.Must(template.New("pom.xml").Parse(pomTemplate)).
		Execute(&out, map[string]any{"Package": pkg, "Group": group(pkg), "Pulumi": pulumiForJava})
	return out.Bytes(), err
}
