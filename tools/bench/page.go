package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// life is one operation on a number of stacks of one program.
type life struct {
	program   string
	size      int
	operation string
	latency   bool
}

type result struct {
	runs, starts       int
	sizes              []int
	start, startMemory map[string][]float64
	binaries           map[string]int64
	lives              map[life][]usage
	latency            string
	critical           map[string]int
}

// figures are the median of a measure over the runs, and its spread.
func (r *result) figures(l life, of func(usage) float64) (middle, low, high float64) {
	var values []float64
	for _, u := range r.lives[l] {
		values = append(values, of(u))
	}
	return median(values), slices.Min(values), slices.Max(values)
}

func wall(u usage) float64 { return u.wall.Seconds() }
func cpu(u usage) float64  { return u.totalCPU().Seconds() }

func memoryOf(process string) func(usage) float64 {
	return func(u usage) float64 { return u.memory[process] }
}

const (
	engineProcess  = "pulumi"
	pluginProcess  = "pulumi-resource-azure-expressroute"
	sandboxProcess = "pulumi-resource-azure-native"
	programProcess = "pulumi-language-yaml"
)

func (r *result) write(folder string) error {
	page := r.page()
	if folder == "" {
		fmt.Print(page)
		return nil
	}
	if err := os.WriteFile(filepath.Join(folder, "performance.md"), []byte(page), 0o644); err != nil {
		return err
	}
	if err := r.plot(filepath.Join(folder, "performance-time.svg"), "pulumi up", "seconds", wall); err != nil {
		return err
	}
	return r.plot(filepath.Join(folder, "performance-memory.svg"), "peak memory of the engine in pulumi up", "MiB", memoryOf(engineProcess))
}

func (r *result) page() string {
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p("# Performance\n")
	p("Written by `make bench`, which measures a PeeringStack beside the same six resources written by hand with azure-native, in Pulumi YAML, and the")
	p("plugin beside the smallest component provider that Pulumi's SDK gives. All figures of a row are from one run of the harness (`tools/bench`) on")
	p("one machine; what is compared takes turns. Medians of %d runs, with the lowest and the highest; %d starts. Ratios are ours over the other.\n", r.runs, r.starts)
	p("%s, %s, %d cores, %s.\n", time.Now().UTC().Format("2006-01-02"), runtime.GOOS+"/"+runtime.GOARCH, runtime.NumCPU(), runtime.Version())

	p("## Starting\n")
	p("| | azure-expressroute | smallest | ratio |\n|---|---|---|---|")
	ours, smallest := median(r.start["azure-expressroute"]), median(r.start["smallest"])
	p("| first answer, ms | %.1f (%s) | %.1f (%s) | %.2f |", ours, spread(r.start["azure-expressroute"]), smallest, spread(r.start["smallest"]), ours/smallest)
	memory, other := median(r.startMemory["azure-expressroute"]), median(r.startMemory["smallest"])
	p("| memory after it, MiB | %.1f | %.1f | %.2f |", memory, other, memory/other)
	p("| binary, stripped, MB | %.1f | %.1f | %.2f |\n", float64(r.binaries["azure-expressroute"])/1e6, float64(r.binaries["smallest"])/1e6,
		float64(r.binaries["azure-expressroute"])/float64(r.binaries["smallest"]))

	p("## Working\n")
	p("On the sandbox without delays. The engine's writing of the whole state after every step is off for both (`PULUMI_SKIP_CHECKPOINTS`): it grows with")
	p("the square of the number of resources and would hide everything else.\n")
	p("| stacks | operation | PeeringStack, s | by hand, s | wall | CPU, all processes |\n|---|---|---|---|---|---|")
	for _, size := range r.sizes {
		for _, op := range operations {
			a, b := life{programs[0].name, size, op.name, false}, life{programs[1].name, size, op.name, false}
			am, al, ah := r.figures(a, wall)
			bm, bl, bh := r.figures(b, wall)
			ac, _, _ := r.figures(a, cpu)
			bc, _, _ := r.figures(b, cpu)
			p("| %d | %s | %.2f (%.2f-%.2f) | %.2f (%.2f-%.2f) | %.2f | %.2f |", size, op.name, am, al, ah, bm, bl, bh, am/bm, ac/bc)
		}
	}
	p("\n![pulumi up](performance-time.svg)\n")

	p("## Memory\n")
	p("Peak of each process in `pulumi up`, MiB.\n")
	p("| stacks | | engine | plugin | sandbox | program |\n|---|---|---|---|---|---|")
	for _, size := range r.sizes {
		for _, prog := range programs {
			row := fmt.Sprintf("| %d | %s |", size, prog.name)
			for _, process := range []string{engineProcess, pluginProcess, sandboxProcess, programProcess} {
				m, _, _ := r.figures(life{prog.name, size, "up", false}, memoryOf(process))
				row += fmt.Sprintf(" %.0f |", m)
			}
			p("%s", row)
		}
	}
	p("\n![memory](performance-memory.svg)\n")

	p("## Growth\n")
	p("Wall time of `pulumi up` per stack, in ms, against the smallest size above 1.\n")
	p("| stacks | PeeringStack | by hand |\n|---|---|---|")
	for _, size := range r.sizes {
		a, _, _ := r.figures(life{programs[0].name, size, "up", false}, wall)
		b, _, _ := r.figures(life{programs[1].name, size, "up", false}, wall)
		p("| %d | %.1f | %.1f |", size, 1000*a/float64(size), 1000*b/float64(size))
	}
	if r.latency != "" {
		p("\n## With Azure's latencies\n")
		p("Every create and delete takes %s, in place of Azure's ten seconds and more. The critical path is the longest chain of resources that wait for each", r.latency)
		p("other, by the dependencies in the state; Azure's rule of one change at a time below a circuit allows no shorter one.\n")
		p("| | critical path | allows, s | took, s | over |\n|---|---|---|---|---|")
		each, _ := time.ParseDuration(r.latency)
		for _, prog := range programs {
			took, _, _ := r.figures(life{prog.name, 1, "up", true}, wall)
			without, _, _ := r.figures(life{prog.name, 1, "up", false}, wall)
			allowed := float64(r.critical[prog.name])*each.Seconds() + without
			p("| %s | %d resources | %.2f | %.2f | %+.0f %% |", prog.name, r.critical[prog.name], allowed, took, 100*(took/allowed-1))
		}
		p("\n*Allows* is the critical path's latencies on top of what the same `pulumi up` takes without any.")
	}
	return b.String()
}

func spread(values []float64) string {
	return fmt.Sprintf("%.1f-%.1f", slices.Min(values), slices.Max(values))
}

func (r *result) plot(file, title, unit string, of func(usage) float64) error {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "stacks", unit
	var lines []any
	for _, prog := range programs {
		var points plotter.XYs
		for _, size := range r.sizes {
			m, _, _ := r.figures(life{prog.name, size, "up", false}, of)
			points = append(points, plotter.XY{X: float64(size), Y: m})
		}
		lines = append(lines, prog.name, points)
	}
	if err := plotutil.AddLinePoints(p, lines...); err != nil {
		return err
	}
	p.Y.Min, p.Legend.Top, p.Legend.Left = 0, true, true
	return p.Save(16*vg.Centimeter, 10*vg.Centimeter, file)
}
