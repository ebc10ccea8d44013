// Package sdkgen is what the generators of all languages share: it reads the schema, and writes and compares the SDKs.
//
// Each generator is a command in a module of its own, because no one version of Pulumi's packages has them all.
package sdkgen

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// Tool is what the generated files name as their maker.
const Tool = "sdkgen"

// A Language is one SDK: its folder below the output folder, and what gives its files by their slash-separated paths.
type Language struct {
	Name     string
	Generate func(*schema.Package) (map[string][]byte, error)
}

// Main is the main function of a generator:
//
//	sdkgen -schema schema.json -version 0.1.0 -out sdk
//
// It replaces what an earlier run wrote for a language.
func Main(languages ...Language) {
	schemaFile := flag.String("schema", "schema.json", "the schema of the package")
	version := flag.String("version", "", "version that the SDKs carry, such as 1.2.3")
	out := flag.String("out", "sdk", "folder to write to")
	flag.Parse()
	for _, language := range languages {
		files, err := language.files(*schemaFile, *version)
		if err == nil {
			err = replace(filepath.Join(*out, language.Name), files)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %s: %v\n", Tool, language.Name, err)
			os.Exit(1)
		}
	}
}

// files binds the schema anew for each language, because a generator leaves its own marks on the bound package. The
// licence goes beside the README: what is packed for a registry carries both.
func (l Language) files(schemaFile, version string) (map[string][]byte, error) {
	content, err := os.ReadFile(schemaFile)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(content, &spec); err != nil {
		return nil, fmt.Errorf("%s: %w", schemaFile, err)
	}
	spec.Version = version
	pkg, diagnostics, err := schema.BindSpec(spec, noPackages{}, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	files, err := l.Generate(pkg)
	if err != nil {
		return nil, err
	}
	license, err := os.ReadFile(filepath.Join(filepath.Dir(schemaFile), "LICENSE"))
	if err != nil {
		return nil, err
	}
	for file := range maps.Clone(files) {
		if path.Base(file) == "README.md" {
			files[path.Join(path.Dir(file), "LICENSE")] = license
		}
	}
	return files, nil
}

// Readme is the page that a package registry shows for an SDK, with how it is installed in its language.
func Readme(pkg *schema.Package, language, install string) []byte {
	return fmt.Appendf(nil, `# %[1]s for Pulumi, in %[2]s

%[3]s

From the release of version %[6]s on:

~~~
%[4]s
pulumi plugin install resource %[5]s %[6]s --server %[7]s
~~~

Before it, and at any time from a checkout, `+"`make packages` packs this SDK and `make dist`"+` the plugin: [Install](%[8]s#install) has the steps.

Programs, the rules that inputs are checked against, and an offline sandbox to try it on: %[8]s

%[9]s. Generated from the package's schema.json.
`, pkg.DisplayName, language, pkg.Description, install, pkg.Name, pkg.Version, pkg.PluginDownloadURL, pkg.Repository, pkg.License)
}

// LeaveSecretsToThePlugin takes the mark off a component's secret outputs, for generators that make a resource option of
// it which components do not have there, so that what they generate does not compile. The plugin marks its secrets itself.
func LeaveSecretsToThePlugin(pkg *schema.Package) {
	for _, resource := range pkg.Resources {
		for _, output := range resource.Properties {
			output.Secret = output.Secret && !resource.IsComponent
		}
	}
}

// noPackages loads no other package: the schema refers to none.
type noPackages struct{ schema.Loader }

func replace(dir string, files map[string][]byte) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	for path, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
