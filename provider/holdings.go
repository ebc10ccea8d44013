package provider

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/azure"
)

// Functions of the engine: one reads what is in the state of a stack, the other a resource that the program has registered.
const (
	readState   = "pulumi:pulumi:readStackResourceOutputs"
	getResource = "pulumi:pulumi:getResource"
)

// deployment is a preview or an update. The state of the stack is read once for all components in it: the engine decrypts
// the whole of it each time.
type deployment struct {
	monitor string
	once    sync.Once
	state   azure.Fact[[]azure.Holding]
}

// deploymentKey is under which a component's context has the deployment.
type deploymentKey struct{}

// holdings are the resources of azure-native's, and the PeeringStacks, in the state of the program's own stack, as the last
// update left it. The engine tells outputs and no ids.
func (o observer) holdings() azure.Fact[[]azure.Holding] {
	state := azure.Fact[[]azure.Holding]{}
	if d, shared := o.ctx.Context().Value(deploymentKey{}).(*deployment); shared {
		d.once.Do(func() { d.state = o.readState() })
		state = d.state
	} else {
		state = o.readState()
	}
	if state.Value == nil {
		return state
	}
	held := slices.Clone(*state.Value)
	for i := range held {
		held[i].Own = o.owns(held[i])
	}
	return azure.See(held)
}

func (o observer) readState() azure.Fact[[]azure.Holding] {
	var state struct {
		Resources map[string]struct {
			Type    string         `pulumi:"type"`
			Outputs map[string]any `pulumi:"outputs"`
		} `pulumi:"outputs"`
	}
	stack := fmt.Sprintf("%s/%s/%s", o.ctx.Organization(), o.ctx.Project(), o.ctx.Stack())
	_, err := o.ctx.InvokePackageRaw(readState, &struct {
		StackName string `pulumi:"stackName"`
	}{stack}, &state, "")
	if err != nil {
		return azure.Fact[[]azure.Holding]{State: azure.Denied, Why: fmt.Sprintf("the state of the stack %s: %s", stack, err)}
	}
	held := []azure.Holding{}
	for urn, r := range state.Resources {
		if r.Type != Token && !strings.HasPrefix(r.Type, "azure-native:") {
			continue
		}
		h := azure.Holding{
			URN: urn, Kind: r.Type[strings.LastIndex(r.Type, ":")+1:], Name: stated[string](r.Outputs, "name"), Location: stated[string](r.Outputs, "location"),
			ServiceKey: azure.Secret(stated[string](r.Outputs, "serviceKey")),
			VlanID:     int(stated[float64](r.Outputs, "vlanId")), Primary: stated[string](r.Outputs, "primaryPeerAddressPrefix"),
			CircuitID: stated[string](r.Outputs, "circuitId"), GatewayID: stated[string](r.Outputs, "virtualNetworkGateway1", "id"),
		}
		if peer := stated[string](r.Outputs, "peer", "id"); peer != "" {
			h.CircuitID = peer
		}
		held = append(held, h)
	}
	slices.SortFunc(held, func(a, b azure.Holding) int { return strings.Compare(a.URN, b.URN) })
	return azure.See(held)
}

// owns tells whether a holding is the component, or one of its children, by the names that it gives them.
func (o observer) owns(h azure.Holding) bool {
	urn := resource.URN(h.URN)
	suffixes := map[string][]string{
		azure.KindPeering: {privateSuffix, microsoftSuffix}, azure.KindAuthorization: {authorizationSuffix + h.Name},
		azure.KindGlobalReach: {globalReachSuffix + h.Name}, azure.KindGatewayConnection: {gatewaySuffix + h.Name}, azure.KindHubConnection: {hubSuffix + h.Name},
	}[h.Kind]
	if suffixes == nil {
		suffixes = []string{""}
	}
	stack := strings.TrimSuffix(string(urn.QualifiedType()), "$"+string(urn.Type()))
	ours := stack == Token || strings.HasSuffix(stack, "$"+Token)
	return ours && slices.ContainsFunc(suffixes, func(suffix string) bool { return urn.Name() == o.component+suffix })
}

// inProgram tells whether the program has registered a resource so far.
func inProgram(ctx *pulumi.Context, urn string) bool {
	var found struct {
		URN string `pulumi:"urn"`
	}
	return ctx.Invoke(getResource, &struct {
		URN string `pulumi:"urn"`
	}{urn}, &found) == nil
}

// stated is an output of a resource in the state, or the zero value.
func stated[T any](outputs map[string]any, path ...string) T {
	for _, name := range path[:len(path)-1] {
		outputs, _ = outputs[name].(map[string]any)
	}
	v, _ := outputs[path[len(path)-1]].(T)
	return v
}
