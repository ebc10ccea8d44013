package store

import (
	"fmt"
	"os"
	"path/filepath"
)

// PathVariable names the environment variable that sets the place of the sandbox's store.
const PathVariable = "AZURE_EXPRESSROUTE_SANDBOX_STATE"

// Path is the file of the sandbox's store: what PathVariable says, else a file in the Pulumi home (PULUMI_HOME, or
// .pulumi in the user's home), so that programs that share a Pulumi home share one sandbox.
func Path() (string, error) {
	if path := os.Getenv(PathVariable); path != "" {
		return path, nil
	}
	home := os.Getenv("PULUMI_HOME")
	if home == "" {
		user, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("no place for the sandbox's store, set %s: %w", PathVariable, err)
		}
		home = filepath.Join(user, ".pulumi")
	}
	return filepath.Join(home, "azure-expressroute-sandbox.db"), nil
}
