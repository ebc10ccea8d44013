package provider

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
)

const (
	authorizationType = "azure-native:network:ExpressRouteCircuitAuthorization"
	globalReachType   = "azure-native:network:ExpressRouteCircuitConnection"
	gatewayType       = "azure-native:network:VirtualNetworkGatewayConnection"
	virtualWANType    = "azure-native:network:ExpressRouteConnection"

	otherCircuit = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/theirs/providers/Microsoft.Network/expressRouteCircuits/other"
	hubGateway   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualNetworkGateways/gw"
	wanGateway   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/wan/providers/Microsoft.Network/expressRouteGateways/wan-gw"
	wanHub       = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/wan/providers/Microsoft.Network/virtualHubs/hub"
	aKey         = "00000000-0000-0000-0000-00000000000a"
)

// everything is the sample with everything that hangs off a circuit.
func everything() *PeeringStackArgs {
	args := sample()
	args.Authorizations = []string{"branch", "partner"}
	args.GlobalReachConnections = []GlobalReachConnectionArgs{{
		Name: "osaka", PeerCircuitID: pulumi.String(otherCircuit), AddressPrefix: pulumi.String("192.168.8.0/29"),
		IPv6AddressPrefix: pulumi.String("fd00:8::/125"), AuthorizationKey: pulumi.String(aKey),
	}}
	args.VirtualNetworkGatewayConnections = []VirtualNetworkGatewayConnectionArgs{{
		Name: "hub", GatewayID: pulumi.String(hubGateway), RoutingWeight: pulumi.Int(10), GatewayBypass: pulumi.Bool(true),
		PrivateLinkFastPath: pulumi.Bool(true), AuthorizationKey: pulumi.String(aKey),
	}}
	args.ExpressRouteConnections = []ExpressRouteConnectionArgs{{
		Name: "wan", GatewayID: pulumi.String(wanGateway), InternetSecurity: pulumi.Bool(true),
		Routing: &RoutingConfigurationArgs{
			AssociatedRouteTableID:     pulumi.String(wanHub + "/hubRouteTables/t"),
			PropagatedRouteTableIDs:    pulumi.ToStringArray([]string{wanHub + "/hubRouteTables/t"}),
			PropagatedRouteTableLabels: pulumi.ToStringArray([]string{"default"}),
			InboundRouteMapID:          pulumi.String(wanHub + "/routeMaps/in"),
		},
	}}
	return args
}

// carrier is what looking the new circuit up gives, in a state of its carrier.
func carrier(state string) map[string]any {
	return map[string]any{"id": circuitID, "serviceProviderProvisioningState": state}
}

func TestWhatHangsOffTheCircuitIsWiredAsAzureNeedsIt(t *testing.T) {
	m := &mocks{azure: carrier("Provisioned")}
	outputs, err := m.deploy(everything(), false)
	require.NoError(t, err)

	private := circuitID + "/peerings/AzurePrivatePeering"
	id := func(id string) map[string]any { return map[string]any{"id": id} }
	for child, want := range map[[2]string]map[string]any{
		{authorizationType, "ps-authorization-branch"}: {
			"resourceGroupName": "ps-azure", "circuitName": "ps-azure", "authorizationName": "branch",
		},
		{globalReachType, "ps-globalreach-osaka"}: {
			"resourceGroupName": "ps-azure", "circuitName": "ps-azure", "peeringName": "AzurePrivatePeering", "connectionName": "osaka",
			"expressRouteCircuitPeering": id(private), "peerExpressRouteCircuitPeering": id(otherCircuit + "/peerings/AzurePrivatePeering"),
			"addressPrefix": "192.168.8.0/29", "ipv6CircuitConnectionConfig": map[string]any{"addressPrefix": "fd00:8::/125"},
		},
		{gatewayType, "ps-gateway-hub"}: {
			"resourceGroupName": "hub", "virtualNetworkGatewayConnectionName": "hub", "connectionType": "ExpressRoute",
			"location": "westeurope", "tags": map[string]any{"owner": "network"}, "peer": id(circuitID), "virtualNetworkGateway1": id(hubGateway),
			"routingWeight": 10.0, "expressRouteGatewayBypass": true, "enablePrivateLinkFastPath": true,
		},
		{virtualWANType, "ps-virtualwan-wan"}: {
			"resourceGroupName": "wan", "expressRouteGatewayName": "wan-gw", "connectionName": "wan", "name": "wan",
			"expressRouteCircuitPeering": id(private), "enableInternetSecurity": true,
			"routingConfiguration": map[string]any{
				"associatedRouteTable": id(wanHub + "/hubRouteTables/t"), "inboundRouteMap": id(wanHub + "/routeMaps/in"),
				"propagatedRouteTables": map[string]any{"ids": []any{id(wanHub + "/hubRouteTables/t")}, "labels": []any{"default"}},
			},
		},
	} {
		inputs := m.find(t, child[0], child[1]).Inputs
		if key, there := inputs["authorizationKey"]; there {
			assert.True(t, key.IsSecret(), "%s: the key is secret, though it came as plain text", child[1])
			delete(inputs, "authorizationKey")
		}
		assert.Equal(t, want, inputs.Mappable(), child[1])
		rpc := m.rpc(t, child[0], child[1])
		assert.Equal(t, "urn:pulumi:stack::project::"+Token+"::ps", rpc.GetParent())
		assert.Equal(t, []string{"authorizationKey"}, rpc.GetAdditionalSecretOutputs(), child[1])
		assert.Equal(t, "60m", rpc.GetCustomTimeouts().GetCreate())
		assert.True(t, rpc.GetDeleteBeforeReplace(), "%s: its name stays", child[1])
	}
	assert.Contains(t, m.rpc(t, globalReachType, "ps-globalreach-osaka").GetIgnoreChanges(), "authorizationKey", "Azure masks it")
	assert.Equal(t, resource.NewProperty(true), m.find(t, circuitType, "ps").Inputs["globalReachEnabled"])

	// One after the other, in the order of the product's contract.
	order := [][2]string{
		{circuitType, "ps"},
		{filterType, "ps"},
		{ruleType, "ps"},
		{peeringType, "ps-private"},
		{peeringType, "ps-microsoft"},
		{authorizationType, "ps-authorization-branch"},
		{authorizationType, "ps-authorization-partner"},
		{globalReachType, "ps-globalreach-osaka"},
		{gatewayType, "ps-gateway-hub"},
		{virtualWANType, "ps-virtualwan-wan"},
	}
	urn := func(child [2]string) string {
		return "urn:pulumi:stack::project::" + Token + "$" + child[0] + "::" + child[1]
	}
	for i, child := range order {
		for _, earlier := range order[:i] { // each: whichever of them stay, deletions keep their order
			assert.Contains(t, m.rpc(t, child[0], child[1]).GetDependencies(), urn(earlier), child[1])
		}
	}

	// What replaces the private peering takes the connections along, before.
	for child, property := range map[[2]string]string{
		{globalReachType, "ps-globalreach-osaka"}: "expressRouteCircuitPeering", {gatewayType, "ps-gateway-hub"}: "peer",
		{virtualWANType, "ps-virtualwan-wan"}: "expressRouteCircuitPeering",
	} {
		rpc := m.rpc(t, child[0], child[1])
		assert.Contains(t, rpc.GetPropertyDependencies()[property].GetUrns(), urn([2]string{peeringType, "ps-private"}), child[1])
		assert.Contains(t, rpc.GetReplaceOnChanges(), property, child[1])
	}
	assert.Contains(t, m.rpc(t, globalReachType, "ps-globalreach-osaka").GetReplaceOnChanges(), "peerExpressRouteCircuitPeering")
	assert.Contains(t, m.rpc(t, globalReachType, "ps-globalreach-osaka").GetReplaceOnChanges(), "addressPrefix")
	assert.Contains(t, m.rpc(t, gatewayType, "ps-gateway-hub").GetReplaceOnChanges(), "virtualNetworkGateway1")
	assert.Contains(t, m.rpc(t, virtualWANType, "ps-virtualwan-wan").GetReplaceOnChanges(), "authorizationKey", "Azure ignores another key")

	assert.True(t, outputs["authorizationKeys"].Secret)
	assert.Len(t, outputs["authorizationKeys"].Value, 2)
	assert.Equal(t, map[string]any{
		"hub": pulumi.ID(ourSubscription + "/resourceGroups/hub/providers/Microsoft.Network/connections/hub"), "wan": pulumi.ID(wanGateway + "/expressRouteConnections/wan"),
	}, outputs["gatewayConnections"].Value)
	require.Len(t, outputs["globalReachConnections"].Value, 1)
}

