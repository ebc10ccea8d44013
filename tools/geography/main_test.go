package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// folder has the facts that the data was made from. It lies beside the repository and is not part of it.
const folder = "../../../shared/facts"

const made = "../../provider/internal/geography/"

func TestTheDataIsThatOfTheFacts(t *testing.T) {
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no facts in " + folder)
	}
	f, err := read(folder)
	require.NoError(t, err)
	for name, want := range map[string][]byte{"geography.tsv": f.data(), "testdata/listed.tsv": f.listed()} {
		is, err := os.ReadFile(made + name)
		require.NoError(t, err)
		assert.True(t, string(want) == string(is), `%s is not what the facts say: run "go run ./tools/geography %s provider/internal/geography"`, name, folder)
	}
}
