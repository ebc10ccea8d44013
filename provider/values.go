package provider

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// secret marks an optional text secret, whatever it came as.
func secret(in pulumi.StringPtrInput) pulumi.StringPtrInput {
	if in == nil {
		return nil
	}
	return pulumi.ToSecret(in.ToStringPtrOutput()).(pulumi.StringPtrOutput)
}

// orEmpty is an optional text, empty when there is none.
func orEmpty(in pulumi.StringPtrInput) pulumi.StringInput {
	if in == nil {
		return pulumi.String("")
	}
	return in.ToStringPtrOutput().Elem()
}

// items is an optional list, empty when there is none.
func items(in pulumi.StringArrayInput) pulumi.StringArrayInput {
	if in == nil {
		return pulumi.StringArray{}
	}
	return in
}
