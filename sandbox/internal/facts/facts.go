// Package facts lists what Azure answers of the world: service providers with their peering locations, locations of ports
// and BGP communities, of the public cloud.
package facts

import (
	_ "embed"
	"strings"
)

// AsOf is the date of the pages that the lists are from: https://learn.microsoft.com/azure/expressroute/expressroute-locations-providers
// for places, https://learn.microsoft.com/azure/expressroute/expressroute-routing for communities.
const AsOf = "2026-04-28"

//go:embed providers.tsv
var providers string

//go:embed ports.tsv
var ports string

//go:embed communities.tsv
var communities string

// Provider is a service provider, under its name in the API where that is known.
type Provider struct {
	Name      string
	Locations []string
}

// Providers lists the service providers by name.
func Providers() []Provider {
	var all []Provider
	for _, row := range rows(providers) {
		all = append(all, Provider{row[0], strings.Split(row[1], "|")})
	}
	return all
}

// Place is a location that has ports.
type Place struct{ Name, Country string }

// Ports lists the locations of ExpressRoute Direct.
func Ports() []Place {
	var all []Place
	for _, row := range rows(ports) {
		all = append(all, Place{row[0], row[1]})
	}
	return all
}

// Community is a BGP community of a service, or of a region.
type Community struct {
	// Name is the service's in the API, or the region's.
	Name, Title, Value string
	// Regional communities are those of a region, and Area the part of the world that it is in.
	Regional bool
	Area     string
}

// Communities lists the services' communities, then the regions'.
func Communities() []Community {
	var all []Community
	for _, row := range rows(communities) {
		all = append(all, Community{row[1], row[2], row[3], row[0] == "region", row[4]})
	}
	return all
}

func rows(table string) [][]string {
	var all [][]string
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		all = append(all, strings.Split(line, "\t"))
	}
	return all
}
