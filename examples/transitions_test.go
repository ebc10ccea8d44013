package examples

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/examples/configurations"
)

// now is what there is on a site.
func (s *site) now(t *testing.T, program configurations.Program) moment {
	t.Helper()
	ids, pending := s.state(t)
	return moment{program: program, ids: ids, pending: pending, azure: s.azure(t)}
}

// change goes to a program by one update and says what was wrong with that.
func (s *site) change(t *testing.T, before moment, program configurations.Program) (moment, outcome, []string) {
	t.Helper()
	s.write(t, program)
	o := s.up(t)
	after := s.now(t, program)
	wrong := append(violations(before, o, after), s.tooEarly(t)...)
	if o.refused() {
		after.program = before.program
		s.write(t, before.program)
		return after, o, wrong
	}
	if o.err != nil {
		return after, o, wrong
	}
	if out, err := s.pulumi("preview", "--expect-no-changes"); err != nil {
		wrong = append(wrong, "the next preview is not empty: "+out)
	}
	return after, o, wrong
}

// unlike is what is not as a site's program makes it from nothing, with carriers that do the same. A connection of Virtual WAN
// to a circuit that its carrier has let go of stays as it was.
func unlike(t *testing.T, s *site, now moment) []string {
	t.Helper()
	fresh, err := raise(t, now.program, now.standing())
	require.NoError(t, err)
	grown, built := shapeOf(now, s.settled), shapeOf(fresh.now(t, now.program), fresh.settled)
	for _, c := range connections(now.program) {
		if strings.HasPrefix(c.child, "ExpressRouteConnection ") && now.notReady(c) != "" {
			delete(grown, c.child)
			delete(built, c.child)
		}
	}
	return differences(grown, built)
}

// tally counts what became of changes.
type tally struct {
	sync.Mutex
	done    int
	refused map[string]int
}

func (c *tally) add(o outcome) {
	c.Lock()
	defer c.Unlock()
	if !o.refused() {
		c.done++
		return
	}
	rules := o.rules()
	slices.Sort(rules)
	for _, rule := range slices.Compact(rules) {
		c.refused[rule]++
	}
}

// transitions is how many random changes there are: a few in every run, TRANSITIONS=500 in make transitions. TRANSITIONS_SEED
// repeats a run.
func transitions(t *testing.T) (count int, seed uint64) {
	t.Helper()
	count, seed = 24, 1
	var err error
	if text := os.Getenv("TRANSITIONS"); text != "" {
		count, err = strconv.Atoi(text)
		require.NoError(t, err)
		seed = rand.Uint64()
	}
	if text := os.Getenv("TRANSITIONS_SEED"); text != "" {
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	return count, seed
}

// From any valid configuration to any other by one update.
func TestAnyChangeByOneUpdate(t *testing.T) {
	pulumiHome(t)
	count, seed := transitions(t)
	const chain = 12 // changes in a row on one site
	counts := &tally{refused: map[string]int{}}
	t.Run("chains", func(t *testing.T) {
		for i := 0; i*chain < count; i++ {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				walk(t, rand.New(rand.NewPCG(seed, uint64(i))), min(chain, count-i*chain), counts)
			})
		}
	})
	t.Logf("seed %d: %d changes done, refused by rule: %v", seed, counts.done, counts.refused)
}

// walk goes from one configuration to the next, some unlike the one before and some like it but for a few decisions, while
// carriers do their part or change their minds.
func walk(t *testing.T, random *rand.Rand, steps int, counts *tally) {
	s := siteOf(t)
	data := any256(random)
	first := configurations.Of(data)
	s.write(t, first)
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, "%s\n%s", textOf(first), out)
	before := s.now(t, first)
	history := []string{textOf(first)}
	held := false
	for range steps {
		if told := s.something(t, random, before, held); len(told) > 0 {
			history = append(history, told...)
			before = s.now(t, before.program)
		}
		next := slices.Clone(data)
		if random.IntN(3) == 0 {
			next = any256(random)
		} else {
			for range 1 + random.IntN(4) {
				next[random.IntN(len(next))] = byte(random.IntN(256))
			}
		}
		program := configurations.Of(next)
		after, o, wrong := s.change(t, before, program)
		if !o.refused() && o.err == nil {
			wrong = append(wrong, unlike(t, s, after)...)
		}
		if len(wrong) > 0 {
			p := pair{data, next, before.standing()}
			if os.Getenv("TRANSITIONS") != "" {
				p = shrink(t, p)
			}
			t.Errorf("from\n%s\n%s\nto\n%s\n%s\n(%x to %x, after %d steps on this site:\n%s)", textOf(configurations.Of(p.was)), p.standing, textOf(configurations.Of(p.is)),
				strings.Join(wrong, "\n"), p.was, p.is, len(history)-1, strings.Join(history, "\n"))
			return
		}
		counts.add(o)
		held = slices.Contains(o.rules(), "circuit-held")
		if !o.refused() {
			data = next
			history = append(history, textOf(program))
		}
		before = after
	}
}

func any256(random *rand.Rand) []byte {
	data := make([]byte, configurations.Slots)
	for i := range data {
		data[i] = byte(random.IntN(256))
	}
	return data
}

// A pair is a change: two programs, and how the first one stands.
type pair struct {
	was, is  []byte
	standing standing
}

// shrink makes decisions of a failing pair the least, or the same on both sides, as long as the pair fails from a site of
// its own.
func shrink(t *testing.T, failing pair) pair {
	t.Helper()
	if len(failing.fails(t)) == 0 {
		return failing // it takes what came before
	}
	tries := 60 // each takes a few seconds
	for _, simpler := range failing.standing.simpler() {
		if p := (pair{failing.was, failing.is, simpler}); len(p.fails(t)) > 0 {
			failing = p
			break
		}
	}
	for size := len(failing.was) / 2; size > 0; size /= 2 {
		for at := 0; at < len(failing.was); at += size {
			for _, simpler := range []func(a, b []byte){
				func(a, b []byte) { clear(a); clear(b) },
				func(a, b []byte) { copy(b, a) },
				func(a, b []byte) { copy(a, b) },
			} {
				end := min(at+size, len(failing.was))
				p := pair{slices.Clone(failing.was), slices.Clone(failing.is), failing.standing}
				simpler(p.was[at:end], p.is[at:end])
				if tries == 0 || failing.String() == p.String() {
					continue
				}
				if tries--; len(p.fails(t)) > 0 {
					failing = p
					break
				}
			}
		}
	}
	return failing
}

// String is the text of a pair: decisions that make no difference are not tried.
func (p pair) String() string {
	return textOf(configurations.Of(p.was)) + p.standing.String() + textOf(configurations.Of(p.is))
}

// fails is what is wrong with a change on a site of its own.
func (p pair) fails(t *testing.T) []string {
	t.Helper()
	first, second := configurations.Of(p.was), configurations.Of(p.is)
	s, err := raise(t, first, p.standing)
	if err != nil {
		return nil
	}
	after, o, wrong := s.change(t, s.now(t, first), second)
	if !o.refused() && o.err == nil {
		wrong = append(wrong, unlike(t, s, after)...)
	}
	return wrong
}
