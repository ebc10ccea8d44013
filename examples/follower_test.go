package examples

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

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
OUTPUTS`}},
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
    tags: {
OUTPUTS    },
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

// eachOutput uses an output in the languages that do not tell outputs from inputs. A tag takes few characters: YAML
// leaves out what follows a brace.
var eachOutput = map[string]string{
	"yaml":       "        NAME: { fn::select: [0, { fn::split: [\"{\", { fn::toJSON: \"${contoso.NAME}\" }] }] }\n",
	"typescript": "        NAME: contoso.NAME.apply(() => \"known\"),\n",
}

// follow puts the follower into the program.
func (d deployment) follow(t *testing.T, language, file string) {
	t.Helper()
	content, err := os.ReadFile("../schema.json")
	require.NoError(t, err)
	var schema struct {
		Resources map[string]struct{ Properties map[string]any }
	}
	require.NoError(t, json.Unmarshal(content, &schema))
	var outputs strings.Builder
	for _, name := range slices.Sorted(maps.Keys(schema.Resources["azure-expressroute:index:PeeringStack"].Properties)) {
		outputs.WriteString(strings.ReplaceAll(eachOutput[language], "NAME", name))
	}
	for _, part := range follower[language] {
		d.edit(t, file, part.before, strings.Replace(part.text, "OUTPUTS", outputs.String(), 1)+part.before)
	}
}
