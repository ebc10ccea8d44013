package examples

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/examples/configurations"
)

// A namedChange is a change of one program into another, as testdata/transitions/changes.yaml has it.
type namedChange struct {
	// Row is the change in docs/changes.md, Note what there is to know beside what is seen. One without is kept because it
	// failed once, under its Name.
	Row, Name, Note string
	// Begin and From are laid over the base, and To over that. First is laid over what is changed from, too: it is run before.
	Begin           string
	From, To, First map[string]any
	// Refused are the rules that refuse it in preview.
	Refused []string
	// Carrier is what carriers do before the change, as commands of the sandbox, on the circuit of a component or on one of
	// the estate. When there is more, the program is run Again in between.
	Carrier, Again []string
	// Often are the changes that every run tries.
	Often bool

	first configurations.Program
}

func (c namedChange) title() string { return c.Row + c.Name }

// estateNetwork is written in place of a mark, in capitals where the mark is.
var estateNetwork = strings.NewReplacer("{network}", configurations.Network, "{NETWORK}", strings.ToUpper(configurations.Network))

// namedChanges reads the changes, and the programs before and after each.
func namedChanges(t *testing.T) (changes []namedChange, programs func(namedChange) (before, after configurations.Program)) {
	t.Helper()
	text, err := os.ReadFile("testdata/transitions/changes.yaml")
	require.NoError(t, err)
	var file struct {
		Base    map[string]any
		Begins  map[string]map[string]any
		Changes []namedChange
	}
	require.NoError(t, yaml.Unmarshal([]byte(estateNetwork.Replace(string(text))), &file))
	tree := func(c namedChange) map[string]any {
		if c.Begin != "" {
			require.Contains(t, file.Begins, c.Begin)
		}
		return configurations.Overlay(configurations.Overlay(file.Base, file.Begins[c.Begin]), c.From)
	}
	for i, c := range file.Changes {
		if c.First != nil {
			file.Changes[i].first = programOf(configurations.Overlay(tree(c), c.First))
		}
	}
	return file.Changes, func(c namedChange) (before, after configurations.Program) {
		return programOf(tree(c)), programOf(configurations.Overlay(tree(c), c.To))
	}
}

// programOf is a program of the components in a tree; a second one depends on the first. One may have aliases among its
// properties.
func programOf(tree map[string]any) configurations.Program {
	program := configurations.Program{}
	for name, properties := range tree {
		stack := configurations.Stack{Properties: maps.Clone(properties.(map[string]any))}
		stack.Aliases, _ = stack.Properties["aliases"].([]any)
		delete(stack.Properties, "aliases")
		if name == "two" {
			stack.DependsOn = []string{"one"}
		}
		program[name] = stack
	}
	return program
}

// Each change is made there and back on a site of its own, and the table of docs/changes.md is what was seen. All of them are
// tried with CHANGES=docs/changes.md, as make transitions does; every run tries a few, and holds their rows to the table.
func TestNamedChanges(t *testing.T) {
	pulumiHome(t)
	page := os.Getenv("CHANGES")
	published, err := os.ReadFile("../docs/changes.md")
	require.NoError(t, err)
	changes, programs := namedChanges(t)
	rows := make([]string, len(changes))
	t.Run("changes", func(t *testing.T) {
		for i, c := range changes {
			if page == "" && !c.Often {
				continue
			}
			t.Run(c.title(), func(t *testing.T) {
				t.Parallel()
				before, after := programs(c)
				rows[i] = c.row(made(t, c, before, after))
				if page == "" && c.Row != "" {
					assert.Contains(t, string(published), rows[i], "make transitions writes docs/changes.md")
				}
			})
		}
	})
	if page != "" && !t.Failed() {
		rows = slices.DeleteFunc(rows, func(row string) bool { return row == "" })
		require.NoError(t, os.WriteFile(page, []byte(changesPage+strings.Join(rows, "\n")+"\n"+changesEnd), 0o644))
	}
}

