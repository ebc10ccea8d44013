import com.pulumi.Pulumi;
import com.pulumi.azurenative.Provider;
import com.pulumi.azurenative.ProviderArgs;
import com.pulumi.resources.ComponentResourceOptions;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStack;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStackArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.CircuitArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.PrivatePeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.ServiceProviderArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.VirtualNetworkGatewayConnectionArgs;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            // The owner of the circuit makes an authorization for whoever uses it.
            var owner = new PeeringStack("owner", PeeringStackArgs.builder()
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
                .authorizations("branch")
                .build());

            // The user connects a gateway of another subscription with it, and needs no right to read the circuit.
            var subscription = new Provider("subscription", ProviderArgs.builder()
                .subscriptionId("22222222-3333-4444-5555-666666666666")
                .build());
            new PeeringStack("user", PeeringStackArgs.builder()
                .circuitId(owner.circuitId())
                .virtualNetworkGatewayConnections(VirtualNetworkGatewayConnectionArgs.builder()
                    .name("hub")
                    .virtualNetworkGatewayId(ctx.config().require("gatewayId"))
                    .authorizationKey(owner.authorizationKeys().applyValue(keys -> keys.get("branch")))
                    .build())
                .build(), ComponentResourceOptions.builder().providers(subscription).build());
        });
    }
}
