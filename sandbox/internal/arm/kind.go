package arm

import "strings"

// kind is all that ARM does differently for one resource type.
type kind struct {
	// typ is the resource type, in Azure's case.
	typ string
	// spell writes a name in Azure's case, for names that are Azure's own words.
	spell func(name string) string
	// located tells that the resource lives in a region and must name it.
	located bool
	// etagged tells that answers carry an etag.
	etagged bool
	// collections are the children that a body shows, and takes, inline.
	collections []collection
	// azureSets are the properties that only Azure sets: what a request says about them is not looked at.
	azureSets []string
	// writeOnly are the properties that are kept but never answered, and masked those that are answered as a mask.
	writeOnly, masked []string
	// reaches is the property of a connection that names the circuit, or the peering, at its other end.
	reaches string
	// inUse is Azure's code for refusing to delete a resource that others refer to, or that has a connection below it.
	inUse string
	// changing are the properties that answers show otherwise while the resource is being changed, and coming while it is being
	// made, at dotted paths; nil for those that they do not show.
	changing, coming map[string]any
	// complete checks a body and fills in what Azure fills in. Properties that Azure set before are there already, and
	// what the body refers to exists. It may be nil.
	complete func(t *txn, id ID, body Body) error
	// operate does what Azure does only after it has taken a request: a refusal leaves the resource there, in provisioning
	// state Failed. The resource was old before, or nil.
	operate func(t *txn, id ID, old, body Body) error
	// holds checks what must be true of a top-level resource and its children together, after a change below it.
	holds func(t *txn, id ID) error
	// show adds to an answer what follows from other resources.
	show func(t *txn, id ID, body Body) error
	// release refuses, when it must, to let a resource be deleted.
	release func(t *txn, id ID, body Body) error
}

// collection is a list of children in their parent's body, and the word that leads to them in ids.
type collection struct{ property, segment string }

// kinds lists what the sandbox models, in the order in which a group's resources can be deleted: those that refer to
// others before those, and children before parents.
var kinds []*kind

// The table is filled here because the functions it names look kinds up in it.
func init() {
	kinds = []*kind{
		circuitConnectionKind, expressRouteConnectionKind, gatewayConnectionKind,
		gatewayKind,
		plain(expressRouteGatewayType, "InUseExpressRouteGatewayCannotBeDeleted", collection{"expressRouteConnections", "expressRouteConnections"}),
		virtualHubKind,
		virtualWANKind,
		peeringKind, authorizationKind, circuitKind,
		portKind,
		routeFilterRuleKind, routeFilterKind,
		publicIPKind,
		subnetKind,
		virtualNetworkKind,
		groupKind,
	}
}

// The resource types, as Azure writes them.
const (
	groupType                  = "Microsoft.Resources/resourceGroups" // its ids have no provider part
	circuitType                = "Microsoft.Network/expressRouteCircuits"
	authorizationType          = circuitType + "/authorizations"
	peeringType                = circuitType + "/peerings"
	circuitConnectionType      = peeringType + "/connections"
	portType                   = "Microsoft.Network/expressRoutePorts"
	routeFilterType            = "Microsoft.Network/routeFilters"
	routeFilterRuleType        = routeFilterType + "/routeFilterRules"
	virtualNetworkType         = "Microsoft.Network/virtualNetworks"
	subnetType                 = virtualNetworkType + "/subnets"
	publicIPType               = "Microsoft.Network/publicIPAddresses"
	gatewayType                = "Microsoft.Network/virtualNetworkGateways"
	gatewayConnectionType      = "Microsoft.Network/connections"
	virtualWANType             = "Microsoft.Network/virtualWans"
	virtualHubType             = "Microsoft.Network/virtualHubs"
	expressRouteGatewayType    = "Microsoft.Network/expressRouteGateways"
	expressRouteConnectionType = expressRouteGatewayType + "/expressRouteConnections"
)

// plain is the kind of a resource that is stored as it is sent, as long as what it refers to exists. The codes for those
// in use that have no public record follow the pattern of those that have: of route filters, subnets and virtual WANs.
func plain(typ, inUse string, collections ...collection) *kind {
	return &kind{typ: typ, located: strings.Count(typ, "/") == 1, etagged: true, collections: collections, inUse: inUse}
}

// Types lists the resource types that the sandbox models, as Azure writes them.
func Types() []string {
	var types []string
	for _, k := range kinds {
		types = append(types, k.typ)
	}
	return types
}

func kindOf(typ string) *kind {
	for _, k := range kinds {
		if strings.EqualFold(k.typ, typ) {
			return k
		}
	}
	return nil
}
