// Package installed keeps the plugin from standing in Azure's place where nobody put it: the engine takes a plugin from
// PATH for any project, whatever version that wants.
package installed

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Variable names the environment variable that lets the plugin serve wherever it lies.
const Variable = "AZURE_EXPRESSROUTE_SANDBOX"

// Check refuses to let this process serve unless it lies where Pulumi installs azure-native, or Variable says yes.
func Check() error {
	executable, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find where the plugin is installed: %w", err)
	}
	home := os.Getenv("PULUMI_HOME")
	if home == "" {
		user, err := os.UserHomeDir()
		if err != nil {
			return fmt.Errorf("find the Pulumi home, set PULUMI_HOME: %w", err)
		}
		home = filepath.Join(user, ".pulumi")
	}
	return check(resolved(executable), resolved(home), os.Getenv(Variable) == "yes")
}

func check(executable, home string, allowed bool) error {
	folder := filepath.Dir(executable)
	installed := filepath.Dir(folder) == filepath.Join(home, "plugins") && strings.HasPrefix(filepath.Base(folder), "resource-azure-native-v")
	if installed || allowed {
		return nil
	}
	return fmt.Errorf("this is the sandbox of azure-expressroute and not azure-native, and it does not serve from %s: a program meant for Azure would get the sandbox. "+
		"Take the folder off PATH, and install the plugin into a Pulumi home of its own with `pulumi plugin install resource azure-native VERSION --file …`; or set %s=yes", folder, Variable)
}

// resolved is a path without links and dots, as far as it exists.
func resolved(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	return path
}
