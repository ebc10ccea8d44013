package provider

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/armid"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
)

// Types of the children.
const (
	groupType   = "azure-native:resources:ResourceGroup"
	circuitType = "azure-native:network:ExpressRouteCircuit"
	peeringType = "azure-native:network:ExpressRouteCircuitPeering"
	filterType  = "azure-native:network:RouteFilter"
	ruleType    = "azure-native:network:RouteFilterRule"
)

// mocks stand in for the engine: they record what is registered and answer with what azure-native would.
type mocks struct {
	sync.Mutex
	// azure is laid over what looking the stack's circuit up gives, others is what Azure has by name: resources, or errors.
	azure  map[string]any
	others map[string]any
	// keys of authorizations, by name.
	keys map[string]string
	// subscription that the provider says it works on.
	subscription string
	// new: nothing of the stack exists yet.
	new     bool
	preview bool
	// held is the state of the stack before the update: resources by their URNs.
	held map[string]any
	// program names connections to gateways that the program has beside the stack.
	program    []string
	registered []pulumi.MockResourceArgs
	invoked    []pulumi.MockCallArgs
}

func (m *mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	m.Lock()
	defer m.Unlock()
	m.registered = append(m.registered, args)
	outputs := args.Inputs.Copy()
	set := func(values map[string]any) {
		for k, v := range resource.NewPropertyMapFromMap(values) {
			outputs[k] = v
		}
	}
	switch args.TypeToken {
	case groupType, filterType:
		set(map[string]any{"name": args.Name + "-azure"})
	case circuitType:
		set(map[string]any{
			"name": args.Name + "-azure", "serviceKey": "11111111-2222-3333-4444-555555555555",
			"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "NotProvisioned", "stag": 4,
		})
	case authorizationType:
		if key, made := m.keys[args.Inputs["authorizationName"].StringValue()]; made {
			set(map[string]any{"authorizationKey": key})
		}
	case peeringType:
		set(map[string]any{
			"name": args.Inputs["peeringName"].StringValue(), "azureASN": 12076, "state": "Enabled",
			"primaryAzurePort": "A-PRI", "secondaryAzurePort": "A-SEC", "provisioningState": "Succeeded",
			"gatewayManagerEtag": "12", "lastModifiedBy": "Customer",
			"stats": map[string]any{"primarybytesIn": 1, "primarybytesOut": 2, "secondarybytesIn": 3, "secondarybytesOut": 4},
		})
		validated := func(properties resource.PropertyMap, state string) {
			if config, ok := properties["microsoftPeeringConfig"]; ok {
				filled := config.ObjectValue().Copy()
				filled["advertisedPublicPrefixesState"] = resource.NewProperty(state)
				properties["microsoftPeeringConfig"] = resource.NewProperty(filled)
			}
		}
		validated(outputs, "ValidationNeeded")
		if ipv6, ok := outputs["ipv6PeeringConfig"]; ok {
			filled := ipv6.ObjectValue().Copy()
			validated(filled, "Configured")
			outputs["ipv6PeeringConfig"] = resource.NewProperty(filled)
		}
	}
	if m.preview && m.new { // what does not exist yet has no id
		return "", args.Inputs, nil
	}
	return azureID(args.TypeToken, args.Name, args.Inputs), outputs, nil
}

func (m *mocks) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	m.Lock()
	defer m.Unlock()
	if args.Token == readState {
		return resource.NewPropertyMapFromMap(map[string]any{"outputs": m.held}), nil
	}
	m.invoked = append(m.invoked, args)
	switch args.Token {
	case "azure-native:authorization:getClientConfig":
		return resource.PropertyMap{"subscriptionId": resource.NewProperty(m.subscription)}, nil
	}
	id := askedFor(args.Token, args.Args)
	other, there := m.others[id.Name]
	if !there && id.Name == "other" {
		other, there = ready(otherCircuit), true
	}
	if there {
		if changes, ok := other.(func() any); ok {
			other = changes()
		}
		if err, refused := other.(error); refused {
			return nil, err
		}
		return resource.NewPropertyMapFromMap(other.(map[string]any)), nil
	}
	if id.Type != armid.Circuit && id.Type != armid.RouteFilter {
		return resource.NewPropertyMapFromMap(azureHas(id)), nil
	}
	found := map[string]any{
		"id": id.String(), "name": id.Name, "serviceKey": "99999999-2222-3333-4444-555555555555",
		"circuitProvisioningState": "Enabled", "serviceProviderProvisioningState": "Provisioned",
	}
	maps.Copy(found, m.azure)
	return resource.NewPropertyMapFromMap(found), nil
}

