// Command pack makes an archive for a release from a folder: the same one, byte for byte, from the same content. It adds
// the licences of all that is linked into the binaries, and a bill of materials.
//
//	go run ./tools/pack -out dist/x.tar.gz -stage FOLDER -platform linux-amd64 -name NAME -version 0.1.0 PACKAGE...
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("pack", flag.ContinueOnError)
	out := flags.String("out", "", "the archive to `write`")
	stage := flags.String("stage", "", "the `folder` whose content is packed")
	platform := flags.String("platform", "", "`os-architecture` of the binaries")
	name := flags.String("name", "", "what is released")
	version := flags.String("version", "", "its version")
	if err := flags.Parse(args); err != nil {
		return err
	}
	system, architecture, ok := strings.Cut(*platform, "-")
	if *out == "" || *stage == "" || !ok || flags.NArg() == 0 {
		return fmt.Errorf("-out, -stage, -platform and the packages of the binaries are needed")
	}
	modules, err := linked(system, architecture, flags.Args())
	if err != nil {
		return err
	}
	files, err := read(*stage)
	if err != nil {
		return err
	}
	for _, m := range modules {
		for place, content := range m.licenses {
			files["licenses/"+m.folder()+"/"+place] = file{content: content, mode: 0o644}
		}
	}
	bill, err := billOfMaterials(*name, *version, modules)
	if err != nil {
		return err
	}
	files["sbom.cdx.json"] = file{content: bill, mode: 0o644}
	return write(*out, files)
}
