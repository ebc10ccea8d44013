// Command sdkgen writes the SDKs of the package from its schema.
//
//	sdkgen -schema schema.json -version 0.1.0 -out sdk
//
// It replaces what an earlier run wrote for a language. The Go SDK's go.mod still has to be tidied afterwards.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "sdkgen"

// A language is one SDK: its folder below the output folder, and what writes its files there.
type language struct {
	name     string
	generate func(*schema.Package) (map[string][]byte, error)
}

var languages = []language{
	{name: "go", generate: generateGo},
	{name: "nodejs", generate: func(pkg *schema.Package) (map[string][]byte, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
	}},
	{name: "python", generate: func(pkg *schema.Package) (map[string][]byte, error) {
		return python.GeneratePackage(tool, pkg, nil, nil)
	}},
}

func main() {
	schemaFile := flag.String("schema", "schema.json", "the schema of the package")
	version := flag.String("version", "", "version that the SDKs carry, such as 1.2.3")
	out := flag.String("out", "sdk", "folder to write to")
	flag.Parse()
	if err := run(*schemaFile, *version, *out); err != nil {
		fmt.Fprintln(os.Stderr, "sdkgen:", err)
		os.Exit(1)
	}
}

func run(schemaFile, version, out string) error {
	for _, lang := range languages {
		files, err := generate(lang, schemaFile, version)
		if err != nil {
			return fmt.Errorf("%s: %w", lang.name, err)
		}
		if err := replace(filepath.Join(out, lang.name), files); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the files of one SDK by their slash-separated paths. The schema is bound anew for each language,
// because a generator leaves its own marks on the bound package.
func generate(lang language, schemaFile, version string) (map[string][]byte, error) {
	content, err := os.ReadFile(schemaFile)
	if err != nil {
		return nil, err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(content, &spec); err != nil {
		return nil, fmt.Errorf("%s: %w", schemaFile, err)
	}
	spec.Version = version
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	return lang.generate(pkg)
}

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