// children lists what was registered below the component, as type and name in the order of registration.
func (m *mocks) children() []string {
	var all []string
	for _, r := range m.registered {
		if r.TypeToken != Token {
			all = append(all, r.TypeToken+" "+r.Name)
		}
	}
	return all
}

func (m *mocks) find(t *testing.T, typ, name string) pulumi.MockResourceArgs {
	t.Helper()
	i := slices.IndexFunc(m.registered, func(r pulumi.MockResourceArgs) bool { return r.TypeToken == typ && r.Name == name })
	require.GreaterOrEqual(t, i, 0, "%s %s is registered", typ, name)
	return m.registered[i]
}

func (m *mocks) rpc(t *testing.T, typ, name string) *pulumirpc.RegisterResourceRequest {
	t.Helper()
	return m.find(t, typ, name).RegisterRPC
}

// circuitID is the id of the circuit that the stack creates.
const circuitID = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ps-azure/providers/Microsoft.Network/expressRouteCircuits/ps-azure"

const existingID = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/their-group/providers/Microsoft.Network/expressRouteCircuits/existing"

// sample is the stack of the examples.
func sample() *PeeringStackArgs {
	return &PeeringStackArgs{
		Location: pulumi.String("westus"),
		Tags:     pulumi.StringMap{"owner": pulumi.String("network")},
		Circuit: &CircuitArgs{
			SkuTier: pulumi.String("Premium"),
			ServiceProvider: &ServiceProviderArgs{
				Name: pulumi.String("Equinix"), PeeringLocation: pulumi.String("Silicon Valley"), BandwidthInMbps: pulumi.Int(200),
			},
		},
		PrivatePeering: &PrivatePeeringArgs{
			PeerASN: pulumi.Float64(200), VlanID: pulumi.Int(200), SharedKey: pulumi.String("hunter2"),
			PrimaryPeerAddressPrefix: pulumi.String("192.168.16.252/30"), SecondaryPeerAddressPrefix: pulumi.String("192.168.18.252/30"),
		},
		MicrosoftPeering: &MicrosoftPeeringArgs{
			PeerASN: pulumi.Float64(200), VlanID: pulumi.Int(300),
			PrimaryPeerAddressPrefix: pulumi.String("123.0.0.0/30"), SecondaryPeerAddressPrefix: pulumi.String("123.0.0.4/30"),
			Config:      &MicrosoftConfigArgs{AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"123.1.0.0/24"})},
			RouteFilter: &RouteFilterArgs{Services: pulumi.ToStringArray([]string{"AzureActiveDirectory", "AzureResourceManager"})},
		},
	}
}

// onPort is the sample on a port.
func onPort() *PeeringStackArgs {
	args := sample()
	args.Circuit.ServiceProvider = nil
	args.Circuit.ExpressRouteDirect = &ExpressRouteDirectArgs{PortID: pulumi.String(portID), BandwidthInGbps: pulumi.Float64(10)}
	return args
}

const portID = ourSubscription + "/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p"

// deploy runs a program with one PeeringStack against mocks and returns what they saw and the outputs.
func deploy(t *testing.T, args *PeeringStackArgs, preview bool) (*mocks, map[string]internals.UnsafeAwaitOutputResult, error) {
	t.Helper()
	m := &mocks{}
	outputs, err := m.deploy(args, preview)
	return m, outputs, err
}

