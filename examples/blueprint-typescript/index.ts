import * as pulumi from "@pulumi/pulumi";
import { PeeringStack, RouteFilterService, SkuTier } from "@expressroute-blueprints/azure-expressroute";
import { organisation, problems, Site, sites } from "./check";

// One key a site: pulumi config set --secret --path 'sharedKeys.osaka' …
const sharedKeys = new pulumi.Config().getSecretObject<Record<string, string>>("sharedKeys");

function build(name: string, site: Site): PeeringStack {
    const earlier = Object.keys(sites).slice(0, Object.keys(sites).indexOf(name)).map(other => sites[other]);
    return new PeeringStack(name, {
        location: site.region,
        tags: { site: name, managedBy: "network-platform" },
        circuit: {
            skuTier: site.tier as SkuTier,
            serviceProvider: { name: site.carrier, peeringLocation: site.peeringLocation, bandwidthInMbps: site.bandwidthInMbps },
        },
        privatePeering: {
            peerASN: organisation.asn,
            vlanId: site.private.vlanId,
            primaryPeerAddressPrefix: site.private.links[0],
            secondaryPeerAddressPrefix: site.private.links[1],
            sharedKey: sharedKeys?.apply(keys => keys[name]),
        },
        microsoftPeering: {
            peerASN: organisation.asn,
            vlanId: site.microsoft.vlanId,
            primaryPeerAddressPrefix: site.microsoft.links[0],
            secondaryPeerAddressPrefix: site.microsoft.links[1],
            microsoftPeeringConfig: {
                advertisedPublicPrefixes: site.microsoft.advertise,
                routingRegistryName: organisation.routingRegistry,
            },
            routeFilter: { services: organisation.services as RouteFilterService[], regions: [site.region] },
        },
        // No link may overlap a virtual network, or a link of a site that comes before this one.
        reservedAddressSpaces: [
            ...organisation.addressSpaces,
            ...earlier.flatMap(other => [...other.private.links, ...other.microsoft.links]),
        ],
    }, { protect: pulumi.getStack() === "production" });
}

/** Refuses bad sites by name, and says how the others stood after the last update. Nothing is changed. */
async function refuse(bad: Map<string, string[]>): Promise<never> {
    const before = new pulumi.StackReference(`${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`);
    const { value } = await before.getOutputDetails("circuits");
    const circuits: Record<string, { carrier: string }> = value ?? {};
    const lines = Object.keys(sites).concat(bad.has("the file") ? ["the file"] : []).map(site =>
        bad.has(site) ? `  ${site}: refused: ${bad.get(site)!.join("; ")}` : `  ${site}: ${circuits[site]?.carrier ?? "not built yet"}`);
    throw new pulumi.RunError(`sites.json is refused, and nothing is changed:\n${lines.join("\n")}`);
}

export = async () => {
    const bad = problems();
    if (bad.size > 0) {
        await refuse(bad);
    }
    const stacks = Object.entries(sites).map(([name, site]) => ({ name, site, stack: build(name, site) }));
    return {
        // For the network team: a line for each link.
        table: pulumi.all(stacks.map(({ name, site, stack }) => stack.bgpSessions.apply(sessions => sessions.map(s =>
            [name, site.carrier, s.peering, s.link, `VLAN ${s.vlanId}`, s.customerAddress, s.microsoftAddress].join(" | "),
        )))).apply(lines => lines.flat()),
        circuits: Object.fromEntries(stacks.map(({ name, stack }) =>
            [name, { id: stack.circuitId, carrier: stack.serviceProviderProvisioningState }])),
        // For the carriers.
        serviceKeys: Object.fromEntries(stacks.map(({ name, stack }) => [name, stack.serviceKey])),
    };
};
