// Package azurenative is the sandbox's face to Pulumi: a provider with the tokens, properties and manners of
// azure-native, on the ARM model in place of Azure.
package azurenative

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// Name is the package that the provider stands in for.
const Name = "azure-native"

// Provider is a resource provider on an ARM server.
type Provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	version      string
	types        []*resourceType // as the version has them
	introduce    func(context.Context) error
	arm          *arm.Server
	running      context.Context // until the engine gives up
	cancel       context.CancelFunc
	subscription string
	location     string // of the provider's configuration; may be empty
}

// New returns a provider of the resources on server. It stands in for the default version.
func New(server *arm.Server) *Provider {
	running, cancel := context.WithCancel(context.Background())
	p := &Provider{introduce: func(context.Context) error { return nil }, arm: server, running: running, cancel: cancel, subscription: subscriptionOf(nil)}
	if _, err := p.As(Default); err != nil {
		panic(err) // the constant is wrong
	}
	return p
}

// logger is where the engine takes messages.
type logger interface {
	Log(ctx context.Context, severity diag.Severity, urn resource.URN, message string) error
}

// Introduced makes the provider say in the log, once a run, that it is not Azure and where it keeps its resources.
func (p *Provider) Introduced(log logger, path string) *Provider {
	var once sync.Once
	p.introduce = func(ctx context.Context) (err error) {
		once.Do(func() {
			err = log.Log(ctx, diag.Info, "", fmt.Sprintf("This is the sandbox and not Azure. It stands in for azure-native %s and keeps its resources in %s.", p.version, path))
		})
		return err
	}
	return p
}

// GetPluginInfo tells which version the provider stands in for.
func (p *Provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: p.version}, nil
}

// GetMapping tells that no Terraform provider maps to this one.
func (p *Provider) GetMapping(context.Context, *pulumirpc.GetMappingRequest) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// Attach needs nothing of the engine: the provider never calls it back.
func (p *Provider) Attach(context.Context, *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// Cancel ends what hangs.
func (p *Provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	p.cancel()
	return &emptypb.Empty{}, nil
}

// Check validates inputs, names the resource when the program does not, and says where it is.
func (p *Provider) Check(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	rt, olds, news, err := p.begin(req.GetUrn(), req.GetOlds(), req.GetNews())
	if err != nil {
		return nil, err
	}
	check := &checker{generation: rt.generation, required: rt.required}
	check.object(nil, news, rt.args)
	named, err := check.name(rt, req, olds, news)
	if err != nil {
		return nil, err
	}
	if location := p.locationFor(rt, olds, named); location != "" {
		named["location"] = resource.NewStringProperty(location)
	}
	if rt.tells {
		named[apiVersionKey] = resource.NewStringProperty(rt.apiVersion())
	}
	inputs, err := marshal("inputs", named)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CheckResponse{Inputs: inputs, Failures: check.failures}, nil
}

// Diff compares old and new inputs.
func (p *Provider) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	rt, olds, news, err := p.begin(req.GetUrn(), req.GetOldInputs(), req.GetNews())
	if err != nil {
		return nil, err
	}
	if rt.tells && isAbsent(olds[apiVersionKey]) { // inputs of 2.x, or of an import: the state knows
		state, err := unmarshal("state", req.GetOlds())
		if err != nil {
			return nil, err
		}
		olds[apiVersionKey] = state[apiVersionKey]
	}
	return rt.diff(olds, news), nil
}

// Create makes a resource that does not exist.
func (p *Provider) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	rt, _, inputs, err := p.begin(req.GetUrn(), nil, req.GetProperties())
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		properties, err := marshal("preview", rt.preview(inputs))
		return &pulumirpc.CreateResponse{Properties: properties}, err
	}
	values := plain(inputs)
	text, err := rt.id(p.subscription, values)
	if err != nil {
		return nil, err
	}
	id, err := arm.ParseID(text)
	if err != nil {
		return nil, err
	}
	body := rt.requestBody(values)
	if location := p.locationFor(rt, nil, inputs); location != "" {
		body["location"] = location
	}
	answer, err := p.change(ctx, arm.Request{ID: id, Body: body, IfNoneMatch: "*"})
	if arm.IsPreconditionFailed(err) {
		return nil, fmt.Errorf("cannot create already existing resource '%s'", text)
	}
	properties, err := rt.written(answer, err, inputs)
	if err != nil {
		return nil, err
	}
	written, _ := answer["id"].(string)
	return &pulumirpc.CreateResponse{Id: written, Properties: properties}, nil
}

