package geography

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

//go:embed testdata/listed.tsv
var listed string

// eachListed visits every location and every pair of location and carrier that Microsoft's tables have.
func eachListed(visit func(cloud Cloud, location, carrier string)) (locations, pairs int) {
	for line := range strings.Lines(listed) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		switch f[0] {
		case "location":
			locations++
			visit(Cloud(f[1]), f[2], "")
		case "pair":
			pairs++
			visit(Cloud(f[1]), f[2], f[3])
		}
	}
	return locations, pairs
}

func TestEveryListedPlaceAndCarrierIsKnown(t *testing.T) {
	locations, pairs := eachListed(func(cloud Cloud, location, carrier string) {
		for _, name := range []string{location, strings.ToUpper(location), strings.ToLower(location)} {
			l, found := FindLocation(name, cloud)
			require.True(t, found, "%s in %s", name, cloud)
			assert.Empty(t, SimilarLocations(name, cloud), name)
			if carrier != "" {
				assert.True(t, At(carrier, l), "%s at %s", carrier, location)
				assert.True(t, At(strings.ToUpper(carrier), l), "%s at %s", carrier, location)
			}
		}
		if carrier != "" {
			_, found := FindCarrier(carrier, cloud)
			assert.True(t, found, carrier)
			assert.Empty(t, SimilarCarriers(carrier, cloud), carrier)
		}
	})
	assert.Equal(t, 149, locations)
	assert.Equal(t, 959, pairs)
}

func TestTheDataIsConsistent(t *testing.T) {
	a, err := read(data)
	require.NoError(t, err)
	for _, date := range []string{LocationsAsOf(), RegionsAsOf(), GlobalReachAsOf()} {
		assert.Regexp(t, `^20\d\d-\d\d-\d\d$`, date)
	}
	assert.Len(t, a.locationList, 149)
	assert.Len(t, a.carrierList, 198)
	assert.Len(t, a.regionList, 73)
	areas := map[string]Cloud{}
	for _, r := range a.regionList {
		assert.Contains(t, []Cloud{Public, Government, China}, r.Cloud, r.Name)
		areas[r.Area] = r.Cloud
		for _, name := range []string{r.Name, r.Title, strings.ToUpper(r.Title)} {
			found, ok := FindRegion(name)
			require.True(t, ok, name)
			assert.Equal(t, r.Name, found.Name)
			assert.Empty(t, SimilarRegions(name), name)
		}
	}
	for _, l := range a.locationList {
		assert.Contains(t, areas, l.Area, l.Name)
		assert.Equal(t, l.Local == Yes, len(l.LocalRegions) > 0, l.Name)
		for _, name := range l.LocalRegions {
			r, ok := FindRegion(name)
			require.True(t, ok, name)
			assert.Equal(t, l.Cloud, r.Cloud, l.Name)
			assert.Contains(t, LocalTo(name), l.Name)
		}
		if l.Metro {
			assert.Len(t, l.Sites, 2, l.Name)
			first, ok := FindLocation(l.Sites[0], l.Cloud)
			require.True(t, ok, l.Name)
			metro, ok := MetroOf(first)
			require.True(t, ok)
			assert.Equal(t, l, metro)
		}
	}
	for _, c := range a.carrierList {
		for _, at := range append(c.Locations, c.Announced...) {
			_, ok := FindLocation(at, c.Cloud)
			assert.True(t, ok, "%s at %s", c.Name, at)
		}
	}
}

func TestDamagedDataIsAnError(t *testing.T) {
	for _, text := range []string{"place\tx\n", "region\tx\n", "location\tx\ty\n", "carrier\n", "date\tx\n", "seen carrier\n"} {
		_, err := read(text)
		assert.ErrorContains(t, err, "there is no reading", text)
	}
}