// Two stacks on one gateway: what the component depends on, each of its children that changes the circuit does.
func TestWhatTheComponentDependsOnComesBeforeItsChildren(t *testing.T) {
	m := &mocks{azure: carrier("Provisioned")}
	require.NoError(t, pulumi.RunErr(func(ctx *pulumi.Context) error {
		first, err := network.NewRouteFilter(ctx, "first", &network.RouteFilterArgs{ResourceGroupName: pulumi.String("g")})
		if err != nil {
			return err
		}
		_, err = NewPeeringStack(ctx, "ps", everything(), nil, pulumi.DependsOn([]pulumi.Resource{first}))
		return err
	}, pulumi.WithMocks("project", "stack", m)))
	for _, r := range m.registered {
		if r.TypeToken != Token && r.TypeToken != groupType && r.Name != "first" {
			assert.Contains(t, r.RegisterRPC.GetDependencies(), "urn:pulumi:stack::project::"+filterType+"::first", r.Name)
		}
	}
}

func TestGatewayConnectionsGoWhereTheProgramPutsThem(t *testing.T) {
	args := everything()
	args.VirtualNetworkGatewayConnections[0].Location = pulumi.String("West Europe")
	args.VirtualNetworkGatewayConnections[0].ResourceGroupName = pulumi.String("connections")
	m := &mocks{azure: carrier("Provisioned")}
	_, err := m.deploy(args, false)
	require.NoError(t, err)
	inputs := m.find(t, gatewayType, "ps-gateway-hub").Inputs
	assert.Equal(t, "West Europe", inputs["location"].StringValue())
	assert.Equal(t, "connections", inputs["resourceGroupName"].StringValue())
}

// missing is Azure's answer for what is not there.
func missing() error { return errors.New(`Code="ResourceNotFound" Message="none"`) }

// ready is a circuit that can be connected.
func ready(id string) map[string]any {
	return map[string]any{"id": id, "serviceProviderProvisioningState": "Provisioned", "peerings": []any{map[string]any{"name": "AzurePrivatePeering"}}}
}

