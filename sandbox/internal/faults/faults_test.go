package faults

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

var types = []string{"Microsoft.Network/routeFilters", "Microsoft.Network/expressRouteCircuits", peerings}

const peerings = "Microsoft.Network/expressRouteCircuits/peerings"

func TestParseReadsWhatStringWrites(t *testing.T) {
	for text, want := range map[string]Fault{
		"peerings create 409":                             {Type: "peerings", Operation: "create", Kind: Conflict, Times: 1},
		" *   *  crash-after  times=0 after=3 ":           {Type: "*", Operation: "*", Kind: CrashAfter, After: 3},
		"routeFilters create failed code=NotNow":          {Type: "routeFilters", Operation: "create", Kind: Failed, Times: 1, Code: "NotNow"},
		"expressRouteCircuits delete slow for=1s times=2": {Type: "expressRouteCircuits", Operation: "delete", Kind: Slow, Times: 2, For: time.Second},
	} {
		f, err := Parse(text, types)
		require.NoError(t, err, text)
		assert.Equal(t, want, f)
		again, err := Parse(f.String(), types)
		require.NoError(t, err)
		assert.Equal(t, f, again)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for text, why := range map[string]string{
		"":                                 "is not a fault; write TYPE OPERATION KIND",
		"peerings create":                  "is not a fault",
		"peerings make 409":                `"make" is not an operation; use one of create, update, delete, read, *`,
		"peering create 409":               `"peering" is not a resource type of the sandbox; use *, one of Microsoft.Network/`,
		"peerings read failed":             "a read changes nothing that could fail",
		"peerings create 418":              `"418" is not a kind of fault; use one of 409, 429, 500, hang, crash-before, crash-after, failed, slow`,
		"peerings create 409 twice":        `"twice" is not understood`,
		"peerings create 409 times=-1":     "not a number of times",
		"peerings create 409 after=x":      "not a number of times",
		"peerings create slow":             "for=DURATION",
		"peerings create 409 code=X":       "belongs to kind failed",
		"peerings create 409 for=1s":       "belongs to no other kind",
		"peerings create slow for=forever": "invalid duration",
	} {
		_, err := Parse(text, types)
		assert.ErrorContains(t, err, why, text)
	}
}

func newPlan(t *testing.T) *Plan {
	t.Helper()
	p, err := NewPlan(store.At(filepath.Join(t.TempDir(), "state.db")), types)
	require.NoError(t, err)
	return p
}

func TestAFaultStrikesWhatItMatchesAsOftenAsItShould(t *testing.T) {
	for text, want := range map[string][]bool{
		"peerings create 409":                                                {true, false, false},
		"PEERINGS create 409 times=2":                                        {true, true, false},
		"expressRouteCircuits/peerings * 409 after=1":                        {false, true, false},
		"microsoft.network/expressroutecircuits/peerings create 409 times=0": {true, true, true},
		"* create 409":                   {true, false, false},
		"routeFilters * 409":             {false, false, false},
		"* * failed times=0":             {true, true, true},
		"peerings create failed after=3": {false, false, false, true},
		"peerings delete 409":            {false, false, false},
	} {
		p := newPlan(t)
		f, err := Parse(text, types)
		require.NoError(t, err)
		require.NoError(t, p.Add(f))
		var struck []bool
		for range want {
			_, strikes, err := p.Next(peerings, Create)
			require.NoError(t, err)
			struck = append(struck, strikes)
		}
		assert.Equal(t, want, struck, text)
	}
}

func TestCountsAreSharedByAllProcesses(t *testing.T) {
	file := store.At(filepath.Join(t.TempDir(), "state.db"))
	one, err := NewPlan(file, types)
	require.NoError(t, err)
	other, err := NewPlan(file, types)
	require.NoError(t, err)
	require.NoError(t, one.Add(Fault{Type: "*", Operation: "*", Kind: CrashBefore, Times: 2}))
	for _, p := range []*Plan{one, other} {
		_, strikes, err := p.Next(peerings, Read)
		require.NoError(t, err)
		assert.True(t, strikes)
	}
	_, strikes, err := one.Next(peerings, Read)
	require.NoError(t, err)
	assert.False(t, strikes)
	planned, err := other.List()
	require.NoError(t, err)
	require.Len(t, planned, 1)
	assert.Equal(t, 2, planned[0].Struck)
	n, err := one.Clear()
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	planned, err = other.List()
	require.NoError(t, err)
	assert.Empty(t, planned)
}

func TestFaultsOfTheEnvironmentAreTheProcessesOwn(t *testing.T) {
	t.Setenv(Variable, "peerings create 409 times=1; * delete 500 ;")
	p := newPlan(t)
	f, strikes, err := p.Next(peerings, Create)
	require.NoError(t, err)
	assert.True(t, strikes)
	assert.Equal(t, Conflict, f.Kind)
	_, strikes, _ = p.Next(peerings, Create)
	assert.False(t, strikes)
	f, strikes, _ = p.Next(peerings, Delete)
	assert.True(t, strikes)
	assert.Equal(t, Internal, f.Kind)

	t.Setenv(Variable, "peerings create 418")
	_, err = NewPlan(store.At(filepath.Join(t.TempDir(), "state.db")), types)
	assert.ErrorContains(t, err, Variable)
}
