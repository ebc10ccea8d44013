package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// settled is an output of a child, which the engine has at a path, as well known in a preview as it can be. The Go SDK
// calls unknown whatever the engine's answer lacks, and empty whatever is unknown inside an object. But a resource of
// which nothing is unknown exists and does not change: what it lacks, it lacks. And of one that changes, what is lacking
// may come.
func settled(ctx *pulumi.Context, child *pulumi.ResourceState, output pulumi.Output, path ...resource.PropertyKey) pulumi.Output {
	if !ctx.DryRun() {
		return output
	}
	return pulumi.InternalGetRawOutputs(child).ApplyT(func(answered any) pulumi.AnyOutput {
		properties, _ := answered.(resource.PropertyMap)
		state := resource.NewProperty(properties)
		switch value, there := at(state, path); {
		case there && !value.ContainsUnknowns():
			return output.ApplyT(func(v any) any { return v }).(pulumi.AnyOutput)
		case there || state.ContainsUnknowns():
			return pulumi.UnsafeUnknownOutput(nil).(pulumi.AnyOutput)
		}
		return pulumi.ToOutput(nil).(pulumi.AnyOutput)
	})
}

// at follows a path into a property, through what marks secrets. Null is as good as nothing there. A path that ends in an
// unknown object has that object's value.
func at(v resource.PropertyValue, path []resource.PropertyKey) (resource.PropertyValue, bool) {
	for v.IsSecret() || v.IsOutput() && v.OutputValue().Known {
		if v.IsSecret() {
			v = v.SecretValue().Element
		} else {
			v = v.OutputValue().Element
		}
	}
	switch {
	case v.IsNull():
		return v, false
	case len(path) == 0 || !v.IsObject():
		return v, true
	}
	return at(v.ObjectValue()[path[0]], path[1:])
}
