package examples

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheReadmeShowsTheExamplesAsTheyAre(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	for _, language := range []string{"yaml", "typescript", "python"} {
		file := languages[language]
		program, err := os.ReadFile(filepath.Join(language, file))
		require.NoError(t, err)
		assert.True(t, strings.Contains(string(readme), "```"+language+"\n"+string(program)+"```"), "the %s program in the README differs from %s", language, file)
	}
}
