// Package tools tests the scripts of the build.
package tools

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// find runs find-pulumi.sh with a pulumi on PATH that does what the script says.
func find(t *testing.T, pulumi string) (found, problems, path string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "a folder with späces")
	require.NoError(t, os.Mkdir(folder, 0o700))
	path = filepath.Join(folder, "pulumi")
	if pulumi != "" {
		require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\n"+pulumi+"\n"), 0o700)) //nolint:gosec // it is run
	}
	// The script is given up long after it should have given up itself.
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "sh", "find-pulumi.sh", "3.135.0", t.TempDir(), "1")
	command.Env = append(os.Environ(), "PATH="+folder+":/usr/bin:/bin")
	command.WaitDelay = time.Second
	stderr, stdout := &output{}, &output{}
	command.Stdout, command.Stderr = stdout, stderr
	require.NoError(t, command.Run())
	return stdout.text, stderr.text, path
}

type output struct{ text string }

func (o *output) Write(p []byte) (int, error) {
	o.text += string(p)
	return len(p), nil
}

func TestAPulumiThatIsNewEnoughIsFound(t *testing.T) {
	for version, usable := range map[string]bool{
		"v3.135.0": true, "3.135.0": true, "v3.259.0": true, "v4.0.0": true, "v3.136.0-alpha.1": true, "v3.134.9": false, "v2.300.0": false,
	} {
		found, _, path := find(t, "echo "+version)
		if usable {
			assert.Equal(t, path+"\n", found, version)
		} else {
			assert.Empty(t, found, version)
		}
	}
	found, _, _ := find(t, "exit 1")
	assert.Empty(t, found)
	found, _, _ = find(t, "")
	assert.Empty(t, found, "there is none")
}

func TestAPulumiThatHangsHoldsNothingUp(t *testing.T) {
	found, problems, path := find(t, "sleep 600")
	assert.Empty(t, found)
	assert.Contains(t, problems, path+" does not answer")
}

// What goes wrong with the estate that the example is built on is said, though what goes well is not.
func TestAnExampleSaysWhyItFails(t *testing.T) {
	fake := filepath.Join(t.TempDir(), "pulumi")
	require.NoError(t, os.WriteFile(fake, []byte("#!/bin/sh\necho \"says $*\"\ncase \"$1 $PWD\" in \"$FAILS\"*/estate) echo 'the reason'; exit 3 ;; esac\n"), 0o700)) //nolint:gosec // it is run
	for fails, verb := range map[string]string{"up": "up", "destroy": "down"} {
		command := exec.CommandContext(t.Context(), "sh", "example.sh", verb, "full", fake)
		command.Env = append(os.Environ(), "FAILS="+fails)
		said, err := command.CombinedOutput()
		require.Error(t, err)
		assert.Equal(t, 3, command.ProcessState.ExitCode(), "%s: %s", verb, said)
		assert.Contains(t, string(said), "the reason", verb)
	}
	command := exec.CommandContext(t.Context(), "sh", "example.sh", "up", "full", fake)
	command.Env = append(os.Environ(), "FAILS=nothing")
	said, err := command.CombinedOutput()
	require.NoError(t, err, "%s", said)
	assert.NotContains(t, string(said), "says up --yes --skip-preview", "of the estate")
}

func TestAFolderIsFilledWholeOrNotAtAll(t *testing.T) {
	for script, whole := range map[string]bool{
		`mkdir -p "$1" && touch "$1/all"`:                    true,
		`mkdir -p "$1" && touch "$1/half"; exit 4`:           false,
		`mkdir -p "$1" && touch "$1/half"; kill -INT $PPID`:  false,
		`mkdir -p "$1" && touch "$1/half"; kill -TERM $PPID`: false,
	} {
		folder := filepath.Join(t.TempDir(), "a folder")
		err := exec.CommandContext(t.Context(), "sh", "whole.sh", folder, "sh", "-c", script, "sh", folder).Run()
		assert.Equal(t, whole, err == nil, script)
		_, missing := os.Stat(folder)
		assert.Equal(t, whole, missing == nil, script)
	}
}
