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
	return moment{program: program, ids: s.state(t), azure: s.azure(t)}
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

// built is what a program makes from nothing.
func built(t *testing.T, program configurations.Program) map[string]string {
	t.Helper()
	s := siteOf(t)
	s.write(t, program)
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, out)
	return shapeOf(s.now(t, program), s.settled)
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

// walk goes from one configuration to the next, some unlike the one before and some like it but for a few decisions.
func walk(t *testing.T, random *rand.Rand, steps int, counts *tally) {
	s := siteOf(t)
	data := any256(random)
	first := configurations.Of(data)
	s.write(t, first)
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, "%s\n%s", textOf(first), out)
	before := s.now(t, first)
	history := []string{textOf(first)}
	for range steps {
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
			wrong = append(wrong, differences(shapeOf(after, s.settled), built(t, program))...)
		}
		if len(wrong) > 0 {
			was, is := data, next
			if os.Getenv("TRANSITIONS") != "" {
				was, is = shrink(t, data, next)
			}
			t.Errorf("from\n%s\nto\n%s\n%s\n(%x to %x, after %d changes on this site)", textOf(configurations.Of(was)), textOf(configurations.Of(is)),
				strings.Join(wrong, "\n"), was, is, len(history)-1)
			return
		}
		counts.add(o)
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

// shrink makes decisions of a failing pair the least, or the same on both sides, as long as the pair fails from a site of
// its own.
func shrink(t *testing.T, was, is []byte) (smallWas, smallIs []byte) {
	t.Helper()
	if len(fails(t, was, is)) == 0 {
		return was, is // it takes what came before
	}
	tries := 60 // each takes a few seconds
	for size := len(was) / 2; size > 0; size /= 2 {
		for at := 0; at < len(was); at += size {
			for _, simpler := range []func(a, b []byte){
				func(a, b []byte) { clear(a); clear(b) },
				func(a, b []byte) { copy(b, a) },
				func(a, b []byte) { copy(a, b) },
			} {
				a, b := slices.Clone(was), slices.Clone(is)
				simpler(a[at:at+size], b[at:at+size])
				if tries == 0 || changed(was, is) == changed(a, b) {
					continue
				}
				if tries--; len(fails(t, a, b)) > 0 {
					was, is = a, b
					break
				}
			}
		}
	}
	return was, is
}

// changed is the text of a pair: decisions that make no difference are not tried.
func changed(was, is []byte) string {
	return textOf(configurations.Of(was)) + textOf(configurations.Of(is))
}

func fails(t *testing.T, was, is []byte) []string {
	t.Helper()
	s := siteOf(t)
	first, second := configurations.Of(was), configurations.Of(is)
	s.write(t, first)
	if _, err := s.pulumi("up", "--yes", "--skip-preview"); err != nil {
		return nil
	}
	after, o, wrong := s.change(t, s.now(t, first), second)
	if !o.refused() && o.err == nil {
		wrong = append(wrong, differences(shapeOf(after, s.settled), built(t, second))...)
	}
	return wrong
}
