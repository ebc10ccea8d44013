package arm

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

// Request asks for a change of the resource with ID: to put it there with Body, or to delete it.
type Request struct {
	ID     ID
	Body   Body
	Delete bool
	// IfMatch and IfNoneMatch are an etag, or * for any: the resource has to have it, or must not.
	IfMatch, IfNoneMatch string
}

// isOfGroup tells whether a group is to be put, which is done when it is answered.
func (r Request) isOfGroup() bool { return r.ID.Provider == "" && !r.Delete }

// Begun is an operation that Azure has taken.
type Begun struct {
	Operation
	// Answer is the resource as it is now; nil when it is gone.
	Answer Body
	// wait is what remains to be done; nil when the operation is over.
	wait *underWay
}

// Created tells whether the resource was not there before.
func (b Begun) Created() bool { return b.Verb == faults.Create }

// NeverEnds tells whether the operation goes on for as long as somebody holds it.
func (b Begun) NeverEnds() bool { return b.wait != nil && b.wait.Due.IsZero() }

// Begin begins what is asked for, or refuses it and leaves everything as it was. Until the operation is over, the resource
// is in provisioning state Updating or Deleting, and changes of what it holds are refused. It ends by itself, as far as
// anybody sees: whoever looks at the store when its time has come ends it first.
func (s *Server) Begin(r Request) (Begun, error) { return s.begin(r, false) }

// Do does what is asked for, waits until it is done, and answers the resource. An operation that fails after Azure took
// the request leaves the resource there, in provisioning state Failed: it is answered with the error.
func (s *Server) Do(ctx context.Context, r Request) (Body, error) {
	begun, err := s.begin(r, true)
	if err != nil {
		return nil, err
	}
	op := begun.Operation
	if begun.wait != nil {
		if op, err = s.wait(ctx, *begun.wait); err != nil {
			return nil, err
		}
		if begun.Answer, err = s.Get(r.ID); err != nil && !(IsNotFound(err) && (r.Delete || op.Error != nil)) {
			return nil, err
		}
	}
	if op.Error != nil {
		return begun.Answer, op.Error
	}
	return begun.Answer, nil
}

// Hold stays with an operation that never ends, so that it is known to go on, until the context ends.
func (s *Server) Hold(ctx context.Context, b Begun) error {
	if !b.NeverEnds() {
		return nil
	}
	_, err := s.wait(ctx, *b.wait)
	return err
}

// errPlanned tells, from within a transaction, that faults are planned which may strike.
var errPlanned = errors.New("faults are planned")

// begin begins an operation. With atOnce, one that takes no time is over when it returns.
func (s *Server) begin(r Request, atOnce bool) (Begun, error) {
	var begun Begun
	verb := verbOf(r, false)
	var fault faults.Fault
	attempt := func(mayBePlanned bool) error {
		if r.Delete && (!atOnce || takesTime(fault)) { // refused when Azure would, before anything is said to be under way
			if err := s.view(func(t *txn) error { return t.mayDelete(r) }); err != nil {
				return err
			}
		}
		return s.update(func(t *txn) error {
			old, err := t.load(r.ID)
			if err != nil {
				return err
			}
			verb = verbOf(r, old != nil)
			if mayBePlanned && s.plan != nil {
				if empty, err := s.plan.IsEmpty(t.store); err != nil || !empty {
					return errors.Join(err, errPlanned)
				}
			}
			begun, err = t.begin(r, old, verb, fault, atOnce)
			return err
		})
	}
	err := attempt(true)
	if errors.Is(err, errPlanned) {
		var strikes bool
		if fault, strikes, err = s.plan.Next(r.ID.Type(), verb); err != nil {
			return begun, err
		}
		if strikes {
			if err := s.strike(fault, r.ID); err != nil {
				return begun, err
			}
		}
		err = attempt(false)
	}
	var refusal *Error
	if errors.As(err, &refusal) && refusal.Blocker != "" {
		return begun, errors.Join(err, s.update(func(t *txn) error { return t.refused(r, verb, refusal) }))
	}
	if err == nil && fault.Kind == faults.CrashAfter {
		s.die()
		err = errDied
	}
	return begun, err
}

// takesTime tells whether an operation that the fault strikes goes on after its request was answered.
func takesTime(f faults.Fault) bool {
	return f.Kind == faults.Slow || f.Kind == faults.Hang || f.Kind == faults.Failed
}