func TestMisspeltLocationsAreRecognised(t *testing.T) {
	for name, want := range map[string][]string{
		"Amsterdm": {"Amsterdam"}, "Amsterdam 2": {"Amsterdam2"}, "amsterdam-2": {"Amsterdam2"}, "Silicon-Valley": {"Silicon Valley"},
		"SiliconValley2": {"Silicon Valley2"}, "Silcon Valley": {"Silicon Valley"}, "Washington D.C.": {"Washington DC"}, "Washington, DC": {"Washington DC"},
		"Washington": {"Washington DC"}, "Washington DC 2": {"Washington DC2"}, "WashingtonDC2": {"Washington DC2"}, "São Paulo": {"Sao Paulo"},
		"Zürich": {"Zurich"}, "Zürich 2": {"Zurich2"}, "München": {"Munich"}, "Muenchen": {"Munich"}, "Genève": {"Geneva"}, "Querétaro (Mexico)": {"Queretaro (Mexico)"},
		"Quebec": {"Quebec City"}, "Québec City": {"Quebec City"}, "Hongkong": {"Hong Kong"}, "Hong Kong 2": {"Hong Kong2"}, "Tokio": {"Tokyo"},
		"Metro Amsterdam": {"Amsterdam Metro"}, "Amsterdam-Metro": {"Amsterdam Metro"}, "AmsterdamMetro": {"Amsterdam Metro"}, "Amsterdam2 Metro": {"Amsterdam Metro"},
		"Amsterdam Metro 2": {"Amsterdam Metro"}, "Metro Zürich": {"Zurich Metro"}, "Metro London": {"London"}, "Milano Metro": {"Milan Metro"},
		"Equinix Amsterdam": {"Amsterdam"}, "Equinix-Seattle-SE2": {"Seattle"}, "Megaport - Sydney2": {"Sydney2"}, "CoreSite Los Angeles": {"Los Angeles"},
		"London1": {"London"}, "Washington DC1": {"Washington DC"}, "London, UK": {"London"}, "Dallas USA": {"Dallas"}, "Osaka (Japan)": {"Osaka"}, "Sao Paolo": {"Sao Paulo"},
		"San Paulo": {"Sao Paulo"}, "Rio do Janeiro": {"Rio de Janeiro"}, "Abu Dabi": {"Abu Dhabi"}, "Los Angelos": {"Los Angeles"}, "Lodnon": {"London"}, "Sidney": {"Sydney"}, "Frankfort": {"Frankfurt"}, "Frankfurt am Main": {"Frankfurt"},
		"Johannesberg": {"Johannesburg"}, "Rio de Janiero": {"Rio de Janeiro"}, "New-York": {"New York"}, "New York City": {"New York"}, "Los Angles": {"Los Angeles"},
		"Melborne": {"Melbourne"}, "Singapoer": {"Singapore"}, "Newport, Wales": {"Newport(Wales)"}, "Tel-Aviv": {"Tel Aviv"}, "Stockholm 2": {"Stockholm2"},
		"Dallas  2": {"Dallas2"}, "Osaka ": {"Osaka"}, "Las-Vegas": {"Las Vegas"},
	} {
		assert.Equal(t, want, SimilarLocations(name, Public), name)
	}
	assert.Equal(t, []string{"Beijing2"}, SimilarLocations("Beijing 2", China))
	assert.Equal(t, []string{"Washington DC"}, SimilarLocations("Washington D.C.", Government))
}

func TestALocationThatMayBeNewIsNotTakenForAnother(t *testing.T) {
	for _, name := range []string{
		"Osaka2", "Tokyo4", "Perth2", "Berlin 2", "London3", "London Metro", "Berlin Metro", "Miami Metro", "San Diego", "San Jose", "Oakland", "Kyoto", "Lima", "Rome",
		"Manchester", "Lublin", "Bern", "Helsinki", "Casablanca", "Monterrey", "Manila", "Turin", "", "x", "Copenhagen2", "Johannesburg2",
		"Genova", "Genova2", "Mumbai3 Metro", "San Juan", "Newark Metro", "LD5", "Equinix LD5", "Cape Verde", "Hong Kong SAR", "Bogota", "bogota", "Newport", "Newport (Wales)", "Queretaro", "Area51", "Denver Test", "Boydton 1 DC", "boydton 1 dc", "Silicon Valley Test",
		"Sao Paulo Test", "Equinix-Ashburn-DC2", strings.Repeat("Amsterdam", 1000),
	} {
		assert.Empty(t, SimilarLocations(name, Public), name)
	}
}

