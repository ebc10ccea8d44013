package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// An example of a component or function is a folder of docs/programs with the same program in every language. Some of the
// files may be those of another folder, relative to the repository.
type example struct {
	folder, title string
	elsewhere     map[string]string // by language
}

// file is the program in a language.
func (e example) file(language, name string) string {
	if other, ok := e.elsewhere[language]; ok {
		return other
	}
	return path.Join("docs/programs", e.folder, name)
}

var examples = map[string][]example{
	"azure-expressroute:index:PeeringStack": {
		{folder: "carrier", title: "A circuit at a carrier"},
		{folder: "direct", title: "A circuit on an ExpressRoute Direct port, with IPv6"},
		{folder: "existing", title: "Microsoft peering on a circuit that exists"},
		{folder: "shared", title: "The owner of a circuit, and its user in another subscription"},
	},
	"azure-expressroute:index:routerConfiguration": {
		{folder: "routers", title: "The routers on a private peering", elsewhere: map[string]string{
			"typescript": "examples/routers-typescript/index.ts",
			"python":     "examples/routers-python/__main__.py",
			"go":         "examples/routers-go/main.go",
			"java":       "examples/routers-java/src/main/java/App.java",
			"yaml":       "examples/routers-yaml/Pulumi.yaml",
		}},
	},
}

// languages are those that the generators of SDKs and the Pulumi Registry know, with the file of a program.
var languages = []struct{ name, file string }{
	{"typescript", "index.ts"}, {"python", "__main__.py"}, {"go", "main.go"}, {"csharp", "Program.cs"}, {"java", "App.java"}, {"yaml", "Pulumi.yaml"},
}

// withExamples is the schema with the examples in the descriptions. Nothing else of it is touched: it is kept by hand.
func withExamples(root string) (string, error) {
	content, err := os.ReadFile(filepath.Join(root, "schema.json"))
	if err != nil {
		return "", err
	}
	schema := string(content)
	for token, some := range examples {
		text, err := exampleUsage(root, some)
		if err != nil {
			return "", err
		}
		found := false
		description := regexp.MustCompile(`("` + regexp.QuoteMeta(token) + `": \{\s+(?:"isComponent": true,\s+)?"description": )("(?:[^"\\]|\\.)*")`)
		schema = description.ReplaceAllStringFunc(schema, func(match string) string {
			parts := description.FindStringSubmatch(match)
			var own string
			if err = json.Unmarshal([]byte(parts[2]), &own); err != nil {
				return match
			}
			found = true
			own, _, _ = strings.Cut(own, "\n\n{{% examples %}}")
			return parts[1] + quoted(own+"\n\n"+text)
		})
		if err != nil {
			return "", err
		}
		if !found {
			return "", fmt.Errorf("schema.json has no description of %s at its beginning", token)
		}
	}
	return schema, nil
}

func exampleUsage(root string, some []example) (string, error) {
	var text strings.Builder
	text.WriteString("{{% examples %}}\n## Example Usage\n")
	for _, e := range some {
		fmt.Fprintf(&text, "{{%% example %%}}\n### %s\n\n", e.title)
		for _, language := range languages {
			program, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(e.file(language.name, language.file))))
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&text, "```%s\n%s\n```\n", language.name, strings.TrimRight(string(program), "\n"))
		}
		text.WriteString("{{% /example %}}\n")
	}
	text.WriteString("{{% /examples %}}")
	return text.String(), nil
}

// quoted is a JSON string as one writes it by hand.
func quoted(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string always can be
	return strings.TrimSuffix(out.String(), "\n")
}
