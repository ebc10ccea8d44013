package rules

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules that have connections wait. Who ignores them has the connections made all the same.
const (
	carrierGlobalReach    = "carrier-global-reach"
	carrierGatewayPeering = "carrier-gateway-peering"
	carrierVirtualWAN     = "carrier-virtual-wan"
)

// Rules on connections that need the carrier's work. They warn: the stack is built as far as it can be.
var carrierRules = []Rule{
	{
		ID: "circuit-gone", Topic: "What Azure says", Severity: Error, Structural: true, Phase: WithCircuit,
		What:    "The circuit that the stack has made still exists.",
		Why:     "Nothing can be connected to a circuit that was deleted outside Pulumi, and its connections would be lost from the stack.",
		Fix:     "Run `pulumi refresh`. The next update makes the circuit again.",
		Needs:   "the stack's circuit, where it has connections",
		Unseen:  "the circuit is taken to be there",
		Sources: []Source{{"pulumi refresh", "https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh/"}},
		Wrong:   onPeer + "\nazure: {circuit: {missing: ResourceNotFound}}",
		Right:   onPeer + "\nazure: {circuit: {found: {carrierState: Provisioned}}}",
		Check: func(c *Check) {
			if s := c.Spec; s.Circuit != nil && s.Connected() && !c.World.New && c.World.Circuit.State == azure.Missing {
				c.Report(c.At("circuit"), "Azure no longer has it: %s; if it was deleted outside Pulumi, run pulumi refresh, and then run the update again", brief(c.World.Circuit.Why))
			}
		},
	},
	{
		ID: carrierGlobalReach, Topic: "What Azure says", Severity: Warning, Phase: WithCircuit,
		What: "A Global Reach connection is made once the carriers of both circuits have provisioned them, and the other circuit has a private peering.",
		Why: "Before that, Azure fails the connection, and leaves circuit and peering in a failed state. So it is not made yet: everything else is built, " +
			"and the output `pendingConnections` lists what waits. A connection that exists stays, whatever the state.",
		Fix:     "Hand the service key to the carrier, and run `pulumi up` again when the circuit is `Provisioned`. With the rule in `ignoreRules`, a connection is made although the other circuit shows no private peering, but never before both circuits are `Provisioned`: that is certain to fail.",
		Needs:   "the stack's circuit, when it is registered, and the circuits at the other ends",
		Unseen:  "the circuit is taken to be `Provisioned`, and the connection is made",
		Sources: []Source{globalReachDoc},
		Wrong:   onPeer + "\nazure: {circuit: {found: {carrierState: NotProvisioned}}}",
		Right:   onPeer + "\nazure: {circuit: {found: {carrierState: Provisioned}}}",
		Check: func(c *Check) {
			names := map[string][]string{}
			var reasons []string
			for _, waiting := range pending(c) {
				if names[waiting.why] == nil {
					reasons = append(reasons, waiting.why)
				}
				names[waiting.why] = append(names[waiting.why], Quote(waiting.name))
			}
			for _, why := range reasons {
				c.Report(c.At("globalReachConnections"), "%s must wait: %s", strings.Join(names[why], ", "), why)
			}
		},
	},
	{
		ID: "carrier-gateway", Topic: "What Azure says", Severity: Warning, Phase: WithCircuit,
		What:    "The gateway of a virtual network is connected once the carrier has provisioned the circuit.",
		Why:     "Before that, Azure may refuse the connection, or make it without any traffic.",
		Fix:     "Hand the service key to the carrier. When the circuit is `Provisioned`, run `pulumi up` again.",
		Needs:   "the stack's circuit, when it is registered",
		Unseen:  "the circuit is taken to be `Provisioned`",
		Sources: []Source{linkVNetDoc},
		Wrong:   onGateway + "\nazure: {circuit: {found: {carrierState: NotProvisioned}}}",
		Right:   onGateway + "\nazure: {circuit: {found: {carrierState: Provisioned}}}",
		Check: func(c *Check) {
			gateways := c.gateways()
			if len(gateways) == 0 || gateways[0].Type != armid.VirtualNetworkGateway || c.Spec.CarrierManagesPeerings.V {
				return
			}
			if state, waits := carrierState(c); waits {
				c.Report(gateways[0].Path, "%s, and Azure may refuse the gateway connections, or make them without traffic; hand the carrier the service key, and run the update again when the carrier is done", state)
			}
		},
	},
	{
		ID: carrierGatewayPeering, Topic: "What Azure says", Severity: Warning, Phase: WithCircuit,
		What: "With `carrierManagesPeerings`, a gateway is connected once the carrier has provisioned the circuit and made its private peering.",
		Why: "The connection needs the private peering, which that carrier makes, and Azure refuses it before. So it is not made yet: everything else is built, " +
			"and the output `pendingConnections` lists what waits. A connection that exists stays, whatever the state.",
		Fix:     "Hand the service key to the carrier, and run `pulumi up` again when the circuit is `Provisioned` and has its private peering. `ignoreRules` has the connections made all the same.",
		Needs:   "the stack's circuit, when it is registered, and the connections",
		Unseen:  "the circuit is taken to be `Provisioned`, and a connection to be there",
		Sources: []Source{linkVNetDoc},
		Wrong:   managedCarrier + onGateway + "\nazure: {circuit: {found: {carrierState: NotProvisioned}}}",
		Right:   managedCarrier + onGateway + "\nazure: {circuit: {found: {carrierState: Provisioned, private: {vlanId: 200}}}}",
		Check: func(c *Check) {
			if c.Spec.CarrierManagesPeerings.V {
				reportPendingGateways(c, "gateways are reached over the private peering that it makes")
			}
		},
	},
	{
		ID: carrierVirtualWAN, Topic: "What Azure says", Severity: Warning, Phase: WithCircuit,
		What: "The gateway of a Virtual WAN hub is connected once the carrier has provisioned the circuit, and a connection that exists is changed while it is provisioned.",
		Why: "Before that, Azure takes the connection and then fails it, and the failed one has to be deleted by hand. So it is not made yet: everything else is built, " +
			"and the output `pendingConnections` lists what waits. A connection that exists stays as it is, and what the program changes of it comes when the circuit is `Provisioned`.",
		Fix:     "Hand the service key to the carrier, and run `pulumi up` again when the circuit is `Provisioned`. `ignoreRules` has the connections made all the same.",
		Needs:   "the stack's circuit, when it is registered, and the hubs' gateways",
		Unseen:  "the circuit is taken to be `Provisioned`, and a connection to be there",
		Sources: []Source{hubDoc},
		Wrong:   onHub + "\nazure: {circuit: {found: {carrierState: NotProvisioned}}}",
		Right:   onHub + "\nazure: {circuit: {found: {carrierState: Provisioned}}}",
		Check: func(c *Check) {
			if !c.Spec.CarrierManagesPeerings.V {
				reportPendingGateways(c, "Azure fails connections of Virtual WAN to a circuit that is not Provisioned")
			}
			for _, g := range staying(c) {
				state, _ := carrierState(c)
				c.Report(g.Path, "%s stays as it is: %s, and Azure would fail it with any change; changes are made by the first update after the circuit is Provisioned", Quote(g.Name.V), state)
			}
		},
	},
}