func TestMisspeltCarriersAreRecognised(t *testing.T) {
	for name, want := range map[string][]string{
		"Equinx": {"Equinix"}, "Equniix": {"Equinix"}, "Mega Port": {"Megaport"}, "Megaprot": {"Megaport"}, "Zayoo": {"Zayo"}, "ATT NetBond": {"AT&T NetBond"},
		"Level3 Communications": {"Level 3 Communications"}, "Level 3 Comunications": {"Level 3 Communications"}, "Verizn": {"Verizon"}, "DECIX": {"DE-CIX"},
		"Britsh Telecom": {"British Telecom"}, "Packet Fabric": {"PacketFabric"}, "Tata Comunications": {"Tata Communications"},
		"Digital Reality": {"Digital Realty"}, "Inter Cloud": {"InterCloud"}, "Interxion Digital Realty": {"Interxion (Digital Realty)"}, "Geant ": {"GEANT", "GÉANT"},
	} {
		assert.Equal(t, want, SimilarCarriers(name, Public), name)
	}
}

func TestACarrierThatMayBeNewIsNotTakenForAnother(t *testing.T) {
	for _, name := range []string{
		"Telia", "Telnet", "Internexa", "ECIX", "MTS Business", "BT", "Zayo Group", "Telstra", "Level 3", "Equinix Inc", "GlobalConnect SE", "Orange Business Services", "Verizon Business", "NTT WEST", "China Telecom Americas", "Level 4 Communications", "BCE", "",
		"IIJ", "SingTel Domestic", "Level 3 Communications - Exchange", "Oracle Cloud FastConnect", "Microsoft ER Test", "Ibiza Test Provider", "Test Provider NW",
		"Test Provider With Charges", "bvtazureixp01", "bvtcustomerixp01", "Internet Solutions Test", "Equinix Test", "Coresite Test", "CenturyLink Test", "CenturyLink",
		"Interxion", "CDC", "equinix", "Neutrona Networks", "Sprint", "Telia Carrier", "JISC",
	} {
		assert.Empty(t, SimilarCarriers(name, Public), name)
	}
}

func TestMisspeltRegionsAreRecognised(t *testing.T) {
	for name, want := range map[string][]string{
		"westeurop": {"westeurope"}, "west-europe": {"westeurope"}, "europewest": {"westeurope"}, "WestEurpoe": {"westeurope"}, "us-east-2": {"eastus2"}, "useast": {"eastus"},
		"India Central": {"centralindia"}, "westus1": {"westus", "westus2", "westus3"}, "germanywestcentrl": {"germanywestcentral"}, "southindai": {"southindia"},
		"uk-south": {"uksouth"}, "Swizerland North": {"switzerlandnorth"}, "usgovvirgina": {"usgovvirginia"},
	} {
		assert.Equal(t, want, SimilarRegions(name), name)
	}
	for _, name := range []string{
		"centraluseuap", "eastus2euap", "eastusstg", "southcentralusstg", "brazilus", "asiapacific", "germanycentral", "germanynortheast", "ussecwest", "usnateast", "chinanorth4",
		"israelnorthwest", "koreasouth2", "spainsouth", "westeurope", "West Europe", "WESTEUROPE", "eastus3", "westus4", "westeurope2", "norwaynorth", "swedennorth", "malaysiasouth", "southeastus", "saudiarabiaeast", "global", "europe", "", "us-east-1x",
	} {
		assert.Empty(t, SimilarRegions(name), name)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := read(data); err != nil {
			b.Fatal(err)
		}
	}
}

// A name that no list has is compared with all that they have.
func BenchmarkSimilar(b *testing.B) {
	for b.Loop() {
		SimilarLocations("A new place", Public)
		SimilarCarriers("A new carrier", Public)
	}
}
