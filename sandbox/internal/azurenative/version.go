package azurenative

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"github.com/pulumi/pulumi-azure-native-sdk/network/v2"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Default is the version that a provider stands in for unless it is told another: that of the SDK whose types it has.
const Default = "2.90.0"

// apiVersionKey is the property for the API version of a resource. In a state it tells by which version the resource was
// last written. Azure-native 3.x adds it to the inputs, too, so that another version shows as an update.
const apiVersionKey resource.PropertyKey = "azureApiVersion"

// inputsKey is the output under which azure-native 2.x keeps the inputs in the state, as a secret.
const inputsKey resource.PropertyKey = "__inputs"

// A generation is what differs between the major versions of azure-native.
type generation struct {
	apiVersions map[string]string // by module
	tells       bool              // inputs and what programs see name the API version
	versioned   bool              // tokens may name the API version
	remembers   bool              // the state has the inputs among the outputs, too
	added       map[reflect.Type]map[string]property
}

var generations = map[string]*generation{
	"2": {apiVersions: map[string]string{"resources": "2022-09-01", "network": "2023-02-01"}, versioned: true, remembers: true},
	"3": {apiVersions: map[string]string{"resources": "2024-03-01", "network": "2024-05-01"}, tells: true, added: addedIn3()},
}

var semanticVersion = regexp.MustCompile(`^(\d+)\.\d+\.\d+([-+].*)?$`)

// As makes the provider stand in for a version of azure-native.
func (p *Provider) As(version string) (*Provider, error) {
	match := semanticVersion.FindStringSubmatch(version)
	if match == nil || generations[match[1]] == nil {
		return nil, fmt.Errorf("the sandbox stands in for azure-native 2.x and 3.x, not for %q", version)
	}
	p.version, p.types = version, nil
	for _, rt := range resourceTypes {
		p.types = append(p.types, rt.of(generations[match[1]]))
	}
	return p, nil
}

// VersionAt is the version as which Pulumi has installed the plugin whose executable lies at path.
func VersionAt(path string) string {
	folder := filepath.Base(filepath.Dir(path))
	if version, ok := strings.CutPrefix(folder, "resource-"+Name+"-v"); ok {
		return version
	}
	return Default
}

// of is rt in a generation.
func (rt *resourceType) of(g *generation) *resourceType {
	own := *rt
	own.generation = g
	return &own
}

func (rt *resourceType) apiVersion() string { return rt.apiVersions[rt.module] }

// shape gives the properties of a type, in the generation.
func (g *generation) shape(t reflect.Type) map[string]property {
	shape := shapeOf(t)
	maps.Copy(shape, g.added[t])
	return shape
}

// shapeSince is the shape of inputs as far as the API version has it by which a resource was last written. What came later
// has not come to the resource.
func (rt *resourceType) shapeSince(apiVersion resource.PropertyValue) map[string]property {
	if apiVersion.IsString() && apiVersion.StringValue() < rt.apiVersion() {
		return shapeOf(rt.args)
	}
	return rt.shape(rt.args)
}

var versionedToken = regexp.MustCompile(`^azure-native:\w+/v(\d{4})(\d{2})(\d{2}):`)

// unversioned is the token as the table has it.
func (rt *resourceType) unversioned(token string) string {
	match := versionedToken.FindStringSubmatch(token)
	if match == nil || !rt.versioned || strings.Join(match[1:], "-") != rt.apiVersion() {
		return token
	}
	return strings.Replace(token, "/v"+strings.Join(match[1:], ""), "", 1)
}

// The types that are new in 3.x, as azure-native calls them.
//
//nolint:revive // the names are azure-native's
type (
	IpamPoolPrefixAllocation struct {
		ID                  *string `pulumi:"id"`
		NumberOfIPAddresses *string `pulumi:"numberOfIpAddresses"`
	}
	VirtualNetworkGatewayAutoScaleConfiguration struct {
		Bounds *VirtualNetworkGatewayAutoScaleBounds `pulumi:"bounds"`
	}
	VirtualNetworkGatewayAutoScaleBounds struct {
		Max *int `pulumi:"max"`
		Min *int `pulumi:"min"`
	}
)

// addedIn3 are the properties that the types of 2.90.0 lack. A test holds the list to the SDK of 3.x where that is at hand.
func addedIn3() map[reflect.Type]map[string]property {
	text, yes := optional[string](), optional[bool]()
	read := func(name string) map[string]property {
		return map[string]property{name: {typ: reflect.TypeFor[string](), required: true}}
	}
	circuit := map[string]property{"enableDirectPortRateLimit": yes}
	gateway := map[string]property{
		"autoScaleConfiguration": optional[VirtualNetworkGatewayAutoScaleConfiguration](),
		"identity":               optional[network.ManagedServiceIdentity](),
		"resiliencyModel":        text,
	}
	subnet := map[string]property{
		"defaultOutboundAccess": yes, "ipamPoolPrefixAllocations": optional[[]IpamPoolPrefixAllocation](), "sharingScope": text,
	}
	space := map[string]property{"ipamPoolPrefixAllocations": optional[[]IpamPoolPrefixAllocation]()}
	virtualNetwork := map[string]property{"privateEndpointVNetPolicies": text}

	added := map[reflect.Type]map[string]property{
		network.ExpressRouteCircuitArgs{}.ElementType():                         circuit,
		reflect.TypeFor[network.ExpressRouteCircuit]():                          circuit,
		reflect.TypeFor[network.LookupExpressRouteCircuitResult]():              circuit,
		reflect.TypeFor[network.ExpressRouteCircuitAuthorization]():             read("connectionResourceUri"),
		reflect.TypeFor[network.LookupExpressRouteCircuitAuthorizationResult](): read("connectionResourceUri"),
		reflect.TypeFor[network.ExpressRouteCircuitAuthorizationResponse]():     read("connectionResourceUri"),
		network.VirtualNetworkGatewayArgs{}.ElementType():                       gateway,
		reflect.TypeFor[network.VirtualNetworkGateway]():                        gateway,
		reflect.TypeFor[network.LookupVirtualNetworkGatewayResult]():            gateway,
		reflect.TypeFor[network.VirtualNetworkGatewayType]():                    gateway,
		reflect.TypeFor[network.VirtualNetworkGatewayResponse]():                gateway,
		network.SubnetArgs{}.ElementType():                                      subnet,
		reflect.TypeFor[network.Subnet]():                                       subnet,
		reflect.TypeFor[network.LookupSubnetResult]():                           subnet,
		reflect.TypeFor[network.SubnetType]():                                   subnet,
		reflect.TypeFor[network.SubnetResponse]():                               subnet,
		network.VirtualNetworkArgs{}.ElementType():                              virtualNetwork,
		reflect.TypeFor[network.VirtualNetwork]():                               virtualNetwork,
		reflect.TypeFor[network.LookupVirtualNetworkResult]():                   virtualNetwork,
		reflect.TypeFor[network.AddressSpace]():                                 space,
		reflect.TypeFor[network.AddressSpaceResponse]():                         space,
		reflect.TypeFor[network.StaticRoutesConfig]():                           {"propagateStaticRoutes": yes},
		reflect.TypeFor[network.StaticRoutesConfigResponse]():                   {"propagateStaticRoutes": yes},
	}
	for _, rt := range resourceTypes {
		for _, t := range []reflect.Type{rt.state, rt.lookupResult} {
			properties := read(string(apiVersionKey))
			maps.Copy(properties, added[t])
			added[t] = properties
		}
	}
	return added
}

func optional[T any]() property { return property{typ: reflect.TypeFor[T]()} }