// mayDelete refuses as the deletion would, and deletes: it is for transactions whose changes are dropped.
func (t *txn) mayDelete(r Request) error {
	old, err := t.load(r.ID)
	if err != nil || old == nil {
		return err
	}
	if err := t.checkFreeFor(r, old); err != nil {
		return err
	}
	return t.delete(r.ID)
}

// refused records that an operation did not begin because of another.
func (t *txn) refused(r Request, verb string, refusal *Error) error {
	op, err := t.newOperation(verb, r.ID, "")
	if err != nil {
		return err
	}
	return t.end(&op, Refused, refusal)
}

func (t *txn) checkFreeFor(r Request, old Body) error {
	holds, rest, err := t.hold(r, old)
	if err != nil {
		return err
	}
	return t.checkFree(holds, rest)
}

func (t *txn) begin(r Request, old Body, verb string, fault faults.Fault, atOnce bool) (Begun, error) {
	body, err := copyOf(r.Body)
	if err != nil {
		return Begun{}, err
	}
	r.Body = body
	if err := t.checkFreeFor(r, old); err != nil {
		return Begun{}, err
	}
	if err := t.checkConditions(r, old); err != nil {
		return Begun{}, err
	}
	if r.Delete && old == nil {
		return Begun{Operation: Operation{Verb: verb, Resource: r.ID.String(), Status: Succeeded}}, nil // gone already
	}
	u := underWay{Old: old, Due: time.Now().Add(fault.For)}
	switch fault.Kind {
	case faults.Failed:
		code := fault.Code
		if code == "" {
			code = "InternalError"
		}
		u.Fails = &Error{Status: 200, Code: code, Message: "The operation on " + r.ID.Name() + " was taken and failed; a planned fault says so."}
	case faults.Hang:
		u.Due, u.Expires = time.Time{}, time.Now().Add(belief)
		if u.Tree, err = t.tree(r.ID); err != nil {
			return Begun{}, err
		}
	default: // nothing of it goes on after the request was answered
	}
	if u.Operation, err = t.newOperation(verb, r.ID, t.locationOf(r.ID, body)); err != nil {
		return Begun{}, err
	}
	if (atOnce || r.isOfGroup()) && !takesTime(fault) {
		return t.atOnce(r, u)
	}
	if u.Holds, _, err = t.hold(r, old); err != nil {
		return Begun{}, err
	}
	if r.Delete {
		err = t.setState(r.ID, "Deleting")
	} else {
		t.begins = true
		_, err = t.put(r.ID, body)
	}
	if err != nil {
		return Begun{}, err
	}
	if u.Fails == nil {
		u.Fails = t.failure // of what is inline, and done by now
	}
	if err := t.keep(u); err != nil {
		return Begun{}, err
	}
	answer, err := t.get(r.ID)
	return Begun{u.Operation, answer, &u}, err
}

// atOnce does an operation from its beginning to its end.
func (t *txn) atOnce(r Request, u underWay) (Begun, error) {
	var answer Body
	var err error
	if r.Delete {
		err = t.delete(r.ID)
	} else {
		var id ID
		if id, err = t.put(r.ID, r.Body); err == nil {
			answer, err = t.get(id)
		}
	}
	if err != nil {
		return Begun{}, err
	}
	status := Succeeded
	if t.failure != nil {
		status = Failed
	}
	err = t.end(&u.Operation, status, t.failure)
	return Begun{u.Operation, answer, nil}, err
}

// finish ends an operation whose time has come.
func (t *txn) finish(u underWay) error {
	if err := t.store.Plans().Delete(numbered(underWayPrefix, number(u.ID))); err != nil {
		return err
	}
	id, err := ParseID(u.Resource)
	if err != nil {
		return err
	}
	switch {
	case u.Fails != nil:
		err = u.Fails
	case u.Verb == faults.Delete:
		err = t.delete(id)
	default:
		err = t.complete(id, u.Old)
	}
	if err == nil {
		return t.end(&u.Operation, Succeeded, nil)
	}
	var refusal *Error
	if !errors.As(err, &refusal) {
		return err
	}
	return errors.Join(t.setState(id, "Failed"), t.end(&u.Operation, Failed, refusal))
}

// complete does what Azure does after it has taken a PUT, and gives the failure of that.
func (t *txn) complete(id ID, old Body) error {
	body, err := t.load(id)
	if err != nil {
		return err
	}
	k := kindOf(id.Type())
	delete(body, coming)
	object(body, "properties")["provisioningState"] = "Succeeded"
	if k.operate != nil {
		err = k.operate(t, id, old, body)
	}
	if err != nil {
		var refusal *Error
		if !errors.As(err, &refusal) {
			return err
		}
		object(body, "properties")["provisioningState"] = "Failed"
	}
	if saved := t.save(id, body); saved != nil {
		return saved
	}
	if settled := t.settle(id); settled != nil {
		return settled
	}
	return err
}

