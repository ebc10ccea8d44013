// Package faults plans what is to go wrong with operations of the sandbox, for those who test how their programs take it.
// Who does the operations asks it before each.
//
// A fault is written as TYPE OPERATION KIND [times=N] [after=N] [for=DURATION] [code=CODE]: of the operations on a type, after so
// many that go through, it strikes so many times.
package faults

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/store"
)

// Variable names faults of the process's own, separated by semicolons, beside those in the store.
const Variable = "AZURE_EXPRESSROUTE_SANDBOX_FAULTS"

// Kind is what a fault does.
type Kind string

// The kinds of faults.
const (
	Conflict    Kind = "409"          // AnotherOperationInProgress
	Throttled   Kind = "429"          // RetryableError
	Internal    Kind = "500"          // InternalServerError
	Hang        Kind = "hang"         // no answer, and the operation never ends
	CrashBefore Kind = "crash-before" // the plugin dies before anything is changed
	CrashAfter  Kind = "crash-after"  // the plugin dies when all is changed, before it answers
	Failed      Kind = "failed"       // the change is taken and ends in provisioningState Failed
	Slow        Kind = "slow"         // the operation takes time
)

// Kinds lists the kinds, in the order of the documentation.
var Kinds = []Kind{Conflict, Throttled, Internal, Hang, CrashBefore, CrashAfter, Failed, Slow}

// The operations that a fault strikes.
const (
	Create = "create"
	Update = "update"
	Delete = "delete"
	Read   = "read"
)

var operations = []string{Create, Update, Delete, Read, every}

// every matches all types or all operations.
const every = "*"

// Fault is one fault.
type Fault struct {
	// Type is an ARM type, or its end: peerings, expressRouteCircuits/peerings.
	Type      string `json:"type"`
	Operation string `json:"operation"`
	Kind      Kind   `json:"kind"`
	// Times it strikes; 0: always.
	Times int `json:"times"`
	// After so many operations that go through.
	After int `json:"after"`
	// For is how long a slow operation takes.
	For time.Duration `json:"forNanoseconds"`
	// Code is what one fails with that is taken and fails.
	Code string `json:"code,omitempty"`
	// Seen and Struck count the operations that matched and those it struck.
	Seen   int `json:"seen"`
	Struck int `json:"struck"`
}

// Parse reads a fault in words, on one of the resource types that there are.
func Parse(text string, types []string) (Fault, error) {
	words := strings.Fields(text)
	if len(words) < 3 {
		return Fault{}, fmt.Errorf("%q is not a fault; write TYPE OPERATION KIND [times=N] [after=N] [for=DURATION] [code=CODE], such as peerings create 409 times=2", text)
	}
	f := Fault{Type: words[0], Operation: words[1], Kind: Kind(words[2]), Times: 1}
	if !slices.ContainsFunc(types, f.covers) {
		return f, fmt.Errorf("%q is not a resource type of the sandbox; use *, one of %s, or the end of one", f.Type, strings.Join(types, ", "))
	}
	if !slices.Contains(operations, f.Operation) {
		return f, fmt.Errorf("%q is not an operation; use one of %s", f.Operation, strings.Join(operations, ", "))
	}
	if !slices.Contains(Kinds, f.Kind) {
		return f, fmt.Errorf("%q is not a kind of fault; use one of %s", f.Kind, strings.Join(KindNames(), ", "))
	}
	for _, word := range words[3:] {
		name, value, _ := strings.Cut(word, "=")
		var err error
		switch name {
		case "times":
			f.Times, err = count(value)
		case "after":
			f.After, err = count(value)
		case "for":
			f.For, err = time.ParseDuration(value)
		case "code":
			f.Code = value
		default:
			return f, fmt.Errorf("%q is not understood: there are times=N, after=N, for=DURATION and code=CODE", word)
		}
		if err != nil {
			return f, fmt.Errorf("%q: %w", word, err)
		}
	}
	if f.Kind == Failed && f.Operation == Read {
		return f, fmt.Errorf("%q: a read changes nothing that could fail", text)
	}
	if (f.Kind == Slow) != (f.For > 0) {
		return f, fmt.Errorf("%q: for=DURATION says how long a slow answer takes, and belongs to no other kind", text)
	}
	if f.Code != "" && f.Kind != Failed {
		return f, fmt.Errorf("%q: code=CODE says what an operation fails with, and belongs to kind failed", text)
	}
	return f, nil
}