// made makes a change, and the one back where it is not refused.
func made(t *testing.T, c namedChange, before, after configurations.Program) outcome {
	t.Helper()
	s := siteOf(t)
	for _, program := range []configurations.Program{c.first, before} {
		if program == nil {
			continue
		}
		s.write(t, program)
		out, err := s.pulumi("up", "--yes", "--skip-preview")
		require.NoError(t, err, out)
	}
	play := func(commands []string) {
		for _, command := range commands {
			args := strings.Fields(command)
			if id, own := s.now(t, before).ids["ExpressRouteCircuit "+args[1]]; own {
				args[1] = id
			}
			out, err := s.play(args...)
			require.NoError(t, err, "%s: %s", command, out)
		}
	}
	play(c.Carrier)
	if len(c.Again) > 0 {
		out, err := s.pulumi("up", "--yes", "--skip-preview")
		require.NoError(t, err, out)
		play(c.Again)
	}
	now, o, wrong := s.change(t, s.now(t, before), after)
	require.Empty(t, wrong, o.out)
	refusedBy := o.rules()
	slices.Sort(refusedBy)
	require.Equal(t, c.Refused, slices.Compact(refusedBy), o.out)
	if o.refused() {
		return o
	}
	require.Empty(t, unlike(t, s, now))
	_, back, wrong := s.change(t, now, before)
	assert.Empty(t, wrong, "and back: %s", back.out)
	return o
}

// What takes the place of another connection does so, too, when the update is interrupted and run again.
func TestAConnectionThatIsRenamedSurvivesAFailure(t *testing.T) {
	changes, programs := namedChanges(t)
	for title, typ := range map[string]string{
		"name of a gateway connection":      "Microsoft.Network/connections",
		"name of a Global Reach connection": "Microsoft.Network/expressRouteCircuits/peerings/connections",
	} {
		i := slices.IndexFunc(changes, func(c namedChange) bool { return c.title() == title })
		require.GreaterOrEqual(t, i, 0, title)
		before, after := programs(changes[i])
		for _, strike := range []string{"delete 409 times=4", "delete crash-before", "delete crash-after", "create 409 times=4", "create failed", "create crash-before"} {
			t.Run(title+": "+strike, func(t *testing.T) {
				t.Parallel()
				s := siteOf(t)
				s.write(t, before)
				out, err := s.pulumi("up", "--yes", "--skip-preview")
				require.NoError(t, err, out)
				for _, args := range [][]string{{"faults", "clear"}, append([]string{"faults", "add", typ}, strings.Fields(strike)...)} {
					out, err = s.play(args...)
					require.NoError(t, err, out)
				}
				s.write(t, after)
				out, err = s.pulumi("up", "--yes", "--skip-preview")
				require.Error(t, err, "the fault strikes: %s", out)
				out, err = s.play("faults", "clear")
				require.NoError(t, err, out)
				out, err = s.pulumi("up", "--yes", "--skip-preview")
				require.NoError(t, err, out)
				require.Empty(t, unlike(t, s, s.now(t, after)))
				out, err = s.pulumi("preview", "--expect-no-changes")
				require.NoError(t, err, out)
			})
		}
	}
}

// azure-native 3.x keeps no inputs in the state where a component can see them.
func TestTheStateIsKnownWithAzureNative3(t *testing.T) {
	changes, programs := namedChanges(t)
	home := homeWith(t, azureNativeVersion(t), azureNative3)
	for _, title := range []string{
		"names of groups and resources in another letter case", "ids in another letter case",
		"a circuit that its carrier holds, in a resource group in another letter case", "the id of another's circuit in another letter case",
		"name of a PeeringStack in the program, without an alias",
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			i := slices.IndexFunc(changes, func(c namedChange) bool { return c.title() == title })
			require.GreaterOrEqual(t, i, 0)
			before, after := programs(changes[i])
			s := siteOf(t)
			s.env = append(s.env, "PULUMI_HOME="+home)
			s.azureNative = azureNative3
			s.write(t, before)
			out, err := s.pulumi("up", "--yes", "--skip-preview")
			require.NoError(t, err, out)
			for _, command := range changes[i].Carrier {
				args := strings.Fields(command)
				out, err := s.play(args[0], s.now(t, before).ids["ExpressRouteCircuit "+args[1]])
				require.NoError(t, err, out)
			}
			_, o, wrong := s.change(t, s.now(t, before), after)
			assert.Empty(t, wrong)
			if len(changes[i].Refused) > 0 {
				assert.Equal(t, changes[i].Refused, o.rules(), o.out)
				return
			}
			require.NoError(t, o.err, o.out)
			assert.Equal(t, "nothing", happened(o), o.out)
		})
	}
}

