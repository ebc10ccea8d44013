package geography

import (
	"slices"
	"strings"
	"unicode"
)

// exact is how Azure compares names: without letter case.
func exact(name string) string { return strings.ToLower(name) }

// spaceless is how Azure compares regions: West Europe is westeurope.
func spaceless(name string) string { return strings.ReplaceAll(exact(name), " ", "") }

// folded is what stays of a name when spaces, punctuation, accents and letter case do not count.
func folded(name string) string {
	var b strings.Builder
	for _, r := range exact(name) {
		if plain, ok := accents[r]; ok {
			b.WriteString(plain)
		} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// folded is the same for a listed name, which was folded before.
func (a *atlas) folded(name string) string {
	if f, ok := a.forms[name]; ok {
		return f
	}
	return folded(name)
}

// fold keeps what stays of listed names.
func (a *atlas) fold(names ...string) {
	for _, n := range names {
		a.forms[n] = folded(n)
	}
}

// accents are the letters of place names and carriers that are often written without them.
var accents = map[rune]string{
	'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'ç': "c", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e",
	'í': "i", 'ì': "i", 'î': "i", 'ï': "i",
	'ñ': "n", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ø': "o", 'ú': "u", 'ù': "u", 'û': "u", 'ü': "u",
	'ß': "ss", 'ł': "l", 'ń': "n", 'ś': "s",
}

// otherCityNames are names of cities in their own language and in common use, folded, with Azure's.
var otherCityNames = map[string]string{
	"munchen": "Munich", "muenchen": "Munich", "wien": "Vienna", "geneve": "Geneva", "genf": "Geneva", "zuerich": "Zurich", "milano": "Milan",
	"kobenhavn": "Copenhagen", "warszawa": "Warsaw", "brussel": "Brussels", "bruxelles": "Brussels", "marseilles": "Marseille", "newyorkcity": "New York",
	"nyc": "New York", "telavivyafo": "Tel Aviv", "washington": "Washington DC", "washingtondistrictofcolumbia": "Washington DC", "bombay": "Mumbai",
	"frankfurtammain": "Frankfurt", "quebec": "Quebec City", "hongkongsar2": "Hong Kong2", "losangelesca": "Los Angeles",
}

// lookalikes are cities that are not listed and a slip away from one that is, folded: Genoa is not Geneva.
var lookalikes = []string{"genova"}

// SimilarLocations are the listed peering locations of a cloud that a name which no list has is likely meant to be, best
// first. It has none where the name can be a new location's: another site of a listed city, or the Metro of one.
func SimilarLocations(name string, cloud Cloud) []string {
	a := load()
	if a.knownLocation(name) {
		return nil
	}
	var found []string
	given := folded(name)
	add := func(key string) bool {
		for _, l := range a.locationList {
			same := func(n string) bool { return a.folded(n) == key }
			if l.Cloud == cloud && !slices.Contains(found, l.Name) && (same(l.Name) || slices.ContainsFunc(l.spellings, same)) {
				found = append(found, l.Name)
			}
		}
		return len(found) > 0
	}
	if other, ok := otherCityNames[strings.TrimRight(given, "0123456789")]; ok {
		add(folded(other) + given[len(strings.TrimRight(given, "0123456789")):])
	}
	switch city, metro := strings.CutSuffix(given, "metro"); {
	case len(found) > 0, add(given), slices.Contains(lookalikes, numberless(given)):
	case metro && (city == numberless(city) && a.isListed(city, cloud) || a.isNewSite(city, cloud)): // its Metro may be new
	case strings.Contains(given, "metro") && a.metro(given, add): // Metro Amsterdam, Amsterdam2 Metro
	case add(given + "2"): // a city whose only location is its second
	case strings.HasSuffix(given, "1") && add(strings.TrimSuffix(given, "1")): // the first site has no number
	case a.withCountry(given, cloud, add):
	case a.isNewSite(given, cloud):
	default:
		for _, n := range a.nearest(name, a.namesOfLocations(cloud), sameShortWord) {
			add(folded(n))
		}
		if len(found) == 0 {
			a.withoutCarrier(name, add)
		}
	}
	return found
}

// metro looks for the Metro location that a name with the word in another place means, else for the city's.
func (a *atlas) metro(given string, add func(string) bool) bool {
	city := strings.TrimRight(strings.Replace(given, "metro", "", 1), "0123456789")
	return add(city+"metro") || !strings.HasSuffix(given, "metro") && add(city)
}

func (a *atlas) isListed(city string, cloud Cloud) bool {
	return slices.ContainsFunc(a.locationList, func(l *Location) bool { return l.Cloud == cloud && a.folded(l.Name) == city })
}

// withCountry looks for a listed location with its country behind it: London, UK.
func (a *atlas) withCountry(given string, cloud Cloud, add func(string) bool) bool {
	for _, l := range a.locationList {
		rest, ok := strings.CutPrefix(given, a.folded(l.Name))
		if ok && l.Cloud == cloud && rest != "" && (rest == a.folded(l.Country) || slices.Contains(countryCodes[l.Country], rest)) {
			return add(a.folded(l.Name))
		}
	}
	return false
}

// countryCodes are short names of countries that people write behind a city.
var countryCodes = map[string][]string{
	"United States": {"us", "usa"}, "United Kingdom": {"uk", "gb"}, "Germany": {"de"}, "Netherlands": {"nl"}, "France": {"fr"}, "Japan": {"jp"},
}

// isNewSite reports whether a name is that of a listed city with a number that no list has yet.
func (a *atlas) isNewSite(given string, cloud Cloud) bool {
	city := numberless(given)
	return city != given && a.isListed(city, cloud) && !a.isListed(given, cloud)
}

func (a *atlas) namesOfLocations(cloud Cloud) []string {
	var names []string
	for _, l := range a.locationList {
		if l.Cloud == cloud {
			names = append(names, l.Name)
		}
	}
	return names
}

// withoutCarrier looks for a location in a name that has a carrier in front, as other lists of locations have it:
// Equinix-Seattle-SE2, Megaport Sydney.
func (a *atlas) withoutCarrier(name string, add func(string) bool) {
	for _, c := range a.carrierList {
		for _, carrier := range append(c.otherNames, c.Name) {
			rest, ok := cutFold(name, carrier)
			if !ok || rest == "" || !strings.ContainsRune(" -_/:,(", rune(rest[0])) {
				continue
			}
			place := words(rest)
			for n := len(place); n > 0; n-- { // the site of the carrier may follow
				if add(strings.Join(place[:n], "")) {
					return
				}
			}
		}
	}
}

func cutFold(s, prefix string) (rest string, ok bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}

// SimilarCarriers are the listed carriers of a cloud that a name which no list has is likely meant to be. A name with
// more words than a listed one is none: carriers have several services, and the pages do not list all of them.
func SimilarCarriers(name string, cloud Cloud) []string {
	a := load()
	if a.knownCarrier(name) {
		return nil
	}
	var names []string
	for _, c := range a.carrierList {
		if c.Cloud == cloud {
			names = append(append(names, c.Name), c.otherNames...)
		}
	}
	given := folded(name)
	return slices.DeleteFunc(a.nearest(name, names, nil), func(n string) bool {
		f := folded(n)
		oneLetter := len(f) < short && len(f) == len(given) && !sameLetters(f, given) // Telia is not Telin
		return oneLetter || len(f) < long+3 && distance(given, f, 2) > 1              // nor Internexa Internet2
	})
}

// SimilarRegions are the Azure regions that a name which is not one is likely meant to be.
func SimilarRegions(name string) []string {
	a := load()
	if _, known := FindRegion(name); known {
		return nil
	}
	given := folded(name)
	var names []string
	for _, r := range a.regionList {
		switch {
		case r.otherTitle != "" && a.folded(r.otherTitle) == given, sameLetters(given, r.Name): // India Central, europewest
			return []string{r.Name}
		}
		names = append(names, r.Name)
	}
	return slices.DeleteFunc(a.nearest(name, names, nil), func(n string) bool {
		return n != given && numberless(n) == numberless(given) && given != numberless(given)+"1" // East US 3 may come to be
	})
}

// numberless is a name without the number at its end.
func numberless(name string) string { return strings.TrimRight(name, "0123456789") }

func sameLetters(a, b string) bool {
	sorted := func(s string) string { r := []rune(s); slices.Sort(r); return string(r) }
	return len(a) == len(b) && sorted(a) == sorted(b)
}

// Lengths of folded names, in letters.
const (
	shortest = 4  // below it, names are too short for one to be taken for another
	short    = 7  // below it, a carrier with another letter is another carrier
	long     = 9  // from it on, a name may have two slips
	longest  = 60 // above it, a text is not a name
)

// nearest are the names that a given one is a slip of the keyboard away from, or two where it is long; only the nearest.
// Words that are too short to tell a slip from another word are slips when the function says so.
func (a *atlas) nearest(given string, names []string, shortWord func(given, listed string) bool) []string {
	g := folded(given)
	if len(g) < shortest || len(g) > longest {
		return nil
	}
	slips := 1
	if len(g) >= long {
		slips = 2
	}
	var found []string
	for _, n := range names {
		d := distance(g, a.folded(n), slips)
		if d > slips || d > 0 && !plausible(given, n, d, shortWord) {
			continue
		}
		if d < slips {
			slips, found = d, nil
		}
		if !slices.ContainsFunc(found, func(f string) bool { return exact(f) == exact(n) }) {
			found = append(found, n)
		}
	}
	slices.Sort(found)
	return found[:min(3, len(found))]
}

// plausible tells a slip from another name: people get the beginnings of words right, and a whole word more, less or
// changed names something else.
func plausible(given, listed string, slips int, shortWord func(given, listed string) bool) bool {
	g, l := words(given), words(listed)
	if len(g) == len(l) {
		for i := range g {
			switch {
			case g[i] == l[i]:
			case len(l[i]) < shortest && (shortWord == nil || slips > 1 || !shortWord(g[i], l[i])):
				return false
			case len(l[i]) >= shortest && !sameBeginning(g[i], l[i], slips):
				return false
			}
		}
		return slips == 1 || compass.Replace(folded(given)) != compass.Replace(folded(listed))
	}
	in := func(few, many []string) bool {
		return !slices.ContainsFunc(few, func(w string) bool { return !slices.Contains(many, w) })
	}
	return slips == 1 && sameBeginning(folded(given), folded(listed), slips) && !in(g, l) && !in(l, g)
}

// sameShortWord tells San Paulo from another city: carriers differ in such words, and places do not.
func sameShortWord(given, listed string) bool {
	return given[0] == listed[0] && numberless(given) == given && numberless(listed) == listed
}

func sameBeginning(given, listed string, slips int) bool {
	switch {
	case len(given) < 2:
		return false
	case given[0] == listed[0], slips == 1 && len(listed) >= long-1:
		return true
	default:
		return given[0] == listed[1] && given[1] == listed[0]
	}
}

// compass are the words that names of regions differ in. North is two slips from South, and both may be regions.
var compass = strings.NewReplacer("north", "", "south", "", "east", "", "west", "", "central", "")

func words(name string) []string {
	fields := strings.FieldsFunc(exact(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range fields {
		fields[i] = folded(w)
	}
	return fields
}

// distance counts the slips between two folded names, up to a limit: a letter too many, too few, wrong, or two swapped.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(b) > longest {
		return limit + 1
	}
	var rows [3][longest + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			changed := last[j-1]
			if a[i-1] != b[j-1] {
				changed++
			}
			row[j] = min(last[j]+1, row[j-1]+1, changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
