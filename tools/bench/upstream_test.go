package main

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/stats"
	"google.golang.org/protobuf/types/known/emptypb"
)

// What in Pulumi's SDK costs most, each in a program of its own. Nothing of this package is in them.

type mocks struct{}

func (mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	return args.Name, args.Inputs, nil
}

func (mocks) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) { return nil, nil }

// BenchmarkAliases registers a component with six children, as many times as a hundred stacks do at once. With the
// aliases of azure-native's constructors the SDK works out each of them, in goroutines of its own that wait for the parent.
func BenchmarkAliases(b *testing.B) {
	for _, count := range []int{0, 54} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			var aliases []pulumi.Alias
			for i := range count {
				aliases = append(aliases, pulumi.Alias{Type: pulumi.String(fmt.Sprintf("example:network/v%d:Circuit", i))})
			}
			b.ReportAllocs()
			most := 0
			for b.Loop() {
				err := pulumi.RunErr(func(ctx *pulumi.Context) error {
					for i := range 100 {
						var component struct{ pulumi.ResourceState }
						if err := ctx.RegisterComponentResource("example:index:Stack", fmt.Sprint("s", i), &component); err != nil {
							return err
						}
						for j := range resourcesPerStack {
							var child struct{ pulumi.CustomResourceState }
							if err := ctx.RegisterResource("example:network:Circuit", fmt.Sprint("s", i, "-", j), nil, &child, pulumi.Parent(&component), pulumi.Aliases(aliases)); err != nil {
								return err
							}
						}
					}
					most = max(most, runtime.NumGoroutine())
					return nil
				}, pulumi.WithMocks("project", "stack", mocks{}))
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(most), "goroutines")
		})
	}
}

// monitor is the least of an engine, and counts the connections that are open.
type monitor struct {
	pulumirpc.UnimplementedResourceMonitorServer
	pulumirpc.UnimplementedEngineServer

	mu   sync.Mutex
	open int
}

func (m *monitor) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context   { return ctx }
func (m *monitor) HandleRPC(context.Context, stats.RPCStats)                         {}
func (m *monitor) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context { return ctx }

func (m *monitor) HandleConn(_ context.Context, change stats.ConnStats) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch change.(type) {
	case *stats.ConnBegin:
		m.open++
	case *stats.ConnEnd:
		m.open--
	}
}

func (m *monitor) RegisterResource(_ context.Context, r *pulumirpc.RegisterResourceRequest) (*pulumirpc.RegisterResourceResponse, error) {
	return &pulumirpc.RegisterResourceResponse{Urn: "urn:pulumi:s::p::" + r.GetType() + "::" + r.GetName()}, nil
}

func (m *monitor) RegisterResourceOutputs(context.Context, *pulumirpc.RegisterResourceOutputsRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (m *monitor) SupportsFeature(context.Context, *pulumirpc.SupportsFeatureRequest) (*pulumirpc.SupportsFeatureResponse, error) {
	return &pulumirpc.SupportsFeatureResponse{HasSupport: true}, nil
}

// BenchmarkConnections calls Construct one after the other. Each opens a connection to the engine that stays.
func BenchmarkConnections(b *testing.B) {
	m := &monitor{}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := grpc.NewServer(grpc.StatsHandler(m))
	pulumirpc.RegisterResourceMonitorServer(server, m)
	pulumirpc.RegisterEngineServer(server, m)
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	host, err := provider.NewHostClient(listener.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	calls := 0
	for b.Loop() {
		calls++
		_, err := provider.Construct(context.Background(), &pulumirpc.ConstructRequest{
			Project: "p", Stack: "s", MonitorEndpoint: listener.Addr().String(), Type: "example:index:Stack", Name: "s",
		}, host.EngineConn(), func(ctx *pulumi.Context, typ, name string, _ provider.ConstructInputs, options pulumi.ResourceOption) (*provider.ConstructResult, error) {
			var component struct{ pulumi.ResourceState }
			if err := ctx.RegisterComponentResource(typ, name, &component, options); err != nil {
				return nil, err
			}
			return provider.NewConstructResult(&component)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	b.ReportMetric(float64(m.open)/float64(calls), "connections-left/op")
}