// The component has no outputs in the state when its last update failed.
func TestACircuitIsHeldAfterAnUpdateThatFails(t *testing.T) {
	changes, programs := namedChanges(t)
	i := slices.IndexFunc(changes, func(c namedChange) bool {
		return c.title() == "a circuit that its carrier holds goes to another resource group"
	})
	require.GreaterOrEqual(t, i, 0)
	before, after := programs(changes[i])
	s := siteOf(t)
	s.write(t, before)
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, out)
	for _, args := range [][]string{
		{"provision", s.now(t, before).ids["ExpressRouteCircuit one"]},
		{"faults", "clear"},
		{"faults", "add", "Microsoft.Network/expressRouteCircuits/authorizations", "create", "failed"},
	} {
		out, err := s.play(args...)
		require.NoError(t, err, out)
	}
	failing := programOf(configurations.Overlay(map[string]any{"one": before["one"].Properties}, map[string]any{"one": map[string]any{"authorizations": []any{"a", "b", "c"}}}))
	s.write(t, failing)
	out, err = s.pulumi("up", "--yes", "--skip-preview")
	require.Error(t, err, "the fault strikes: %s", out)
	_, o, wrong := s.change(t, s.now(t, failing), after)
	assert.Empty(t, wrong)
	assert.Equal(t, []string{"circuit-held"}, o.rules(), o.out)
}

// With azure-native 3.x nothing tells how the last update wrote the names, when it failed.
func TestAnotherLetterCaseAfterAnUpdateThatFails(t *testing.T) {
	_, programs := namedChanges(t)
	before, _ := programs(namedChange{})
	s := siteOf(t)
	s.env = append(s.env, "PULUMI_HOME="+homeWith(t, azureNativeVersion(t), azureNative3))
	s.azureNative = azureNative3
	s.write(t, before)
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, out)
	for _, args := range [][]string{{"clear"}, {"add", "Microsoft.Network/expressRouteCircuits/authorizations", "create", "failed"}} {
		out, err := s.play(append([]string{"faults"}, args...)...)
		require.NoError(t, err, out)
	}
	with := func(more map[string]any) configurations.Program {
		return programOf(configurations.Overlay(map[string]any{"one": before["one"].Properties}, map[string]any{"one": more}))
	}
	added := with(map[string]any{"authorizations": []any{"a", "b", "c"}})
	s.write(t, added)
	out, err = s.pulumi("up", "--yes", "--skip-preview")
	require.Error(t, err, "the fault strikes: %s", out)
	out, err = s.play("faults", "clear")
	require.NoError(t, err, out)

	_, o, wrong := s.change(t, s.now(t, added), with(map[string]any{
		"authorizations": []any{"A", "b", "c"}, "circuit": map[string]any{"name": "LONDON", "serviceProvider": map[string]any{"name": "bt", "peeringLocation": "london"}},
	}))
	require.NoError(t, o.err, o.out)
	assert.Empty(t, wrong)
	assert.Equal(t, "in place: authorization", happened(o), "the one that failed: %s", o.out)
}

// The group has a random name, which only the state tells.
func TestTheGroupThatAStackMadeIsNotTakenAwayByItsName(t *testing.T) {
	_, programs := namedChanges(t)
	without, _ := programs(namedChange{From: map[string]any{"one": map[string]any{"resourceGroupName": nil}}})
	s := siteOf(t)
	s.write(t, without)
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, out)
	now := s.now(t, without)
	_, group, _ := strings.Cut(now.ids["ResourceGroup one"], "/resourceGroups/")
	require.NotEmpty(t, group)
	for _, name := range []string{group, strings.ToUpper(group)} {
		given, _ := programs(namedChange{From: map[string]any{"one": map[string]any{"resourceGroupName": name}}})
		_, o, wrong := s.change(t, now, given)
		assert.Empty(t, wrong)
		assert.Equal(t, []string{"resource-group-own"}, o.rules(), o.out)
	}
}