// Rules on changes that need the carrier's work.
var carrierChangeRules = []Rule{
	{
		ID: "connection-unprovisioned", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "A Global Reach connection that exists is changed or renamed, and another one that would have to wait is renamed, only while its circuits are `Provisioned`.",
		Why:     "Such a connection is deleted and made again, and Azure would not make it. As long as it is not changed it stays, whatever the state.",
		Fix:     "Leave the connection as it was until the carriers have provisioned the circuits, or remove it in one update and add it in the next: then it waits.",
		Needs:   needsOwnCircuit + ", and the circuits at the other ends",
		Unseen:  "the circuits are taken to be `Provisioned`",
		Sources: []Source{globalReachDoc},
		Wrong:   namedCircuit + changedReach + "azure: {circuit: {found: {carrierState: NotProvisioned, " + withConnection + "}}}",
		Right:   namedCircuit + changedReach + "azure: {circuit: {found: {carrierState: Provisioned, " + withConnection + "}}}",
		Check: func(c *Check) {
			const message = "Azure takes no change of the connection %s now, and would not make it again once it is deleted: %s; leave it as it was until then, or remove it in one update and add it in the next"
			state, waits := "", false
			if c.Spec.Connected() {
				state, waits = carrierState(c)
			}
			if circuit, ok := stayingCircuit(c); ok && len(c.Spec.GlobalReachConnections) > 0 {
				instead := reachOf(c).Instead
				for _, conn := range c.Spec.GlobalReachConnections {
					name, path, changes := instead[conn.Name.V], conn.Name.Path, instead[conn.Name.V] != ""
					if has := circuit.Connection(conn.Name.V); has != nil {
						name = has.Name
						path, changes = differs(c, conn, *has)
					}
					if !changes {
						continue
					}
					why := state + ", and Azure connects Provisioned circuits only"
					if !waits {
						why, _ = peerNotReady(c, conn)
					}
					if why != "" {
						c.Report(path, message, Quote(name), why)
					}
				}
			}
			if !waits {
				return
			}
			_, pending := Pending(c.Spec, c.World)
			for _, typ := range []string{armid.VirtualNetworkGateway, armid.ExpressRouteGateway} {
				instead := gatewaysOf(c, typ).Instead
				for _, g := range c.gateways() {
					if old := instead[g.Name.V]; old != "" && g.Type == typ && slices.Contains(pending, g.Name.V) {
						c.Report(g.Name.Path, message, Quote(old), state)
					}
				}
			}
		},
	},
	{
		ID: "peering-theirs", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "A peering is made only if the circuit has none of its kind that others made, such as the carrier.",
		Why:     "A circuit has one private and one Microsoft peering. Azure would change the one that is there, so azure-native refuses to make it, and by then the update has begun.",
		Fix:     "Have the carrier, or whoever made the peering, remove it first. From one PeeringStack to another it goes in two updates. If it is this stack's, and the state is lost, describe it as Azure has it and adopt it.",
		Needs:   "the circuit and the state of the stack",
		Unseen:  "the rule is silent, and azure-native refuses in the update",
		Sources: []Source{peeringDoc},
		Wrong:   namedCircuit + "privatePeering: {vlanId: 200}\n" + withTheirs,
		Right:   namedCircuit + "privatePeering: {vlanId: 200}\n" + strings.Replace(withTheirs, "private: {vlanId: 1001}", "", 1),
		Check: func(c *Check) {
			unseen := c.World.Holdings.State == azure.NotAsked || c.World.Late
			if made := c.World.Held(azure.KindCircuit, "") != nil; unseen || len(c.peerings()) == 0 || c.Spec.Circuit != nil && !made && c.World.Holdings.Value != nil {
				return
			}
			circuit, ok := stayingCircuit(c)
			if !ok {
				return
			}
			held, found := See(c, c.peerings()[0].Path, c.World.Holdings)
			if !found {
				return
			}
			for _, p := range c.peerings() {
				there := peeringOf(circuit, p.Name)
				if there == nil || there.VlanID == 0 || c.World.Held(azure.KindPeering, p.Name) != nil {
					continue
				}
				vlan, known := Get(c, p.VlanID)
				switch i := slices.IndexFunc(*held, func(h azure.Holding) bool { return samePeering(h, p.Name, there) }); {
				case i >= 0 && ((*held)[i].Beside || c.World.Held(azure.KindStack, "") != nil):
					c.Report(p.Path, "the circuit has this peering already, and the state of this program has it as %s; what an update removes is deleted last, so remove it there in one update, and make it here in the next", (*held)[i].URN)
				case i < 0 && known && vlan != there.VlanID: // one whose creation got lost is as the program has it
					c.Report(p.Path, "the circuit has this peering already, on VLAN %d, and it is not this stack's; have the carrier, or whoever made it, remove it first", there.VlanID)
				}
			}
		},
	},
}