func (m *mocks) deploy(args *PeeringStackArgs, preview bool) (map[string]internals.UnsafeAwaitOutputResult, error) {
	outputs := map[string]internals.UnsafeAwaitOutputResult{}
	m.preview = preview
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		for _, name := range m.program {
			if err := ctx.RegisterResource(gatewayType, name, pulumi.Map{}, &network.VirtualNetworkGatewayConnection{}); err != nil {
				return err
			}
		}
		stack, err := NewPeeringStack(ctx, "ps", args, nil)
		if err != nil {
			return err
		}
		for name, out := range stack.Outputs {
			if outputs[name], err = internals.UnsafeAwaitOutput(ctx.Context(), pulumi.ToOutput(out)); err != nil {
				return err
			}
		}
		return nil
	}, pulumi.WithMocks("project", "stack", m), func(info *pulumi.RunInfo) { info.DryRun = preview })
	return outputs, err
}

// A child goes to the same plugin as one that the SDK's own constructors register.
func TestChildrenAskForTheVersionOfAzureNativeThatTheSDKAsksFor(t *testing.T) {
	m := &mocks{}
	require.NoError(t, pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := network.NewRouteFilter(ctx, "theirs", &network.RouteFilterArgs{ResourceGroupName: pulumi.String("group")})
		return err
	}, pulumi.WithMocks("project", "stack", m)))
	theirs := m.rpc(t, filterType, "theirs")
	require.NotEmpty(t, theirs.GetVersion())

	m, _, err := deploy(t, sample(), false)
	require.NoError(t, err)
	for _, r := range m.registered {
		if r.TypeToken != Token {
			assert.Equal(t, theirs.GetVersion(), r.RegisterRPC.GetVersion(), r.Name)
			assert.Equal(t, theirs.GetPluginDownloadURL(), r.RegisterRPC.GetPluginDownloadURL(), r.Name)
			assert.Empty(t, r.RegisterRPC.GetAliases(), "%s: aliases are a quarter of the plugin's time", r.Name)
		}
	}
}

