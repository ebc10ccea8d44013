package arm

import "strings"

var circuitKind = &kind{
	typ:         circuitType,
	located:     true,
	etagged:     true,
	collections: []collection{{"peerings", "peerings"}, {"authorizations", "authorizations"}},
	azureSets: []string{
		"resourceGuid", "circuitProvisioningState", "serviceProviderProvisioningState",
		"serviceKey", "stag", "gatewayManagerEtag", "allowGlobalReach", "authorizationStatus",
	},
	changing:  map[string]any{"circuitProvisioningState": "Disabled"},
	coming:    map[string]any{"serviceKey": "00000000-0000-0000-0000-000000000000", "stag": nil, "gatewayManagerEtag": nil},
	writeOnly: []string{"authorizationKey"},
	inUse:     "InUseExpressRouteCircuitCannotBeDeleted",
	complete:  completeCircuit,
	operate:   resizeCircuit,
	holds:     circuitHolds,
	show:      showGlobalReach,
	release:   releaseCircuit,
}

func completeCircuit(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	old, err := t.load(id)
	if err != nil {
		return err
	}
	keepCircuit(old, body)
	if err := checkFamily(id, old, body); err != nil {
		return err
	}
	if properties["stag"] == nil {
		stag, err := nextStag(t, id)
		if err != nil {
			return err
		}
		properties["stag"] = stag
	}
	carrier := "NotProvisioned"
	if properties["expressRoutePort"] != nil {
		carrier = "Provisioned" // a circuit on the customer's own port waits for no carrier
		fill(properties, Body{"enableDirectPortRateLimit": false})
		if _, err := refer(properties, "expressRoutePort", portType); err != nil {
			return err
		}
	}
	fill(properties, Body{
		"resourceGuid":                     newUUID(),
		"circuitProvisioningState":         "Enabled",
		"serviceProviderProvisioningState": carrier,
		"serviceKey":                       newUUID(),
		"gatewayManagerEtag":               "",
		"allowClassicOperations":           false,
		"allowGlobalReach":                 false,
		"globalReachEnabled":               false,
	})
	return nil
}

// keepCircuit leaves a circuit the sku and the service provider that a request does not name.
func keepCircuit(old, body Body) {
	if old == nil {
		return
	}
	fill(body, Body{"sku": old["sku"]})
	fill(object(body, "properties"), Body{"serviceProviderProperties": object(old, "properties")["serviceProviderProperties"]})
}

// nextStag numbers circuits upwards within a subscription.
func nextStag(t *txn, id ID) (float64, error) {
	key := "stag of " + strings.ToLower(id.Subscription)
	var last float64
	if _, err := t.store.Plans().Get(key, &last); err != nil {
		return 0, err
	}
	return last + 1, t.store.Plans().Put(key, last+1)
}

func circuitHolds(t *txn, id ID) error {
	if _, err := t.vlansOf(id); err != nil {
		return err
	}
	return t.checkPort(id)
}

// vlansOf gives the VLANs of a circuit with the names of the peerings that have them, and refuses two peerings on one.
func (t *txn) vlansOf(circuit ID) (map[any]string, error) {
	peerings, err := t.children(circuit, "peerings")
	if err != nil {
		return nil, err
	}
	owners := map[any]string{}
	for _, peering := range peerings {
		body, err := t.load(peering)
		if err != nil {
			return nil, err
		}
		vlan := object(body, "properties")["vlanId"]
		if vlan == nil {
			continue
		}
		if owner, taken := owners[vlan]; taken {
			return nil, refuse(400, "InvalidParameter", "The peerings %s and %s of circuit %s both use VLAN %v; each needs one of its own.",
				owner, peering.Name(), circuit.Name(), vlan)
		}
		owners[vlan] = peering.Name()
	}
	return owners, nil
}

func releaseCircuit(_ *txn, id ID, body Body) error {
	properties := object(body, "properties")
	state := text(properties, "serviceProviderProvisioningState")
	// A circuit on the customer's own port counts as provisioned from the start; there is no carrier to release it.
	if properties["expressRoutePort"] == nil && (state == "Provisioned" || state == "Provisioning") {
		return refuse(409, "ConflictError", "Circuit %s cannot be deleted while its service provider has it in state %s; ask the provider to deprovision it first.",
			id.Name(), state)
	}
	return nil
}
