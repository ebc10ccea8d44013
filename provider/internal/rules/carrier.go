package rules

import (
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
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
		What: "With `carrierManagesPeerings`, a gateway is connected once the carrier has provisioned the circuit.",
		Why: "The connection needs the private peering, which that carrier makes, and Azure refuses it before. So it is not made yet: everything else is built, " +
			"and the output `pendingConnections` lists what waits. A connection that exists stays, whatever the state.",
		Fix:     "Hand the service key to the carrier, and run `pulumi up` again when the circuit is `Provisioned`. `ignoreRules` has the connections made all the same.",
		Needs:   "the stack's circuit, when it is registered, and the connections",
		Unseen:  "the circuit is taken to be `Provisioned`, and a connection to be there",
		Sources: []Source{linkVNetDoc},
		Wrong:   managedCarrier + onGateway + "\nazure: {circuit: {found: {carrierState: NotProvisioned}}}",
		Right:   managedCarrier + onGateway + "\nazure: {circuit: {found: {carrierState: Provisioned}}}",
		Check: func(c *Check) {
			if c.Spec.CarrierManagesPeerings.V {
				reportPendingGateways(c, "gateways are reached over the private peering that it makes")
			}
		},
	},
	{
		ID: carrierVirtualWAN, Topic: "What Azure says", Severity: Warning, Phase: WithCircuit,
		What: "The gateway of a Virtual WAN hub is connected once the carrier has provisioned the circuit.",
		Why: "Before that, Azure takes the connection and then fails it, and the failed one has to be deleted by hand. So it is not made yet: everything else is built, " +
			"and the output `pendingConnections` lists what waits. A connection that exists stays, whatever the state.",
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
		},
	},
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
	state, _ := carrierState(c)
	c.Report(waiting[0].Path, "%s must wait: %s, and %s. "+
		"Hand the carrier the service key (the output serviceKey), and run pulumi up again when the circuit is Provisioned", strings.Join(names, ", "), state, why)
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
		if _, waits := carrierState(c); waits && (c.World.New || !mayBeThere(c, g)) {
			all = append(all, g)
		}
	}
	return all
}

// mayBeThere tells whether Azure has a connection to a gateway, or may have it where nobody may look.
func mayBeThere(c *Check, g spec.Gateway) bool {
	id := g.ID()
	if !id.Known() {
		return false
	}
	if g.Type == armid.VirtualNetworkGateway {
		fact := c.World.Connection(id.V)
		_, found := See(c, g.GatewayID.Path, fact)
		return found || fact.State == azure.Denied
	}
	fact := c.World.Gateway(g.GatewayID.V) // a hub's gateway lists its connections
	gateway, found := See(c, g.GatewayID.Path, fact)
	return fact.State == azure.Denied || found && slices.ContainsFunc(gateway.Connections, func(there azure.GatewayConnection) bool {
		return armid.Same(there.ID, id.V) && ownPeering(c, there.Circuit)
	})
}

func pending(c *Check) []waiting {
	var all []waiting
	for _, conn := range c.Spec.GlobalReachConnections {
		if own := c.World.Circuit.Value; own != nil && own.Connection(conn.Name.V) != nil {
			continue // what exists stays
		}
		if state, waits := carrierState(c); waits {
			all = append(all, waiting{name: conn.Name.V, why: state + ", and Azure connects Provisioned circuits only. " +
				"Hand the carrier the service key (the output serviceKey), and run pulumi up again when the circuit is Provisioned"})
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
	case w.New && w.Circuit.State == azure.NotAsked:
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

// peerNotReady says why the circuit at the other end cannot be connected yet, or is empty. It is maybe when the circuit may
// be ready and not show it.
func peerNotReady(c *Check, conn spec.GlobalReachConnection) (why string, maybe bool) {
	id := conn.PeerCircuit()
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
