// Package geography knows where ExpressRoute is: peering locations with their carriers, Azure regions, and what reaches
// what. Its data is made by tools/geography from Microsoft's pages, and it ages: a name that it does not have can be
// right, so it says what it knows, how old that is, and nothing of the rest.
package geography

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed geography.tsv
var data string

// Cloud is an Azure cloud. Nothing connects one with another.
type Cloud string

// The clouds, by their names in Azure.
const (
	Public     Cloud = "AzureCloud"
	Government Cloud = "AzureUSGovernment"
	China      Cloud = "AzureChinaCloud"
)

// String is what people call the cloud.
func (c Cloud) String() string {
	switch c {
	case Government:
		return "Azure US Government"
	case China:
		return "Azure China"
	default:
		return "the public Azure cloud"
	}
}

// Answer is yes or no, where anybody says.
type Answer int

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

// Region is an Azure region.
type Region struct {
	// Name in Azure, such as westeurope.
	Name string
	// Title that people read, such as West Europe.
	Title string
	Cloud Cloud
	// Area is the geopolitical region that a Standard circuit reaches, or empty where no page says.
	Area string

	otherTitle string
}

// Location is a peering location.
type Location struct {
	// Name in Azure, such as Silicon Valley2.
	Name  string
	Cloud Cloud
	// Country it is in.
	Country string
	// Area is the geopolitical region that a Standard circuit from here reaches.
	Area string
	// Metro locations are two sites of a city, with a name of their own.
	Metro bool
	// LocalRegions are the regions that a Local circuit from here reaches.
	LocalRegions []string
	// Local says whether Local circuits are offered, GlobalReach whether Global Reach is.
	Local, GlobalReach Answer
	// CarriersListed says whether a page lists who is here.
	CarriersListed bool
	// Sites of a Metro location.
	Sites []string

	spellings []string
}

// Carrier is a connectivity provider in one cloud.
type Carrier struct {
	Name  string
	Cloud Cloud
	// Locations where it is listed, and Metro locations where it is announced.
	Locations, Announced []string

	otherNames []string
}

// atlas is the data with its indexes, by folded names.
type atlas struct {
	dates             map[string]string
	regions           map[string]*Region
	regionList        []*Region
	locations         map[string][]*Location
	locationList      []*Location
	carriers          map[string][]*Carrier
	carrierList       []*Carrier
	sites             map[string]bool
	seenLocations     map[string]bool
	seenCarriers      map[string]bool
	locationsOfRegion map[string][]*Location
	forms             map[string]string
}

// load reads the data once, when the first question is asked: a plugin that starts asks none.
var load = sync.OnceValue(func() *atlas {
	a, err := read(data)
	if err != nil {
		panic(err) // a test reads it
	}
	return a
})

func read(text string) (*atlas, error) {
	a := &atlas{
		dates: map[string]string{}, regions: map[string]*Region{}, locations: map[string][]*Location{}, carriers: map[string][]*Carrier{},
		sites: map[string]bool{}, seenLocations: map[string]bool{}, seenCarriers: map[string]bool{},
		locationsOfRegion: map[string][]*Location{}, forms: map[string]string{},
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case f[0] == "date" && len(f) == 3:
			a.dates[f[1]] = f[2]
		case f[0] == "region" && len(f) == 6:
			a.addRegion(&Region{Name: f[1], Title: f[2], Cloud: Cloud(f[3]), Area: f[4], otherTitle: f[5]})
		case f[0] == "location" && len(f) == 12:
			a.addLocation(&Location{
				Name: f[1], Cloud: Cloud(f[2]), Country: f[3], Area: f[4], Metro: f[5] != "", Local: answer(f[6]), LocalRegions: list(f[7]),
				GlobalReach: answer(f[8]), CarriersListed: f[9] != "", Sites: list(f[10]), spellings: list(f[11]),
			})
		case f[0] == "carrier" && len(f) == 6:
			a.addCarrier(&Carrier{Name: f[1], Cloud: Cloud(f[2]), otherNames: list(f[3]), Locations: list(f[4]), Announced: list(f[5])})
		case f[0] == "seen location" && len(f) == 2:
			a.seenLocations[exact(f[1])] = true
		case f[0] == "seen carrier" && len(f) == 2:
			a.seenCarriers[exact(f[1])] = true
		default:
			return nil, fmt.Errorf("geography: there is no reading %q", line)
		}
	}
	return a, nil
}

func (a *atlas) addRegion(r *Region) {
	if r.Title == "" {
		r.Title = r.Name
	}
	a.regions[spaceless(r.Name)], a.regions[spaceless(r.Title)] = r, r
	a.regionList = append(a.regionList, r)
	a.fold(r.Name, r.otherTitle)
}

