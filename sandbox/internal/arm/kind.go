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
	// writeOnly are the properties that are kept but never answered.
	writeOnly []string
	// complete checks a body and fills in what Azure fills in. Properties that Azure set before are there already.
	complete func(t *txn, id ID, body Body) error
	// holds checks what must be true of a top-level resource and its children together, after a change below it.
	holds func(t *txn, id ID) error
	// show adds to an answer what follows from other resources.
	show func(t *txn, id ID, body Body) error
	// release refuses, when it must, to let a resource be deleted.
	release func(t *txn, id ID, body Body) error
}

// collection is a list of children in their parent's body, and the word that leads to them in ids.
type collection struct{ property, segment string }

// kinds lists what the sandbox models. Top-level resources are in the order in which they can be deleted: those that
// refer to others before those.
var kinds []*kind

// The table is filled here because the functions it names look kinds up in it.
func init() {
	kinds = []*kind{circuitKind, peeringKind, routeFilterKind, routeFilterRuleKind, groupKind}
}

// The resource types, as Azure writes them.
const (
	groupType           = "Microsoft.Resources/resourceGroups" // its ids have no provider part
	circuitType         = "Microsoft.Network/expressRouteCircuits"
	peeringType         = circuitType + "/peerings"
	routeFilterType     = "Microsoft.Network/routeFilters"
	routeFilterRuleType = routeFilterType + "/routeFilterRules"
)

func kindOf(typ string) *kind {
	for _, k := range kinds {
		if strings.EqualFold(k.typ, typ) {
			return k
		}
	}
	return nil
}
