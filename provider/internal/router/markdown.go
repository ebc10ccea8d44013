package router

import (
	"fmt"
	"strings"
)

// Markdown writes the catalogue as the page docs/router-rules.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# Rules of routerConfiguration

<!-- Generated from provider/internal/router by "make docs". Do not edit. -->

What the arguments of ` + "`routerConfiguration`" + ` are checked against, all at once. An **error** stops; a **warning** is among the
` + "`warnings`" + ` of the result. VLANs, link prefixes, the shared key and what is announced have the rules that a PeeringStack has for
them: [rules.md](rules.md).

The examples are laid over valid arguments for two Cisco IOS-XE routers on a private peering.

| rule | severity | what is required |
|---|---|---|
`)
	for _, r := range Catalogue {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s |\n", r.ID, r.ID, r.Severity, strings.ReplaceAll(r.What, "|", `\|`))
	}
	for _, r := range Catalogue {
		fmt.Fprintf(&b, "\n## %s\n\n**%s**. %s\n\n*Why:* %s\n\n*How to fix:* %s\n\n", r.ID,
			strings.ToUpper(r.Severity.String()[:1])+r.Severity.String()[1:], r.What, r.Why, r.Fix)
		fmt.Fprintf(&b, "```yaml\n# wrong\n%s\n\n# right\n%s\n```\n\n", r.Wrong, r.Right)
		var sources []string
		for _, s := range r.Sources {
			sources = append(sources, "["+s.Title+"]("+s.URL+")")
		}
		fmt.Fprintf(&b, "*Source:* %s\n", strings.Join(sources, ", "))
	}
	return b.String()
}
