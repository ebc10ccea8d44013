// Package rules holds every rule that a PeeringStack is checked against, and the engine that runs them.
//
// A rule is data and a function: its id, severity, documentation and source stand beside the code that checks it, and
// docs/rules.md is generated from them. Rules read the resolved configuration and what was seen of Azure, and know nothing
// of Pulumi.
package rules

import (
	"sync"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Phase says when a rule runs. Phases that look at Azure can be joined.
type Phase int

const (
	// OfProgram: the configuration is enough. These rules run before Azure is asked for anything.
	OfProgram Phase = 0
	// BeforeAnything: what Azure has is read, and nothing is registered yet.
	BeforeAnything Phase = 1 << (iota - 1)
	// WithCircuit: the state of the circuit as it is registered decides.
	WithCircuit
	// OnChange: what the circuit is now decides on what may become of it. These rules run once, before anything is registered
	// where the state of the stack, or the circuit's name, tells which circuit that is, and else when it is registered: that is
	// in time in a preview.
	OnChange
)

// Severity says what a broken rule means.
type Severity int

const (
	// Error: Azure refuses the configuration, or it has no meaning. Nothing is created.
	Error Severity = iota
	// Warning: the configuration can be right; it is reported and built.
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Source is where a rule comes from.
type Source struct {
	Title, URL string
}

// Rule is one rule.
type Rule struct {
	// ID names the rule for good: it stands in messages and in ignoreRules.
	ID string
	// Topic groups rules in the documentation.
	Topic string
	// Severity of a finding, before ignoreRules.
	Severity Severity
	// Structural rules protect the program itself and cannot be ignored.
	Structural bool
	// Phase says when the rule runs.
	Phase Phase
	// Needs says what of Azure the rule looks at, and Unseen what happens when that may not be read. Rules on the program
	// alone need nothing.
	Needs, Unseen string
	// WarnsInPreview: what the rule misses may come into being before the update needs it, so its errors are warnings in a
	// preview.
	WarnsInPreview bool
	// Ageing rules rest on a list that grows; ignoreRules is the way past them.
	Ageing bool
	// What is required, Why, and how to Fix it: one or two sentences each.
	What, Why, Fix string
	// Sources of the rule.
	Sources []Source
	// Wrong and Right are inputs in YAML, laid over a valid configuration: the first breaks the rule, the second does
	// not. What is below azure is what Azure has. They are the documentation's example, and tests run them.
	Wrong, Right string
	// Check looks at the configuration and reports what breaks the rule.
	Check func(*Check)
}

// Finding is one place where a configuration breaks a rule.
type Finding struct {
	// Path of the property, such as privatePeering.vlanId.
	Path string
	// Message says what was given, what is allowed and what would be right. Never a secret value.
	Message string
	// Rule is the id of the broken rule.
	Rule string
	// Severity after ignoreRules.
	Severity Severity
	// Page explains the rule, where it is not the rules page.
	Page string
}

// Text is the message with the rule's id behind it.
func (f Finding) Text() string { return f.Message + " [" + f.Rule + "]" }

// Page explains every rule, under an anchor of the rule's id.
const Page = "https://github.com/expressroute-blueprints/pulumi-azure-expressroute/blob/main/docs/rules.md"

// Linked is the text with a link to what the rules page says of the rule.
func (f Finding) Linked() string {
	if f.Page != "" {
		return f.Text() + " " + f.Page + "#" + f.Rule
	}
	if _, documented := byID()[f.Rule]; !documented {
		return f.Text()
	}
	return f.Text() + " " + Page + "#" + f.Rule
}

// byID is the catalogue by the ids of its rules.
var byID = sync.OnceValue(func() map[string]*Rule {
	all := map[string]*Rule{}
	for i := range Catalogue {
		all[Catalogue[i].ID] = &Catalogue[i]
	}
	return all
})

// Check is one run of one rule over a configuration and what was seen of Azure.
type Check struct {
	Spec  *spec.PeeringStack
	World *azure.World

	catalogue  []Rule
	links      []readLink
	advertised []readAdvertisement
	rule       *Rule
	verdict    *Verdict

	peeringsRead []spec.PeeringOf
	gatewaysRead []spec.Gateway
}
