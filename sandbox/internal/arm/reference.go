package arm

import "strings"

// references lists the resources that value, a part of a body, names by {"id": …}.
func references(value any) ([]ID, error) {
	var ids []ID
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			more, err := references(element)
			if err != nil {
				return nil, err
			}
			ids = append(ids, more...)
		}
	case Body:
		for name, element := range value {
			written, isText := element.(string)
			if name != "id" || !isText {
				more, err := references(element)
				if err != nil {
					return nil, err
				}
				ids = append(ids, more...)
				continue
			}
			id, err := ParseID(written)
			if err != nil {
				return nil, refuse(400, "LinkedInvalidPropertyId", "A property refers to '%s', which is not the full id of a resource.", written)
			}
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// checkReferences refuses a body that refers to a resource that does not exist. Of types that are not modelled the store
// knows nothing, and another subscription may hold what it does not.
func (t *txn) checkReferences(id ID, body Body) error {
	ids, err := references(body["properties"])
	if err != nil {
		return err
	}
	for _, reference := range ids {
		if kindOf(reference.Type()) == nil || reference.root().key() == id.root().key() {
			continue
		}
		existing, err := t.load(reference)
		if err != nil {
			return err
		}
		root, err := t.load(reference.root())
		if err != nil {
			return err
		}
		elsewhere := root == nil && !strings.EqualFold(reference.Subscription, id.Subscription)
		if existing == nil && !elsewhere {
			return refuse(400, "InvalidResourceReference", "%s refers to %s, which does not exist.", id.Name(), reference)
		}
	}
	return nil
}

// refer gives the id that properties name under name, as {"id": …}, and refuses one that is not of type typ.
func refer(properties Body, name, typ string) (ID, error) {
	written := text(object(properties, name), "id")
	if written == "" {
		return ID{}, refuse(400, "InvalidRequestFormat", "%s.id is missing; it should be the id of a resource of type %s.", name, typ)
	}
	id, err := ParseID(written)
	if err != nil {
		return id, err
	}
	if !strings.EqualFold(id.Type(), typ) {
		return id, refuse(400, "InvalidResourceReference", "%s.id is %s; it should be the id of a resource of type %s.", name, written, typ)
	}
	return id, nil
}

// link keeps what a resource refers to, so that it is found by what it refers to.
func (t *txn) link(id ID, body Body) error {
	ids, err := references(body["properties"])
	if err != nil {
		return err
	}
	var keys []string
	for _, reference := range ids {
		keys = append(keys, reference.key())
	}
	return t.store.Link(id.key(), keys)
}

// linkAll links all resources, of a file that was written before there were links.
func (t *txn) linkAll() error {
	for _, key := range t.store.Keys("") {
		id, err := ParseID(key)
		if err != nil {
			return err
		}
		body, err := t.load(id)
		if err != nil {
			return err
		}
		if err := t.link(id, body); err != nil {
			return err
		}
	}
	return nil
}

// usersOf lists the resources that refer to a resource or to what is below it, ordered by id.
func (t *txn) usersOf(id ID) ([]ID, error) {
	return t.idsOf(t.store.Linked(id.key()), func(ID) bool { return true })
}

// checkUnused refuses to delete a resource while another refers to it, or to what is below it, and while it has
// connections.
func (t *txn) checkUnused(k *kind, id ID) error {
	users, err := t.usersOf(id)
	if err != nil {
		return err
	}
	below, err := t.idsOf(t.store.Keys(id.key()+"/"), func(ID) bool { return true })
	if err != nil {
		return err
	}
	for _, user := range append(users, below...) {
		if user.root().key() == id.root().key() && (!user.isBelow(id) || kindOf(user.Type()).reaches == "") {
			continue
		}
		body, err := t.load(user)
		if err != nil {
			return err
		}
		if user.isBelow(id) && text(object(body, "properties"), "provisioningState") == "Failed" {
			continue // a connection that failed connects nothing, and goes with its circuit, as recorded
		}
		return refuse(400, k.inUse, "%s is in use by %s; delete or detach that first.", id.Name(), user)
	}
	return nil
}
