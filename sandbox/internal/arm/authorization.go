package arm

import "strings"

// authorizationKind is for the key that another subscription shows to connect. A circuit's owner may delete it at any time,
// as Microsoft documents: the connection that uses it stays and no longer connects.
var authorizationKind = &kind{
	typ:       authorizationType,
	etagged:   true,
	azureSets: []string{"authorizationKey", "authorizationUseStatus", "connectionResourceUri"},
	complete: func(_ *txn, _ ID, body Body) error {
		fill(object(body, "properties"), Body{"authorizationKey": newUUID()})
		return nil
	},
	show: showAuthorizationUse,
}

func showAuthorizationUse(t *txn, id ID, body Body) error {
	properties := object(body, "properties")
	user, err := t.userOf(id.root(), text(properties, "authorizationKey"))
	if err != nil {
		return err
	}
	if user == nil {
		properties["authorizationUseStatus"] = "Available"
	} else {
		properties["authorizationUseStatus"] = "InUse"
		properties["connectionResourceUri"] = user.String()
	}
	return nil
}

// userOf finds the connection that shows key to a circuit; nil when there is none.
func (t *txn) userOf(circuit ID, key string) (*ID, error) {
	var user *ID
	err := t.eachConnection(circuit, func(_ string, connection ID, body Body) error {
		if text(object(body, "properties"), "authorizationKey") == key {
			user = &connection
		}
		return nil
	})
	return user, err
}

// authorize checks the key that a connection shows to the circuit at its other end: one in another subscription asks for
// one, and a key is good for one connection. A circuit that the store does not have takes any key. The code for a wrong
// key is not on public record.
func (t *txn) authorize(id ID, body Body, circuit ID) error {
	key := text(object(body, "properties"), "authorizationKey")
	if key == "" {
		if strings.EqualFold(id.Subscription, circuit.Subscription) {
			return nil
		}
		return refuse(403, "LinkedAuthorizationFailed", "%s has no authorizationKey, which circuit %s in another subscription asks for.", id.Name(), circuit)
	}
	existing, err := t.load(circuit)
	if err != nil || existing == nil {
		return err
	}
	known, err := t.isAuthorized(circuit, key)
	if err != nil {
		return err
	}
	if !known {
		return refuse(400, "InvalidAuthorizationKey", "The authorizationKey of %s is not that of an authorization of circuit %s.", id.Name(), circuit)
	}
	user, err := t.userOf(circuit, key)
	if err != nil {
		return err
	}
	if user != nil && user.key() != id.key() {
		return refuse(400, "InvalidAuthorizationKey", "The authorizationKey of %s is in use by connection %s; each connection needs one of its own.", id.Name(), user)
	}
	return nil
}

// isAuthorized tells whether key is that of an authorization of circuit.
func (t *txn) isAuthorized(circuit ID, key string) (bool, error) {
	authorizations, err := t.children(circuit, "authorizations")
	if err != nil {
		return false, err
	}
	for _, authorization := range authorizations {
		body, err := t.load(authorization)
		if err != nil {
			return false, err
		}
		if text(object(body, "properties"), "authorizationKey") == key {
			return true, nil
		}
	}
	return false, nil
}
