// Package store keeps JSON documents by key in one file that several processes can use at the same time.
//
// The file is open, and locked, only while a transaction runs: the engine may start more than one plugin process, and a
// process that held the file between operations would lock the others out.
package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// lockTimeout is how long a transaction waits for another process; transactions take milliseconds, so a longer wait
// means a process that hangs.
const lockTimeout = 30 * time.Second

// The buckets of the file: resources; what else is kept of them; and which refers to which, by target and by source.
var (
	documents = []byte("documents")
	plans     = []byte("plans")
	links     = []byte("links")
	linksFrom = []byte("links from")
)

// Store is a set of documents in one file. It may be used by several goroutines.
type Store struct {
	path string
	// The lock on the file is polled for, which is slow under contention; within a process this lock spares that.
	mu sync.Mutex
}

// At returns the store kept in the file at path. Neither the file nor its folder has to exist: the first transaction
// creates them.
func At(path string) *Store {
	return &Store{path: path}
}

// View runs fn on the documents as they are. Changes that fn makes are dropped.
func (s *Store) View(fn func(*Tx) error) error {
	return s.with(func(db *bbolt.DB) error {
		tx, err := db.Begin(true)
		if err != nil {
			return fmt.Errorf("begin: %w", err)
		}
		defer func() { _ = tx.Rollback() }()
		return run(tx, fn)
	})
}

// Update runs fn and keeps its changes, all of them or, when it returns an error, none.
func (s *Store) Update(fn func(*Tx) error) error {
	return s.with(func(db *bbolt.DB) error {
		var refused error
		err := db.Update(func(tx *bbolt.Tx) error {
			refused = run(tx, fn)
			return refused
		})
		if err != nil && refused == nil {
			return s.unwritable(err)
		}
		return err
	})
}

// unwritable says what a failure to write means, as when the disk is full.
func (s *Store) unwritable(err error) error {
	return fmt.Errorf("nothing was changed, because the sandbox's file %s cannot be written: %w", s.path, err)
}

func run(tx *bbolt.Tx, fn func(*Tx) error) error {
	unlinked := tx.Bucket(links) == nil
	buckets := map[string]*bbolt.Bucket{}
	for _, name := range [][]byte{documents, plans, links, linksFrom} {
		bucket, err := tx.CreateBucketIfNotExists(name)
		if err != nil {
			return fmt.Errorf("open %s: %w", name, err)
		}
		buckets[string(name)] = bucket
	}
	return fn(&Tx{
		bucket: buckets[string(documents)], links: buckets[string(links)], linksFrom: buckets[string(linksFrom)],
		unlinked: unlinked, plans: &Tx{bucket: buckets[string(plans)]},
	})
}

func (s *Store) with(fn func(*bbolt.DB) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return fmt.Errorf("create the folder of the sandbox's store: %w", err)
	}
	if err := s.begin(); err != nil {
		return s.unwritable(err)
	}
	return s.guard(func() (err error) {
		db, err := bbolt.Open(s.path, 0o600, &bbolt.Options{Timeout: lockTimeout})
		if err != nil {
			return fmt.Errorf("open the sandbox's store %s: %w", s.path, err)
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		return fn(db)
	})
}

// begin makes the file if there is none. It comes to its place when it is whole: what a full disk leaves of a file looks
// like one that was damaged.
func (s *Store) begin() error {
	if _, err := os.Stat(s.path); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	draft, err := os.CreateTemp(filepath.Dir(s.path), filepath.Base(s.path)+".new-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	if err := draft.Close(); err != nil {
		return err
	}
	db, err := bbolt.Open(draft.Name(), 0o600, nil)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	// Where another process was faster, its file is the one. Where there are no links, the file is made in its place.
	_ = os.Link(draft.Name(), s.path)
	return nil
}

// Tx is one transaction on the documents.
type Tx struct {
	bucket           *bbolt.Bucket
	links, linksFrom *bbolt.Bucket
	unlinked         bool
	plans            *Tx
}

// Plans are documents that are no resources: what is planned for those, and counted of them.
func (tx *Tx) Plans() *Tx { return tx.plans }

// Unlinked tells that the file is of a version without links: they have to be set for every document.
func (tx *Tx) Unlinked() bool { return tx.unlinked }

// Link records which keys the document at from refers to, in place of those it referred to before.
func (tx *Tx) Link(from string, to []string) error {
	start := []byte(from + "\x00")
	for _, key := range keysAfter(tx.linksFrom, start) {
		target := key[len(start):]
		if err := errors.Join(tx.linksFrom.Delete([]byte(key)), tx.links.Delete([]byte(target+"\x00"+from))); err != nil {
			return err
		}
	}
	for _, target := range to {
		if err := errors.Join(tx.linksFrom.Put([]byte(from+"\x00"+target), nil), tx.links.Put([]byte(target+"\x00"+from), nil)); err != nil {
			return fmt.Errorf("link %s to %s: %w", from, target, err)
		}
	}
	return nil
}

// Linked returns, in their order, the keys of the documents that refer to key or to a key below it.
func (tx *Tx) Linked(key string) []string {
	var from []string
	for _, end := range []string{"\x00", "/"} {
		for _, link := range keysAfter(tx.links, []byte(key+end)) {
			from = append(from, link[strings.IndexByte(link, 0)+1:])
		}
	}
	slices.Sort(from)
	return slices.Compact(from)
}

// Get decodes the document at key into the value that into points to, and tells whether there is one.
func (tx *Tx) Get(key string, into any) (bool, error) {
	raw := tx.bucket.Get([]byte(key))
	if raw == nil {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, fmt.Errorf("%w, %s: %w", errDocument, key, err)
	}
	return true, nil
}

// Put stores the document at key, in place of the one there.
func (tx *Tx) Put(key string, document any) error {
	raw, err := json.Marshal(document)
	if err != nil {
		return fmt.Errorf("encode %s: %w", key, err)
	}
	return tx.bucket.Put([]byte(key), raw)
}

// Delete removes the document at key, if there is one, and what it refers to.
func (tx *Tx) Delete(key string) error {
	if tx.links != nil {
		if err := tx.Link(key, nil); err != nil {
			return err
		}
	}
	return tx.bucket.Delete([]byte(key))
}

// Keys returns, in their order, the keys that begin with prefix.
func (tx *Tx) Keys(prefix string) []string { return keysAfter(tx.bucket, []byte(prefix)) }

func keysAfter(bucket *bbolt.Bucket, start []byte) []string {
	var keys []string
	cursor := bucket.Cursor()
	for key, _ := cursor.Seek(start); bytes.HasPrefix(key, start) && key != nil; key, _ = cursor.Next() {
		keys = append(keys, string(key))
	}
	return keys
}