func TestTheSampleIsWiredAsAzureNeedsIt(t *testing.T) {
	m, _, err := deploy(t, sample(), false)
	require.NoError(t, err)

	assert.ElementsMatch(t, []string{
		groupType + " ps", circuitType + " ps", filterType + " ps", ruleType + " ps",
		peeringType + " ps-private", peeringType + " ps-microsoft",
	}, m.children())
	for _, r := range m.registered {
		if r.TypeToken != Token {
			assert.Equal(t, "urn:pulumi:stack::project::"+Token+"::ps", r.RegisterRPC.GetParent(), "%s is a child of the component", r.Name)
		}
	}

	inputs := func(typ, name string) map[string]any { return m.find(t, typ, name).Inputs.Mappable() }
	assert.Equal(t, map[string]any{"location": "westus", "tags": map[string]any{"owner": "network"}}, inputs(groupType, "ps"))
	assert.Equal(t, map[string]any{
		"resourceGroupName": "ps-azure", "location": "westus", "tags": map[string]any{"owner": "network"},
		"sku":                       map[string]any{"name": "Premium_MeteredData", "tier": "Premium", "family": "MeteredData"},
		"serviceProviderProperties": map[string]any{"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 200.0},
	}, inputs(circuitType, "ps"))
	assert.Equal(t, map[string]any{"resourceGroupName": "ps-azure", "location": "westus", "tags": map[string]any{"owner": "network"}}, inputs(filterType, "ps"))
	assert.Equal(t, map[string]any{
		"resourceGroupName": "ps-azure", "routeFilterName": "ps-azure", "access": "Allow", "routeFilterRuleType": "Community",
		"communities": []any{"12076:5060", "12076:5070"},
	}, inputs(ruleType, "ps"))

	private := m.find(t, peeringType, "ps-private").Inputs
	assert.True(t, private["sharedKey"].IsSecret())
	delete(private, "sharedKey")
	assert.Equal(t, map[string]any{
		"resourceGroupName": "ps-azure", "circuitName": "ps-azure", "peeringName": "AzurePrivatePeering", "peeringType": "AzurePrivatePeering",
		"peerASN": 200.0, "vlanId": 200.0, "primaryPeerAddressPrefix": "192.168.16.252/30", "secondaryPeerAddressPrefix": "192.168.18.252/30",
	}, private.Mappable())
	assert.Equal(t, map[string]any{
		"resourceGroupName": "ps-azure", "circuitName": "ps-azure", "peeringName": "MicrosoftPeering", "peeringType": "MicrosoftPeering",
		"peerASN": 200.0, "vlanId": 300.0, "primaryPeerAddressPrefix": "123.0.0.0/30", "secondaryPeerAddressPrefix": "123.0.0.4/30",
		"microsoftPeeringConfig": map[string]any{"advertisedPublicPrefixes": []any{"123.1.0.0/24"}},
		"routeFilter":            map[string]any{"id": ourSubscription + "/resourceGroups/ps-azure/providers/Microsoft.Network/routeFilters/ps-azure"},
	}, inputs(peeringType, "ps-microsoft"))
}

func TestChildrenWaitForWhatAzureNeedsFirst(t *testing.T) {
	m, _, err := deploy(t, sample(), false)
	require.NoError(t, err)
	below := func(typ, name string) string { return "urn:pulumi:stack::project::" + Token + "$" + typ + "::" + name }
	dependsOn := func(typ, name string) []string {
		deps := slices.Clone(m.rpc(t, typ, name).GetDependencies())
		slices.Sort(deps)
		return slices.Compact(deps)
	}
	group, circuit, filter, rule := below(groupType, "ps"), below(circuitType, "ps"), below(filterType, "ps"), below(ruleType, "ps")
	private := below(peeringType, "ps-private")

	assert.Empty(t, dependsOn(groupType, "ps"))
	assert.Equal(t, []string{group}, dependsOn(circuitType, "ps"))
	assert.ElementsMatch(t, []string{group, circuit}, dependsOn(filterType, "ps"), "a tier is raised before the filter needs it")
	assert.ElementsMatch(t, []string{group, circuit, filter}, dependsOn(ruleType, "ps"), "a rule of an attached filter changes beside nothing else")
	assert.ElementsMatch(t, []string{group, circuit, filter, rule}, dependsOn(peeringType, "ps-private"))
	assert.ElementsMatch(t, []string{group, circuit, filter, rule, private}, dependsOn(peeringType, "ps-microsoft"))
}

func TestChildrenHaveTheOptionsThatKeepThemSafe(t *testing.T) {
	m, _, err := deploy(t, sample(), false)
	require.NoError(t, err)

	circuit := m.rpc(t, circuitType, "ps")
	assert.Equal(t, "60m", circuit.GetCustomTimeouts().GetCreate())
	assert.ElementsMatch(t, []string{"authorizationKey", "authorizations", "serviceKey"}, circuit.GetAdditionalSecretOutputs())
	assert.ElementsMatch(t, []string{"circuitProvisioningState", "gatewayManagerEtag", "globalReachEnabled", "serviceKey", "serviceProviderNotes", "serviceProviderProvisioningState"}, circuit.GetIgnoreChanges())

	always := []string{"azureASN", "gatewayManagerEtag", "primaryAzurePort", "secondaryAzurePort", "stats"}
	for name, ignored := range map[string][]string{
		"ps-private":   always,
		"ps-microsoft": append(slices.Clone(always), "microsoftPeeringConfig.advertisedCommunities"),
	} {
		peering := m.rpc(t, peeringType, name)
		assert.True(t, peering.GetDeleteBeforeReplace(), "Azure takes one peering of a type: the old one must go first")
		assert.Equal(t, "60m", peering.GetCustomTimeouts().GetCreate())
		assert.Equal(t, []string{"sharedKey"}, peering.GetAdditionalSecretOutputs())
		assert.ElementsMatch(t, ignored, peering.GetIgnoreChanges(), name)
	}
	assert.True(t, circuit.GetDeleteBeforeReplace(), "two would be billed")
	for _, typ := range []string{filterType, ruleType} {
		assert.False(t, m.rpc(t, typ, "ps").GetDeleteBeforeReplace(), "%s: routes go until the new one is in use", typ)
	}
	assert.False(t, m.rpc(t, filterType, "ps").GetDeleteBeforeReplaceDefined(), "azure-native knows whether a name is random")
	assert.True(t, m.rpc(t, ruleType, "ps").GetDeleteBeforeReplaceDefined())
	for _, typ := range []string{filterType, ruleType, groupType} {
		assert.Equal(t, "30m", m.rpc(t, typ, "ps").GetCustomTimeouts().GetUpdate(), typ)
	}

	// Named: the new filter is there before the old one goes; a filter takes one rule, so the one it has goes first.
	named := sample()
	named.MicrosoftPeering.RouteFilter.Name, named.MicrosoftPeering.RouteFilter.RuleName = pulumi.String("f"), pulumi.String("r")
	for _, had := range []bool{false, true} {
		m := &mocks{}
		if had {
			m.azure = map[string]any{"rules": []any{map[string]any{"name": "s", "access": "Allow", "communities": []any{}, "routeFilterRuleType": "Community"}}}
		}
		_, err := m.deploy(named, false)
		require.NoError(t, err)
		assert.True(t, m.rpc(t, filterType, "ps").GetDeleteBeforeReplaceDefined())
		assert.False(t, m.rpc(t, filterType, "ps").GetDeleteBeforeReplace())
		assert.Equal(t, had, m.rpc(t, ruleType, "ps").GetDeleteBeforeReplace())
	}

	lost := &mocks{others: map[string]any{"f": missing()}}
	_, err = lost.deploy(named, false)
	require.ErrorContains(t, err, "the route filter cannot be read, to see whether it has another rule (was it deleted elsewhere? then run pulumi refresh): ResourceNotFound")
	_, err = (&mocks{new: true}).deploy(named, true)
	require.NoError(t, err, "the preview of a filter that is not there yet")

	args := sample()
	args.Circuit.GlobalReachEnabled = pulumi.Bool(true)
	args.MicrosoftPeering.Config.AdvertisedCommunities = pulumi.ToStringArray([]string{"12076:5060"})
	m, _, err = deploy(t, args, false)
	require.NoError(t, err)
	assert.NotContains(t, m.rpc(t, circuitType, "ps").GetIgnoreChanges(), "globalReachEnabled", "what the program sets is compared")
	assert.NotContains(t, m.rpc(t, peeringType, "ps-microsoft").GetIgnoreChanges(), "microsoftPeeringConfig.advertisedCommunities")
}

func TestOutputsAreThoseOfTheSchema(t *testing.T) {
	_, outputs, err := deploy(t, onPort(), false)
	require.NoError(t, err)
	s := readSchema(t)
	declared := s.Resources[Token].Properties

	for name := range declared {
		assert.Contains(t, outputs, name)
	}
	for name, out := range outputs {
		p, ok := declared[name]
		require.True(t, ok, "%s is not in the schema", name)
		assert.True(t, out.Known, name)
		assert.Equal(t, p.Secret, out.Secret, "%s is secret as the schema says", name)
		sameOutput(t, s, name, p, out.Value)
	}

	assert.Equal(t, "ps-azure", outputs["circuitName"].Value)
	assert.Equal(t, circuitID, outputs["circuitId"].Value)
	assert.Equal(t, "ps-azure", outputs["resourceGroupName"].Value)
	sessions := outputs["bgpSessions"].Value.([]any)
	require.Len(t, sessions, 4)
	assert.Equal(t, map[string]any{
		"peering": "AzurePrivatePeering", "link": "primary", "family": "ipv4", "vlanId": 200, "prefix": "192.168.16.252/30",
		"customerAddress": "192.168.16.253", "microsoftAddress": "192.168.16.254", "peerASN": "200", "azureASN": "12076", "outerVlanId": 4,
	}, sessions[0])
	assert.Equal(t, 4, outputs["stag"].Value)
	links := outputs["ports"].Value.([]any)
	require.Len(t, links, 2)
	assert.Equal(t, map[string]any{
		"link": "secondary", "encapsulation": "QinQ", "routerName": "router-link2", "interfaceName": "HundredGigE0",
		"patchPanelId": "panel", "rackId": "rack", "connectorType": "LC",
	}, links[1])
}

// sameOutput holds a published value against its declaration: every property of an object, in both directions.
func sameOutput(t *testing.T, s packageSchema, path string, p propertySchema, value any) {
	t.Helper()
	if p.Type == "array" && p.Items.Type == "string" {
		assert.IsType(t, []string{}, value, path)
		return
	}
	if p.Type == "array" {
		for _, item := range value.([]any) {
			sameOutput(t, s, path+"[]", *p.Items, item)
		}
		return
	}
	typ, isObject := s.Types[strings.TrimPrefix(p.Ref, "#/types/")]
	if !isObject {
		return
	}
	object, ok := value.(map[string]any)
	if !ok { // the counters come as a map of numbers
		object = map[string]any{}
		for k, v := range value.(map[string]*float64) {
			object[k] = v
		}
	}
	for name, field := range typ.Properties {
		if assert.Contains(t, object, name, "%s has what the schema declares", path) {
			sameOutput(t, s, path+"."+name, field, object[name])
		}
	}
	for name := range object {
		assert.Contains(t, typ.Properties, name, "%s has nothing else", path)
	}
}

func TestWhatDoesNotApplyIsNullNotUnknown(t *testing.T) {
	args := sample()
	args.MicrosoftPeering = nil
	for _, preview := range []bool{false, true} {
		m, outputs, err := deploy(t, args, preview)
		require.NoError(t, err)
		assert.NotContains(t, m.children(), filterType+" ps")
		for _, name := range []string{"microsoftPeering", "routeFilterId"} {
			assert.True(t, outputs[name].Known, "%s, preview %v", name, preview)
			assert.Empty(t, outputs[name].Value, "%s, preview %v", name, preview)
		}
	}
}

func TestInPreviewTheSessionsAreKnownAndAzuresValuesAreNot(t *testing.T) {
	_, outputs, err := deploy(t, sample(), true)
	require.NoError(t, err)
	assert.True(t, outputs["bgpSessions"].Known)
	assert.Len(t, outputs["bgpSessions"].Value, 4)
}

// unknown is an input that has no value yet.
func unknown[T any]() pulumi.Output {
	return pulumi.UnsafeUnknownOutput(nil).ApplyT(func(v any) T { return v.(T) })
}

func TestUnknownInputsAreWiredAndOnlyTheirSessionsAreUnknown(t *testing.T) {
	args := sample()
	args.MicrosoftPeering = nil
	args.PrivatePeering.VlanID = unknown[int]().(pulumi.IntInput)
	args.Circuit.SkuTier = unknown[*string]().(pulumi.StringPtrInput)
	args.PrivatePeering.PrimaryPeerAddressPrefix = unknown[*string]().(pulumi.StringPtrInput)
	m, outputs, err := deploy(t, args, true)
	require.NoError(t, err)
	assert.Contains(t, m.children(), peeringType+" ps-private")
	sent := m.rpc(t, peeringType, "ps-private").GetObject().GetFields()
	assert.Equal(t, plugin.UnknownStringValue, sent["vlanId"].GetStringValue())
	assert.Equal(t, plugin.UnknownStringValue, sent["primaryPeerAddressPrefix"].GetStringValue())
	sku := m.rpc(t, circuitType, "ps").GetObject().GetFields()["sku"].GetStructValue().GetFields()
	assert.Equal(t, plugin.UnknownStringValue, sku["name"].GetStringValue())
	assert.False(t, outputs["bgpSessions"].Known, "a table with an unknown entry is not known as a whole")
}

func TestAnExistingCircuitIsReadAndNeverRegistered(t *testing.T) {
	args := sample()
	args.Circuit = nil
	args.CircuitID = pulumi.String(existingID)
	m, outputs, err := deploy(t, args, false)
	require.NoError(t, err)
	assert.ElementsMatch(t, []string{filterType + " ps", ruleType + " ps", peeringType + " ps-private", peeringType + " ps-microsoft"}, m.children())
	require.NotEmpty(t, m.invoked)
	assert.Equal(t, "azure-native:network:getExpressRouteCircuit", m.invoked[0].Token)
	assert.Equal(t, map[string]any{"circuitName": "existing", "resourceGroupName": "their-group"}, m.invoked[0].Args.Mappable())
	private := m.find(t, peeringType, "ps-private").Inputs.Mappable()
	assert.Equal(t, "their-group", private["resourceGroupName"])
	assert.Equal(t, "existing", private["circuitName"])
	assert.Equal(t, "their-group", m.find(t, filterType, "ps").Inputs.Mappable()["resourceGroupName"])
	assert.Equal(t, existingID, outputs["circuitId"].Value)
	assert.True(t, outputs["serviceKey"].Secret)

	args.ResourceGroupName = pulumi.String("our-group")
	m, outputs, err = deploy(t, args, false)
	require.NoError(t, err)
	assert.Equal(t, "our-group", m.find(t, filterType, "ps").Inputs.Mappable()["resourceGroupName"])
	assert.Equal(t, "their-group", m.find(t, peeringType, "ps-private").Inputs.Mappable()["resourceGroupName"])
	assert.Equal(t, "their-group", outputs["resourceGroupName"].Value)
}

func TestAGivenResourceGroupIsUsedAndNotCreated(t *testing.T) {
	args := sample()
	args.ResourceGroupName = pulumi.String("network-rg")
	m, _, err := deploy(t, args, false)
	require.NoError(t, err)
	assert.NotContains(t, m.children(), groupType+" ps")
	assert.Equal(t, "network-rg", m.find(t, circuitType, "ps").Inputs.Mappable()["resourceGroupName"])
}

func TestADirectCircuitRunsOnItsPort(t *testing.T) {
	args := sample()
	args.Circuit = &CircuitArgs{SkuTier: pulumi.String("Local"), ExpressRouteDirect: &ExpressRouteDirectArgs{
		PortID:          pulumi.String("/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p"),
		BandwidthInGbps: pulumi.Float64(10), AuthorizationKey: pulumi.String("4711"),
	}}
	m, _, err := deploy(t, args, false)
	require.NoError(t, err)
	circuit := m.find(t, circuitType, "ps").Inputs
	assert.True(t, circuit["authorizationKey"].IsSecret())
	delete(circuit, "authorizationKey")
	assert.Equal(t, map[string]any{
		"resourceGroupName": "ps-azure", "location": "westus", "tags": map[string]any{"owner": "network"},
		"sku":              map[string]any{"name": "Local_MeteredData", "tier": "Local", "family": "MeteredData"},
		"expressRoutePort": map[string]any{"id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/expressRoutePorts/p"},
		"bandwidthInGbps":  10.0,
	}, circuit.Mappable())
}

func TestALocalCircuitAtACarrierIsUnlimitedByDefault(t *testing.T) {
	args := sample()
	args.Circuit.SkuTier = pulumi.String("Local")
	m, _, err := deploy(t, args, false)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"name": "Local_UnlimitedData", "tier": "Local", "family": "UnlimitedData"},
		m.find(t, circuitType, "ps").Inputs["sku"].Mappable())
}

