package arm

import (
	"maps"
	"slices"
	"strings"
)

// Azure changes one thing at a time: an operation holds what it is on or below, and the ends of a connection, until it is
// over. What a resource refers to otherwise must be at rest, and is not held: a filter, say, that several peerings use.

// hold tells what an operation holds, and what else must be at rest when it begins.
func (t *txn) hold(r Request, old Body) (holds, rest []string, err error) {
	switch {
	case r.isOfGroup():
		return []string{r.ID.key() + "//"}, nil, nil // what is in it changes without it
	case r.ID.Provider == "":
		return []string{r.ID.key()}, nil, nil
	}
	root, k := r.ID.root(), kindOf(r.ID.Type())
	holds = []string{root.key()}
	for _, body := range []Body{r.Body, old} {
		own := maps.Clone(object(body, "properties"))
		if k != nil {
			for _, c := range k.collections {
				delete(own, c.property)
			}
		}
		referred, err := references(own)
		if err != nil {
			return nil, nil, err
		}
		for _, reference := range referred {
			end := reference.root()
			if k != nil && k.reaches != "" && slices.Contains(connected, strings.ToLower(end.Type())) {
				holds = append(holds, end.key())
			} else if end.Provider != "" {
				rest = append(rest, end.key())
			}
		}
	}
	if strings.EqualFold(root.Type(), routeFilterType) { // what a filter lets through is announced on its peerings
		err = t.eachUser(root, func(peering ID, _ family) { holds = append(holds, peering.root().key()) })
	}
	slices.Sort(holds)
	return slices.Compact(holds), rest, err
}

// connected are the types, in lower case, that connections connect.
var connected = []string{strings.ToLower(circuitType), strings.ToLower(gatewayType), strings.ToLower(expressRouteGatewayType)}

// checkFree refuses to begin an operation while another one holds what it needs.
func (t *txn) checkFree(holds, rest []string) error {
	all, err := t.underWay()
	if err != nil {
		return err
	}
	for _, u := range all {
		for _, needed := range slices.Concat(holds, rest) {
			if slices.ContainsFunc(u.Holds, func(held string) bool { return overlaps(held, needed) }) {
				return &Error{
					Status: 409, Code: "AnotherOperationInProgress", Blocker: u.ID,
					Message: "Another operation on this or dependent resource is in progress. It is operation " + u.ID + " (" + u.Verb + " of " + u.Resource + ").",
				}
			}
		}
	}
	return nil
}

// overlaps tells whether one of two keys is the other, or below it.
func overlaps(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+"/") || strings.HasPrefix(b, a+"/")
}
