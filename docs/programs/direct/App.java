import com.pulumi.Pulumi;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStack;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStackArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.CircuitArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.ExpressRouteDirectArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.PrivatePeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.PrivatePeeringIpv6ConfigArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var amsterdam = new PeeringStack("amsterdam", PeeringStackArgs.builder()
                .location("westeurope")
                .circuit(CircuitArgs.builder()
                    .name("amsterdam")
                    .expressRouteDirect(ExpressRouteDirectArgs.builder()
                        .portId(ctx.config().require("portId"))
                        .bandwidthInGbps(5.0)
                        .build())
                    .build())
                .privatePeering(PrivatePeeringArgs.builder()
                    .peerASN(65010.0)
                    .vlanId(300)
                    .primaryPeerAddressPrefix("172.16.0.0/30")
                    .secondaryPeerAddressPrefix("172.16.0.4/30")
                    .ipv6PeeringConfig(PrivatePeeringIpv6ConfigArgs.builder()
                        .primaryPeerAddressPrefix("fd00:10::/126")
                        .secondaryPeerAddressPrefix("fd00:10::4/126")
                        .build())
                    .build())
                .build());

            ctx.export("circuitId", amsterdam.circuitId());
        });
    }
}
