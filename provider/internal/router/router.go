package router

import (
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Configuration is a file for the router of one link.
type Configuration struct {
	Link     spec.Side
	FileName string
	Text     string
}

// Configure writes the configurations that the arguments ask for, the primary link's first. Findings are what is wrong or
// remarkable about the arguments; with an error among them nothing is written.
func Configure(a *Arguments) ([]Configuration, []rules.Finding) {
	findings := validate(a)
	for _, f := range findings {
		if f.Severity == rules.Error {
			return nil, findings
		}
	}
	p := platforms[a.Platform.V]
	var all []Configuration
	for _, r := range routers(a) {
		all = append(all, Configuration{r.Link, r.fileName(p.suffix), r.configuration(p)})
		if p.linux {
			all = append(all, Configuration{r.Link, r.fileName("interface.sh"), r.interfaceScript(p)})
		}
	}
	return all, findings
}

// fileName is the router's or the circuit's name, as far as they are given, with peering and link.
func (r *Router) fileName(suffix string) string {
	name := "expressroute"
	switch {
	case r.Hostname != "":
		name = r.Hostname
	case r.Circuit != "":
		name = r.Circuit
	}
	return strings.Join([]string{name, r.kind(), string(r.Link)}, "-") + "." + suffix
}

func (r *Router) configuration(p *platform) string {
	t := &text{comment: p.comment}
	t.header(r, p.title, p.whole)
	p.write(t, r)
	return t.String()
}

// interfaceScript makes the VLAN interface of a router that runs on Linux, which its routing daemon does not.
func (r *Router) interfaceScript(p *platform) string {
	t := &text{comment: "#"}
	t.line("#!/bin/sh")
	t.header(r, "Linux interface for "+p.title, "")
	writeLinux(t, r, p.addressed)
	return t.String()
}
