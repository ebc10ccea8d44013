package rules

import (
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/geography"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// at is a circuit of a carrier at a peering location.
func at(carrier, location string) string {
	return fmt.Sprintf("circuit: {serviceProvider: {name: %q, peeringLocation: %q, bandwidthInMbps: 1000}}\n", carrier, location)
}

// tiered is a circuit of Equinix of a tier.
func tiered(tier, location string) string {
	return fmt.Sprintf("circuit: {skuTier: %s, serviceProvider: {peeringLocation: %q, bandwidthInMbps: 1000}}\n", tier, location)
}

// filtering is a route filter with regions and communities, and connections to gateways with their locations.
func filtering(regions, communities string) string {
	return "microsoftPeering: {routeFilter: {services: null, regions: [" + regions + "], communities: [" + communities + "]}}\n"
}

// seen says what Azure has of one kind, for the end of a configuration.
func seen(what, facts string) string { return "\nazure: {" + what + ": {" + facts + "}}" }

const (
	placeOf  = "circuit.serviceProvider.peeringLocation"
	region0  = "microsoftPeering.routeFilter.regions[0]"
	region1  = "microsoftPeering.routeFilter.regions[1]"
	value0   = "microsoftPeering.routeFilter.communities[0]"
	service0 = "microsoftPeering.routeFilter.services[0]"
)

func init() {
	maps.Copy(boundaries, map[string][]struct {
		change string
		paths  []string
	}{
		"peering-location-unknown": {
			{at("Equinix", "Amsterdm"), []string{placeOf}},
			{at("Equinix", "West Europe"), []string{placeOf}},
			{at("Equinix", "swedensouth"), []string{placeOf}},
			{at("Equinix", "Metro Amsterdam"), []string{placeOf}},
			{at("Equinix", "AMSTERDAM"), nil},
			{at("Equinix", "Hong Kong SAR"), nil},
			{at("Equinix", "Timbuktu"), nil},
			{at("Equinix", "Osaka2"), nil},
			{at("Equinix", " Amsterdam"), nil},
			{"location: chinanorth\n" + at("China Telecom", "Beijing 2"), []string{placeOf}},
			{at("Equinix", "Shanghai"), nil},
			{"circuit: {serviceProvider: {peeringLocation: !unknown x}}", nil},
			{"circuit: null\ncircuitId: x", nil},
		},
		"carrier-unknown": {
			{at("Megaprot", "Amsterdam"), []string{"circuit.serviceProvider.name"}},
			{at("megaport", "Amsterdam"), nil},
			{at("A New Carrier", "Amsterdam"), nil},
			{at("Interxion", "Amsterdam"), nil},
			{at("Equinx ", "Amsterdam"), nil},
			{"circuit: {serviceProvider: {name: !unknown x}}", nil},
			{"circuit: null\ncircuitId: x", nil},
		},
		"carrier-location": {
			{at("Equinix", "Brussels"), []string{placeOf}},
			{at("China Unicom", "Amsterdam"), []string{placeOf}},
			{at("Equinix", "amsterdam metro"), nil},
			{at("Zayo", "Silicon Valley Metro"), nil}, // announced
			{at("Zayo", "Phoenix Metro"), []string{placeOf}},
			{at("Equinix", "New York2"), nil}, // nobody lists who is there
			{at("Telia Carrier", "Stockholm"), nil},
			{at("Telia Carrier", "Madrid"), []string{placeOf}},
			{at("Oracle Cloud FastConnect", "Brussels"), nil},
			{at("Equinix", "Nowhere"), nil},
			{at("Verizon", "New York"), nil}, // in the US Government cloud
			{"location: eastus\n" + at("Verizon", "New York"), []string{placeOf}},
			{"location: usgovvirginia\n" + at("Verizon", "New York"), nil},
			{"location: usgovvirginia\n" + at("Internet2", "Chicago"), []string{placeOf}},
			{"circuit: {serviceProvider: {name: !unknown x, peeringLocation: Brussels}}", nil},
			{"circuit: {serviceProvider: {name: Equinix, peeringLocation: !unknown x}}", nil},
			{"circuit: null\ncircuitId: x", nil},
		},
		"location-unknown": {
			{"location: westeurop", []string{"location"}},
			{"location: europewest", []string{"location"}},
			{"location: Amsterdam", []string{"location"}},
			{"location: Atlanta", nil},
			{"location: WESTEUROPE", nil},
			{"location: West Europe", nil},
			{"location: eastus3", nil},
			{"location: ' westeurop'", nil},
			{"location: !unknown x", nil},
			{toGateways("location: nortehurope", "location: North Europe", "location: !unknown x"), []string{gw0 + ".location"}},
		},
		"clouds-mixed": {
			{"location: westeurope\n" + filtering("usgovvirginia, westeurope", ""), []string{region0}},
			{"location: usgovvirginia\n" + filtering("usgovvirginia, westeurope", "'12076:51301'"), []string{value0, region1}},
			{"location: chinaeast\n" + at("Equinix", "Amsterdam"), []string{placeOf}},
			{"location: chinaeast\n" + at("China Telecom", "Shanghai"), nil},
			{"microsoftPeering: null\nlocation: usgovvirginia\n" + at("Equinix", "Silicon Valley"), nil},
			{at("Equinix", "Amsterdam") + filtering("chinaeast", ""), []string{region0}},
			{at("Equinix", "Silicon Valley") + filtering("usgovvirginia", ""), []string{region0}},
			{at("China Telecom", "Shanghai") + filtering("chinaeast", ""), nil},
			{"circuit: null\ncircuitId: x\n" + filtering("usgovvirginia, westeurope", ""), []string{region1}},
			{"circuit: null\ncircuitId: x\n" + filtering("usgovvirginia", "'12076:51106'"), nil},
			{"circuit: {serviceProvider: {peeringLocation: Nowhere}}\n" + filtering("westeurope", "'12076:5070'"), nil},
			{"location: westeurope\nmicrosoftPeering: {routeFilter: {services: [ExchangeOnlineGovernment, AzureResourceManager]}}", []string{service0}},
			{"location: usgovvirginia\nmicrosoftPeering: {routeFilter: {services: [AzureActiveDirectory, AzureResourceManager, AzureActiveDirectoryGovernment]}}", []string{service0}},
			{"location: usgovvirginia\nmicrosoftPeering: {routeFilter: {services: null, communities: ['12076:5010']}}", []string{value0}},
			{"location: chinaeast\ncircuit: {serviceProvider: {peeringLocation: Shanghai}}\nmicrosoftPeering: {routeFilter: {services: [ExchangeOnline, AzureActiveDirectory]}}", []string{service0}},
			{"location: westeurope\n" + toGateways("location: usgovtexas", "location: eastus", "location: !unknown x"), []string{gw0 + ".location"}},
			{"location: !unknown x\ncircuit: {serviceProvider: {peeringLocation: !unknown x}}\n" + filtering("!unknown x", ""), nil},
			{"microsoftPeering: null\nlocation: westeurope", nil},
		},
		"local-not-offered": {
			{tiered("Local", "Atlanta"), []string{placeOf}},
			{tiered("Local", "Brussels"), []string{placeOf}},
			{tiered("Local", "Brussels Metro"), nil},
			{tiered("Local", "Amsterdam"), nil},
			{tiered("Local", "New York2"), nil}, // nobody says
			{tiered("Local", "Nowhere"), nil},
			{tiered("Standard", "Atlanta"), nil},
			{tiered("!unknown x", "Atlanta"), nil},
			{"location: usgovvirginia\n" + tiered("Local", "Chicago"), []string{placeOf}},
			{tiered("Local", "Chicago"), nil},
		},
		"local-reach": {
			{tiered("Local", "Amsterdam") + filtering("westeurope, northeurope", "'12076:52003', '12076:51002'"), []string{value0, region1}},
			{tiered("Local", "Washington DC") + filtering("eastus, eastus2, usgovvirginia", ""), nil},
			{tiered("Local", "Atlanta") + filtering("eastus", ""), nil},
			{tiered("Standard", "Amsterdam") + filtering("northeurope", ""), nil},
			{tiered("Local", "Amsterdam") + toGateways("location: North Europe", "location: West Europe", "location: !unknown x", ""), []string{gw0 + ".location"}},
			{"location: northeurope\n" + tiered("Local", "Amsterdam"), nil}, // the circuit's own region does not matter
			{tiered("Local", "Amsterdam") + toGateways("", "") + seen("gateways", exampleGateway+"0: {found: {location: northeurope}}, "+exampleGateway+"1: {found: {location: westeurope}}"), []string{gw0 + ".virtualNetworkGatewayId"}},
			{tiered("Local", "Amsterdam") + toWAN("expressRouteGatewayId: "+wanGateway) + seen("gateways", wanGateway+": {found: {location: northeurope}}"), []string{wan0 + ".expressRouteGatewayId"}},
			{tiered("Local", "Amsterdam") + toGateways("location: westeurope") + seen("gateways", exampleGateway+"0: {found: {location: northeurope}}"), nil}, // what the program says goes
			{tiered("Local", "Amsterdam") + toGateways("", "") + seen("gateways", exampleGateway+"0: {denied: x}, "+exampleGateway+"1: {missing: x}"), nil},
			{onCircuit + filtering("northeurope", "") + seen("circuit", "found: {tier: Local, peeringLocation: Amsterdam}"), []string{region0}},
			{onCircuit + filtering("northeurope", "") + seen("circuit", "found: {tier: Premium, peeringLocation: Amsterdam}"), nil},
			{onCircuit + filtering("northeurope", "") + seen("circuit", "found: {tier: Local, portId: p}"), nil},
			{onCircuit + filtering("northeurope", "") + seen("circuit", "denied: x"), nil},
		},
		"standard-reach": {
			{tiered("Standard", "Amsterdam") + filtering("northeurope, eastus", "'12076:55004'"), []string{value0, region1}},
			{tiered("null", "Amsterdam") + filtering("eastus", ""), []string{region0}},
			{tiered("Premium", "Amsterdam") + filtering("eastus", ""), nil},
			{tiered("!unknown x", "Amsterdam") + filtering("eastus", ""), nil},
			{tiered("Standard", "Timbuktu") + filtering("eastus", ""), nil},
			{tiered("Standard", "Jakarta") + filtering("", "'12076:51049'"), []string{value0}},
			{tiered("Standard", "Amsterdam") + filtering("", "'12076:51048'"), nil}, // Sweden South is in no row of the table
			{tiered("Standard", "Amsterdam") + filtering("usgovvirginia", ""), nil},
			{"location: usgovvirginia\n" + tiered("Standard", "Chicago") + filtering("usgovtexas", ""), nil},
			{tiered("Standard", "Amsterdam") + toGateways("location: eastus", "location: uksouth"), []string{gw0 + ".location"}},
			{"location: eastus\n" + tiered("Standard", "Amsterdam"), nil},
			{tiered("Standard", "Amsterdam") + toGateways("") + seen("gateways", exampleGateway+"0: {found: {location: eastus}}"), []string{gw0 + ".virtualNetworkGatewayId"}},
			{tiered("Standard", "Amsterdam") + toGateways("") + seen("gateways", exampleGateway+"0: {found: {location: uksouth}}"), nil},
			{onCircuit + toGateways("") + "\nazure: {circuit: {found: {tier: Standard, peeringLocation: Amsterdam}}, gateways: {" + exampleGateway + "0: {found: {location: eastus}}}}", []string{gw0 + ".virtualNetworkGatewayId"}},
			{onCircuit + filtering("usgovtexas, usgovvirginia", "") + seen("circuit", "found: {tier: Standard, peeringLocation: Chicago, location: usgovvirginia}"), nil},
		},
		"global-reach-place": {
			{at("Equinix", "Santiago") + reach(""), []string{placeOf}},
			{at("Equinix", "Cape Town") + reach(""), []string{placeOf}},
			{at("Equinix", "Johannesburg") + reach(""), nil},
			{at("Equinix", "Nowhere") + reach(""), nil},
			{at("Equinix", "Santiago"), nil},
			{"location: chinaeast\n" + at("China Telecom", "Shanghai") + reach(""), nil}, // nobody says
			{at("Equinix", "Amsterdam") + reach("", "") + seen("peers", examplePeer+"0: {found: {peeringLocation: Doha}}, "+examplePeer+"1: {found: {peeringLocation: Osaka}}"), []string{conn0 + ".peerCircuitId"}},
			{at("Equinix", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Nowhere}}"), nil},
			{onCircuit + reach("") + seen("circuit", "found: {peeringLocation: Bangkok}"), []string{"circuitId"}},
			{onCircuit + seen("circuit", "found: {peeringLocation: Bangkok}"), nil},
		},
		"global-reach-same-location": {
			{at("Equinix", "Amsterdam") + reach("", "") + seen("peers", examplePeer+"0: {found: {peeringLocation: AMSTERDAM}}, "+examplePeer+"1: {found: {peeringLocation: Amsterdam2}}"), []string{conn0 + ".peerCircuitId"}},
			{at("Equinix", "A New Place") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: A New Place}}"), []string{conn0 + ".peerCircuitId"}},
			{at("Equinix", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {portId: p}}"), nil},
			{at("Equinix", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {denied: x}"), nil},
			{"circuit: {serviceProvider: {peeringLocation: !unknown x}}\n" + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Amsterdam}}"), nil},
			{onCircuit + reach("") + "\nazure: {circuit: {found: {peeringLocation: Osaka}}, peers: {" + examplePeer + "0: {found: {peeringLocation: Osaka}}}}", []string{conn0 + ".peerCircuitId"}},
			{onCircuit + reach("") + "\nazure: {circuit: {found: {portId: p}}, peers: {" + examplePeer + "0: {found: {portId: q}}}}", nil},
			{examplePort + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Osaka}}"), nil},
		},
		"global-reach-premium": {
			{tiered("Standard", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Osaka, tier: Premium}}"), []string{conn0 + ".peerCircuitId"}},
			{tiered("Premium", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Osaka, tier: Standard}}"), []string{conn0 + ".peerCircuitId"}},
			{tiered("Premium", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Osaka, tier: Premium}}"), nil},
			{tiered("Standard", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: London, tier: Standard}}"), nil},
			{tiered("Standard", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: A New Place, tier: Standard}}"), nil},
			{tiered("!unknown x", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Osaka, tier: Standard}}"), nil},
			{onCircuit + reach("") + "\nazure: {circuit: {found: {peeringLocation: Osaka, tier: Standard}}, peers: {" + examplePeer + "0: {found: {peeringLocation: London, tier: Premium}}}}", []string{conn0 + ".peerCircuitId"}},
			{tiered("Standard", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {denied: x}"), nil},
		},
	})
}

// Every place and every pair of carrier and place that Microsoft's tables have is accepted in silence.
func TestListedPlacesAndCarriersAreAcceptedInSilence(t *testing.T) {
	listed, err := os.ReadFile("../geography/testdata/listed.tsv")
	require.NoError(t, err)
	regions := map[geography.Cloud]string{geography.Public: "westeurope", geography.Government: "usgovvirginia", geography.China: "chinaeast"}
	count := map[string]int{}
	for line := range strings.Lines(string(listed)) {
		f := append(strings.Split(strings.TrimSpace(line), "\t"), "A carrier that nobody lists")
		for _, location := range []string{"", "location: " + regions[geography.Cloud(f[1])] + "\n"} {
			for _, write := range []func(string) string{func(s string) string { return s }, strings.ToLower} {
				s := spectest.Spec(spectest.Overlay(spectest.Tree("privatePeering: {peerASN: 200, vlanId: 200, primaryPeerAddressPrefix: 192.168.16.252/30, secondaryPeerAddressPrefix: 192.168.18.252/30}"),
					spectest.Tree(location+at(write(f[3]), write(f[2])))))
				require.Empty(t, Run(s).Findings, line)
			}
		}
		count[f[0]]++
	}
	assert.Equal(t, map[string]int{"location": 149, "pair": 959}, count)
}

// What recorded traffic and public programs use is accepted in silence, whatever the lists say of it.
func TestNamesSeenInUseAreAcceptedInSilence(t *testing.T) {
	for _, location := range []string{
		"Hong Kong SAR", "Bogota", "Newport", "Queretaro", "Area51", "Denver Test", "Boydton 1 DC", "boydton 1 dc", "Silicon Valley Test", "Sao Paulo Test", "Equinix-Ashburn-DC2", "Copenhagen2",
	} {
		assert.Empty(t, Run(spectest.Spec(spectest.OnValid(at("Equinix", location)))).Findings, location)
	}
	for _, carrier := range []string{
		"IIJ", "SingTel Domestic", "Level 3 Communications - Exchange", "Oracle Cloud FastConnect", "Microsoft ER Test", "Ibiza Test Provider", "Test Provider NW", "Test Provider With Charges",
		"bvtazureixp01", "bvtcustomerixp01", "Internet Solutions Test", "Equinix Test", "Coresite Test", "CenturyLink Test", "CenturyLink", "Interxion", "CDC", "equinix",
	} {
		for _, location := range []string{"Silicon Valley", "London", "Denver Test"} {
			assert.Empty(t, Run(spectest.Spec(spectest.OnValid(at(carrier, location)))).Findings, "%s at %s", carrier, location)
		}
	}
}

func TestGeographyProposesWhatIsListed(t *testing.T) {
	for change, want := range map[string]string{
		at("Equinix", "westeurope"):                                      `"westeurope" is an Azure region, and a peering location is expected here; the peering locations next to it are Amsterdam, Amsterdam2 and Amsterdam Metro (as of 2026-05-10) [peering-location-unknown]`,
		at("Equinix", "swedensouth"):                                     `"swedensouth" is an Azure region, and a peering location is expected here; see az network express-route list-service-providers (as of 2026-05-10) [peering-location-unknown]`,
		at("Megaport", "Brussels Metro"):                                 "",
		at("Telia Carrier", "Madrid"):                                    `Microsoft does not list the carrier "Telia Carrier" at "Madrid" (as of 2026-05-10); it lists the carrier at Amsterdam, Frankfurt, London, Oslo, Paris, Stockholm, Stockholm Metro, Vienna Metro and 7 more [carrier-location]`,
		at("AARNet", "Perth"):                                            `Microsoft does not list the carrier "AARNet" at "Perth" (as of 2026-05-10); it lists the carrier at Melbourne, Sydney and Sydney2 [carrier-location]`,
		at("Airtel", "Amsterdam"):                                        `Microsoft does not list the carrier "Airtel" at "Amsterdam" (as of 2026-05-10); it lists the carrier at Chennai2, Mumbai2 and Pune [carrier-location]`,
		"location: Amsterdam":                                            `"Amsterdam" is a peering location, and an Azure region is expected here; the region next to it is westeurope [location-unknown]`,
		tiered("Local", "Brussels"):                                      `Microsoft does not list Local at "Brussels" (as of 2026-05-10); use Standard, or the peering location Brussels Metro, which has Local to belgiumcentral [local-not-offered]`,
		tiered("Local", "Atlanta"):                                       `Microsoft does not list Local at "Atlanta" (as of 2026-05-10); use Standard [local-not-offered]`,
		tiered("Local", "Amsterdam") + filtering("eastus", ""):           `the route filter has "eastus", and a Local circuit at "Amsterdam" reaches only westeurope (as of 2026-05-10); use Premium, or remove it [local-reach]`,
		tiered("Standard", "Amsterdam") + filtering("eastus", ""):        `the route filter has "eastus", and a Standard circuit at "Amsterdam" reaches only the regions of Europe (as of 2025-11-02); use Premium, or remove it [standard-reach]`,
		"location: usgovvirginia\n" + filtering("", "'12076:5060'"):      `12076:5060 is for the public Azure cloud, and location "usgovvirginia" is in Azure US Government; use 12076:5160 [clouds-mixed]`,
		at("Equinix", "Silicon Valley") + filtering("usgovvirginia", ""): `"usgovvirginia" is in Azure US Government, and the peering location "Silicon Valley", without a location that says otherwise, is in the public Azure cloud; nothing connects the two clouds, so use names of one cloud [clouds-mixed]`,
		at("Equinix", "Santiago") + reach(""):                            `the circuit is at "Santiago", in Chile, and Microsoft does not offer Global Reach there (list as of 2025-04-09); remove the Global Reach connections, or place the circuit elsewhere [global-reach-place]`,
	} {
		var texts []string
		for _, f := range judged(change) {
			if strings.HasPrefix(f.Path, "circuit.serviceProvider") || strings.HasPrefix(f.Path, "microsoftPeering.routeFilter") || f.Path == "location" {
				assert.Equal(t, Warning, f.Severity)
				if !strings.Contains(want, "[carrier-location]") && f.Rule == "carrier-location" {
					continue // Equinix is not everywhere
				}
				texts = append(texts, f.Text())
			}
		}
		assert.Equal(t, want, strings.Join(texts, "\n"), change)
	}
}

func TestWhatIsSecretInAPlaceIsNotShown(t *testing.T) {
	for _, change := range []string{
		"circuit: {serviceProvider: {name: Equinix, peeringLocation: !secret Amsterdm}}",
		"circuit: {serviceProvider: {name: !secret Equinx, peeringLocation: Amsterdam}}",
		"circuit: {serviceProvider: {name: !secret Equinix, peeringLocation: Brussels}}",
		"circuit: {serviceProvider: {name: Equinix, peeringLocation: !secret Brussels}}",
		"circuit: {skuTier: Local, serviceProvider: {name: Equinix, peeringLocation: !secret Atlanta, bandwidthInMbps: 1000}}",
		"circuit: {skuTier: Standard, serviceProvider: {peeringLocation: !secret Amsterdam}}\n" + filtering("eastus", ""),
		"circuit: {skuTier: Standard, serviceProvider: {peeringLocation: Amsterdam}}\n" + filtering("!secret eastus", ""),
		"location: !secret westeurop",
		"circuit: {serviceProvider: {peeringLocation: !secret Santiago}}\n" + reach(""),
	} {
		findings := judged(change)
		require.NotEmpty(t, findings, change)
		secret := strings.Fields(change[strings.Index(change, "!secret ")+len("!secret "):])[0]
		for _, f := range findings {
			assert.NotContains(t, f.Text(), strings.Trim(secret, ",}]"), change)
			assert.Contains(t, f.Text(), "the secret value", change)
			for _, hint := range []string{"did you mean", "regions of Europe", "Chile"} {
				if strings.Contains(f.Text(), hint) {
					assert.NotContains(t, change, "peeringLocation: !secret", f.Text())
				}
			}
		}
	}
}

func TestWhatIsSaidOfTheOtherEndOfGlobalReach(t *testing.T) {
	for change, want := range map[string]string{
		tiered("Standard", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Osaka, tier: Standard}}"): `the connection leads from "Amsterdam" (Europe) to "Osaka" (Japan), and across geopolitical regions (as of 2025-11-02) both circuits must be Premium; this circuit is Standard and the other circuit is Standard [global-reach-premium]`,
		at("Equinix", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Doha, tier: Premium}}"):        `the other circuit is at "Doha", in Qatar, and Microsoft does not offer Global Reach there (list as of 2025-04-09); remove the connection [global-reach-place]`,
		at("Equinix", "Amsterdam") + reach("") + seen("peers", examplePeer+"0: {found: {peeringLocation: Amsterdam, tier: Premium}}"):   `both circuits are at the peering location "Amsterdam", and Global Reach connects circuits at different locations only; connect a circuit at another location [global-reach-same-location]`,
	} {
		var texts []string
		for _, f := range judged(change) {
			if strings.HasPrefix(f.Path, conn0) {
				assert.Equal(t, Warning, f.Severity)
				texts = append(texts, f.Text())
			}
		}
		assert.Equal(t, []string{want}, texts, change)
	}
}

// A value that is not known yet is noted once, however many rules ask for it, and no rule guesses.
func TestUnknownPlacesAreNotJudged(t *testing.T) {
	verdict := Run(spectest.Spec(spectest.OnValid("location: !unknown x\ncircuit: {skuTier: !unknown x, serviceProvider: {name: !unknown x, peeringLocation: !unknown x}}")))
	assert.Empty(t, verdict.Findings)
	assert.Equal(t, []string{"circuit.serviceProvider.name", "circuit.serviceProvider.peeringLocation", "circuit.skuTier", "location"}, verdict.Unchecked)
	assert.Equal(t, spec.Unknown, spectest.Spec(spectest.Tree("location: !unknown x")).Location.State)
}
