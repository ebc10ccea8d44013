package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Catalogue lists every rule, in the order of the documentation.
var Catalogue = slices.Concat(
	Shape, structureRules, idRules, nameRules, circuitRules, geographyRules, reachRules, vlanRules, asnRules, prefixRules, sharedKeyRules, microsoftRules, filterRules,
	authorizationRules, globalReachRules, gatewayRules, adoptRules, changeRules, handoverRules, elsewhereRules, ownRules, carrierChangeRules, thereRules, gatewayThereRules, portThereRules, adoptedRules, carrierRules, unseenRules)

// Verdict is what the rules say of a configuration.
type Verdict struct {
	// Findings by property path, errors and warnings.
	Findings []Finding
	// Unchecked are the paths of values that rules wanted and that are not known yet.
	Unchecked []string

	unseen []unseen
}

// unseen is a resource of Azure's that a rule wanted to look at and that may not be read.
type unseen struct{ path, why, rule string }

// Add adds what the rules of another phase say.
func (v *Verdict) Add(more Verdict) {
	v.Findings = append(v.Findings, more.Findings...)
	Sort(v.Findings)
	v.Unchecked = append(v.Unchecked, more.Unchecked...)
	slices.Sort(v.Unchecked)
	v.Unchecked = slices.Compact(v.Unchecked)
}

// Errors are the findings that stop.
func (v Verdict) Errors() []Finding { return v.only(Error) }

// Warnings are the findings that do not stop.
func (v Verdict) Warnings() []Finding { return v.only(Warning) }

func (v Verdict) only(s Severity) []Finding {
	var fs []Finding
	for _, f := range v.Findings {
		if f.Severity == s {
			fs = append(fs, f)
		}
	}
	return fs
}

// Run checks the configuration alone against every rule of the catalogue that needs no more. A rule that needs a value
// which is not known yet is skipped for that value alone.
func Run(s *spec.PeeringStack) Verdict { return Judge(OfProgram, s, &azure.World{}) }

// Judge checks the configuration, and what was seen of Azure, against the rules of a phase. A rule that needs to see what
// may not be read is skipped for that resource alone.
func Judge(phase Phase, s *spec.PeeringStack, w *azure.World) Verdict {
	return run(Catalogue, phase, s, w)
}

func run(catalogue []Rule, phase Phase, s *spec.PeeringStack, w *azure.World) Verdict {
	ignored := map[string]bool{}
	for _, id := range s.IgnoreRules.Items {
		if id.Known() {
			ignored[id.V] = true
		}
	}
	var v Verdict
	c := &Check{Spec: s, World: w, catalogue: catalogue, links: readLinks(s), advertised: readAdvertised(s), verdict: &v}
	for i := range catalogue {
		r := &catalogue[i]
		first := len(v.Findings)
		if r.Check == nil || r.Phase != phase && r.Phase&phase == 0 {
			continue
		}
		c.rule = r
		r.Check(c)
		if ignored[r.ID] && !r.Structural || r.WarnsInPreview && w.Preview {
			v.Findings = append(v.Findings[:first], milder(v.Findings[first:])...)
		}
	}
	Sort(v.Findings)
	slices.Sort(v.Unchecked)
	v.Unchecked = slices.Compact(v.Unchecked)
	return v
}

// milder is what is left of the findings of a rule that is ignored: errors become warnings, and warnings are not said.
func milder(found []Finding) []Finding {
	var left []Finding
	for _, f := range found {
		if f.Severity == Error {
			f.Severity = Warning
			left = append(left, f)
		}
	}
	return left
}

// Sort orders findings by property path, and keeps the order of rules at each.
func Sort(fs []Finding) {
	slices.SortStableFunc(fs, func(a, b Finding) int { return strings.Compare(a.Path, b.Path) })
}

// peerings are the peerings there are, listed once for all rules.
func (c *Check) peerings() []spec.PeeringOf {
	if c.peeringsRead == nil {
		c.peeringsRead = c.Spec.Peerings()
	}
	return c.peeringsRead
}

// gateways are the connections to gateways, listed once for all rules.
func (c *Check) gateways() []spec.Gateway {
	if c.gatewaysRead == nil {
		c.gatewaysRead = c.Spec.Gateways()
	}
	return c.gatewaysRead
}

