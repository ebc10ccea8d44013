// Command geography makes the data of package geography from a folder of facts that were read from Microsoft's pages:
// locations.json, providers.json, geography.json, communities.json and observed-names.json. It also writes every listed pair of location and
// carrier, and every location, in the form of the package's table test.
//
//	go run ./tools/geography FACTS provider/internal/geography
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: geography FACTS PACKAGE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, into string) error {
	f, err := read(folder)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(into, "geography.tsv"), f.data(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(into, "testdata", "listed.tsv"), f.listed(), 0o644)
}

// facts are what the data is made from. Of each file only what is used is read.
type facts struct {
	locations struct {
		Sources   sources
		Locations []struct {
			Name, Cloud, Country, GeopoliticalRegion string
			Metro                                    bool
			LocalRegions, Sites, OtherSpellings      []string
			LocalAvailable, GlobalReach              *bool
			Providers                                []string
			Note                                     string
		}
	}
	providers struct {
		Sources   sources
		Providers []struct {
			Name, Cloud, FormerName                               string
			OtherDocsNames, APINames, Locations, AnnouncedAtMetro []string
		}
	}
	geography struct {
		Sources             sources
		GeopoliticalRegions []struct {
			Name, Cloud string
			Regions     []struct{ Name, DocsDisplay string }
		}
		RegionsInNoRow []struct{ Name string }
	}
	communities struct {
		Regions []struct{ Name, Display, Cloud string }
	}
	observed struct {
		PeeringLocations, ServiceProviders []string
	}
}

// sources by key, with the date of each.
type sources map[string]struct{ Date string }

func read(folder string) (*facts, error) {
	f := &facts{}
	for name, into := range map[string]any{
		"locations.json": &f.locations, "providers.json": &f.providers, "geography.json": &f.geography,
		"communities.json": &f.communities, "observed-names.json": &f.observed,
	} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, into); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return f, nil
}

// data is the file that the package embeds: a kind and its fields in each line, lists with a | between their items.
func (f *facts) data() []byte {
	var b bytes.Buffer
	line := func(fields ...string) { fmt.Fprintln(&b, strings.Join(fields, "\t")) }
	list := func(items []string) string { return strings.Join(items, "|") }

	fmt.Fprintln(&b, "# Made by tools/geography from Microsoft's pages on ExpressRoute locations and carriers. Do not edit.")
	line("date", "locations", max(f.locations.Sources["bylocation"].Date, f.locations.Sources["metro"].Date))
	line("date", "regions", f.geography.Sources["geo-docs"].Date)
	line("date", "global reach", f.geography.Sources["globalreach"].Date)

	titles := map[string]string{}
	clouds := map[string]string{}
	for _, r := range f.communities.Regions {
		titles[r.Name], clouds[r.Name] = r.Display, r.Cloud
	}
	for _, area := range f.geography.GeopoliticalRegions {
		for _, r := range area.Regions {
			line("region", r.Name, cmp.Or(titles[r.Name], r.DocsDisplay), area.Cloud, area.Name, otherTitle(titles[r.Name], r.DocsDisplay))
		}
	}
	for _, r := range f.geography.RegionsInNoRow {
		line("region", r.Name, titles[r.Name], cmp.Or(clouds[r.Name], "AzureCloud"), "", "")
	}

	for _, l := range f.locations.Locations {
		known := "carriers"
		if l.Note != "" && len(l.Providers) == 0 {
			known = "" // named on the map only: no table says who is there
		}
		line("location", l.Name, l.Cloud, l.Country, l.GeopoliticalRegion, map[bool]string{true: "metro"}[l.Metro],
			answer(l.LocalAvailable), list(l.LocalRegions), answer(l.GlobalReach), known, list(l.Sites), list(l.OtherSpellings))
	}
	for _, p := range f.providers.Providers {
		names := slices.Concat(p.OtherDocsNames, p.APINames)
		if p.FormerName != "" {
			names = append(names, p.FormerName)
		}
		slices.Sort(names)
		names = slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == p.Name })
		line("carrier", p.Name, p.Cloud, list(names), list(p.Locations), list(p.AnnouncedAtMetro))
	}
	for _, name := range f.observed.PeeringLocations {
		line("seen location", name)
	}
	for _, name := range f.observed.ServiceProviders {
		line("seen carrier", name)
	}
	return b.Bytes()
}

// listed are all locations, and all pairs of location and carrier, that any of the tables has.
func (f *facts) listed() []byte {
	lines := map[string]bool{}
	for _, l := range f.locations.Locations {
		lines["location\t"+l.Cloud+"\t"+l.Name] = true
		for _, p := range l.Providers {
			lines["pair\t"+l.Cloud+"\t"+l.Name+"\t"+p] = true
		}
	}
	for _, p := range f.providers.Providers {
		for _, l := range p.Locations {
			lines["pair\t"+p.Cloud+"\t"+l+"\t"+p.Name] = true
		}
	}
	return []byte(strings.Join(slices.Sorted(maps.Keys(lines)), "\n") + "\n")
}

// answer is yes, no, or empty where nobody says.
func answer(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	default:
		return "no"
	}
}

// otherTitle is what the ExpressRoute pages call a region where that is not its name in Azure.
func otherTitle(title, docs string) string {
	if title == "" || title == docs {
		return ""
	}
	return docs
}