func TestTheValidationOfPrefixesIsPublishedForEachFamily(t *testing.T) {
	states := func(args *PeeringStackArgs) (ipv4, ipv6 any) {
		_, outputs, err := deploy(t, args, false)
		require.NoError(t, err)
		status := outputs["microsoftPeering"].Value.(map[string]any)
		return status["advertisedPublicPrefixesState"], status["ipv6AdvertisedPublicPrefixesState"]
	}
	text := func(value any) string {
		if s, ok := value.(*string); ok && s != nil {
			return *s
		}
		return ""
	}
	args := sample()
	ipv4, ipv6 := states(args)
	assert.Equal(t, "ValidationNeeded", text(ipv4))
	assert.Empty(t, text(ipv6))

	args.MicrosoftPeering.IPv6 = &MicrosoftIPv6Args{
		PrimaryPeerAddressPrefix: pulumi.String("2600::/126"), SecondaryPeerAddressPrefix: pulumi.String("2600::4/126"),
		Config: &MicrosoftConfigArgs{AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"2600:1::/48"})},
	}
	ipv4, ipv6 = states(args)
	assert.Equal(t, "ValidationNeeded", text(ipv4))
	assert.Equal(t, "Configured", text(ipv6))

	args.MicrosoftPeering.PrimaryPeerAddressPrefix, args.MicrosoftPeering.SecondaryPeerAddressPrefix, args.MicrosoftPeering.Config = nil, nil, nil
	ipv4, ipv6 = states(args)
	assert.Empty(t, text(ipv4))
	assert.Equal(t, "Configured", text(ipv6))
}

