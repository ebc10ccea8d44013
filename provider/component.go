// Package provider is the component PeeringStack.
//
// Data flows one way through four places: resolve.go reads the inputs into a resolved configuration, package rules
// validates it, wire.go registers the resources, and publish.go builds the outputs. server.go is the plugin around it.
package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

// PackageName is the name of the Pulumi package. The plugin's name and all tokens are made from it.
const PackageName = "azure-expressroute"

// PeeringStack is an ExpressRoute circuit with its route filter and peerings as one component.
type PeeringStack struct {
	pulumi.ResourceState

	// Outputs by name, as schema.json describes them.
	Outputs pulumi.Map
	// Waiting says why the stack's connections were not built yet. All before them is in place.
	Waiting []rules.Finding
}

// InvalidError says that inputs break rules. No child was registered, unless Waiting.
type InvalidError struct {
	Findings []rules.Finding
	Waiting  bool
}

func (e *InvalidError) Error() string {
	lines := []string{e.summary()}
	for _, f := range e.Findings {
		lines = append(lines, f.Path+": "+f.Text())
	}
	return strings.Join(lines, "\n  ")
}

// rulesPage explains every rule.
const rulesPage = "https://github.com/expressroute-blueprints/pulumi-azure-expressroute/blob/main/docs/rules.md"

func (e *InvalidError) summary() string {
	if e.Waiting {
		return "the connections wait for the carrier; all before them is in place. The rule in [brackets] is explained at " + rulesPage
	}
	problems := "1 problem"
	if n := len(e.Findings); n != 1 {
		problems = fmt.Sprintf("%d problems", n)
	}
	return problems + " with the inputs; nothing of it was created or changed. The rules in [brackets] are explained at " + rulesPage
}

// NewPeeringStack resolves, validates, wires and publishes one PeeringStack. Malformed are the findings about inputs
// that did not fit the schema and are not in the args. Errors are all reported together, as an *InvalidError, before
// anything is registered.
func NewPeeringStack(ctx *pulumi.Context, name string, args *PeeringStackArgs, malformed []rules.Finding, opts ...pulumi.ResourceOption) (*PeeringStack, error) {
	resolved, err := resolve(ctx.Context(), args)
	if err != nil {
		return nil, fmt.Errorf("resolving the inputs: %w", err)
	}

	verdict := rules.Run(resolved)
	if errs := allErrors(malformed, verdict); len(errs) > 0 {
		return nil, errors.Join(warn(ctx, nil, verdict), &InvalidError{Findings: errs})
	}

	stack := &PeeringStack{}
	if err := ctx.RegisterComponentResourceV2(Token, name, inputsOf(args), stack, opts...); err != nil {
		return nil, err
	}
	if !located(ctx, opts) {
		verdict.Findings = append(verdict.Findings, rules.Unlocated(resolved).Findings...)
	}
	if err := warn(ctx, stack, verdict); err != nil {
		return nil, err
	}

	adopt, findings := inspect(ctx, resolved, pulumi.Parent(stack).(pulumi.InvokeOption))
	if len(findings) > 0 {
		return nil, &InvalidError{Findings: findings}
	}
	built, err := wire(ctx, name, args, resolved, stack, adopt)
	if err != nil {
		return nil, err
	}

	stack.Outputs = publish(ctx, built, resolved)
	stack.Waiting = built.waiting
	return stack, ctx.RegisterResourceOutputs(stack, stack.Outputs)
}

// located tells whether a region is configured for the stack, or may be in a provider of the program's own.
func located(ctx *pulumi.Context, opts []pulumi.ResourceOption) bool {
	_, configured := ctx.GetConfig("azure-native:location")
	options, err := pulumi.NewResourceOptions(opts...)
	return configured || err != nil || len(options.Providers) > 0
}

// allErrors joins the errors about the shape of the inputs with those of the rules, leaving out what the rules say of
// inputs that are malformed and so were never seen by them.
func allErrors(malformed []rules.Finding, verdict rules.Verdict) []rules.Finding {
	all := malformed
	for _, f := range verdict.Errors() {
		seen := true
		for _, m := range malformed {
			if within(f.Path, m.Path) {
				seen = false
			}
		}
		if seen {
			all = append(all, f)
		}
	}
	rules.Sort(all)
	return all
}

// within reports whether a property path is another or lies below it.
func within(path, ancestor string) bool {
	rest, ok := strings.CutPrefix(path, ancestor)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// warn logs the warnings of the verdict, and in one line what could not be checked yet: on the component when it is
// registered.
func warn(ctx *pulumi.Context, stack *PeeringStack, verdict rules.Verdict) error {
	on := &pulumi.LogArgs{}
	if stack != nil {
		on.Resource = stack
	}
	for _, f := range verdict.Warnings() {
		if err := ctx.Log.Warn(f.Path+": "+f.Text(), on); err != nil {
			return err
		}
	}
	if len(verdict.Unchecked) > 0 {
		return ctx.Log.Warn("not checked in this preview, because their values are not known yet (the update checks them): "+strings.Join(verdict.Unchecked, ", "), on)
	}
	return nil
}
