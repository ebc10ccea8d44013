// Package provider is the component PeeringStack.
//
// Data flows one way: resolve.go reads the inputs into a resolved configuration, observe.go reads what Azure has of what it
// names, package rules judges the two, wire.go registers the resources, and publish.go builds the outputs. server.go is the
// plugin around it.
package provider

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// PackageName is the name of the Pulumi package. The plugin's name and all tokens are made from it.
const PackageName = "azure-expressroute"

// PeeringStack is an ExpressRoute circuit with its route filter and peerings as one component.
type PeeringStack struct {
	pulumi.ResourceState

	// Outputs by name, as schema.json describes them.
	Outputs pulumi.Map
}

// InvalidError says that inputs break rules. Nothing was registered, unless Begun.
type InvalidError struct {
	Findings []rules.Finding
	// Begun: what comes before the connections was registered.
	Begun bool
}

func (e *InvalidError) Error() string {
	lines := []string{e.summary()}
	for _, f := range e.listed() {
		lines = append(lines, f.Path+": "+f.Linked())
	}
	return strings.Join(lines, "\n  ")
}

// maxListed is how many findings are told of. More are of no use to anybody, and would not fit into an answer.
const maxListed = 100

// listed are the findings that are told of, the first by their paths.
func (e *InvalidError) listed() []rules.Finding { return e.Findings[:min(len(e.Findings), maxListed)] }

func (e *InvalidError) summary() string {
	problems := "1 problem"
	if n := len(e.Findings); n != 1 {
		problems = fmt.Sprintf("%d problems", n)
	}
	done := "nothing was created or changed"
	if e.Begun {
		done = "no connection was created or changed"
	}
	if more := len(e.Findings) - maxListed; more > 0 {
		done += fmt.Sprintf(". These are the first %d, and there are %d more", maxListed, more)
	}
	return problems + " with the inputs; " + done
}

// NewPeeringStack checks one PeeringStack and builds it. Malformed are the findings about inputs that did not fit the
// schema and are not in the args. Errors are all reported together, as an *InvalidError, before anything is registered.
func NewPeeringStack(
	ctx *pulumi.Context, name string, args *PeeringStackArgs, malformed []rules.Finding, opts ...pulumi.ResourceOption,
) (*PeeringStack, error) {
	azure, err := observerFor(ctx, name, opts)
	if err != nil {
		return nil, err
	}
	plan, err := check(ctx, "", args, malformed, azure)
	if err != nil {
		return nil, err
	}
	if errs := plan.verdict.Errors(); len(errs) > 0 {
		return nil, errors.Join(warn(ctx, nil, plan.verdict), &InvalidError{Findings: errs})
	}
	return plan.build(ctx, name, opts...)
}

// plan is a PeeringStack that was checked: what the program wants, what Azure has, and what the rules say of the two.
type plan struct {
	args    *PeeringStackArgs
	spec    *spec.PeeringStack
	azure   observer
	world   *azure.World
	verdict rules.Verdict
}

// check reads the inputs of a stack, which stand at a path of the program's, and what Azure has of what they name. Azure
// is not asked while the inputs have errors of their own. Nothing is registered.
func check(ctx *pulumi.Context, at string, args *PeeringStackArgs, malformed []rules.Finding, o observer) (*plan, error) {
	resolved, err := resolve(ctx.Context(), at, args)
	if err != nil {
		return nil, fmt.Errorf("resolving the inputs: %w", err)
	}
	p := &plan{args: args, spec: resolved, azure: o, world: &azure.World{}, verdict: rules.Run(resolved)}
	p.verdict.Findings = withMalformed(malformed, p.verdict.Findings)
	if len(p.verdict.Errors()) > 0 {
		return p, nil
	}
	p.world = o.observe(resolved)
	if p.world.Coming, err = o.coming(args, resolved); err != nil {
		return nil, fmt.Errorf("finding what the preview makes: %w", err)
	}
	phase := rules.BeforeAnything
	if !p.circuitComes() {
		phase |= rules.WithCircuit
	}
	if p.world.Circuit.State != azure.NotAsked || !p.circuitComes() {
		phase |= rules.OnChange
	}
	p.verdict.Add(rules.Judge(phase, resolved, p.world))
	return p, nil
}

// circuitComes reports whether the circuit is to be looked at once more when it is registered.
func (p *plan) circuitComes() bool { return p.spec.Circuit != nil && p.spec.Adopt == nil }

// build registers the children of a stack that was checked, and publishes its outputs.
func (p *plan) build(ctx *pulumi.Context, name string, opts ...pulumi.ResourceOption) (*PeeringStack, error) {
	stack := &PeeringStack{}
	if err := ctx.RegisterComponentResourceV2(Token, name, inputsOf(p.args), stack, opts...); err != nil {
		return nil, err
	}
	if err := warn(ctx, stack, p.verdict); err != nil {
		return nil, err
	}
	options, err := pulumi.NewResourceOptions(opts...)
	if err != nil {
		return nil, err
	}
	built, err := wire(ctx, name, p, stack, options.DependsOn)
	if err != nil {
		return nil, err
	}
	stack.Outputs = publish(ctx, built, p.spec)
	kept := maps.Clone(stack.Outputs)
	kept[givenTo] = built.given
	return stack, ctx.RegisterResourceOutputs(stack, kept)
}

// withMalformed joins the findings about the shape of the inputs with those of the rules, leaving out what the rules say of
// inputs that are malformed and so were never seen by them.
func withMalformed(malformed, findings []rules.Finding) []rules.Finding {
	all := slices.Clone(malformed)
	for _, f := range findings {
		unseen := slices.ContainsFunc(malformed, func(m rules.Finding) bool { return within(f.Path, m.Path) })
		if f.Severity == rules.Warning || !unseen {
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
	warnings := verdict.Warnings()
	for _, f := range warnings[:min(len(warnings), maxListed)] {
		if err := ctx.Log.Warn(f.Path+": "+f.Linked(), on); err != nil {
			return err
		}
	}
	if more := len(warnings) - maxListed; more > 0 {
		if err := ctx.Log.Warn(fmt.Sprintf("and %d more warnings", more), on); err != nil {
			return err
		}
	}
	if unchecked := verdict.Unchecked; len(unchecked) > 0 {
		if more := len(unchecked) - maxListed; more > 0 {
			unchecked = append(unchecked[:maxListed:maxListed], fmt.Sprintf("and %d more", more))
		}
		return ctx.Log.Warn("not checked in this preview, because their values are not known yet (the update checks them): "+strings.Join(unchecked, ", "), on)
	}
	return nil
}
