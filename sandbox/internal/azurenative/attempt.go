package azurenative

import (
	"context"
	"errors"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

// retries is how often azure-native asks again after an answer that may pass: after 20, 60 and 120 seconds. Here nobody
// waits.
const retries = 3

// attempt does an operation on a resource, with the faults that are planned for it, and again as azure-native would.
func (p *Provider) attempt(ctx context.Context, operation string, id arm.ID, do func(*arm.Server) (arm.Body, error)) (arm.Body, error) {
	for try := 0; ; try++ {
		answer, err := p.once(ctx, operation, id, do)
		if answer == nil && passes(err) && try < retries {
			continue
		}
		return answer, err
	}
}

// errDied is the last word of a process that a fault ends.
var errDied = errors.New("a planned fault ended the plugin")

// passes tells whether azure-native asks again after the error.
func passes(err error) bool {
	var refusal *arm.Error
	if !errors.As(err, &refusal) {
		return false
	}
	switch refusal.Status {
	case 408, 429, 500, 502, 503, 504:
		return true
	case 409:
		return refusal.Code == "AnotherOperationInProgress"
	}
	return false
}

func (p *Provider) once(ctx context.Context, operation string, id arm.ID, do func(*arm.Server) (arm.Body, error)) (arm.Body, error) {
	fault, strikes, err := p.faults.Next(id.Type(), operation)
	if err != nil {
		return nil, err
	}
	if !strikes {
		return do(p.arm)
	}
	switch fault.Kind {
	case faults.Conflict:
		return nil, &arm.Error{Status: 409, Code: "AnotherOperationInProgress", Message: "A change of " + id.Name() + " or of what it depends on is under way; a planned fault says so."}
	case faults.Throttled:
		return nil, &arm.Error{Status: 429, Code: "RetryableError", Message: "Too much is asked at a time; a planned fault says so."}
	case faults.Internal:
		return nil, &arm.Error{Status: 500, Code: "InternalServerError", Message: "Something went wrong inside; a planned fault says so."}
	case faults.Failed:
		return do(p.arm.Failing(&arm.Error{Status: 200, Code: "InternalError", Message: "The operation on " + id.Name() + " was taken and failed; a planned fault says so."}))
	case faults.CrashBefore:
		p.die()
		return nil, errDied
	case faults.CrashAfter:
		answer, err := do(p.arm)
		if err != nil && answer == nil {
			return nil, err // refused: nothing was committed that it could die after
		}
		p.die()
		return nil, errDied
	case faults.Hang, faults.Slow:
		var answer <-chan time.Time
		if fault.Kind == faults.Slow {
			answer = time.After(fault.For)
		}
		select {
		case <-answer:
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-p.canceled:
			return nil, context.Canceled
		}
	}
	return do(p.arm)
}
