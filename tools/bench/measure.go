package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// usage is what an operation took: wall time, and CPU time and peak memory of each process by name.
type usage struct {
	wall   time.Duration
	cpu    map[string]time.Duration
	memory map[string]float64 // MiB
}

func (u usage) totalCPU() time.Duration {
	var sum time.Duration
	for _, cpu := range u.cpu {
		sum += cpu
	}
	return sum
}

// run runs a command to its end and watches it and all processes below it.
func run(dir string, env []string, name string, args ...string) (usage, error) {
	command := exec.Command(name, args...)
	command.Dir, command.Env = dir, env
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	u := usage{cpu: map[string]time.Duration{}, memory: map[string]float64{}}
	seen := map[int]process{}
	start := time.Now()
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
				seen[p.pid] = p
			}
			continue
		case err := <-ended:
			u.wall = time.Since(start)
			for _, p := range seen {
				u.cpu[p.name] += p.cpu
				u.memory[p.name] = max(u.memory[p.name], p.memory)
			}
			if err != nil {
				return u, fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, output.String())
			}
			return u, nil
		}
	}
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

// start starts a plugin as the engine does, and takes the time to its first answer and its memory after it.
func start(plugin string) (time.Duration, float64, error) {
	command := exec.Command(plugin, "127.0.0.1:1")
	stdout, err := command.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	begun := time.Now()
	if err := command.Start(); err != nil {
		return 0, 0, err
	}
	defer func() { _ = command.Process.Kill(); _ = command.Wait() }()
	port, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w", plugin, err)
	}
	conn, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = conn.Close() }()
	if _, err := pulumirpc.NewResourceProviderClient(conn).GetPluginInfo(context.Background(), &emptypb.Empty{}); err != nil {
		return 0, 0, err
	}
	took := time.Since(begun)
	p, _ := read(command.Process.Pid)
	return took, p.memory, nil
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
