package examples

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/examples/configurations"
)

// carriers is how the carriers have the circuits: the stack's own, and those at the other ends of Global Reach connections.
type carriers struct {
	// circuit is the stack's own at a carrier, empty when it has none.
	circuit string
	state   string
	// peerings are those that its carrier made, private first.
	peerings []string
	// waiting are the peers that are not provisioned.
	waiting []string
}

const provisioned = "Provisioned"

// String is what is printed of them with a failing pair.
func (c carriers) String() string {
	var said []string
	if c.circuit != "" {
		text := "the circuit's has it as " + c.state
		if len(c.peerings) > 0 {
			text += ", with " + strings.Join(c.peerings, " and ")
		}
		said = append(said, text)
	}
	for _, peer := range c.waiting {
		said = append(said, "that of "+peer+" has it as NotProvisioned")
	}
	return "carriers: " + strings.Join(said, "; ")
}

// carriers are those of the circuits that are there.
func (m moment) carriers() carriers {
	var c carriers
	own := strings.ToLower(m.ids["ExpressRouteCircuit one"])
	if circuit, there := m.azure[own]; there && circuit.at("expressRoutePort") == nil {
		c.circuit = own
		c.state, _ = circuit.at("serviceProviderProvisioningState").(string)
		for _, peering := range []string{"AzurePrivatePeering", "MicrosoftPeering"} {
			if id := own + "/peerings/" + strings.ToLower(peering); m.carriersOwn(id) {
				c.peerings = append(c.peerings, peering)
			}
		}
	}
	for _, peer := range configurations.Peers {
		if m.azure[strings.ToLower(peer)].at("serviceProviderProvisioningState") != provisioned {
			c.waiting = append(c.waiting, peer[strings.LastIndex(peer, "/")+1:])
		}
	}
	return c
}

func (r azureResource) at(property string) any {
	properties, _ := r.Body["properties"].(map[string]any)
	return properties[property]
}

// carriersOwn tells whether there is a resource below the stack's circuit that the stack did not make.
func (m moment) carriersOwn(id string) bool {
	_, there := m.azure[id]
	return there && !slices.ContainsFunc(slices.Collect(maps.Values(m.ids)), func(own string) bool { return strings.EqualFold(own, id) })
}

// managed tells whether the carrier of a stack's circuit makes the peerings.
func managed(program configurations.Program, name string) bool {
	return program[name].Properties["carrierManagesPeerings"] == true
}

// something happens at a carrier, or nothing; it is told as the commands that play it. A carrier that runs layer 3 may be done
// before its peerings are, and take them away again. One that holds a circuit which is to be replaced is mostly asked to let
// go of it.
func (s *site) something(t *testing.T, random *rand.Rand, now moment, held bool) []string {
	t.Helper()
	var plays [][]string
	has := now.carriers()
	layer3 := managed(now.program, "one")
	switch what := random.IntN(12); {
	case held && what < 8:
		plays = append(plays, []string{"deprovision", has.circuit})
	case what < 4:
	case what == 4:
		peer := configurations.Peers[random.IntN(2)]
		plays = append(plays, []string{[]string{"provision", "deprovision"}[random.IntN(2)], peer})
	case has.circuit == "":
	case what == 5:
		plays = append(plays, []string{"deprovision", has.circuit})
	case what == 6:
		plays = append(plays, []string{"deprovision", has.circuit, "--strict"})
	case what == 7:
		for _, peering := range has.peerings {
			plays = append(plays, []string{"delete", has.circuit + "/peerings/" + peering})
		}
	case what < 11 && layer3:
		plays = append(plays, []string{"provision", has.circuit, "--layer3"})
	default:
		plays = append(plays, []string{"provision", has.circuit})
	}
	var told []string
	for _, play := range plays {
		said := "sandbox " + strings.Join(play, " ")
		if _, err := s.play(play...); err != nil {
			said += ": refused"
		}
		told = append(told, said)
	}
	return told
}

// connection is one of a program's connections that may have to wait for a carrier.
type connection struct {
	stack, name, child string
	// peer is the circuit at the other end of a Global Reach connection, as the program has it.
	peer string
}