func TestNewConnectionsToCircuitsWaitForTheCarriers(t *testing.T) {
	lost := carrier("Deprovisioning")
	lost["peerings"] = []any{map[string]any{"name": "AzurePrivatePeering", "connections": []any{map[string]any{"name": "osaka"}}}}
	waitingPeer := ready(otherCircuit)
	waitingPeer["serviceProviderProvisioningState"] = "Provisioning"
	for name, c := range map[string]struct {
		mocks    *mocks
		previews []bool
		pending  bool
		near     bool
	}{
		"the carrier has not begun":             {&mocks{azure: carrier("NotProvisioned")}, []bool{true, false}, true, false},
		"the circuit is new":                    {&mocks{azure: carrier("Provisioned"), new: true}, []bool{true}, true, false},
		"the carrier is done":                   {&mocks{azure: carrier("Provisioned")}, []bool{true, false}, false, false},
		"the connection exists":                 {&mocks{azure: lost}, []bool{true, false}, false, false},
		"the other carrier is not done":         {&mocks{azure: carrier("Provisioned"), others: map[string]any{"other": waitingPeer}}, []bool{true, false}, true, false},
		"the other circuit is not there":        {&mocks{azure: carrier("Provisioned"), others: map[string]any{"other": missing()}}, []bool{true, false}, true, true},
		"the other circuit is out of sight":     {&mocks{azure: carrier("Provisioned"), others: map[string]any{"other": missing()}}, []bool{true, false}, false, false},
		"the other circuit may not be read":     {&mocks{azure: carrier("Provisioned"), others: map[string]any{"other": errors.New(`Code="AuthorizationFailed" Message="no right"`)}}, []bool{true, false}, false, false},
		"the stack's circuit may not be read":   {&mocks{others: map[string]any{"ps-azure": errors.New(`Code="AuthorizationFailed" Message="no right"`)}}, []bool{true, false}, false, false},
		"nobody answers for the other circuit":  {&mocks{azure: carrier("Provisioned"), others: map[string]any{"other": errors.New("dial tcp: no route to host")}}, []bool{true, false}, false, false},
		"the provider is of other subscription": {&mocks{azure: carrier("Provisioned"), others: map[string]any{"other": ready(circuitID)}}, []bool{true, false}, false, false},
	} {
		for _, preview := range c.previews {
			m := &mocks{azure: c.mocks.azure, others: c.mocks.others, new: c.mocks.new}
			args := everything()
			args.ExpressRouteConnections = nil // they wait, too
			if c.near {                        // in the subscription that the provider works on
				args.GlobalReachConnections[0].PeerCircuitID = pulumi.String(ourSubscription + "/resourceGroups/theirs/providers/Microsoft.Network/expressRouteCircuits/other")
			}
			outputs, err := m.deploy(args, preview)
			require.NoError(t, err, name)
			made := slices.Contains(m.children(), globalReachType+" ps-globalreach-osaka")
			assert.Equal(t, c.pending, !made, "%s, preview %v", name, preview)
			want := []string{}
			if c.pending {
				want = []string{"osaka"}
			}
			assert.Equal(t, want, outputs["pendingConnections"].Value, "%s, preview %v", name, preview)
			assert.Contains(t, m.children(), authorizationType+" ps-authorization-partner", "%s: all before it is there", name)
			assert.Contains(t, m.children(), gatewayType+" ps-gateway-hub", "%s: all after it, too", name)
		}
	}
}

func TestAConnectionIsNotDroppedBecauseItsCircuitWasDeletedElsewhere(t *testing.T) {
	m := &mocks{others: map[string]any{"ps-azure": missing()}}
	_, err := m.deploy(everything(), false)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	require.Len(t, invalid.Findings, 1)
	assert.Equal(t, "circuit-gone", invalid.Findings[0].Rule)
	assert.Contains(t, invalid.Error(), "no connection was created or changed")
	assert.NotContains(t, m.children(), gatewayType+" ps-gateway-hub")
}

// asked counts what Azure was asked for, by name.
func (m *mocks) asked() map[string]int {
	counts := map[string]int{}
	for _, call := range m.invoked {
		counts[askedFor(call.Token, call.Args).Name]++
	}
	return counts
}

func TestNothingIsAskedTwiceAndNothingForNothing(t *testing.T) {
	named := everything()
	named.ResourceGroupName, named.Circuit.Name = pulumi.String("network"), pulumi.String("contoso")
	alone := sample()
	alone.ResourceGroupName, alone.Circuit.Name = pulumi.String("network"), pulumi.String("contoso")
	filter := sample()
	filter.ResourceGroupName, filter.Circuit.Name = pulumi.String("network"), pulumi.String("contoso")
	filter.MicrosoftPeering.RouteFilter.Name = pulumi.String("services")
	onePeering := sample()
	onePeering.MicrosoftPeering = nil
	user := &PeeringStackArgs{CircuitID: pulumi.String(existingID), VirtualNetworkGatewayConnections: everything().VirtualNetworkGatewayConnections}
	for name, c := range map[string]struct {
		args            *PeeringStackArgs
		preview, update map[string]int
	}{
		"a circuit without a fixed name":                {sample(), map[string]int{"ps-azure": 1}, map[string]int{"ps-azure": 1}},
		"a circuit without a fixed name, connected":     {everything(), map[string]int{"ps-azure": 1, "other": 1, "gw": 1, "wan-gw": 1}, map[string]int{"ps-azure": 1, "other": 1, "gw": 1, "wan-gw": 1}},
		"a circuit without a fixed name, one peering":   {onePeering, map[string]int{"ps-azure": 1}, map[string]int{}},
		"a circuit and a route filter with a name":      {filter, map[string]int{"contoso": 1, "services": 1}, map[string]int{"contoso": 1, "services": 1}},
		"a circuit with a name":                         {alone, map[string]int{"contoso": 1}, map[string]int{"contoso": 1}},
		"a circuit with a name, connected":              {named, map[string]int{"contoso": 1, "other": 1, "gw": 1, "wan-gw": 1}, map[string]int{"contoso": 2, "other": 1, "gw": 1, "wan-gw": 1}},
		"somebody else's circuit, with peerings":        {&PeeringStackArgs{CircuitID: pulumi.String(existingID), PrivatePeering: sample().PrivatePeering}, map[string]int{"existing": 1}, map[string]int{"existing": 1}},
		"somebody else's circuit, for gateways alone":   {user, map[string]int{"gw": 1}, map[string]int{"gw": 1}},
		"a circuit on a port":                           {onPort(), map[string]int{"p": 1, "ps-azure": 1}, map[string]int{"p": 1, "ps-azure": 1}},
		"somebody else's circuit, for its outputs only": {&PeeringStackArgs{CircuitID: pulumi.String(existingID)}, map[string]int{"existing": 1}, map[string]int{"existing": 1}},
	} {
		for preview, want := range map[bool]map[string]int{true: c.preview, false: c.update} {
			m := &mocks{azure: map[string]any{"serviceProviderProvisioningState": "Provisioned"}}
			_, err := m.deploy(c.args, preview)
			require.NoError(t, err, name)
			assert.Equal(t, want, m.asked(), "%s, preview %v", name, preview)
		}
	}
}

