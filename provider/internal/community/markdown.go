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
[routing requirements](https://learn.microsoft.com/azure/expressroute/expressroute-routing) as of %s. Microsoft adds regions: a
value that is missing here can be given in `+"`routeFilter.communities`"+`, which warns ([community-unknown](rules.md#community-unknown)).

## Services

| name | service | community | |
|---|---|---|---|
`, AsOf)
	for _, s := range Services {
		note := ""
		if s.Microsoft365 {
			note = "needs a Premium circuit and Microsoft's authorisation"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s.Name, s.Title, s.Value, note)
	}
	b.WriteString("\n## Regions\n\n| name | region | community |\n|---|---|---|\n")
	for _, r := range Regions {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Name, r.Title, r.Value)
	}
	return b.String()
}
