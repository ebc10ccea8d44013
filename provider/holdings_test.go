package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape/shapetest"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/spec/spectest"
)

const (
	urns      = "urn:pulumi:stack::project::"
	stackURN  = urns + Token + "::ps"
	children  = urns + Token + "$"
	oldID     = ourSubscription + "/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/old"
	vnetsID   = ourSubscription + "/resourceGroups/g/providers/Microsoft.Network/virtualNetworkGateways/"
	otherHeld = urns + gatewayType + "::theirs"
)

// outputs of a resource in the state.
func outputs(typ string, of map[string]any) map[string]any {
	return map[string]any{"type": typ, "outputs": of}
}

// leaves are what the last update of the component ps left in the state, beside what is given.
func leaves(more map[string]any) map[string]any {
	state := map[string]any{
		stackURN:                        outputs(Token, map[string]any{"circuitId": oldID}),
		children + circuitType + "::ps": outputs(circuitType, map[string]any{"name": "old", "serviceKey": "k"}),
	}
	for urn, r := range more {
		state[urn] = r
	}
	return state
}

func connectionHeld(name, gateway string) map[string]any {
	return outputs(gatewayType, map[string]any{
		"name": name, "virtualNetworkGateway1": map[string]any{"id": vnetsID + gateway}, "peer": map[string]any{"id": oldID},
	})
}

