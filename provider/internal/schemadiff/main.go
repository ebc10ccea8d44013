// Command schemadiff names what a change of the schema breaks in programs that use the package:
//
//	schemadiff OLD NEW
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: schemadiff OLD NEW")
		os.Exit(2)
	}
	var schemas [2]schema
	for i, file := range os.Args[1:] {
		content, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(content, &schemas[i])
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	broken := breaking(schemas[0], schemas[1])
	if len(broken) == 0 {
		fmt.Println("Nothing in the schema breaks programs.")
		return
	}
	fmt.Println("These changes of the schema break programs:")
	fmt.Println()
	for _, change := range broken {
		fmt.Println("- " + change)
	}
}
