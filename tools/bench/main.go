// Command bench measures a PeeringStack against the same resources written by hand, and the plugin against the smallest
// there can be, all in one run on one machine, and writes docs/performance.md with plots. Run it by make bench.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A bench is what is measured, with what, and how often.
type bench struct {
	root, home, pulumi string // the repository, the Pulumi home with both plugins, the CLI
	binaries           string // where programs are built to

	sizes       []int
	runs, large int // repetitions, and those of sizes above 100
	starts      int
	latency     string // what an operation of Azure's takes in the simulation
	benchtime   string // how long Go's benchmarks run
	builds      bool   // measure builds, too
}

func main() {
	b := &bench{}
	flag.StringVar(&b.root, "root", "../..", "the repository")
	flag.StringVar(&b.home, "home", "", "Pulumi home with the plugin and the sandbox")
	flag.StringVar(&b.pulumi, "pulumi", "pulumi", "the Pulumi CLI")
	sizes := flag.String("sizes", "1,10,100,1000", "numbers of stacks")
	flag.IntVar(&b.runs, "runs", 5, "repetitions of each operation")
	flag.IntVar(&b.large, "large", 2, "repetitions with more than 100 stacks")
	flag.IntVar(&b.starts, "starts", 21, "repetitions of a plugin's start")
	flag.StringVar(&b.latency, "latency", "200ms", "what an operation of Azure's takes where latencies are simulated")
	flag.StringVar(&b.benchtime, "benchtime", "1s", "how long each of Go's benchmarks runs")
	flag.BoolVar(&b.builds, "builds", true, "measure builds, with an empty cache of Go's, and packages")
	out := flag.String("out", "", "folder for performance.md and its plots; empty: print the page only")
	flag.Parse()
	for size := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			fail(err)
		}
		b.sizes = append(b.sizes, n)
	}
	r, err := b.run()
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

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// run measures everything.
func (b *bench) run() (*result, error) {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	b.binaries = folder
	for _, path := range []*string{&b.root, &b.home} {
		if *path, err = filepath.Abs(*path); err != nil {
			return nil, err
		}
	}
	// Programs are built as the plugin is, so that they share what Go has cached.
	build := []string{"build", "-buildvcs=false", "-ldflags", "-s -w", "-o"}
	if _, err := timed(filepath.Join(b.root, "tools/bench/program"), nil, "go", append(build, folder+"/", "./...")...); err != nil {
		return nil, err
	}
	if _, err := timed(filepath.Join(b.root, "tools/bench"), nil, "go", append(build, folder+"/pulumi-resource-minimal", "./minimal")...); err != nil {
		return nil, err
	}

	r := &result{
		bench: *b, starts: map[string][]startup{}, binarySizes: map[string]int64{}, lives: map[life][]usage{},
		critical: map[string]int{}, requests: map[string]map[string]float64{},
	}
	for _, part := range []func(*result) error{b.startUp, b.live, b.checkpoint, b.wait, b.count, b.validate, b.packages, b.build} {
		if err := part(r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// startUp starts both plugins in turn.
func (b *bench) startUp(r *result) error {
	for _, p := range []struct{ name, binary string }{{ours, b.plugin()}, {smallest, b.binaries + "/pulumi-resource-minimal"}} {
		info, err := os.Stat(p.binary)
		if err != nil {
			return err
		}
		r.binarySizes[p.name] = info.Size()
	}
	for range b.starts {
		for _, p := range []struct{ name, binary string }{{ours, b.plugin()}, {smallest, b.binaries + "/pulumi-resource-minimal"}} {
			s, err := start(p.binary)
			if err != nil {
				return err
			}
			r.starts[p.name] = append(r.starts[p.name], s)
		}
	}
	return nil
}

func (b *bench) plugin() string { return b.root + "/bin/pulumi-resource-azure-expressroute" }

// operations are a stack's life.
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

// live takes stacks through their lives, all ways in turn, so that a noisy minute hits all.
func (b *bench) live(r *result) error {
	for run := range max(b.runs, b.large) {
		for _, size := range b.sizes {
			if run >= b.runsOf(size) {
				continue
			}
			for _, p := range programs {
				err := b.onSandbox(p, size, nil, func(s *sandboxed) error {
					for _, op := range operations {
						u, err := s.pulumi(op.args...)
						if err != nil {
							return err
						}
						l := life{p.String(), size, op.name}
						r.lives[l] = append(r.lives[l], u)
						progress("%-18s %5d stacks  %-20s %8.2f s", p, size, op.name, u.wall.Seconds())
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b *bench) runsOf(size int) int {
	if size > 100 {
		return b.large
	}
	return b.runs
}

const withCheckpoints = "up with checkpoints"

// checkpoint brings stacks up while the engine writes the whole state after every step, as it does unless told otherwise.
func (b *bench) checkpoint(r *result) error {
	for _, size := range r.checkpointSizes() {
		for _, p := range programs[:2] {
			err := b.onSandbox(p, size, []string{"PULUMI_SKIP_CHECKPOINTS=false"}, func(s *sandboxed) error {
				u, err := s.pulumi("up", "--yes", "--skip-preview")
				l := life{p.String(), size, withCheckpoints}
				r.lives[l] = append(r.lives[l], u)
				progress("%-18s %5d stacks  %-20s %8.2f s", p, size, l.operation, u.wall.Seconds())
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// checkpointSizes are the numbers of stacks with checkpoints: a thousand would take an hour.
func (r *result) checkpointSizes() []int {
	var sizes []int
	for _, size := range r.sizes {
		sizes = append(sizes, min(size, 300))
	}
	return sizes
}

// What one stack's update is called with Azure's latencies and, in turn with that, without.
const (
	withLatencies    = "up with latencies"
	withoutLatencies = "up without latencies"
)

// wait brings a stack up while every operation takes a while, as Azure's do.
func (b *bench) wait(r *result) error {
	faults := map[string][]string{
		withLatencies:    {"AZURE_EXPRESSROUTE_SANDBOX_FAULTS=* create slow for=" + b.latency + " times=0"},
		withoutLatencies: nil,
	}
	for range b.runs {
		for _, p := range programs {
			for _, operation := range []string{withLatencies, withoutLatencies} {
				err := b.onSandbox(p, 1, faults[operation], func(s *sandboxed) error {
					u, err := s.pulumi("up", "--yes", "--skip-preview")
					if err != nil {
						return err
					}
					l := life{p.String(), 1, operation}
					r.lives[l] = append(r.lives[l], u)
					progress("%-18s %5d stacks  %-20s %8.2f s", p, 1, operation, u.wall.Seconds())
					r.critical[p.String()], err = s.criticalPath()
					return err
				})
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// count counts the requests that an update makes for each stack: those of two sizes, less those of one.
func (b *bench) count(r *result) error {
	for _, p := range programs {
		counts := map[string]float64{}
		for _, size := range []int{1, 11} {
			log := fmt.Sprintf("%s/requests-%d.json", b.binaries, size)
			err := b.onSandbox(p, size, []string{"PULUMI_DEBUG_GRPC=" + log}, func(s *sandboxed) error {
				_, err := s.pulumi("up", "--yes", "--skip-preview")
				return err
			})
			if err != nil {
				return err
			}
			methods, err := methodsIn(log)
			if err != nil {
				return err
			}
			sign := map[int]float64{1: -1, 11: 1}[size]
			for method, n := range methods {
				counts[method] += sign * float64(n) / 10
			}
			if err := os.Remove(log); err != nil {
				return err
			}
		}
		r.requests[p.String()] = counts
		progress("%-18s requests counted", p)
	}
	return nil
}