// theOld is a circuit as its last update left it.
func theOld(state string) map[string]any {
	circuit := ready(oldID)
	circuit["name"], circuit["serviceProviderProvisioningState"] = "old", state
	circuit["serviceProviderProperties"] = map[string]any{"serviceProviderName": "Equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 50}
	return circuit
}

// What the program writes in another letter case goes on as it was written. azure-native 2.x keeps the inputs in the state; with 3.x
// the component does.
func TestAnotherLetterCaseChangesNothing(t *testing.T) {
	t.Run("2.x", func(t *testing.T) { anotherLetterCaseChangesNothing(t, func(held map[string]any) {}) })
	t.Run("3.x", func(t *testing.T) {
		anotherLetterCaseChangesNothing(t, func(held map[string]any) {
			told := map[string]any{}
			for _, r := range held {
				r := r.(map[string]any)
				of := r["outputs"].(map[string]any)
				inputs, has := of["__inputs"].(map[string]any)
				if !has {
					continue
				}
				kind, name := strings.TrimPrefix(r["type"].(string), "azure-native:network:"), of["name"].(string)
				if slices.Contains([]string{azure.KindCircuit, azure.KindRouteFilter, azure.KindRouteFilterRule}, kind) {
					name = ""
				}
				paths := map[string]any{}
				for path, value := range given(inputs) {
					paths[path] = value
				}
				told[azure.ChildKey(kind, name)] = paths
				delete(of, "__inputs")
			}
			held[stackURN].(map[string]any)["outputs"].(map[string]any)[givenTo] = told
		})
	})
}

func anotherLetterCaseChangesNothing(t *testing.T, keep func(held map[string]any)) {
	with := func(output map[string]any, inputs map[string]any) map[string]any {
		output["outputs"].(map[string]any)["__inputs"] = inputs
		return output
	}
	named := func(typ, name string, inputs map[string]any) map[string]any {
		inputs["resourceGroupName"] = "network"
		return with(outputs(typ, map[string]any{"name": name}), inputs)
	}
	inOld := func(more ...string) map[string]any {
		inputs := map[string]any{"circuitName": "old"}
		for i := 0; i < len(more); i += 2 {
			inputs[more[i]] = more[i+1]
		}
		return inputs
	}
	gateway := with(connectionHeld("a", "gw1"), map[string]any{
		"resourceGroupName": "g", "virtualNetworkGatewayConnectionName": "a",
		"virtualNetworkGateway1": map[string]any{"id": vnetsID + "gw1"}, "peer": map[string]any{"id": oldID},
	})
	held := leaves(map[string]any{
		children + circuitType + "::ps": named(circuitType, "old", map[string]any{
			"circuitName": "old", "serviceProviderProperties": map[string]any{"serviceProviderName": "equinix", "peeringLocation": "Silicon Valley", "bandwidthInMbps": 50.0},
		}),
		children + peeringType + "::ps-private":               named(peeringType, "AzurePrivatePeering", inOld("sharedKey", "hunter2")),
		children + peeringType + "::ps-microsoft":             named(peeringType, "MicrosoftPeering", inOld()),
		children + authorizationType + "::ps-authorization-x": named(authorizationType, "x", inOld("authorizationName", "x")),
		children + filterType + "::ps":                        named(filterType, "f", map[string]any{"routeFilterName": "f"}),
		children + ruleType + "::ps":                          named(ruleType, "r", map[string]any{"routeFilterName": "f", "ruleName": "r"}),
		children + gatewayType + "::ps-gateway-a":             gateway,
	})
	keep(held)
	args := sample()
	args.Circuit.Name, args.ResourceGroupName = pulumi.String("OLD"), pulumi.String("Network")
	args.MicrosoftPeering.RouteFilter.Name, args.MicrosoftPeering.RouteFilter.RuleName = pulumi.String("F"), pulumi.String("R")
	args.PrivatePeering.SharedKey = pulumi.String("HUNTER2")
	args.Authorizations = []string{"X"}
	args.VirtualNetworkGatewayConnections = []VirtualNetworkGatewayConnectionArgs{{Name: "A", GatewayID: pulumi.String(strings.ToUpper(vnetsID + "gw1"))}}
	m := &mocks{held: held, others: map[string]any{"old": theOld(azure.Provisioned)}}
	_, err := m.deploy(args, false)
	require.NoError(t, err)

	circuit := m.find(t, circuitType, "ps").Inputs
	assert.Equal(t, "old", circuit["circuitName"].StringValue())
	assert.Equal(t, "equinix", circuit["serviceProviderProperties"].ObjectValue()["serviceProviderName"].StringValue(), "as before, and not as the circuit has it")
	for child, inputs := range map[[2]string]map[string]string{
		{circuitType, "ps"}:                       {},
		{peeringType, "ps-private"}:               {},
		{peeringType, "ps-microsoft"}:             {},
		{authorizationType, "ps-authorization-X"}: {"authorizationName": "x"},
		{filterType, "ps"}:                        {"routeFilterName": "f"},
		{ruleType, "ps"}:                          {"ruleName": "r"},
		{gatewayType, "ps-gateway-A"}:             {"virtualNetworkGatewayConnectionName": "a", "resourceGroupName": "g"},
	} {
		has := m.find(t, child[0], child[1]).Inputs
		if inputs["resourceGroupName"] == "" {
			inputs["resourceGroupName"] = "network"
		}
		for name, want := range inputs {
			assert.Equal(t, want, has[resource.PropertyKey(name)].StringValue(), "%s of %s", name, child)
		}
	}
	connection := m.find(t, gatewayType, "ps-gateway-A").Inputs
	assert.Equal(t, vnetsID+"gw1", connection["virtualNetworkGateway1"].ObjectValue()["id"].StringValue())
	assert.Equal(t, "HUNTER2", m.find(t, peeringType, "ps-private").Inputs["sharedKey"].SecretValue().Element.StringValue(), "a key is not a name")
	for child, was := range map[[2]string]string{{authorizationType, "ps-authorization-X"}: "ps-authorization-x", {gatewayType, "ps-gateway-A"}: "ps-gateway-a"} {
		aliases := m.rpc(t, child[0], child[1]).GetAliases()
		require.Len(t, aliases, 1, child)
		assert.Equal(t, was, aliases[0].GetSpec().GetName())
	}
}

func TestACircuitThatItsCarrierHoldsKeepsItsNameAndItsGroup(t *testing.T) {
	for path, change := range map[string]func(*PeeringStackArgs){
		"circuit.name":      func(a *PeeringStackArgs) { a.Circuit.Name = pulumi.String("new") },
		"resourceGroupName": func(a *PeeringStackArgs) { a.ResourceGroupName = pulumi.String("other") },
		"circuit.serviceProvider.peeringLocation": func(a *PeeringStackArgs) { a.Circuit.ServiceProvider.PeeringLocation = pulumi.String("Dallas") },
	} {
		for _, preview := range []bool{true, false} {
			args := sample()
			args.ResourceGroupName = pulumi.String("network")
			change(args)
			m := &mocks{held: leaves(nil), others: map[string]any{"old": theOld(azure.Provisioned), "new": missing()}}
			_, err := m.deploy(args, preview)
			var invalid *InvalidError
			require.ErrorAs(t, err, &invalid, path)
			require.Len(t, invalid.Findings, 1)
			assert.Equal(t, [2]string{"circuit-held", path}, [2]string{invalid.Findings[0].Rule, invalid.Findings[0].Path})
			assert.Empty(t, m.children())

			m = &mocks{held: leaves(nil), others: map[string]any{"old": theOld("NotProvisioned"), "new": missing()}}
			_, err = m.deploy(args, preview)
			assert.NoError(t, err, "its carrier does not hold it: %s", path)

			m = &mocks{held: leaves(nil), others: map[string]any{"old": theOld("NotProvisioned"), "new": theOld("NotProvisioned")}}
			_, err = m.deploy(args, preview)
			if path == "circuit.name" {
				require.ErrorAs(t, err, &invalid)
				assert.Equal(t, [2]string{"circuit-name-taken", path}, [2]string{invalid.Findings[0].Rule, invalid.Findings[0].Path})
				assert.Empty(t, m.children())
			} else {
				assert.NoError(t, err, path)
			}
		}
	}
}

// With azure-native 3.x nothing tells the inputs after an update that failed.
func TestAnotherLetterCaseChangesNothingWhereNothingTellsTheOldOne(t *testing.T) {
	identity := []string{"circuitName", "resourceGroupName", "serviceProviderProperties.serviceProviderName", "serviceProviderProperties.peeringLocation"}
	deploy := func(carrier string, held map[string]any) *mocks {
		args := sample()
		args.Circuit.Name, args.ResourceGroupName = pulumi.String("OLD"), pulumi.String("Network")
		args.Circuit.ServiceProvider.Name, args.Authorizations = pulumi.String(carrier), []string{"x"}
		m := &mocks{held: held, others: map[string]any{"old": theOld("NotProvisioned"), "OLD": theOld("NotProvisioned")}}
		_, err := m.deploy(args, false)
		require.NoError(t, err)
		return m
	}
	held := leaves(map[string]any{
		children + peeringType + "::ps-private":               outputs(peeringType, map[string]any{"name": "AzurePrivatePeering"}),
		children + authorizationType + "::ps-authorization-x": outputs(authorizationType, map[string]any{"name": "x"}),
	})
	m := deploy("equinix", held)
	assert.Subset(t, m.rpc(t, circuitType, "ps").GetIgnoreChanges(), identity)
	for _, child := range [][2]string{{peeringType, "ps-private"}, {authorizationType, "ps-authorization-x"}} {
		assert.Subset(t, m.rpc(t, child[0], child[1]).GetIgnoreChanges(), []string{"circuitName", "resourceGroupName"}, child)
	}
	assert.NotContains(t, m.rpc(t, peeringType, "ps-microsoft").GetIgnoreChanges(), "circuitName", "it is new")

	m = deploy("Megaport", held)
	for _, path := range identity {
		assert.NotContains(t, m.rpc(t, circuitType, "ps").GetIgnoreChanges(), path, "the circuit is replaced")
	}
}

func TestACircuitThatItsCarrierHoldsDoesNotMakeWayForAnother(t *testing.T) {
	other := ourSubscription + "/resourceGroups/network/providers/Microsoft.Network/expressRouteCircuits/other"
	for state, rule := range map[string]string{azure.Provisioned: "circuit-held", "NotProvisioned": ""} {
		for _, preview := range []bool{true, false} {
			args := sample()
			args.ResourceGroupName, args.Location = pulumi.String("network"), pulumi.String("westeurope")
			args.Circuit, args.CircuitID = nil, pulumi.String(other)
			m := &mocks{held: leaves(nil), others: map[string]any{"old": theOld(state), "other": ready(other)}}
			_, err := m.deploy(args, preview)
			if rule == "" {
				require.NoError(t, err)
				continue
			}
			var invalid *InvalidError
			require.ErrorAs(t, err, &invalid)
			require.Len(t, invalid.Findings, 1)
			assert.Equal(t, [2]string{rule, "circuitId"}, [2]string{invalid.Findings[0].Rule, invalid.Findings[0].Path})
			assert.Empty(t, m.children())
		}
	}
}

func TestACircuitIsFoundInTheStateWithoutTheOutputsOfAFailedUpdate(t *testing.T) {
	group := outputs(groupType, map[string]any{"name": "made"})
	told := outputs(circuitType, map[string]any{"name": "old", "__inputs": map[string]any{"resourceGroupName": "network"}})
	for name, c := range map[string]struct {
		given *string
		more  map[string]any
		found string
	}{
		"in the group that its inputs tell":    {pulumi.StringRef("elsewhere"), map[string]any{children + circuitType + "::ps": told}, "old"},
		"in the group that is given":           {pulumi.StringRef("network"), nil, "old"},
		"in the group that the stack has made": {nil, map[string]any{children + groupType + "::ps": group}, "old"},
		"not without a group":                  {nil, nil, "ps-azure"}, // which is read once it is registered
	} {
		held := leaves(c.more)
		held[stackURN] = outputs(Token, nil)
		args := sample()
		if c.given != nil {
			args.ResourceGroupName = pulumi.String(*c.given)
		}
		m := &mocks{held: held, others: map[string]any{"old": theOld("NotProvisioned")}}
		_, err := m.deploy(args, true)
		require.NoError(t, err, name)
		assert.Equal(t, 1, m.asked()[c.found], "%s: %v", name, m.asked())
	}
}

func TestTheGroupThatAStackMadeIsNotGivenByItsName(t *testing.T) {
	made := map[string]any{children + groupType + "::ps": outputs(groupType, map[string]any{"name": "network"})}
	args := sample()
	args.ResourceGroupName = pulumi.String("network")
	m := &mocks{held: leaves(made), others: map[string]any{"old": theOld("NotProvisioned")}}
	_, err := m.deploy(args, false)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, [2]string{"resource-group-own", "resourceGroupName"}, [2]string{invalid.Findings[0].Rule, invalid.Findings[0].Path})
	assert.Empty(t, m.children())
}

