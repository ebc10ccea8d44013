package arm

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

// Operation is one change of a resource, from the request that began it to its end.
type Operation struct {
	ID string `json:"id"`
	// Verb is faults.Create, faults.Update or faults.Delete, or the name of a question.
	Verb string `json:"verb"`
	// Resource is the id of what changes, and Location the region it is in; empty when it is in none.
	Resource string `json:"resource"`
	Location string `json:"location,omitempty"`
	Status   Status `json:"status"`
	// Error tells why it failed, or was refused.
	Error   *Error    `json:"error,omitempty"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"`
	// Result is what a question was answered with that takes an operation; nil for others.
	Result Body `json:"result,omitempty"`
}

// Status is how an operation stands.
type Status string

// The states of an operation. One that was refused because another was under way never began.
const (
	InProgress Status = "InProgress"
	Succeeded  Status = "Succeeded"
	Failed     Status = "Failed"
	Canceled   Status = "Canceled"
	Refused    Status = "Refused"
)

// underWay is an operation that has yet to end. It is kept in the store, so that it ends whoever looks next: the process
// that began it may be gone.
type underWay struct {
	Operation
	// Due is when it ends. One without never does: it holds what it holds while its owner says so, until Expires.
	Due     time.Time `json:"due,omitzero"`
	Expires time.Time `json:"expires,omitzero"`
	// Holds are the keys of what nobody else may change meanwhile.
	Holds []string `json:"holds"`
	// Old is the resource before the request; nil when there was none.
	Old Body `json:"old,omitempty"`
	// Tree is what was stored at and below the resource before the request, for an operation that may be given up.
	Tree map[string]Body `json:"tree,omitempty"`
	// Fails is how it is to end, if it is to fail.
	Fails *Error `json:"fails,omitempty"`
}

// Places in the store, among its plans. Numbers are padded, so that keys are in the order of time.
const (
	operationsDocument = "operations"
	operationPrefix    = "operation/"
	underWayPrefix     = "under way/"
)

// remembered is how many operations are kept at least, and forgotten how many are forgotten at a time.
const (
	remembered = 1000
	forgotten  = 100
)

func numbered(prefix string, number uint64) string { return fmt.Sprintf("%s%016d", prefix, number) }

// newOperation begins the record of an operation. Its id is a UUID, and ends with its number.
func (t *txn) newOperation(verb string, id ID, location string) (Operation, error) {
	var last uint64
	if _, err := t.store.Plans().Get(operationsDocument, &last); err != nil {
		return Operation{}, err
	}
	number := last + 1
	op := Operation{
		ID: fmt.Sprintf("%s%012x", newUUID()[:24], number), Verb: verb, Resource: id.String(), Location: location,
		Status: InProgress, Started: time.Now(),
	}
	if err := t.store.Plans().Put(operationsDocument, number); err != nil {
		return op, err
	}
	if number%forgotten == 0 {
		for _, key := range t.store.Plans().Keys(operationPrefix) {
			if key > numbered(operationPrefix, number-min(number, remembered)) {
				break
			}
			if err := t.store.Plans().Delete(key); err != nil {
				return op, err
			}
		}
	}
	return op, nil
}

// number is the number of the operation with id; 0, which none has, when id is no operation's.
func number(id string) uint64 {
	n, err := strconv.ParseUint(id[strings.LastIndexByte(id, '-')+1:], 16, 64)
	if err != nil {
		return 0
	}
	return n
}

func (t *txn) record(op Operation) error {
	return t.store.Plans().Put(numbered(operationPrefix, number(op.ID)), op)
}

// end records how an operation ended.
func (t *txn) end(op *Operation, status Status, refusal *Error) error {
	op.Status, op.Error, op.Ended = status, refusal, time.Now()
	return t.record(*op)
}

// keep stores an operation that is under way.
func (t *txn) keep(u underWay) error {
	return errors.Join(t.record(u.Operation), t.store.Plans().Put(numbered(underWayPrefix, number(u.ID)), u))
}

// underWay lists the operations that have yet to end, oldest first.
func (t *txn) underWay() ([]underWay, error) {
	var all []underWay
	for _, key := range t.store.Plans().Keys(underWayPrefix) {
		var u underWay
		if _, err := t.store.Plans().Get(key, &u); err != nil {
			return nil, err
		}
		all = append(all, u)
	}
	return all, nil
}

// errDue tells that something has to be written before a request that only reads.
var errDue = errors.New("an operation is due")

// endDue ends the operations whose time has come.
func (t *txn) endDue(mayWrite bool) error {
	all, err := t.underWay()
	if err != nil {
		return err
	}
	now := time.Now()
	for _, u := range all {
		over, end := !u.Due.IsZero() && !now.Before(u.Due), t.finish
		if u.Due.IsZero() {
			over, end = now.After(u.Expires), t.giveUp
		}
		switch {
		case !over:
		case !mayWrite:
			return errDue
		default:
			if err := end(u); err != nil {
				return fmt.Errorf("end operation %s on %s: %w", u.ID, u.Resource, err)
			}
		}
	}
	return nil
}

