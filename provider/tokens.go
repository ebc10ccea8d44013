package provider

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape"
)

// Token is the type of the component PeeringStack.
const Token = PackageName + ":index:PeeringStack"

// builders are the components of the package, callers its functions. What goes into and comes out of each is in the schema.
var (
	builders = map[string]builder{Token: buildPeeringStack}
	callers  = map[string]caller{RouterConfigurationToken: routerConfiguration}
)

// component is a component with its inputs and outputs, as the schema has them.
type component struct {
	inputs  *shape.Type
	outputs []string
	build   builder
}

// builder builds a component from the inputs that fit the schema. Malformed is what is wrong with the others: it is for
// the builder to report, with all else that is wrong.
type builder func(
	ctx *pulumi.Context, name string, inputs provider.ConstructInputs, malformed []rules.Finding, opts pulumi.ResourceOption,
) (*constructed, error)

// constructed is a component that was built.
type constructed struct {
	urn     pulumi.URNInput
	outputs pulumi.Map
}

func buildPeeringStack(
	ctx *pulumi.Context, name string, inputs provider.ConstructInputs, malformed []rules.Finding, opts pulumi.ResourceOption,
) (*constructed, error) {
	args := &PeeringStackArgs{}
	if err := inputs.CopyTo(args); err != nil {
		return nil, fmt.Errorf("reading the inputs: %w", err)
	}
	stack, err := NewPeeringStack(ctx, name, args, malformed, opts)
	if err != nil {
		return nil, err
	}
	return &constructed{urn: stack.URN(), outputs: stack.Outputs}, nil
}

// function is a function with its arguments, as the schema has them.
type function struct {
	arguments *shape.Type
	call      caller
}

// caller answers a call from the arguments that fit the schema, and what is wrong with the others: with a result and what
// is remarkable about the call, or with all that is wrong with it.
type caller func(arguments resource.PropertyMap, malformed []rules.Finding) (result resource.PropertyMap, findings []rules.Finding, err error)
