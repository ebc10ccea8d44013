package arm

import (
	"reflect"
	"slices"
	"strings"
)

// Edit is one change of a resource: the value at Path in its body becomes Value, or goes when Value is nil.
type Edit struct {
	Path  []string
	Value any
}

// Edit changes a resource as a hand in the portal does: what is not edited stays, keys and children too. It reaches what
// only Azure sets as well, but not what follows from other resources.
func (s *Server) Edit(id ID, edits ...Edit) (Body, error) {
	var answer Body
	var failure *Error
	err := s.update(func(t *txn) (err error) {
		answer, err = t.edit(id, edits)
		failure = t.failure
		return err
	})
	if err != nil {
		return nil, err
	}
	if failure != nil {
		return answer, failure
	}
	return answer, nil
}

func (t *txn) edit(id ID, edits []Edit) (Body, error) {
	answer, err := t.get(id)
	if err != nil {
		return nil, err
	}
	k := kindOf(id.Type())
	for _, e := range edits {
		if err := k.checkEdit(e); err != nil {
			return nil, err
		}
	}
	body, err := t.load(id)
	if err != nil {
		return nil, err
	}
	if err := t.checkFreeFor(Request{ID: id, Body: body}, body); err != nil {
		return nil, err
	}
	for _, c := range k.collections {
		object(body, "properties")[c.property] = object(answer, "properties")[c.property]
	}
	if err := apply(body, edits); err != nil {
		return nil, err
	}
	if _, err := t.put(id, body); err != nil {
		return nil, err
	}
	if body, err = t.load(id); err != nil {
		return nil, err
	}
	azures := slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool { return !k.isAzures(e.Path) })
	if err := apply(body, azures); err != nil {
		return nil, err
	}
	if err := t.save(id, body); err != nil {
		return nil, err
	}
	if answer, err = t.get(id); err != nil {
		return nil, err
	}
	return answer, k.checkEdited(answer, edits)
}

func apply(body Body, edits []Edit) error {
	for _, e := range edits {
		at := body
		for i, step := range e.Path[:len(e.Path)-1] {
			switch next := at[step].(type) {
			case Body:
				at = next
			case nil:
				inner := Body{}
				at[step] = inner
				at = inner
			default:
				return refuse(400, "InvalidRequestContent", "%s is not an object.", strings.Join(e.Path[:i+1], "."))
			}
		}
		last := e.Path[len(e.Path)-1]
		if e.Value == nil {
			delete(at, last)
		} else {
			at[last] = e.Value
		}
	}
	return nil
}

// isAzures tells whether path leads to what only Azure sets.
func (k *kind) isAzures(path []string) bool {
	return len(path) > 1 && path[0] == "properties" && (path[1] == "provisioningState" || slices.Contains(k.azureSets, path[1]))
}

// checkEdited refuses edits that did not take, so that none is lost in silence. It does not tell values: they may be keys.
func (k *kind) checkEdited(answer Body, edits []Edit) error {
	for _, e := range edits {
		if slices.ContainsFunc(e.Path, func(step string) bool {
			return slices.Contains(k.writeOnly, step) || slices.Contains(k.masked, step)
		}) {
			continue
		}
		last := len(e.Path) - 1
		if !reflect.DeepEqual(object(answer, e.Path[:last]...)[e.Path[last]], e.Value) {
			return refuse(400, "InvalidParameter", "%s of %s cannot be edited: it is fixed, has a default, or follows from other resources.",
				strings.Join(e.Path, "."), text(answer, "name"))
		}
	}
	return nil
}
