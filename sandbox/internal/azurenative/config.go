package azurenative

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/sandbox/internal/arm"
)

const (
	// subscriptionVariable names the environment variable for the subscription, as azure-native has it.
	subscriptionVariable = arm.SubscriptionVariable
	// ownSubscription is the sandbox's subscription when none is configured.
	ownSubscription = arm.OwnSubscription
)

// configType has azure-native's configuration. The SDK has a type for it too, in a module that nothing else here needs.
type configType struct {
	AuxiliaryTenantIDs        []string `pulumi:"auxiliaryTenantIds"`
	ClientCertificatePassword *string  `pulumi:"clientCertificatePassword"`
	ClientCertificatePath     *string  `pulumi:"clientCertificatePath"`
	ClientID                  *string  `pulumi:"clientId"`
	ClientSecret              *string  `pulumi:"clientSecret"`
	DisablePulumiPartnerID    *bool    `pulumi:"disablePulumiPartnerId"`
	Environment               *string  `pulumi:"environment"`
	Location                  *string  `pulumi:"location"`
	MetadataHost              *string  `pulumi:"metadataHost"`
	MsiEndpoint               *string  `pulumi:"msiEndpoint"`
	OidcRequestToken          *string  `pulumi:"oidcRequestToken"`
	OidcRequestURL            *string  `pulumi:"oidcRequestUrl"`
	OidcToken                 *string  `pulumi:"oidcToken"`
	OidcTokenFilePath         *string  `pulumi:"oidcTokenFilePath"`
	PartnerID                 *string  `pulumi:"partnerId"`
	SubscriptionID            *string  `pulumi:"subscriptionId"`
	TenantID                  *string  `pulumi:"tenantId"`
	UseMsi                    *bool    `pulumi:"useMsi"`
	UseOidc                   *bool    `pulumi:"useOidc"`
}

// secretConfig are the keys of the configuration that are credentials.
var secretConfig = []resource.PropertyKey{"clientCertificatePassword", "clientSecret", "oidcRequestToken", "oidcToken"}

// subscriptionOf is the subscription that a configuration leads to.
func subscriptionOf(config resource.PropertyMap) string {
	if value := bare(config["subscriptionId"]); value.IsString() && value.StringValue() != "" {
		return value.StringValue()
	}
	return arm.Subscription()
}

// CheckConfig takes any configuration that azure-native takes, and keeps its credentials secret. There is nobody to log
// in to, so nothing in it is checked.
func (p *Provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	config, err := unmarshal("config", req.GetNews())
	if err != nil {
		return nil, err
	}
	for _, key := range secretConfig {
		if value, set := config[key]; set && !value.IsSecret() {
			config[key] = resource.MakeSecret(value)
		}
	}
	inputs, err := marshal("config", config)
	return &pulumirpc.CheckResponse{Inputs: inputs}, err
}

// DiffConfig finds that another subscription makes another provider, with other resources.
func (p *Provider) DiffConfig(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	olds, err := unmarshal("old config", req.GetOldInputs())
	if err != nil {
		return nil, err
	}
	news, err := unmarshal("new config", req.GetNews())
	if err != nil {
		return nil, err
	}
	d := &differ{changes: map[string]*pulumirpc.PropertyDiff{}}
	if !news["subscriptionId"].ContainsUnknowns() && subscriptionOf(olds) != subscriptionOf(news) {
		d.replaceOn = []string{"subscriptionId"}
	}
	d.object(nil, olds, news)
	return d.response(), nil
}

// Configure sets the subscription and the default location.
func (p *Provider) Configure(ctx context.Context, req *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	if err := p.introduce(ctx); err != nil {
		return nil, err
	}
	config, err := unmarshal("config", req.GetArgs())
	if err != nil {
		return nil, err
	}
	p.subscription = subscriptionOf(config)
	if location := bare(config["location"]); location.IsString() {
		p.location = location.StringValue()
	}
	return &pulumirpc.ConfigureResponse{
		AcceptSecrets: true, SupportsPreview: true, AcceptResources: true, SupportsAutonamingConfiguration: true,
	}, nil
}
