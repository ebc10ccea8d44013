package rules

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Rules on what one hands to another in one update: a VLAN from peering to peering, a gateway, a peer or a prefix from
// connection to connection, a private peering from the stack to the carrier. Who lets go comes first; what is removed goes
// last of all.
var handoverRules = []Rule{
	{
		ID: "vlan-handover", Topic: "Changes", Severity: Error, Phase: OnChange,
		What:    "A peering takes over a VLAN from the circuit's other peering only if that peering gives it up in the same update.",
		Why:     "The VLANs of a circuit must differ at every moment. The peering that gives up the VLAN is changed first. Of two peerings that swap their VLANs, neither can be first, and a peering that is removed is deleted last.",
		Fix:     "Give one of the peerings another VLAN, or remove it, in a separate update.",
		Needs:   "the circuit, where it can be found before the update",
		Unseen:  unseenOwnCircuit,
		Sources: []Source{{"ExpressRoute circuits and peering", "https://learn.microsoft.com/azure/expressroute/expressroute-circuit-peerings"}},
		Wrong:   namedCircuit + "privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 200}\n" + withVLANs,
		Right:   namedCircuit + "privatePeering: {vlanId: 300}\nmicrosoftPeering: {vlanId: 301}\n" + withVLANs,
		Check: func(c *Check) {
			private, microsoft := vlansOf(c)
			switch {
			case private.takes(microsoft) && microsoft.takes(private):
				c.Report(private.wants.Path, "the two peerings swap the VLANs %d and %d, and neither can be changed first; give one of them another VLAN in a separate update, and swap in the next", microsoft.has, private.has)
			case private.takes(microsoft) && !microsoft.lets():
				c.Report(private.wants.Path, microsoft.stuck(), Show(private.wants), "Microsoft")
			case microsoft.takes(private) && !private.lets():
				c.Report(microsoft.wants.Path, private.stuck(), Show(microsoft.wants), "private")
			}
		},
	},
	{
		ID: "connection-handover", Topic: "Changes", Severity: Error, Phase: OnChange,
		What: "A connection takes over a gateway, a peer or a prefix from another connection of the circuit only if that connection gives it up in the same update.",
		Why: "Azure refuses a second connection between a gateway and a circuit or between two circuits, and one on addresses that another one has. The connection that gives them up is replaced first, and " +
			"one that is renamed takes the place of the old one. When connections swap, none can be first, and a connection that is removed is deleted last.",
		Fix:     "Remove one of the connections, or give it another gateway, peer or prefix, in a separate update.",
		Needs:   "the circuit, the gateways of hubs, and the state of the stack",
		Unseen:  unseenOwnCircuit,
		Sources: []Source{globalReachDoc, linkVNetDoc},
		Wrong:   namedCircuit + "globalReachConnections: [" + toPeer("a", "1", "192.168.8.8/29") + ", " + toPeer("b", "2", "192.168.8.0/29") + "]\n" + withReach,
		Right:   namedCircuit + "globalReachConnections: [" + toPeer("a", "1", "192.168.8.8/29") + ", " + toPeer("b", "2", "192.168.8.16/29") + "]\n" + withReach,
		Check: func(c *Check) {
			for _, s := range reachOf(c).stuck {
				c.Report(s.path, "it takes over addresses or a peer of the connection %s, %s; remove that connection, or give it other addresses, in a separate update", Quote(s.holder), s.why)
			}
			for _, typ := range []string{armid.VirtualNetworkGateway, armid.ExpressRouteGateway} {
				for _, s := range gatewaysOf(c, typ).stuck {
					c.Report(s.path, "its gateway is connected to the circuit by the connection %s, %s, and Azure refuses a second connection; remove that one in a separate update", Quote(s.holder), s.why)
				}
			}
		},
	},
	{
		ID: "peering-in-use", Topic: "Changes", Severity: Error, Phase: OnChange,
		What: "A private peering leaves the program only together with the connections that use it.",
		Why:  "What an update removes is deleted last, and Azure does not delete a peering in use.",
		Fix: "Remove the connections in the same update, and add them again when the circuit has another private peering, such as one that its carrier makes. " +
			"A peering that is to stay in Azure leaves the state by `retainOnDelete`, which no rule can see: then ignore this rule.",
		Needs:   "the circuit and the state of the stack",
		Unseen:  unseenOwnCircuit,
		Sources: []Source{linkVNetDoc, {"Pulumi: retainOnDelete", "https://www.pulumi.com/docs/iac/concepts/resources/options/retainondelete/"}},
		Wrong:   managedCarrier + namedCircuit + onGateway + "\n" + ownPrivate,
		Right:   managedCarrier + namedCircuit + ownPrivate,
		Check: func(c *Check) {
			circuitID, stays := stayingCircuitID(c)
			if c.Spec.PrivatePeering != nil || !c.Spec.Connected() || !stays {
				return
			}
			if _, found := See(c, c.At("privatePeering"), c.World.Holdings); !found || c.World.Held(azure.KindPeering, spec.NamePrivatePeering) == nil {
				return
			}
			if stack := c.World.Held(azure.KindStack, ""); stack != nil && stack.CircuitID != "" && !armid.Same(stack.CircuitID, circuitID) {
				return // it is on another circuit
			}
			reach, gateways := Pending(c.Spec, c.World)
			if len(reach)+len(gateways) == len(c.Spec.GlobalReachConnections)+len(c.gateways()) {
				return
			}
			c.Report(c.At("privatePeering"), "the program no longer has the private peering that this stack made, and connections use it; what an update removes is deleted last, and Azure does not delete "+
				"a peering in use; remove the connections in the same update, and add them again when the circuit has another private peering")
		},
	},
}

