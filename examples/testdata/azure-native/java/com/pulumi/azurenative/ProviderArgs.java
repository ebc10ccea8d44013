package com.pulumi.azurenative;

import com.pulumi.resources.ResourceArgs;

/** All that programs here use of com.pulumi:azure-native. */
public final class ProviderArgs extends ResourceArgs {
    public static Builder builder() {
        return new Builder();
    }

    public static final class Builder {
        public Builder subscriptionId(String subscriptionId) {
            return this;
        }

        public ProviderArgs build() {
            return new ProviderArgs();
        }
    }
}
