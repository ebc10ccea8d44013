package azurenative

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

// clientConfig is the function that tells who the provider is, and where it works.
const clientConfig = "azure-native:authorization:getClientConfig"

// Invoke runs a function: one that reads a resource by its path, or the one that tells of the provider.
func (p *Provider) Invoke(ctx context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	if req.GetTok() == clientConfig {
		result, err := marshal("result", resource.NewPropertyMapFromMap(map[string]any{
			"clientId": "sandbox", "objectId": "sandbox", "subscriptionId": p.subscription, "tenantId": "sandbox",
		}))
		return &pulumirpc.InvokeResponse{Return: result}, err
	}
	rt, err := p.lookupOf(req.GetTok())
	if err != nil {
		return nil, err
	}
	args, err := unmarshal("arguments", req.GetArgs())
	if err != nil {
		return nil, err
	}
	check := &checker{generation: rt.generation}
	check.object(nil, args, rt.lookupArgs)
	if len(check.failures) > 0 {
		return &pulumirpc.InvokeResponse{Failures: check.failures}, nil
	}
	return p.lookUp(ctx, rt, args)
}

// lookUp answers the resource that args name, in the shape of the SDK's result.
func (p *Provider) lookUp(ctx context.Context, rt *resourceType, args resource.PropertyMap) (*pulumirpc.InvokeResponse, error) {
	text, err := rt.id(p.subscription, plain(args))
	if err != nil {
		return nil, err
	}
	id, err := arm.ParseID(text)
	if err != nil {
		return nil, err
	}
	body, err := p.read(ctx, id)
	if err != nil {
		return nil, err
	}
	values := rt.flattenObject(body, rt.shape(rt.lookupResult))
	if rt.tells {
		values[string(apiVersionKey)] = rt.apiVersion()
	}
	result, err := marshal("result", resource.NewPropertyMapFromMap(values))
	return &pulumirpc.InvokeResponse{Return: result}, err
}
