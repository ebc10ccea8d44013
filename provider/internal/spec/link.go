package spec

// Names of the two peerings, which Azure also takes as their resource names.
const (
	NamePrivatePeering   = "AzurePrivatePeering"
	NameMicrosoftPeering = "MicrosoftPeering"
)

// AzureASN is Microsoft's autonomous system number on every ExpressRoute session.
// https://learn.microsoft.com/azure/expressroute/expressroute-routing
const AzureASN = 12076

// Side is one of the two links of a peering.
type Side string

// The two links of a peering.
const (
	Primary   Side = "primary"
	Secondary Side = "secondary"
)

// Family is an IP address family.
type Family string

// The two address families.
const (
	FamilyIPv4 Family = "ipv4"
	FamilyIPv6 Family = "ipv6"
)

// Link is one link of a peering in one address family: the ground of one BGP session.
type Link struct {
	Peering string
	Side    Side
	Family  Family
	Prefix  Value[string]
}

// PeeringOf is a peering's common part with its name and its IPv6 side.
type PeeringOf struct {
	*Peering
	Name string
	Path string
	IPv6 *IPv6
}

// Peerings lists the peerings there are, private before Microsoft.
func (s *PeeringStack) Peerings() []PeeringOf {
	var all []PeeringOf
	if p := s.PrivatePeering; p != nil {
		of := PeeringOf{Peering: &p.Peering, Name: NamePrivatePeering, Path: s.At("privatePeering")}
		if p.IPv6 != nil {
			of.IPv6 = &p.IPv6.IPv6
		}
		all = append(all, of)
	}
	if p := s.MicrosoftPeering; p != nil {
		of := PeeringOf{Peering: &p.Peering, Name: NameMicrosoftPeering, Path: s.At("microsoftPeering")}
		if p.IPv6 != nil {
			of.IPv6 = &p.IPv6.IPv6
		}
		all = append(all, of)
	}
	return all
}

// Links lists the links whose prefix is given, known or not: primary before secondary, IPv4 before IPv6.
func (p PeeringOf) Links() []Link {
	links := make([]Link, 0, 4)
	add := func(side Side, family Family, prefix Value[string]) {
		if prefix.Given() {
			links = append(links, Link{p.Name, side, family, prefix})
		}
	}
	add(Primary, FamilyIPv4, p.PrimaryPeerAddressPrefix)
	if p.IPv6 != nil {
		add(Primary, FamilyIPv6, p.IPv6.PrimaryPeerAddressPrefix)
	}
	add(Secondary, FamilyIPv4, p.SecondaryPeerAddressPrefix)
	if p.IPv6 != nil {
		add(Secondary, FamilyIPv6, p.IPv6.SecondaryPeerAddressPrefix)
	}
	return links
}

// MicrosoftConfigs lists what the Microsoft peering advertises, IPv4 before IPv6, where there is any.
func (s *PeeringStack) MicrosoftConfigs() []*MicrosoftConfig {
	var all []*MicrosoftConfig
	if p := s.MicrosoftPeering; p != nil {
		if p.Config != nil {
			all = append(all, p.Config)
		}
		if p.IPv6 != nil && p.IPv6.Config != nil {
			all = append(all, p.IPv6.Config)
		}
	}
	return all
}
