package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// The parts that processes play in an operation.
const (
	engine      = "engine"
	plugin      = "plugin"
	sandbox     = "sandbox"
	programPart = "program" // with its language host
)

var parts = []string{engine, plugin, sandbox, programPart}

func partOf(executable string) string {
	switch executable {
	case "pulumi":
		return engine
	case "pulumi-resource-azure-expressroute", "pulumi-resource-minimal":
		return plugin
	case "pulumi-resource-azure-native":
		return sandbox
	}
	return programPart
}

// usage is what an operation took: wall time, and CPU time and peak memory by part.
type usage struct {
	wall   time.Duration
	cpu    map[string]time.Duration
	memory map[string]float64 // MiB
}

func (u usage) totalCPU() float64 {
	var sum time.Duration
	for _, cpu := range u.cpu {
		sum += cpu
	}
	return sum.Seconds()
}

// besidesEngine is the memory of the plugins and the program together.
func (u usage) besidesEngine() float64 {
	return u.memory[plugin] + u.memory[sandbox] + u.memory[programPart]
}

// watched runs a command to its end and watches it and all processes below it.
func watched(dir string, env []string, name string, args ...string) (usage, error) {
	command := exec.Command(name, args...)
	command.Dir, command.Env = dir, env
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	u := usage{cpu: map[string]time.Duration{}, memory: map[string]float64{}}
	seen := map[int]process{}
	begun := time.Now()
	if err := command.Start(); err != nil {
		return u, err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case <-look.C:
			for _, p := range below(command.Process.Pid) {
				p.memory = max(p.memory, seen[p.pid].memory) // it is gone first when a process ends
				seen[p.pid] = p
			}
		case err := <-ended:
			u.wall = time.Since(begun)
			for _, p := range seen {
				u.cpu[partOf(p.name)] += p.cpu
				u.memory[partOf(p.name)] += p.memory
			}
			return u, explain(err, &output, name, args)
		}
	}
}

func explain(err error, output *bytes.Buffer, name string, args []string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, output)
}

// cost is what a command took with all that it started and waited for.
type cost struct {
	wall, cpu time.Duration
	memory    float64 // MiB, of the largest process
}

// timed runs a command to its end.
func timed(dir string, env []string, name string, args ...string) (cost, error) {
	command := exec.Command(name, args...)
	command.Dir, command.Env = dir, append(os.Environ(), env...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	begun := time.Now()
	err := command.Run()
	c := cost{wall: time.Since(begun)}
	if state := command.ProcessState; state != nil {
		c.cpu = state.UserTime() + state.SystemTime()
		c.memory = float64(state.SysUsage().(*syscall.Rusage).Maxrss) / 1024
	}
	return c, explain(err, &output, name, args)
}

// process is one process as /proc shows it: its figures only grow, so the last look at it counts.
type process struct {
	pid, parent int
	name        string
	cpu         time.Duration
	memory      float64
}

// below lists a process and all its descendants.
func below(root int) []process {
	all := map[int]process{}
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			if p, ok := read(pid); ok {
				all[pid] = p
			}
		}
	}
	var found []process
	for pid, p := range all {
		for at := pid; at > 1; at = all[at].parent {
			if at == root {
				found = append(found, p)
				break
			}
		}
	}
	return found
}

func read(pid int) (process, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return process{}, false
	}
	name, rest, ok := strings.Cut(string(stat), ") ")
	if !ok {
		return process{}, false
	}
	fields := strings.Fields(rest)
	if fields[0] == "Z" { // what it took is gone
		return process{}, false
	}
	number := func(i int) int { n, _ := strconv.Atoi(fields[i]); return n }
	const tick = 10 * time.Millisecond
	p := process{pid: pid, parent: number(1), cpu: time.Duration(number(11)+number(12)) * tick}
	if exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)); err == nil {
		p.name = filepath.Base(exe)
	} else {
		p.name = name[strings.Index(name, "(")+1:]
	}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(value)[0])
			p.memory = float64(kib) / 1024
		}
	}
	return p, true
}

