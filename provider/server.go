package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	perrors "github.com/pulumi/pulumi/sdk/v3/go/pulumi/errors"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape"
)

// Serve runs the plugin with the package schema until the engine ends it.
func Serve(schema []byte) error {
	return provider.Main(PackageName, func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		return newServer(schema, host)
	})
}

// server answers the engine. It stands in for the SDK's own component server to see the inputs as they were sent: an
// unknown property or a value of the wrong type is gone or fatal by the time the SDK has decoded them.
type server struct {
	pulumirpc.UnimplementedResourceProviderServer

	schema     []byte
	components map[string]component
	functions  map[string]function
	host       *provider.HostClient

	mu      sync.Mutex
	current *deployment
}

func newServer(schema []byte, host *provider.HostClient) (*server, error) {
	return newServerOf(schema, host, builders, callers)
}

// newServerOf is a server of the components and functions given, which the schema describes.
func newServerOf(schema []byte, host *provider.HostClient, builders map[string]builder, callers map[string]caller) (*server, error) {
	described, err := shape.Read(schema)
	if err != nil {
		return nil, err
	}
	s := &server{schema: schema, components: map[string]component{}, functions: map[string]function{}, host: host}
	for token, build := range builders {
		inputs, outputs, err := described.Component(token)
		if err != nil {
			return nil, err
		}
		s.components[token] = component{inputs: inputs, outputs: outputs, build: build}
	}
	for token, call := range callers {
		arguments, err := described.Function(token)
		if err != nil {
			return nil, err
		}
		s.functions[token] = function{arguments: arguments, call: call}
	}
	return s, nil
}

func (s *server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// GetSchema answers with the schema and the version, which the schema file does not carry and SDK generators ask for.
func (s *server) GetSchema(_ context.Context, req *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	if v := req.GetVersion(); v != 0 {
		return nil, fmt.Errorf("unsupported schema version %d", v)
	}
	var versioned map[string]any
	if err := json.Unmarshal(s.schema, &versioned); err != nil {
		return nil, err
	}
	versioned["version"] = Version
	schema, err := json.Marshal(versioned)
	if err != nil {
		return nil, err
	}
	return &pulumirpc.GetSchemaResponse{Schema: string(schema)}, nil
}

func (s *server) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
}

func (s *server) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{}, nil
}

func (s *server) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true, SupportsPreview: true, AcceptResources: true, AcceptOutputs: true}, nil
}

func (s *server) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (s *server) Attach(_ context.Context, req *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	host, err := provider.NewHostClient(req.GetAddress())
	if err != nil {
		return nil, err
	}
	s.host = host
	return &emptypb.Empty{}, nil
}

func (s *server) GetMapping(context.Context, *pulumirpc.GetMappingRequest) (*pulumirpc.GetMappingResponse, error) {
	return &pulumirpc.GetMappingResponse{}, nil
}

// Construct builds one component.
func (s *server) Construct(ctx context.Context, req *pulumirpc.ConstructRequest) (resp *pulumirpc.ConstructResponse, err error) {
	defer refuseMalformed(&err)
	component, ok := s.components[req.GetType()]
	if !ok {
		return nil, unknownToken("component type", req.GetType(), s.components)
	}
	if err := checkRequest(req); err != nil {
		return nil, err
	}
	given, malformed, err := fitInputs(component.inputs, req)
	if err != nil {
		return nil, err
	}
	// The SDK connects to the engine for each call and never lets go. Its context can be closed, with all its connections:
	// so it gets one of its own for the log, too, which is not made before there is something to say.
	host, err := provider.NewHostClient(s.host.EngineConn().Target())
	if err != nil {
		return nil, err
	}
	var used *pulumi.Context
	defer func() { // whatever way the call ends
		closing := host.Close
		if used != nil {
			closing = used.Close
		}
		if unclosed := closing(); err == nil {
			err = unclosed
		}
	}()
	// Until it has made its context, the SDK loses a connection when the call is canceled.
	calling, end := context.WithCancel(context.WithValue(context.WithoutCancel(ctx), deploymentKey{}, s.deployment(req.GetMonitorEndpoint())))
	defer end()
	var failure error
	resp, err = provider.Construct(calling, req, host.EngineConn(), func(
		sdk *pulumi.Context, _, name string, inputs provider.ConstructInputs, opts pulumi.ResourceOption,
	) (*provider.ConstructResult, error) {
		used = sdk
		context.AfterFunc(ctx, end)
		built, err := component.build(sdk, name, inputs, malformed, opts)
		if invalid := (*InvalidError)(nil); errors.As(err, &invalid) {
			err = propertyErrors(invalid, given, component.inputs)
		}
		if err != nil {
			// What was begun goes on and needs its connections. The SDK waits for it when all is well, so it is not told.
			failure = err
			return &provider.ConstructResult{URN: pulumi.URN(""), State: pulumi.Map{}}, nil //nolint:nilerr // it is told below
		}
		return &provider.ConstructResult{URN: built.urn, State: built.outputs}, nil
	})
	if failure != nil {
		return nil, rpcerror.WrapDetailedError(failure)
	}
	if err != nil {
		return nil, err
	}
	dropHollowSecrets(resp.GetState())
	// The SDK leaves nulls out, and what is left out would be unknown to a program in preview.
	for _, name := range component.outputs {
		if _, there := resp.GetState().GetFields()[name]; !there {
			resp.State.Fields[name] = structpb.NewNullValue()
		}
	}
	return resp, nil
}

