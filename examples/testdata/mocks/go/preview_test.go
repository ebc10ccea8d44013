package network

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// A preview checks every rule, in a second and with no Azure: docs/sandbox.md has the environment for it.
func TestAPreviewChecksTheRules(t *testing.T) {
	for vlan, rule := range map[int]string{200: "", 9999: "[vlan-range]"} {
		stack, err := auto.UpsertStackInlineSource(t.Context(), "test", "network", func(ctx *pulumi.Context) error {
			_, err := site(ctx, "osaka", vlan, "4711")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = stack.Preview(t.Context())
		if (err == nil) != (rule == "") || err != nil && !strings.Contains(err.Error(), rule) {
			t.Errorf("VLAN %d: %v", vlan, err)
		}
	}
}