// Another program connects its circuit, or a hub, to the stack's circuit.
func TestACircuitThatAnotherProgramConnectsToIsNotReplaced(t *testing.T) {
	changes, programs := namedChanges(t)
	onPort := func(name string) namedChange {
		i := slices.IndexFunc(changes, func(c namedChange) bool { return c.title() == name })
		require.GreaterOrEqual(t, i, 0, name)
		return changes[i]
	}
	for name, theirs := range map[string]map[string]any{
		"Global Reach": {
			"resourceGroupName": configurations.Group, "location": "westeurope",
			"circuit":                map[string]any{"name": "other", "expressRouteDirect": map[string]any{"portId": configurations.Port, "bandwidthInGbps": 2}},
			"privatePeering":         map[string]any{"peerASN": 65010, "vlanId": 600, "primaryPeerAddressPrefix": "192.168.25.0/30", "secondaryPeerAddressPrefix": "192.168.25.4/30"},
			"globalReachConnections": []any{map[string]any{"name": "one", "peerCircuitId": configurations.Network + "/expressRouteCircuits/london", "addressPrefix": "192.168.31.0/29"}},
		},
		"Virtual WAN": {
			"location": "westeurope", "circuitId": configurations.Network + "/expressRouteCircuits/london",
			"expressRouteConnections": []any{map[string]any{"name": "theirs", "expressRouteGatewayId": configurations.Network + "/expressRouteGateways/wan-1"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, _ := programs(onPort("private peering removed, with what is reached over it"))
			delete(before["one"].Properties, "expressRouteConnections")
			s, other := siteOf(t), siteOf(t)
			other.sandbox = s.sandbox
			require.NoError(t, other.begin())
			s.write(t, before)
			out, err := s.pulumi("up", "--yes", "--skip-preview")
			require.NoError(t, err, out)
			other.write(t, configurations.Program{"theirs": {Properties: theirs}})
			out, err = other.pulumi("up", "--yes", "--skip-preview")
			require.NoError(t, err, out)

			now := s.now(t, before)
			for _, to := range []map[string]any{
				{"circuit": map[string]any{"name": "leeds"}},
				{"privatePeering": nil, "virtualNetworkGatewayConnections": nil},
			} {
				after := programOf(configurations.Overlay(map[string]any{"one": before["one"].Properties}, map[string]any{"one": to}))
				_, o, wrong := s.change(t, now, after)
				assert.Empty(t, wrong)
				assert.Equal(t, []string{"connected-elsewhere"}, o.rules(), o.out)
			}

			out, err = other.pulumi("destroy", "--yes", "--skip-preview")
			require.NoError(t, err, out)
			_, o, wrong := s.change(t, s.now(t, before), programOf(configurations.Overlay(map[string]any{"one": before["one"].Properties}, map[string]any{"one": map[string]any{"circuit": map[string]any{"name": "leeds"}}})))
			assert.Empty(t, wrong)
			assert.NoError(t, o.err, o.out)
		})
	}
}

// The way out of own-by-id.
func TestACircuitAndARouteFilterOutliveTheirPlaceInTheStack(t *testing.T) {
	_, programs := namedChanges(t)
	change := func(to string) configurations.Program {
		var tree map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(estateNetwork.Replace(to)), &tree))
		_, program := programs(namedChange{To: map[string]any{"one": tree}})
		one := program["one"]
		one.Retained = true
		return configurations.Program{"one": one}
	}
	s := siteOf(t)
	s.write(t, change("{}"))
	out, err := s.pulumi("up", "--yes", "--skip-preview")
	require.NoError(t, err, out)
	before := s.now(t, nil)
	for _, step := range []struct{ to, goes string }{
		{"{ ignoreRules: [own-by-id], microsoftPeering: { routeFilter: null, routeFilterId: '{network}/routeFilters/f' } }", "RouteFilter one"},
		{"{ ignoreRules: [own-by-id], authorizations: null, circuit: null, circuitId: '{network}/expressRouteCircuits/london', microsoftPeering: { routeFilter: null, routeFilterId: '{network}/routeFilters/f' } }", "ExpressRouteCircuit one"},
	} {
		s.write(t, change(step.to))
		out, err := s.pulumi("up", "--yes", "--skip-preview")
		require.NoError(t, err, out)
		now := s.now(t, nil)
		assert.NotContains(t, now.ids, step.goes)
		assert.Equal(t, before.azure, now.azure, "Azure is as it was")
		s.write(t, change(strings.Replace(step.to, "ignoreRules: [own-by-id], ", "", 1)))
		out, err = s.pulumi("up", "--yes", "--skip-preview")
		require.NoError(t, err, out)
		assert.Equal(t, before.azure, s.now(t, nil).azure, "nor does it need the rule ignored after that")
	}
}