func TestAGatewayConnectionThatIsRenamedTakesThePlaceOfTheOldOne(t *testing.T) {
	to := func(connections ...string) *PeeringStackArgs {
		args := sample()
		args.ResourceGroupName, args.Circuit.Name = pulumi.String("network"), pulumi.String("old")
		for i := 0; i < len(connections); i += 2 {
			args.VirtualNetworkGatewayConnections = append(args.VirtualNetworkGatewayConnections, VirtualNetworkGatewayConnectionArgs{
				Name: connections[i], GatewayID: pulumi.String(vnetsID + connections[i+1]),
			})
		}
		return args
	}
	held := leaves(map[string]any{
		children + gatewayType + "::ps-gateway-a": connectionHeld("a", "gw1"), children + gatewayType + "::ps-gateway-b": connectionHeld("b", "gw2"),
		otherHeld: connectionHeld("theirs", "gw4"),
	})
	deploy := func(args *PeeringStackArgs, program ...string) (*mocks, error) {
		m := &mocks{held: held, program: program, others: map[string]any{"old": theOld(azure.Provisioned)}}
		_, err := m.deploy(args, true)
		return m, err
	}

	m, err := deploy(to("c", "gw1", "b", "gw2"))
	require.NoError(t, err)
	aliases := m.rpc(t, gatewayType, "ps-gateway-c").GetAliases()
	require.Len(t, aliases, 1)
	assert.Equal(t, "ps-gateway-a", aliases[0].GetSpec().GetName())
	assert.Empty(t, m.rpc(t, gatewayType, "ps-gateway-b").GetAliases())

	// Its circuit is replaced under the same name: the old connection goes with the old circuit.
	asks := 0
	replaced := func() any {
		circuit := theOld("NotProvisioned")
		circuit["location"], circuit["serviceKey"] = [...]string{"westus", "eastus"}[min(asks, 1)], fmt.Sprint("key ", min(asks, 1))
		asks++
		return circuit
	}
	args := to("c", "gw1", "b", "gw2")
	args.Location = pulumi.String("eastus")
	m = &mocks{held: held, others: map[string]any{"old": replaced}}
	_, err = m.deploy(args, false)
	require.NoError(t, err)
	assert.Empty(t, m.rpc(t, gatewayType, "ps-gateway-c").GetAliases())

	m, err = deploy(to("a", "gw2", "b", "gw3"))
	require.NoError(t, err)
	b := m.rpc(t, gatewayType, "ps-gateway-b")
	assert.Contains(t, m.rpc(t, gatewayType, "ps-gateway-a").GetDependencies(), urns+Token+"$"+gatewayType+"::ps-gateway-b", "b lets go of what a takes: %v", b)

	for _, args := range []*PeeringStackArgs{to("a", "gw2", "b", "gw1"), to("a", "gw2"), to("a", "gw4")} {
		m, err = deploy(args)
		var invalid *InvalidError
		require.ErrorAs(t, err, &invalid)
		assert.Equal(t, "connection-handover", invalid.Findings[0].Rule)
		assert.Empty(t, m.children())
	}
	_, err = deploy(to("a", "gw4"), "theirs")
	assert.NoError(t, err, "who has the gateway is in the program, and may have let go of it by now")
}

