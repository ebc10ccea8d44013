package arm

import (
	"net/netip"
	"strings"
)

const (
	privatePeering   = "AzurePrivatePeering"
	microsoftPeering = "MicrosoftPeering"

	microsoftASN       = 12076.0
	sharedKeyMaxLength = 25

	peeringInUse = "InUseExpressRouteCircuitPeeringCannotBeDeleted"
)

var peeringKind = &kind{
	typ:         peeringType,
	spell:       canonicalPeering,
	etagged:     true,
	collections: []collection{{"connections", "connections"}},
	azureSets: []string{
		"azureASN", "primaryAzurePort", "secondaryAzurePort", "lastModifiedBy",
		"gatewayManagerEtag", "stats", "peeredConnections", "expressRouteConnection",
	},
	coming: map[string]any{
		"azureASN": 0.0, "lastModifiedBy": "", "primaryAzurePort": nil, "secondaryAzurePort": nil, "gatewayManagerEtag": nil,
		"microsoftPeeringConfig.advertisedPublicPrefixesState":                   "NotConfigured",
		"ipv6PeeringConfig.microsoftPeeringConfig.advertisedPublicPrefixesState": "NotConfigured",
	},
	writeOnly: []string{"sharedKey"},
	inUse:     peeringInUse,
	complete:  completePeering,
	show:      showPeering,
	release:   releasePeering,
}

func completePeering(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	fill(properties, Body{"peeringType": id.Name()})
	if err := checkPeering(id, properties); err != nil {
		return err
	}
	if object(properties, "ipv6PeeringConfig") != nil &&
		properties["primaryPeerAddressPrefix"] == nil && properties["secondaryPeerAddressPrefix"] == nil {
		fill(properties, Body{"state": "Disabled"}) // the state is that of IPv4
	}
	fill(properties, Body{
		"azureASN":           microsoftASN,
		"primaryAzurePort":   "SANDBOX-06GMR-CIS-1-PRI-A",
		"secondaryAzurePort": "SANDBOX-06GMR-CIS-2-SEC-A",
		"state":              "Enabled",
		"lastModifiedBy":     "Customer",
		"gatewayManagerEtag": "",
	})
	if ipv6 := object(properties, "ipv6PeeringConfig"); ipv6 != nil {
		fill(ipv6, Body{"state": "Enabled"})
	}
	for _, family := range families(properties) {
		if config := object(family.properties, "microsoftPeeringConfig"); config != nil {
			fill(config, Body{"legacyMode": 0.0, "customerASN": 0.0, "routingRegistryName": "NONE"})
			config["advertisedPublicPrefixesState"] = "ValidationNeeded"
		}
		if filter := family.filter(); filter != "" {
			if err := t.mustExist(filter, routeFilterType); err != nil {
				return err
			}
			family.properties["routeFilter"] = Body{"id": filter}
			attached, err := ParseID(filter)
			if err != nil {
				return err
			}
			if err := t.checkMicrosoft365(attached, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// releasePeering keeps a private peering while gateways connect to its circuit.
func releasePeering(t *txn, id ID, _ Body) error {
	if id.Name() != privatePeering {
		return nil
	}
	return t.eachConnection(id.root(), func(_ string, connection ID, _ Body) error {
		return refuse(400, peeringInUse, "Peering %s is in use by %s; delete that first.", id.Name(), connection)
	})
}

func between(low float64, value any, high float64) bool {
	number, ok := value.(float64)
	return ok && low <= number && number <= high
}

func checkPeering(id ID, properties Body) error {
	typ := text(properties, "peeringType")
	switch {
	case !strings.EqualFold(typ, privatePeering) && !strings.EqualFold(typ, microsoftPeering):
		return refuse(400, "InvalidParameter", "Peering %s has peeringType '%s'; it should be %s or %s.",
			id.Name(), typ, privatePeering, microsoftPeering)
	case !strings.EqualFold(typ, id.Name()):
		return refuse(400, "InvalidParameter", "A peering of type %s has to be named %s, not %s.", typ, typ, id.Name())
	case properties["vlanId"] != nil && !between(1, properties["vlanId"], 4094):
		return refuse(400, "InvalidParameter", "The vlanId of peering %s is outside 1 to 4094.", id.Name())
	case len(text(properties, "sharedKey")) > sharedKeyMaxLength:
		return refuse(400, "InvalidParameter", "The sharedKey of peering %s is too long: BGP keys have at most %d characters.",
			id.Name(), sharedKeyMaxLength)
	}
	properties["peeringType"] = canonicalPeering(typ)
	if err := checkLinks(id, properties); err != nil {
		return err
	}
	for _, family := range families(properties) {
		for _, name := range []string{"primaryPeerAddressPrefix", "secondaryPeerAddressPrefix"} {
			if value := family.properties[name]; value != nil {
				if err := checkPrefix(id, family.path+name, value, family.bits); err != nil {
					return err
				}
			}
		}
		for _, value := range list(object(family.properties, "microsoftPeeringConfig"), "advertisedPublicPrefixes") {
			if err := checkPrefix(id, family.path+"microsoftPeeringConfig.advertisedPublicPrefixes", value, family.bits); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkPrefix(id ID, path string, value any, bits int) error {
	written, _ := value.(string)
	prefix, err := netip.ParsePrefix(written)
	if err != nil || prefix.Addr().BitLen() != bits {
		return refuse(400, "InvalidAddressPrefixFormat", "%s of peering %s is '%s', which is no %s address prefix in CIDR form.",
			path, id.Name(), written, map[int]string{32: "IPv4", 128: "IPv6"}[bits])
	}
	return nil
}

// canonicalPeering writes a known peering type, which is also the peering's name, in Azure's case.
func canonicalPeering(name string) string {
	for _, known := range []string{privatePeering, microsoftPeering} {
		if strings.EqualFold(name, known) {
			return known
		}
	}
	return name
}

// family is the part of a peering's properties that belongs to one of IPv4 and IPv6: they have the same names in both.
type family struct {
	properties Body
	path       string
	bits       int
}

func families(properties Body) []family {
	result := []family{{properties, "", 32}}
	if ipv6 := object(properties, "ipv6PeeringConfig"); ipv6 != nil {
		result = append(result, family{ipv6, "ipv6PeeringConfig.", 128})
	}
	return result
}

// filter is the id of the route filter in use, empty when there is none.
func (f family) filter() string { return text(object(f.properties, "routeFilter"), "id") }

func showPeering(t *txn, id ID, body Body) error {
	if err := showConnections(t, id, body); err != nil {
		return err
	}
	return showAdvertisedCommunities(t, body)
}

// showAdvertisedCommunities answers what Microsoft advertises now: with a filter, what its rule lets through.
func showAdvertisedCommunities(t *txn, body Body) error {
	for _, family := range families(object(body, "properties")) {
		config := object(family.properties, "microsoftPeeringConfig")
		if config == nil || family.filter() == "" {
			continue
		}
		filter, err := ParseID(family.filter())
		if err != nil {
			return err
		}
		rules, err := t.children(filter, "routeFilterRules")
		if err != nil {
			return err
		}
		communities := []any{}
		for _, rule := range rules {
			body, err := t.load(rule)
			if err != nil {
				return err
			}
			if properties := object(body, "properties"); text(properties, "access") == "Allow" {
				communities = append(communities, list(properties, "communities")...)
			}
		}
		config["advertisedCommunities"] = communities
	}
	return nil
}
