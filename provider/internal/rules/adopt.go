package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
)

var importDoc = Source{"Importing resources in Pulumi", "https://www.pulumi.com/docs/iac/guides/migration/import/"}

const (
	adopting      = "location: westeurope\nresourceGroupName: g\nadopt: {circuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c}\n"
	adoptedFilter = "location: westeurope\nresourceGroupName: g\nadopt: {circuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c, routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/f}\n"
)

// Rules on adoption.
var adoptRules = []Rule{
	{
		ID: "adopt-circuit", Topic: "Adoption", Severity: Error, Structural: true,
		What:    "`adopt` is combined with `circuit`, not with `circuitId`.",
		Why:     "An adopted circuit belongs to the stack from then on, and the program describes it. A circuit given by `circuitId` never belongs to the stack.",
		Fix:     "Describe the circuit in `circuit`, as Azure has it.",
		Sources: []Source{componentDoc, importDoc},
		Wrong:   adopting + "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		Right:   adopting,
		Check: func(c *Check) {
			if c.Spec.Adopt != nil && c.Spec.CircuitID.Given() {
				c.Report(c.At("adopt"), "circuitId is given, and a circuit given by circuitId never belongs to the stack; describe it in circuit instead, as Azure has it")
			}
		},
	},
	{
		ID: "adopt-resource-group", Topic: "Adoption", Severity: Error, Structural: true,
		What:    "With `adopt`, `resourceGroupName` is the resource group of the circuit.",
		Why:     "Without it the next update would create a group and replace the circuit.",
		Fix:     "Set `resourceGroupName`; the message names the group.",
		Sources: []Source{componentDoc},
		Wrong:   adopting + "resourceGroupName: null",
		Right:   adopting,
		Check: func(c *Check) {
			own, ok := ownCircuit(c)
			if c.Spec.Adopt == nil || !ok {
				return
			}
			group, known := Get(c, c.Spec.ResourceGroupName)
			if !c.Spec.ResourceGroupName.Given() || known && !strings.EqualFold(group, own.ResourceGroup) {
				c.Report(c.At("resourceGroupName"), "the circuit to adopt is in the resource group %s; set resourceGroupName to that", Quote(own.ResourceGroup))
			}
		},
	},
	{
		ID: "adopt-location", Topic: "Adoption", Severity: Error, Structural: true,
		What:    "With `adopt`, `location` is given.",
		Why:     "Without it azure-native would choose the location, and any other location than the circuit's would replace the circuit.",
		Fix:     "Set `location` to the circuit's Azure region.",
		Sources: []Source{componentDoc},
		Wrong:   adopting + "location: null",
		Right:   adopting,
		Check: func(c *Check) {
			if c.Spec.Adopt != nil && !c.Spec.Location.Given() {
				c.Report(c.At("location"), "location is required with adopt; give the Azure region of the circuit")
			}
		},
	},
	{
		ID: "adopt-route-filter", Topic: "Adoption", Severity: Error, Structural: true,
		What:    "`adopt.routeFilterId` is given if `microsoftPeering.routeFilter` is given, and only then.",
		Why:     "An update that adopts creates nothing, and what it adopts must be in the program.",
		Fix:     "Give both, or use `microsoftPeering.routeFilterId` for a filter that stays outside the stack.",
		Sources: []Source{componentDoc},
		Wrong:   adopting + "microsoftPeering:\n  routeFilter: {regions: [westeurope]}",
		Right:   adoptedFilter + "microsoftPeering:\n  routeFilter: {regions: [westeurope]}",
		Check: func(c *Check) {
			if c.Spec.Adopt == nil {
				return
			}
			switch inProgram, inAzure := routeFilter(c.Spec) != nil, c.Spec.Adopt.RouteFilterID.Given(); {
			case inProgram && !inAzure:
				c.Report(c.At("adopt"), "microsoftPeering.routeFilter would be created, and an update that adopts creates nothing; give adopt.routeFilterId, or use microsoftPeering.routeFilterId for a filter that stays outside")
			case inAzure && !inProgram:
				c.Report(c.At("adopt.routeFilterId"), "there is no microsoftPeering.routeFilter to describe it; add routeFilter, or leave adopt.routeFilterId out")
			}
			if rule := c.Spec.Adopt.RouteFilterRuleID; rule.Known() {
				id, err := armid.Parse(rule.V, armid.RouteFilterRule)
				if err == nil && !armid.Same(id.Parent().String(), c.Spec.Adopt.RouteFilterID.V) {
					c.Report(rule.Path, "it is not a rule of the filter adopt.routeFilterId; give the rule of that filter, or leave adopt.routeFilterRuleId out")
				}
			}
		},
	},
}
