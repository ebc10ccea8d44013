package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// documentedAuthorizations is the only number of authorizations on a circuit that a page of Microsoft's has ever named.
const documentedAuthorizations = 10

// Rules on authorizations.
var authorizationRules = []Rule{
	{
		ID: "authorization-limit", Topic: "Authorizations", Severity: Warning, Ageing: true,
		What:    "A circuit has at most 10 authorizations.",
		Why:     "The help of an old cmdlet names 10 as the limit. Microsoft's page of limits does not. Every link from another subscription needs an authorization of its own, and a Premium circuit allows 20 to 100 links.",
		Fix:     "Remove the authorizations that are no longer used. If all are needed, keep them: Azure may accept more.",
		Sources: []Source{{"New-AzExpressRouteCircuitAuthorization", "https://learn.microsoft.com/powershell/module/az.network/new-azexpressroutecircuitauthorization"}, limitsDoc},
		Wrong:   "authorizations: [a, b, c, d, e, f, g, h, i, j, k]",
		Right:   "authorizations: [a, b, c, d, e, f, g, h, i, j]",
		Check: func(c *Check) {
			if n := len(c.Spec.Authorizations.Items); n > documentedAuthorizations {
				c.Report(c.Spec.Authorizations.Path, "there are %d authorizations, and the only limit that Microsoft has documented is %d; if Azure refuses them, remove those that are no longer used", n, documentedAuthorizations)
			}
		},
	},
	{
		ID: "authorization-repeated", Topic: "Authorizations", Severity: Error, Structural: true,
		What:    "Each name in `authorizations` is listed once. Letter case does not make a difference.",
		Why:     "It becomes the authorization's name in Azure, which ignores letter case.",
		Fix:     "Give each authorization a name of its own. A connection uses one authorization.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "authorizations: [branch, Branch]",
		Right:   "authorizations: [branch, hub]",
		Check: func(c *Check) {
			names, _ := Items(c, c.Spec.Authorizations)
			repeated(c, names, "authorization")
		},
	},
	{
		ID: "authorization-key-empty", Topic: "Authorizations", Severity: Error,
		What:    "The authorization key of a port, of a Global Reach connection or of a gateway connection is not empty.",
		Why:     "Azure would treat it as a wrong key.",
		Fix:     "Give the key that the owner of the port or circuit handed out. Leave it out if both sides are in one subscription.",
		Sources: []Source{directDoc, globalReachDoc, linkVNetDoc},
		Wrong:   "circuit: {expressRouteDirect: {authorizationKey: ''}}",
		Right:   "circuit: {expressRouteDirect: {authorizationKey: 5d1e8f3a-0000-4000-8000-0123456789ab}}",
		Check: func(c *Check) {
			for _, v := range keys(c.Spec) {
				if key, ok := Get(c, v); ok && key == "" {
					c.Report(v.Path, "the key is empty; give the key that the owner handed out, or leave it out if both sides are in one subscription")
				}
			}
		},
	},
	{
		ID: "authorization-key-masked", Topic: "Authorizations", Severity: Error,
		What:    "An authorization key is not one that Azure has masked: asterisks, or the zero UUID.",
		Why:     "Azure shows masked keys to those who may read an authorization but not use it. Such a key does not work.",
		Fix:     "Ask the owner of the circuit or port for the key itself (`az network express-route auth show`).",
		Sources: []Source{circuitSpec},
		Wrong:   "virtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + ", authorizationKey: '********'}]",
		Right:   "virtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + ", authorizationKey: 5d1e8f3a-0000-4000-8000-0123456789ab}]",
		Check: func(c *Check) {
			for _, v := range keys(c.Spec) {
				if key, ok := Get(c, v); ok && azure.Masked(key) {
					c.Report(v.Path, "this is a masked key, as Azure shows it to those who may not use it; ask the owner for the key itself")
				}
			}
		},
	},
	{
		ID: "authorization-key-format", Topic: "Authorizations", Severity: Warning,
		What:    "The authorization key of a port is a UUID.",
		Why:     "Azure hands out UUIDs, though other keys have worked in recorded traffic.",
		Fix:     "Compare the key with the one that was handed out.",
		Sources: []Source{directDoc},
		Wrong:   "circuit: {expressRouteDirect: {authorizationKey: test}}",
		Right:   "circuit: {expressRouteDirect: {authorizationKey: 5d1e8f3a-0000-4000-8000-0123456789ab}}",
		Check: func(c *Check) {
			if port := portOf(c.Spec); port != nil {
				authorizationKey(c, port.AuthorizationKey)
			}
		},
	},
}

// Parts of examples.
const (
	examplePeer    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/other"
	exampleGateway = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/gw"
	managedCarrier = "carrierManagesPeerings: true\nprivatePeering: null\nmicrosoftPeering: null\n"
	examplePort    = "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}\n"
	onPeer         = "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}]"
	onPeerIPv6     = "globalReachConnections: [{name: a, addressPrefix: 192.168.8.0/29, ipv6AddressPrefix: 'fd00:8::/125', peerCircuitId: " + examplePeer + "}]"
	onCircuit      = "circuit: null\ncircuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c\n"
	onGateway      = "virtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + "}]"
)

// repeated reports every known name that an earlier one has, too.
func repeated(c *Check, names []spec.Value[string], what string) {
	first := map[string]string{}
	for _, v := range names {
		name, ok := Get(c, v)
		if !ok || name == "" { // an empty name is wrong by itself
			continue
		}
		if earlier, seen := first[strings.ToLower(name)]; seen {
			c.Report(v.Path, "%s is already the name of %s; give each %s a name of its own", Show(v), earlier, what)
			continue
		}
		first[strings.ToLower(name)] = v.Path
	}
}

// ownCircuit is the id of the stack's circuit where that exists and is known.
func ownCircuit(c *Check) (armid.ID, bool) {
	v := c.Spec.Existing()
	if !v.Known() {
		return armid.ID{}, false
	}
	id, err := armid.Parse(v.V, armid.Circuit)
	return id, err == nil
}

// authorizationKey reports a key that does not look like one of Azure's, and says nothing of it. An empty one has a rule
// of its own.
func authorizationKey(c *Check, v spec.Value[string]) {
	if key, ok := Get(c, v); ok && key != "" && !azure.Masked(key) && !isUUID(key) {
		c.Report(v.Path, "the key is not a UUID, and Azure's keys are; compare it with the one that was handed out")
	}
}

// keys are all authorization keys of a configuration.
func keys(s *spec.PeeringStack) []spec.Value[string] {
	all := globalReachKeys(s)
	if port := portOf(s); port != nil {
		all = append(all, port.AuthorizationKey)
	}
	return append(all, gatewayKeys(s)...)
}

func globalReachKeys(s *spec.PeeringStack) []spec.Value[string] {
	var keys []spec.Value[string]
	for _, conn := range s.GlobalReachConnections {
		keys = append(keys, conn.AuthorizationKey)
	}
	return keys
}

func gatewayKeys(s *spec.PeeringStack) []spec.Value[string] {
	var keys []spec.Value[string]
	for _, g := range s.Gateways() {
		keys = append(keys, g.AuthorizationKey)
	}
	return keys
}
