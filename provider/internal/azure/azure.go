// Package azure holds what was seen of Azure: plain facts, each with how much is known of it. Nothing here asks Azure.
package azure

import "strings"

// State says how much is known of a resource.
type State int

const (
	// NotAsked: nothing needed to know.
	NotAsked State = iota
	// Unknown: it cannot be asked for yet, because its id or the provider's configuration is not known.
	Unknown
	// Missing: Azure answered that it is not there.
	Missing
	// Denied: it may not be read, or Azure gave no answer. It may well be there.
	Denied
	// Found: it is there.
	Found
)

// Fact is what is known of one resource.
type Fact[T any] struct {
	State State
	// Why is Azure's reason when it is missing or denied, or why it is unknown.
	Why string
	// Answered is the id of what answered: of the resource, or of one by the same name in another subscription.
	Answered string
	// Value is the resource when it was found, else nil.
	Value *T
}

// See is the fact of a resource that was found.
func See[T any](value T) Fact[T] { return Fact[T]{State: Found, Value: &value} }

// World is what was seen of Azure around one stack.
type World struct {
	// Preview: what is missing may be made by the same program before the update needs it.
	Preview bool
	// Subscription is the one that the provider works on.
	Subscription Fact[string]
	// Region is where resources go that the program gives no location. It is unknown where a provider of the program's
	// own may have one.
	Region Fact[string]
	// Circuit is the stack's own one, or the one that circuitId or adopt names.
	Circuit Fact[Circuit]
	// OldCircuit is the one in the state, where the program has another one in its place by the id.
	OldCircuit Fact[Circuit]
	// Taken is the circuit that has the name and the group which the stack's own is to get.
	Taken Fact[Circuit]
	// CircuitID is the circuit's id once it is registered.
	CircuitID string
	// New: the circuit is made, or replaced, by this update.
	New bool
	// Late: the circuit was read when the update had come to it already.
	Late bool
	// Coming are circuits at carriers that this preview makes in other stacks of the program, by the path of the property
	// that is to have the id.
	Coming map[string]bool
	// RouteFilter is the one that adopt names, or the stack's own where its name is known.
	RouteFilter Fact[RouteFilter]
	// OldFilter is the one in the state, where the program has another one in its place, or none.
	OldFilter Fact[RouteFilter]
	// Attached is the one that the Microsoft peering uses, where the circuit's tier goes down.
	Attached Fact[RouteFilter]
	// Port is that of the circuit, and Neighbours are the other circuits on it, by id in lower case, where they matter.
	Port       Fact[Port]
	Neighbours map[string]Fact[Circuit]
	// Holdings are what the state of the program's own stack has of Azure, as the last update left it.
	Holdings Fact[[]Holding]
	// Gateways and Peers, the circuits at the other ends of Global Reach connections, by id in lower case.
	Gateways map[string]Fact[Gateway]
	Peers    map[string]Fact[Circuit]
	// Connections to gateways, by id in lower case: those that are adopted, those to virtual networks that would have to wait
	// if they were not there already, and those that the state has elsewhere.
	Connections map[string]Fact[GatewayConnection]
}

// Gateway is the fact of the gateway with the id.
func (w *World) Gateway(id string) Fact[Gateway] { return w.Gateways[strings.ToLower(id)] }

// Peer is the fact of the circuit with the id.
func (w *World) Peer(id string) Fact[Circuit] { return w.Peers[strings.ToLower(id)] }

// Kinds of holdings: types of resources without their package and module.
const (
	KindStack             = "PeeringStack"
	KindGroup             = "ResourceGroup"
	KindCircuit           = "ExpressRouteCircuit"
	KindPeering           = "ExpressRouteCircuitPeering"
	KindAuthorization     = "ExpressRouteCircuitAuthorization"
	KindGlobalReach       = "ExpressRouteCircuitConnection"
	KindGatewayConnection = "VirtualNetworkGatewayConnection"
	KindHubConnection     = "ExpressRouteConnection"
	KindRouteFilter       = "RouteFilter"
	KindRouteFilterRule   = "RouteFilterRule"
)

// Holding is a resource in the state of a stack: what tells which one in Azure it is.
type Holding struct {
	URN, Kind string
	// Own: it is the component itself, or one of its children.
	Own bool
	// MaybeOwn: it is, if a component around it was renamed and has an alias. The engine alone knows.
	MaybeOwn bool
	// Absent: another's, which the program has not registered as far as it has come.
	Absent bool
	// Beside: of a peering, the PeeringStack that has it is another one, which the program has registered.
	Beside         bool
	Name, Location string
	ServiceKey     Secret // of a circuit
	VlanID         int    // of a peering
	Primary        string // prefix of a peering
	CircuitID      string // of the component, or at the other end of a connection to a gateway
	GatewayID      string // of a connection to the gateway of a virtual network
	// Given are the names and ids that the last update gave for it, by the path of azure-native's input.
	Given map[string]string
	// GivenTo is the same of all children, as a component keeps it, by their kinds and names (ChildKey).
	GivenTo map[string]map[string]string
}

// ChildKey tells the children of a component apart. Kinds of which it has one only have no names.
func ChildKey(kind, name string) string { return kind + "/" + strings.ToLower(name) }

// Held is the component's own resource of a kind and a name in the state, or nil. Without a name it is the first one.
func (w *World) Held(kind, name string) *Holding {
	if w.Holdings.Value == nil {
		return nil
	}
	for i := range *w.Holdings.Value {
		if h := &(*w.Holdings.Value)[i]; h.Own && h.Kind == kind && (name == "" || strings.EqualFold(h.Name, name)) {
			return h
		}
	}
	return nil
}