func (a *atlas) addLocation(l *Location) {
	a.locationList = append(a.locationList, l)
	a.fold(append(l.spellings, l.Name, l.Country)...)
	index(a.locations, l, append(l.spellings, l.Name))
	for _, r := range l.LocalRegions {
		a.locationsOfRegion[r] = append(a.locationsOfRegion[r], l)
	}
	for _, site := range l.Sites { // some have no row of their own
		a.sites[exact(site)] = true
	}
}

func (a *atlas) addCarrier(c *Carrier) {
	a.carrierList = append(a.carrierList, c)
	a.fold(append(c.otherNames, c.Name)...)
	index(a.carriers, c, append(c.otherNames, c.Name))
}

// index adds what the names stand for, as they are and without letter case. A look-up of a name as Azure writes it, which
// most are, finds it with no more ado.
func index[T any](into map[string][]*T, of *T, names []string) {
	for _, name := range names {
		for _, key := range []string{name, exact(name)} {
			if !slices.Contains(into[key], of) {
				into[key] = append(into[key], of)
			}
		}
	}
}

// named are the entries of a name, as it is or without letter case.
func named[T any](in map[string][]*T, name string) []*T {
	if found, ok := in[name]; ok {
		return found
	}
	return in[exact(name)]
}

// Dates of what a statement rests on.
func dateOf(what string) string { return load().dates[what] }

// LocationsAsOf is the date of the lists of peering locations and their carriers.
func LocationsAsOf() string { return dateOf("locations") }

// RegionsAsOf is the date of the table of geopolitical regions.
func RegionsAsOf() string { return dateOf("regions") }

// GlobalReachAsOf is the date of the list of places that Global Reach is offered in.
func GlobalReachAsOf() string { return dateOf("global reach") }

// FindRegion looks a region up by its name or title, spaces and letter case aside.
func FindRegion(name string) (*Region, bool) {
	if r, ok := load().regions[name]; ok { // as Azure writes it, which most do
		return r, true
	}
	r, ok := load().regions[spaceless(name)]
	return r, ok
}

// FindLocation looks a peering location up in a cloud, letter case aside.
func FindLocation(name string, cloud Cloud) (*Location, bool) {
	for _, l := range named(load().locations, name) {
		if l.Cloud == cloud {
			return l, true
		}
	}
	return nil, false
}

// CloudsOfLocation are the clouds that have a peering location of the name.
func CloudsOfLocation(name string) []Cloud {
	var clouds []Cloud
	for _, l := range named(load().locations, name) {
		clouds = append(clouds, l.Cloud)
	}
	return clouds
}

// LocalTo are the peering locations whose Local circuits reach a region.
func LocalTo(region string) []string {
	var names []string
	for _, l := range load().locationsOfRegion[region] {
		names = append(names, l.Name)
	}
	return names
}

// MetroOf is the Metro location that a peering location is a site of.
func MetroOf(l *Location) (*Location, bool) {
	for _, m := range load().locationList {
		if m.Metro && m.Cloud == l.Cloud && slices.Contains(m.Sites, l.Name) {
			return m, true
		}
	}
	return nil, false
}

// FindCarrier looks a carrier up in a cloud, letter case aside, by any of the names that Microsoft's pages give it.
func FindCarrier(name string, cloud Cloud) (*Carrier, bool) {
	for _, c := range named(load().carriers, name) {
		if c.Cloud == cloud {
			return c, true
		}
	}
	return nil, false
}

// FindCarrierAnywhere looks a carrier up in the clouds, the given one first.
func FindCarrierAnywhere(name string, first Cloud) (*Carrier, bool) {
	if c, found := FindCarrier(name, first); found {
		return c, true
	}
	if all := named(load().carriers, name); len(all) > 0 {
		return all[0], true
	}
	return nil, false
}

// At reports whether the carrier of the name is listed at a location, or announced there.
func At(carrier string, l *Location) bool {
	return slices.ContainsFunc(named(load().carriers, carrier), func(c *Carrier) bool {
		return c.Cloud == l.Cloud && (slices.Contains(c.Locations, l.Name) || slices.Contains(c.Announced, l.Name))
	})
}

// KnownLocation reports whether any list or program is known to use the name as a peering location, in any cloud.
func KnownLocation(name string) bool { return load().knownLocation(name) }

func (a *atlas) knownLocation(name string) bool {
	return named(a.locations, name) != nil || a.sites[exact(name)] || a.seenLocations[exact(name)]
}

func (a *atlas) knownCarrier(name string) bool {
	return named(a.carriers, name) != nil || a.seenCarriers[exact(name)]
}

// Seen reports whether programs or Azure's own answers were seen to use a carrier at a location by these names, though
// the lists spell one of them otherwise or do not have it.
func Seen(carrier, location string) bool {
	a := load()
	return a.seenCarriers[exact(carrier)] || a.seenLocations[exact(location)]
}

func answer(s string) Answer {
	switch s {
	case "yes":
		return Yes
	case "no":
		return No
	default:
		return Unknown
	}
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "|")
}
