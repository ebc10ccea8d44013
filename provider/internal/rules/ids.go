package rules

import (
	"iter"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on ids of resources that exist.
var idRules = []Rule{
	{
		ID: "circuit-id", Topic: "Ids", Severity: Error, Structural: true,
		What:    "`circuitId` is the ARM id of an ExpressRoute circuit.",
		Why:     "The circuit's resource group and name are read from it.",
		Fix:     "Copy the id from the circuit's properties; letter case of the fixed parts does not matter.",
		Sources: []Source{resourceIDs},
		Wrong:   "circuit: null\ncircuitId: my-circuit",
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/my-circuit",
		Check:   func(c *Check) { ids(c, armid.Circuit) },
	},
	{
		ID: "route-filter-id", Topic: "Ids", Severity: Error,
		What:    "`routeFilterId` is the ARM id of a route filter.",
		Why:     "Azure attaches the filter by its id.",
		Fix:     "Copy the id from the route filter's properties.",
		Sources: []Source{resourceIDs},
		Wrong:   "microsoftPeering:\n  routeFilter: null\n  routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeTables/f",
		Right:   "microsoftPeering:\n  routeFilter: null\n  routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/f",
		Check:   func(c *Check) { ids(c, armid.RouteFilter) },
	},
	{
		ID: "port-id", Topic: "Ids", Severity: Error,
		What:    "`portId` is the ARM id of an ExpressRoute Direct port.",
		Why:     "Azure puts the circuit on the port by its id.",
		Fix:     "Copy the id from the ExpressRoute Direct resource's properties.",
		Sources: []Source{resourceIDs, directDoc},
		Wrong:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: my-port, bandwidthInGbps: 10}",
		Right:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}",
		Check:   func(c *Check) { ids(c, armid.Port) },
	},
	{
		ID: "id-subscription", Topic: "Ids", Severity: Error,
		What:    "The subscription in an ARM id is a UUID.",
		Why:     "Azure knows subscriptions by UUID only, and answers a name with InvalidSubscriptionId.",
		Fix:     "Copy the id from the resource's properties; the subscription's display name does not stand in it.",
		Sources: []Source{resourceIDs},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/my-subscription/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		Check: func(c *Check) {
			for typ, v := range referredIDs(c.Spec) {
				if s, ok := Get(c, v); ok {
					if id, err := armid.Parse(s, typ); err == nil && !uuid.MatchString(id.Subscription) {
						c.Report(v.Path, "the subscription%s is not a UUID; copy the id from the resource's properties", Hint(v, " %s", Quote(id.Subscription)))
					}
				}
			}
		},
	},
}

// referredIDs visits every id of an existing resource with the type it should have.
func referredIDs(s *spec.PeeringStack) iter.Seq2[string, spec.Value[string]] {
	return func(yield func(string, spec.Value[string]) bool) {
		if !yield(armid.Circuit, s.CircuitID) {
			return
		}
		if port := portOf(s); port != nil && !yield(armid.Port, port.PortID) {
			return
		}
		if p := s.MicrosoftPeering; p != nil {
			if !yield(armid.RouteFilter, p.RouteFilterID) {
				return
			}
			if p.IPv6 != nil {
				yield(armid.RouteFilter, p.IPv6.RouteFilterID)
			}
		}
	}
}

// ids reports every known id of the type that cannot be read as one.
func ids(c *Check, typ string) {
	for wanted, v := range referredIDs(c.Spec) {
		if wanted != typ {
			continue
		}
		s, ok := Get(c, v)
		if !ok {
			continue
		}
		if _, err := armid.Parse(s, typ); err != nil {
			c.Report(v.Path, "%s is not the id of a %s%s; it looks like %s", Show(v), typ, Hint(v, ": %s", err), armid.Form(typ))
		}
	}
}