func TestAPrivatePeeringInUseStaysInTheProgram(t *testing.T) {
	args := sample()
	args.ResourceGroupName, args.Circuit.Name = pulumi.String("network"), pulumi.String("old")
	args.PrivatePeering, args.MicrosoftPeering, args.CarrierManagesPeerings = nil, nil, pulumi.BoolRef(true)
	args.VirtualNetworkGatewayConnections = []VirtualNetworkGatewayConnectionArgs{{Name: "a", GatewayID: pulumi.String(vnetsID + "gw1")}}
	held := leaves(map[string]any{children + peeringType + "::ps-private": outputs(peeringType, map[string]any{"name": "AzurePrivatePeering"})})
	m := &mocks{held: held, others: map[string]any{"old": theOld(azure.Provisioned)}}
	_, err := m.deploy(args, true)
	var invalid *InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, [2]string{"peering-in-use", "privatePeering"}, [2]string{invalid.Findings[0].Rule, invalid.Findings[0].Path})
	assert.Empty(t, m.children())

	m = &mocks{held: leaves(nil), others: m.others}
	_, err = m.deploy(args, true)
	assert.NoError(t, err)
}

func TestTheStateIsReadOnceForAllComponents(t *testing.T) {
	e := startEngine(t)
	inputs := shapetest.Properties(spectest.OnValid(""))
	s := e.serverFor(t)
	for range 2 {
		_, err := s.Construct(context.Background(), e.request(t, inputs, true))
		require.NoError(t, err)
	}
	assert.Equal(t, 1, e.stateReads)

	next := startEngine(t)
	_, err := s.Construct(context.Background(), next.request(t, inputs, false))
	require.NoError(t, err)
	assert.Equal(t, 1, next.stateReads, "the next deployment reads it anew")
}

