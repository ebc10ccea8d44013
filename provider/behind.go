package provider

import (
	"strings"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
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

// coming are the circuits at carriers that this preview makes in other PeeringStacks of the program, by the path of the
// property that is to have the id. Ids of what is new are not known in a preview, and what needs the carrier's work is going
// to wait.
func (o observer) coming(args *PeeringStackArgs, s *spec.PeeringStack) (map[string]bool, error) {
	coming := map[string]bool{}
	look := func(given spec.Value[string], id pulumi.StringPtrInput) error {
		if !o.ctx.DryRun() || given.State != spec.Unknown || id == nil {
			return nil
		}
		unknown, err := internals.UnsafeAwaitOutput(o.ctx.Context(), id.ToStringPtrOutput())
		if err != nil {
			return err
		}
		for _, on := range unknown.Dependencies {
			known, err := internals.UnsafeAwaitOutput(o.ctx.Context(), on.URN())
			if err != nil {
				return err
			}
			of, _ := known.Value.(pulumi.URN)
			urn := string(of)
			if circuit, isStack := circuitOfStack(urn); isStack {
				urn = circuit
			}
			coming[given.Path] = coming[given.Path] || o.atCarrier(urn)
		}
		return nil
	}
	if err := look(s.CircuitID, args.CircuitID); err != nil {
		return nil, err
	}
	for i, conn := range s.GlobalReachConnections {
		if err := look(conn.PeerCircuitID, args.GlobalReachConnections[i].PeerCircuitID); err != nil {
			return nil, err
		}
	}
	return coming, nil
}

// atCarrier tells whether the program has registered a circuit of the URN, at a carrier.
func (o observer) atCarrier(urn string) bool {
	var found struct {
		State struct {
			Carrier struct {
				Name string `pulumi:"serviceProviderName"`
			} `pulumi:"serviceProviderProperties"`
		} `pulumi:"state"`
	}
	err := o.ctx.Invoke(getResource, &struct {
		URN string `pulumi:"urn"`
	}{urn}, &found)
	return err == nil && found.State.Carrier.Name != ""
}

// stackOfPeering is the URN of the PeeringStack that makes a peering, if a PeeringStack does.
func stackOfPeering(urn string) (string, bool) {
	parts := strings.Split(urn, "::")
	if len(parts) < 4 {
		return "", false
	}
	for _, suffix := range []string{privateSuffix, microsoftSuffix} {
		name, isPeering := strings.CutSuffix(parts[3], suffix)
		types, below := strings.CutSuffix(parts[2], Token+"$azure-native:network:ExpressRouteCircuitPeering")
		if isPeering && below {
			return strings.Join([]string{parts[0], parts[1], types + Token, name}, "::"), true
		}
	}
	return "", false
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
