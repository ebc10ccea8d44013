package arm

import (
	"fmt"
	"strings"
)

// portKind is an ExpressRoute Direct port: a pair of links to two of Microsoft's routers, and the bandwidth that circuits
// have of it. What Azure fills in is on record for azure-cli.
var portKind = &kind{
	typ:       portType,
	located:   true,
	etagged:   true,
	azureSets: []string{"resourceGuid", "provisionedBandwidthInGbps", "mtu", "etherType", "allocationDate", "circuits"},
	coming:    map[string]any{"mtu": nil, "etherType": nil, "allocationDate": nil},
	inUse:     "InUseExpressRoutePortCannotBeDeleted",
	complete:  completePort,
	show:      showPort,
}

// The encapsulations of a port. On a Dot1Q port the VLANs of all its circuits are told apart by nothing else.
const (
	dot1Q = "Dot1Q"
	qinQ  = "QinQ"
)

func completePort(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	if encapsulation := text(properties, "encapsulation"); encapsulation != "" && encapsulation != dot1Q && encapsulation != qinQ {
		return refuse(400, "InvalidParameter", "Port %s has encapsulation '%s'; it should be %s or %s.", id.Name(), encapsulation, dot1Q, qinQ)
	}
	old, err := t.load(id)
	if err != nil {
		return err
	}
	if was, is := text(object(old, "properties"), "encapsulation"), text(properties, "encapsulation"); was != "" && is != was {
		return refuse(400, "InvalidParameter", "Port %s has encapsulation %s, which cannot become %s.", id.Name(), was, is)
	}
	fill(properties, Body{"resourceGuid": newUUID(), "mtu": "1500", "etherType": "0x8100", "allocationDate": "Monday, January 1, 2024"})
	properties["links"] = completeLinks(id, list(properties, "links"))
	return nil
}

// completeLinks are the two links of a port, with what was sent of each. A link that was not sent is as Azure makes it.
func completeLinks(port ID, sent []any) []any {
	var links []any
	for number := 1; number <= 2; number++ {
		name := fmt.Sprintf("link%d", number)
		link := Body{}
		for _, element := range sent {
			if body, _ := element.(Body); strings.EqualFold(text(body, "name"), name) {
				link = object(body, "properties")
			}
		}
		properties := Body{
			"provisioningState": "Succeeded",
			"routerName":        fmt.Sprintf("sandbox-exr%02d", number),
			"interfaceName":     fmt.Sprintf("HundredGigE0/0/0/%d", number),
			"patchPanelId":      fmt.Sprintf("CP:0101:%d", number),
			"rackId":            fmt.Sprintf("SANDBOX 0101-%04d", number),
			"connectorType":     "LC",
			"adminState":        "Disabled",
			"macSecConfig":      Body{"cipher": "GcmAes128"},
		}
		for _, name := range []string{"adminState", "macSecConfig"} { // the rest is Azure's
			if link[name] != nil {
				properties[name] = link[name]
			}
		}
		links = append(links, Body{"name": name, "id": port.child("links", name).String(), "type": portType + "/links", "properties": properties})
	}
	return links
}

// showPort answers which circuits are on a port, and how much of its bandwidth they have.
func showPort(t *txn, id ID, body Body) error {
	circuits, provisioned, err := t.circuitsOn(id)
	if err != nil {
		return err
	}
	properties := object(body, "properties")
	references := []any{}
	for _, circuit := range circuits {
		references = append(references, Body{"id": circuit.String()})
	}
	properties["circuits"] = references
	properties["provisionedBandwidthInGbps"] = provisioned
	for _, link := range list(properties, "links") {
		if link, ok := link.(Body); ok {
			link["etag"] = body["etag"]
		}
	}
	return nil
}

// circuitsOn lists the circuits on a port, with the sum of their bandwidths.
func (t *txn) circuitsOn(port ID) (circuits []ID, gbps float64, err error) {
	users, err := t.usersOf(port)
	if err != nil {
		return nil, 0, err
	}
	for _, user := range users {
		if !strings.EqualFold(user.Type(), circuitType) {
			continue
		}
		body, err := t.load(user)
		if err != nil {
			return nil, 0, err
		}
		bandwidth, _ := object(body, "properties")["bandwidthInGbps"].(float64)
		circuits, gbps = append(circuits, user), gbps+bandwidth
	}
	return circuits, gbps, nil
}

// checkPort refuses a circuit that is faster than its port, one with which the port would be sold more than twice over,
// and one whose VLANs another circuit of a Dot1Q port has. Ports that the store does not have take all. The codes are not
// on public record.
func (t *txn) checkPort(circuit ID) error {
	body, err := t.load(circuit)
	if err != nil {
		return err
	}
	properties := object(body, "properties")
	if properties["expressRoutePort"] == nil {
		return nil
	}
	id, err := refer(properties, "expressRoutePort", portType)
	if err != nil {
		return err
	}
	port, err := t.load(id)
	if err != nil || port == nil {
		return err
	}
	circuits, gbps, err := t.circuitsOn(id)
	if err != nil {
		return err
	}
	speed, _ := object(port, "properties")["bandwidthInGbps"].(float64)
	bandwidth, _ := properties["bandwidthInGbps"].(float64)
	switch {
	case speed == 0:
	case bandwidth > speed:
		return refuse(400, "InvalidParameter", "Circuit %s has %v Gbps, and port %s has %v.", circuit.Name(), bandwidth, id.Name(), speed)
	case gbps > 2*speed:
		return refuse(400, "InvalidParameter",
			"The circuits of port %s would have %v Gbps with %s; a port of %v Gbps takes %v.", id.Name(), gbps, circuit.Name(), speed, 2*speed)
	}
	if text(object(port, "properties"), "encapsulation") != dot1Q {
		return nil
	}
	return t.oneVLANPerPort(id, circuits)
}

func (t *txn) oneVLANPerPort(port ID, circuits []ID) error {
	owners := map[any]ID{}
	for _, circuit := range circuits {
		vlans, err := t.vlansOf(circuit)
		if err != nil {
			return err
		}
		for vlan := range vlans {
			if owner, taken := owners[vlan]; taken {
				return refuse(400, "InvalidParameter", "Circuits %s and %s both use VLAN %v on port %s, which is %s: each VLAN of it goes to one peering.",
					owner.Name(), circuit.Name(), vlan, port.Name(), dot1Q)
			}
			owners[vlan] = circuit
		}
	}
	return nil
}
