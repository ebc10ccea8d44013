package rules

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/messages.txt anew")

// testdata/messages.txt is there to be read: every rule's message, side by side, as its wrong example gives it.
func TestMessagesAreThoseThatWereReviewed(t *testing.T) {
	var b strings.Builder
	for _, r := range Catalogue {
		if r.Check == nil {
			continue
		}
		for _, f := range judged(r.Wrong) {
			if f.Rule == r.ID {
				fmt.Fprintf(&b, "%s %s: %s\n", f.Severity, f.Path, f.Text())
			}
		}
	}
	const file = "testdata/messages.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	reviewed, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(reviewed), b.String(), "read the messages again, then run go test ./provider/internal/rules -update")
}