// Update replaces a resource's body. Inline children that the program does not set stay as they are.
func (p *Provider) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	rt, state, inputs, err := p.begin(req.GetUrn(), req.GetOlds(), req.GetNews())
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		outputs := rt.preview(inputs)
		for _, key := range []resource.PropertyKey{"name", "location"} { // never change in place
			if value, ok := state[key]; ok {
				outputs[key] = value
			}
		}
		properties, err := marshal("preview", outputs)
		return &pulumirpc.UpdateResponse{Properties: properties}, err
	}
	id, err := arm.ParseID(req.GetId())
	if err != nil {
		return nil, err
	}
	if err := p.mayReach(id, "write"); err != nil {
		return nil, err
	}
	body := rt.requestBody(plain(inputs))
	if err := p.maintain(rt, id, body); err != nil {
		return nil, err
	}
	answer, err := p.change(ctx, arm.Request{ID: id, Body: body})
	properties, err := rt.written(answer, err, inputs)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.UpdateResponse{Properties: properties}, nil
}

// written gives the outputs of a resource after a PUT of inputs. When the PUT failed and the resource is there all the
// same, the engine is told both, as azure-native does: it keeps the resource and updates it the next time.
func (rt *resourceType) written(answer arm.Body, failure error, inputs resource.PropertyMap) (*structpb.Struct, error) {
	if answer == nil {
		return nil, failure
	}
	outputs, err := marshal("outputs", rt.remember(sealMap(rt.outputs(answer), inputs), inputs))
	if err != nil || failure == nil {
		return outputs, err
	}
	marshaled, err := marshal("inputs", inputs)
	if err != nil {
		return nil, err
	}
	id, _ := answer["id"].(string)
	return nil, rpcerror.WithDetails(rpcerror.New(codes.Unknown, failure.Error()), &pulumirpc.ErrorResourceInitFailed{
		Id: id, Properties: outputs, Inputs: marshaled, Reasons: []string{failure.Error()},
	})
}

// maintain gives body what the existing resource has and a PUT without it would lose: inline children, and the location.
func (p *Provider) maintain(rt *resourceType, id arm.ID, body arm.Body) error {
	properties, _ := body["properties"].(arm.Body)
	unset := slices.DeleteFunc(slices.Clone(rt.inline), func(name string) bool { return properties[name] != nil })
	unlocated := rt.regional && body["location"] == nil
	if len(unset) == 0 && !unlocated {
		return nil
	}
	existing, err := p.arm.Get(id)
	if err != nil {
		return fmt.Errorf("reading the resource before its update: %w", err)
	}
	has, _ := existing["properties"].(arm.Body)
	for _, name := range unset {
		properties[name] = has[name]
	}
	if unlocated {
		body["location"] = existing["location"]
	}
	return nil
}

// Read gets a resource: for a refresh with its state and inputs, for an import with its id alone.
func (p *Provider) Read(ctx context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	rt, state, inputs, err := p.begin(req.GetUrn(), req.GetProperties(), req.GetInputs())
	if err != nil {
		return nil, err
	}
	id, err := arm.ParseID(req.GetId())
	if err != nil {
		return nil, err
	}
	if err := p.mayReach(id, "read"); err != nil {
		return nil, err
	}
	path, err := rt.inputsOf(id.String())
	if err != nil {
		return nil, err
	}
	answer, err := p.read(ctx, id)
	if arm.IsNotFound(err) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	outputs := rt.outputs(answer)
	if len(inputs) == 0 {
		inputs = rt.imported(path, answer)
	} else {
		inputs = rt.refreshed(inputs, state, outputs)
	}
	// A refresh keeps secret what was secret in the state.
	properties, err := marshal("outputs", rt.remember(sealMap(sealMap(outputs, inputs), state), inputs))
	if err != nil {
		return nil, err
	}
	marshaled, err := marshal("inputs", inputs)
	found, _ := answer["id"].(string)
	return &pulumirpc.ReadResponse{Id: found, Properties: properties, Inputs: marshaled}, err
}

// Delete deletes a resource; one that is gone is deleted already.
func (p *Provider) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	id, err := arm.ParseID(req.GetId())
	if err != nil {
		return nil, err
	}
	if err := p.mayReach(id, "delete"); err != nil {
		return nil, err
	}
	_, err = p.change(ctx, arm.Request{ID: id, Delete: true})
	return &emptypb.Empty{}, err
}
