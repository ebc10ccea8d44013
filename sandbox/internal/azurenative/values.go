package azurenative

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

// unmarshal reads properties from the engine, secrets and unknown values included. Nulls are left out: they mean the
// same as nothing.
func unmarshal(label string, properties *structpb.Struct) (resource.PropertyMap, error) {
	if err := checkValues(label, structpb.NewStructValue(properties)); err != nil {
		return nil, err
	}
	return plugin.UnmarshalProperties(properties, plugin.MarshalOptions{
		Label: label, KeepUnknowns: true, KeepSecrets: true, KeepResources: true, SkipNulls: true,
	})
}

// checkValues refuses values that are of no kind at all, which no engine sends: the SDK would end the plugin over them.
func checkValues(path string, v *structpb.Value) error {
	switch kind := v.GetKind().(type) {
	case nil:
		return status.Errorf(codes.InvalidArgument, "the request is not one of an engine's: %s has no value", path)
	case *structpb.Value_StructValue:
		for name, field := range kind.StructValue.GetFields() {
			if err := checkValues(path+"."+name, field); err != nil {
				return err
			}
		}
	case *structpb.Value_ListValue:
		for i, item := range kind.ListValue.GetValues() {
			if err := checkValues(fmt.Sprintf("%s[%d]", path, i), item); err != nil {
				return err
			}
		}
	}
	return nil
}

func marshal(label string, properties resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(properties, plugin.MarshalOptions{
		Label: label, KeepUnknowns: true, KeepSecrets: true, KeepResources: true, SkipNulls: true,
	})
}

// bare is value without the mark of a secret.
func bare(value resource.PropertyValue) resource.PropertyValue {
	for value.IsSecret() {
		value = value.SecretValue().Element
	}
	return value
}

// open is value without marks of secrets, all the way down.
func open(value resource.PropertyValue) resource.PropertyValue {
	value = bare(value)
	switch {
	case value.IsArray():
		elements := make([]resource.PropertyValue, len(value.ArrayValue()))
		for i, element := range value.ArrayValue() {
			elements[i] = open(element)
		}
		return resource.NewArrayProperty(elements)
	case value.IsObject():
		return resource.NewObjectProperty(openMap(value.ObjectValue()))
	default:
		return value
	}
}

func openMap(properties resource.PropertyMap) resource.PropertyMap {
	result := resource.PropertyMap{}
	for key, value := range properties {
		result[key] = open(value)
	}
	return result
}

// plain is properties as Go values, without marks of secrets.
func plain(properties resource.PropertyMap) map[string]any {
	return openMap(properties).Mappable()
}

// seal marks as secret what is secret in like.
func seal(value, like resource.PropertyValue) resource.PropertyValue {
	switch {
	case like.IsSecret():
		return resource.MakeSecret(open(value))
	case value.IsObject() && like.IsObject():
		return resource.NewObjectProperty(sealMap(value.ObjectValue(), like.ObjectValue()))
	case value.IsArray() && like.IsArray() && len(value.ArrayValue()) == len(like.ArrayValue()):
		elements := make([]resource.PropertyValue, len(value.ArrayValue()))
		for i, element := range value.ArrayValue() {
			elements[i] = seal(element, like.ArrayValue()[i])
		}
		return resource.NewArrayProperty(elements)
	case !value.IsSecret() && like.IsArray() && like.ContainsSecrets():
		return resource.MakeSecret(value) // which element is which cannot be told
	default:
		return value
	}
}

func sealMap(properties, like resource.PropertyMap) resource.PropertyMap {
	result := resource.PropertyMap{}
	for key, value := range properties {
		result[key] = seal(value, like[key])
	}
	return result
}

func isAbsent(value resource.PropertyValue) bool { return bare(value).IsNull() }
