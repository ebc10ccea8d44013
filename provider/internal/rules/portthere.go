package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

const (
	needsPort  = "the port of `expressRouteDirect.portId`"
	unseenPort = "the rule is silent, and Azure refuses the circuit"
)

// Rules on the ExpressRoute Direct port as Azure has it.
var portThereRules = []Rule{
	{
		ID: "port-not-found", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything, WarnsInPreview: true,
		What:    "The port of a circuit on ExpressRoute Direct exists.",
		Why:     "Azure would refuse the circuit. In a preview the port may still be missing, because the same program can make it.",
		Fix:     "Check the id. If the program makes the port, use the id from its output.",
		Needs:   needsPort,
		Unseen:  "the port is taken to be there",
		Sources: []Source{directDoc},
		Wrong:   onPort("5") + "azure: {port: {missing: ResourceNotFound}}",
		Right:   onPort("5") + "azure: {port: {found: {bandwidthInGbps: 10}}}",
		Check: func(c *Check) {
			if _, circuit, _ := seePort(c); circuit.PortID.Known() && c.World.Port.State == azure.Missing {
				c.Report(circuit.PortID.Path, "Azure does not have the port %s: %s; check the id, or make the port first", Show(circuit.PortID), brief(c.World.Port.Why))
			}
		},
	},
	{
		ID: "port-speed", Topic: "What Azure says", Severity: Error, Phase: BeforeAnything,
		What:    "`bandwidthInGbps` is not more than the port's own speed.",
		Why:     "A circuit cannot be faster than its port.",
		Fix:     "Give at most the port's speed.",
		Needs:   needsPort,
		Unseen:  unseenPort,
		Sources: []Source{directDoc},
		Wrong:   onPort("40") + "azure: {port: {found: {bandwidthInGbps: 10}}}",
		Right:   onPort("10") + "azure: {port: {found: {bandwidthInGbps: 10}}}",
		Check: func(c *Check) {
			port, circuit, ok := seePort(c)
			if gbps, known := Get(c, circuit.BandwidthInGbps); ok && known && port.BandwidthInGbps > 0 && gbps > float64(port.BandwidthInGbps) {
				c.Report(circuit.BandwidthInGbps.Path, "%s Gbps is more than the %d Gbps of the port; use at most the speed of the port", Show(circuit.BandwidthInGbps), port.BandwidthInGbps)
			}
		},
	},
	{
		ID: "port-full", Topic: "What Azure says", Severity: Warning, Phase: OnChange,
		What:    "The circuits of a port have at most twice its speed in total.",
		Why:     "Azure lets circuits subscribe at most twice the speed of a port pair.",
		Fix:     "Give less bandwidth, or use another port pair.",
		Needs:   needsPort + ", and " + needsOwnCircuit,
		Unseen:  unseenPort,
		Sources: []Source{directDoc},
		Wrong:   onPort("5") + "azure: {port: {found: {bandwidthInGbps: 10, provisionedInGbps: 16}}, circuit: {missing: ResourceNotFound}}",
		Right:   onPort("5") + "azure: {port: {found: {bandwidthInGbps: 10, provisionedInGbps: 15}}, circuit: {missing: ResourceNotFound}}",
		Check: func(c *Check) {
			port, circuit, ok := seePort(c)
			gbps, known := Get(c, circuit.BandwidthInGbps)
			if !ok || !known || port.BandwidthInGbps == 0 {
				return
			}
			others := port.ProvisionedInGbps
			switch own := c.World.Circuit; {
			case c.World.Late && !c.World.Preview:
				return // Azure has taken the circuit already
			case own.State == azure.Found && armid.Same(own.Value.PortID, circuit.PortID.V):
				others -= own.Value.BandwidthInGbps
			case own.State != azure.Found && own.State != azure.Missing && !c.World.New:
				return // whether the port carries this circuit already cannot be told
			}
			if most := 2 * float64(port.BandwidthInGbps); others+gbps > most {
				c.Report(circuit.BandwidthInGbps.Path, "%s Gbps with the %s Gbps of the port's other circuits is more than %s Gbps, which is twice the port's speed and the most that Azure allows; use less, or use another port pair",
					Show(circuit.BandwidthInGbps), Show(spec.Value[float64]{State: spec.Known, V: others}), Show(spec.Value[float64]{State: spec.Known, V: most}))
			}
		},
	},
	{
		ID: "port-vlan", Topic: "What Azure says", Severity: Error, Phase: WithCircuit,
		What:    "On a Dot1Q port, the VLANs of all circuits are different.",
		Why:     "With QinQ, each circuit has an outer tag of its own. With Dot1Q there is no outer tag, and only the VLAN separates the circuits.",
		Fix:     "Choose a VLAN that no other circuit of the port has.",
		Needs:   needsPort + ", and the other circuits on it",
		Unseen:  "the rule is silent for the circuits that cannot be read, and Azure refuses the peering",
		Sources: []Source{directDoc},
		Wrong:   onPort("5") + "azure: {port: {found: {encapsulation: Dot1Q}}, neighbours: {" + examplePeer + ": {found: {private: {vlanId: 200}}}}}",
		Right:   onPort("5") + "azure: {port: {found: {encapsulation: Dot1Q}}, neighbours: {" + examplePeer + ": {found: {private: {vlanId: 201}}}}}",
		Check: func(c *Check) {
			for _, id := range slices.Sorted(maps.Keys(c.World.Neighbours)) {
				own := c.World.Circuit.Value
				if armid.Same(id, c.World.CircuitID) || own != nil && armid.Same(id, own.ID) {
					continue
				}
				neighbour, found := See(c, portPath(c), c.World.Neighbours[id])
				if !found {
					continue
				}
				for _, p := range c.peerings() {
					vlan, known := Get(c, p.VlanID)
					for _, theirs := range []*azure.Peering{neighbour.Private, neighbour.Microsoft} {
						if known && theirs != nil && theirs.VlanID == vlan {
							c.Report(p.VlanID.Path, "VLAN %s is already used on the port by the circuit %s, and on a Dot1Q port every circuit needs VLANs of its own; choose another VLAN", Show(p.VlanID), Quote(nameOf(neighbour, id)))
						}
					}
				}
			}
		},
	},
}

func nameOf(circuit *azure.Circuit, id string) string {
	if circuit.Name != "" {
		return circuit.Name
	}
	return id[strings.LastIndex(id, "/")+1:]
}

// onPort is a circuit with a bandwidth on a port, for examples.
func onPort(gbps string) string {
	return "circuit:\n  serviceProvider: null\n  expressRouteDirect: {portId: " + examplePortID + ", bandwidthInGbps: " + gbps + "}\n"
}

const examplePortID = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p"

// seePort is the port of the stack's circuit as Azure has it, with what the program says of it.
func seePort(c *Check) (*azure.Port, spec.ExpressRouteDirect, bool) {
	if c.Spec.Circuit == nil || !c.Spec.Circuit.OnPort() {
		return nil, spec.ExpressRouteDirect{}, false
	}
	port, found := See(c, portPath(c), c.World.Port)
	return port, *c.Spec.Circuit.ExpressRouteDirect, found
}

// portPath is where the port is named: by the program, or by the circuit that it gives.
func portPath(c *Check) string {
	if c.Spec.Circuit != nil && c.Spec.Circuit.OnPort() {
		return c.Spec.Circuit.ExpressRouteDirect.PortID.Path
	}
	return c.Spec.CircuitID.Path
}
