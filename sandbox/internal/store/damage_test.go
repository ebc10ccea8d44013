package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// full is a file with some hundred documents.
func full(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	require.NoError(t, At(path).Update(func(tx *Tx) error {
		for i := range 200 {
			if err := tx.Put(fmt.Sprintf("/subscriptions/s/resourcegroups/g%03d", i), map[string]any{"name": fmt.Sprintf("g%03d", i), "tags": map[string]any{"a": "b"}}); err != nil {
				return err
			}
		}
		return nil
	}))
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	return content
}

// use reads and writes all that a file has.
func use(s *Store) error {
	return s.Update(func(tx *Tx) error {
		for _, key := range tx.Keys("") {
			var document map[string]any
			if _, err := tx.Get(key, &document); err != nil {
				return err
			}
			if err := tx.Put(key[:min(len(key), 100)]+"0", document); err != nil {
				return err
			}
		}
		return nil
	})
}

// damaged runs use on a file with the content. It may go well, where what is damaged is not looked at; it may fail with an
// error that names the file and the way out; it may not do anything else.
func damaged(t *testing.T, what string, content []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	s := At(path)
	err := use(s)
	if err == nil {
		return
	}
	var damage *DamagedError
	if !assert.ErrorAs(t, err, &damage, what) {
		return
	}
	assert.ErrorContains(t, err, path, what)
	assert.ErrorContains(t, err, "sandbox reset", what)

	aside, err := s.SetAside()
	require.NoError(t, err, what)
	kept, err := os.ReadFile(aside)
	require.NoError(t, err, what)
	assert.NotEmpty(t, kept, what)
	assert.NoError(t, use(s), "%s: it starts anew", what)
}

func TestATruncatedFileIsAnErrorWithAWayOut(t *testing.T) {
	whole := full(t)
	for _, size := range []int{1, 100, 4095, 4096, 8192, 12288, 16384, len(whole) / 2, len(whole) - 4096, len(whole) - 1} {
		damaged(t, fmt.Sprintf("%d of %d bytes", size, len(whole)), whole[:size])
	}
	damaged(t, "text", []byte("not a database at all"))
	damaged(t, "zeros", make([]byte, len(whole)))
}

// The seed is printed with what fails, and stays the same: it is a regression test, not a search.
func TestFlippedBitsAreAnErrorWithAWayOut(t *testing.T) {
	whole := full(t)
	random := rand.New(rand.NewPCG(14, 14)) //nolint:gosec // a test's
	runs := 400
	if testing.Short() {
		runs = 40
	}
	for i := range runs {
		content := bytes.Clone(whole)
		for range 1 + random.IntN(8) {
			content[random.IntN(len(content))] ^= 1 << random.IntN(8)
		}
		damaged(t, fmt.Sprintf("run %d of seed 14", i), content)
	}
}

func TestADocumentThatCannotBeReadIsNamed(t *testing.T) {
	whole := full(t)
	damagedAt := bytes.Index(whole, []byte(`{"name":"g100"`))
	require.Positive(t, damagedAt)
	whole[damagedAt] = 'x'
	path := filepath.Join(t.TempDir(), "state.db")
	require.NoError(t, os.WriteFile(path, whole, 0o600))
	err := use(At(path))
	assert.ErrorContains(t, err, "/subscriptions/s/resourcegroups/g100")
	assert.ErrorContains(t, err, path)
}

// A mistake in the program is not a damaged file.
func TestAPanicOfTheProgramStaysAPanic(t *testing.T) {
	s := At(filepath.Join(t.TempDir(), "state.db"))
	assert.PanicsWithValue(t, "mistake", func() {
		_ = s.Update(func(*Tx) error { panic("mistake") })
	})
	assert.NoError(t, use(s), "and the file is not locked")
}