func TestAComponentKnowsItsOwnInTheState(t *testing.T) {
	const (
		there = "urn:pulumi:s::p::"
		site  = "my:index:Site"
	)
	spec := func(s *pulumirpc.Alias_Spec) []*pulumirpc.Alias {
		return []*pulumirpc.Alias{{Alias: &pulumirpc.Alias_Spec_{Spec: s}}}
	}
	inSite := &pulumirpc.Alias_Spec{Parent: &pulumirpc.Alias_Spec_ParentUrn{ParentUrn: there + site + "::london"}}
	for name, c := range map[string]struct {
		held    string // the component in the state
		parent  string
		aliases []*pulumirpc.Alias
		own     bool
	}{
		"by its name":                         {Token + "::ps", there + "pulumi:pulumi:Stack::p-s", nil, true},
		"by another name":                     {Token + "::ps-private", "", nil, false},
		"in a component":                      {site + "$" + Token + "::ps", there + site + "::london", nil, true},
		"by its name, in a component":         {site + "$" + Token + "::ps", "", nil, false},
		"by its name, out of a component":     {Token + "::ps", there + site + "::london", nil, false},
		"by its old name":                     {Token + "::was", "", spec(&pulumirpc.Alias_Spec{Name: "was"}), true},
		"by its old name, in a component":     {site + "$" + Token + "::was", there + site + "::london", spec(&pulumirpc.Alias_Spec{Name: "was"}), true},
		"out of the component that it was in": {site + "$" + Token + "::ps", "", spec(inSite), true},
		"in a component that it was not in":   {Token + "::ps", there + site + "::london", spec(&pulumirpc.Alias_Spec{Parent: &pulumirpc.Alias_Spec_NoParent{NoParent: true}}), true},
		"by an old URN":                       {"old:index:Type::was", "", []*pulumirpc.Alias{{Alias: &pulumirpc.Alias_Urn{Urn: there + "old:index:Type::was"}}}, true},
	} {
		e := startEngine(t)
		typ, was, _ := strings.Cut(c.held, "::")
		e.held = resource.NewPropertyMapFromMap(map[string]any{
			there + c.held: outputs(Token, map[string]any{"circuitId": oldID}),
			there + typ + "$" + circuitType + "::" + was: outputs(circuitType, map[string]any{"name": "old"}),
		})
		// Its group is told by the component alone.
		req := e.request(t, shapetest.Properties(spectest.OnValid("resourceGroupName: other")), true)
		req.Parent, req.Aliases = c.parent, c.aliases
		_, err := e.serverFor(t).Construct(context.Background(), req)
		if c.own {
			require.Error(t, err, name)
			assert.Contains(t, propertyProblems(t, err)["resourceGroupName"], "[circuit-held]", name)
		} else {
			assert.NoError(t, err, name)
		}
	}
}