// row is the change's line in docs/changes.md; empty when it has none.
func (c namedChange) row(o outcome) string {
	if c.Row == "" {
		return ""
	}
	return fmt.Sprintf("| %s | %s | %s |", c.Row, happened(o), c.Note)
}

// things are the children in words.
var things = map[string]string{
	"ResourceGroup": "resource group", "ExpressRouteCircuit": "circuit", "RouteFilter": "route filter", "RouteFilterRule": "its rule",
	"ExpressRouteCircuitAuthorization": "authorization", "ExpressRouteCircuitConnection": "Global Reach connection",
	"VirtualNetworkGatewayConnection": "gateway connection", "ExpressRouteConnection": "Virtual WAN connection",
}

func thing(child string) string {
	typ, name, _ := strings.Cut(child, " ")
	switch {
	case typ != "ExpressRouteCircuitPeering":
		return things[typ]
	case strings.HasSuffix(name, "-private"):
		return "private peering"
	}
	return "Microsoft peering"
}

// happened says what an update did, in the order in which it began.
func happened(o outcome) string {
	if o.refused() {
		rules := o.rules()
		slices.Sort(rules)
		return "**refused** in preview: `" + strings.Join(slices.Compact(rules), "`, `") + "`"
	}
	words := map[string]string{"create": "made", "update": "in place", "create-replacement": "**replaced**", "delete": "removed"}
	var order []string
	did := map[string][]string{}
	for _, o := range o.update {
		word, shown := words[o.op]
		if !shown {
			continue // the first half of a replacement
		}
		if !slices.Contains(order, word) {
			order = append(order, word)
		}
		if !slices.Contains(did[word], thing(o.child())) {
			did[word] = append(did[word], thing(o.child()))
		}
	}
	var all []string
	for _, word := range order {
		all = append(all, word+": "+strings.Join(did[word], ", "))
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, "; ")
}

const changesPage = `# What a change does

Written by ` + "`make transitions`" + `: each change below is made by one ` + "`pulumi up`" + ` through the real engine on the sandbox, from a stack with a circuit at
a carrier, both peerings, a route filter, authorizations, a connection to a gateway and one to Virtual WAN, which waits for the carrier, and
then made back again. What the preview says is what the update does, no two changes are under way at a time on one circuit or gateway, and the
end is what the new program makes from nothing. Resources are named in the order in which they change. Random changes between random programs
are made in the same way.

| change | what happens | |
|---|---|---|
`

const changesEnd = `
**What is refused is refused in preview**, and in an update before anything is touched, where Azure and the state of the stack can be read. Each rule says how
to get there: [rules.md](rules.md).

**A circuit that is replaced is deleted first**, with all that hangs off it, also where another PeeringStack of the program connects to it. Its
service key and its authorizations' keys are new, and its carrier provisions it anew. Until then, its connections of Global Reach and of Virtual WAN are gone,
and in ` + "`pendingConnections`" + `. A circuit that its carrier holds (` + "`Provisioned`" + `) is not replaced, because
Azure does not delete it (` + "`ConflictError`" + `): have the carrier deprovision it first ([carrier.md](carrier.md)). ` + "`pulumi destroy`" + ` runs none of these checks: by the
time Azure refuses, what hangs off the circuit is gone.

**Keys.** Azure ignores another key of a Virtual WAN connection that exists, so the connection is replaced. The key of a Global Reach
connection is masked in all answers, and a change of it is ignored here, too: give the connection another name.

**A connection that gets another name** takes the place of the old one: the old one is deleted first, because Azure takes one connection only between a circuit and
a gateway, and one between two circuits. That holds within a PeeringStack. To hand a gateway from one stack to another, or from a connection that azure-native
makes to a stack, takes two updates: remove the connection in one, and add it in the next.

**Two PeeringStacks on one gateway** change it one after the other when one has the other in ` + "`dependsOn`" + `. Pulumi knows no order between
others, nor between programs: Azure refuses the second change, and azure-native tries again for a while.

` + "`protect: true`" + ` on the component reaches the circuit and everything else: an update that would replace any of it fails before it
starts, and so does the preview of one that would delete. Take the option away in an update of its own: what leaves the program at the same
time keeps it. ` + "`retainOnDelete: true`" + ` leaves them in Azure when they go from the program. Both are worth having in production.
`
