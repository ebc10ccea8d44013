package arm

// carrierState is the state that the service provider has a circuit in; empty when the store does not have the circuit.
func (t *txn) carrierState(circuit ID) (string, error) {
	body, err := t.load(circuit)
	return text(object(body, "properties"), "serviceProviderProvisioningState"), err
}

// Provision is the service provider saying that a circuit is ready.
func (s *Server) Provision(circuit ID) error { return s.setCarrierState(circuit, "Provisioned") }

// Deprovision is the service provider letting a circuit go.
func (s *Server) Deprovision(circuit ID) error { return s.setCarrierState(circuit, "NotProvisioned") }

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