func TestTheUserOfACircuitPublishesNothingThatOnlyItsOwnerMayRead(t *testing.T) {
	m := &mocks{}
	outputs, err := m.deploy(&PeeringStackArgs{CircuitID: pulumi.String(existingID), VirtualNetworkGatewayConnections: everything().VirtualNetworkGatewayConnections}, false)
	require.NoError(t, err)
	assert.Equal(t, existingID, outputs["circuitId"].Value)
	for _, name := range []string{"circuitProvisioningState", "serviceProviderProvisioningState", "serviceKey"} {
		assert.True(t, outputs[name].Known, name)
		assert.Nil(t, outputs[name].Value, name)
	}
	assert.Contains(t, m.children(), gatewayType+" ps-gateway-hub")
}

func TestACircuitThatMayNotBeReadIsBuiltOn(t *testing.T) {
	m := &mocks{others: map[string]any{"existing": errors.New(`Code="AuthorizationFailed" Message="no right"`)}}
	outputs, err := m.deploy(&PeeringStackArgs{CircuitID: pulumi.String(existingID), PrivatePeering: sample().PrivatePeering}, false)
	require.NoError(t, err)
	assert.Equal(t, []string{peeringType + " ps-private"}, m.children())
	assert.Nil(t, outputs["serviceKey"].Value)
}

func TestACircuitOnAPortWaitsForNoCarrier(t *testing.T) {
	args := everything()
	args.Circuit = onPort().Circuit
	args.GlobalReachConnections[0].IPv6AddressPrefix = nil
	m := &mocks{azure: carrier("NotProvisioned")}
	_, err := m.deploy(args, false)
	require.NoError(t, err)
	assert.Contains(t, m.children(), globalReachType+" ps-globalreach-osaka")

	// One with a name is not there before, and is then.
	args.ResourceGroupName, args.Circuit.Name = pulumi.String("g"), pulumi.String("c")
	m = &mocks{others: map[string]any{"c": errors.New(`Code="ResourceNotFound" Message="no c"`)}}
	_, err = m.deploy(args, false)
	require.NoError(t, err)
	assert.Contains(t, m.children(), gatewayType+" ps-gateway-hub")
}

func TestACircuitByIdIsConnectedThroughThePeeringItHas(t *testing.T) {
	m, _, err := deploy(t, &PeeringStackArgs{
		CircuitID:               pulumi.String(existingID),
		ExpressRouteConnections: []ExpressRouteConnectionArgs{{Name: "wan", GatewayID: pulumi.String(wanGateway)}},
	}, false)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"id": existingID + "/peerings/AzurePrivatePeering"},
		m.find(t, virtualWANType, "ps-virtualwan-wan").Inputs["expressRouteCircuitPeering"].Mappable())
}

func TestGlobalReachConnectsThePeeringThatOthersMadeOverEitherFamily(t *testing.T) {
	m := &mocks{azure: map[string]any{"id": existingID, "serviceProviderProvisioningState": "Provisioned"}}
	outputs, err := m.deploy(&PeeringStackArgs{
		CircuitID: pulumi.String(existingID),
		GlobalReachConnections: []GlobalReachConnectionArgs{
			{Name: "osaka", PeerCircuitID: pulumi.String(otherCircuit), AddressPrefix: pulumi.String("192.168.8.0/29")},
			{Name: "tokyo", PeerCircuitID: pulumi.String(otherCircuit + "-2"), IPv6AddressPrefix: pulumi.String("fd00:8::/125")},
		},
	}, false)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{globalReachType + " ps-globalreach-osaka", globalReachType + " ps-globalreach-tokyo"}, m.children())
	osaka, tokyo := m.find(t, globalReachType, "ps-globalreach-osaka").Inputs, m.find(t, globalReachType, "ps-globalreach-tokyo").Inputs
	for _, inputs := range []resource.PropertyMap{osaka, tokyo} {
		assert.Equal(t, map[string]any{"id": existingID + "/peerings/AzurePrivatePeering"}, inputs["expressRouteCircuitPeering"].Mappable())
	}
	assert.Equal(t, resource.NewProperty("192.168.8.0/29"), osaka["addressPrefix"])
	assert.NotContains(t, osaka, "ipv6CircuitConnectionConfig")
	assert.NotContains(t, tokyo, "addressPrefix")
	assert.Equal(t, map[string]any{"addressPrefix": "fd00:8::/125"}, tokyo["ipv6CircuitConnectionConfig"].Mappable())
	assert.Nil(t, outputs["privatePeering"].Value)
	assert.Len(t, outputs["globalReachConnections"].Value, 2)
}

