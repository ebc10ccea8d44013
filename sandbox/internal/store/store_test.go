package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
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

func TestLinksAreFoundByTheirTarget(t *testing.T) {
	s := store.At(path(t))
	require.NoError(t, s.Update(func(tx *store.Tx) error {
		assert.True(t, tx.Unlinked(), "a new file has none")
		for _, from := range []string{"/a", "/b", "/c"} {
			require.NoError(t, tx.Put(from, counter{}))
		}
		require.NoError(t, tx.Link("/a", []string{"/t", "/t/below", "/tt"}))
		return tx.Link("/b", []string{"/t/below/that"})
	}))
	require.NoError(t, s.Update(func(tx *store.Tx) error {
		assert.False(t, tx.Unlinked())
		assert.Equal(t, []string{"/a", "/b"}, tx.Linked("/t"), "what is below counts, and none twice")
		assert.Equal(t, []string{"/b"}, tx.Linked("/t/below/that"))
		assert.Equal(t, []string{"/a"}, tx.Linked("/tt"))
		assert.Empty(t, tx.Linked("/a"))

		require.NoError(t, tx.Link("/a", []string{"/tt"}))
		assert.Equal(t, []string{"/b"}, tx.Linked("/t"), "new links take the place of the old ones")
		assert.Equal(t, []string{"/a"}, tx.Linked("/tt"))
		require.NoError(t, tx.Delete("/b"))
		assert.Empty(t, tx.Linked("/t"), "they go with their document")
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

func TestAFileBegunByManyIsOne(t *testing.T) {
	file := path(t)
	const many = 20
	var group sync.WaitGroup
	failures := make(chan error, many)
	for i := range many {
		group.Go(func() {
			failures <- store.At(file).Update(func(tx *store.Tx) error { return tx.Put(fmt.Sprintf("%02d", i), counter{i}) })
		})
	}
	group.Wait()
	close(failures)
	for err := range failures {
		require.NoError(t, err)
	}
	require.NoError(t, store.At(file).View(func(tx *store.Tx) error {
		assert.Len(t, tx.Keys(""), many)
		return nil
	}))
	files, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Len(t, files, 1, "no draft is left")
}

// A file system that is full is played by a limit on files, which a process keeps: so it is another one.
func TestWhatCannotBeWrittenChangesNothing(t *testing.T) {
	const variable = "STORE_TO_FILL"
	if file := os.Getenv(variable); file != "" {
		err := store.At(file).Update(func(tx *store.Tx) error { return tx.Put("large", strings.Repeat("x", 1<<20)) })
		require.ErrorContains(t, err, "nothing was changed, because the sandbox's file "+file+" cannot be written: ")
		require.NoError(t, store.At(file).View(func(tx *store.Tx) error {
			assert.NotContains(t, tx.Keys(""), "large")
			return nil
		}), "it can still be read")
		return
	}
	begun, none := path(t), path(t)
	require.NoError(t, store.At(begun).Update(func(tx *store.Tx) error { return tx.Put("a", counter{7}) }))
	fill := func(file, blocks string) (string, error) {
		command := exec.Command("sh", "-c", "ulimit -f "+blocks+` && exec "$0" -test.run '^`+t.Name()+`$'`, os.Args[0])
		command.Env = append(os.Environ(), variable+"="+file)
		out, err := command.CombinedOutput()
		return string(out), err
	}

	out, err := fill(begun, "128") // 64 KiB
	require.NoError(t, err, out)
	value, found := read(t, store.At(begun), "a")
	assert.True(t, found)
	assert.Equal(t, 7, value.Value)

	out, err = fill(none, "8") // less than an empty store
	require.ErrorContains(t, err, "exit status 1", "it cannot be read either")
	assert.Contains(t, out, "the sandbox's file "+none+" cannot be written")
	assert.NotContains(t, out, "damaged")
	_, found = read(t, store.At(none), "a")
	assert.False(t, found)
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

// writesTo names the environment variable that makes the test of a kill a process that writes until it is killed.
const writesTo = "STORE_TEST_WRITES_TO"

var written = []string{"a", "b", "c"}

// padded makes a transaction write several pages.
type padded struct {
	counter
	Padding string
}

// writeForever counts in several documents at once, and says each count once it is in the file.
func writeForever(file string) {
	s := store.At(file)
	for {
		var value padded
		err := s.Update(func(tx *store.Tx) error {
			if _, err := tx.Get(written[0], &value); err != nil {
				return err
			}
			value.Value++
			value.Padding = strings.Repeat("x", 5000)
			for _, key := range written {
				if err := tx.Put(key, value); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(value.Value)
	}
}

// writer is a process that writes.
type writer struct {
	*testing.T
	*exec.Cmd
	said *bufio.Scanner
}

func newWriter(t *testing.T, file string) writer {
	t.Helper()
	command := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	command.Env = append(os.Environ(), writesTo+"="+file)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	t.Cleanup(func() { _ = command.Process.Kill() })
	return writer{t, command, bufio.NewScanner(out)}
}

// writes waits until the process has done n more transactions.
func (w writer) writes(n int) {
	w.Helper()
	for range n {
		require.True(w, w.said.Scan(), "the process goes on")
	}
}

// kill ends the process, and gives how many more transactions it had said to be done.
func (w writer) kill() (more int) {
	w.Helper()
	require.NoError(w, w.Process.Kill())
	for w.said.Scan() {
		more++
	}
	require.Error(w, w.Wait(), "it was killed")
	return more
}

// Of two processes that write at once, one is killed in the middle of it, and the other goes on.
func TestAKillInTheMiddleOfAWriteLosesNothing(t *testing.T) {
	if file := os.Getenv(writesTo); file != "" {
		writeForever(file)
	}
	file := filepath.Join(t.TempDir(), "state.db")
	done, kills := 0, 0
	for round := range 6 {
		one, other := newWriter(t, file), newWriter(t, file)
		one.writes(round + 1)
		done += round + 1 + one.kill()
		other.writes(1) // the dead one locks nothing
		done += 1 + other.kill()
		kills += 2

		s := store.At(file)
		values := map[counter]bool{}
		for _, key := range written {
			value, found := read(t, s, key)
			require.True(t, found, key)
			values[value] = true
		}
		require.Len(t, values, 1, "all of a transaction is there, or nothing")
		value, _ := read(t, s, written[0])
		assert.GreaterOrEqual(t, value.Value, done, "what was said to be done is there")
		assert.LessOrEqual(t, value.Value, done+kills, "and at most what each killed process had no time to say")
		whole(t, file)
	}
}

// whole checks the file page by page.
func whole(t *testing.T, file string) {
	t.Helper()
	db, err := bbolt.Open(file, 0o600, &bbolt.Options{ReadOnly: true})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	require.NoError(t, db.View(func(tx *bbolt.Tx) error {
		for problem := range tx.Check() {
			t.Error(problem)
		}
		return nil
	}))
}