func count(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("it is not a number of times")
	}
	return n, nil
}

// KindNames lists the kinds as they are written.
func KindNames() []string {
	var names []string
	for _, k := range Kinds {
		names = append(names, string(k))
	}
	return names
}

// String writes the fault as Parse reads it.
func (f Fault) String() string {
	s := fmt.Sprintf("%s %s %s times=%d", f.Type, f.Operation, f.Kind, f.Times)
	if f.After > 0 {
		s += fmt.Sprintf(" after=%d", f.After)
	}
	if f.For > 0 {
		s += " for=" + f.For.String()
	}
	if f.Code != "" {
		s += " code=" + f.Code
	}
	return s
}

// covers tells whether the fault is on the type: it names all, that one, or how it ends.
func (f *Fault) covers(typ string) bool {
	full, given := strings.ToLower(typ), strings.ToLower(f.Type)
	return given == every || full == given || strings.HasSuffix(full, "/"+given)
}

// strikes counts an operation on a type, and tells whether the fault strikes it.
func (f *Fault) strikes(typ, operation string) bool {
	switch {
	case !f.covers(typ), f.Operation != every && f.Operation != operation, f.Kind == Failed && operation == Read:
		return false
	}
	f.Seen++
	if f.Seen <= f.After || f.Times > 0 && f.Struck >= f.Times {
		return false
	}
	f.Struck++
	return true
}

// Plan is what is to go wrong: faults in the store, which all processes share, and those of this process.
type Plan struct {
	store *store.Store
	mu    sync.Mutex
	own   []Fault
}

// document is where the faults are in the store.
const document = "faults"

// NewPlan returns the plan of the store and of the environment, for operations on the resource types that there are.
func NewPlan(s *store.Store, types []string) (*Plan, error) {
	p := &Plan{store: s}
	for _, text := range strings.Split(os.Getenv(Variable), ";") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		f, err := Parse(text, types)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", Variable, err)
		}
		p.own = append(p.own, f)
	}
	return p, nil
}

// Next counts an operation and gives the fault that strikes it, if one does. What is struck is struck: the count
// outlives the process.
func (p *Plan) Next(typ, operation string) (Fault, bool, error) {
	p.mu.Lock()
	for i := range p.own {
		if p.own[i].strikes(typ, operation) {
			defer p.mu.Unlock()
			return p.own[i], true, nil
		}
	}
	p.mu.Unlock()
	var struck *Fault
	err := p.change(func(all []Fault) []Fault {
		for i := range all {
			if all[i].strikes(typ, operation) {
				struck = &all[i]
				break
			}
		}
		return all
	})
	if err != nil || struck == nil {
		return Fault{}, false, err
	}
	return *struck, true, nil
}

// IsEmpty tells whether no fault can strike, by what a transaction sees.
func (p *Plan) IsEmpty(tx *store.Tx) (bool, error) {
	if len(p.own) > 0 {
		return false, nil
	}
	var planned []Fault
	_, err := tx.Plans().Get(document, &planned)
	return len(planned) == 0, err
}

// Add adds a fault to the store.
func (p *Plan) Add(f Fault) error {
	return p.change(func(all []Fault) []Fault { return append(all, f) })
}

// Clear forgets the faults in the store, and tells how many there were.
func (p *Plan) Clear() (int, error) {
	n := 0
	err := p.change(func(all []Fault) []Fault { n = len(all); return nil })
	return n, err
}

// List lists the faults in the store.
func (p *Plan) List() ([]Fault, error) {
	var all []Fault
	err := p.store.View(func(tx *store.Tx) error {
		_, err := tx.Plans().Get(document, &all)
		return err
	})
	return all, err
}

// change rewrites the faults in the store, and leaves the file alone when there are none before and after.
func (p *Plan) change(edit func([]Fault) []Fault) error {
	return p.store.Update(func(tx *store.Tx) error {
		var all []Fault
		if _, err := tx.Plans().Get(document, &all); err != nil {
			return err
		}
		before := len(all)
		all = edit(all)
		switch {
		case len(all) > 0:
			return tx.Plans().Put(document, all)
		case before > 0:
			return tx.Plans().Delete(document)
		}
		return nil
	})
}