func TestOneFilterServesBothFamiliesUnlessIPv6NamesItsOwn(t *testing.T) {
	theirs := "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/theirs"
	own := "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.Network/routeFilters/own"
	args := sample()
	args.MicrosoftPeering.RouteFilter = nil
	args.MicrosoftPeering.RouteFilterID = pulumi.String(theirs)
	args.MicrosoftPeering.IPv6 = &MicrosoftIPv6Args{
		PrimaryPeerAddressPrefix: pulumi.String("2600::/126"), SecondaryPeerAddressPrefix: pulumi.String("2600::4/126"),
		Config: &MicrosoftConfigArgs{AdvertisedPublicPrefixes: pulumi.ToStringArray([]string{"2600:1::/48"})},
	}
	filters := func() (ipv4, ipv6 any) {
		m, outputs, err := deploy(t, args, false)
		require.NoError(t, err)
		assert.NotContains(t, m.children(), filterType+" ps")
		assert.Equal(t, theirs, outputs["routeFilterId"].Value)
		peering := m.find(t, peeringType, "ps-microsoft").Inputs.Mappable()
		return peering["routeFilter"].(map[string]any)["id"], peering["ipv6PeeringConfig"].(map[string]any)["routeFilter"].(map[string]any)["id"]
	}
	ipv4, ipv6 := filters()
	assert.Equal(t, theirs, ipv4)
	assert.Equal(t, theirs, ipv6)

	args.MicrosoftPeering.IPv6.RouteFilterID = pulumi.String(own)
	ipv4, ipv6 = filters()
	assert.Equal(t, theirs, ipv4)
	assert.Equal(t, own, ipv6)
}

