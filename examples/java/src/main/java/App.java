import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStack;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStackArgs;
import io.github.expressroute_blueprints.azureexpressroute.enums.RouteFilterService;
import io.github.expressroute_blueprints.azureexpressroute.enums.SkuFamily;
import io.github.expressroute_blueprints.azureexpressroute.enums.SkuTier;
import io.github.expressroute_blueprints.azureexpressroute.inputs.CircuitArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.MicrosoftPeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.MicrosoftPeeringConfigArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.PrivatePeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.RouteFilterArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.ServiceProviderArgs;
import io.github.expressroute_blueprints.azureexpressroute.outputs.BgpSession;
import java.util.Map;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context ctx) {
        var config = ctx.config();
        var contoso = new PeeringStack("contoso", PeeringStackArgs.builder()
            .location(config.require("location"))
            .tags(Map.of("cost-center", "4711"))
            .circuit(CircuitArgs.builder()
                .skuTier(SkuTier.Premium)
                .skuFamily(SkuFamily.MeteredData)
                .serviceProvider(ServiceProviderArgs.builder()
                    .name("Equinix")
                    .peeringLocation(config.require("peeringLocation"))
                    .bandwidthInMbps(config.requireInteger("bandwidthInMbps"))
                    .build())
                .build())
            .privatePeering(PrivatePeeringArgs.builder()
                .peerASN(200.0)
                .vlanId(200)
                .primaryPeerAddressPrefix("192.168.16.252/30")
                .secondaryPeerAddressPrefix("192.168.18.252/30")
                .sharedKey(config.requireSecret("sharedKey"))
                .build())
            .microsoftPeering(MicrosoftPeeringArgs.builder()
                .peerASN(200.0)
                .vlanId(300)
                .primaryPeerAddressPrefix("123.0.0.0/30")
                .secondaryPeerAddressPrefix("123.0.0.4/30")
                .microsoftPeeringConfig(MicrosoftPeeringConfigArgs.builder()
                    .advertisedPublicPrefixes("123.1.0.0/24")
                    .routingRegistryName("ARIN")
                    .build())
                .routeFilter(RouteFilterArgs.builder()
                    .services(RouteFilterService.AzureActiveDirectory, RouteFilterService.AzureResourceManager)
                    .regions("westus2")
                    .build())
                .build())
            .build());

        ctx.export("circuitId", contoso.circuitId());
        ctx.export("serviceKey", contoso.serviceKey());
        ctx.export("routeFilterId", contoso.routeFilterId());
        ctx.export("bgpSessions", contoso.bgpSessions().applyValue(sessions -> sessions.stream().map(App::row).toList()));
        // A line for the first router, in Juniper's words.
        ctx.export("routerLine", contoso.bgpSessions().applyValue(sessions -> String.format(
            "set protocols bgp group azure neighbor %s peer-as %s local-as %s",
            sessions.get(0).microsoftAddress(), sessions.get(0).azureASN(), sessions.get(0).peerASN())));
    }

    // Pulumi's Java SDK exports maps, not the types of outputs.
    private static Map<String, Object> row(BgpSession session) {
        return Map.of(
            "peering", session.peering(),
            "link", session.link(),
            "family", session.family(),
            "vlanId", session.vlanId(),
            "prefix", session.prefix(),
            "customerAddress", session.customerAddress(),
            "microsoftAddress", session.microsoftAddress(),
            "peerASN", session.peerASN(),
            "azureASN", session.azureASN());
    }
}
