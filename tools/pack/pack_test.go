package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const pulumi = "github.com/pulumi/pulumi/sdk/v3"

func stage(t *testing.T, names ...string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range names {
		path := filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte("content of "+name), 0o700))
	}
	return folder
}

func pack(t *testing.T, folder string) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "archive.tar.gz")
	require.NoError(t, run([]string{
		"-out", out, "-stage", folder, "-platform", runtime.GOOS + "-" + runtime.GOARCH, "-name", "it", "-version", "1.2.3", pulumi + "/go/common/resource",
	}))
	content, err := os.ReadFile(out)
	require.NoError(t, err)
	return content
}

func TestAnArchiveIsTheSameFromTheSameContent(t *testing.T) {
	one, two := stage(t, "a", "bin/b"), stage(t, "bin/b", "a")
	long := time.Now().Add(-1000 * time.Hour)
	require.NoError(t, os.Chtimes(filepath.Join(two, "a"), long, long))
	first := pack(t, one)
	assert.Equal(t, first, pack(t, two), "whatever the order and the times")
	assert.NotEqual(t, first, pack(t, stage(t, "a", "bin/c")))
}

func TestAnArchiveHasLicencesAndABillOfAllThatIsLinked(t *testing.T) {
	unzipped, err := gzip.NewReader(strings.NewReader(string(pack(t, stage(t, "plugin")))))
	require.NoError(t, err)
	home, err := os.UserHomeDir()
	require.NoError(t, err)
	files := map[string]string{}
	archive := tar.NewReader(unzipped)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		content, err := io.ReadAll(archive)
		require.NoError(t, err)
		files[header.Name] = string(content)
		assert.NotContains(t, string(content), home+string(filepath.Separator), "%s names no place on this machine", header.Name)
	}
	assert.Equal(t, "content of plugin", files["plugin"])

	var b bill
	require.NoError(t, json.Unmarshal([]byte(files["sbom.cdx.json"]), &b))
	assert.Equal(t, "1.2.3", b.Metadata.Component.Version)
	require.NotEmpty(t, b.Components)
	names := map[string]bool{}
	for _, c := range b.Components {
		names[c.Name] = true
		assert.NotEmpty(t, c.Licenses, c.Name)
		licensed := false
		for name := range files {
			licensed = licensed || strings.HasPrefix(name, "licenses/"+c.Name+"@"+c.Version+"/")
		}
		assert.True(t, licensed, c.Name)
	}
	assert.True(t, names[pulumi] && names["std"], "%v", names)
}

func TestLicencesAreRecognised(t *testing.T) {
	for text, name := range map[string]string{
		"Apache License\n   Version 2.0, January 2004":                                      "Apache-2.0",
		"Permission is hereby granted, free of charge, to any person":                       "MIT",
		"Mozilla Public License Version 2.0":                                                "MPL-2.0",
		"Redistribution and use in source and\nbinary forms ... Neither the name of Google": "BSD-3-Clause",
		"Redistribution and use in source and binary forms, with or without modification":   "BSD-2-Clause",
		"Permission to use, copy, modify, and/or distribute this software for any purpose":  "ISC",
		"All rights reserved. Nobody may use this.":                                         "",
	} {
		assert.Equal(t, name, spdxOf(text))
	}
}