// Ask records a question about a resource that Azure answers by an operation, and its answer; the question is refused when
// the resource does not exist.
func (s *Server) Ask(id ID, verb string, result Body) (Operation, error) {
	var op Operation
	err := s.update(func(t *txn) error {
		if _, err := t.get(id); err != nil {
			return err
		}
		var err error
		if op, err = t.newOperation(verb, id, t.locationOf(id, nil)); err != nil {
			return err
		}
		op.Result = result
		return t.end(&op, Succeeded, nil)
	})
	return op, err
}

// Operation tells how the operation with id stands; it is refused when none is remembered by that id.
func (s *Server) Operation(id string) (Operation, error) {
	var op Operation
	err := s.view(func(t *txn) error {
		found, err := t.store.Plans().Get(numbered(operationPrefix, number(id)), &op)
		if err == nil && (!found || !strings.EqualFold(op.ID, id)) {
			err = refuse(404, "NotFound", "There is no operation %s.", id)
		}
		return err
	})
	return op, err
}

// Operations lists the operations that are remembered, oldest first.
func (s *Server) Operations() ([]Operation, error) {
	var all []Operation
	err := s.view(func(t *txn) error {
		for _, key := range t.store.Plans().Keys(operationPrefix) {
			var op Operation
			if _, err := t.store.Plans().Get(key, &op); err != nil {
				return err
			}
			all = append(all, op)
		}
		return nil
	})
	return all, err
}

// GiveUp gives up the operations that never end, whoever holds them.
func (s *Server) GiveUp() error {
	return s.update(func(t *txn) error {
		all, err := t.underWay()
		if err != nil {
			return err
		}
		for _, u := range all {
			if u.Due.IsZero() {
				if err := t.giveUp(u); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// How often the owner of an operation that never ends says that it is still there, and how long that is believed.
const (
	renewal = time.Second
	belief  = 3 * time.Second
)

// wait waits until an operation is over. One that never ends is given up when the context ends; one that takes its time
// goes on without whoever began it, as in Azure.
func (s *Server) wait(ctx context.Context, u underWay) (Operation, error) {
	if !u.Due.IsZero() {
		timer := time.NewTimer(time.Until(u.Due))
		defer timer.Stop()
		select {
		case <-timer.C:
			return s.over(u)
		case <-ctx.Done():
			return u.Operation, ctx.Err()
		}
	}
	tick := time.NewTicker(renewal)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			kept := false
			err := s.update(func(t *txn) (err error) { kept, err = t.renew(u); return err })
			if err != nil {
				return u.Operation, err
			}
			if !kept {
				return s.over(u)
			}
		case <-ctx.Done():
			return u.Operation, errors.Join(ctx.Err(), s.update(func(t *txn) error { return t.giveUp(u) }))
		}
	}
}

// over tells how an operation ended that its owner waited for. Only a store that began anew does not remember it.
func (s *Server) over(u underWay) (Operation, error) {
	op, err := s.Operation(u.ID)
	if IsNotFound(err) {
		err = refuse(404, "NotFound", "There is no operation %s on %s any more: the sandbox was reset, or its file deleted, while it was under way. "+
			"`pulumi up --refresh` builds what is gone.", u.ID, u.Resource)
	}
	return op, err
}

// renew says that the owner of an operation that never ends is still there, and tells whether the operation is.
func (t *txn) renew(u underWay) (bool, error) {
	kept, err := t.isKept(u)
	if err != nil || !kept {
		return false, err
	}
	u.Expires = time.Now().Add(belief)
	return true, t.store.Plans().Put(numbered(underWayPrefix, number(u.ID)), u)
}

func (t *txn) isKept(u underWay) (bool, error) {
	var kept underWay
	return t.store.Plans().Get(numbered(underWayPrefix, number(u.ID)), &kept)
}

// WaitUntilOver waits until the operation with id is over, and no longer than atMost.
func (s *Server) WaitUntilOver(ctx context.Context, id string, atMost time.Duration) error {
	const look = 50 * time.Millisecond
	tick, late := time.NewTicker(look), time.NewTimer(atMost)
	defer tick.Stop()
	defer late.Stop()
	for {
		op, err := s.Operation(id)
		if IsNotFound(err) || err == nil && op.Status != InProgress {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-late.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// verbOf is what a request does to a resource that is there or not.
func verbOf(r Request, there bool) string {
	switch {
	case r.Delete:
		return faults.Delete
	case there:
		return faults.Update
	default:
		return faults.Create
	}
}
