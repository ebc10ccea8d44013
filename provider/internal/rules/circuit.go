package rules

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// Rules on the circuit.
var circuitRules = []Rule{
	{
		ID: "sku-tier", Topic: "Circuit", Severity: Error,
		What:    "`skuTier` is `Standard`, `Premium`, `Local` or `Basic`.",
		Why:     "Azure knows no other tier.",
		Fix:     "Use one of them, in this spelling.",
		Sources: []Source{circuitSpec},
		Wrong:   "circuit: {skuTier: premium}",
		Right:   "circuit: {skuTier: Premium}",
		Check: func(c *Check) {
			if c.Spec.Circuit != nil {
				enum(c, c.Spec.Circuit.SkuTier, "tier", []string{spec.TierStandard, spec.TierPremium, spec.TierLocal, spec.TierBasic})
			}
		},
	},
	{
		ID: "sku-family", Topic: "Circuit", Severity: Error,
		What:    "`skuFamily` is `MeteredData` or `UnlimitedData`.",
		Why:     "Azure knows no other family.",
		Fix:     "Use one of them, in this spelling.",
		Sources: []Source{circuitSpec},
		Wrong:   "circuit: {skuFamily: Metered}",
		Right:   "circuit: {skuFamily: MeteredData}",
		Check: func(c *Check) {
			if c.Spec.Circuit != nil {
				enum(c, c.Spec.Circuit.SkuFamily, "family", []string{spec.MeteredData, spec.UnlimitedData})
			}
		},
	},
}