const (
	ownPrivate = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, carrierState: Provisioned, private: {vlanId: 200}}}, " +
		"holdings: {found: [{own: true, kind: ExpressRouteCircuitPeering, name: AzurePrivatePeering}]}}"
	withVLANs = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, private: {vlanId: 200}, microsoft: {vlanId: 300}}}}"
	withReach = "azure: {circuit: {found: {serviceProvider: Equinix, peeringLocation: Silicon Valley, private: {vlanId: 200, connections: [" +
		"{name: a, addressPrefix: 192.168.8.0/29, peerPeeringID: " + examplePeer + "1/peerings/AzurePrivatePeering}, " +
		"{name: b, addressPrefix: 192.168.8.8/29, peerPeeringID: " + examplePeer + "2/peerings/AzurePrivatePeering}]}}}}"
)

func toPeer(name, peer, prefix string) string {
	return "{name: " + name + ", peerCircuitId: " + examplePeer + peer + ", addressPrefix: " + prefix + "}"
}

// stayingCircuit is the circuit that the stack works on, as Azure has it, when this update does not replace it.
func stayingCircuit(c *Check) (*azure.Circuit, bool) {
	if c.Spec.Circuit != nil {
		return changedCircuit(c)
	}
	return See(c, c.Spec.CircuitID.Path, c.World.Circuit)
}

// vlan is the VLAN of a peering: what it has, and what the program wants for it.
type vlan struct {
	has   int // 0: Azure has no such peering
	given bool
	wants spec.Value[int]
}

func vlansOf(c *Check) (private, microsoft vlan) {
	if c.Spec.PrivatePeering == nil && c.Spec.MicrosoftPeering == nil {
		return private, microsoft
	}
	circuit, ok := stayingCircuit(c)
	if !ok {
		return private, microsoft
	}
	if p := c.Spec.PrivatePeering; p != nil {
		private.given, private.wants = true, p.VlanID
		Get(c, p.VlanID)
	}
	if p := c.Spec.MicrosoftPeering; p != nil {
		microsoft.given, microsoft.wants = true, p.VlanID
		Get(c, p.VlanID)
	}
	if circuit.Private != nil {
		private.has = circuit.Private.VlanID
	}
	if circuit.Microsoft != nil {
		microsoft.has = circuit.Microsoft.VlanID
	}
	return private, microsoft
}

// takes tells whether the program wants the VLAN for it that another peering has.
func (v vlan) takes(other vlan) bool {
	return other.has != 0 && v.wants.Known() && v.wants.V == other.has
}