// At is the path of a property of the stack that is checked.
func (c *Check) At(path string) string { return c.Spec.At(path) }

// Report adds a finding. Values go into the text through Show, which hides secrets.
func (c *Check) Report(path, format string, args ...any) {
	c.verdict.Findings = append(c.verdict.Findings, Finding{
		Path: path, Message: fmt.Sprintf(format, args...), Rule: c.rule.ID, Severity: c.rule.Severity,
	})
}

// Get returns a value when it is known. A value that is given and unknown is noted as unchecked.
func Get[T any](c *Check, v spec.Value[T]) (T, bool) {
	if v.State == spec.Unknown {
		c.verdict.Unchecked = append(c.verdict.Unchecked, v.Path)
	}
	return v.V, v.Known()
}

// See returns a resource of Azure's that was found. The path is that of the property which names it. One that may not be
// read is noted as unseen.
func See[T any](c *Check, path string, f azure.Fact[T]) (*T, bool) {
	if f.State == azure.Denied {
		c.verdict.unseen = append(c.verdict.unseen, unseen{path, f.Why, c.rule.ID})
	}
	return f.Value, f.State == azure.Found
}

// Items returns the known items of a list and whether these are all. What is unknown is noted as unchecked.
func Items[T any](c *Check, l spec.List[T]) (known []spec.Value[T], complete bool) {
	if l.State == spec.Unknown {
		c.verdict.Unchecked = append(c.verdict.Unchecked, l.Path)
		return nil, false
	}
	if !slices.ContainsFunc(l.Items, func(v spec.Value[T]) bool { return !v.Known() }) {
		return slices.Clip(l.Items), true
	}
	for _, item := range l.Items {
		if _, ok := Get(c, item); ok {
			known = append(known, item)
		}
	}
	return known, false
}

// longest is how much of a value a message repeats, in characters: an ARM id fits.
const longest = 200

// Show writes a known value for a message: as it stands, quoted where that helps, cut when long, and never a secret.
func Show[T any](v spec.Value[T]) string {
	if v.Secret {
		return "the secret value"
	}
	switch x := any(v.V).(type) {
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case string:
		if addressLike.MatchString(x) && len(x) <= longest {
			return x
		}
		return Quote(x)
	default:
		return fmt.Sprint(x)
	}
}

// addressLike texts, such as 192.168.16.252/30 and 12076:5010, read better without quotes.
var addressLike = regexp.MustCompile(`^[0-9a-fA-F.:/]+$`)

// Quote writes a text for a message: in quotes, cut when long.
func Quote(s string) string {
	if cut := []rune(s); len(cut) > longest {
		return fmt.Sprintf("%q and %d more characters", string(cut[:longest]), len(cut)-longest)
	}
	return strconv.Quote(s)
}

// Hint returns the hint unless it would give away a secret value.
func Hint[T any](v spec.Value[T], format string, args ...any) string {
	if v.Secret {
		return ""
	}
	return fmt.Sprintf(format, args...)
}

// longestName is the longest text, in bytes, that is taken for a misspelt name.
const longestName = 60

// Nearest lists the names most like a misspelt one, best first, three at most; none when nothing is alike.
func Nearest(name string, names []string) []string {
	type candidate struct {
		name  string
		alike float64
	}
	if len(name) > longestName {
		return nil
	}
	lower := strings.ToLower(strings.TrimSpace(name))
	var all []candidate
	for _, n := range names {
		if alike := levenshtein.Match(lower, strings.ToLower(n), nil); alike >= 0.6 {
			all = append(all, candidate{n, alike})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch {
		case a.alike > b.alike:
			return -1
		case a.alike < b.alike:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	var nearest []string
	for _, a := range all[:min(3, len(all))] {
		if a.alike > all[0].alike-0.1 {
			nearest = append(nearest, a.name)
		}
	}
	return nearest
}

// OneOf writes a list of alternatives: a, b or c.
func OneOf(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// RunOnly checks the configuration against the named rules alone. It serves parts of a configuration that stand for
// themselves, such as the sessions that router configurations are written from.
func RunOnly(s *spec.PeeringStack, ids ...string) Verdict {
	var some []Rule
	for _, r := range Catalogue {
		if slices.Contains(ids, r.ID) {
			some = append(some, r)
		}
	}
	return run(some, OfProgram, s, &azure.World{})
}
