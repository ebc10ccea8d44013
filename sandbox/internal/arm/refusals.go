package arm

import (
	"net/netip"
	"slices"
)

// What Azure refuses of a change to a circuit and of what is below it. Sources: azurerm #1039, #4014 and #3983 for
// bandwidth; the FAQ for the family; azure-xplat-cli #2711 for prefixes used twice; the FAQ and reports of the two messages
// for Microsoft 365; recordings of azure-xplat-cli for a circuit in a failed state.

// checkFamily refuses to make an unlimited circuit metered.
func checkFamily(id ID, old, body Body) error {
	if text(object(old, "sku"), "family") == "UnlimitedData" && text(object(body, "sku"), "family") == "MeteredData" {
		return refuse(400, "InvalidParameter", "Circuit %s is UnlimitedData and cannot become MeteredData.", id.Name())
	}
	return nil
}

// bandwidths are where a circuit's bandwidth is, at a service provider and on a port.
var bandwidths = []struct {
	path []string
	name string
	unit string
}{{[]string{"serviceProviderProperties"}, "bandwidthInMbps", "Mbps"}, {nil, "bandwidthInGbps", "Gbps"}}

// resizeCircuit fails when bandwidth is taken away. The request is taken, and the circuit is left in a failed state with
// the bandwidth it had.
func resizeCircuit(_ *txn, id ID, old, body Body) error {
	for _, b := range bandwidths {
		is := object(object(body, "properties"), b.path...)
		before, _ := object(object(old, "properties"), b.path...)[b.name].(float64)
		after, _ := is[b.name].(float64)
		if is == nil || after >= before {
			continue
		}
		is[b.name] = before
		return refuse(500, "InternalServerError", "The bandwidth of circuit %s cannot be reduced from %v to %v %s.", id.Name(), before, after, b.unit)
	}
	return nil
}

// checkParent refuses a change below a circuit in a failed state: it has to be put again first.
func (t *txn) checkParent(id ID) error {
	if id.isRoot() || id.Provider == "" {
		return nil
	}
	root, err := t.load(id.root())
	if err != nil {
		return err
	}
	if root != nil && id.root().Type() == circuitType && text(object(root, "properties"), "provisioningState") == "Failed" {
		return refuse(400, "ParentResourceIsInFailedState",
			"PUT operation on child resource %s is blocked: circuit %s is in a failed state. Put the circuit again, then retry.", id, id.root().Name())
	}
	return nil
}

// linkBits are the lengths of the prefixes of links.
var linkBits = map[int]int{32: 30, 128: 126}

// checkLinks refuses links of another length than Azure takes, and two links on the same addresses.
func checkLinks(id ID, properties Body) error {
	for _, family := range families(properties) {
		var links []netip.Prefix
		for _, name := range []string{"primaryPeerAddressPrefix", "secondaryPeerAddressPrefix"} {
			written := text(family.properties, name)
			if written == "" {
				continue
			}
			prefix, err := netip.ParsePrefix(written)
			if err != nil {
				continue // refused before, with more to say
			}
			if prefix.Bits() != linkBits[family.bits] {
				return refuse(400, "InvalidAddressPrefixFormat",
					"%s%s of peering %s is %s; a link takes a /%d.", family.path, name, id.Name(), written, linkBits[family.bits])
			}
			links = append(links, prefix)
		}
		if len(links) == 2 && links[0].Overlaps(links[1]) {
			return refuse(400, "InvalidParameter",
				"The primary and the secondary %sPeerAddressPrefix of peering %s overlap: %s and %s.", family.path, id.Name(), links[0], links[1])
		}
	}
	return nil
}

// checkConnectionSpace refuses a Global Reach connection on addresses that a link of its circuit or another connection
// of it has.
func (t *txn) checkConnectionSpace(id ID, properties Body) error {
	wanted := prefixesOf(properties["addressPrefix"], object(properties, "ipv6CircuitConnectionConfig")["addressPrefix"])
	peerings, err := t.children(id.root(), "peerings")
	if err != nil {
		return err
	}
	for _, peering := range peerings {
		body, err := t.load(peering)
		if err != nil {
			return err
		}
		var taken []netip.Prefix
		for _, family := range families(object(body, "properties")) {
			taken = append(taken, prefixesOf(family.properties["primaryPeerAddressPrefix"], family.properties["secondaryPeerAddressPrefix"])...)
		}
		connections, err := t.children(peering, "connections")
		if err != nil {
			return err
		}
		for _, other := range connections {
			if other.key() == id.key() {
				continue
			}
			body, err := t.load(other)
			if err != nil {
				return err
			}
			p := object(body, "properties")
			taken = append(taken, prefixesOf(p["addressPrefix"], object(p, "ipv6CircuitConnectionConfig")["addressPrefix"])...)
		}
		for _, prefix := range wanted {
			if i := slices.IndexFunc(taken, prefix.Overlaps); i >= 0 {
				return refuse(400, "SubnetOverlapsWithExistingAddressSpaceException",
					"%s of connection %s overlaps %s, which circuit %s uses.", prefix, id.Name(), taken[i], id.root().Name())
			}
		}
	}
	return nil
}

func prefixesOf(values ...any) []netip.Prefix {
	var all []netip.Prefix
	for _, value := range values {
		written, _ := value.(string)
		if prefix, err := netip.ParsePrefix(written); err == nil {
			all = append(all, prefix)
		}
	}
	return all
}

// microsoft365 are the communities that need a Premium circuit.
var microsoft365 = []any{
	"12076:5010", "12076:5020", "12076:5030", "12076:5100", "12076:5110", "12076:5120", "12076:5130", "12076:5200",
}

// checkMicrosoft365 refuses a filter with communities of Microsoft 365 on a circuit that is not Premium.
func (t *txn) checkMicrosoft365(filter, peering ID) error {
	circuit, err := t.load(peering.root())
	if err != nil || text(object(circuit, "sku"), "tier") == "Premium" {
		return err
	}
	rules, err := t.children(filter, "routeFilterRules")
	if err != nil {
		return err
	}
	for _, rule := range rules {
		body, err := t.load(rule)
		if err != nil {
			return err
		}
		for _, community := range list(object(body, "properties"), "communities") {
			if slices.Contains(microsoft365, community) {
				return refuse(400, "InvalidParameter", "Peering %s does not go with route filter %s: %s is a community of Office 365, to which circuit %s has no access.",
					peering.Name(), filter.Name(), community, peering.root().Name())
			}
		}
	}
	return nil
}

// filterHolds checks a filter with its rule against the peerings that use it.
func filterHolds(t *txn, id ID) error {
	if err := atMostOneRule(t, id); err != nil {
		return err
	}
	var users []ID
	if err := t.eachUser(id, func(peering ID, _ family) { users = append(users, peering) }); err != nil {
		return err
	}
	for _, peering := range users {
		if err := t.checkMicrosoft365(id, peering); err != nil {
			return err
		}
	}
	return nil
}
