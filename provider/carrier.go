package provider

import (
	"fmt"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// awaitCarrier looks whether the carrier has provisioned the circuit, when there are connections that need it. In an
// update it returns what makes the stack stop before its connections; whatever else it has to say are warnings.
func (w *wiring) awaitCarrier(b *built, stack *PeeringStack) ([]rules.Finding, error) {
	if len(w.spec.GlobalReachConnections)+len(w.spec.Gateways()) == 0 || w.spec.Circuit != nil && w.spec.Circuit.OnPort() {
		return nil, nil
	}
	live := w.lookUp(b.circuit.id.ToStringOutput())
	b.circuit.carrierState = live.ServiceProviderProvisioningState()
	found, err := internals.UnsafeAwaitOutput(w.ctx.Context(), live)
	if err != nil {
		return nil, fmt.Errorf("the circuit cannot be read, to see whether its carrier is done (was it deleted elsewhere? then run pulumi refresh): %w", err)
	}
	if !found.Known {
		return nil, nil // a preview of a circuit that does not exist yet
	}
	now := found.Value.(network.LookupExpressRouteCircuitResult)

	state := value(now.ServiceProviderProvisioningState)
	verdict := rules.CarrierGlobalReach(w.spec, value(now.Id), state, func(name string) bool { return connected(now, name) })
	waiting := verdict.Errors()
	if w.ctx.DryRun() {
		for i := range verdict.Findings {
			verdict.Findings[i].Severity = rules.Warning
		}
		waiting = nil
	}
	if err := warn(w.ctx, stack, verdict); err != nil || len(waiting) > 0 {
		return waiting, err
	}
	return nil, warn(w.ctx, stack, rules.CarrierGateways(w.spec, state))
}

// connected reports whether the circuit's private peering has a Global Reach connection of the name.
func connected(circuit network.LookupExpressRouteCircuitResult, name string) bool {
	for _, p := range circuit.Peerings {
		if p.Name == nil || *p.Name != spec.NamePrivatePeering {
			continue
		}
		for _, c := range p.Connections {
			if c.Name != nil && *c.Name == name {
				return true
			}
		}
	}
	return false
}
