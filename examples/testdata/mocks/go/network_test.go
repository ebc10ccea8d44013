package network

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// mocks stand in for the engine. What the stack gives out is what the test says, and no rule runs.
type mocks struct{ seen []pulumi.MockResourceArgs }

func (m *mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	m.seen = append(m.seen, args)
	outputs := args.Inputs.Copy()
	outputs["circuitId"] = resource.NewStringProperty("/circuits/" + args.Name)
	return "", outputs, nil
}

func (m *mocks) Call(pulumi.MockCallArgs) (resource.PropertyMap, error) {
	return resource.PropertyMap{}, nil
}

func TestASiteIsChargedToItsCostCenter(t *testing.T) {
	m := &mocks{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := site(ctx, "amsterdam", 200, "4711")
		return err
	}, pulumi.WithMocks("network", "test", m))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.seen[0].Inputs["tags"].ObjectValue()["cost-center"].StringValue(); got != "4711" {
		t.Errorf("charged to %s", got)
	}
}

func TestMocksCheckNoRule(t *testing.T) {
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := site(ctx, "osaka", 9999, "4711") // no such VLAN: only a preview says so
		return err
	}, pulumi.WithMocks("network", "test", &mocks{}))
	if err != nil {
		t.Fatal(err)
	}
}
