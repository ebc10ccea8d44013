package arm

import "strings"

// carrierState is the state that the service provider has a circuit in; empty when the store does not have the circuit.
func (t *txn) carrierState(circuit ID) (string, error) {
	body, err := t.load(circuit)
	return text(object(body, "properties"), "serviceProviderProvisioningState"), err
}

// Provision is the service provider saying that a circuit is ready.
func (s *Server) Provision(circuit ID) error { return s.setCarrierState(circuit, "Provisioned") }

// ProvisionManaged is Provision by a service provider that runs layer 3, which makes the peerings as well. A peering that
// is there stays as it is.
func (s *Server) ProvisionManaged(circuit ID) error {
	if err := s.Provision(circuit); err != nil {
		return err
	}
	for name, properties := range managedPeerings {
		_, err := s.Create(circuit.child("peerings", name), Body{"properties": properties})
		if err != nil && !IsPreconditionFailed(err) {
			return err
		}
	}
	return nil
}

// managedPeerings are those of a service provider that runs layer 3, on VLANs, ASN and prefixes of its own.
var managedPeerings = map[string]Body{
	privatePeering: {
		"peerASN": 2856.0, "vlanId": 1001.0, "primaryPeerAddressPrefix": "10.255.0.0/30", "secondaryPeerAddressPrefix": "10.255.0.4/30",
	},
	microsoftPeering: {
		"peerASN": 2856.0, "vlanId": 1002.0, "primaryPeerAddressPrefix": "123.0.255.0/30", "secondaryPeerAddressPrefix": "123.0.255.4/30",
		"microsoftPeeringConfig": Body{"advertisedPublicPrefixes": []any{"123.1.255.0/24"}, "routingRegistryName": "RIPENCC"},
	},
}

// Deprovision is the service provider letting a circuit go.
func (s *Server) Deprovision(circuit ID) error { return s.setCarrierState(circuit, "NotProvisioned") }

// DeprovisionUnused is Deprovision by a service provider that wants the peerings and connections of the circuit gone
// first, as Megaport and Oracle do.
func (s *Server) DeprovisionUnused(circuit ID) error {
	err := s.view(func(t *txn) error {
		peerings, err := t.children(circuit, "peerings")
		if err != nil {
			return err
		}
		err = t.eachConnection(circuit, func(_ string, connection ID, _ Body) error {
			peerings = append(peerings, connection)
			return nil
		})
		if err != nil || len(peerings) == 0 {
			return err
		}
		var names []string
		for _, id := range peerings {
			names = append(names, id.String())
		}
		return refuse(409, "ConflictError",
			"The service provider keeps circuit %s while these exist; delete them first: %s.", circuit.Name(), strings.Join(names, ", "))
	})
	if err != nil {
		return err
	}
	return s.Deprovision(circuit)
}

func (s *Server) setCarrierState(circuit ID, state string) error {
	return s.update(func(t *txn) error {
		if kindOf(circuit.Type()) != circuitKind {
			return refuse(400, "InvalidParameter", "%s is no circuit.", circuit)
		}
		if _, err := t.get(circuit); err != nil {
			return err
		}
		body, err := t.load(circuit)
		if err != nil {
			return err
		}
		properties := object(body, "properties")
		if properties["expressRoutePort"] != nil {
			return refuse(400, "InvalidParameter", "Circuit %s is on a port of its own: it has no service provider.", circuit.Name())
		}
		properties["serviceProviderProvisioningState"] = state
		if err := t.save(circuit, body); err != nil {
			return err
		}
		return t.settle(circuit)
	})
}
