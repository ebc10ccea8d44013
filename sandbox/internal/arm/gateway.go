package arm

import "strings"

// gatewayLimits are the ExpressRoute SKUs of virtual network gateways: how many circuits they take, and whether traffic
// can pass them by. Of ErGwScale both depend on its scale units, which API version 2023-02-01 does not know.
var gatewayLimits = map[string]struct {
	connections int
	fastPath    bool
}{
	"standard":         {4, false},
	"highperformance":  {8, false},
	"ultraperformance": {16, true},
	"ergw1az":          {4, false},
	"ergw2az":          {8, false},
	"ergw3az":          {16, true},
}

// checkGateway refuses a connection that its gateway does not take. A gateway that the store does not have takes all. The
// codes are not on public record.
func (t *txn) checkGateway(id ID, body Body) error {
	properties := object(body, "properties")
	gateway, err := refer(properties, "virtualNetworkGateway1", gatewayType)
	if err != nil {
		return err
	}
	existing, err := t.load(gateway)
	if err != nil || existing == nil {
		return err
	}
	has := object(existing, "properties")
	location := normalLocation(text(existing, "location"))
	sku := text(object(has, "sku"), "name")
	limits, known := gatewayLimits[strings.ToLower(sku)]
	connections, err := t.connectionsOf(gateway, id)
	switch {
	case err != nil:
		return err
	case text(has, "gatewayType") != "" && text(has, "gatewayType") != "ExpressRoute":
		return refuse(400, "InvalidParameter",
			"Gateway %s is of type %s, and connection %s connects an ExpressRoute circuit.", gateway.Name(), text(has, "gatewayType"), id.Name())
	case text(body, "location") != location:
		return refuse(400, "InvalidParameter",
			"Connection %s is in location %s, and its gateway %s in %s.", id.Name(), text(body, "location"), gateway.Name(), location)
	case !known:
		return nil
	case properties["expressRouteGatewayBypass"] == true && !limits.fastPath:
		return refuse(400, "InvalidParameter", "Gateway %s is of SKU %s, which has no FastPath (expressRouteGatewayBypass).", gateway.Name(), sku)
	case connections >= limits.connections:
		return refuse(400, "InvalidParameter", "Gateway %s of SKU %s takes %d connections and has %d.", gateway.Name(), sku, limits.connections, connections)
	}
	return nil
}

// connectionsOf counts the connections of a gateway, but for one.
func (t *txn) connectionsOf(gateway, but ID) (int, error) {
	users, err := t.usersOf(gateway)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, user := range users {
		if strings.EqualFold(user.Type(), gatewayConnectionType) && user.key() != but.key() {
			count++
		}
	}
	return count, nil
}
