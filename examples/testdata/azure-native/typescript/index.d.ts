// All that programs here use of @pulumi/azure-native.
declare module "@pulumi/azure-native" {
    import * as pulumi from "@pulumi/pulumi";
    export class Provider extends pulumi.ProviderResource {
        constructor(name: string, args?: { subscriptionId?: pulumi.Input<string> }, opts?: pulumi.ResourceOptions);
    }
}
