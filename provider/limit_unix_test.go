//go:build linux || darwin

package provider

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// limitDescriptors sets how many files and connections the process may have open during a test.
func limitDescriptors(t *testing.T, most uint64) {
	t.Helper()
	var was syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was))
	limit := was
	limit.Cur = min(was.Cur, most)
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	t.Cleanup(func() { require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was)) })
}
