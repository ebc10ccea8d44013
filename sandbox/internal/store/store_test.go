package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type counter struct{ Value int }

func path(t *testing.T) string {
	return filepath.Join(t.TempDir(), "folder that is missing", "store.db")
}

func read(t *testing.T, s *store.Store, key string) (value counter, found bool) {
	t.Helper()
	require.NoError(t, s.View(func(tx *store.Tx) (err error) {
		found, err = tx.Get(key, &value)
		return err
	}))
	return value, found
}

func TestDocumentsOutliveTheHandle(t *testing.T) {
	file := path(t)
	require.NoError(t, store.At(file).Update(func(tx *store.Tx) error { return tx.Put("a", counter{7}) }))

	again := store.At(file)
	value, found := read(t, again, "a")
	assert.True(t, found)
	assert.Equal(t, counter{7}, value)
	_, found = read(t, again, "b")
	assert.False(t, found, "a key never written")
}

func TestAFailedUpdateLeavesNothing(t *testing.T) {
	s := store.At(path(t))
	failure := errors.New("refused")
	err := s.Update(func(tx *store.Tx) error {
		require.NoError(t, tx.Put("a", counter{1}))
		return failure
	})
	require.ErrorIs(t, err, failure)
	_, found := read(t, s, "a")
	assert.False(t, found)
}

func TestAViewChangesNothing(t *testing.T) {
	s := store.At(path(t))
	require.NoError(t, s.View(func(tx *store.Tx) error { return tx.Put("a", counter{1}) }))
	_, found := read(t, s, "a")
	assert.False(t, found)
}

func TestKeysAreListedByPrefix(t *testing.T) {
	s := store.At(path(t))
	require.NoError(t, s.Update(func(tx *store.Tx) error {
		for _, key := range []string{"/b/2", "/a", "/b/1", "/b", "/c/1"} {
			require.NoError(t, tx.Put(key, counter{}))
		}
		require.NoError(t, tx.Delete("/c/1"))
		assert.Equal(t, []string{"/b/1", "/b/2"}, tx.Keys("/b/"))
		assert.Equal(t, []string{"/a", "/b", "/b/1", "/b/2"}, tx.Keys(""))
		return nil
	}))
}

func TestTwoHandlesLoseNoUpdate(t *testing.T) {
	file := path(t)
	const rounds = 10
	var group sync.WaitGroup
	failures := make(chan error, 2*rounds)
	for range 2 {
		s := store.At(file)
		group.Go(func() {
			for range rounds {
				failures <- s.Update(func(tx *store.Tx) error {
					var value counter
					if _, err := tx.Get("n", &value); err != nil {
						return err
					}
					value.Value++
					return tx.Put("n", value)
				})
			}
		})
	}
	group.Wait()
	close(failures)
	for err := range failures {
		require.NoError(t, err)
	}
	value, _ := read(t, store.At(file), "n")
	assert.Equal(t, 2*rounds, value.Value)
}

func TestThePathComesFromTheEnvironment(t *testing.T) {
	cases := []struct{ variable, pulumiHome, home, want string }{
		{"/s/state.db", "/p", "/h", "/s/state.db"},
		{"", "/p", "/h", "/p/azure-expressroute-sandbox.db"},
		{"", "", "/h", "/h/.pulumi/azure-expressroute-sandbox.db"},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			t.Setenv(store.PathVariable, c.variable)
			t.Setenv("PULUMI_HOME", c.pulumiHome)
			t.Setenv("HOME", c.home)
			got, err := store.Path()
			require.NoError(t, err)
			assert.Equal(t, filepath.FromSlash(c.want), got)
		})
	}
}

// The file survives a process that is killed in the middle of a write, with all of a transaction in it or none.
func TestAKillInTheMiddleOfAWriteLosesNothing(t *testing.T) {
	if path := os.Getenv("STORE_TEST_WRITES_TO"); path != "" {
		s := store.At(path)
		for i := 0; ; i++ {
			_ = s.Update(func(tx *store.Tx) error {
				for _, key := range []string{"a", "b", "c"} {
					if err := tx.Put(key, strings.Repeat("x", 5000)+strconv.Itoa(i)); err != nil {
						return err
					}
				}
				return nil
			})
			fmt.Println(i)
		}
	}
	path := filepath.Join(t.TempDir(), "state.db")
	for round := range 8 {
		writer := exec.Command(os.Args[0], "-test.run", t.Name())
		writer.Env = append(os.Environ(), "STORE_TEST_WRITES_TO="+path)
		stdout, err := writer.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, writer.Start())
		written := bufio.NewScanner(stdout)
		for range round + 1 { // so many transactions are done, and another is under way
			require.True(t, written.Scan())
		}
		require.NoError(t, writer.Process.Kill())
		_ = writer.Wait()
		require.NoError(t, store.At(path).View(func(tx *store.Tx) error {
			var values [3]string
			for i, key := range tx.Keys("") {
				if _, err := tx.Get(key, &values[i]); err != nil {
					return err
				}
			}
			assert.Equal(t, values[0], values[1])
			assert.Equal(t, values[0], values[2])
			assert.NotEmpty(t, values[0])
			return nil
		}))
	}
}
