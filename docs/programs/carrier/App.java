import com.pulumi.Pulumi;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStack;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStackArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.CircuitArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.PrivatePeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.ServiceProviderArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var london = new PeeringStack("london", PeeringStackArgs.builder()
                .location("uksouth")
                .circuit(CircuitArgs.builder()
                    .name("london")
                    .serviceProvider(ServiceProviderArgs.builder()
                        .name("BT")
                        .peeringLocation("London")
                        .bandwidthInMbps(500)
                        .build())
                    .build())
                .privatePeering(PrivatePeeringArgs.builder()
                    .peerASN(65010.0)
                    .vlanId(200)
                    .primaryPeerAddressPrefix("192.168.16.252/30")
                    .secondaryPeerAddressPrefix("192.168.18.252/30")
                    .build())
                .build());

            ctx.export("serviceKey", london.serviceKey()); // for the carrier
        });
    }
}
