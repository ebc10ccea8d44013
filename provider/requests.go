package provider

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/logging"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

// A plugin serves many calls at once, and a request that no engine sends must not end the others.

// checkRequest refuses what would fail outside of this call, in goroutines of the SDK's.
func checkRequest(req *pulumirpc.ConstructRequest) error {
	if req.GetMonitorEndpoint() == "" {
		return malformed("it has no address of a resource monitor")
	}
	for pkg, reference := range req.GetProviders() {
		if urn, id, ok := cutLast(reference, "::"); !ok || urn == "" || id == "" {
			return malformed("the provider for %s, %q, is not a URN with an id", pkg, reference)
		}
	}
	return checkValues("inputs", structpb.NewStructValue(req.GetInputs()))
}

func malformed(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, "the request is not one of an engine's: "+format, args...)
}

func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return text, "", false
}

// checkValues finds values that are of no kind at all.
func checkValues(path string, v *structpb.Value) error {
	switch kind := v.GetKind().(type) {
	case nil:
		return malformed("%s has no value", path)
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

// refuseMalformed makes an error of what the SDK takes for impossible.
func refuseMalformed(err *error) {
	if caught := recover(); caught != nil {
		logging.Errorf("%v\n%s", caught, debug.Stack())
		*err = malformed("%v", caught)
	}
}
