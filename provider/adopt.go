package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// importID is the id of a resource to bring into the stack instead of creating it, or empty.
type importID string

// option imports the resource. What Azure never returns is left out of the comparison with what it has.
func (id importID) option(neverReturned ...string) pulumi.ResourceOption {
	if id == "" {
		return pulumi.Composite()
	}
	return pulumi.Composite(pulumi.Import(pulumi.ID(id)), pulumi.IgnoreChanges(neverReturned))
}

// adopted are the resources to bring into the stack.
type adopted struct {
	circuit, private, microsoft, filter, rule importID
	// By the names that the program gives them.
	authorizations, globalReach, gateways map[string]importID
}

// adoptedOf is what the stack adopts of what Azure has. The rules have seen that it is there, and as the program says.
func adoptedOf(s *spec.PeeringStack, w *azure.World) adopted {
	circuit := w.Circuit.Value
	if s.Adopt == nil || circuit == nil {
		return adopted{}
	}
	take := adopted{
		circuit: importID(circuit.ID), authorizations: map[string]importID{}, globalReach: map[string]importID{}, gateways: map[string]importID{},
	}
	for _, name := range s.Authorizations.Items {
		if there := circuit.Authorization(name.V); there != nil {
			take.authorizations[name.V] = importID(there.ID)
		}
	}
	for _, c := range s.GlobalReachConnections {
		if there := circuit.Connection(c.Name.V); there != nil {
			take.globalReach[c.Name.V] = importID(there.ID)
		}
	}
	for _, g := range s.Gateways() {
		if there := w.Connection(g.ID().V).Value; there != nil {
			take.gateways[g.Name.V] = importID(there.ID)
		}
	}
	if circuit.Private != nil {
		take.private = importID(circuit.Private.ID)
	}
	if circuit.Microsoft != nil {
		take.microsoft = importID(circuit.Microsoft.ID)
	}
	if filter := w.RouteFilter.Value; filter != nil {
		take.filter = importID(filter.ID)
		if rule := filter.Rule(s.Adopt.RouteFilterRuleID.V); rule != nil {
			take.rule = importID(rule.ID)
		}
	}
	return take
}
