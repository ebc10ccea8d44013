package examples

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type insertion struct{ before, text string }

// follower is a second stack in each language, whose tags are made from every output of the first one: texts to put into
// the program, each before a text that is there.
var follower = map[string][]insertion{
	"yaml": {{"outputs:\n", `  follower:
    type: azure-expressroute:PeeringStack
    properties:
      location: ${location}
      circuit: { serviceProvider: { name: Equinix, peeringLocation: "${peeringLocation}", bandwidthInMbps: 50 } }
      tags:
        resourceGroupName: ${contoso.resourceGroupName}
        circuitId: ${contoso.circuitId}
        circuitName: ${contoso.circuitName}
        circuitProvisioningState: ${contoso.circuitProvisioningState}
        serviceProviderProvisioningState: ${contoso.serviceProviderProvisioningState}
        serviceKey: ${contoso.serviceKey}
        routeFilterId: ${contoso.routeFilterId}
        privatePeering: ${contoso.privatePeering.vlanId}
        microsoftPeering: ${contoso.microsoftPeering.vlanId}
        bgpSessions: ${contoso.bgpSessions[0].prefix}
        authorizationKeys: { fn::toJSON: "${contoso.authorizationKeys}" }
        globalReachConnections: { fn::toJSON: "${contoso.globalReachConnections}" }
        gatewayConnections: { fn::toJSON: "${contoso.gatewayConnections}" }
`}},
	"go": {{"\n\t\"github.com/expressroute-blueprints", "\n\t\"reflect\"\n"}, {"\t\tctx.Export(\"circuitId\"", `		tags := pulumi.StringMap{}
		outputs := reflect.ValueOf(contoso).Elem()
		for i := range outputs.NumField() {
			if output, ok := outputs.Field(i).Interface().(pulumi.Output); ok && outputs.Type().Field(i).IsExported() {
				tags[outputs.Type().Field(i).Name] = output.ApplyT(func(any) string { return "known" }).(pulumi.StringOutput)
			}
		}
		if _, err := azureexpressroute.NewPeeringStack(ctx, "follower", &azureexpressroute.PeeringStackArgs{
			Location: pulumi.String(cfg.Require("location")),
			Circuit: &azureexpressroute.CircuitArgs{ServiceProvider: &azureexpressroute.ServiceProviderArgs{
				Name: pulumi.String("Equinix"), PeeringLocation: pulumi.String(cfg.Require("peeringLocation")), BandwidthInMbps: pulumi.Int(50),
			}},
			Tags: tags,
		}); err != nil {
			return err
		}
`}},
	"typescript": {{"export const circuitId", `new PeeringStack("follower", {
    location: config.require("location"),
    circuit: { serviceProvider: { name: "Equinix", peeringLocation: config.require("peeringLocation"), bandwidthInMbps: 50 } },
    tags: Object.fromEntries(Object.entries(contoso)
        .filter(([name, output]) => name !== "urn" && pulumi.Output.isInstance(output))
        .map(([name, output]) => [name, (output as pulumi.Output<unknown>).apply(() => "known")])),
});
`}},
	"python": {{`pulumi.export("circuitId"`, `PeeringStack(
    "follower",
    location=config.require("location"),
    circuit={"service_provider": {"name": "Equinix", "peering_location": config.require("peeringLocation"), "bandwidth_in_mbps": 50}},
    tags={
        name: getattr(contoso, name).apply(lambda _: "known")
        for name, member in vars(PeeringStack).items() if isinstance(member, property)
    },
)
`}},
	"java": {{"        ctx.export(\"circuitId\"", `        var tags = new java.util.HashMap<String, com.pulumi.core.Output<String>>();
        for (var output : PeeringStack.class.getDeclaredMethods()) {
            if (output.getReturnType() != com.pulumi.core.Output.class || output.isSynthetic()) {
                continue;
            }
            try {
                tags.put(output.getName(), ((com.pulumi.core.Output<?>) output.invoke(contoso)).applyValue(value -> "known"));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        new PeeringStack("follower", PeeringStackArgs.builder()
            .location(config.require("location"))
            .circuit(CircuitArgs.builder().serviceProvider(ServiceProviderArgs.builder()
                .name("Equinix").peeringLocation(config.require("peeringLocation")).bandwidthInMbps(50).build()).build())
            .tags(com.pulumi.core.Output.all(tags.values().stream().toList()).applyValue(known ->
                tags.keySet().stream().collect(java.util.stream.Collectors.toMap(name -> name, name -> "known"))))
            .build());
`}},
}

func TestTheFollowerInYAMLHangsOnEveryOutput(t *testing.T) {
	content, err := os.ReadFile("../schema.json")
	require.NoError(t, err)
	var schema struct {
		Resources map[string]struct{ Properties map[string]any }
	}
	require.NoError(t, json.Unmarshal(content, &schema))
	for name := range schema.Resources["azure-expressroute:index:PeeringStack"].Properties {
		assert.Contains(t, follower["yaml"][0].text, "${contoso."+name)
	}
}
