package main

import "encoding/json"

// The parts of CycloneDX 1.5 that are used here. There is no time and no random serial number in it: the same content has
// the same bill.
type (
	bill struct {
		Format      string      `json:"bomFormat"`
		SpecVersion string      `json:"specVersion"`
		Version     int         `json:"version"`
		Metadata    metadata    `json:"metadata"`
		Components  []component `json:"components"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Type     string    `json:"type"`
		Name     string    `json:"name"`
		Version  string    `json:"version"`
		URL      string    `json:"purl,omitempty"`
		Licenses []license `json:"licenses,omitempty"`
	}
	license struct {
		License struct {
			ID string `json:"id"`
		} `json:"license"`
	}
)

func billOfMaterials(name, version string, modules []*module) ([]byte, error) {
	b := bill{Format: "CycloneDX", SpecVersion: "1.5", Version: 1}
	b.Metadata.Component = component{Type: "application", Name: name, Version: version, Licenses: licensesOf([]string{"Apache-2.0"})}
	for _, m := range modules {
		b.Components = append(b.Components, component{
			Type: "library", Name: m.Path, Version: m.Version, URL: "pkg:golang/" + m.Path + "@" + m.Version, Licenses: licensesOf(m.spdx),
		})
	}
	text, err := json.MarshalIndent(b, "", "  ")
	return append(text, '\n'), err
}

func licensesOf(names []string) []license {
	all := make([]license, len(names))
	for i, name := range names {
		all[i].License.ID = name
	}
	return all
}
