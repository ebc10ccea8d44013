package arm

import (
	"slices"
	"strings"
)

// Lists. A place is the id of a subscription, a group or a parent: what is listed is below it.

// ListOfType answers the resources of a type below place, ordered by id.
func (s *Server) ListOfType(place, typ string) ([]Body, error) {
	return s.list(place, func(id ID) bool { return strings.EqualFold(id.Type(), typ) })
}

// ListTopLevel answers the resources below place that are not groups and not below another resource, ordered by id.
func (s *Server) ListTopLevel(place string) ([]Body, error) {
	return s.list(place, func(id ID) bool { return id.Provider != "" && id.isRoot() })
}

func (s *Server) list(place string, fits func(ID) bool) ([]Body, error) {
	answers := []Body{}
	err := s.view(func(t *txn) error {
		for _, key := range t.store.Keys(strings.ToLower(place) + "/") {
			id, err := ParseID(key)
			if err != nil {
				return err
			}
			if !fits(id) {
				continue
			}
			answer, err := t.get(id)
			if err != nil {
				return err
			}
			answers = append(answers, answer)
		}
		return nil
	})
	return answers, err
}

// Children answers the resources of a kind directly below a parent, in a group or a resource; it is refused when the parent does
// not exist.
func (s *Server) Children(of ID, typ string) ([]Body, error) {
	answers := []Body{}
	err := s.view(func(t *txn) error {
		if _, err := t.get(of); err != nil {
			return err
		}
		if of.Provider == "" {
			ids, err := t.ofType(of, typ)
			if err != nil {
				return err
			}
			return t.getAll(ids, &answers)
		}
		ids, err := t.children(of, typ[strings.LastIndexByte(typ, '/')+1:])
		if err != nil {
			return err
		}
		return t.getAll(ids, &answers)
	})
	return answers, err
}

func (t *txn) getAll(ids []ID, into *[]Body) error {
	for _, id := range ids {
		answer, err := t.get(id)
		if err != nil {
			return err
		}
		*into = append(*into, answer)
	}
	return nil
}

// Subscriptions lists the subscriptions that have resource groups.
func (s *Server) Subscriptions() ([]string, error) {
	var all []string
	err := s.view(func(t *txn) error {
		for _, key := range t.store.Keys("") {
			id, err := ParseID(key)
			if err != nil {
				return err
			}
			if !slices.Contains(all, id.Subscription) {
				all = append(all, id.Subscription)
			}
		}
		return nil
	})
	return all, err
}

// IsModelled tells whether there is a model of a resource type.
func IsModelled(typ string) bool { return kindOf(typ) != nil }
