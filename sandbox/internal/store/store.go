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
	"os"
	"path/filepath"
	"sync"
	"time"

	"go.etcd.io/bbolt"
)

// lockTimeout is how long a transaction waits for another process; transactions take milliseconds, so a longer wait
// means a process that hangs.
const lockTimeout = 30 * time.Second

// The buckets of the file: resources, and what is planned for them.
var (
	documents = []byte("documents")
	plans     = []byte("plans")
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
		return db.Update(func(tx *bbolt.Tx) error { return run(tx, fn) })
	})
}

func run(tx *bbolt.Tx, fn func(*Tx) error) error {
	bucket, err := tx.CreateBucketIfNotExists(documents)
	if err != nil {
		return fmt.Errorf("open documents: %w", err)
	}
	planned, err := tx.CreateBucketIfNotExists(plans)
	if err != nil {
		return fmt.Errorf("open plans: %w", err)
	}
	return fn(&Tx{bucket: bucket, plans: &Tx{bucket: planned}})
}

func (s *Store) with(fn func(*bbolt.DB) error) (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return fmt.Errorf("create the folder of the sandbox's store: %w", err)
	}
	db, err := bbolt.Open(s.path, 0o600, &bbolt.Options{Timeout: lockTimeout})
	if err != nil {
		return fmt.Errorf("open the sandbox's store %s: %w", s.path, err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return fn(db)
}

// Tx is one transaction on the documents.
type Tx struct {
	bucket *bbolt.Bucket
	plans  *Tx
}

// Plans are documents that are no resources: what is planned for those.
func (tx *Tx) Plans() *Tx { return tx.plans }

// Get decodes the document at key into the value that into points to, and tells whether there is one.
func (tx *Tx) Get(key string, into any) (bool, error) {
	raw := tx.bucket.Get([]byte(key))
	if raw == nil {
		return false, nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return false, fmt.Errorf("decode %s: %w", key, err)
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

// Delete removes the document at key, if there is one.
func (tx *Tx) Delete(key string) error {
	return tx.bucket.Delete([]byte(key))
}

// Keys returns, in their order, the keys that begin with prefix.
func (tx *Tx) Keys(prefix string) []string {
	var keys []string
	cursor, start := tx.bucket.Cursor(), []byte(prefix)
	for key, _ := cursor.Seek(start); bytes.HasPrefix(key, start) && key != nil; key, _ = cursor.Next() {
		keys = append(keys, string(key))
	}
	return keys
}
