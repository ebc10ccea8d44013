package azurenative

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

func TestFaultsStrikeAsPlanned(t *testing.T) {
	group, err := arm.ParseID("/subscriptions/s/resourceGroups/g")
	require.NoError(t, err)
	for plan, want := range map[string]struct {
		err, state string // of the resource; none when it is not there
		died       bool
	}{
		"* create 409":                      {"", "Succeeded", false}, // azure-native asks again
		"* create 429 times=3":              {"", "Succeeded", false},
		"* create 409 times=4":              {"AnotherOperationInProgress", "", false},
		"* create 429 times=4":              {"RetryableError", "", false},
		"* create 500 times=4":              {"InternalServerError", "", false},
		"* create failed":                   {"InternalError", "Failed", false},
		"* create crash-before":             {"the process is gone", "", true},
		"* create crash-after":              {"", "Succeeded", true},
		"* create slow for=1ms":             {"", "Succeeded", false},
		"* update 500 times=0":              {"", "Succeeded", false},
		"routeFilters * 500 times=0":        {"", "Succeeded", false},
		"resourceGroups create 500 times=4": {"InternalServerError", "", false},
	} {
		t.Run(plan, func(t *testing.T) {
			f := newFace(t)
			died := false
			f.die = func() {
				died = true
				if plan == "* create crash-before" {
					panic("the process is gone")
				}
			}
			fault, err := faults.Parse(plan)
			require.NoError(t, err)
			require.NoError(t, f.faults.Add(fault))
			err = func() (err error) {
				defer func() {
					if r := recover(); r != nil {
						err = assert.AnError
					}
				}()
				_, err = f.attempt(ctx, faults.Create, group, func(azure *arm.Server) (arm.Body, error) {
					return azure.Create(group, arm.Body{"location": "westeurope"})
				})
				return err
			}()
			switch {
			case want.err == "":
				require.NoError(t, err)
			case want.died:
				require.Error(t, err)
			default:
				require.ErrorContains(t, err, want.err)
			}
			assert.Equal(t, want.died, died)
			answer, err := f.arm.Get(group)
			if want.state == "" {
				assert.True(t, arm.IsNotFound(err))
				return
			}
			require.NoError(t, err)
			assert.Equal(t, want.state, answer["properties"].(arm.Body)["provisioningState"])
		})
	}
}

func TestWhatHangsEndsWhenTheEngineCancels(t *testing.T) {
	group, err := arm.ParseID("/subscriptions/s/resourceGroups/g")
	require.NoError(t, err)
	hang := func(ctx context.Context, f face) error {
		require.NoError(t, f.faults.Add(faults.Fault{Type: "*", Operation: "*", Kind: faults.Hang}))
		_, err := f.attempt(ctx, faults.Read, group, func(azure *arm.Server) (arm.Body, error) { return azure.Get(group) })
		return err
	}
	f := newFace(t)
	_, err = f.Cancel(ctx, nil)
	require.NoError(t, err)
	_, err = f.Cancel(ctx, nil)
	require.NoError(t, err, "twice")
	assert.ErrorIs(t, hang(ctx, f), context.Canceled)

	gone, cancel := context.WithCancel(ctx)
	cancel()
	assert.ErrorIs(t, hang(gone, newFace(t)), context.Canceled)
}
