package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

const (
	needsOwnCircuit  = "the stack's circuit, which can be found before the update by `circuit.name` and `resourceGroupName`"
	unseenOwnCircuit = "the rule is silent, and Azure refuses the change in the update"
)

// Rules on changes of a circuit that Azure refuses.
var changeRules = []Rule{
	{
		ID: "bandwidth-decrease", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "The bandwidth of a circuit at a carrier is not lowered.",
		Why:     "Azure refuses it, and the attempt can leave the circuit in a failed state that no later update repairs.",
		Fix:     "Keep the bandwidth, or build a second, smaller circuit and move over to it.",
		Needs:   needsOwnCircuit,
		Unseen:  unseenOwnCircuit,
		Sources: []Source{faqDoc, {"terraform-provider-azurerm issue 1039", "https://github.com/hashicorp/terraform-provider-azurerm/issues/1039"}},
		Wrong:   namedCircuit + "circuit: {serviceProvider: {bandwidthInMbps: 100}}\n" + withBandwidth,
		Right:   namedCircuit + "circuit: {serviceProvider: {bandwidthInMbps: 500}}\n" + withBandwidth,
		Check: func(c *Check) {
			circuit, ok := changedCircuit(c)
			if !ok {
				return
			}
			carrier := c.Spec.Circuit.ServiceProvider
			if mbps, ok := Get(c, carrier.BandwidthInMbps); ok && mbps < circuit.BandwidthInMbps {
				c.Report(carrier.BandwidthInMbps.Path, "%s Mbps is less than the %d that the circuit has, and Azure does not lower a bandwidth; keep %d or more", Show(carrier.BandwidthInMbps), circuit.BandwidthInMbps, circuit.BandwidthInMbps)
			}
		},
	},
	{
		ID: "sku-family-to-metered", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "`skuFamily` does not change from `UnlimitedData` to `MeteredData`.",
		Why:     "Azure allows the change in the other direction only.",
		Fix:     "Keep `UnlimitedData`, or build a second circuit and move over to it.",
		Needs:   needsOwnCircuit,
		Unseen:  unseenOwnCircuit,
		Sources: []Source{{"Modify an ExpressRoute circuit", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-circuit-portal-resource-manager#modify"}},
		Wrong:   namedCircuit + "circuit: {skuFamily: MeteredData}\n" + withFamily,
		Right:   namedCircuit + "circuit: {skuFamily: UnlimitedData}\n" + withFamily,
		Check: func(c *Check) {
			circuit, ok := changedCircuit(c)
			if !ok || circuit.Family != spec.UnlimitedData {
				return
			}
			if sku, ok := skuOf(c); ok && sku.Family == spec.MeteredData {
				c.Report(c.At("circuit.skuFamily"), "the circuit is UnlimitedData, and Azure does not make it metered again; keep UnlimitedData")
			}
		},
	},
}

// Examples of a circuit whose name is known, and what Azure has under it.
const (
	namedCircuit  = "resourceGroupName: g\n"
	withBandwidth = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, bandwidthInMbps: 200}}}"
	withFamily    = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, family: UnlimitedData}}}"
)

// changedCircuit is the stack's circuit at a carrier as Azure has it, when the update changes it and does not replace it.
func changedCircuit(c *Check) (*azure.Circuit, bool) {
	if c.Spec.Circuit == nil || c.Spec.Adopt != nil {
		return nil, false
	}
	circuit, found := See(c, c.At("circuit.name"), c.World.Circuit)
	carrier := c.Spec.Circuit.ServiceProvider
	if !found || carrier == nil || circuit.PortID != "" ||
		carrier.Name.Known() && !strings.EqualFold(carrier.Name.V, circuit.ServiceProvider) ||
		carrier.PeeringLocation.Known() && !strings.EqualFold(carrier.PeeringLocation.V, circuit.PeeringLocation) {
		return nil, false
	}
	return circuit, true
}

// skuOf is the circuit's SKU with its defaults, when all that decides on it is known.
func skuOf(c *Check) (spec.Sku, bool) {
	circuit := c.Spec.Circuit
	tier, tierKnown := Get(c, circuit.SkuTier)
	family, familyKnown := Get(c, circuit.SkuFamily)
	return spec.NewSku(tier, family, circuit.OnPort()), (tierKnown || !circuit.SkuTier.Given()) && (familyKnown || !circuit.SkuFamily.Given())
}
