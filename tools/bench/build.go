package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// A row is a line of a table: what was measured, and with what result.
type row struct {
	name  string
	cells []string
}

// benchmark is one of Go's own: the medians of its repetitions.
type benchmark struct {
	name                       string
	ns, bytesPerOp, allocation []float64
}

// validate runs the Go benchmarks of the parts that work on one stack.
func (b *bench) validate(r *result) error {
	for _, pkg := range []string{"./provider/internal/rules", "./provider"} {
		command := exec.Command("go", "test", "-run", "^$", "-bench", ".", "-benchmem", "-benchtime", b.benchtime, "-count", strconv.Itoa(max(b.runs, 1)), pkg)
		command.Dir = b.root
		out, err := command.Output()
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", pkg, err, out)
		}
		found := map[string]*benchmark{}
		for line := range strings.Lines(string(out)) {
			fields := strings.Fields(line)
			if len(fields) < 8 || !strings.HasPrefix(fields[0], "Benchmark") {
				continue
			}
			name, _, _ := strings.Cut(strings.TrimPrefix(fields[0], "Benchmark"), "-")
			if found[name] == nil {
				found[name] = &benchmark{name: name}
				r.benchmarks = append(r.benchmarks, found[name])
			}
			for i, to := range map[int]*[]float64{2: &found[name].ns, 4: &found[name].bytesPerOp, 6: &found[name].allocation} {
				n, err := strconv.ParseFloat(fields[i], 64)
				if err != nil {
					return fmt.Errorf("%q: %w", line, err)
				}
				*to = append(*to, n)
			}
		}
		progress("%-18s benchmarks run", pkg)
	}
	return nil
}

// packages measures what users of a language fetch and install: ours, and azure-native's, which they would use otherwise.
func (b *bench) packages(r *result) error {
	if !b.builds {
		return nil
	}
	sdk := b.root + "/.work/sdk"
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	native := "2.90.0"
	pip := folder + "/venv/bin/pip"
	if _, err := timed(folder, nil, "python3", "-m", "venv", folder+"/venv"); err != nil {
		return err
	}
	if _, err := timed(folder, nil, pip, "download", "--quiet", "--no-deps", "-d", folder, "pulumi-azure-native=="+native); err != nil {
		return err
	}
	if _, err := timed(folder, nil, "npm", "pack", "--silent", "@pulumi/azure-native@"+native); err != nil {
		return err
	}
	for _, p := range []struct {
		language, way, pattern string
		install                func(file, to string) (cost, error)
	}{
		{"TypeScript", ours, sdk + "/node/*.tgz", npmInstall},
		{"TypeScript", byHand, folder + "/*native*.tgz", npmInstall},
		{"Python", ours, sdk + "/python/dist/*.whl", pipInstall(pip)},
		{"Python", byHand, folder + "/pulumi_azure_native*", pipInstall(pip)},
	} {
		files, err := filepath.Glob(p.pattern)
		if err != nil || len(files) != 1 {
			return fmt.Errorf("%d files are %s: %w", len(files), p.pattern, err)
		}
		info, err := os.Stat(files[0])
		if err != nil {
			return err
		}
		to := filepath.Join(folder, p.language+p.way)
		if err := os.Mkdir(to, 0o700); err != nil {
			return err
		}
		took, err := p.install(files[0], to)
		if err != nil {
			return err
		}
		size, err := sizeOf(to)
		if err != nil {
			return err
		}
		r.installed = append(r.installed, row{p.language + ", " + p.way, []string{megabytes(info.Size()), megabytes(size), fmt.Sprintf("%.1f", took.wall.Seconds())}})
		progress("%-18s installed: %s", p.language+", "+p.way, strings.Join(r.installed[len(r.installed)-1].cells, ", "))
	}
	return nil
}

// npmInstall installs a package with its dependencies, twice: the first time fills npm's cache with them.
func npmInstall(file, to string) (cost, error) {
	install := func() (cost, error) {
		return timed(to, nil, "npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", file)
	}
	if _, err := install(); err != nil {
		return cost{}, err
	}
	for _, file := range []string{"node_modules", "package.json", "package-lock.json"} {
		if err := os.RemoveAll(filepath.Join(to, file)); err != nil {
			return cost{}, err
		}
	}
	return install()
}

func pipInstall(pip string) func(string, string) (cost, error) {
	return func(file, to string) (cost, error) {
		return timed(to, nil, pip, "install", "--quiet", "--no-deps", "--no-index", "--target", to, file)
	}
}

// build measures builds of the plugin and of both Go programs, with nothing cached and with all.
func (b *bench) build(r *result) error {
	if !b.builds {
		return nil
	}
	overlay, err := b.overlay()
	if err != nil {
		return err
	}
	cache := b.binaries + "/cache"
	out := b.binaries + "/built"
	programs := b.root + "/tools/bench/program"
	for _, step := range []struct {
		name, dir, pkg string
		clean          bool
		args           []string
	}{
		{"Go program with a PeeringStack, nothing cached", programs, "./peeringstack", true, nil},
		{"Go program by hand, nothing cached", programs, "./byhand", true, nil},
		{"the plugin, nothing cached", b.root, ".", true, nil},
		{"the plugin, after a change in `provider/`", b.root, ".", false, []string{"-overlay", overlay}},
		{"the plugin, nothing to do", b.root, ".", false, nil},
	} {
		if step.clean {
			if err := os.RemoveAll(cache); err != nil {
				return err
			}
		}
		arguments := append([]string{"build", "-buildvcs=false", "-ldflags", "-s -w", "-o", out}, step.args...)
		c, err := timed(step.dir, []string{"GOCACHE=" + cache, "GOFLAGS="}, "go", append(arguments, step.pkg)...)
		if err != nil {
			return err
		}
		r.built = append(r.built, row{step.name, []string{
			fmt.Sprintf("%.1f", c.wall.Seconds()), fmt.Sprintf("%.1f", c.cpu.Seconds()), fmt.Sprintf("%.0f", c.memory),
		}})
		progress("%s: %.1f s", step.name, c.wall.Seconds())
	}
	return nil
}

// overlay makes a change in the provider that go build sees and the repository does not.
func (b *bench) overlay() (string, error) {
	const changed = "/provider/version.go"
	source, err := os.ReadFile(b.root + changed)
	if err != nil {
		return "", err
	}
	replaced := b.binaries + "/version.go"
	if err := os.WriteFile(replaced, append(source, "\nfunc init() { println(Version) }\n"...), 0o600); err != nil {
		return "", err
	}
	content, err := json.Marshal(map[string]map[string]string{"Replace": {b.root + changed: replaced}})
	if err != nil {
		return "", err
	}
	file := b.binaries + "/overlay.json"
	return file, os.WriteFile(file, content, 0o600)
}

// sizeOf adds up what lies below a folder.
func sizeOf(folder string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.2f", float64(bytes)/1e6) }

// machine is the processor's name, as Linux has it.
func machine() string {
	file, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
