import com.pulumi.Context;
import com.pulumi.Pulumi;
import io.github.expressroute_blueprints.azureexpressroute.AzureexpressrouteFunctions;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStack;
import io.github.expressroute_blueprints.azureexpressroute.PeeringStackArgs;
import io.github.expressroute_blueprints.azureexpressroute.enums.RouterPlatform;
import io.github.expressroute_blueprints.azureexpressroute.enums.SkuTier;
import io.github.expressroute_blueprints.azureexpressroute.inputs.BgpSessionArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.CircuitArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.MicrosoftPeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.MicrosoftPeeringConfigArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.PrivatePeeringArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.RouterConfigurationArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.RouterInterfacesArgs;
import io.github.expressroute_blueprints.azureexpressroute.inputs.ServiceProviderArgs;
import io.github.expressroute_blueprints.azureexpressroute.outputs.BgpSession;
import io.github.expressroute_blueprints.azureexpressroute.outputs.RouterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

public class App {
    public static void main(String[] args) {
        Pulumi.run(App::stack);
    }

    private static void stack(Context ctx) {
        var sharedKey = ctx.config().requireSecret("sharedKey");
        var contoso = new PeeringStack("contoso", PeeringStackArgs.builder()
            .location("westus")
            .circuit(CircuitArgs.builder()
                .name("contoso")
                .skuTier(SkuTier.Premium)
                .serviceProvider(ServiceProviderArgs.builder()
                    .name("Equinix")
                    .peeringLocation("Silicon Valley")
                    .bandwidthInMbps(200)
                    .build())
                .build())
            .privatePeering(PrivatePeeringArgs.builder()
                .peerASN(65010.0)
                .vlanId(200)
                .primaryPeerAddressPrefix("192.168.16.252/30")
                .secondaryPeerAddressPrefix("192.168.18.252/30")
                .sharedKey(sharedKey)
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
                .build())
            .build());

        var routers = AzureexpressrouteFunctions.routerConfiguration(RouterConfigurationArgs.builder()
            .platform(RouterPlatform.CiscoIosXe)
            .sessions(contoso.bgpSessions().applyValue(all -> all.stream()
                .filter(session -> session.peering().equals("AzurePrivatePeering")).map(App::argument).toList()))
            .interfaces(RouterInterfacesArgs.builder()
                .primary("TenGigabitEthernet0/0/1")
                .secondary("TenGigabitEthernet0/0/2")
                .build())
            .sharedKey(sharedKey)
            .advertisedPrefixes("10.10.0.0/16")
            .circuitName("contoso")
            .build());

        ctx.export("primary", routers.applyValue(result -> result.configurations().get(0).text()));
        ctx.export("secondary", routers.applyValue(result -> result.configurations().get(1).text()));
        ctx.export("warnings", routers.applyValue(result -> result.warnings()));
        ctx.export("files", routers.applyValue(result -> result.configurations().stream().map(App::write).toList()));
    }

    // Pulumi's Java SDK has a type of its own for what goes in.
    private static BgpSessionArgs argument(BgpSession session) {
        var argument = BgpSessionArgs.builder()
            .peering(session.peering())
            .link(session.link())
            .family(session.family())
            .vlanId(session.vlanId())
            .prefix(session.prefix())
            .customerAddress(session.customerAddress())
            .microsoftAddress(session.microsoftAddress())
            .peerASN(session.peerASN())
            .azureASN(session.azureASN());
        session.outerVlanId().ifPresent(argument::outerVlanId);
        return argument.build();
    }

    // The files hold the key: they are for nobody else's eyes, and not for the repository.
    private static String write(RouterFile file) {
        try {
            var path = Files.createDirectories(Path.of("routers")).resolve(file.fileName());
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(path, file.text()).getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
