package community

import (
	"fmt"
	"strings"
)

// Markdown writes the catalogue as the page docs/communities.md.
func Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Communities

<!-- Generated from provider/internal/community by "make docs". Do not edit. -->

What the names in `+"`routeFilter.services` and `routeFilter.regions`"+` stand for. The values are those of Microsoft's
[routing requirements](https://learn.microsoft.com/azure/expressroute/expressroute-routing) as of %s. Microsoft's pages do not list
the values of all regions. `+"`az network route-filter rule list-service-communities`"+` does: put a value that is missing here into
`+"`routeFilter.communities`"+`, which warns that it is not in this catalogue ([community-unknown](rules.md#community-unknown)).

## Services

| name | service | community | |
|---|---|---|---|
`, AsOf)
	for _, s := range Services {
		var notes []string
		if s.Note != "" {
			notes = append(notes, s.Note)
		}
		if s.Microsoft365 {
			notes = append(notes, "needs a Premium circuit and Microsoft's authorisation")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.Name, s.Title, s.Value, strings.Join(notes, "; "))
	}
	b.WriteString("\n## Regions\n\n| name | region | community |\n|---|---|---|\n")
	for _, r := range Regions {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Name, r.Title, r.Value)
	}
	return b.String()
}
