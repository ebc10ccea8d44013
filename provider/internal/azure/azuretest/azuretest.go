// Package azuretest writes what was seen of Azure for tests, in YAML. A fact is one of
//
//	circuit: {found: {vlanId: 200}}
//	circuit: {missing: ResourceNotFound}
//	circuit: {denied: AuthorizationFailed}
//	circuit: {unknown: the provider is not configured}
//
// and what is left out was not asked for.
package azuretest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
)

// Key is where a test's configuration says what Azure has.
const Key = "azure"

// World reads what a configuration says Azure has.
func World(tree map[string]any) *azure.World {
	seen, _ := tree[Key].(map[string]any)
	w := &azure.World{
		Connections: map[string]azure.Fact[azure.GatewayConnection]{},
		Gateways:    map[string]azure.Fact[azure.Gateway]{}, Peers: map[string]azure.Fact[azure.Circuit]{}, Neighbours: map[string]azure.Fact[azure.Circuit]{},
	}
	for what, of := range seen {
		switch what {
		case "preview":
			w.Preview = of.(bool)
		case "new":
			w.New = of.(bool)
		case "coming":
			w.Coming = map[string]bool{of.(string): true}
		case "subscription":
			w.Subscription = fact[string](of)
		case "region":
			w.Region = fact[string](of)
		case "circuit":
			w.Circuit = fact[azure.Circuit](of)
		case "oldCircuit":
			w.OldCircuit = fact[azure.Circuit](of)
		case "taken":
			w.Taken = fact[azure.Circuit](of)
		case "routeFilter":
			w.RouteFilter = fact[azure.RouteFilter](of)
		case "oldFilter":
			w.OldFilter = fact[azure.RouteFilter](of)
		case "attached":
			w.Attached = fact[azure.RouteFilter](of)
		case "late":
			w.Late = of.(bool)
		case "port":
			w.Port = fact[azure.Port](of)
		case "holdings":
			w.Holdings = fact[[]azure.Holding](of)
		case "gateways":
			facts(w.Gateways, of)
		case "peers":
			facts(w.Peers, of)
		case "connections":
			facts(w.Connections, of)
		case "neighbours":
			facts(w.Neighbours, of)
		default:
			panic("azure has no " + what)
		}
	}
	return w
}

func facts[T any](into map[string]azure.Fact[T], tree any) {
	for id, of := range tree.(map[string]any) {
		into[strings.ToLower(id)] = fact[T](of)
	}
}

var states = map[string]azure.State{"unknown": azure.Unknown, "missing": azure.Missing, "denied": azure.Denied, "found": azure.Found}

func fact[T any](tree any) azure.Fact[T] {
	var f azure.Fact[T]
	for state, of := range tree.(map[string]any) {
		known, ok := states[state]
		if !ok {
			panic(fmt.Sprintf("a fact is not %s", state))
		}
		f.State = known
		if known == azure.Found {
			f.Value = value[T](of)
		} else {
			f.Why = fmt.Sprint(of)
		}
	}
	return f
}

// value reads a resource by the names of its fields, letter case aside. A field that does not exist is a mistake.
func value[T any](tree any) *T {
	text, err := json.Marshal(tree)
	if err != nil {
		panic(err)
	}
	v := new(T)
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		panic(err)
	}
	return v
}
