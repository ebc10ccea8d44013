package arm

import (
	"errors"
	"reflect"
)

// put writes a resource and its inline children, and gives its id as Azure writes it.
func (t *txn) put(id ID, sent Body) (ID, error) {
	if err := t.checkParent(id); err != nil {
		return id, err
	}
	id, err := t.write(id, sent, false)
	if err != nil {
		return id, err
	}
	return id, t.settle(id)
}

// settle ends a change of the tree of resources that id is in: it checks the whole and gives it a new etag.
func (t *txn) settle(id ID) error {
	root := id.root()
	k := kindOf(root.Type())
	body, err := t.load(root)
	if err != nil || body == nil || !k.etagged {
		return err
	}
	body["etag"] = newETag()
	if err := t.save(root, body); err != nil {
		return err
	}
	if k.holds == nil {
		return nil
	}
	return k.holds(t, root)
}

// write stores a resource and its inline children. With unlessSame, a resource that would answer as before is left as
// it is, so that a parent put with the children it answered takes away nothing that answers do not show.
func (t *txn) write(id ID, sent Body, unlessSame bool) (ID, error) {
	k, err := t.within(id)
	if err != nil {
		return id, err
	}
	old, err := t.load(id)
	if err != nil {
		return id, err
	}
	body, err := copyOf(sent)
	if err != nil {
		return id, err
	}
	if err := k.checkShape(body); err != nil {
		return id, err
	}
	if id, err = t.identify(k, id, body, old); err != nil {
		return id, err
	}
	if err := locate(k, id, body, old); err != nil {
		return id, err
	}
	properties := object(body, "properties")
	for _, name := range append([]string{"provisioningState"}, k.azureSets...) {
		delete(properties, name)
		if value := object(old, "properties")[name]; value != nil {
			properties[name] = value
		}
	}
	for _, name := range k.masked {
		if properties[name] == mask { // sent back as it was answered
			properties[name] = object(old, "properties")[name]
		}
	}
	inline := map[collection][]any{}
	for _, c := range k.collections {
		inline[c] = list(properties, c.property)
		delete(properties, c.property)
	}
	if err := t.checkReferences(id, body); err != nil {
		return id, err
	}
	if k.complete != nil {
		if err := k.complete(t, id, body); err != nil {
			return id, err
		}
	}
	keep := false
	if unlessSame && old != nil {
		if keep, err = t.same(k, id, old, body); err != nil {
			return id, err
		}
	}
	if keep {
		body, keep = old, k.operate != nil || text(object(old, "properties"), "provisioningState") == "Succeeded"
	}
	if !keep {
		if err := t.operate(k, id, old, body); err != nil {
			return id, err
		}
		if err := t.save(id, body); err != nil {
			return id, err
		}
	}
	for _, c := range k.collections {
		if err := t.replaceChildren(id, c, inline[c]); err != nil {
			return id, err
		}
	}
	return id, nil
}

// coming marks, at the top of a stored body, a resource that is being made. It is never answered.
const coming = "sandbox: coming"

// operate decides how the operation ends that a request started, unless it ends later.
func (t *txn) operate(k *kind, id ID, old, body Body) error {
	properties := object(body, "properties")
	if t.begins {
		t.begins = false // the request's own resource, not its inline children
		properties["provisioningState"] = "Updating"
		if old == nil {
			body[coming] = true
		}
		return nil
	}
	properties["provisioningState"] = "Succeeded"
	if k.operate == nil {
		return nil
	}
	err := k.operate(t, id, old, body)
	var refusal *Error
	if errors.As(err, &refusal) {
		properties["provisioningState"] = "Failed"
		t.failure = refusal
		return nil
	}
	return err
}

// identify gives the body the id, name and type that it is stored with. The first spelling of a name is kept.
func (t *txn) identify(k *kind, id ID, body, old Body) (ID, error) {
	id, err := t.spell(k, id, old)
	if err != nil {
		return id, err
	}
	body["id"], body["name"], body["type"] = id.String(), id.Name(), k.typ
	delete(body, "etag")
	if object(body, "properties") == nil {
		body["properties"] = Body{}
	}
	return id, nil
}

func (t *txn) spell(k *kind, id ID, old Body) (ID, error) {
	if old != nil {
		return ParseID(text(old, "id"))
	}
	if id.Provider == "" {
		return id, nil
	}
	parent, err := t.load(id.above())
	if err != nil {
		return id, err
	}
	above, err := ParseID(text(parent, "id"))
	if err != nil {
		return id, err
	}
	name := id.Name()
	if k.spell != nil {
		name = k.spell(name)
	}
	return below(above, k.typ, name), nil
}

// locate checks and normalizes where the body says the resource is: a resource never moves.
func locate(k *kind, id ID, body, old Body) error {
	if !k.located {
		delete(body, "location")
		return nil
	}
	location := normalLocation(text(body, "location"))
	if location == "" {
		return refuse(400, "LocationRequired", "%s has no location, which a resource of type %s needs.", id.Name(), k.typ)
	}
	if was := text(old, "location"); was != "" && was != location {
		return refuse(409, "InvalidResourceLocation", "%s is in location %s and cannot be moved to %s.", id.Name(), was, location)
	}
	body["location"] = location
	return nil
}

// same tells whether two bodies answer alike, where next does not set a write-only property anew.
func (t *txn) same(k *kind, id ID, old, next Body) (bool, error) {
	was, is := object(old, "properties"), object(next, "properties")
	for _, name := range k.writeOnly {
		if is[name] != nil && is[name] != was[name] {
			return false, nil
		}
	}
	answers := make([]Body, 0, 2)
	for _, body := range []Body{old, next} {
		body, err := copyOf(body)
		if err != nil {
			return false, err
		}
		if body, err = t.answer(k, id, body); err != nil {
			return false, err
		}
		answers = append(answers, body)
	}
	return reflect.DeepEqual(answers[0], answers[1]), nil
}

// replaceChildren makes the children of a collection be those of elements, and no others.
func (t *txn) replaceChildren(parent ID, c collection, elements []any) error {
	sent := map[string]Body{}
	ids := []ID{}
	for _, value := range elements {
		element, _ := value.(Body)
		name := text(element, "name")
		if name == "" {
			return refuse(400, "InvalidRequestFormat", "An element of %s of %s has no name.", c.property, parent.Name())
		}
		id := parent.child(c.segment, name)
		sent[id.key()] = element
		ids = append(ids, id)
	}
	existing, err := t.children(parent, c.segment)
	if err != nil {
		return err
	}
	for _, id := range existing {
		if sent[id.key()] == nil {
			if err := t.delete(id); err != nil {
				return err
			}
		}
	}
	for _, id := range ids {
		if _, err := t.write(id, sent[id.key()], true); err != nil {
			return err
		}
	}
	return nil
}
