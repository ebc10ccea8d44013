package rules

// The VLAN ids that IEEE 802.1Q leaves for use: 0 and 4095 are reserved.
const (
	firstVLAN = 1
	lastVLAN  = 4094
)

// Rules on VLANs.
var vlanRules = []Rule{
	{
		ID: "vlan-range", Topic: "VLAN", Severity: Error,
		What:    "`vlanId` is from 1 to 4094.",
		Why:     "IEEE 802.1Q has the ids 0 to 4095, and reserves 0 and 4095.",
		Fix:     "Use the VLAN id agreed with the carrier. On an ExpressRoute Direct port use any free C-tag; if the port is Dot1Q, it must be unique on the port pair.",
		Sources: []Source{peeringDoc, {"IEEE 802.1Q", "https://standards.ieee.org/ieee/802.1Q/10323/"}},
		Wrong:   "privatePeering: {vlanId: 0}",
		Right:   "privatePeering: {vlanId: 1}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				if id, ok := Get(c, p.VlanID); ok && (id < firstVLAN || id > lastVLAN) {
					remedy := "use the VLAN id agreed with the carrier"
					if c.Spec.Circuit != nil && c.Spec.Circuit.OnPort() {
						remedy = "use any free C-tag; if the port is Dot1Q, the C-tag must be unique on the port pair"
					}
					c.Report(p.VlanID.Path, "VLAN %s is outside %d to %d; %s", Show(p.VlanID), firstVLAN, lastVLAN, remedy)
				}
			}
		},
	},
	{
		ID: "vlan-unique", Topic: "VLAN", Severity: Error,
		What:    "The peerings of a circuit have different VLANs.",
		Why:     "The VLAN id separates the traffic of the peerings on the link. Azure has accepted a second use with a success and then lost the peering.",
		Fix:     "Give one of the peerings another VLAN id.",
		Sources: []Source{peeringDoc, {"azure-cli issue 1575", "https://github.com/Azure/azure-cli/issues/1575"}},
		Wrong:   "privatePeering: {vlanId: 300}",
		Right:   "privatePeering: {vlanId: 200}",
		Check: func(c *Check) {
			peerings := c.peerings()
			for i, p := range peerings {
				id, ok := Get(c, p.VlanID)
				if !ok {
					continue
				}
				for _, earlier := range peerings[:i] {
					if other, ok := Get(c, earlier.VlanID); ok && other == id {
						c.Report(p.VlanID.Path, "VLAN %s is already used by %s; each peering of a circuit needs a VLAN of its own", Show(p.VlanID), earlier.Path)
					}
				}
			}
		},
	},
}
