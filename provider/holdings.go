package provider

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/internals"

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

// deploymentKey is the key under which the context of a component has its deployment.
type deploymentKey struct{}

// holdings are the resources of azure-native, and the PeeringStacks, in the state of the program's own stack, as the last
// update left it. The engine tells outputs, and no ids.
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
		held[i].Own = owns(o.urns, held[i])
	}
	former := o.mayHaveBeen(held)
	for i := range held {
		held[i].MaybeOwn = owns(former, held[i])
	}
	return azure.See(held)
}

// mayHaveBeen are the PeeringStacks in the state that the component may have been. When a component around it is renamed or
// moved, its own URN changes, and the aliases of that component are told to the engine alone. An update puts the new URN
// into the state, a preview does not.
func (o observer) mayHaveBeen(held []azure.Holding) []resource.URN {
	isStack := func(h azure.Holding) bool { return h.Kind == azure.KindStack }
	inside := func(stack resource.URN) bool { return stack.QualifiedType() != stack.Type() }
	if !inside(o.urns[0]) || slices.ContainsFunc(held, func(h azure.Holding) bool { return h.Own && isStack(h) }) {
		return nil
	}
	var former []resource.URN
	for _, h := range held {
		if stack := resource.URN(h.URN); isStack(h) && inside(stack) && !inProgram(o.ctx, h.URN) {
			former = append(former, stack)
		}
	}
	return former
}

// readState reads of each resource only what a holding needs. The SDK makes a resource of every reference to one that it
// reads, and the call fails where that is not in the program: outputs of the stack and of components have such.
func (o observer) readState() azure.Fact[[]azure.Holding] {
	var state struct {
		Resources map[string]struct {
			Type    string `pulumi:"type"`
			Outputs struct {
				Name       any `pulumi:"name"`
				Location   any `pulumi:"location"`
				ServiceKey any `pulumi:"serviceKey"`
				VlanID     any `pulumi:"vlanId"`
				Primary    any `pulumi:"primaryPeerAddressPrefix"`
				CircuitID  any `pulumi:"circuitId"`
				Peer       any `pulumi:"peer"`
				Gateway    any `pulumi:"virtualNetworkGateway1"`
				Inputs     any `pulumi:"__inputs"`
				GivenTo    any `pulumi:"__givenTo"` // givenTo
			} `pulumi:"outputs"`
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
		has := r.Outputs
		held = append(held, azure.Holding{
			URN: urn, Kind: r.Type[strings.LastIndex(r.Type, ":")+1:], Name: as[string](has.Name), Location: as[string](has.Location),
			ServiceKey: azure.Secret(as[string](has.ServiceKey)), VlanID: int(as[float64](has.VlanID)), Primary: as[string](has.Primary),
			CircuitID: cmp.Or(idIn(has.Peer), as[string](has.CircuitID)), GatewayID: idIn(has.Gateway),
			Given: given(has.Inputs), GivenTo: map[string]map[string]string{},
		})
		for child, names := range as[map[string]any](has.GivenTo) {
			held[len(held)-1].GivenTo[child] = given(names)
		}
	}
	slices.SortFunc(held, func(a, b azure.Holding) int { return strings.Compare(a.URN, b.URN) })
	for _, stack := range held {
		for i, h := range held {
			if len(h.Given) > 0 || len(stack.GivenTo) == 0 || h.Kind == azure.KindStack || !isOf(resource.URN(stack.URN), h) {
				continue
			}
			held[i].Given = stack.GivenTo[azure.ChildKey(h.Kind, h.Name)]
			if only, isOnly := stack.GivenTo[azure.ChildKey(h.Kind, "")]; isOnly {
				held[i].Given = only
			}
		}
	}
	return azure.See(held)
}

// givenTo is the component's output for the names and ids that it gives its children. It is in the state alone. azure-native
// 2.x keeps the inputs there, too, under __inputs, and also where an update fails; 3.x does not.
const givenTo = "__givenTo"

// given are the names and ids among the inputs of azure-native, by their paths.
func given(inputs any) map[string]string {
	found := map[string]string{}
	var walk func(at string, value any)
	walk = func(at string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for name, field := range v {
				walk(strings.TrimPrefix(at+"."+name, "."), field)
			}
		case string:
			if name := at[strings.LastIndex(at, ".")+1:]; name == "id" || name == "name" || name == "peeringLocation" || strings.HasSuffix(name, "Name") {
				found[at] = v
			}
		}
	}
	walk("", inputs)
	return found
}

// suffixes are what the names of children have behind the component's, and before the name that the program gives them.
var suffixes = map[string]string{
	azure.KindAuthorization: authorizationSuffix, azure.KindGlobalReach: globalReachSuffix,
	azure.KindGatewayConnection: gatewaySuffix, azure.KindHubConnection: hubSuffix,
}

// owns tells whether a holding is a component with one of the URNs, or one of its children.
func owns(urns []resource.URN, h azure.Holding) bool {
	return slices.ContainsFunc(urns, func(stack resource.URN) bool { return isOf(stack, h) })
}

// isOf tells whether a holding is a component, or one of its children, by the names that it gives them. Azure may write
// them in another case.
func isOf(stack resource.URN, h azure.Holding) bool {
	urn := resource.URN(h.URN)
	if h.Kind == azure.KindStack {
		return urn == stack
	}
	suffix, found := strings.CutPrefix(urn.Name(), stack.Name())
	if !found || urn.QualifiedType() != stack.QualifiedType()+resource.URNTypeDelimiter+urn.Type() {
		return false
	}
	if h.Kind == azure.KindPeering {
		return suffix == privateSuffix || suffix == microsoftSuffix
	}
	named, isNamed := suffixes[h.Kind]
	return isNamed && strings.EqualFold(suffix, named+h.Name) || !isNamed && suffix == ""
}

// urnsOf are the URNs by which the state may have a component: its own, and those that its aliases say it had.
func urnsOf(ctx *pulumi.Context, name string, options *pulumi.ResourceOptions) ([]resource.URN, error) {
	var failed error
	text := func(in pulumi.StringInput) string {
		if in == nil {
			return ""
		}
		found, err := internals.UnsafeAwaitOutput(ctx.Context(), in.ToStringOutput())
		failed = errors.Join(failed, err)
		return as[string](found.Value)
	}
	of := func(r pulumi.Resource) string {
		if r == nil {
			return ""
		}
		return text(r.URN().ToStringOutput())
	}
	urn := func(name, typ, parent string) resource.URN {
		var parentType tokens.Type
		if parent != "" {
			parentType = resource.URN(parent).QualifiedType()
		}
		return resource.NewURN(tokens.QName(ctx.Stack()), tokens.PackageName(ctx.Project()), parentType, tokens.Type(typ), name)
	}
	parent := of(options.Parent)
	urns := []resource.URN{urn(name, Token, parent)}
	for _, alias := range options.Aliases {
		if alias.URN != nil {
			urns = append(urns, resource.URN(text(alias.URN.ToURNOutput().ToStringOutput())))
			continue
		}
		from := cmp.Or(of(alias.Parent), parent)
		if alias.NoParent == pulumi.Bool(true) {
			from = ""
		}
		urns = append(urns, urn(cmp.Or(text(alias.Name), name), cmp.Or(text(alias.Type), Token), from))
	}
	return urns, failed
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

// as is an output in the state, or the zero value where it is nothing of the kind.
func as[T any](output any) T {
	v, _ := output.(T)
	return v
}

// idIn is the id in an output that refers to a resource of Azure.
func idIn(output any) string { return as[string](as[map[string]any](output)["id"]) }