// lets tells whether the peering stays, on another VLAN.
func (v vlan) lets() bool { return v.given && (!v.wants.Known() || v.wants.V != v.has) }

func (v vlan) stuck() string {
	if v.given {
		return "%s is the VLAN of the %s peering, which keeps it; give one of them another VLAN"
	}
	return "%s is the VLAN of the %s peering, which Azure has and the program does not: what an update removes is deleted last; remove that peering in a separate update, or use another VLAN"
}

// MicrosoftFirst tells whether the Microsoft peering must be changed before the private one, which takes its VLAN.
func MicrosoftFirst(s *spec.PeeringStack, w *azure.World) bool {
	private, microsoft := vlansOf(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}})
	return private.takes(microsoft) && microsoft.lets()
}

// Handover is how the connections of a stack are changed, when one takes over what another has.
type Handover struct {
	// Order are the connections of the program by their place in it, those that let go of something first.
	Order []int
	// Instead are names of connections that go, by the name of the one that takes their place.
	Instead map[string]string

	stuck []stuckConnection
}

type stuckConnection struct{ path, holder, why string }

// taker is a connection of the program, and who has what it wants.
type taker struct {
	name    spec.Value[string]
	exists  bool
	holders []holder
}

// holder is a connection that Azure has and another one clashes with, and the path of the property that is in the way.
type holder struct {
	name, path string
	// theirs: it is not the stack's to change.
	theirs bool
}

// handover orders connections of one kind.
func handover(takers []taker) Handover {
	h := Handover{Instead: map[string]string{}}
	after := make([][]int, len(takers)) // connections that each waits for
	taken := map[string]bool{}
	for i, t := range takers {
		h.Order = append(h.Order, i)
		name := t.name.V
		for _, holder := range t.holders {
			j := slices.IndexFunc(takers, func(other taker) bool { return strings.EqualFold(other.name.V, holder.name) })
			switch {
			case holder.theirs:
				h.stuck = append(h.stuck, stuckConnection{holder.path, holder.name, "which is not this PeeringStack's"})
			case j >= 0:
				after[i] = append(after[i], j)
			case !t.exists && h.Instead[name] == "" && !taken[holder.name]:
				h.Instead[name], taken[holder.name] = holder.name, true
			case h.Instead[name] != holder.name:
				h.stuck = append(h.stuck, stuckConnection{holder.path, holder.name, "which the update deletes last"})
			}
		}
	}
	h.sort(takers, after)
	return h
}

// sort puts each connection behind those that it waits for: those wait for fewer. Those that wait for each other are stuck.
func (h *Handover) sort(takers []taker, after [][]int) {
	waits := make([]map[int]bool, len(takers)) // at once, or for one that waits
	for i := range takers {
		waits[i] = map[int]bool{}
		for next := after[i]; len(next) > 0; next = next[1:] {
			if j := next[0]; !waits[i][j] {
				waits[i][j] = true
				next = slices.Concat(next, after[j])
			}
		}
	}
	for i, t := range takers {
		if j := slices.IndexFunc(after[i], func(j int) bool { return waits[j][i] }); j >= 0 {
			h.stuck = append(h.stuck, stuckConnection{t.name.Path, takers[after[i][j]].name.V, "which in turn waits for this one"})
		}
	}
	slices.SortStableFunc(h.Order, func(i, j int) int { return cmp.Compare(len(waits[i]), len(waits[j])) })
}

// ReachOf orders the Global Reach connections by what Azure has.
func ReachOf(s *spec.PeeringStack, w *azure.World) Handover {
	return reachOf(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}})
}

