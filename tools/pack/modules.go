package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// module is a module of which packages are linked into a binary.
type module struct {
	Path, Version, Dir string
	Main               bool

	// licenses are its licences and notices, by their places in it; spdx are the names of the licences.
	licenses map[string][]byte
	spdx     []string
}

// folder is a name for the module in a file system.
func (m *module) folder() string { return m.Path + "@" + m.Version }

// standardLibrary stands for Go's own packages, which have no module.
const standardLibrary = "std"

// linked finds the modules behind packages, as built for a platform, with their licences. A module without one that is
// known may not be released.
func linked(system, architecture string, packages []string) ([]*module, error) {
	list := exec.Command("go", append([]string{"list", "-deps", "-json=Dir,Standard,Module"}, packages...)...) //nolint:gosec // the packages of this repository
	list.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+architecture)
	list.Stderr = os.Stderr
	output, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	root, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	goroot, goversion, _ := strings.Cut(strings.TrimSpace(string(root)), "\n")

	found := map[string]*module{}
	var problems []error
	decoder := json.NewDecoder(bytes.NewReader(output))
	for {
		var p struct {
			Dir      string
			Standard bool
			Module   *module
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Standard {
			p.Module, p.Dir = &module{Path: standardLibrary, Version: strings.TrimPrefix(goversion, "go"), Dir: goroot}, goroot
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		m := found[p.Module.folder()]
		if m == nil {
			m = p.Module
			m.licenses = map[string][]byte{}
			found[m.folder()] = m
		}
		problems = append(problems, m.collect(p.Dir))
	}
	var modules []*module
	for _, m := range found {
		for place, content := range m.licenses {
			if _, ok := stated[m.Path]; ok {
				continue
			}
			if name := spdxOf(string(content)); name != "" && !slices.Contains(m.spdx, name) {
				m.spdx = append(m.spdx, name)
			} else if name == "" && !notice.MatchString(filepath.Base(place)) {
				problems = append(problems, fmt.Errorf("%s: %s is not a licence that is known; look at it, and name it in spdxOf", m.folder(), place))
			}
		}
		slices.Sort(m.spdx)
		if len(m.spdx) == 0 {
			problems = append(problems, fmt.Errorf("%s has no licence", m.folder()))
		}
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b *module) int { return cmp.Compare(a.folder(), b.folder()) })
	return modules, errors.Join(problems...)
}

var (
	licence = regexp.MustCompile(`(?i)^(licen[sc]e|copying|unlicense)([.-].*)?$`)
	notice  = regexp.MustCompile(`(?i)^(notice|copyright|patents)([.-].*)?$`)
)

// stated are modules without a licence in a file of its own, with the file that states it and what it states.
var stated = map[string][2]string{
	"github.com/mattn/go-localereader": {"README.md", "MIT"},
}

// collect reads what is said on licences in a package's folder and those above it, up to the module's.
func (m *module) collect(folder string) error {
	if s, ok := stated[m.Path]; ok {
		content, err := os.ReadFile(filepath.Join(m.Dir, s[0]))
		m.licenses[s[0]], m.spdx = content, []string{s[1]}
		return err
	}
	for {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		for _, entry := range entries {
			if entry.IsDir() || filepath.Ext(entry.Name()) == ".go" || !licence.MatchString(entry.Name()) && !notice.MatchString(entry.Name()) {
				continue
			}
			path := filepath.Join(folder, entry.Name())
			place, err := filepath.Rel(m.Dir, path)
			if err != nil {
				return err
			}
			if m.licenses[filepath.ToSlash(place)], err = os.ReadFile(path); err != nil {
				return err
			}
		}
		if folder == m.Dir || len(folder) <= len(m.Dir) {
			return nil
		}
		folder = filepath.Dir(folder)
	}
}

// spdxOf names the licence that a text is, or is empty.
func spdxOf(text string) string {
	words := strings.Join(strings.Fields(strings.ToLower(text)), " ")
	has := func(phrase string) bool { return strings.Contains(words, phrase) }
	switch {
	case has("apache license") && has("version 2.0"):
		return "Apache-2.0"
	case has("mozilla public license") && has("2.0"):
		return "MPL-2.0"
	case has("redistribution and use in source and binary forms") && (has("neither the name") || has("names of its contributors may")):
		return "BSD-3-Clause"
	case has("redistribution and use in source and binary forms"):
		return "BSD-2-Clause"
	case has("permission to use, copy, modify, and/or distribute this software") || has("permission to use, copy, modify, and distribute this software for any purpose with or without fee"):
		return "ISC"
	case has("permission is hereby granted, free of charge"):
		return "MIT"
	case has("this is free and unencumbered software released into the public domain"):
		return "Unlicense"
	case has("cc0 1.0 universal"):
		return "CC0-1.0"
	}
	return ""
}