// The aliases of a component around a PeeringStack are told to the engine alone.
func TestAComponentInsideARenamedOneIsNotTakenForAnother(t *testing.T) {
	const (
		there   = "urn:pulumi:s::p::"
		site    = "my:index:Site$" + Token
		renamed = there + "my:index:Branch::london"
	)
	inputs := func() resource.PropertyMap {
		return shapetest.Properties(spectest.OnValid("resourceGroupName: network\ncircuit: {name: london}"))
	}
	for name, c := range map[string]struct {
		held    string // the component in the state
		parent  string
		program []string
		refused bool
	}{
		"the one around it was renamed":              {site + "::ps", renamed, nil, false},
		"and it was named after that one":            {site + "::paris", renamed, nil, false},
		"the other is in the program":                {site + "::paris", renamed, []string{there + site + "::paris"}, true},
		"the other was in none":                      {Token + "::ps", renamed, nil, true},
		"it is in none":                              {site + "::ps", there + "pulumi:pulumi:Stack::p-s", nil, true},
		"it is in the state, and the other was, too": {site + "::paris", there + "my:index:Site::london", nil, true},
	} {
		e := startEngine(t)
		typ, was, _ := strings.Cut(c.held, "::")
		circuit := outputs(circuitType, map[string]any{"name": "london", "__inputs": map[string]any{"resourceGroupName": "network", "circuitName": "london"}})
		held := map[string]any{there + c.held: outputs(Token, nil), there + typ + "$" + circuitType + "::" + was: circuit}
		if c.parent != renamed && strings.Contains(c.parent, "Site") {
			held[there+site+"::ps"] = outputs(Token, nil)
		}
		e.held, e.program = resource.NewPropertyMapFromMap(held), c.program
		req := e.request(t, inputs(), true)
		req.Parent = c.parent
		_, err := e.serverFor(t).Construct(context.Background(), req)
		if c.refused {
			require.Error(t, err, name)
			assert.Contains(t, propertyProblems(t, err)["circuit.name"], "[alias-missing]", name)
		} else {
			assert.NoError(t, err, name)
		}
	}
}