func reachOf(c *Check) Handover {
	var takers []taker
	for _, conn := range c.Spec.GlobalReachConnections {
		takers = append(takers, taker{name: conn.Name})
	}
	if len(takers) == 0 {
		return handover(nil)
	}
	circuit, ok := stayingCircuit(c)
	if !ok || circuit.Private == nil {
		return handover(takers)
	}
	for i, conn := range c.Spec.GlobalReachConnections {
		takers[i].exists = circuit.Connection(conn.Name.V) != nil
		for _, has := range circuit.Private.Connections {
			path, clash := clashes(c, conn, has)
			if !clash || strings.EqualFold(has.Name, conn.Name.V) {
				continue
			}
			held, known := See(c, path, c.World.Holdings)
			theirs := known && !slices.ContainsFunc(*held, func(h azure.Holding) bool {
				return h.Kind == azure.KindGlobalReach && strings.EqualFold(h.Name, has.Name)
			})
			takers[i].holders = append(takers[i].holders, holder{has.Name, path, theirs})
		}
	}
	return handover(takers)
}

// clashes tells whether Azure would refuse a connection beside another one that it has, and the path of the property that
// is in the way.
func clashes(c *Check, conn spec.GlobalReachConnection, holder azure.Connection) (string, bool) {
	for _, taken := range []struct {
		wants spec.Value[string]
		has   string
	}{{conn.AddressPrefix, holder.AddressPrefix}, {conn.IPv6AddressPrefix, holder.IPv6AddressPrefix}} {
		given, known := Get(c, taken.wants)
		if !known || taken.has == "" {
			continue
		}
		wants, err := link.ParsePrefix(given)
		has, hasErr := netip.ParsePrefix(taken.has)
		if err == nil && hasErr == nil && wants.Overlaps(has) {
			return taken.wants.Path, true
		}
	}
	peer, path, known := peerPeering(c, conn)
	return path, known && holder.PeerPeeringID != "" && armid.Same(peer, holder.PeerPeeringID)
}

// GatewaysOf orders the connections to gateways of a type by what the state of the stack, and a hub's gateway, have.
func GatewaysOf(s *spec.PeeringStack, w *azure.World, typ string) Handover {
	return gatewaysOf(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}}, typ)
}

func gatewaysOf(c *Check, typ string) Handover {
	var takers []taker
	circuit, stays := stayingCircuitID(c)
	for _, g := range c.gateways() {
		if g.Type != typ {
			continue
		}
		t := taker{name: g.Name}
		if id, known := Get(c, g.GatewayID); known && stays {
			t.exists, t.holders = gatewayHolders(c, g, id, circuit)
		}
		takers = append(takers, t)
	}
	return handover(takers)
}

// stayingCircuitID is the id of the circuit that the stack works on, when this update does not replace it. The user of
// another's circuit has it from the program.
func stayingCircuitID(c *Check) (string, bool) {
	if c.Spec.Circuit == nil {
		return Get(c, c.Spec.CircuitID)
	}
	circuit, ok := changedCircuit(c)
	if !ok {
		return "", false
	}
	return circuit.ID, true
}

// gatewayHolders tells whether the stack has a connection already, and which others connect its gateway to the circuit.
// The connections of a hub's gateway are listed with it; those of a virtual network's gateway are known from the state.
func gatewayHolders(c *Check, g spec.Gateway, gatewayID, circuitID string) (exists bool, holders []holder) {
	kind, path := azure.KindGatewayConnection, g.GatewayID.Path
	held, found := See(c, path, c.World.Holdings)
	if !found {
		return false, nil
	}
	if g.Type == armid.ExpressRouteGateway {
		kind = azure.KindHubConnection
		if gateway, found := See(c, path, c.World.Gateway(gatewayID)); found {
			for _, has := range gateway.Connections {
				if armid.Same(has.Circuit, spec.PeerPeering(circuitID, "")) {
					holders = append(holders, holder{has.Name, path, c.World.Held(kind, has.Name) == nil})
				}
			}
		}
	} else {
		for _, h := range *held {
			if h.Kind == kind && armid.Same(h.GatewayID, gatewayID) && armid.Same(h.CircuitID, circuitID) && (h.Own || h.Absent && !h.MaybeOwn) {
				holders = append(holders, holder{h.Name, path, !h.Own})
			}
		}
	}
	holders = slices.DeleteFunc(holders, func(h holder) bool { return strings.EqualFold(h.name, g.Name.V) })
	return c.World.Held(kind, g.Name.V) != nil, holders
}
