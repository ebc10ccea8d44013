// Command bench measures a PeeringStack against the same resources written by hand, and the plugin against the smallest
// there can be, all in one run on one machine, and writes docs/performance.md with plots.
//
//	bench -home .work/home -pulumi bin/tools/pulumi -plugin bin/pulumi-resource-azure-expressroute -out docs
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	home := flag.String("home", "", "Pulumi home with the plugin and the sandbox")
	pulumi := flag.String("pulumi", "pulumi", "the Pulumi CLI")
	plugin := flag.String("plugin", "", "the plugin of this package")
	sizes := flag.String("sizes", "1,10,100", "numbers of stacks")
	runs := flag.Int("runs", 3, "repetitions of each operation")
	starts := flag.Int("starts", 21, "repetitions of a plugin's start")
	latency := flag.String("latency", "200ms", "what an operation of Azure's takes where latencies are simulated; empty: leave that out")
	out := flag.String("out", "", "folder for performance.md and its plots; empty: print only")
	flag.Parse()
	b := &bench{home: *home, pulumi: *pulumi, plugin: *plugin, runs: *runs, starts: *starts}
	for _, size := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			fail(err)
		}
		b.sizes = append(b.sizes, n)
	}
	r, err := b.run(*latency)
	if err == nil {
		err = r.write(*out)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

type bench struct {
	home, pulumi, plugin string
	sizes                []int
	runs, starts         int
}

// operations are a stack's life, each timed.
var operations = []struct {
	name string
	args []string
}{
	{"preview", []string{"preview"}},
	{"up", []string{"up", "--yes", "--skip-preview"}},
	{"up, no change", []string{"up", "--yes", "--skip-preview"}},
	{"refresh", []string{"refresh", "--yes", "--skip-preview"}},
	{"destroy", []string{"destroy", "--yes", "--skip-preview"}},
}

func (b *bench) run(latency string) (*result, error) {
	r := &result{
		runs: b.runs, starts: b.starts, sizes: b.sizes,
		start: map[string][]float64{}, startMemory: map[string][]float64{}, lives: map[life][]usage{}, latency: latency, critical: map[string]int{},
	}
	if err := b.startUp(r); err != nil {
		return nil, err
	}
	for range b.runs { // both ways in turn, so that a noisy minute hits both
		for _, size := range b.sizes {
			for _, p := range programs {
				if err := b.live(r, p, size, ""); err != nil {
					return nil, err
				}
			}
		}
	}
	if latency != "" {
		for range b.runs {
			for _, p := range programs {
				if err := b.live(r, p, 1, latency); err != nil {
					return nil, err
				}
			}
		}
	}
	return r, nil
}

// startUp starts both plugins in turn.
func (b *bench) startUp(r *result) error {
	minimal, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(minimal) }()
	binary := filepath.Join(minimal, "pulumi-resource-minimal")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "./minimal").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	plugins := map[string]string{"azure-expressroute": b.plugin, "smallest": binary}
	for range b.starts {
		for _, name := range []string{"azure-expressroute", "smallest"} {
			took, memory, err := start(plugins[name])
			if err != nil {
				return err
			}
			r.start[name] = append(r.start[name], float64(took.Microseconds())/1000)
			r.startMemory[name] = append(r.startMemory[name], memory)
		}
	}
	r.binaries = map[string]int64{}
	for name, file := range plugins {
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		r.binaries[name] = info.Size()
	}
	return nil
}

// live takes stacks of a program through their life on a sandbox of their own.
func (b *bench) live(r *result, p program, size int, latency string) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), []byte(p.yaml(size)), 0o600); err != nil {
		return err
	}
	state := filepath.Join(dir, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		return err
	}
	env := append(os.Environ(),
		"PULUMI_HOME="+b.home, "PULUMI_BACKEND_URL=file://"+state, "PULUMI_CONFIG_PASSPHRASE=bench", "PULUMI_SKIP_UPDATE_CHECK=true",
		"PULUMI_IGNORE_AMBIENT_PLUGINS=true", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
		"AZURE_EXPRESSROUTE_SANDBOX_STATE="+filepath.Join(dir, "sandbox.db"),
		// The engine writes the whole state after every step, which is quadratic and hides everything else. It is off for both.
		"PULUMI_EXPERIMENTAL=true", "PULUMI_SKIP_CHECKPOINTS=true",
	)
	if latency != "" {
		env = append(env, "AZURE_EXPRESSROUTE_SANDBOX_FAULTS=* create slow for="+latency+" times=0; * delete slow for="+latency+" times=0")
	}
	if _, err := run(dir, env, b.pulumi, "stack", "init", "bench"); err != nil {
		return err
	}
	for _, op := range operations {
		took, err := run(dir, env, b.pulumi, append(op.args, "--stack", "bench", "--suppress-progress")...)
		if err != nil {
			return err
		}
		key := life{p.name, size, op.name, latency != ""}
		r.lives[key] = append(r.lives[key], took)
		fmt.Fprintf(os.Stderr, "%-13s %5d stacks  %-14s %8.2fs%s\n", p.name, size, op.name, took.wall.Seconds(), map[bool]string{true: "  with latencies"}[latency != ""])
		if op.name == "up" && latency != "" {
			if r.critical[p.name], err = criticalPath(dir, env, b.pulumi); err != nil {
				return err
			}
		}
	}
	return nil
}

// criticalPath is the longest chain of resources of Azure's that wait for each other, by the state's dependencies.
func criticalPath(dir string, env []string, pulumi string) (int, error) {
	command := exec.Command(pulumi, "stack", "export", "--stack", "bench")
	command.Dir, command.Env = dir, env
	exported, err := command.Output()
	if err != nil {
		return 0, err
	}
	var stack struct {
		Deployment struct {
			Resources []struct {
				URN, Type    string
				Dependencies []string
			}
		}
	}
	if err := json.Unmarshal(exported, &stack); err != nil {
		return 0, err
	}
	depth, longest := map[string]int{}, 0
	for _, r := range stack.Deployment.Resources { // in the order of their dependencies
		if !strings.HasPrefix(r.Type, "azure-native:") {
			continue
		}
		depth[r.URN] = 1
		for _, d := range r.Dependencies {
			depth[r.URN] = max(depth[r.URN], depth[d]+1)
		}
		longest = max(longest, depth[r.URN])
	}
	return longest, nil
}