func TestInvalidInputsRegisterNothing(t *testing.T) {
	args := sample()
	args.PrivatePeering.VlanID = pulumi.Int(0)
	args.PrivatePeering.PeerASN = pulumi.Float64(65515)
	m, _, err := deploy(t, args, false)
	invalid := (*InvalidError)(nil)
	require.True(t, errors.As(err, &invalid), "%v", err)
	assert.Empty(t, m.registered)
	var found []string
	for _, f := range invalid.Findings {
		found = append(found, f.Path+" "+f.Rule)
	}
	assert.Equal(t, []string{"privatePeering.peerASN asn-reserved", "privatePeering.vlanId vlan-range"}, found)
}

func TestTheComponentKeepsItsInputsWithSecretsSecret(t *testing.T) {
	args := sample()
	args.PrivatePeering.SharedKey = pulumi.ToSecret(pulumi.String("hunter2")).(pulumi.StringOutput).ToStringPtrOutput()
	m, _, err := deploy(t, args, false)
	require.NoError(t, err)
	recorded := m.find(t, Token, "ps").Inputs
	assert.Equal(t, "westus", recorded["location"].StringValue())
	private := recorded["privatePeering"]
	if private.IsSecret() {
		private = private.SecretValue().Element
	} else {
		assert.True(t, private.ObjectValue()["sharedKey"].IsSecret())
	}
	assert.Equal(t, 200.0, private.ObjectValue()["vlanId"].NumberValue())
}

func TestWhatTheRulesSayOfMalformedInputsIsLeftOut(t *testing.T) {
	malformed := []rules.Finding{{Path: "circuit", Rule: rules.WrongType}, {Path: "privatePeering.vlanId", Rule: rules.MissingProperty}}
	findings := []rules.Finding{
		{Path: "circuit", Rule: "circuit-one-of"},
		{Path: "circuit.skuTier", Rule: "sku-tier"},
		{Path: "circuitId", Rule: "circuit-id"},
		{Path: "privatePeering.vlanId", Rule: "vlan-range"},
	}
	var got []string
	for _, f := range withMalformed(malformed, findings) {
		got = append(got, f.Path+" "+f.Rule)
	}
	assert.Equal(t, []string{"circuit wrong-type", "circuitId circuit-id", "privatePeering.vlanId missing-property"}, got)
}
