// Package armid reads Azure Resource Manager ids of the resources a PeeringStack refers to.
package armid

import (
	"fmt"
	"strings"
)

// Types of the resources that are referred to by id.
const (
	Circuit     = "Microsoft.Network/expressRouteCircuits"
	RouteFilter = "Microsoft.Network/routeFilters"
	Port        = "Microsoft.Network/expressRoutePorts"
)

// ID is the id of a resource directly below a resource group.
type ID struct {
	Subscription, ResourceGroup, Type, Name string
}

// String writes the id in Azure's canonical spelling.
func (id ID) String() string { return fill(id.Subscription, id.ResourceGroup, id.Type, id.Name) }

// Form is what an id of the type looks like.
func Form(typ string) string { return fill("<subscription>", "<group>", typ, "<name>") }

func fill(subscription, group, typ, name string) string {
	return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/" + typ + "/" + name
}

// Parse reads the id of a resource of the type. Azure compares the fixed parts and the type without letter case, and so
// does Parse; names are kept as written. The error says what is wrong, without repeating the id.
func Parse(s, typ string) (ID, error) {
	if strings.TrimSpace(s) != s {
		return ID{}, fmt.Errorf("it has white space around it")
	}
	parts := strings.Split(s, "/")
	if len(parts) < 2 || parts[0] != "" {
		return ID{}, fmt.Errorf("it does not start with /subscriptions/")
	}
	for _, p := range parts[1:] {
		if p == "" {
			return ID{}, fmt.Errorf("it has an empty part")
		}
	}
	if len(parts) != 9 || !strings.EqualFold(parts[1], "subscriptions") || !strings.EqualFold(parts[3], "resourceGroups") || !strings.EqualFold(parts[5], "providers") {
		return ID{}, fmt.Errorf("it is not the id of a resource in a resource group")
	}
	if got := parts[6] + "/" + parts[7]; !strings.EqualFold(got, typ) {
		return ID{}, fmt.Errorf("it is the id of a %s", got)
	}
	return ID{Subscription: parts[2], ResourceGroup: parts[4], Type: typ, Name: parts[8]}, nil
}
