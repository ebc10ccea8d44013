package com.pulumi.azurenative;

import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;

/** All that programs here use of com.pulumi:azure-native. */
public class Provider extends ProviderResource {
    public Provider(String name, ProviderArgs args) {
        super("azure-native", name, args, CustomResourceOptions.Empty);
    }
}
