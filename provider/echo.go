package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/rules"
	"github.com/expressroute-blueprints/pulumi-azure-expressroute/provider/internal/shape"
)

// maxEchoed is the longest text, in bytes, that the engine may print back.
const maxEchoed = 200

// shownPath is the property path to report a finding under. The engine looks the path up in the inputs and prints the
// value it finds, so a path whose value may hold a secret gets a remark behind it, which makes the look-up fail: secrets
// that were given as plain text, objects that may have some inside, and properties that do not exist, which may be
// misspelt secrets.
func shownPath(f rules.Finding, given resource.PropertyMap, inputs *shape.Type) string {
	if f.Rule == rules.UnknownProperty {
		return f.Path + " (unknown)"
	}
	path, err := resource.ParsePropertyPath(f.Path)
	if err != nil {
		return f.Path
	}
	v, _ := path.Get(resource.NewProperty(given))
	switch {
	case inputs.SecretAt(path) || v.ContainsSecrets():
		return f.Path + " (secret)"
	case v.IsObject():
		return f.Path + " (object)"
	case v.IsArray():
		return f.Path + " (list)"
	case v.IsString() && len(v.StringValue()) > maxEchoed:
		return f.Path + " (long)"
	}
	return f.Path
}