// peeringOf is a circuit's peering of a name, or nil.
func peeringOf(circuit *azure.Circuit, name string) *azure.Peering {
	if name == spec.NameMicrosoftPeering {
		return circuit.Microsoft
	}
	return circuit.Private
}

// reportPendingGateways names the connections to gateways that have to wait for the carrier, and why.
func reportPendingGateways(c *Check, why string) {
	waiting := pendingGateways(c)
	if len(waiting) == 0 {
		return
	}
	var names []string
	for _, g := range waiting {
		names = append(names, Quote(g.Name.V))
	}
	if state, waits := carrierState(c); waits {
		c.Report(waiting[0].Path, "%s must wait: %s, and %s. "+
			"Hand the carrier the service key (the output serviceKey), and run pulumi up again when the circuit is Provisioned", strings.Join(names, ", "), state, why)
		return
	}
	c.Report(waiting[0].Path, "%s must wait: %s, and gateways are reached over it. Run pulumi up again when the carrier has made it. "+
		"If it has, and Azure does not show it, add %s to ignoreRules", strings.Join(names, ", "), noManagedPeering, carrierGatewayPeering)
}

// waiting is a Global Reach connection that cannot be made yet, and why. It is maybe when Azure may take it all the same:
// what is certain to fail, and to leave the circuit failed, is not made whatever ignoreRules says.
type waiting struct {
	name, why string
	maybe     bool
}