// giveUp ends an operation that never would, as if it had not begun.
func (t *txn) giveUp(u underWay) error {
	kept, err := t.isKept(u)
	if err != nil || !kept {
		return err // somebody did, who did not hear of its owner for a while
	}
	id, err := ParseID(u.Resource)
	if err != nil {
		return err
	}
	now, err := t.tree(id)
	if err != nil {
		return err
	}
	for key := range now {
		if u.Tree[key] == nil {
			if err := t.store.Delete(key); err != nil {
				return err
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(u.Tree)) {
		stored, err := ParseID(key)
		if err != nil {
			return err
		}
		if err := t.save(stored, u.Tree[key]); err != nil {
			return err
		}
	}
	why := &Error{Status: 409, Code: "Canceled", Message: "The operation on " + id.Name() + " did not end, and was given up."}
	return errors.Join(t.settle(id), t.store.Plans().Delete(numbered(underWayPrefix, number(u.ID))), t.end(&u.Operation, Canceled, why))
}

// tree gives what is stored at and below id, by key.
func (t *txn) tree(id ID) (map[string]Body, error) {
	tree := map[string]Body{}
	for _, key := range append(t.store.Keys(id.key()+"/"), id.key()) {
		var body Body
		found, err := t.store.Get(key, &body)
		if err != nil {
			return nil, err
		}
		if found {
			tree[key] = body
		}
	}
	return tree, nil
}

// setState sets the provisioning state of a resource that is there.
func (t *txn) setState(id ID, state string) error {
	body, err := t.load(id)
	if err != nil || body == nil {
		return err
	}
	delete(body, coming)
	object(body, "properties")["provisioningState"] = state
	if err := t.save(id, body); err != nil {
		return err
	}
	return t.settle(id)
}

// Patch replaces the tags of a resource, all of them, and answers it. It is all that Azure's PATCH does here, and done at once.
func (s *Server) Patch(id ID, patch Body) (Body, error) {
	var answer Body
	err := s.update(func(t *txn) error {
		if _, err := t.get(id); err != nil {
			return err
		}
		k := kindOf(id.Type())
		if !k.located {
			return refuse(400, "InvalidRequestContent", "Resources of type %s have no tags.", k.typ)
		}
		for name := range patch {
			if name != "tags" {
				return refuse(400, "InvalidRequestContent", "PATCH changes tags alone; the request has %s.", name)
			}
		}
		if err := k.checkShape(patch); err != nil {
			return err
		}
		body, err := t.load(id)
		if err != nil {
			return err
		}
		if err := t.checkFreeFor(Request{ID: id}, nil); err != nil {
			return err
		}
		if tags, sent := patch["tags"]; sent {
			body["tags"] = tags
		}
		if err := t.save(id, body); err != nil {
			return err
		}
		if err := t.settle(id); err != nil {
			return err
		}
		answer, err = t.get(id)
		return err
	})
	return answer, err
}

// checkConditions refuses a request that asks for another state of the resource than it is in.
func (t *txn) checkConditions(r Request, old Body) error {
	if r.IfMatch == "" && r.IfNoneMatch == "" {
		return nil
	}
	etag := ""
	if old != nil {
		root, err := t.load(r.ID.root())
		if err != nil {
			return err
		}
		etag = text(root, "etag")
	}
	matches := func(condition string) bool {
		return old != nil && (condition == "*" || slices.ContainsFunc(strings.Split(condition, ","), func(one string) bool { return strings.TrimSpace(one) == etag }))
	}
	switch {
	case r.IfMatch != "" && !matches(r.IfMatch):
		return refuse(412, "PreconditionFailed", "Resource %s is not in the state that If-Match asks for.", r.ID)
	case r.IfNoneMatch != "" && matches(r.IfNoneMatch):
		return refuse(412, "PreconditionFailed", "Resource %s exists.", text(old, "id"))
	}
	return nil
}

// locationOf is the region that a resource, or what it is below, is in; empty when there is none.
func (t *txn) locationOf(id ID, body Body) string {
	if location := normalLocation(text(body, "location")); location != "" {
		return location
	}
	for _, above := range []ID{id.root(), id.group()} {
		if stored, err := t.load(above); err == nil && text(stored, "location") != "" {
			return text(stored, "location")
		}
	}
	return ""
}
