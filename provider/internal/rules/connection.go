package rules

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// maxAuthorizations is how many authorizations Azure makes on a circuit.
const maxAuthorizations = 10

// Rules on authorizations.
var authorizationRules = []Rule{
	{
		ID: "authorization-limit", Topic: "Authorizations", Severity: Error,
		What:    "A circuit has at most 10 authorizations.",
		Why:     "Azure makes no more.",
		Fix:     "Remove those whose connections are gone.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "authorizations: [a, b, c, d, e, f, g, h, i, j, k]",
		Right:   "authorizations: [a, b, c, d, e, f, g, h, i, j]",
		Check: func(c *Check) {
			if n := len(c.Spec.Authorizations.Items); n > maxAuthorizations {
				c.Report(c.Spec.Authorizations.Path, "there are %d authorizations where a circuit takes %d; remove those whose connections are gone", n, maxAuthorizations)
			}
		},
	},
	{
		ID: "authorization-repeated", Topic: "Authorizations", Severity: Error, Structural: true,
		What:    "Each name in `authorizations` stands there once, letter case aside.",
		Why:     "The name is the authorization's name in Azure, which compares names without letter case.",
		Fix:     "Give each a name of its own: a connection redeems one authorization.",
		Sources: []Source{linkVNetDoc},
		Wrong:   "authorizations: [branch, Branch]",
		Right:   "authorizations: [branch, hub]",
		Check: func(c *Check) {
			names, _ := Items(c, c.Spec.Authorizations)
			repeated(c, names, "authorization")
		},
	},
}

// Parts of examples.
const (
	examplePeer    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/other"
	exampleGateway = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/gw"
	onPeer         = "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29, peerCircuitId: " + examplePeer + "}]"
	onPeerIPv6     = "privatePeering:\n  connections: [{name: a, addressPrefix: 192.168.8.0/29, ipv6AddressPrefix: 'fd00:8::/125', peerCircuitId: " + examplePeer + "}]"
	onGateway      = "virtualNetworkGatewayConnections: [{name: hub, virtualNetworkGatewayId: " + exampleGateway + "}]"
)

// repeated reports every known name that an earlier one has, too.
func repeated(c *Check, names []spec.Value[string], what string) {
	first := map[string]string{}
	for _, v := range names {
		name, ok := Get(c, v)
		if !ok {
			continue
		}
		if earlier, seen := first[strings.ToLower(name)]; seen {
			c.Report(v.Path, "%s is the name of %s already; give each %s a name of its own", Show(v), earlier, what)
			continue
		}
		first[strings.ToLower(name)] = v.Path
	}
}

// ownCircuit is the id of the stack's circuit where that exists and is known.
func ownCircuit(c *Check) (armid.ID, bool) {
	v := c.Spec.CircuitID
	if c.Spec.Adopt != nil {
		v = c.Spec.Adopt.CircuitID
	}
	if !v.Known() {
		return armid.ID{}, false
	}
	id, err := armid.Parse(v.V, armid.Circuit)
	return id, err == nil
}

// authorizationKey reports a key that cannot be one, and says nothing of it.
func authorizationKey(c *Check, v spec.Value[string]) {
	if key, ok := Get(c, v); ok && !uuid.MatchString(key) {
		c.Report(v.Path, "the key is not a UUID; copy it from the authorization")
	}
}
