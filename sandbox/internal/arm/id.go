package arm

import (
	"fmt"
	"strings"
)

// ID is the id of a resource group, or of a resource in one. It keeps the case it was written in; two ids name the same
// resource when their keys are equal.
type ID struct {
	Subscription, ResourceGroup string
	// Provider is the namespace, such as Microsoft.Network; empty for a resource group.
	Provider string
	// segments leads from the top-level resource to the one named; empty for a resource group.
	segments []segment
}

type segment struct{ kind, name string }

// ParseID reads an id such as /subscriptions/S/resourceGroups/G/providers/Microsoft.Network/routeFilters/F. Its fixed
// words may be in any case.
func ParseID(text string) (ID, error) {
	bad := func(reason string) (ID, error) {
		return ID{}, refuse(400, "InvalidResourceId", "'%s' is not the id of a resource: %s.", text, reason)
	}
	rest, absolute := strings.CutPrefix(text, "/")
	parts := strings.Split(rest, "/")
	for _, part := range parts {
		if part == "" {
			return bad("it has an empty part")
		}
	}
	switch {
	case !absolute || len(parts)%2 != 0:
		return bad("it should be made of /word/name pairs")
	case len(parts) < 4 || !strings.EqualFold(parts[0], "subscriptions") || !strings.EqualFold(parts[2], "resourceGroups"):
		return bad("it should begin with /subscriptions/{id}/resourceGroups/{name}")
	}
	id := ID{Subscription: parts[1], ResourceGroup: parts[3]}
	if len(parts) == 4 {
		return id, nil
	}
	if len(parts) < 8 || !strings.EqualFold(parts[4], "providers") {
		return bad("after the group it should have /providers/{namespace}/{type}/{name}")
	}
	id.Provider = parts[5]
	for i := 6; i < len(parts); i += 2 {
		id.segments = append(id.segments, segment{parts[i], parts[i+1]})
	}
	return id, nil
}

// String is the id as ARM writes it.
func (id ID) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "/subscriptions/%s/resourceGroups/%s", id.Subscription, id.ResourceGroup)
	if id.Provider != "" {
		fmt.Fprintf(&text, "/providers/%s", id.Provider)
	}
	for _, s := range id.segments {
		fmt.Fprintf(&text, "/%s/%s", s.kind, s.name)
	}
	return text.String()
}

// Type is the resource type, such as Microsoft.Network/expressRouteCircuits/peerings.
func (id ID) Type() string {
	if id.Provider == "" {
		return groupType
	}
	text := id.Provider
	for _, s := range id.segments {
		text += "/" + s.kind
	}
	return text
}

// Name is the last name of the id.
func (id ID) Name() string {
	if len(id.segments) == 0 {
		return id.ResourceGroup
	}
	return id.segments[len(id.segments)-1].name
}

// key is what the resource is stored by.
func (id ID) key() string { return strings.ToLower(id.String()) }

func (id ID) group() ID {
	return ID{Subscription: id.Subscription, ResourceGroup: id.ResourceGroup}
}

// root is the top-level resource the id is, or is below; a resource group is its own.
func (id ID) root() ID {
	id.segments = id.segments[:min(1, len(id.segments))]
	return id
}

func (id ID) isBelow(other ID) bool { return strings.HasPrefix(id.key(), other.key()+"/") }

func (id ID) isRoot() bool { return len(id.segments) <= 1 }

// above is the resource, or for a top-level resource the group, that the id is directly in; only for ids of resources.
func (id ID) above() ID {
	if id.isRoot() {
		return id.group()
	}
	id.segments = id.segments[:len(id.segments)-1]
	return id
}

func (id ID) child(kind, name string) ID {
	id.segments = append(id.segments[:len(id.segments):len(id.segments)], segment{kind, name})
	return id
}

// below is the id of the resource of type typ and of that name that is directly in above, a group or a parent.
func below(above ID, typ, name string) ID {
	words := strings.Split(typ, "/")
	above.Provider = words[0]
	return above.child(words[len(words)-1], name)
}