// A stack's outputs, and those of components, can be resources, which need not be in the program any more.
func TestResourcesAmongTheOutputsInTheStateAreLeftAlone(t *testing.T) {
	const gone = urns + "azure-native:network:VirtualNetwork::gone"
	e := startEngine(t)
	e.held = resource.NewPropertyMapFromMap(map[string]any{
		urns + "pulumi:pulumi:Stack::project-stack": outputs("pulumi:pulumi:Stack", map[string]any{
			"vnet": resource.NewProperty(resource.ResourceReference{URN: gone, ID: resource.NewProperty("id")}),
		}),
	})
	_, err := e.serverFor(t).Construct(context.Background(), e.request(t, shapetest.Properties(spectest.OnValid("")), false))
	require.NoError(t, err)
	assert.Empty(t, e.warnings)
}

// What is adopted is spelled as Azure has it, so that the import changes nothing.
func TestWhatIsAdoptedTellsItsNamesAndIDs(t *testing.T) {
	const circuit = ourSubscription + "/resourceGroups/g/providers/Microsoft.Network/expressRouteCircuits/c"
	s := spectest.Spec(spectest.OnValid("circuit: {name: C}\nadopt: {circuitId: " + circuit + "}\nglobalReachConnections: [{name: R, peerCircuitId: x}]"))
	take := adoptedOf(s, &azure.World{Circuit: azure.See(azure.Circuit{
		ID: circuit, Name: "c",
		Private: &azure.Peering{ID: circuit + "/peerings/AzurePrivatePeering", Connections: []azure.Connection{
			{ID: circuit + "/peerings/AzurePrivatePeering/connections/r", Name: "r", PeeringID: "own", PeerPeeringID: "peer"},
		}},
		Microsoft: &azure.Peering{ID: circuit + "/peerings/MicrosoftPeering", RouteFilterID: "v4", IPv6: &azure.IPv6{RouteFilterID: "v6"}},
	})})
	assert.Equal(t, map[string]string{
		"resourceGroupName": "g", "circuitName": "c", "peeringName": "MicrosoftPeering", "routeFilter.id": "v4", "ipv6PeeringConfig.routeFilter.id": "v6",
	}, take[azure.ChildKey(azure.KindPeering, "MicrosoftPeering")].given)
	assert.Equal(t, map[string]string{
		"resourceGroupName": "g", "circuitName": "c", "peeringName": "AzurePrivatePeering", "connectionName": "r",
		"expressRouteCircuitPeering.id": "own", "peerExpressRouteCircuitPeering.id": "peer",
	}, take[azure.ChildKey(azure.KindGlobalReach, "R")].given)
}