// The carrier's peering has the id that the circuit's has by Azure's rules, whether the circuit is new or not.
func TestPeeringsThatTheCarrierManagesAreNotBuiltAndAreConnected(t *testing.T) {
	managed := true
	args := everything()
	args.PrivatePeering, args.MicrosoftPeering, args.CarrierManagesPeerings = nil, nil, &managed
	byID := everything()
	byID.PrivatePeering, byID.MicrosoftPeering, byID.CarrierManagesPeerings = nil, nil, &managed
	byID.Circuit, byID.CircuitID, byID.ResourceGroupName = nil, pulumi.String(existingID), nil

	for id, args := range map[string]*PeeringStackArgs{circuitID: args, existingID: byID} {
		azure := carrier("Provisioned")
		azure["id"], azure["peerings"] = id, []any{map[string]any{"name": "AzurePrivatePeering"}}
		m := &mocks{azure: azure}
		outputs, err := m.deploy(args, false)
		require.NoError(t, err)
		children := m.children()
		assert.NotContains(t, strings.Join(children, " "), peeringType+" ")
		for _, child := range []string{
			authorizationType + " ps-authorization-branch", authorizationType + " ps-authorization-partner",
			globalReachType + " ps-globalreach-osaka", gatewayType + " ps-gateway-hub", virtualWANType + " ps-virtualwan-wan",
		} {
			assert.Contains(t, children, child)
		}
		private := map[string]any{"id": id + "/peerings/AzurePrivatePeering"}
		assert.Equal(t, private, m.find(t, globalReachType, "ps-globalreach-osaka").Inputs["expressRouteCircuitPeering"].Mappable())
		assert.Equal(t, private, m.find(t, virtualWANType, "ps-virtualwan-wan").Inputs["expressRouteCircuitPeering"].Mappable())
		assert.Equal(t, map[string]any{"id": id}, m.find(t, gatewayType, "ps-gateway-hub").Inputs["peer"].Mappable())
		assert.Nil(t, outputs["privatePeering"].Value)
		assert.Nil(t, outputs["microsoftPeering"].Value)
		assert.Empty(t, outputs["bgpSessions"].Value)
		assert.Equal(t, []any{}, outputs["ports"].Value, "none, and known to be none: SDKs take a null for unknown in a preview")
		assert.Len(t, outputs["authorizationKeys"].Value, 2)
		assert.Equal(t, resource.NewProperty(true), m.find(t, Token, "ps").Inputs["carrierManagesPeerings"])
	}
}

// A gateway is reached over the private peering, which such a carrier makes when it provisions the circuit.
func TestGatewaysWaitForTheCarrierThatMakesThePeerings(t *testing.T) {
	managed := true
	args := everything()
	args.PrivatePeering, args.MicrosoftPeering, args.GlobalReachConnections, args.CarrierManagesPeerings = nil, nil, nil, &managed
	hub, wan := gatewayType+" ps-gateway-hub", virtualWANType+" ps-virtualwan-wan"
	gone, refused := errors.New(`Code="ResourceNotFound" Message="none"`), errors.New(`Code="AuthorizationFailed" Message="no right"`)
	there := map[string]any{"id": ourSubscription + "/resourceGroups/hub/providers/Microsoft.Network/connections/hub"}
	for name, c := range map[string]struct {
		state   string
		others  map[string]any
		pending []string
	}{
		"neither is there":            {"NotProvisioned", map[string]any{"hub": gone}, []string{"hub", "wan"}},
		"one is there":                {"Deprovisioning", map[string]any{"hub": there}, []string{"wan"}},
		"one may not be read":         {"NotProvisioned", map[string]any{"hub": gone, "wan-gw": refused}, []string{"hub"}},
		"the carrier is done":         {"Provisioned", map[string]any{"hub": gone}, []string{}},
		"the peering is to come":      {"Provisioned, no peering", map[string]any{"hub": gone}, []string{"hub", "wan"}},
		"the circuit may not be read": {"", map[string]any{"hub": gone, "ps-azure": refused}, []string{}},
	} {
		for _, preview := range []bool{true, false} {
			state, lacksPeering := strings.CutSuffix(c.state, ", no peering")
			m := &mocks{azure: carrier(state), others: c.others}
			if !lacksPeering {
				m.azure["peerings"] = []any{map[string]any{"name": "AzurePrivatePeering"}}
			}
			outputs, err := m.deploy(args, preview)
			require.NoError(t, err, name)
			assert.Equal(t, c.pending, outputs["pendingConnections"].Value, "%s, preview %v", name, preview)
			assert.Equal(t, slices.Contains(c.pending, "hub"), !slices.Contains(m.children(), hub), "%s, preview %v", name, preview)
			assert.Equal(t, slices.Contains(c.pending, "wan"), !slices.Contains(m.children(), wan), "%s, preview %v", name, preview)
			assert.Contains(t, m.children(), authorizationType+" ps-authorization-branch", name)
		}
	}
}

// Azure fails a connection of Virtual WAN to a circuit that is not provisioned, and leaves it there. A hub's gateway says what
// is there already.
func TestVirtualWANConnectionsWaitForTheCarrier(t *testing.T) {
	args := everything()
	args.GlobalReachConnections, args.ResourceGroupName, args.Circuit.Name = nil, pulumi.String("network"), pulumi.String("contoso")
	id := ourSubscription + "/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/contoso"
	connected := func(circuit string) map[string]any {
		gateway, err := armid.Parse(wanGateway, armid.ExpressRouteGateway)
		require.NoError(t, err)
		has := azureHas(gateway)
		has["expressRouteConnections"] = []any{map[string]any{
			"id": wanGateway + "/expressRouteConnections/wan", "name": "wan", "expressRouteCircuitPeering": map[string]any{"id": circuit + "/peerings/AzurePrivatePeering"},
		}}
		return has
	}
	asks := 0
	replaced := func() any { // by one of the same name
		asks++
		circuit := ready(id)
		circuit["serviceProviderProvisioningState"], circuit["serviceKey"] = "NotProvisioned", fmt.Sprint("key ", min(asks, 2))
		return circuit
	}
	for name, c := range map[string]struct {
		state   string
		others  map[string]any
		pending []string
	}{
		"it is not there":                {"NotProvisioned", nil, []string{"wan"}},
		"it is there":                    {"Deprovisioning", map[string]any{"wan-gw": connected(id)}, []string{}},
		"it leads to another circuit":    {"NotProvisioned", map[string]any{"wan-gw": connected(otherCircuit)}, []string{"wan"}},
		"it goes with its circuit":       {"", map[string]any{"wan-gw": connected(id), "contoso": replaced}, []string{"wan"}},
		"the gateway may not be read":    {"NotProvisioned", map[string]any{"wan-gw": errors.New(`Code="AuthorizationFailed" Message="no right"`)}, []string{}},
		"the carrier has provisioned it": {"Provisioned", nil, []string{}},
	} {
		m := &mocks{azure: map[string]any{"id": id, "serviceProviderProvisioningState": c.state}, others: c.others}
		outputs, err := m.deploy(args, false)
		require.NoError(t, err, name)
		assert.Equal(t, c.pending, outputs["pendingConnections"].Value, name)
		assert.Equal(t, len(c.pending) > 0, !slices.Contains(m.children(), virtualWANType+" ps-virtualwan-wan"), name)
		assert.Contains(t, m.children(), gatewayType+" ps-gateway-hub", name)
		if name == "it is there" { // and stays as it is
			assert.Contains(t, m.rpc(t, virtualWANType, "ps-virtualwan-wan").GetIgnoreChanges(), "routingConfiguration", name)
		} else if len(c.pending) == 0 && c.state == "Provisioned" {
			assert.Empty(t, m.rpc(t, virtualWANType, "ps-virtualwan-wan").GetIgnoreChanges(), name)
		}
	}
}