// startup is a plugin's start, up to its first answer.
type startup struct {
	took   time.Duration
	memory float64 // MiB, after it
}

// start starts a plugin as the engine does.
func start(binary string) (startup, error) {
	command := exec.Command(binary, "127.0.0.1:1")
	stdout, err := command.StdoutPipe()
	if err != nil {
		return startup{}, err
	}
	begun := time.Now()
	if err := command.Start(); err != nil {
		return startup{}, err
	}
	defer func() { _ = command.Process.Kill(); _ = command.Wait() }()
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return startup{}, fmt.Errorf("%s: %w", binary, err)
	}
	conn, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return startup{}, err
	}
	defer func() { _ = conn.Close() }()
	if _, err := pulumirpc.NewResourceProviderClient(conn).GetPluginInfo(context.Background(), &emptypb.Empty{}); err != nil {
		return startup{}, err
	}
	took := time.Since(begun)
	p, _ := read(command.Process.Pid)
	return startup{took, p.memory}, nil
}

// A sandboxed project has a backend and a sandbox of its own.
type sandboxed struct {
	dir, cli string
	env      []string
}

// onSandbox sets a project up, with more in its environment, and removes it afterwards.
func (b *bench) onSandbox(p program, size int, more []string, do func(*sandboxed) error) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.WriteFile(filepath.Join(dir, "Pulumi.yaml"), []byte(p.project(size, b.binaries)), 0o600); err != nil {
		return err
	}
	state := filepath.Join(dir, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		return err
	}
	s := &sandboxed{dir: dir, cli: b.pulumi, env: append(os.Environ(),
		"PULUMI_HOME="+b.home, "PULUMI_BACKEND_URL=file://"+state, "PULUMI_CONFIG_PASSPHRASE=bench", "PULUMI_SKIP_UPDATE_CHECK=true",
		"PULUMI_IGNORE_AMBIENT_PLUGINS=true", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
		"AZURE_EXPRESSROUTE_SANDBOX_STATE="+filepath.Join(dir, "sandbox.db"),
		// The engine writes the whole state after every step, which grows with the square of their number and hides everything
		// else. It is off for all.
		"PULUMI_EXPERIMENTAL=true", "PULUMI_SKIP_CHECKPOINTS=true",
	)}
	if _, err := s.run("stack", "init", "bench"); err != nil {
		return err
	}
	s.env = append(s.env, more...)
	return do(s)
}

func (s *sandboxed) run(args ...string) (usage, error) {
	return watched(s.dir, s.env, s.cli, args...)
}

// pulumi runs an operation on the stack.
func (s *sandboxed) pulumi(args ...string) (usage, error) {
	return s.run(append(args, "--stack", "bench", "--suppress-progress", "--non-interactive")...)
}

// criticalPath is the longest chain of Azure's resources that wait for each other, by the state's dependencies.
func (s *sandboxed) criticalPath() (int, error) {
	command := exec.Command(s.cli, "stack", "export", "--stack", "bench")
	command.Dir, command.Env = s.dir, s.env
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

// methodsIn counts the calls in a log of PULUMI_DEBUG_GRPC, by service and method.
func methodsIn(log string) (map[string]int, error) {
	file, err := os.Open(log)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	counts := map[string]int{}
	for decoder := json.NewDecoder(file); decoder.More(); {
		var call struct{ Method, Progress string }
		if err := decoder.Decode(&call); err != nil {
			return nil, fmt.Errorf("%s: %w", log, err)
		}
		if call.Progress == "request_started" { // the answer is an entry of its own
			continue
		}
		counts[path.Base(path.Dir(call.Method))+"/"+path.Base(call.Method)]++
	}
	return counts, nil
}

// median is the middle value, or the mean of the two in the middle.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}