// connections are those that may have to wait: Global Reach and Virtual WAN, and where a carrier makes the peerings all.
func connections(program configurations.Program) []connection {
	var all []connection
	for _, stack := range configurations.Names {
		for _, kind := range []struct{ list, child string }{
			{"globalReachConnections", "ExpressRouteCircuitConnection %s-globalreach-%s"},
			{"virtualNetworkGatewayConnections", "VirtualNetworkGatewayConnection %s-gateway-%s"},
			{"expressRouteConnections", "ExpressRouteConnection %s-virtualwan-%s"},
		} {
			items, _ := program[stack].Properties[kind.list].([]any)
			for _, item := range items {
				properties := item.(map[string]any)
				c := connection{stack: stack, name: text(properties, "name"), peer: text(properties, "peerCircuitId")}
				c.child = fmt.Sprintf(kind.child, stack, c.name)
				if kind.list != "virtualNetworkGatewayConnections" || managed(program, stack) {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

// waits checks what became of connections that may have to wait: each is there or in pendingConnections, it waits for a
// carrier only, which the run has said, and none goes because a carrier goes back.
func waits(before moment, o outcome, after moment) []string {
	var all []string
	may, had := replaced(before, after), folded(before.ids)
	for _, c := range connections(after.program) {
		_, there := after.ids[c.child]
		pending := slices.Contains(after.pending[c.stack], c.name)
		_, was := had[strings.ToLower(c.child)]
		switch why := after.notReady(c); {
		case there && pending:
			all = append(all, c.child+" is there, and said to be pending")
		case !there && !pending:
			all = append(all, c.child+" is not there, and not said to be pending")
		case pending && why == "":
			all = append(all, c.child+" is pending, and nothing is in its way")
		case pending && was && !may[strings.ToLower(c.child)]:
			all = append(all, c.child+" was there, and is pending now")
		case pending && !strings.Contains(o.out, `"`+c.name+`" must wait`) && !strings.Contains(o.out, `"`+c.name+`", `):
			all = append(all, c.child+" is pending, and no warning says so")
		}
	}
	return all
}

// notReady is what keeps a connection from being made, or empty.
func (m moment) notReady(c connection) string {
	circuits := []string{m.ids["ExpressRouteCircuit "+c.stack]}
	if circuits[0] == "" {
		circuits[0] = m.ids["ExpressRouteCircuit one"]
	}
	switch c.peer {
	case "":
	case "${one.circuitId}":
		circuits = append(circuits, m.ids["ExpressRouteCircuit one"])
	default:
		circuits = append(circuits, c.peer)
	}
	for _, id := range circuits {
		id = strings.ToLower(id)
		if m.azure[id].at("serviceProviderProvisioningState") != provisioned {
			return id + " is not provisioned"
		}
		if _, there := m.azure[id+"/peerings/azureprivatepeering"]; !there {
			return id + " has no private peering"
		}
	}
	return ""
}

// carriersKept checks that an update leaves alone what a carrier made, unless its circuit is replaced, and whatever is not
// the program's.
func carriersKept(before, after moment) []string {
	var all []string
	for id, r := range before.azure {
		if !before.carriersOwn(id) {
			continue
		}
		now, there := after.azure[id]
		circuit := circuitInID.FindString(id)
		_, kept := after.azure[circuit]
		anew := before.azure[circuit].at("resourceGuid") != after.azure[circuit].at("resourceGuid")
		switch {
		case circuit != "" && (!kept || anew):
		case !there:
			all = append(all, id+" was not the stack's, and is gone")
		case plain(now.Body) != plain(r.Body):
			all = append(all, fmt.Sprintf("%s is not the stack's, and changes:\n  before: %s\n  after:  %s", id, plain(r.Body), plain(now.Body)))
		}
	}
	slices.Sort(all)
	return all
}

// A standing is how far a site is with its program: what the carriers have done, and the connections that are there or wait.
type standing struct {
	carriers
	connected bool // some connection is there that needs a carrier
	pending   map[string][]string
}

// String is what is printed of a standing with a failing pair.
func (g standing) String() string {
	text := g.carriers.String()
	if g.connected {
		text += "; connections were made before"
	}
	if len(g.pending) > 0 {
		text += fmt.Sprintf("; pending: %v", g.pending)
	}
	return text
}

func (m moment) standing() standing {
	connected := slices.ContainsFunc(connections(m.program), func(c connection) bool { return m.ids[c.child] != "" })
	return standing{carriers: m.carriers(), connected: connected, pending: m.pending}
}

// simpler are standings with less in them, the least first.
func (g standing) simpler() []standing {
	none := standing{carriers: carriers{circuit: g.circuit}}
	own := g
	own.waiting, own.pending = nil, nil
	done := own
	done.connected, done.pending = false, nil
	return []standing{none, done, own}
}

// raise builds a program from nothing on a new site, and has it stand as told: where connections are there, its carriers
// are done with their work first, the connections made, and the rest comes after.
func raise(t *testing.T, program configurations.Program, as standing) (*site, error) {
	t.Helper()
	s := siteOf(t)
	var failed error
	up := func(program configurations.Program) {
		s.write(t, program)
		if out, err := s.pulumi("up", "--yes", "--skip-preview"); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%w: %s\n%s", err, textOf(program), out))
		}
	}
	play := func(args ...string) {
		if _, err := s.play(args...); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%w: %s", err, args))
		}
	}
	peers := func() {
		for _, peer := range as.waiting {
			play("deprovision", peer)
		}
	}
	before := program
	if as.connected {
		before = withoutPending(program, as.pending)
	} else {
		peers()
	}
	up(before)
	if own := s.now(t, before).carriers().circuit; own != "" && as.circuit != "" {
		switch {
		case len(as.peerings) > 0 || as.connected && managed(program, "one"):
			play("provision", own, "--layer3")
		case as.connected || as.state == provisioned:
			play("provision", own)
		}
		if as.connected {
			up(before)
		}
		for _, peering := range s.now(t, before).carriers().peerings {
			if !slices.Contains(as.peerings, peering) {
				play("delete", own+"/peerings/"+peering)
			}
		}
		if as.state != provisioned {
			play("deprovision", own)
		}
	}
	if as.connected {
		peers()
	}
	if as.connected && len(as.pending) > 0 {
		up(program)
	}
	return s, failed
}

// withoutPending is a program without connections that wait, by component.
func withoutPending(program configurations.Program, pending map[string][]string) configurations.Program {
	less := configurations.Program{}
	for name, stack := range program {
		stack.Properties = maps.Clone(stack.Properties)
		for list, value := range stack.Properties {
			items, isList := value.([]any)
			if !isList || !strings.HasSuffix(list, "Connections") {
				continue
			}
			stack.Properties[list] = slices.DeleteFunc(slices.Clone(items), func(item any) bool {
				return slices.Contains(pending[name], text(item.(map[string]any), "name"))
			})
		}
		less[name] = stack
	}
	return less
}
