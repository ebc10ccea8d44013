package provider

import (
	"github.com/pulumi/pulumi-azure-native-sdk/v2/utilities"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Suffixes of the names of children: of the component's, and of what the program calls them. Others have the component's name.
const (
	privateSuffix       = "-private"
	microsoftSuffix     = "-microsoft"
	authorizationSuffix = "-authorization-"
	globalReachSuffix   = "-globalreach-"
	gatewaySuffix       = "-gateway-"
	hubSuffix           = "-virtualwan-"
)

// register registers a resource of azure-native's, as the constructors of its SDK do but for their aliases: about sixty for
// each resource, the types of all API versions that Azure ever had. No child of this component was ever registered under
// one of them, and working them out was a quarter of the plugin's time and half of its memory.
func register[R any, P interface {
	*R
	pulumi.CustomResource
}](w *wiring, token, name string, args pulumi.Input, options ...pulumi.ResourceOption) (*R, error) {
	resource := new(R)
	if err := w.ctx.RegisterResource("azure-native:"+token, name, args, P(resource), utilities.PkgResourceDefaultOpts(options)...); err != nil {
		return nil, err
	}
	return resource, nil
}
