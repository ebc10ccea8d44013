// Package session works out the BGP sessions of a configuration: what a network engineer types into the routers.
package session

import (
	"net/netip"
	"strconv"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/link"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec"
)

// Session is one BGP session, between the customer's router and Microsoft's on one link. What depends on a value that
// is not known yet is unknown too; what depends on a secret one is secret.
type Session struct {
	Peering          string
	Side             spec.Side
	Family           spec.Family
	VlanID           spec.Value[int]
	Prefix           spec.Value[string]
	CustomerAddress  spec.Value[string]
	MicrosoftAddress spec.Value[string]
	PeerASN          spec.Value[string] // asplain: no language's integers and no way of printing floats get in between
	AzureASN         string
}

// Table lists the sessions: private peering before Microsoft peering, primary before secondary, IPv4 before IPv6.
func Table(s *spec.PeeringStack) []Session {
	var table []Session
	for _, p := range s.Peerings() {
		for _, l := range p.Links() {
			table = append(table, Session{
				Peering: l.Peering, Side: l.Side, Family: l.Family,
				VlanID: p.VlanID, Prefix: l.Prefix,
				CustomerAddress:  address(l.Prefix, link.CustomerAddress),
				MicrosoftAddress: address(l.Prefix, link.MicrosoftAddress),
				PeerASN:          asplain(p.PeerASN),
				AzureASN:         strconv.Itoa(spec.AzureASN),
			})
		}
	}
	return table
}

// asplain writes a number as routers take it (RFC 5396).
func asplain(number spec.Value[float64]) spec.Value[string] {
	text := spec.Value[string]{State: number.State, Secret: number.Secret}
	if number.Known() {
		text.V = strconv.FormatFloat(number.V, 'f', -1, 64)
	}
	return text
}

// address derives a router's address from a prefix. A known prefix that cannot be read, which only ignoreRules lets
// through, has none.
func address(prefix spec.Value[string], of func(netip.Prefix) netip.Addr) spec.Value[string] {
	derived := spec.Value[string]{State: prefix.State, Secret: prefix.Secret}
	if !prefix.Known() {
		return derived
	}
	p, err := link.ParsePrefix(prefix.V)
	if err != nil {
		derived.State = spec.Absent
		return derived
	}
	derived.V = of(p).String()
	return derived
}
