package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// adopted are the resources to bring into the stack instead of creating them, by the keys of the children.
type adopted map[string]importedChild

// importedChild is the id of a resource, and the names and ids in its inputs, as azure-native reads them.
type importedChild struct {
	id    string
	given map[string]string
}

// adoptedOf is what the stack adopts of what Azure has. The rules have seen that it is there, and as the program says.
func adoptedOf(s *spec.PeeringStack, w *azure.World) adopted {
	circuit := w.Circuit.Value
	if s.Adopt == nil || circuit == nil {
		return adopted{}
	}
	take := adopted{}
	take.add(azure.KindCircuit, "", circuit.ID, armid.Circuit, []string{"circuitName"}, map[string]string{
		"serviceProviderProperties.serviceProviderName": circuit.ServiceProvider, "serviceProviderProperties.peeringLocation": circuit.PeeringLocation,
		"expressRoutePort.id": circuit.PortID,
	})
	for _, name := range s.Authorizations.Items {
		if there := circuit.Authorization(name.V); there != nil {
			take.add(azure.KindAuthorization, name.V, there.ID, armid.Authorization, []string{"circuitName", "authorizationName"}, nil)
		}
	}
	for _, c := range s.GlobalReachConnections {
		if there := circuit.Connection(c.Name.V); there != nil {
			take.add(azure.KindGlobalReach, c.Name.V, there.ID, armid.CircuitConnection, []string{"circuitName", "peeringName", "connectionName"},
				map[string]string{
					"expressRouteCircuitPeering.id": there.PeeringID, "peerExpressRouteCircuitPeering.id": there.PeerPeeringID,
				})
		}
	}
	for _, g := range s.Gateways() {
		there := w.Connection(g.ID().V).Value
		switch {
		case there == nil:
		case g.Type == armid.VirtualNetworkGateway:
			take.add(azure.KindGatewayConnection, g.Name.V, there.ID, armid.GatewayConnection, []string{"virtualNetworkGatewayConnectionName"},
				map[string]string{"virtualNetworkGateway1.id": there.GatewayID, "peer.id": there.Circuit})
		default:
			take.add(azure.KindHubConnection, g.Name.V, there.ID, armid.HubConnection, []string{"expressRouteGatewayName", "connectionName"},
				map[string]string{"name": there.Name, "expressRouteCircuitPeering.id": there.Circuit})
		}
	}
	for name, peering := range map[string]*azure.Peering{spec.NamePrivatePeering: circuit.Private, spec.NameMicrosoftPeering: circuit.Microsoft} {
		if peering != nil {
			filters := map[string]string{"routeFilter.id": peering.RouteFilterID}
			if peering.IPv6 != nil {
				filters["ipv6PeeringConfig.routeFilter.id"] = peering.IPv6.RouteFilterID
			}
			take.add(azure.KindPeering, name, peering.ID, armid.Peering, []string{"circuitName", "peeringName"}, filters)
		}
	}
	if filter := w.RouteFilter.Value; filter != nil {
		take.add(azure.KindRouteFilter, "", filter.ID, armid.RouteFilter, []string{"routeFilterName"}, nil)
		if rule := filter.Rule(s.Adopt.RouteFilterRuleID.V); rule != nil {
			take.add(azure.KindRouteFilterRule, "", rule.ID, armid.RouteFilterRule, []string{"routeFilterName", "ruleName"}, nil)
		}
	}
	return take
}

// add takes the resource of an id over. Names are the inputs in its path, outermost first; more are other inputs.
func (a adopted) add(kind, name, id, typ string, names []string, more map[string]string) {
	given := map[string]string{}
	for path, value := range more {
		given[path] = value
	}
	if parsed, err := armid.Parse(id, typ); err == nil {
		given["resourceGroupName"] = parsed.ResourceGroup
		for i, value := range append(parsed.Parents, parsed.Name) {
			given[names[i]] = value
		}
	}
	a[azure.ChildKey(kind, name)] = importedChild{id, given}
}

// option imports the resource, if there is one. What Azure never returns is left out of the comparison with what it has.
func (c importedChild) option(neverReturned ...string) pulumi.ResourceOption {
	if c.id == "" {
		return pulumi.Composite()
	}
	return pulumi.Composite(pulumi.Import(pulumi.ID(c.id)), pulumi.IgnoreChanges(neverReturned))
}
