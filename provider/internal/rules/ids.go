package rules

import (
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
		Right:   "circuit: null\ncircuitId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/my-circuit",
		Check:   func(c *Check) { arm(c, c.Spec.CircuitID, armid.Circuit) },
	},
	{
		ID: "route-filter-id", Topic: "Ids", Severity: Error,
		What:    "`routeFilterId` is the ARM id of a route filter.",
		Why:     "Azure attaches the filter by its id.",
		Fix:     "Copy the id from the route filter's properties.",
		Sources: []Source{resourceIDs},
		Wrong:   "microsoftPeering:\n  routeFilter: null\n  routeFilterId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/f",
		Right:   "microsoftPeering:\n  routeFilter: null\n  routeFilterId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeFilters/f",
		Check: func(c *Check) {
			p := c.Spec.MicrosoftPeering
			if p == nil {
				return
			}
			arm(c, p.RouteFilterID, armid.RouteFilter)
			if p.IPv6 != nil {
				arm(c, p.IPv6.RouteFilterID, armid.RouteFilter)
			}
		},
	},
	{
		ID: "port-id", Topic: "Ids", Severity: Error,
		What:    "`portId` is the ARM id of an ExpressRoute Direct port.",
		Why:     "Azure puts the circuit on the port by its id.",
		Fix:     "Copy the id from the ExpressRoute Direct resource's properties.",
		Sources: []Source{resourceIDs, directDoc},
		Wrong:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: my-port, bandwidthInGbps: 10}",
		Right:   "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}",
		Check: func(c *Check) {
			if circuit := c.Spec.Circuit; circuit != nil && circuit.OnPort() {
				arm(c, circuit.ExpressRouteDirect.PortID, armid.Port)
			}
		},
	},
}

// arm reports a known value that is not the id of a resource of the type.
func arm(c *Check, v spec.Value[string], typ string) {
	s, ok := Get(c, v)
	if !ok {
		return
	}
	if _, err := armid.Parse(s, typ); err != nil {
		reason := err.Error()
		if v.Secret {
			reason = "it does not have the form of such an id"
		}
		c.Report(v.Path, "%s is not the id of a %s: %s; it looks like %s", Show(v), typ, reason, armid.Form(typ))
	}
}
