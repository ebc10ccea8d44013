// Package arm models Azure Resource Manager: resources that are put, got and deleted by their id, with what Azure fills
// in and refuses, and the operations that takes. It is the core of the sandbox and knows nothing of who asks.
package arm

import (
	"context"
	"errors"
	"os"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

// Server answers requests on the resources in a store. It may be used by several goroutines and processes at once: each
// request is one transaction. Refusals are of type *Error.
type Server struct {
	store *store.Store
	plan  *faults.Plan // nil: nothing goes wrong
	die   func()
}

// NewServer returns a server of the resources in s.
func NewServer(s *store.Store) *Server { return &Server{store: s} }

// Faulty is the server with requests of clients that go wrong as planned. A fault that is to end the process calls die.
func (s *Server) Faulty(plan *faults.Plan, die func()) *Server {
	return &Server{store: s.store, plan: plan, die: die}
}

// view runs a request that changes nothing, unless an operation has to be ended before it.
func (s *Server) view(fn func(*txn) error) error {
	for {
		err := s.store.View(requested(fn, false))
		if !errors.Is(err, errDue) {
			return err
		}
		if err := s.update(func(*txn) error { return nil }); err != nil {
			return err
		}
	}
}

// update runs a request that may change resources.
func (s *Server) update(fn func(*txn) error) error { return s.store.Update(requested(fn, true)) }

func requested(fn func(*txn) error, mayWrite bool) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		t := &txn{store: tx}
		if tx.Unlinked() {
			if err := t.linkAll(); err != nil {
				return err
			}
		}
		if err := t.endDue(mayWrite); err != nil {
			return err
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
	return s.now(Request{ID: id, Body: body})
}

// Create is Put for a resource that must not exist: it is refused with status 412 when it does.
func (s *Server) Create(id ID, body Body) (Body, error) {
	return s.now(Request{ID: id, Body: body, IfNoneMatch: "*"})
}

// Delete deletes the resource with id and all below it. One that does not exist is deleted already.
func (s *Server) Delete(id ID) error {
	_, err := s.now(Request{ID: id, Delete: true})
	return err
}

// now does what is asked for with no fault and no wait.
func (s *Server) now(r Request) (Body, error) {
	return NewServer(s.store).Do(context.Background(), r)
}

// List answers all resources that can be read, ordered by id, and an error that names those that cannot.
func (s *Server) List() ([]Body, error) {
	var answers []Body
	var unreadable []error
	err := s.view(func(t *txn) error {
		for _, key := range t.store.Keys("") {
			id, err := ParseID(key)
			var answer Body
			if err == nil {
				answer, err = t.get(id)
			}
			if err != nil {
				unreadable = append(unreadable, err)
				continue
			}
			answers = append(answers, answer)
		}
		return errors.Join(unreadable...)
	})
	return answers, err
}

// Reset forgets all resources and operations, whatever state they are in, and tells how many resources there were.
func (s *Server) Reset() (int, error) {
	count := 0
	err := s.store.Update(func(tx *store.Tx) error {
		for _, prefix := range []string{operationPrefix, underWayPrefix} {
			for _, key := range tx.Plans().Keys(prefix) {
				if err := tx.Plans().Delete(key); err != nil {
					return err
				}
			}
		}
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

// Subscription is the subscription of whoever names none: what the environment says, as for azure-native, else one of the
// sandbox's own.
func Subscription() string {
	if value := os.Getenv(SubscriptionVariable); value != "" {
		return value
	}
	return OwnSubscription
}

// OwnSubscription is the sandbox's subscription when none is configured.
const OwnSubscription = "00000000-0000-0000-0000-0000000e55e0"

// SubscriptionVariable names the environment variable for the subscription, as azure-native has it.
const SubscriptionVariable = "ARM_SUBSCRIPTION_ID"
