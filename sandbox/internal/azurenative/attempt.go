package azurenative

import (
	"context"
	"errors"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// retries are how long azure-native waits before it asks again after an answer that may pass. Here it is asked again at
// once, unless another operation is in the way: then as soon as that is over, and after this time at the latest.
var retries = []time.Duration{20 * time.Second, 60 * time.Second, 120 * time.Second}

// change does what is asked for, and again as azure-native would.
func (p *Provider) change(ctx context.Context, r arm.Request) (arm.Body, error) {
	return masked(p.attempt(ctx, func(ctx context.Context) (arm.Body, error) { return p.arm.Do(ctx, r) }))
}

// read reads a resource, and again as azure-native would.
func (p *Provider) read(ctx context.Context, id arm.ID) (arm.Body, error) {
	return masked(p.attempt(ctx, func(ctx context.Context) (arm.Body, error) { return p.arm.Read(ctx, id) }))
}

func (p *Provider) attempt(ctx context.Context, do func(context.Context) (arm.Body, error)) (arm.Body, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(p.running, cancel)()
	for _, atMost := range retries {
		answer, err := do(ctx)
		if answer != nil || !passes(err) {
			return answer, err
		}
		var refusal *arm.Error
		if errors.As(err, &refusal) && refusal.Blocker != "" {
			if err := p.arm.WaitUntilOver(ctx, refusal.Blocker, atMost); err != nil {
				return nil, err
			}
		}
	}
	return do(ctx)
}

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