// deployment is the one that a request belongs to: each has a resource monitor of its own.
func (s *server) deployment(monitor string) *deployment {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil || s.current.monitor != monitor {
		s.current = &deployment{monitor: monitor}
	}
	return s.current
}

// dropHollowSecrets takes out the secrets that have no value. Of a child that --target leaves out, nothing is known in an
// update either: the SDK leaves unknown values out then, but from a secret the value alone, which no engine can read.
func dropHollowSecrets(state *structpb.Struct) {
	for name, value := range state.GetFields() {
		if isHollowSecret(value) {
			delete(state.Fields, name)
			continue
		}
		dropHollowSecrets(value.GetStructValue())
		for i, element := range value.GetListValue().GetValues() {
			if isHollowSecret(element) {
				value.GetListValue().Values[i] = structpb.NewNullValue() // the others keep their places
			}
			dropHollowSecrets(element.GetStructValue())
		}
	}
}

func isHollowSecret(value *structpb.Value) bool {
	fields := value.GetStructValue().GetFields()
	_, there := fields["value"]
	return fields[resource.SigKey].GetStringValue() == resource.SecretSig && !there
}

// Invoke calls one function. What is wrong with the arguments is answered property by property; what is remarkable is
// logged, since a result that holds a secret is masked as a whole.
func (s *server) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	function, ok := s.functions[req.GetTok()]
	if !ok {
		return nil, unknownToken("function", req.GetTok(), s.functions)
	}
	given, err := plugin.UnmarshalProperties(req.GetArgs(), wireFormat)
	if err != nil {
		return nil, fmt.Errorf("reading the arguments: %w", err)
	}
	fitting, malformed := function.arguments.Check(given)
	result, findings, err := function.call(fitting, malformed)
	if err != nil {
		return nil, err
	}
	failed := &pulumirpc.InvokeResponse{}
	for _, f := range findings {
		if f.Severity == rules.Error {
			failed.Failures = append(failed.Failures, &pulumirpc.CheckFailure{Property: f.Path, Reason: f.Linked()})
		}
		if f.Severity == rules.Warning || len(failed.Failures) > 1 { // Pulumi's SDK for Python shows the first failure alone
			if err := s.host.Log(ctx, diag.Warning, "", req.GetTok()+": "+f.Path+": "+f.Linked()); err != nil {
				return nil, err
			}
		}
	}
	if len(failed.Failures) > 0 {
		return failed, nil
	}
	answer, err := plugin.MarshalProperties(result, wireFormat)
	if err != nil {
		return nil, fmt.Errorf("passing the result on: %w", err)
	}
	return &pulumirpc.InvokeResponse{Return: answer}, nil
}

func unknownToken[T any](what, token string, known map[string]T) error {
	return status.Errorf(codes.InvalidArgument, "unknown %s %s; this package has: %s", what, token, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
}

// wireFormat keeps everything Pulumi knows of a value on its way in and out of a request.
var wireFormat = plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, KeepResources: true, KeepOutputValues: true}

// fitInputs puts the inputs that fit the schema into the request, and returns all that were given with what is wrong
// with the others. Dependencies that are known of a whole input only are put on each of its leaves.
func fitInputs(inputs *shape.Type, req *pulumirpc.ConstructRequest) (resource.PropertyMap, []rules.Finding, error) {
	given, err := plugin.UnmarshalProperties(req.GetInputs(), wireFormat)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the inputs: %w", err)
	}
	dependent := maps.Clone(given)
	for name, deps := range req.GetInputDependencies() {
		if v, ok := dependent[resource.PropertyKey(name)]; ok && len(deps.GetUrns()) > 0 {
			var urns []resource.URN
			for _, urn := range slices.Sorted(slices.Values(deps.GetUrns())) {
				urns = append(urns, resource.URN(urn))
			}
			dependent[resource.PropertyKey(name)] = resource.NewProperty(resource.Output{Element: v, Known: true, Dependencies: urns})
		}
	}
	fitting, malformed := inputs.Check(dependent)
	req.Inputs, err = plugin.MarshalProperties(fitting, wireFormat)
	if err != nil {
		return nil, nil, fmt.Errorf("passing the inputs on: %w", err)
	}
	return given, malformed, nil
}

// propertyErrors says what is wrong in the form that the engine prints, property by property.
func propertyErrors(invalid *InvalidError, given resource.PropertyMap, inputs *shape.Type) error {
	var details []perrors.InputPropertyErrorDetails
	for _, f := range invalid.listed() {
		details = append(details, perrors.InputPropertyErrorDetails{PropertyPath: shownPath(f, given, inputs), Reason: f.Linked()})
	}
	return perrors.NewInputPropertiesError(invalid.summary(), details...)
}
