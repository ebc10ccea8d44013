package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Bandwidths that Azure offers: at carriers in Mbps, on ports of 10, 100 and 400 Gbps in Gbps.
var (
	carrierBandwidths = []int{50, 100, 200, 500, 1000, 2000, 5000, 10000}
	portBandwidths    = []float64{1, 2, 5, 10, 40, 100, 200, 400}
)

const portOffers = "a 10 Gbps port offers 1, 2, 5 and 10, a 100 Gbps port 5, 10, 40 and 100, a 400 Gbps port 5, 10, 40, 100, 200 and 400"

// localFrom is the smallest bandwidth in Mbps that carriers offer for Local circuits.
const localFrom = 1000

// Rules on the circuit.
var circuitRules = []Rule{
	{
		ID: "sku-tier", Topic: "Circuit", Severity: Error,
		What:    "`skuTier` is `Standard`, `Premium`, `Local` or `Basic`.",
		Why:     "Azure has no other tiers.",
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
		Why:     "Azure has no other families.",
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
	{
		ID: "sku-tier-basic", Topic: "Circuit", Severity: Warning,
		What:    "`skuTier` is not `Basic`.",
		Why:     "The API accepts the tier, but Azure does not offer it.",
		Fix:     "Use `Standard`, or `Local` if you need only the regions next to the peering location.",
		Sources: []Source{circuitSpec, faqDoc},
		Wrong:   "circuit: {skuTier: Basic}",
		Right:   "circuit: {skuTier: Standard}",
		Check: func(c *Check) {
			if c.Spec.Circuit != nil {
				if tier, ok := Get(c, c.Spec.Circuit.SkuTier); ok && tier == spec.TierBasic {
					c.Report(c.Spec.Circuit.SkuTier.Path, "Azure does not offer the tier %s; use Standard, Local or Premium", Show(c.Spec.Circuit.SkuTier))
				}
			}
		},
	},
	{
		ID: "local-metered", Topic: "Circuit", Severity: Warning,
		What:    "A Local circuit at a carrier is `UnlimitedData`.",
		Why:     "Outbound data is included in the price of Local, so there is nothing to meter. No source says that Azure refuses the combination.",
		Fix:     "Leave `skuFamily` out, or set it to `UnlimitedData`.",
		Sources: []Source{faqDoc},
		Wrong:   "circuit: {skuTier: Local, skuFamily: MeteredData, serviceProvider: {bandwidthInMbps: 1000}}",
		Right:   "circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}",
		Check: func(c *Check) {
			circuit := c.Spec.Circuit
			if circuit == nil || circuit.ServiceProvider == nil {
				return
			}
			tier, tierKnown := Get(c, circuit.SkuTier)
			family, familyKnown := Get(c, circuit.SkuFamily)
			if tierKnown && familyKnown && tier == spec.TierLocal && family == spec.MeteredData {
				c.Report(circuit.SkuFamily.Path, "%s is unusual for a Local circuit at a carrier, because outbound data is included in its price; leave skuFamily out or use UnlimitedData", Show(circuit.SkuFamily))
			}
		},
	},
	{
		ID: "direct-unlimited", Topic: "Circuit", Severity: Warning,
		What:    "A circuit on an ExpressRoute Direct port is created as `MeteredData`.",
		Why:     "Microsoft's pages conflict. Those of 2018 to 2024 say that a circuit on a port can only be created as metered and be changed to unlimited later. The page of March 2026 says that the port itself has a `billingType`, which can be changed either way.",
		Fix:     "Leave `skuFamily` out for the first update and set it in a later one, or set the `billingType` of the port.",
		Sources: []Source{{"Configure ExpressRoute Direct", "https://learn.microsoft.com/azure/expressroute/how-to-expressroute-direct-portal"}, directDoc, {"azure-docs issue 87309", "https://github.com/MicrosoftDocs/azure-docs/issues/87309"}},
		Wrong:   "circuit:\n  skuFamily: UnlimitedData\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}",
		Right:   "circuit:\n  skuFamily: MeteredData\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}",
		Check: func(c *Check) {
			if circuit := c.Spec.Circuit; circuit != nil && circuit.OnPort() {
				if family, ok := Get(c, circuit.SkuFamily); ok && family == spec.UnlimitedData {
					c.Report(circuit.SkuFamily.Path, "%s may be refused when a circuit on a port is created: Microsoft's pages conflict, and newer ones put the billing type on the port; create the circuit as MeteredData and change it later, or set the port's billingType", Show(circuit.SkuFamily))
				}
			}
		},
	},
	{
		ID: "carrier-bandwidth", Topic: "Circuit", Severity: Error, Ageing: true,
		What:    "`bandwidthInMbps` is 50, 100, 200, 500, 1000, 2000, 5000 or 10000.",
		Why:     "These are the bandwidths that Azure offers at carriers. Each carrier offers some of them.",
		Fix:     "Use the next higher bandwidth that the carrier offers. The bandwidth of a circuit can be raised later, and never lowered.",
		Sources: []Source{faqDoc},
		Wrong:   "circuit: {serviceProvider: {bandwidthInMbps: 300}}",
		Right:   "circuit: {serviceProvider: {bandwidthInMbps: 500}}",
		Check: func(c *Check) {
			carrier := carrierOf(c.Spec)
			if carrier == nil {
				return
			}
			if mbps, ok := Get(c, carrier.BandwidthInMbps); ok && !slices.Contains(carrierBandwidths, mbps) {
				c.Report(carrier.BandwidthInMbps.Path, "carriers do not offer %s Mbps; they offer 50, 100, 200, 500, 1000, 2000, 5000 and 10000%s", Show(carrier.BandwidthInMbps),
					Hint(carrier.BandwidthInMbps, "%s", nextUp(mbps)))
			}
		},
	},
	{
		ID: "local-bandwidth", Topic: "Circuit", Severity: Warning,
		What:    "A Local circuit at a carrier has at least 1000 Mbps.",
		Why:     "Carriers offer Local circuits from 1 Gbps. Microsoft's own pages do not say so.",
		Fix:     "Use 1000 Mbps or more, or another tier.",
		Sources: []Source{{"DE-CIX, FAQ DirectCLOUD for Microsoft Azure", "https://docs.de-cix.net/article/fmlyb9nzi3-faq-direct-cloud-for-microsoft-azure"}, faqDoc},
		Wrong:   "circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 500}}",
		Right:   "circuit: {skuTier: Local, serviceProvider: {bandwidthInMbps: 1000}}",
		Check: func(c *Check) {
			carrier := carrierOf(c.Spec)
			if carrier == nil {
				return
			}
			tier, tierKnown := Get(c, c.Spec.Circuit.SkuTier)
			mbps, known := Get(c, carrier.BandwidthInMbps)
			if tierKnown && known && tier == spec.TierLocal && mbps < localFrom {
				c.Report(carrier.BandwidthInMbps.Path, "%s Mbps is less than carriers offer for Local circuits; use %d or more, or use another tier", Show(carrier.BandwidthInMbps), localFrom)
			}
		},
	},
	{
		ID: "carrier-text", Topic: "Circuit", Severity: Error,
		What:    "The carrier's `name` and `peeringLocation` are not empty, and have no white space before or after them.",
		Why:     "Azure compares them with its list of service providers, apart from letter case.",
		Fix:     "Copy both from `az network express-route list-service-providers`.",
		Sources: []Source{{"List ExpressRoute service providers", "https://learn.microsoft.com/rest/api/expressroute/express-route-service-providers/list"}},
		Wrong:   "circuit: {serviceProvider: {peeringLocation: ' Amsterdam'}}",
		Right:   "circuit: {serviceProvider: {peeringLocation: Amsterdam}}",
		Check: func(c *Check) {
			if carrier := carrierOf(c.Spec); carrier != nil {
				text(c, carrier.Name, "a carrier as Azure lists it, such as Equinix")
				text(c, carrier.PeeringLocation, "a peering location as Azure lists it, such as Amsterdam")
			}
		},
	},
	{
		ID: "location-text", Topic: "Circuit", Severity: Error,
		What:    "`location` is not empty, and has no white space before or after it.",
		Why:     "It names an Azure region. If it is left out, azure-native's own setting decides.",
		Fix:     "Give a region such as `westeurope`, or leave it out.",
		Sources: []Source{circuitSpec},
		Wrong:   "location: ''",
		Right:   "location: westeurope",
		Check: func(c *Check) {
			text(c, c.Spec.Location, "an Azure region, such as westeurope, or leave location out")
		},
	},
	{
		ID: "port-bandwidth-positive", Topic: "Circuit", Severity: Error,
		What:    "`bandwidthInGbps` is more than 0.",
		Why:     "A circuit without bandwidth carries no traffic.",
		Fix:     "Use 1, 2, 5, 10, 40, 100, 200 or 400.",
		Sources: []Source{directDoc},
		Wrong:   "circuit: {expressRouteDirect: {bandwidthInGbps: 0}}",
		Right:   "circuit: {expressRouteDirect: {bandwidthInGbps: 1}}",
		Check: func(c *Check) {
			if port := portOf(c.Spec); port != nil {
				if gbps, ok := Get(c, port.BandwidthInGbps); ok && gbps <= 0 {
					c.Report(port.BandwidthInGbps.Path, "%s Gbps is not a bandwidth; %s", Show(port.BandwidthInGbps), portOffers)
				}
			}
		},
	},
	{
		ID: "port-bandwidth", Topic: "Circuit", Severity: Warning, Ageing: true,
		What:    "`bandwidthInGbps` is 1, 2, 5, 10, 40, 100, 200 or 400.",
		Why:     "Azure offers 1, 2, 5 and 10 on a 10 Gbps port; 5, 10, 40 and 100 on a 100 Gbps port; and 5, 10, 40, 100, 200 and 400 on a 400 Gbps port. The speed of the port is not known here.",
		Fix:     "Use a bandwidth that the port offers.",
		Sources: []Source{directDoc},
		Wrong:   "circuit: {expressRouteDirect: {bandwidthInGbps: 3}}",
		Right:   "circuit: {expressRouteDirect: {bandwidthInGbps: 40}}",
		Check: func(c *Check) {
			if port := portOf(c.Spec); port != nil {
				if gbps, ok := Get(c, port.BandwidthInGbps); ok && gbps > 0 && !slices.Contains(portBandwidths, gbps) {
					c.Report(port.BandwidthInGbps.Path, "%s Gbps is not offered on ports; %s", Show(port.BandwidthInGbps), portOffers)
				}
			}
		},
	},
}

// isUUID reports whether a text has the form 00000000-0000-0000-0000-000000000000.
func isUUID(s string) bool {
	const form = "00000000-0000-0000-0000-000000000000"
	if len(s) != len(form) {
		return false
	}
	for i := range len(form) {
		hex := '0' <= s[i] && s[i] <= '9' || 'a' <= s[i] && s[i] <= 'f' || 'A' <= s[i] && s[i] <= 'F'
		if form[i] == '-' && s[i] != '-' || form[i] == '0' && !hex {
			return false
		}
	}
	return true
}

func carrierOf(s *spec.PeeringStack) *spec.ServiceProvider {
	if s.Circuit == nil {
		return nil
	}
	return s.Circuit.ServiceProvider
}

func portOf(s *spec.PeeringStack) *spec.ExpressRouteDirect {
	if s.Circuit == nil {
		return nil
	}
	return s.Circuit.ExpressRouteDirect
}

// nextUp proposes the next bandwidth that is offered.
func nextUp(mbps int) string {
	for _, offered := range carrierBandwidths {
		if offered > mbps {
			return fmt.Sprintf("; the next higher one is %d", offered)
		}
	}
	return ""
}

// text reports a known text that is empty or has white space around it.
func text(c *Check, v spec.Value[string], wanted string) {
	s, ok := Get(c, v)
	switch {
	case !ok:
	case strings.TrimSpace(s) == "":
		c.Report(v.Path, "the value is empty; give %s", wanted)
	case strings.TrimSpace(s) != s:
		c.Report(v.Path, "%s has white space before or after it; give %s", Show(v), wanted)
	}
}
