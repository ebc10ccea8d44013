package arm

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

// txn is one request at work.
type txn struct {
	store *store.Tx
	// begins tells that the next resource written is that of an operation which ends later.
	begins bool
	// failure is how an operation ended that failed after Azure had taken the request: what was written stays.
	failure *Error
}

// mask stands in answers where a key is. It is Azure's, of azure-rest-api-specs #15030.
const mask = "*****************"

// load gives the resource as it is stored, write-only properties included; nil when there is none.
func (t *txn) load(id ID) (Body, error) {
	var body Body
	_, err := t.store.Get(id.key(), &body)
	return body, err
}

// save stores a resource, and what it refers to.
func (t *txn) save(id ID, body Body) error {
	if err := t.store.Put(id.key(), body); err != nil {
		return err
	}
	return t.link(id, body)
}

// children lists the direct children below id whose ids go on with the word segment, ordered by name.
func (t *txn) children(id ID, segment string) ([]ID, error) {
	return t.idsOf(t.store.Keys(id.child(segment, "").key()), func(child ID) bool { return len(child.segments) == len(id.segments)+1 })
}

// ofType lists the resources of a type in a group.
func (t *txn) ofType(group ID, typ string) ([]ID, error) {
	return t.idsOf(t.store.Keys(group.key()+"/"), func(id ID) bool { return strings.EqualFold(id.Type(), typ) })
}

// idsOf gives the ids, as they were first written, of those keys that fit.
func (t *txn) idsOf(keys []string, fits func(ID) bool) ([]ID, error) {
	var ids []ID
	for _, key := range keys {
		id, err := ParseID(key)
		if err != nil {
			return nil, err
		}
		if !fits(id) {
			continue
		}
		body, err := t.load(id)
		if err != nil {
			return nil, err
		}
		if id, err = ParseID(text(body, "id")); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// get answers the resource with id, or refuses when it, or what it is in, does not exist.
func (t *txn) get(id ID) (Body, error) {
	k, err := t.within(id)
	if err != nil {
		return nil, err
	}
	body, err := t.load(id)
	switch {
	case err != nil:
		return nil, err
	case body == nil && id.Provider == "":
		return nil, groupNotFound(id)
	case body == nil && id.isRoot():
		return nil, refuse(404, "ResourceNotFound", "Resource group %s has no resource %s of type %s.", id.ResourceGroup, id.Name(), k.typ)
	case body == nil:
		return nil, refuse(404, "NotFound", "There is no resource %s.", id)
	}
	return t.answer(k, id, body)
}

// answer shows a stored body as Azure shows it.
func (t *txn) answer(k *kind, id ID, body Body) (Body, error) {
	properties := object(body, "properties")
	for _, name := range k.writeOnly {
		delete(properties, name)
	}
	for _, name := range k.masked {
		if properties[name] != nil {
			properties[name] = mask
		}
	}
	if k.etagged {
		root, err := t.load(id.root())
		if err != nil {
			return nil, err
		}
		body["etag"] = root["etag"] // a tree of resources changes as one
	}
	for _, c := range k.collections {
		children, err := t.children(id, c.segment)
		if err != nil {
			return nil, err
		}
		elements := []any{}
		for _, child := range children {
			element, err := t.get(child)
			if err != nil {
				return nil, err
			}
			elements = append(elements, element)
		}
		properties[c.property] = elements
	}
	if k.show != nil {
		if err := k.show(t, id, body); err != nil {
			return nil, err
		}
	}
	if text(object(body, "properties"), "provisioningState") == "Updating" {
		showUnderWay(k, body)
	}
	return body, nil
}

// showUnderWay answers a resource that is being changed, with all that is inline in it. What Azure sets by itself is not
// there yet when it is being made.
func showUnderWay(k *kind, body Body) {
	properties := object(body, "properties")
	showOtherwise(properties, k.changing)
	if body[coming] != nil {
		showOtherwise(properties, k.coming)
		delete(body, coming)
	}
	showInline(properties)
}

func showOtherwise(properties Body, values map[string]any) {
	for path, value := range values {
		steps := strings.Split(path, ".")
		at := object(properties, steps[:len(steps)-1]...)
		switch name := steps[len(steps)-1]; {
		case at[name] == nil:
		case value == nil:
			delete(at, name)
		default:
			at[name] = value
		}
	}
}

// showInline answers that the elements of lists, and theirs, are being changed that have a state.
func showInline(properties Body) {
	for _, value := range properties {
		elements, _ := value.([]any)
		for _, element := range elements {
			body, _ := element.(Body)
			inner := object(body, "properties")
			if inner["provisioningState"] == "Succeeded" {
				inner["provisioningState"] = "Updating"
			}
			showInline(inner)
		}
	}
}

// within finds the kind of a resource and refuses when its group or parent does not exist.
func (t *txn) within(id ID) (*kind, error) {
	k := kindOf(id.Type())
	if k == nil {
		return nil, refuse(400, "InvalidResourceType", "The sandbox has no model of resource type %s.", id.Type())
	}
	if id.Provider == "" {
		return k, nil
	}
	for _, above := range []ID{id.group(), id.above()} {
		body, err := t.load(above)
		switch {
		case err != nil:
			return nil, err
		case body != nil:
		case above.Provider == "":
			return nil, groupNotFound(id)
		default:
			return nil, refuse(404, "ParentResourceNotFound", "%s cannot be reached: its parent %s does not exist.", id.Name(), above)
		}
	}
	return k, nil
}

func groupNotFound(id ID) error {
	return refuse(404, "ResourceGroupNotFound", "There is no resource group %s.", id.ResourceGroup)
}

// mustExist refuses a reference to a resource that does not exist or is of another type.
func (t *txn) mustExist(reference, typ string) error {
	id, err := ParseID(reference)
	if err != nil {
		return err
	}
	body, err := t.load(id)
	if err != nil {
		return err
	}
	if body == nil || !strings.EqualFold(id.Type(), typ) {
		return refuse(400, "InvalidResourceReference", "%s is referred to, but there is no such resource of type %s.", reference, typ)
	}
	return nil
}

// delete deletes a resource and all below it.
func (t *txn) delete(id ID) error {
	k := kindOf(id.Type())
	if k == nil {
		return refuse(400, "InvalidResourceType", "The sandbox has no model of resource type %s.", id.Type())
	}
	body, err := t.load(id)
	if err != nil || body == nil {
		return err
	}
	if k.release != nil {
		if err := k.release(t, id, body); err != nil {
			return err
		}
	}
	if k.inUse != "" {
		if err := t.checkUnused(k, id); err != nil {
			return err
		}
	}
	for _, key := range append(t.store.Keys(id.key()+"/"), id.key()) {
		if err := t.store.Delete(key); err != nil {
			return err
		}
	}
	return t.settle(id)
}
