package provider

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

// A plugin serves previews all day in an editor or a long program, and half of them are wrong. SOAK sets how many calls.
func TestAPluginStaysAsItIsOverManyCalls(t *testing.T) {
	calls := 300
	if text := os.Getenv("SOAK"); text != "" {
		var err error
		calls, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	limitDescriptors(t, 512) // a leak would use them up
	e := startEngine(t)
	go func() {
		for range e.connections { // nobody else reads them here
		}
	}()
	server := e.serverFor(t)
	changes := []string{"", "privatePeering: {vlanId: 0}", "privatePeering: {vlan: 1}", "location: " + failing}
	call := func(i int) {
		_, err := server.Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid(changes[i%len(changes)])), true))
		assert.Equal(t, i%len(changes) != 0, err != nil, "call %d: %v", i, err)
	}
	for i := range 100 {
		call(i)
	}
	before := use(t)
	for i := range calls {
		call(i)
	}
	after := use(t)
	t.Logf("%d calls: %d descriptors, %d goroutines, %d KB before; %d, %d, %d KB after", calls,
		before.descriptors, before.goroutines, before.heap>>10, after.descriptors, after.goroutines, after.heap>>10)
	assert.LessOrEqual(t, after.descriptors, before.descriptors+10)
	assert.LessOrEqual(t, after.goroutines, before.goroutines+20)
	assert.Less(t, after.heap, before.heap+(8<<20))
}

// usage is what a process holds.
type usage struct {
	descriptors, goroutines int
	heap                    uint64
}

// use waits for what is closing to be closed.
func use(t *testing.T) usage {
	t.Helper()
	var u usage
	settled := func() bool {
		earlier := u
		runtime.GC()
		u.goroutines = runtime.NumGoroutine()
		if entries, err := os.ReadDir("/proc/self/fd"); err == nil { // Linux alone tells
			u.descriptors = len(entries)
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		u.heap = memory.HeapAlloc
		return u.goroutines >= earlier.goroutines && earlier.goroutines > 0
	}
	assert.Eventually(t, settled, time.Minute, 50*time.Millisecond)
	return u
}
