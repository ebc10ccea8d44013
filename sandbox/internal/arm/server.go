// Package arm models Azure Resource Manager: resources that are put, got and deleted by their id, with what Azure fills
// in and refuses. It is the core of the sandbox and knows nothing of who asks; operations complete at once.
package arm

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"

// Server answers requests on the resources in a store. It may be used by several goroutines and processes at once: each
// request is one transaction. Refusals are of type *Error.
type Server struct {
	store *store.Store
	fails *Error
}

// Failing is the server with operations that Azure takes and that then fail with the refusal.
func (s *Server) Failing(refusal *Error) *Server { return &Server{store: s.store, fails: refusal} }

// NewServer returns a server of the resources in s.
func NewServer(s *store.Store) *Server { return &Server{store: s} }

// view runs a request that changes nothing.
func (s *Server) view(fn func(*txn) error) error { return s.store.View(requested(fn)) }

// update runs a request that may change resources.
func (s *Server) update(fn func(*txn) error) error { return s.store.Update(requested(fn)) }

func requested(fn func(*txn) error) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		t := &txn{store: tx}
		if tx.Unlinked() {
			if err := t.linkAll(); err != nil {
				return err
			}
		}
		return fn(t)
	}
}

// Get answers the resource with id.
func (s *Server) Get(id ID) (Body, error) {
	var answer Body
	err := s.view(func(t *txn) (err error) {
		answer, err = t.get(id)
		return err
	})
	return answer, err
}

// Put creates the resource with id, or replaces it with body, and answers it. Lists of children that body leaves out are
// cleared, as in Azure. An operation that fails after Azure took the request leaves the resource there, in provisioning
// state Failed: it is answered with the error.
func (s *Server) Put(id ID, body Body) (Body, error) {
	return s.put(id, body, func(*txn, ID) error { return nil })
}

// Create is Put for a resource that must not exist: it is refused with status 412 when it does.
func (s *Server) Create(id ID, body Body) (Body, error) {
	return s.put(id, body, func(t *txn, id ID) error {
		existing, err := t.load(id)
		if err == nil && existing != nil {
			err = refuse(412, "PreconditionFailed", "Resource %s exists.", text(existing, "id"))
		}
		return err
	})
}

func (s *Server) put(id ID, body Body, precondition func(*txn, ID) error) (Body, error) {
	var answer Body
	var failure error
	err := s.update(func(t *txn) error {
		t.fails = s.fails
		if err := precondition(t, id); err != nil {
			return err
		}
		id, err := t.put(id, body)
		if err != nil {
			return err
		}
		answer, err = t.get(id)
		failure = t.failure
		return err
	})
	if err != nil {
		return nil, err
	}
	return answer, failure
}

// Delete deletes the resource with id and all below it. One that does not exist is deleted already.
func (s *Server) Delete(id ID) error {
	if s.fails != nil {
		return s.failDelete(id)
	}
	return s.update(func(t *txn) error { return t.delete(id) })
}

// failDelete is a deletion that Azure takes and does not finish: the resource stays, in provisioning state Failed. What
// Azure would not take, or what is gone already, has nothing that could fail.
func (s *Server) failDelete(id ID) error {
	if err := s.view(func(t *txn) error { return t.delete(id) }); err != nil {
		return err
	}
	var failure error
	err := s.update(func(t *txn) error {
		body, err := t.load(id)
		if err != nil || body == nil {
			return err
		}
		object(body, "properties")["provisioningState"] = "Failed"
		failure = s.fails
		if err := t.save(id, body); err != nil {
			return err
		}
		return t.settle(id)
	})
	if err != nil {
		return err
	}
	return failure
}

// List answers all resources, ordered by id.
func (s *Server) List() ([]Body, error) {
	var answers []Body
	err := s.view(func(t *txn) error {
		for _, key := range t.store.Keys("") {
			id, err := ParseID(key)
			if err != nil {
				return err
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

// Reset forgets all resources, whatever state they are in, and tells how many there were.
func (s *Server) Reset() (int, error) {
	count := 0
	err := s.store.Update(func(tx *store.Tx) error {
		keys := tx.Keys("")
		count = len(keys)
		for _, key := range keys {
			if err := tx.Delete(key); err != nil {
				return err
			}
		}
		return nil
	})
	return count, err
}
