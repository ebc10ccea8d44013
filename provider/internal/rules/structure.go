package rules

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// Rules on which inputs go together.
var structureRules = []Rule{
	{
		ID: "circuit-one-of", Topic: "Structure", Severity: Error, Structural: true,
		What:    "Exactly one of `circuit` and `circuitId` is given.",
		Why:     "A stack either creates its circuit or uses one that exists.",
		Fix:     "Give `circuit` to create one, or `circuitId` to use an existing one, and remove the other.",
		Sources: []Source{componentDoc},
		Wrong:   "circuitId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c",
		Right:   "circuit:\n  serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 200}",
		Check: func(c *Check) {
			switch hasCircuit, hasID := c.Spec.Circuit != nil, c.Spec.CircuitID.Given(); {
			case hasCircuit && hasID:
				c.Report(c.At("circuitId"), "circuit and circuitId are both given; give circuit to create a circuit, or circuitId to use one that exists")
			case !hasCircuit && !hasID:
				c.Report(c.At("circuit"), "neither circuit nor circuitId is given; give circuit to create a circuit, or circuitId to use one that exists")
			}
		},
	},
	{
		ID: "circuit-carrier-or-port", Topic: "Structure", Severity: Error, Structural: true,
		What:    "A circuit has exactly one of `serviceProvider` and `expressRouteDirect`.",
		Why:     "A circuit is provisioned by a carrier, or runs on an ExpressRoute Direct port. Azure accepts the properties of one of the two.",
		Fix:     "Give `serviceProvider` with name, peering location and bandwidth, or `expressRouteDirect` with port and bandwidth.",
		Sources: []Source{circuitSpec, directDoc},
		Wrong:   "circuit:\n  serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 200}\n  expressRouteDirect: {portId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p, bandwidthInGbps: 10}",
		Right:   "circuit:\n  serviceProvider: {name: Equinix, peeringLocation: Amsterdam, bandwidthInMbps: 200}",
		Check: func(c *Check) {
			if c.Spec.Circuit == nil {
				return
			}
			switch carrier, port := c.Spec.Circuit.ServiceProvider != nil, c.Spec.Circuit.OnPort(); {
			case carrier && port:
				c.Report(c.At("circuit.expressRouteDirect"), "serviceProvider and expressRouteDirect are both given; keep serviceProvider for a circuit at a carrier, or expressRouteDirect for a circuit on a port")
			case !carrier && !port:
				c.Report(c.At("circuit.serviceProvider"), "neither serviceProvider nor expressRouteDirect is given; give serviceProvider for a circuit at a carrier, or expressRouteDirect for a circuit on a port")
			}
		},
	},
	{
		ID: "peering-missing", Topic: "Structure", Severity: Warning,
		What:    "A stack has a peering, or something else that uses its circuit.",
		Why:     "A circuit without a peering is billed and carries no traffic. A plain JavaScript program is not told about a misspelt top-level input, because its SDK drops what it does not know.",
		Fix:     "Give `privatePeering` or `microsoftPeering`, and check their spelling. If the carrier makes the peerings, set `carrierManagesPeerings: true`. If the circuit is ordered for its service key, and its peerings are in another stack or come later, put `peering-missing` into `ignoreRules`.",
		Sources: []Source{peeringDoc},
		Wrong:   "privatePeering: null\nmicrosoftPeering: null",
		Right:   "microsoftPeering: null",
		Check: func(c *Check) {
			s := c.Spec
			if (s.Circuit != nil || s.CircuitID.Given()) && len(s.Peerings()) == 0 && !s.CarrierManagesPeerings.V && !s.Authorizations.Given() && len(s.GlobalReachConnections)+len(s.Gateways()) == 0 {
				c.Report(c.At("privatePeering"), "the stack has no peering, so its circuit is billed and carries no traffic; give privatePeering or microsoftPeering, and check the spelling if you did. "+
					"If the carrier makes the peerings, set carrierManagesPeerings to true. If they are in another stack or come later, put peering-missing into ignoreRules")
			}
		},
	},
	{
		ID: "carrier-manages-peerings", Topic: "Structure", Severity: Error, Structural: true,
		What:    "`carrierManagesPeerings` is not combined with a peering or with ExpressRoute Direct.",
		Why:     "Either the carrier makes the peerings of a circuit, or the stack does. A circuit on a port has no carrier.",
		Fix:     "If the carrier runs layer 3, leave the peerings out. If your own routers have the BGP sessions with Microsoft, leave `carrierManagesPeerings` out.",
		Sources: []Source{peeringDoc, {"ExpressRoute workflows", "https://learn.microsoft.com/azure/expressroute/expressroute-workflows"}},
		Wrong:   "carrierManagesPeerings: true",
		Right:   "carrierManagesPeerings: true\nprivatePeering: null\nmicrosoftPeering: null",
		Check: func(c *Check) {
			if !c.Spec.CarrierManagesPeerings.V {
				return
			}
			if c.Spec.Circuit != nil && c.Spec.Circuit.OnPort() {
				c.Report(c.At("carrierManagesPeerings"), "the circuit is on an ExpressRoute Direct port, where no carrier makes peerings; leave carrierManagesPeerings out, and give privatePeering or microsoftPeering")
			}
			for _, p := range c.peerings() {
				c.Report(p.Path, "carrierManagesPeerings is true, so the carrier makes the peerings; remove this peering, or leave carrierManagesPeerings out if your own routers have the BGP sessions with Microsoft")
			}
		},
	},
	{
		ID: "link-prefix-pair", Topic: "Structure", Severity: Error,
		What:    "The primary and the secondary IPv4 prefix of a peering are both given, or neither is.",
		Why:     "Every peering has two links, and Azure configures both.",
		Fix:     "Add the missing prefix, or remove both when the peering is IPv6 only.",
		Sources: []Source{peeringDoc},
		Wrong:   "privatePeering: {secondaryPeerAddressPrefix: null}",
		Right:   "privatePeering: {secondaryPeerAddressPrefix: 192.168.18.252/30}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				switch primary, secondary := p.PrimaryPeerAddressPrefix.Given(), p.SecondaryPeerAddressPrefix.Given(); {
				case primary && !secondary:
					c.Report(p.Path+".secondaryPeerAddressPrefix", "secondaryPeerAddressPrefix is missing; a peering has two links, so give the /30 of the second link as well")
				case secondary && !primary:
					c.Report(p.Path+".primaryPeerAddressPrefix", "primaryPeerAddressPrefix is missing; a peering has two links, so give the /30 of the first link as well")
				}
			}
		},
	},
	{
		ID: "peering-address-family", Topic: "Structure", Severity: Error,
		What:    "A peering has IPv4 prefixes, or `ipv6PeeringConfig`, or both.",
		Why:     "Without either there is no BGP session to configure.",
		Fix:     "Give `primaryPeerAddressPrefix` and `secondaryPeerAddressPrefix`, or `ipv6PeeringConfig`.",
		Sources: []Source{peeringDoc},
		Wrong:   "privatePeering: {primaryPeerAddressPrefix: null, secondaryPeerAddressPrefix: null}",
		Right:   "privatePeering:\n  primaryPeerAddressPrefix: null\n  secondaryPeerAddressPrefix: null\n  ipv6PeeringConfig: {primaryPeerAddressPrefix: 'fd00:10::/126', secondaryPeerAddressPrefix: 'fd00:10::4/126'}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				if p.IPv6 == nil && !p.PrimaryPeerAddressPrefix.Given() && !p.SecondaryPeerAddressPrefix.Given() {
					c.Report(p.Path+".primaryPeerAddressPrefix", "the peering has neither IPv4 prefixes nor ipv6PeeringConfig; give primaryPeerAddressPrefix and secondaryPeerAddressPrefix, or ipv6PeeringConfig")
				}
			}
		},
	},
	{
		ID: "microsoft-config-required", Topic: "Structure", Severity: Error,
		What:    "A Microsoft peering with IPv4 prefixes has `microsoftPeeringConfig`.",
		Why:     "Microsoft must know and validate the public prefixes you advertise over the sessions.",
		Fix:     "Add `microsoftPeeringConfig` with `advertisedPublicPrefixes`. An IPv6-only peering has it in `ipv6PeeringConfig`.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering: {microsoftPeeringConfig: null}",
		Right:   "microsoftPeering:\n  microsoftPeeringConfig: {advertisedPublicPrefixes: [123.1.0.0/24]}",
		Check: func(c *Check) {
			if p := c.Spec.MicrosoftPeering; p != nil && p.Config == nil && p.PrimaryPeerAddressPrefix.Given() {
				c.Report(c.At("microsoftPeering.microsoftPeeringConfig"), "microsoftPeeringConfig is missing; a Microsoft peering with IPv4 prefixes needs it, with the advertisedPublicPrefixes you announce")
			}
		},
	},
	{
		ID: "microsoft-config-without-prefixes", Topic: "Structure", Severity: Error,
		What:    "A Microsoft peering with `microsoftPeeringConfig` has IPv4 prefixes.",
		Why:     "It says what is advertised over the IPv4 sessions. Without prefixes there are no such sessions.",
		Fix:     "Give both IPv4 prefixes, or move the configuration into `ipv6PeeringConfig`.",
		Sources: []Source{peeringDoc},
		Wrong:   "microsoftPeering:\n  primaryPeerAddressPrefix: null\n  secondaryPeerAddressPrefix: null\n  ipv6PeeringConfig:\n    primaryPeerAddressPrefix: '2600::/126'\n    secondaryPeerAddressPrefix: '2600::4/126'\n    microsoftPeeringConfig: {advertisedPublicPrefixes: ['2600:1::/48']}",
		Right:   "microsoftPeering: {primaryPeerAddressPrefix: 123.0.0.0/30, secondaryPeerAddressPrefix: 123.0.0.4/30}",
		Check: func(c *Check) {
			if p := c.Spec.MicrosoftPeering; p != nil && p.Config != nil && !p.PrimaryPeerAddressPrefix.Given() && !p.SecondaryPeerAddressPrefix.Given() {
				c.Report(c.At("microsoftPeering.primaryPeerAddressPrefix"), "microsoftPeeringConfig is given without IPv4 prefixes; give primaryPeerAddressPrefix and secondaryPeerAddressPrefix, or move it into ipv6PeeringConfig")
			}
		},
	},
	{
		ID: "route-filter-one-of", Topic: "Structure", Severity: Error, Structural: true,
		What:    "At most one of `routeFilter` and `routeFilterId` is given.",
		Why:     "A peering has one route filter: a new one, or one that exists.",
		Fix:     "Remove one of the two.",
		Sources: []Source{componentDoc, filterDoc},
		Wrong:   "microsoftPeering: {routeFilterId: /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/f}",
		Right:   "microsoftPeering: {routeFilterId: null}",
		Check: func(c *Check) {
			if p := c.Spec.MicrosoftPeering; p != nil && p.RouteFilter != nil && p.RouteFilterID.Given() {
				c.Report(c.At("microsoftPeering.routeFilterId"), "routeFilter and routeFilterId are both given; keep routeFilter to create a filter, or routeFilterId to use one that exists")
			}
		},
	},
	{
		ID: "peering-state", Topic: "Structure", Severity: Error,
		What:    "`state` is `Enabled` or `Disabled`.",
		Why:     "Azure has only these two states.",
		Fix:     "Use one of the two, or leave `state` out for Azure's default.",
		Sources: []Source{circuitSpec},
		Wrong:   "privatePeering: {state: 'on'}",
		Right:   "privatePeering: {state: Disabled}",
		Check: func(c *Check) {
			for _, p := range c.peerings() {
				enum(c, p.State, "state", peeringStates)
				if p.IPv6 != nil {
					enum(c, p.IPv6.State, "state", peeringStates)
				}
			}
		},
	},
	{
		ID: "ignored-rule-unknown", Topic: "Structure", Severity: Error, Structural: true,
		What:    "Every id in `ignoreRules` is the id of a rule that can be ignored.",
		Why:     "With a misspelt id you would believe that a rule is ignored when it is not.",
		Fix:     "Use an id from this page, or remove the entry.",
		Sources: []Source{componentDoc},
		Wrong:   "ignoreRules: [vlan-rnage]",
		Right:   "ignoreRules: [vlan-range]",
		Check: func(c *Check) {
			items, _ := Items(c, c.Spec.IgnoreRules)
			for _, id := range items {
				checkIgnored(c, id)
			}
		},
	},
}

