// Package armid reads Azure Resource Manager ids of the resources a PeeringStack refers to.
package armid

import (
	"fmt"
	"slices"
	"strings"
)

// Types of the resources that are referred to by id. A type with more parts is that of a child.
const (
	Circuit               = "Microsoft.Network/expressRouteCircuits"
	Peering               = "Microsoft.Network/expressRouteCircuits/peerings"
	Authorization         = "Microsoft.Network/expressRouteCircuits/authorizations"
	CircuitConnection     = "Microsoft.Network/expressRouteCircuits/peerings/connections"
	RouteFilter           = "Microsoft.Network/routeFilters"
	RouteFilterRule       = "Microsoft.Network/routeFilters/routeFilterRules"
	Port                  = "Microsoft.Network/expressRoutePorts"
	VirtualNetworkGateway = "Microsoft.Network/virtualNetworkGateways"
	ExpressRouteGateway   = "Microsoft.Network/expressRouteGateways"
	GatewayConnection     = "Microsoft.Network/connections"
	HubConnection         = "Microsoft.Network/expressRouteGateways/expressRouteConnections"
	HubRouteTable         = "Microsoft.Network/virtualHubs/hubRouteTables"
	HubRouteMap           = "Microsoft.Network/virtualHubs/routeMaps"
)

// ID is the id of a resource in a resource group.
type ID struct {
	Subscription, ResourceGroup, Type string
	// Parents are the names of the resources it lies below, outermost first.
	Parents []string
	Name    string
}

// String writes the id in Azure's canonical spelling.
func (id ID) String() string {
	return fill(id.Subscription, id.ResourceGroup, id.Type, append(slices.Clip(id.Parents), id.Name))
}

// Parent is the id of the resource that it lies below.
func (id ID) Parent() ID {
	last := len(id.Parents) - 1
	return ID{
		Subscription: id.Subscription, ResourceGroup: id.ResourceGroup, Type: id.Type[:strings.LastIndex(id.Type, "/")],
		Parents: id.Parents[:last], Name: id.Parents[last],
	}
}

// Subscription is the subscription of an id of any type.
func Subscription(id string) (string, bool) {
	parts := strings.Split(id, "/")
	if len(parts) < 3 || parts[0] != "" || !strings.EqualFold(parts[1], "subscriptions") {
		return "", false
	}
	return parts[2], parts[2] != ""
}

// Same reports whether two ids are those of one resource: Azure compares them without letter case.
func Same(a, b string) bool { return strings.EqualFold(a, b) }

// Form is what an id of the type looks like.
func Form(typ string) string {
	names := make([]string, strings.Count(typ, "/"))
	for i := range names {
		names[i] = "<name>"
	}
	return fill("<subscription>", "<group>", typ, names)
}

func fill(subscription, group, typ string, names []string) string {
	id := "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers"
	for i, part := range strings.Split(typ, "/") {
		id += "/" + part
		if i > 0 {
			id += "/" + names[i-1]
		}
	}
	return id
}

// Parse reads the id of a resource of the type. Azure compares the fixed parts and the type without letter case, and so
// does Parse; names are kept as written. The error says what is wrong, without repeating the id.
func Parse(s, typ string) (ID, error) {
	if strings.TrimSpace(s) != s {
		return ID{}, fmt.Errorf("it has white space before or after it")
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
	if len(parts) < 9 || len(parts)%2 == 0 || !strings.EqualFold(parts[1], "subscriptions") ||
		!strings.EqualFold(parts[3], "resourceGroups") || !strings.EqualFold(parts[5], "providers") {
		return ID{}, fmt.Errorf("it is not the id of a resource in a resource group")
	}
	id := ID{Subscription: parts[2], ResourceGroup: parts[4], Type: typ, Name: parts[len(parts)-1]}
	for i := 8; i < len(parts)-1; i += 2 {
		id.Parents = append(id.Parents, parts[i])
	}
	if !isType(parts[6:], typ) {
		got := parts[6]
		for i := 7; i < len(parts); i += 2 {
			got += "/" + parts[i]
		}
		return ID{}, fmt.Errorf("its type is %s", got)
	}
	return id, nil
}

// isType reports whether the parts of an id behind "providers", of which every second one is a name, are of the type.
func isType(parts []string, typ string) bool {
	namespace, rest, _ := strings.Cut(typ, "/")
	if !strings.EqualFold(parts[0], namespace) {
		return false
	}
	for i := 1; i < len(parts); i += 2 {
		var kind string
		if kind, rest, _ = strings.Cut(rest, "/"); kind == "" || !strings.EqualFold(parts[i], kind) {
			return false
		}
	}
	return rest == ""
}
