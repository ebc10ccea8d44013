package sdkgen

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Check fails when an SDK below root is not what its generator makes of the schema there.
func Check(t *testing.T, root string, languages ...Language) {
	t.Helper()
	for _, language := range languages {
		t.Run(language.Name, func(t *testing.T) {
			generated, err := language.files(filepath.Join(root, "schema.json"), packageVersion(t, root))
			if err != nil {
				t.Fatal(err)
			}
			committed := committedFiles(t, filepath.Join(root, "sdk", language.Name))
			for file, content := range generated {
				if filepath.Base(file) == "go.mod" { // tidied after generation
					continue
				}
				if !bytes.Equal(committed[file], content) {
					t.Errorf("sdk/%s/%s is missing or differs: run make sdk", language.Name, file)
				}
			}
			for file := range committed {
				if _, ok := generated[file]; !ok && filepath.Base(file) != "go.sum" {
					t.Errorf("sdk/%s/%s is no longer generated: run make sdk", language.Name, file)
				}
			}
		})
	}
}

func packageVersion(t *testing.T, root string) string {
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
			case "node_modules", "bin", "obj", "target", "__pycache__":
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
