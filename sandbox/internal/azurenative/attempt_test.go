package azurenative

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/faults"
)

func (f face) plan(text string) {
	f.Helper()
	fault, err := faults.Parse(text, arm.Types())
	require.NoError(f, err)
	require.NoError(f, f.faults.Add(fault))
}

// struck tells how often the planned faults struck, in all.
func (f face) struck() int {
	f.Helper()
	planned, err := f.faults.List()
	require.NoError(f, err)
	n := 0
	for _, fault := range planned {
		n += fault.Struck
	}
	return n
}

// state is the provisioning state of the route filter; empty when it is not there.
func (f face) state() string {
	f.Helper()
	body, err := f.arm.Get(must(arm.ParseID(filterID)))
	if arm.IsNotFound(err) {
		return ""
	}
	require.NoError(f, err)
	return body["properties"].(arm.Body)["provisioningState"].(string)
}

// The operations as the engine asks for them, on a route filter.
var operationsOnAFilter = map[string]func(context.Context, face, built) error{
	faults.Create: func(ctx context.Context, f face, _ built) error {
		_, err := f.Create(ctx, &pulumirpc.CreateRequest{Urn: urn(filterToken), Properties: f.pack(props(filter()))})
		return err
	},
	faults.Update: func(ctx context.Context, f face, b built) error {
		_, err := f.Update(ctx, &pulumirpc.UpdateRequest{
			Id: b.id, Urn: urn(b.token), Olds: f.pack(b.outputs), OldInputs: f.pack(b.inputs), News: f.pack(props(with(filter(), "tags", object{"a": "b"}))),
		})
		return err
	},
	faults.Delete: func(ctx context.Context, f face, b built) error {
		_, err := f.Delete(ctx, &pulumirpc.DeleteRequest{Id: b.id, Urn: urn(b.token)})
		return err
	},
	faults.Read: func(ctx context.Context, f face, b built) error {
		_, err := f.Read(ctx, &pulumirpc.ReadRequest{Id: b.id, Urn: urn(b.token), Properties: f.pack(b.outputs), Inputs: f.pack(b.inputs)})
		return err
	},
	"lookup": func(ctx context.Context, f face, _ built) error {
		_, err := f.Invoke(ctx, &pulumirpc.InvokeRequest{
			Tok: "azure-native:network:getRouteFilter", Args: f.pack(props(object{"resourceGroupName": "net", "routeFilterName": "rf"})),
		})
		return err
	},
}

// prepared is a face with what an operation on the filter finds.
func prepared(t *testing.T, operation string) (face, built) {
	t.Helper()
	f := newFace(t)
	f.create(groupToken, group())
	if operation == faults.Create {
		return f, built{}
	}
	return f, f.create(filterToken, filter())
}

func TestFaultsStrikeAsPlanned(t *testing.T) {
	type outcome struct {
		err, state string // of the filter; empty when it is not there
		struck     int
	}
	const ended = "a planned fault ended the sandbox"
	for _, c := range []struct {
		operation, plan string
		want            outcome
	}{
		{faults.Create, "routeFilters create 409", outcome{"", "Succeeded", 1}},
		{faults.Create, "routeFilters create 429 times=3", outcome{"", "Succeeded", 3}},
		{faults.Create, "routeFilters create 409 times=4", outcome{"AnotherOperationInProgress", "", 4}},
		{faults.Create, "routeFilters create 429 times=4", outcome{"RetryableError", "", 4}},
		{faults.Create, "routeFilters create 500 times=0", outcome{"InternalServerError", "", 4}},
		{faults.Create, "routeFilters create 500 times=4 after=1", outcome{"", "Succeeded", 0}},
		{faults.Create, "routeFilters create failed", outcome{"InternalError", "Failed", 1}},
		{faults.Create, "routeFilters create crash-before", outcome{ended, "", 1}},
		{faults.Create, "routeFilters create crash-after", outcome{ended, "Succeeded", 1}},
		{faults.Create, "routeFilters update 500 times=0", outcome{"", "Succeeded", 0}},
		{faults.Create, "peerings * 500 times=0", outcome{"", "Succeeded", 0}},
		{faults.Create, "* * 500 times=0", outcome{"InternalServerError", "", 4}},
		{faults.Update, "routeFilters update 409 times=4", outcome{"AnotherOperationInProgress", "Succeeded", 4}},
		{faults.Update, "routeFilters update failed", outcome{"InternalError", "Failed", 1}},
		{faults.Update, "routeFilters update crash-before", outcome{ended, "Succeeded", 1}},
		{faults.Delete, "routeFilters delete 500", outcome{"", "", 1}},
		{faults.Delete, "routeFilters delete 500 times=4", outcome{"InternalServerError", "Succeeded", 4}},
		{faults.Delete, "routeFilters delete failed", outcome{"InternalError", "Failed", 1}},
		{faults.Delete, "routeFilters delete crash-before", outcome{ended, "Succeeded", 1}},
		{faults.Delete, "routeFilters delete crash-after", outcome{ended, "", 1}},
		{faults.Read, "routeFilters read 429 times=4", outcome{"RetryableError", "Succeeded", 4}},
		{faults.Read, "routeFilters * failed", outcome{"", "Succeeded", 0}},
		{faults.Read, "routeFilters read crash-after", outcome{ended, "Succeeded", 1}},
		{"lookup", "routeFilters read 429 times=3", outcome{"", "Succeeded", 3}},
		{"lookup", "routeFilters read 429 times=4", outcome{"RetryableError", "Succeeded", 4}},
	} {
		t.Run(c.operation+": "+c.plan, func(t *testing.T) {
			f, b := prepared(t, c.operation)
			f.plan(c.plan)
			err := operationsOnAFilter[c.operation](ctx, f, b)
			if c.want.err == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, c.want.err)
			}
			assert.Equal(t, c.want.err == ended, *f.died == 1, "died %d times", *f.died)
			assert.Equal(t, c.want.state, f.state())
			assert.Equal(t, c.want.struck, f.struck())
		})
	}
}

