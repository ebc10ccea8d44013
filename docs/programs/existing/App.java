import com.pulumi.Pulumi;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStack;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStackArgs;
import io.github.expressroute_blueprints.azureexpressroute.enums.RouteFilterService;
import io.github.expressroute_blueprints.azureexpressroute.inputs.MicrosoftPeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.MicrosoftPeeringConfigArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.RouteFilterArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var chicago = new PeeringStack("chicago", PeeringStackArgs.builder()
                .location("northcentralus")
                .circuitId(ctx.config().require("circuitId"))
                .microsoftPeering(MicrosoftPeeringArgs.builder()
                    .peerASN(200.0) // yours
                    .vlanId(300)
                    .primaryPeerAddressPrefix("123.0.0.0/30") // yours
                    .secondaryPeerAddressPrefix("123.0.0.4/30")
                    .microsoftPeeringConfig(MicrosoftPeeringConfigArgs.builder()
                        .advertisedPublicPrefixes("123.1.0.0/24")
                        .routingRegistryName("ARIN")
                        .build())
                    .routeFilter(RouteFilterArgs.builder()
                        .services(RouteFilterService.AzureActiveDirectory)
                        .regions("northcentralus")
                        .build())
                    .build())
                .build());

            ctx.export("routeFilterId", chicago.routeFilterId());
        });
    }
}