// Connection is the fact of the connection to a gateway with the id.
func (w *World) Connection(id string) Fact[GatewayConnection] {
	return w.Connections[strings.ToLower(id)]
}

// Secret is a text that no message shows.
type Secret string

// String hides the text.
func (Secret) String() string { return "[secret]" }

// GoString hides the text.
func (Secret) GoString() string { return "[secret]" }

// Masked reports whether a key is one that Azure has masked: asterisks, or the zero UUID, in the place of its characters.
func Masked(key string) bool {
	return strings.Contains(key, "***") || key == "00000000-0000-0000-0000-000000000000"
}

// Circuit is a circuit with what hangs off it. What Azure leaves out is empty.
type Circuit struct {
	ID, Name, Location     string
	Tags                   map[string]string
	Tier, Family           string
	ServiceProvider        string
	PeeringLocation        string
	BandwidthInMbps        int
	PortID                 string
	BandwidthInGbps        float64
	AllowClassicOperations bool
	GlobalReachEnabled     bool
	ProvisioningState      string
	CarrierState           string
	ServiceKey             Secret
	Stag                   int
	Private, Microsoft     *Peering
	Authorizations         []Authorization
}

// Provisioned is the state of a circuit that its carrier has provisioned.
const Provisioned = "Provisioned"

// Ready reports whether traffic can flow over the circuit: its carrier has provisioned it, or it is on a port and has none.
func (c *Circuit) Ready() bool { return c.PortID != "" || c.CarrierState == Provisioned }

// Connection is the Global Reach connection of a name, or nil.
func (c *Circuit) Connection(name string) *Connection {
	if c.Private == nil {
		return nil
	}
	for i := range c.Private.Connections {
		if connection := &c.Private.Connections[i]; strings.EqualFold(connection.Name, name) {
			return connection
		}
	}
	return nil
}

// Authorization is an authorization to use a circuit from elsewhere. Its key is not looked at.
type Authorization struct{ ID, Name string }

// Peering is a peering of a circuit.
type Peering struct {
	ID                 string
	PeerASN            float64
	VlanID             int
	Primary, Secondary string
	State              string
	RouteFilterID      string
	Config             *MicrosoftConfig
	IPv6               *IPv6
	Connections        []Connection
	// Peered are the Global Reach connections that others lead here, and HubConnection is the id of one to the gateway of a hub.
	Peered        []Peered
	HubConnection string
}

// Peered is a Global Reach connection from another circuit.
type Peered struct{ Name, PeeringID string }

// IPv6 is the IPv6 side of a peering.
type IPv6 struct {
	Primary, Secondary string
	State              string
	RouteFilterID      string
	Config             *MicrosoftConfig
}

// MicrosoftConfig is what a Microsoft peering advertises.
type MicrosoftConfig struct {
	Prefixes            []string
	CustomerASN         int
	RoutingRegistryName string
	LegacyMode          int
}

// Connection is a Global Reach connection.
type Connection struct {
	ID, Name                         string
	PeeringID, PeerPeeringID         string
	AddressPrefix, IPv6AddressPrefix string
}

// RouteFilter is a route filter with its rules.
type RouteFilter struct {
	ID, Name, Location string
	Tags               map[string]string
	Rules              []RouteFilterRule
	// Peerings are the ids of those that use it, for either address family.
	Peerings []string
}

// RouteFilterRule is a rule of a route filter.
type RouteFilterRule struct {
	ID, Name    string
	Communities []string
}

// Gateway is a gateway of either kind: of a virtual network, or of a Virtual WAN hub.
type Gateway struct {
	ID, Name, Location string
	// Type of a gateway of a virtual network: ExpressRoute or Vpn.
	Type string
	// SKU of a gateway of a virtual network.
	SKU string
	// Connections of a gateway of a hub. Those of a virtual network's gateway lie beside it, and are not listed with it.
	Connections []GatewayConnection
}

// GatewayConnection is a connection of a circuit to a gateway.
type GatewayConnection struct {
	ID, Name, Location string
	Tags               map[string]string
	GatewayID          string
	// Circuit is the id of the circuit, or of its private peering for a gateway of a hub.
	Circuit                     string
	RoutingWeight               int
	Bypass, PrivateLinkFastPath bool
	InternetSecurity            bool
}

// Authorization is the authorization with the name, or nil.
func (c *Circuit) Authorization(name string) *Authorization {
	for i := range c.Authorizations {
		if strings.EqualFold(c.Authorizations[i].Name, name) {
			return &c.Authorizations[i]
		}
	}
	return nil
}

// Port is an ExpressRoute Direct port pair.
type Port struct {
	ID, Name, Location, PeeringLocation string
	Encapsulation                       string
	BandwidthInGbps                     int
	ProvisionedInGbps                   float64
	Circuits                            []string
	Links                               []PortLink
}

// Encapsulations of a port: with QinQ the circuit has an outer tag of its own, with Dot1Q all circuits share the VLANs.
const (
	Dot1Q = "Dot1Q"
	QinQ  = "QinQ"
)

// PortLink is one of the two links of a port pair.
type PortLink struct {
	Name, RouterName, InterfaceName, PatchPanelID, RackID, ConnectorType string
}

// Rule is the filter's rule with the id, or its first one when no id is given, or nil.
func (f *RouteFilter) Rule(id string) *RouteFilterRule {
	for i := range f.Rules {
		if id == "" || strings.EqualFold(f.Rules[i].ID, id) {
			return &f.Rules[i]
		}
	}
	return nil
}
