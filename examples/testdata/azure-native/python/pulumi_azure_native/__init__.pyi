# All that programs here use of pulumi_azure_native.
import pulumi

class Provider(pulumi.ProviderResource):
    def __init__(self, resource_name: str, opts: pulumi.ResourceOptions | None = ..., subscription_id: pulumi.Input[str] | None = ...) -> None: ...
