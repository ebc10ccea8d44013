package rules

import (
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// CarrierDone is the state of a circuit that its carrier has provisioned.
const CarrierDone = "Provisioned"

// Rules that need more than the configuration: what Azure says of the circuit. They have no Check of their own; the
// functions below run them.
var azureRules = []Rule{
	{
		ID: "circuit-not-found", Topic: "What Azure says", Severity: Error, Structural: true,
		What:    "The circuit of `circuitId` or `adopt.circuitId` exists, in the subscription that the azure-native provider works on; so does an adopted route filter.",
		Why:     "Everything else is built on it.",
		Fix:     "Check the id, and pass a provider of the circuit's subscription in the component's `providers`.",
		Sources: []Source{componentDoc},
		Wrong:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/none",
		Right:   "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/there",
	},
	{
		ID: "location-missing", Topic: "What Azure says", Severity: Warning,
		What:    "A stack that creates its resource group has a `location`, from the input or from `azure-native:location`.",
		Why:     "A group lies in a region, and Azure refuses one without. A provider of the program's own may have a region that cannot be seen from here.",
		Fix:     "Give `location`, or an existing group as `resourceGroupName`, or run `pulumi config set azure-native:location westeurope`.",
		Sources: []Source{{"Manage Azure resource groups", "https://learn.microsoft.com/azure/azure-resource-manager/management/manage-resource-groups-portal#what-is-a-resource-group"}},
		Wrong:   "location: null",
		Right:   "location: westeurope",
	},
	{
		ID: "adopt-mismatch", Topic: "What Azure says", Severity: Error, Structural: true,
		What:    "The program describes what it adopts as Azure has it.",
		Why:     "The update would change a circuit that carries traffic, or replace it.",
		Fix:     "Write into the program what Azure has; the messages name each difference. Change it in a later update.",
		Sources: []Source{importDoc},
		Wrong:   adopting + "privatePeering: {vlanId: 201}",
		Right:   adopting + "privatePeering: {vlanId: 200}",
	},
	{
		ID: "bandwidth-decrease", Topic: "What Azure says", Severity: Error,
		What:    "The bandwidth of a circuit at a carrier does not shrink.",
		Why:     "Azure refuses it, and the attempt can leave the circuit in a failed state that no later update leaves. (Checked where the circuit can be found before the update: with `circuit.name` and `resourceGroupName`.)",
		Fix:     "Keep the bandwidth, or build a second, smaller circuit and move over to it.",
		Sources: []Source{faqDoc, {"terraform-provider-azurerm issue 1039", "https://github.com/hashicorp/terraform-provider-azurerm/issues/1039"}},
		Wrong:   "circuit: {serviceProvider: {bandwidthInMbps: 100}}",
		Right:   "circuit: {serviceProvider: {bandwidthInMbps: 500}}",
	},
	{
		ID: "sku-family-to-metered", Topic: "What Azure says", Severity: Error,
		What:    "`skuFamily` does not change from `UnlimitedData` to `MeteredData`.",
		Why:     "Azure allows the change in the other direction only. (Checked like `bandwidth-decrease`.)",
		Fix:     "Keep `UnlimitedData`, or build a second circuit and move over to it.",
		Sources: []Source{{"Modify an ExpressRoute circuit", "https://learn.microsoft.com/azure/expressroute/expressroute-howto-circuit-portal-resource-manager#modify"}},
		Wrong:   "circuit: {skuFamily: MeteredData}",
		Right:   "circuit: {skuFamily: UnlimitedData}",
	},
	{
		ID: "carrier-global-reach", Topic: "What Azure says", Severity: Error,
		What:    "A Global Reach connection is made once the carrier has provisioned the circuit.",
		Why:     "Azure answers InitiatingCircuitNotProvisioned before. The update stops there; circuit, route filter, peerings and authorizations are in place. A preview warns.",
		Fix:     "Hand the service key to the carrier, and run `pulumi up` again when the circuit is `Provisioned`.",
		Sources: []Source{globalReachDoc},
		Wrong:   onPeer,
		Right:   "privatePeering: {vlanId: 200}",
	},
	{
		ID: "carrier-gateway", Topic: "What Azure says", Severity: Warning,
		What:    "A gateway is connected once the carrier has provisioned the circuit.",
		Why:     "Azure may make the connection before, but it carries nothing, or refuse it.",
		Fix:     "Hand the service key to the carrier. When the circuit is `Provisioned`, see that the connection is up, and run `pulumi up` again if it failed.",
		Sources: []Source{linkVNetDoc},
		Wrong:   onGateway,
		Right:   "privatePeering: {vlanId: 200}",
	},
}

// runAzure runs one rule that needs what Azure says.
func runAzure(s *spec.PeeringStack, id string, check func(*Check)) Verdict {
	rule := azureRules[slices.IndexFunc(azureRules, func(r Rule) bool { return r.ID == id })]
	rule.Check = check
	return run([]Rule{rule}, s)
}

// CarrierGlobalReach says whether new Global Reach connections can be made on a circuit with the id, in the carrier's
// state. Those that exist stay whatever the state is.
func CarrierGlobalReach(s *spec.PeeringStack, circuitID, state string, exists func(name string) bool) Verdict {
	return runAzure(s, "carrier-global-reach", func(c *Check) {
		var waiting []string
		for _, conn := range s.GlobalReachConnections {
			if !exists(conn.Name.V) {
				waiting = append(waiting, Quote(conn.Name.V))
			}
		}
		if state == CarrierDone || len(waiting) == 0 {
			return
		}
		c.Report("globalReachConnections", "%s must wait: the carrier has the circuit as %s, and Azure connects Provisioned circuits only. "+
			"Circuit, route filter, peerings and authorizations are in place. Hand the carrier the service key (az network express-route show --ids %s --query serviceKey), "+
			"and run pulumi up again when the circuit is Provisioned", strings.Join(waiting, ", "), Quote(state), circuitID)
	})
}

// CarrierGateways warns of connections to gateways on a circuit in the carrier's state.
func CarrierGateways(s *spec.PeeringStack, state string) Verdict {
	return runAzure(s, "carrier-gateway", func(c *Check) {
		if g := s.Gateways(); len(g) > 0 && state != CarrierDone {
			c.Report(g[0].Path, "the carrier has the circuit as %s: the gateway connections are made and carry nothing until it is Provisioned, unless Azure refuses them; hand the carrier the service key, and run pulumi up again when it is", Quote(state))
		}
	})
}

// Refused says what of the change from the circuit that Azure has Azure would refuse. A circuit that is to be replaced is
// not changed.
func Refused(s *spec.PeeringStack, azure AzureCircuit) []Finding {
	carrier := s.Circuit.ServiceProvider
	if carrier == nil || azure.PortID != "" ||
		carrier.Name.Known() && !strings.EqualFold(carrier.Name.V, azure.ServiceProvider) ||
		carrier.PeeringLocation.Known() && !strings.EqualFold(carrier.PeeringLocation.V, azure.PeeringLocation) {
		return nil
	}
	verdict := runAzure(s, "bandwidth-decrease", func(c *Check) {
		if mbps, ok := Get(c, carrier.BandwidthInMbps); ok && mbps < azure.BandwidthInMbps {
			c.Report(carrier.BandwidthInMbps.Path, "%s is less than the %d that the circuit has, and Azure takes no bandwidth away; keep %d or more", Show(carrier.BandwidthInMbps), azure.BandwidthInMbps, azure.BandwidthInMbps)
		}
	})
	family := runAzure(s, "sku-family-to-metered", func(c *Check) {
		tier, tierKnown := Get(c, s.Circuit.SkuTier)
		given, known := Get(c, s.Circuit.SkuFamily)
		if (tierKnown || !s.Circuit.SkuTier.Given()) && (known || !s.Circuit.SkuFamily.Given()) &&
			spec.NewSku(tier, given, false).Family == spec.MeteredData && azure.Family == spec.UnlimitedData {
			c.Report("circuit.skuFamily", "the circuit is UnlimitedData, and Azure makes no such circuit metered again; keep UnlimitedData")
		}
	})
	return append(verdict.Errors(), family.Errors()...)
}

// Unlocated warns of a resource group to create that has no region, where none is configured elsewhere.
func Unlocated(s *spec.PeeringStack) Verdict {
	return runAzure(s, "location-missing", func(c *Check) {
		if s.Circuit != nil && !s.Location.Given() && !s.ResourceGroupName.Given() {
			c.Report("location", "no location is given for the new resource group, and azure-native:location is not configured: Azure will refuse it; give location, such as westeurope")
		}
	})
}

// NotFound says that Azure has no resource by the id.
func NotFound(s *spec.PeeringStack, id spec.Value[string], why string) Verdict {
	return runAzure(s, "circuit-not-found", func(c *Check) {
		c.Report(id.Path, "Azure has no such resource: %s; check the id, and that the azure-native provider of this component works on its subscription", why)
	})
}