func TestWhatIsAdoptedIsImportedAndComparedWithAzure(t *testing.T) {
	azure := map[string]any{
		"location": "westus", "tags": map[string]any{"owner": "network"},
		"sku": map[string]any{"tier": "Premium", "family": "MeteredData", "name": "Premium_MeteredData"},
		"serviceProviderProperties": map[string]any{
			"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200,
		},
		"peerings": []any{map[string]any{
			"id": existingID + "/peerings/AzurePrivatePeering", "name": "AzurePrivatePeering", "peerASN": 200, "vlanId": 200, "state": "Enabled",
			"primaryPeerAddressPrefix": "192.168.16.252/30", "secondaryPeerAddressPrefix": "192.168.18.252/30",
		}},
	}
	args := sample()
	args.MicrosoftPeering = nil
	args.ResourceGroupName = pulumi.String("their-group")
	args.Adopt = &AdoptArgs{CircuitID: existingID}

	m := &mocks{azure: azure}
	_, err := m.deploy(args, false)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{circuitType + " ps", peeringType + " ps-private"}, m.children())
	assert.Equal(t, existingID, m.rpc(t, circuitType, "ps").GetImportId())
	assert.Equal(t, existingID+"/peerings/AzurePrivatePeering", m.rpc(t, peeringType, "ps-private").GetImportId())
	assert.Contains(t, m.rpc(t, peeringType, "ps-private").GetIgnoreChanges(), "sharedKey", "Azure never returns it")
	assert.NotContains(t, m.find(t, Token, "ps").Inputs, "adopt", "that it goes is no change")

	// Under its old name the engine would delete what the program's own stack has already.
	held := func(urn, key string) map[string]any {
		return map[string]any{urn: map[string]any{"type": circuitType, "outputs": map[string]any{"name": "existing", "serviceKey": key}}}
	}
	const ours, byHand = "urn:pulumi:stack::project::" + Token + "$" + circuitType + "::ps", "urn:pulumi:stack::project::" + circuitType + "::byhand"
	for urn, refused := range map[string]bool{ours: false, byHand: true, strings.TrimSuffix(ours, "ps") + "renamed": true} {
		m = &mocks{azure: azure, held: held(urn, "99999999-2222-3333-4444-555555555555")}
		_, err = m.deploy(args, false)
		if !refused {
			assert.NoError(t, err, urn)
			continue
		}
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid, urn)
		require.Len(t, invalid.Findings, 1)
		assert.Equal(t, "adopt-own-stack", invalid.Findings[0].Rule)
		assert.Contains(t, invalid.Findings[0].Message, urn)
		assert.Empty(t, m.children(), "nothing is imported")
	}
	m = &mocks{azure: azure, held: held(byHand, "11111111-2222-3333-4444-555555555555")}
	_, err = m.deploy(args, false)
	require.NoError(t, err, "another circuit of the stack")

	for change, path := range map[string]string{
		"vlanId":   "privatePeering.vlanId",
		"location": "location",
		"tags":     "tags",
	} {
		other := map[string]any{"peerings": azure["peerings"]}
		for k, v := range azure {
			other[k] = v
		}
		switch change {
		case "location":
			other["location"] = "eastus"
		case "tags":
			other["tags"] = map[string]any{"owner": "network", "more": "tags"}
		case "vlanId":
			peering := map[string]any{}
			for k, v := range azure["peerings"].([]any)[0].(map[string]any) {
				peering[k] = v
			}
			peering["vlanId"] = 201
			other["peerings"] = []any{peering}
		}
		m := &mocks{azure: other}
		_, err := m.deploy(args, true)
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid, change)
		require.Len(t, invalid.Findings, 1, change)
		assert.Equal(t, path, invalid.Findings[0].Path)
		assert.Equal(t, "adopt-mismatch", invalid.Findings[0].Rule)
		assert.Empty(t, m.children(), "nothing is imported")
	}
}

// A provider that is not configured yet answers every question with nothing.
func TestAProviderThatIsNotConfiguredYetAdoptsNothing(t *testing.T) {
	args := &PeeringStackArgs{
		ResourceGroupName: pulumi.String("their-group"), Location: pulumi.String("westus"),
		Circuit: sample().Circuit, Adopt: &AdoptArgs{CircuitID: existingID},
	}
	m := &mocks{azure: map[string]any{"id": nil}}
	_, err := m.deploy(args, true)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Contains(t, invalid.Findings[0].Message, "not configured yet")

	_, err = m.deploy(&PeeringStackArgs{CircuitID: pulumi.String(existingID), PrivatePeering: sample().PrivatePeering}, true)
	require.NoError(t, err, "what is not there is found in the update")
}

func TestACircuitElsewhereIsNotTakenForTheOneThatWasMeant(t *testing.T) {
	m := &mocks{azure: map[string]any{"id": "/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/their-group/providers/Microsoft.Network/expressRouteCircuits/existing"}}
	_, err := m.deploy(&PeeringStackArgs{CircuitID: pulumi.String(existingID), PrivatePeering: sample().PrivatePeering}, true)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "circuit-not-found", invalid.Findings[0].Rule)
	assert.Contains(t, invalid.Findings[0].Message, "another subscription")
	assert.Empty(t, m.children())
}