// What a fault left behind is mended by the next operation that goes through.
func TestTheNextOperationMendsAFailedOne(t *testing.T) {
	f, b := prepared(t, faults.Delete)
	f.plan("routeFilters delete failed")
	require.Error(t, operationsOnAFilter[faults.Delete](ctx, f, b))
	assert.Equal(t, "Failed", f.refresh(b).outputs["provisioningState"].StringValue(), "readable")
	f.update(b, filter())
	assert.Equal(t, "Succeeded", f.state())
	require.NoError(t, operationsOnAFilter[faults.Delete](ctx, f, b))
	assert.Empty(t, f.state())
}

// A deletion that Azure would refuse is refused, and one of what is gone is done: nothing is left that could fail.
func TestADeletionThatIsNotTakenCannotFail(t *testing.T) {
	f := newFace(t)
	f.stack()
	f.plan("* delete failed times=0")
	_, err := f.Delete(ctx, &pulumirpc.DeleteRequest{Id: filterID, Urn: urn(filterToken)})
	require.ErrorContains(t, err, "InUseRouteFilterCannotBeDeleted")
	assert.Equal(t, "Succeeded", f.state())
	_, err = f.Delete(ctx, &pulumirpc.DeleteRequest{Id: filterID + "-gone", Urn: urn(filterToken)})
	require.NoError(t, err)
}

func TestACrashAfterTheCommitNeedsACommit(t *testing.T) {
	f := newFace(t)
	f.stack()
	f.plan("routeFilters delete crash-after")
	require.ErrorContains(t, operationsOnAFilter[faults.Delete](ctx, f, built{token: filterToken, id: filterID}), "InUseRouteFilterCannotBeDeleted")
	assert.Zero(t, *f.died, "nothing was committed")
}

func TestWhatHangsEndsWhenTheCallerGivesUp(t *testing.T) {
	for name, giveUp := range map[string]func(face, context.CancelFunc){
		"the engine cancels the plugin": func(f face, _ context.CancelFunc) {
			for range 2 { // twice does no harm
				_, err := f.Cancel(ctx, nil)
				require.NoError(f, err)
			}
		},
		"the call is canceled": func(_ face, cancel context.CancelFunc) { cancel() },
	} {
		for operation, do := range operationsOnAFilter {
			t.Run(name+": "+operation, func(t *testing.T) {
				f, b := prepared(t, operation)
				before := f.state()
				f.plan("routeFilters * hang")
				synctest.Test(t, func(t *testing.T) {
					ctx, cancel := context.WithCancel(t.Context())
					defer cancel()
					done := make(chan error, 1)
					go func() { done <- do(ctx, f, b) }()
					synctest.Wait()
					assert.Empty(t, done, "it hangs")
					giveUp(f, cancel)
					assert.ErrorIs(t, <-done, context.Canceled)
				})
				assert.Equal(t, before, f.state(), "nothing was done")
			})
		}
	}
}

func TestWhatIsSlowGoesOnAfterItsTime(t *testing.T) {
	f, b := prepared(t, faults.Create)
	f.plan("routeFilters create slow for=1h")
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		require.NoError(t, operationsOnAFilter[faults.Create](t.Context(), f, b))
		assert.Equal(t, time.Hour, time.Since(start))
	})
	assert.Equal(t, "Succeeded", f.state())
}

// Another process changes the circuit: azure-native asks again, and here as soon as that is over.
func TestAChangeWaitsForTheOneInProgress(t *testing.T) {
	f := newFace(t)
	f.create(groupToken, group())
	b := f.create(circuitToken, circuit())
	f.plan("expressRouteCircuits update slow for=90s") // azure-native asks again after 20 seconds, and then after 60 more
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		begun, err := f.arm.Begin(arm.Request{ID: must(arm.ParseID(b.id)), Body: arm.Body{"location": "westeurope"}})
		require.NoError(t, err)
		f.update(b, with(circuit(), "tags", object{"c": "d"}))
		assert.Equal(t, 90*time.Second, time.Since(start).Round(time.Second))
		op, err := f.arm.Operation(begun.ID)
		require.NoError(t, err)
		assert.Equal(t, arm.Succeeded, op.Status)
	})
	refused := 0
	all, err := f.arm.Operations()
	require.NoError(t, err)
	for _, op := range all {
		if op.Status == arm.Refused {
			refused++
		}
	}
	assert.Equal(t, 3, refused)
}

func TestAChangeDoesNotWaitForEver(t *testing.T) {
	f := newFace(t)
	f.create(groupToken, group())
	b := f.create(circuitToken, circuit())
	f.plan("expressRouteCircuits update slow for=1h")
	synctest.Test(t, func(t *testing.T) {
		_, err := f.arm.Begin(arm.Request{ID: must(arm.ParseID(b.id)), Body: arm.Body{"location": "westeurope"}})
		require.NoError(t, err)
		_, err = f.Delete(ctx, &pulumirpc.DeleteRequest{Id: b.id, Urn: urn(b.token)})
		require.ErrorContains(t, err, "AnotherOperationInProgress")
	})
}
