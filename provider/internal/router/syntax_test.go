package router

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// frrFolder holds FRRouting's daemons, in Debian's package.
const frrFolder = "/usr/lib/frr"

// needs skips a test where a program is missing, loudly, and fails it in CI.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			skipOutsideCI(t, program+" is not installed (Debian packages frr, bird2 and iproute2)")
		}
	}
}

func skipOutsideCI(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// oddKeys hold the characters that command lines read as something else.
var oddKeys = []string{`a"b`, `a\b`, `a;b`, `a#b`, `#ab`, `a?b`, `a!b`, `!ab`, `a$b`, `$ab`, `a|b`, `a'b`, `0ab`, `a~{b}%`}

// texts are all configurations of the tests for a platform: every case, with and without a key, and with every odd key.
func texts(t *testing.T, platform string) map[string]string {
	t.Helper()
	all := map[string]string{}
	add := func(name string, changes ...string) {
		for _, c := range configure(t, on(platform, changes...)) {
			all[name+" "+c.FileName] = c.Text
		}
	}
	for name, change := range cases {
		add(name, change)
		add(name+" without a key", change, "sharedKey: null")
		add(name+" without BFD", change, "bfd: false")
	}
	for _, key := range oddKeys {
		if platforms[platform].key == nil || platforms[platform].key(key) == "" {
			add("key "+key, private, fmt.Sprintf("sharedKey: !secret %q", key))
		}
	}
	return all
}

// checkSyntax has a program read each text from a file and expects it to say yes; and no to a text with a mistake.
func checkSyntax(t *testing.T, texts map[string]string, ours func(file string) bool, mistake [2]string, check func(file string) *exec.Cmd) {
	t.Helper()
	t.Parallel()
	folder := t.TempDir()
	run := func(name, text string) (string, error) {
		file := filepath.Join(folder, "text")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		out, err := check(file).CombinedOutput()
		return name + ": " + string(out), err
	}
	checked := 0
	for name, text := range texts {
		if !ours(name) {
			continue
		}
		out, err := run(name, text)
		assert.NoError(t, err, out)
		require.Contains(t, text, mistake[0], name)
		if checked++; checked == 1 {
			out, err = run(name, strings.Replace(text, mistake[0], mistake[1], 1))
			assert.Error(t, err, out)
		}
	}
	assert.Greater(t, checked, 20)
}

func isScript(name string) bool { return strings.HasSuffix(name, ".sh") }

func TestFRRoutingReadsItsConfigurations(t *testing.T) {
	needs(t, "vtysh")
	checkSyntax(t, texts(t, "frr"), func(name string) bool { return !isScript(name) }, [2]string{"remote-as 12076", "remote-as x"},
		func(file string) *exec.Cmd { return exec.Command("vtysh", "-C", "-f", file) })
}

func TestBIRDReadsItsConfigurations(t *testing.T) {
	needs(t, "bird")
	checkSyntax(t, texts(t, "bird"), func(name string) bool { return !isScript(name) }, [2]string{"as 12076;", "as 12076"},
		func(file string) *exec.Cmd { return exec.Command("bird", "-p", "-c", file) })
}

func TestTheShellReadsTheInterfaceScripts(t *testing.T) {
	needs(t, "sh")
	for _, platform := range []string{"frr", "bird"} {
		t.Run(platform, func(t *testing.T) {
			checkSyntax(t, texts(t, platform), isScript, [2]string{"set -eu", "if set -eu"},
				func(file string) *exec.Cmd { return exec.Command("sh", "-n", file) })
		})
	}
}
