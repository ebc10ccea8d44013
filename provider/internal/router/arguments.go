// Package router writes the configuration of the customer's routers from the BGP sessions of a peering.
//
// Arguments are what a program asks for, and the rules in rules.go what they are checked against. From valid ones comes a
// Router for each link: one router's side, whatever its platform. Each platform is a file that writes a Router down in the
// words of its command line. Nothing here knows of Pulumi.
package router

import "github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"

// Arguments are those of routerConfiguration. The tags name the properties of schema.json; a contract test holds the two
// together.
type Arguments struct {
	Platform           spec.Value[string] `input:"platform"`
	Sessions           []SessionArguments `input:"sessions"`
	Interfaces         *Interfaces        `input:"interfaces"`
	OuterVlanIDs       *OuterVlanIDs      `input:"outerVlanIds"`
	SharedKey          spec.Value[string] `input:"sharedKey"`
	AdvertisedPrefixes spec.List[string]  `input:"advertisedPrefixes"`
	AcceptedPrefixes   spec.List[string]  `input:"acceptedPrefixes"`
	MaximumPrefixes    *MaximumPrefixes   `input:"maximumPrefixes"`
	BFD                spec.Value[bool]   `input:"bfd"`
	Timers             *Timers            `input:"timers"`
	VRF                spec.Value[string] `input:"vrf"`
	CircuitName        spec.Value[string] `input:"circuitName"`
	Hostname           spec.Value[string] `input:"hostname"`
}

// SessionArguments are one BGP session, as PeeringStack publishes them.
type SessionArguments struct {
	Peering          spec.Value[string] `input:"peering"`
	Link             spec.Value[string] `input:"link"`
	Family           spec.Value[string] `input:"family"`
	VlanID           spec.Value[int]    `input:"vlanId"`
	OuterVlanID      spec.Value[int]    `input:"outerVlanId"`
	Prefix           spec.Value[string] `input:"prefix"`
	CustomerAddress  spec.Value[string] `input:"customerAddress"`
	MicrosoftAddress spec.Value[string] `input:"microsoftAddress"`
	PeerASN          spec.Value[string] `input:"peerASN"`
	AzureASN         spec.Value[string] `input:"azureASN"`
}

// Interfaces are the physical interfaces that the links end on.
type Interfaces struct {
	Primary   spec.Value[string] `input:"primary"`
	Secondary spec.Value[string] `input:"secondary"`
}

// OuterVlanIDs are the outer tags that a carrier chose for the links.
type OuterVlanIDs struct {
	Primary   spec.Value[int] `input:"primary"`
	Secondary spec.Value[int] `input:"secondary"`
}

// MaximumPrefixes are the numbers of prefixes, by family, above which a router warns.
type MaximumPrefixes struct {
	IPv4 spec.Value[int] `input:"ipv4"`
	IPv6 spec.Value[int] `input:"ipv6"`
}

// Timers are those of BGP, in seconds.
type Timers struct {
	Keepalive spec.Value[int] `input:"keepalive"`
	Hold      spec.Value[int] `input:"hold"`
}

// sides are the links, in the order of what is written.
var sides = []spec.Side{spec.Primary, spec.Secondary}

// interfaceOf is the physical interface of a link.
func (a *Arguments) interfaceOf(side spec.Side) spec.Value[string] {
	switch {
	case a.Interfaces == nil:
		return spec.Value[string]{Path: spec.Join("interfaces", string(side))}
	case side == spec.Primary:
		return a.Interfaces.Primary
	default:
		return a.Interfaces.Secondary
	}
}

// carrierTag is the outer tag that a carrier chose for a link.
func (a *Arguments) carrierTag(side spec.Side) spec.Value[int] {
	switch {
	case a.OuterVlanIDs == nil:
		return spec.Value[int]{}
	case side == spec.Primary:
		return a.OuterVlanIDs.Primary
	default:
		return a.OuterVlanIDs.Secondary
	}
}

// sessionsOf lists the sessions of a link.
func (a *Arguments) sessionsOf(side spec.Side) []SessionArguments {
	var all []SessionArguments
	for _, s := range a.Sessions {
		if s.Link.V == string(side) {
			all = append(all, s)
		}
	}
	return all
}

// outerTag is the outer tag of a link: the port's, which is in the sessions, or the carrier's. It is absent on a link
// with a single tag.
func (a *Arguments) outerTag(side spec.Side) spec.Value[int] {
	if tag := a.carrierTag(side); tag.Known() {
		return tag
	}
	for _, s := range a.sessionsOf(side) {
		if s.OuterVlanID.Known() {
			return s.OuterVlanID
		}
	}
	return spec.Value[int]{}
}

// peering is the peering that the sessions belong to.
func (a *Arguments) peering() string {
	if len(a.Sessions) == 0 {
		return ""
	}
	return a.Sessions[0].Peering.V
}

// bfd is on unless it is turned off.
func (a *Arguments) bfd() bool { return !a.BFD.Known() || a.BFD.V }

// has reports whether there is a session of the family.
func (a *Arguments) has(family spec.Family) bool {
	for _, s := range a.Sessions {
		if s.Family.V == string(family) {
			return true
		}
	}
	return false
}