// Pending names the Global Reach connections and the connections to gateways that cannot be made yet.
func Pending(s *spec.PeeringStack, w *azure.World) (globalReach, gateways []string) {
	c := &Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}}
	ignored := func(rule string) bool {
		return slices.ContainsFunc(s.IgnoreRules.Items, func(id spec.Value[string]) bool { return id.V == rule })
	}
	for _, waiting := range pending(c) {
		if !waiting.maybe || !ignored(carrierGlobalReach) {
			globalReach = append(globalReach, waiting.name)
		}
	}
	rule := carrierVirtualWAN
	if s.CarrierManagesPeerings.V {
		rule = carrierGatewayPeering
	}
	if !ignored(rule) {
		for _, g := range pendingGateways(c) {
			gateways = append(gateways, g.Name.V)
		}
	}
	return globalReach, gateways
}

// pendingGateways are the connections to gateways that have to wait for the carrier: those of Virtual WAN, and all where the
// carrier makes the private peering. What exists on the circuit stays.
func pendingGateways(c *Check) []spec.Gateway {
	var all []spec.Gateway
	for _, g := range c.gateways() {
		if g.Type != armid.ExpressRouteGateway && !c.Spec.CarrierManagesPeerings.V {
			continue
		}
		if _, waits := carrierState(c); (waits || lacksManagedPeering(c)) && !mayBeThere(c, g) {
			all = append(all, g)
		}
	}
	return all
}

// Staying names the connections of Virtual WAN that are left as they are until the carrier has provisioned the circuit.
func Staying(s *spec.PeeringStack, w *azure.World) []string {
	var names []string
	if slices.ContainsFunc(s.IgnoreRules.Items, func(id spec.Value[string]) bool { return id.V == carrierVirtualWAN }) {
		return nil
	}
	for _, g := range staying(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}}) {
		names = append(names, g.Name.V)
	}
	return names
}

func staying(c *Check) []spec.Gateway {
	var all []spec.Gateway
	for _, g := range c.gateways() {
		if _, waits := carrierState(c); waits && g.Type == armid.ExpressRouteGateway && mayBeThere(c, g) {
			all = append(all, g)
		}
	}
	return all
}

// mayBeThere tells whether Azure has a connection to a gateway, or may have it where nobody may look.
func mayBeThere(c *Check, g spec.Gateway) bool {
	id := g.ID()
	if c.World.New || c.World.Coming[c.Spec.CircuitID.Path] || !id.Known() { // what is there goes with the circuit that is replaced
		return false
	}
	if g.Type == armid.VirtualNetworkGateway {
		fact := c.World.Connection(id.V)
		there, found := See(c, g.GatewayID.Path, fact)
		return fact.State == azure.Denied || found && !leadsElsewhere(c, there.Circuit)
	}
	fact := c.World.Gateway(g.GatewayID.V) // a hub's gateway lists its connections
	gateway, found := See(c, g.GatewayID.Path, fact)
	return fact.State == azure.Denied || found && slices.ContainsFunc(gateway.Connections, func(there azure.GatewayConnection) bool {
		return armid.Same(there.ID, id.V) && ownPeering(c, there.Circuit)
	})
}

// leadsElsewhere tells whether a circuit at the end of a connection is known not to be the stack's own.
func leadsElsewhere(c *Check, id string) bool {
	own := c.Spec.CircuitID.V
	if circuit := c.World.Circuit.Value; circuit != nil {
		own = circuit.ID
	}
	return id != "" && own != "" && !armid.Same(id, own)
}

func pending(c *Check) []waiting {
	own := c.World.Circuit.Value
	replaced := own != nil && c.Spec.Circuit != nil && c.Spec.Adopt == nil && (c.World.New || replacedBy(c, own) != "")
	var all []waiting
	for _, conn := range c.Spec.GlobalReachConnections {
		goes := replaced || c.World.Coming[conn.PeerCircuit().Path] // with one of its circuits
		if own != nil && own.Connection(conn.Name.V) != nil && !goes {
			continue // what exists stays
		}
		if state, waits := carrierState(c); waits {
			all = append(all, waiting{name: conn.Name.V, why: state + ", and Azure connects Provisioned circuits only. " +
				"Hand the carrier the service key (the output serviceKey), and run pulumi up again when the circuit is Provisioned"})
		} else if lacksManagedPeering(c) {
			all = append(all, waiting{conn.Name.V, noManagedPeering + ", and Global Reach connects private peerings. Run pulumi up again when the carrier has made it. " +
				"If it has, and Azure does not show it, add " + carrierGlobalReach + " to ignoreRules", true})
		} else if why, maybe := peerNotReady(c, conn); why != "" {
			all = append(all, waiting{conn.Name.V, why, maybe})
		}
	}
	return all
}

