package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
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
}

// result is all that was measured.
type result struct {
	bench
	starts      map[string][]startup
	binarySizes map[string]int64
	lives       map[life][]usage
	critical    map[string]int                // longest chain of resources, by program
	requests    map[string]map[string]float64 // for each stack, by program and method
	benchmarks  []*benchmark
	installed   []row
	built       []row
}

// of are the figures of a measure over the runs.
func (r *result) of(l life, measure func(usage) float64) []float64 {
	var values []float64
	for _, u := range r.lives[l] {
		values = append(values, measure(u))
	}
	return values
}

func wall(u usage) float64 { return u.wall.Seconds() }

func memoryOf(part string) func(usage) float64 {
	return func(u usage) float64 { return u.memory[part] }
}

func cpuOf(part string) func(usage) float64 {
	return func(u usage) float64 { return u.cpu[part].Seconds() }
}

func (r *result) write(folder string) error {
	page, err := r.page()
	if err != nil {
		return err
	}
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
	return r.plot(filepath.Join(folder, "performance-memory.svg"), "pulumi up: peak memory of the plugins and the program", "MiB", usage.besidesEngine)
}

//go:embed notes.md
var notes string

type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }

func (w *writer) table(columns ...string) {
	w.line("| %s |\n|%s", strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
}

func (w *writer) row(cells ...string) { w.line("| %s |", strings.Join(cells, " | ")) }

func (r *result) page() (string, error) {
	version, err := exec.Command(r.pulumi, "version").Output()
	if err != nil {
		return "", err
	}
	w := &writer{}
	w.line("# Performance\n")
	w.line("Written by `make bench` (`tools/bench`): a PeeringStack beside the same %d resources of Azure's written by hand with azure-native, in the same", resourcesPerStack)
	w.line("language, on the sandbox, and the plugin beside the smallest component provider that Pulumi's SDK gives. Everything on this page is from one run")
	w.line("of it, in which what is compared takes turns. Figures are medians, with the lowest and the highest in brackets; ratios are ours over the other.\n")
	w.line("%s; %d cores of %s; %s; Pulumi %s; %s. Each figure is the median of %d runs (%d for more than 100 stacks; %d for starts).\n",
		time.Now().UTC().Format("2006-01-02"), runtime.NumCPU(), machine(), runtime.Version(), strings.TrimSpace(string(version)), runtime.GOOS+"/"+runtime.GOARCH,
		r.runs, r.large, r.bench.starts)
	r.targets(w)
	w.WriteString(notes)
	r.starting(w)
	r.working(w)
	r.processes(w)
	r.growth(w)
	r.checkpoints(w)
	r.latencies(w)
	r.asked(w)
	r.alone(w)
	if r.builds {
		r.building(w)
	}
	return w.String(), nil
}

// targets holds the figures against what was asked of them, in ratios of this run.
func (r *result) targets(w *writer) {
	w.line("## Targets\n")
	w.table("", "target", "measured", "")
	judge := func(what string, bound, measured float64) {
		w.row(what, fmt.Sprintf("at most %.2f", bound), fmt.Sprintf("%.2f", measured), map[bool]string{true: "met", false: "missed"}[measured <= bound])
	}
	judge("start, beside the smallest component provider", 1.3, median(r.took(ours))/median(r.took(smallest)))
	for _, pair := range comparisons {
		mine, other := programs[pair[0]], programs[pair[1]]
		if other.way != byHand {
			continue
		}
		of := func(p program, size int, measure func(usage) float64) float64 {
			return median(r.of(life{p.String(), size, "up"}, measure))
		}
		most := slices.Max(r.sizes)
		hundred := min(100, most)
		judge(fmt.Sprintf("wall time of an update of %d stacks, %s, beside by hand", hundred, mine.language), 1.1, of(mine, hundred, wall)/of(other, hundred, wall))
		judge(fmt.Sprintf("memory of plugins and program in it, %s, beside by hand", mine.language), 1.25, of(mine, hundred, usage.besidesEngine)/of(other, hundred, usage.besidesEngine))
		if most > hundred {
			grown := func(p program) float64 {
				return of(p, most, wall) / of(p, hundred, wall) * float64(hundred) / float64(most)
			}
			judge(fmt.Sprintf("time for each stack, %d beside %d stacks, %s (by hand %.2f)", most, hundred, mine.language, grown(other)), 1.15, grown(mine))
		}
		took, allowed := r.critically(mine)
		judge(fmt.Sprintf("wall time with latencies, beside the critical path, %s", mine.language), 1.05, median(took)/allowed)
	}
}

func (r *result) took(name string) (all []float64) {
	for _, s := range r.starts[name] {
		all = append(all, float64(s.took.Microseconds())/1000)
	}
	return all
}

func (r *result) starting(w *writer) {
	w.line("\n## Starting\n")
	memory := func(name string) (all []float64) {
		for _, s := range r.starts[name] {
			all = append(all, s.memory)
		}
		return all
	}
	w.table("", "azure-expressroute", "smallest", "ratio")
	w.row("first answer, ms", spread("%.1f", r.took(ours)), spread("%.1f", r.took(smallest)), ratio(r.took(ours), r.took(smallest)))
	w.row("memory after it, MiB", spread("%.1f", memory(ours)), spread("%.1f", memory(smallest)), ratio(memory(ours), memory(smallest)))
	a, b := r.binarySizes[ours], r.binarySizes[smallest]
	w.row("binary, stripped, MB", megabytes(a), megabytes(b), fmt.Sprintf("%.2f", float64(a)/float64(b)))
}

func (r *result) working(w *writer) {
	w.line("\n## Working\n")
	w.line("On the sandbox without delays. The engine's writing of the whole state after every step is off for all (`PULUMI_SKIP_CHECKPOINTS`): it grows with")
	w.line("the square of the number of resources and would hide everything else. *Smallest component* registers the same resources from a plugin of its own, and")
	w.line("does nothing else: what it takes more than a program by hand is what a component takes in Pulumi.")
	for _, pair := range comparisons {
		ours, other := programs[pair[0]], programs[pair[1]]
		w.line("\n### %s, beside %s\n", ours, other)
		w.table("stacks", "operation", ours.way+", s", other.way+", s", "wall", "CPU of all", "memory besides the engine")
		for _, size := range r.sizes {
			for _, op := range operations {
				a, b := life{ours.String(), size, op.name}, life{other.String(), size, op.name}
				w.row(fmt.Sprint(size), op.name, spread("%.2f", r.of(a, wall)), spread("%.2f", r.of(b, wall)),
					ratio(r.of(a, wall), r.of(b, wall)), ratio(r.of(a, usage.totalCPU), r.of(b, usage.totalCPU)),
					ratio(r.of(a, usage.besidesEngine), r.of(b, usage.besidesEngine)))
			}
		}
	}
	w.line("\n![pulumi up](performance-time.svg)")
}

func (r *result) processes(w *writer) {
	w.line("\n## Processes\n")
	w.line("CPU time and peak memory in `pulumi up`. The plugin of this package does, and holds, what a program by hand does itself.\n")
	w.table(append([]string{"stacks", "program"}, parts...)...)
	for _, size := range r.sizes {
		for _, p := range programs {
			cells := []string{fmt.Sprint(size), p.String()}
			for _, part := range parts {
				l := life{p.String(), size, "up"}
				cells = append(cells, fmt.Sprintf("%.2f s, %.0f MiB", median(r.of(l, cpuOf(part))), median(r.of(l, memoryOf(part)))))
			}
			w.row(cells...)
		}
	}
	w.line("\n![memory](performance-memory.svg)")
}

func (r *result) growth(w *writer) {
	w.line("\n## Growth\n")
	w.line("Of `pulumi up`, for each stack: wall time, ms, and memory besides the engine, MiB.\n")
	columns := []string{"stacks"}
	for _, p := range programs {
		columns = append(columns, p.String())
	}
	w.table(columns...)
	for _, size := range r.sizes {
		cells := []string{fmt.Sprint(size)}
		for _, p := range programs {
			l := life{p.String(), size, "up"}
			cells = append(cells, fmt.Sprintf("%.1f ms, %.1f MiB", 1000*median(r.of(l, wall))/float64(size), median(r.of(l, usage.besidesEngine))/float64(size)))
		}
		w.row(cells...)
	}
}

func (r *result) latencies(w *writer) {
	w.line("\n## With Azure's latencies\n")
	w.line("Every creation takes %s, in place of Azure's ten seconds and more. The critical path is the longest chain of resources that wait for each", r.latency)
	w.line("other, by the dependencies in the state: group, circuit, private peering, Microsoft peering. Azure takes one change at a time below a circuit, so none")
	w.line("can be shorter. A PeeringStack puts filter and rule into that line as well: changed side by side with the circuit that uses them, they would be refused.")
	w.line("*Allows* is its latencies on top of what the same update takes without any.\n")
	w.table("program", "critical path", "allows, s", "took, s", "over")
	for _, p := range programs {
		took, allowed := r.critically(p)
		w.row(p.String(), fmt.Sprintf("%d resources", r.critical[p.String()]), fmt.Sprintf("%.2f", allowed), spread("%.2f", took),
			fmt.Sprintf("%+.0f %%", 100*(median(took)/allowed-1)))
	}
}

// critically is what an update with latencies took, and what the critical path allows.
func (r *result) critically(p program) (took []float64, allowed float64) {
	each, _ := time.ParseDuration(r.latency)
	return r.of(life{p.String(), 1, withLatencies}, wall),
		float64(r.critical[p.String()])*each.Seconds() + median(r.of(life{p.String(), 1, withoutLatencies}, wall))
}

func (r *result) checkpoints(w *writer) {
	w.line("\n## Checkpoints\n")
	w.line("Wall time of `pulumi up` in seconds, with the engine's writing of the whole state after every step, as it is unless told otherwise.\n")
	w.table("stacks", programs[0].String(), programs[1].String(), "ratio")
	for _, size := range r.checkpointSizes() {
		a, b := r.of(life{programs[0].String(), size, withCheckpoints}, wall), r.of(life{programs[1].String(), size, withCheckpoints}, wall)
		w.row(fmt.Sprint(size), spread("%.2f", a), spread("%.2f", b), ratio(a, b))
	}
}

func (r *result) asked(w *writer) {
	w.line("\n## Requests\n")
	w.line("Of an update, for each stack, by Pulumi's own log of them.\n")
	columns, methods := []string{"call"}, []string{}
	for _, p := range programs {
		columns = append(columns, p.String())
		for method := range r.requests[p.String()] {
			if !slices.Contains(methods, method) {
				methods = append(methods, method)
			}
		}
	}
	slices.Sort(methods)
	w.table(columns...)
	for _, method := range methods {
		cells, some := []string{method}, false
		for _, p := range programs {
			n := r.requests[p.String()][method]
			some = some || n != 0
			cells = append(cells, fmt.Sprintf("%.3g", n))
		}
		if some {
			w.row(cells...)
		}
	}
}

func (r *result) alone(w *writer) {
	w.line("\n## Checking alone\n")
	w.line("Go benchmarks of what is done with one stack before anything is asked of Azure.\n")
	w.table("", "µs", "bytes", "allocations")
	for _, b := range r.benchmarks {
		us := make([]float64, len(b.ns))
		for i, ns := range b.ns {
			us[i] = ns / 1000
		}
		w.row(b.name, spread("%.1f", us), fmt.Sprintf("%.0f", median(b.bytesPerOp)), fmt.Sprintf("%.0f", median(b.allocation)))
	}
}

func (r *result) building(w *writer) {
	w.line("\n## Building\n")
	w.line("*Nothing cached* is an empty build cache, with all modules there. Memory is that of the largest process.\n")
	w.table("", "wall, s", "CPU, s", "memory, MiB")
	for _, row := range r.built {
		w.row(append([]string{row.name}, row.cells...)...)
	}
	w.line("\nWhat users of other languages fetch and install: this package, or azure-native's. On disk and in time npm's figures include the dependencies, which are")
	w.line("the same for both and come from its cache; pip's do not.\n")
	w.table("", "package, MB", "on disk, MB", "install, s")
	for _, row := range r.installed {
		w.row(append([]string{row.name}, row.cells...)...)
	}
}

// spread is the median and, of more than one run, the lowest and the highest.
func spread(format string, values []float64) string {
	if len(values) == 1 {
		return fmt.Sprintf(format, values[0])
	}
	return fmt.Sprintf(format+" ("+format+"–"+format+")", median(values), slices.Min(values), slices.Max(values))
}

func ratio(ours, other []float64) string { return fmt.Sprintf("%.2f", median(ours)/median(other)) }

func (r *result) plot(file, title, unit string, measure func(usage) float64) error {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "stacks", unit
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	var lines []any
	for _, prog := range programs {
		var points plotter.XYs
		for _, size := range r.sizes {
			points = append(points, plotter.XY{X: float64(size), Y: median(r.of(life{prog.String(), size, "up"}, measure))})
		}
		lines = append(lines, prog.String(), points)
	}
	if err := plotutil.AddLinePoints(p, lines...); err != nil {
		return err
	}
	p.Legend.Top, p.Legend.Left = true, true
	return p.Save(16*vg.Centimeter, 10*vg.Centimeter, file)
}