func TestAChangeThatAzureRefusesIsRefusedWhereTheCircuitCanBeFound(t *testing.T) {
	args := sample()
	args.ResourceGroupName, args.Circuit.Name = pulumi.String("network"), pulumi.String("contoso")
	m := &mocks{azure: map[string]any{"serviceProviderProperties": map[string]any{
		"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 500,
	}}}
	_, err := m.deploy(args, true)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, "circuit.serviceProvider.bandwidthInMbps", invalid.Findings[0].Path)
	assert.Equal(t, "bandwidth-decrease", invalid.Findings[0].Rule)
	assert.Empty(t, m.children())
}

// What lets go of something comes before what takes it, as Azure has the two now.
func TestTheOrderFollowsWhatAzureHas(t *testing.T) {
	urn := func(typ, name string) string { return "urn:pulumi:stack::project::" + Token + "$" + typ + "::" + name }
	peering := func(name string, vlan int, more map[string]any) map[string]any {
		all := map[string]any{"name": name, "vlanId": vlan}
		maps.Copy(all, more)
		return all
	}
	named := func() *PeeringStackArgs {
		args := everything()
		args.ResourceGroupName, args.Circuit.Name = pulumi.String("g"), pulumi.String("c")
		args.MicrosoftPeering.RouteFilter.Name = pulumi.String("f")
		return args
	}
	circuit := func(more map[string]any) map[string]any {
		now := map[string]any{"serviceProviderProvisioningState": "Provisioned"}
		now["serviceProviderProperties"] = map[string]any{"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200}
		maps.Copy(now, more)
		return now
	}
	deploy := func(args *PeeringStackArgs, azure map[string]any, filter any) *mocks {
		held := map[string]any{}
		for _, name := range []string{"tokyo", "kobe"} {
			held[children+globalReachType+"::ps-globalreach-"+name] = outputs(globalReachType, map[string]any{"name": name})
		}
		m := &mocks{azure: azure, others: map[string]any{"f": filter}, held: held}
		_, err := m.deploy(args, false)
		require.NoError(t, err)
		return m
	}
	const inOurs = ourSubscription + "/resourceGroups/theirs/providers/Microsoft.Network/expressRouteCircuits/kobe"
	missing := errors.New(`Code="ResourceNotFound" Message="no f"`)

	// A VLAN.
	args := named()
	args.PrivatePeering.VlanID, args.MicrosoftPeering.VlanID = pulumi.Int(300), pulumi.Int(301)
	m := deploy(args, circuit(map[string]any{"peerings": []any{peering("AzurePrivatePeering", 200, nil), peering("MicrosoftPeering", 300, nil)}}), missing)
	assert.Contains(t, m.rpc(t, peeringType, "ps-private").GetDependencies(), urn(peeringType, "ps-microsoft"))
	assert.NotContains(t, m.rpc(t, peeringType, "ps-microsoft").GetDependencies(), urn(peeringType, "ps-private"))

	// Microsoft 365 communities, on the way from Premium to Standard.
	args = named()
	args.Circuit.SkuTier = pulumi.String("Standard")
	attached := ourSubscription + "/resourceGroups/g/providers/Microsoft.Network/routeFilters/f"
	premium := circuit(map[string]any{"sku": map[string]any{"tier": "Premium"}, "peerings": []any{peering("MicrosoftPeering", 300, map[string]any{"routeFilter": map[string]any{"id": attached}})}})
	office := map[string]any{"id": attached, "name": "f", "location": "westus", "rules": []any{map[string]any{"name": "r", "access": "Allow", "routeFilterRuleType": "Community", "communities": []any{"12076:5010"}}}}
	m = deploy(args, premium, office)
	assert.Contains(t, m.rpc(t, circuitType, "ps").GetDependencies(), urn(ruleType, "ps"))
	assert.NotContains(t, m.rpc(t, ruleType, "ps").GetDependencies(), urn(circuitType, "ps"))

	// A route filter that moves under its name goes before it comes, when the circuit went before.
	args = named()
	args.Location = pulumi.String("eastus")
	m = deploy(args, circuit(map[string]any{"location": "westus", "serviceProviderProvisioningState": "NotProvisioned"}), map[string]any{"id": attached, "name": "f", "location": "westus"})
	assert.True(t, m.rpc(t, filterType, "ps").GetDeleteBeforeReplace())
	assert.Contains(t, m.rpc(t, filterType, "ps").GetDependencies(), urn(circuitType, "ps"))

	// A Global Reach connection in the place of one that goes, behind one that lets go of its prefix.
	args = named()
	reach := args.GlobalReachConnections[0]
	reach.IPv6AddressPrefix, reach.AddressPrefix = nil, pulumi.String("192.168.8.8/29")
	second := reach
	second.Name, second.AddressPrefix, second.PeerCircuitID = "kobe", pulumi.String("192.168.8.16/29"), pulumi.String(inOurs)
	args.GlobalReachConnections = []GlobalReachConnectionArgs{reach, second}
	at := func(name, peer, prefix string) map[string]any {
		return map[string]any{"name": name, "addressPrefix": prefix, "peerExpressRouteCircuitPeering": map[string]any{"id": peer + "/peerings/AzurePrivatePeering"}}
	}
	m = deploy(args, circuit(map[string]any{"peerings": []any{peering("AzurePrivatePeering", 200, map[string]any{"connections": []any{
		at("tokyo", otherCircuit, "192.168.8.0/29"), at("kobe", inOurs, "192.168.8.8/29"),
	}})}}), missing)
	assert.Contains(t, m.rpc(t, globalReachType, "ps-globalreach-osaka").GetDependencies(), urn(globalReachType, "ps-globalreach-kobe"))
	aliases := m.rpc(t, globalReachType, "ps-globalreach-osaka").GetAliases()
	require.Len(t, aliases, 1)
	assert.Equal(t, "ps-globalreach-tokyo", aliases[0].GetSpec().GetName(), "it replaces the one that goes")
	assert.Empty(t, m.rpc(t, globalReachType, "ps-globalreach-kobe").GetAliases())
}

// A program in YAML takes the output of a component to depend on the component alone.
func TestAConnectionToAnotherStacksCircuitDependsOnThatCircuit(t *testing.T) {
	m := &mocks{azure: ready(circuitID)}
	require.NoError(t, pulumi.RunErr(func(ctx *pulumi.Context) error {
		one, err := NewPeeringStack(ctx, "one", sample(), nil)
		if err != nil {
			return err
		}
		through := func(on pulumi.Resource) pulumi.StringOutput {
			return pulumi.OutputWithDependencies(ctx.Context(), pulumi.String(circuitID).ToStringOutput(), on).(pulumi.StringOutput)
		}
		two := everything()
		two.GlobalReachConnections[0].PeerCircuitID = through(one)
		if _, err := NewPeeringStack(ctx, "two", two, nil); err != nil {
			return err
		}
		user := &PeeringStackArgs{CircuitID: through(one), VirtualNetworkGatewayConnections: everything().VirtualNetworkGatewayConnections}
		three, err := NewPeeringStack(ctx, "three", user, nil)
		if err != nil {
			return err
		}
		// A stack on a circuit that exists has none to depend on.
		_, err = NewPeeringStack(ctx, "four", &PeeringStackArgs{CircuitID: through(three), PrivatePeering: sample().PrivatePeering}, nil)
		return err
	}, pulumi.WithMocks("project", "stack", m)))
	circuit := "urn:pulumi:stack::project::" + Token + "$" + circuitType + "::one"
	for child, property := range map[[2]string]string{
		{globalReachType, "two-globalreach-osaka"}: "peerExpressRouteCircuitPeering", {gatewayType, "three-gateway-hub"}: "peer",
	} {
		rpc := m.rpc(t, child[0], child[1])
		assert.Contains(t, rpc.GetPropertyDependencies()[property].GetUrns(), circuit, child[1])
		assert.Contains(t, rpc.GetDependencies(), circuit, child[1])
	}
	for _, urn := range m.rpc(t, peeringType, "four-private").GetDependencies() {
		assert.NotContains(t, urn, circuitType)
	}
}

// With no other answer, only the provider's own configuration tells whether something that was not there was looked for in
// the right place.
func TestAGatewayOfAnotherSubscriptionIsNotMissing(t *testing.T) {
	args := &PeeringStackArgs{CircuitID: pulumi.String(existingID), VirtualNetworkGatewayConnections: everything().VirtualNetworkGatewayConnections}
	for subscription, missed := range map[string]bool{
		"00000000-0000-0000-0000-000000000001": true,
		"00000000-0000-0000-0000-000000000002": false,
		"":                                     false,
	} {
		m := &mocks{others: map[string]any{"gw": missing()}, subscription: subscription}
		_, err := m.deploy(args, false)
		var invalid *InvalidError
		if missed {
			require.ErrorAs(t, err, &invalid, subscription)
			require.Len(t, invalid.Findings, 1)
			assert.Equal(t, "gateway-not-found", invalid.Findings[0].Rule)
			assert.Empty(t, m.children())
		} else {
			require.NoError(t, err, subscription)
			assert.Equal(t, []string{gatewayType + " ps-gateway-hub"}, m.children())
			assert.NotContains(t, m.find(t, gatewayType, "ps-gateway-hub").Inputs, resource.PropertyKey("location"), "nobody knows it")
		}
	}
}

func TestOnADot1QPortTheVLANsOfOtherCircuitsAreTaken(t *testing.T) {
	neighbour := ourSubscription + "/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/neighbour"
	port := azureHas(askedFor("azure-native:network:getExpressRoutePort", resource.PropertyMap{"resourceGroupName": resource.NewProperty("g"), "expressRoutePortName": resource.NewProperty("p")}))
	port["encapsulation"] = "Dot1Q"
	port["circuits"] = []any{map[string]any{"id": neighbour}, map[string]any{"id": circuitID}}
	taken := ready(neighbour)
	taken["peerings"] = []any{map[string]any{"name": "AzurePrivatePeering", "vlanId": 300}}
	ours := ready(circuitID)
	ours["peerings"] = []any{map[string]any{"name": "AzurePrivatePeering", "vlanId": 200}}

	m := &mocks{others: map[string]any{"p": port, "neighbour": taken, "ps-azure": ours}}
	_, err := m.deploy(onPort(), true)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	require.Len(t, invalid.Findings, 1, "its own VLANs are not another circuit's")
	assert.Equal(t, "microsoftPeering.vlanId", invalid.Findings[0].Path)
	assert.Contains(t, invalid.Findings[0].Text(), `VLAN 300 is already used on the port by the circuit "neighbour"`)
	assert.Equal(t, map[string]int{"p": 1, "neighbour": 1, "ps-azure": 1}, m.asked())

	port["encapsulation"] = "QinQ"
	m = &mocks{others: map[string]any{"p": port}}
	_, err = m.deploy(onPort(), true)
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"p": 1, "ps-azure": 1}, m.asked(), "on a QinQ port nobody needs to know the others")
}

func TestAMaskedKeyIsNeverPublished(t *testing.T) {
	args := sample()
	args.Authorizations = []string{"branch", "partner"}
	m := &mocks{keys: map[string]string{"branch": "*****", "partner": aKey}}
	outputs, err := m.deploy(args, false)
	require.NoError(t, err)
	assert.True(t, outputs["authorizationKeys"].Secret)
	keys := outputs["authorizationKeys"].Value.(map[string]any)
	assert.Nil(t, keys["branch"])
	assert.Equal(t, aKey, *keys["partner"].(*string))
}
