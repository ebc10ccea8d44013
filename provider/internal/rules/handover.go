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

// Rules on what one of two hands to the other in one update: a VLAN from peering to peering, a prefix or a peer from Global
// Reach connection to connection. Who lets go comes first; what is removed goes last of all.
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
		What: "A Global Reach connection takes over a prefix or a peer from another connection of the circuit only if that connection gives it up in the same update.",
		Why: "Azure refuses a second connection on the same addresses, or to the same circuit. The connection that gives them up is replaced first, and one that is renamed " +
			"takes the place of the old one; of those that swap, none can be first, and a connection that is removed goes last.",
		Fix:     "Remove one of the connections, or give it other addresses, in a separate update.",
		Needs:   "the circuit, where it can be found before the update",
		Unseen:  unseenOwnCircuit,
		Sources: []Source{globalReachDoc},
		Wrong:   namedCircuit + "globalReachConnections: [" + toPeer("a", "1", "192.168.8.8/29") + ", " + toPeer("b", "2", "192.168.8.0/29") + "]\n" + withReach,
		Right:   namedCircuit + "globalReachConnections: [" + toPeer("a", "1", "192.168.8.8/29") + ", " + toPeer("b", "2", "192.168.8.16/29") + "]\n" + withReach,
		Check: func(c *Check) {
			for _, s := range reachOf(c).stuck {
				c.Report(s.path, "it takes over addresses or a peer of the connection %s, %s; remove that connection, or give it other addresses, in a separate update", Quote(s.holder), s.why)
			}
		},
	},
}

const (
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

// Reach is how the Global Reach connections of a stack are changed.
type Reach struct {
	// Order are the connections of the program by their place in it, those that let go of something first.
	Order []int
	// Instead are names of connections that go, by the name of the one that takes their place.
	Instead map[string]string

	stuck []stuckConnection
}

type stuckConnection struct{ path, holder, why string }

// ReachOf orders the Global Reach connections by what Azure has.
func ReachOf(s *spec.PeeringStack, w *azure.World) Reach {
	return reachOf(&Check{Spec: s, World: w, rule: &Rule{}, verdict: &Verdict{}})
}

func reachOf(c *Check) Reach {
	wanted := c.Spec.GlobalReachConnections
	r := Reach{Instead: map[string]string{}}
	for i := range wanted {
		r.Order = append(r.Order, i)
	}
	if len(wanted) == 0 {
		return r
	}
	circuit, ok := stayingCircuit(c)
	if !ok || circuit.Private == nil {
		return r
	}
	place := func(name string) int {
		return slices.IndexFunc(wanted, func(conn spec.GlobalReachConnection) bool { return strings.EqualFold(conn.Name.V, name) })
	}
	after := make([][]int, len(wanted)) // connections that each waits for
	taken := map[string]bool{}
	for i, conn := range wanted {
		exists := circuit.Connection(conn.Name.V) != nil
		for _, holder := range circuit.Private.Connections {
			path, clash := clashes(c, conn, holder)
			if strings.EqualFold(holder.Name, conn.Name.V) || !clash {
				continue
			}
			switch j := place(holder.Name); {
			case j >= 0:
				after[i] = append(after[i], j)
			case !exists && r.Instead[conn.Name.V] == "" && !taken[holder.Name]:
				r.Instead[conn.Name.V], taken[holder.Name] = holder.Name, true
			case r.Instead[conn.Name.V] != holder.Name:
				r.stuck = append(r.stuck, stuckConnection{path, holder.Name, "which is deleted last"})
			}
		}
	}
	r.sort(wanted, after)
	return r
}

// sort puts each connection behind those that it waits for. Those that wait for each other are stuck.
func (r *Reach) sort(wanted []spec.GlobalReachConnection, after [][]int) {
	depth := make([]int, len(wanted))
	for range wanted {
		for i := range wanted {
			for _, j := range after[i] {
				depth[i] = max(depth[i], depth[j]+1)
			}
		}
	}
	for i := range wanted {
		if depth[i] >= len(wanted) {
			r.stuck = append(r.stuck, stuckConnection{wanted[i].Name.Path, wanted[after[i][0]].Name.V, "which in turn waits for this one"})
		}
	}
	slices.SortStableFunc(r.Order, func(i, j int) int { return cmp.Compare(depth[i], depth[j]) })
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
