package rules

import (
	"fmt"
	"strings"
)

// Markdown writes the catalogue as the page docs/rules.md.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# Rules

<!-- Generated from provider/internal/rules by "make docs". Do not edit. -->

What a ` + "`PeeringStack`" + ` is checked against before anything is created, in preview and in update. An **error** stops; a
**warning** is logged and the stack is built. ` + "`ignoreRules: [id]`" + ` turns a rule's errors into warnings, except for rules
marked *cannot be ignored*. A rule that needs a value which is not known yet is skipped for that value in the preview; the
update checks it.

Some rules look at what Azure has. Each says below what it looks at, and what happens when that cannot be read. What cannot
be read is never taken to be missing: the warning ` + "`azure-unseen`" + ` names the rules that could not look, and the stack is built.

The examples are laid over a valid configuration; !unknown stands for an output that has no value yet, and what is below
` + "`azure`" + ` is what Azure has.

A message of the package leads to its rule: the address of this page, ` + "`#`" + ` and the rule's id.

## Contents

`)
	for _, topic := range topics() {
		fmt.Fprintf(&b, "- [%s](#%s)\n", topic.name, anchor(topic.name))
		for _, r := range topic.rules {
			fmt.Fprintf(&b, "  - [%s](#%s) (%s): %s\n", r.ID, anchor(r.ID), r.Severity, r.What)
		}
	}
	topic := ""
	for _, r := range Catalogue {
		if r.Topic != topic {
			topic = r.Topic
			fmt.Fprintf(&b, "\n## %s\n", topic)
		}
		fmt.Fprintf(&b, "\n### %s\n\n", r.ID)
		notes := []string{"**" + strings.ToUpper(r.Severity.String()[:1]) + r.Severity.String()[1:] + "**"}
		if r.Structural {
			notes = append(notes, "cannot be ignored")
		}
		if r.WarnsInPreview {
			notes = append(notes, "a warning in a preview")
		}
		if r.Ageing {
			notes = append(notes, "rests on a list that grows")
		}
		fmt.Fprintf(&b, "%s. %s\n\n", strings.Join(notes, ", "), r.What)
		fmt.Fprintf(&b, "*Why:* %s\n\n*How to fix:* %s\n\n", r.Why, r.Fix)
		if r.Phase != OfProgram {
			fmt.Fprintf(&b, "*Looks at:* %s. When that cannot be read, %s.\n\n", r.Needs, r.Unseen)
		}
		fmt.Fprintf(&b, "```yaml\n# wrong\n%s\n\n# right\n%s\n```\n\n", shorten(r.Wrong), shorten(r.Right))
		var sources []string
		for _, s := range r.Sources {
			sources = append(sources, "["+s.Title+"]("+s.URL+")")
		}
		fmt.Fprintf(&b, "*Source:* %s\n", strings.Join(sources, ", "))
	}
	return b.String()
}

// topic is a group of rules that stand together in the catalogue.
type topic struct {
	name  string
	rules []Rule
}

func topics() []topic {
	var all []topic
	for _, r := range Catalogue {
		if len(all) == 0 || all[len(all)-1].name != r.Topic {
			all = append(all, topic{name: r.Topic})
		}
		last := &all[len(all)-1]
		last.rules = append(last.rules, r)
	}
	return all
}

// anchor is the one that GitHub gives a heading.
func anchor(heading string) string { return strings.ReplaceAll(strings.ToLower(heading), " ", "-") }

// shorten cuts an example that is there for its length.
func shorten(example string) string {
	const limit = 400
	if len(example) <= limit {
		return example
	}
	return fmt.Sprintf("%s … # %d entries", example[:80], strings.Count(example, ",")+1)
}
