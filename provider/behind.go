package provider

import (
	"strings"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
)

// circuitToken is the type of a circuit.
const circuitToken = "azure-native:network:ExpressRouteCircuit"

// behind makes an id that another PeeringStack of the program published depend on the circuit of that stack. Some
// languages take an output to depend on the component alone, and the engine replaces what hangs off a circuit along with it
// only where the dependency is on the circuit itself.
func (w *wiring) behind(id pulumi.StringOutput) (pulumi.StringOutput, error) {
	given, err := internals.UnsafeAwaitOutput(w.ctx.Context(), id)
	if err != nil {
		return id, err
	}
	for _, on := range given.Dependencies {
		known, err := internals.UnsafeAwaitOutput(w.ctx.Context(), on.URN())
		if err != nil {
			return id, err
		}
		stack, _ := known.Value.(pulumi.URN)
		urn, isStack := circuitOfStack(string(stack))
		if !isStack || !inProgram(w.ctx, urn) {
			continue
		}
		circuit := &network.ExpressRouteCircuit{}
		if err := w.ctx.RegisterResource(circuitToken, urn[strings.LastIndex(urn, "::")+2:], nil, circuit, pulumi.URN_(urn)); err != nil {
			return id, err
		}
		id = pulumi.OutputWithDependencies(w.ctx.Context(), id, circuit).(pulumi.StringOutput)
	}
	return id, nil
}

// circuitOfStack is the URN of the circuit that a PeeringStack makes, if the URN given is a PeeringStack's.
func circuitOfStack(urn string) (string, bool) {
	parts := strings.Split(urn, "::")
	if len(parts) < 4 || parts[2] != Token && !strings.HasSuffix(parts[2], "$"+Token) {
		return "", false
	}
	parts[2] += "$" + circuitToken
	return strings.Join(parts, "::"), true
}