var peeringStates = []string{"Enabled", "Disabled"}

// enum reports a known value that is none of the allowed ones, and names the one it may stand for.
func enum(c *Check, v spec.Value[string], what string, allowed []string) {
	s, ok := Get(c, v)
	if !ok {
		return
	}
	for _, a := range allowed {
		if s == a {
			return
		}
	}
	c.Report(v.Path, "%s is not a %s; use %s%s", Show(v), what, OneOf(allowed), Hint(v, "%s", didYouMean(s, allowed)))
}

// didYouMean asks for the nearest names to a misspelt one, or is empty.
func didYouMean(s string, names []string) string {
	if nearest := Nearest(s, names); len(nearest) > 0 {
		return "; did you mean " + OneOf(nearest) + "?"
	}
	return ""
}

func checkIgnored(c *Check, id spec.Value[string]) {
	for i := range c.catalogue {
		if r := &c.catalogue[i]; r.ID == id.V {
			if r.Structural {
				c.Report(id.Path, "%s cannot be ignored, because it protects the program itself; remove it, and correct what the rule reports", Show(id))
			}
			return
		}
	}
	var ids []string
	for _, r := range c.catalogue {
		if !r.Structural {
			ids = append(ids, r.ID)
		}
	}
	c.Report(id.Path, "%s is not a rule; docs/rules.md lists all ids%s", Show(id), Hint(id, "%s", didYouMean(id.V, ids)))
}
