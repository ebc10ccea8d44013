package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

const root = "../../.."

func TestSDKsInTheRepositoryAreWhatTheSchemaGives(t *testing.T) {
	for _, lang := range languages {
		t.Run(lang.name, func(t *testing.T) {
			generated, err := generate(lang, filepath.Join(root, "schema.json"), packageVersion(t))
			if err != nil {
				t.Fatal(err)
			}
			committed := committedFiles(t, filepath.Join(root, "sdk", lang.name))
			for file, content := range generated {
				if filepath.Base(file) == "go.mod" { // tidied after generation
					continue
				}
				if !bytes.Equal(committed[file], content) {
					t.Errorf("sdk/%s/%s is missing or differs: run make sdk", lang.name, file)
				}
			}
			for file := range committed {
				if _, ok := generated[file]; !ok && filepath.Base(file) != "go.sum" {
					t.Errorf("sdk/%s/%s is no longer generated: run make sdk", lang.name, file)
				}
			}
		})
	}
}

func packageVersion(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join(root, "provider", "version.go"))
	if err != nil {
		t.Fatal(err)
	}
	match := regexp.MustCompile(`const Version = "(.*)"`).FindSubmatch(source)
	if match == nil {
		t.Fatal("provider/version.go has no Version")
	}
	return string(match[1])
}

// committedFiles reads an SDK's folder without what its package manager and compiler put there.
func committedFiles(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch entry.Name() {
			case "node_modules", "bin", "__pycache__":
				return fs.SkipDir
			}
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
