package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// One short run of everything but builds: what is measured is there, and comes out in tables and plots. No time is judged.
func TestABenchRunsToItsEnd(t *testing.T) {
	home := os.Getenv("AZURE_EXPRESSROUTE_E2E_HOME")
	if home == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Pulumi home with the built plugins: run make test")
		}
		t.Skip("no Pulumi home with the built plugins: run make test")
	}
	b := &bench{root: "../..", home: home, pulumi: "pulumi", sizes: []int{1, 2}, runs: 1, large: 1, starts: 1, latency: "1ms", benchtime: "1x"}
	r, err := b.run()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := r.write(folder); err != nil {
		t.Fatal(err)
	}

	// Group, circuit, private and Microsoft peering; with a PeeringStack filter and rule as well, since a change of a filter
	// in use is one of the circuit's, too.
	waiting := map[string]int{ours: 6, byHand: 4, smallest: 4}
	for _, p := range programs {
		if n := r.requests[p.String()]["pulumirpc.ResourceProvider/Create"]; n != resourcesPerStack {
			t.Errorf("%s creates %v resources for each stack, and should create %d", p, n, resourcesPerStack)
		}
		if n := r.critical[p.String()]; n != waiting[p.way] {
			t.Errorf("%s: %d resources wait for each other, and %d should", p, n, waiting[p.way])
		}
		for _, size := range b.sizes {
			for _, op := range operations {
				l := life{p.String(), size, op.name}
				if len(r.lives[l]) != 1 || median(r.of(l, memoryOf(engine))) == 0 {
					t.Errorf("%v is not measured: %v", l, r.lives[l])
				}
			}
		}
	}
	page, err := os.ReadFile(filepath.Join(folder, "performance.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"NaN", "+Inf", "%!"} {
		if strings.Contains(string(page), wrong) {
			t.Errorf("the page has a %s in it:\n%s", wrong, page)
		}
	}
	for _, plot := range []string{"performance-time.svg", "performance-memory.svg"} {
		if !strings.Contains(string(page), "("+plot+")") {
			t.Errorf("the page does not show %s", plot)
		}
		if info, err := os.Stat(filepath.Join(folder, plot)); err != nil || info.Size() == 0 {
			t.Errorf("%s is not drawn: %v", plot, err)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		median float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 2}, 2}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := median(c.values); got != c.median {
			t.Errorf("median of %v is %v, not %v", c.values, got, c.median)
		}
	}
}
