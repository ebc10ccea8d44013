package examples

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheReadmeShowsTheExamplesAsTheyAre(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	for language, file := range map[string]string{
		"yaml": "yaml/Pulumi.yaml", "go": "go/main.go", "typescript": "typescript/index.ts", "python": "python/__main__.py",
	} {
		program, err := os.ReadFile(file)
		require.NoError(t, err)
		assert.Contains(t, string(readme), "```"+language+"\n"+string(program)+"```", file)
	}
}
