package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strings"

	berrors "go.etcd.io/bbolt/errors"
)

// DamagedError says that the file cannot be read as it is, and what to do about it.
type DamagedError struct {
	Path string
	Why  string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the sandbox's file %s is damaged: %s. `sandbox reset` starts anew and keeps the old file beside it", e.Path, e.Why)
}

// errDocument is one document that cannot be read, in a file that can.
var errDocument = errors.New("a document that cannot be read")

// guard runs fn, which reads or writes the file. What the file's format makes of damaged pages are panics, and faults of
// memory where the file is shorter than it says.
func (s *Store) guard(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if caught := recover(); caught != nil {
			_, fault := caught.(interface{ Addr() uintptr }) // what a key or a document is said to be lies outside the file
			if !fault && !raisedByFormat() {
				panic(caught)
			}
			err = &DamagedError{s.path, fmt.Sprint(caught)}
		}
	}()
	err = fn()
	for _, damage := range []error{berrors.ErrInvalid, berrors.ErrVersionMismatch, berrors.ErrChecksum, errDocument} {
		if errors.Is(err, damage) {
			return &DamagedError{s.path, err.Error()}
		}
	}
	if err != nil && strings.Contains(err.Error(), "file size too small") { // an error without a name
		return &DamagedError{s.path, err.Error()}
	}
	return err
}

// raisedByFormat reports whether the panic that is being handled began in the code that knows the file's format.
func raisedByFormat() bool {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	panicking := false
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(frame.Function, "runtime."):
			return strings.HasPrefix(frame.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}

// SetAside renames the file, so that the next transaction starts a new one, and gives the name that it has now.
func (s *Store) SetAside() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := 1; ; i++ {
		aside := fmt.Sprintf("%s.damaged-%d", s.path, i)
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			return aside, os.Rename(s.path, aside)
		}
	}
}