// carrierState says in which state the carrier has the stack's circuit, and whether connections must wait for it.
func carrierState(c *Check) (string, bool) {
	switch s, w := c.Spec, c.World; {
	case s.Circuit != nil && s.Circuit.OnPort():
		return "", false
	case w.New && w.Circuit.State == azure.NotAsked, w.Coming[s.CircuitID.Path]:
		return "the circuit is new, and its carrier has not provisioned it", true
	default:
		path := s.CircuitID.Path
		if s.Circuit != nil {
			path = c.At("circuit")
		}
		circuit, found := See(c, path, w.Circuit)
		if !found || circuit.Ready() {
			return "", false
		}
		return "the carrier has the circuit as " + Quote(circuit.CarrierState), true
	}
}

// Examples of a Global Reach connection on other addresses than the one that Azure has.
const (
	changedReach   = "globalReachConnections: [{name: a, peerCircuitId: " + examplePeer + "1, addressPrefix: 192.168.8.8/29}]\n"
	withConnection = "serviceProvider: Equinix, peeringLocation: Silicon Valley, private: {connections: " +
		"[{name: a, addressPrefix: 192.168.8.0/29, peerPeeringID: " + examplePeer + "1/peerings/AzurePrivatePeering}]}"
)

// withTheirs is a circuit with a peering that its carrier made.
const withTheirs = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, carrierState: Provisioned, private: {vlanId: 1001}}}, holdings: {found: [{own: true, kind: ExpressRouteCircuit}]}}"

// differs tells whether the program has a connection otherwise than Azure does, and the path of the first property that
// is in it.
func differs(c *Check, conn spec.GlobalReachConnection, has azure.Connection) (string, bool) {
	if has.AddressPrefix == "" && has.IPv6AddressPrefix == "" {
		return "", false
	}
	for _, prefix := range []struct {
		wants spec.Value[string]
		has   string
	}{{conn.AddressPrefix, has.AddressPrefix}, {conn.IPv6AddressPrefix, has.IPv6AddressPrefix}} {
		given, known := Get(c, prefix.wants)
		if !known && prefix.wants.Given() {
			continue
		}
		wants, _ := link.ParsePrefix(given)
		if has, _ := netip.ParsePrefix(prefix.has); wants != has {
			return prefix.wants.Path, true
		}
	}
	peer, path, known := peerPeering(c, conn)
	return path, known && has.PeerPeeringID != "" && !armid.Same(peer, has.PeerPeeringID)
}

const noManagedPeering = "the circuit is Provisioned and shows no private peering, which its carrier makes"

// lacksManagedPeering tells whether the carrier that is to make the private peering has yet to make it, or has taken it away.
func lacksManagedPeering(c *Check) bool {
	circuit := c.World.Circuit.Value
	return c.Spec.CarrierManagesPeerings.V && circuit != nil && circuit.Private == nil
}

// peerNotReady says why the circuit at the other end cannot be connected yet, or is empty. It is maybe when the circuit may
// be ready and not show it.
func peerNotReady(c *Check, conn spec.GlobalReachConnection) (why string, maybe bool) {
	id := conn.PeerCircuit()
	if c.World.Coming[id.Path] {
		return "the other circuit is new, and its carrier has not provisioned it. Run pulumi up again when it is Provisioned", false
	}
	if !id.Known() {
		return "", false
	}
	fact := c.World.Peer(id.V)
	peer, found := See(c, id.Path, fact)
	switch {
	case fact.State == azure.Missing:
		return "Azure does not have the other circuit, " + Show(id) + "; check the id, and run pulumi up again when the circuit is there", false
	case !found:
		return "", false
	case !peer.Ready():
		return "the carrier of the other circuit, " + Show(id) + ", has it as " + Quote(peer.CarrierState) + ", and Azure connects Provisioned circuits only. Run pulumi up again when it is Provisioned", false
	case peer.Private == nil:
		return "the other circuit, " + Show(id) + ", shows no private peering, and Global Reach connects private peerings. Run pulumi up again when it has one. If a carrier that runs layer 3 made a peering that Azure does not show, add carrier-global-reach to ignoreRules", true
	}
	return "", false
}
