package arm

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

// errDied is the last word of a process that a fault ends.
var errDied = errors.New("a planned fault ended the sandbox")

// strike does what a fault does before an operation begins: it refuses it, or ends the process.
func (s *Server) strike(f faults.Fault, id ID) error {
	switch f.Kind {
	case faults.Conflict:
		return refuse(409, "AnotherOperationInProgress", "A change of %s or of what it depends on is under way; a planned fault says so.", id.Name())
	case faults.Throttled:
		return refuse(429, "RetryableError", "Too much is asked at a time; a planned fault says so.")
	case faults.Internal:
		return refuse(500, "InternalServerError", "Something went wrong inside; a planned fault says so.")
	case faults.CrashBefore:
		s.die()
		return errDied
	default: // it strikes later
		return nil
	}
}

// Read answers the resource with id as a client reads it: with the faults that are planned for that.
func (s *Server) Read(ctx context.Context, id ID) (Body, error) {
	var answer Body
	err := s.view(func(t *txn) error {
		if s.plan != nil {
			if empty, err := s.plan.IsEmpty(t.store); err != nil || !empty {
				return errors.Join(err, errPlanned)
			}
		}
		var err error
		answer, err = t.get(id)
		return err
	})
	if !errors.Is(err, errPlanned) {
		return answer, err
	}
	if err := s.reading(ctx, id); err != nil {
		return nil, err
	}
	return s.Get(id)
}

// reading waits for, or refuses, a client's reading of the resource with id, as planned.
func (s *Server) reading(ctx context.Context, id ID) error {
	f, strikes, err := s.plan.Next(id.Type(), faults.Read)
	if err != nil || !strikes {
		return err
	}
	if err := s.strike(f, id); err != nil {
		return err
	}
	var over <-chan time.Time
	switch f.Kind {
	case faults.CrashAfter:
		s.die()
		return errDied
	case faults.Slow:
		timer := time.NewTimer(f.For)
		defer timer.Stop()
		over = timer.C
	case faults.Hang:
	default:
		return fmt.Errorf("fault %s does not strike a read", f)
	}
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
