import unittest
from typing import Any

import pulumi


class Mocks(pulumi.runtime.Mocks):
    """Stands in for the engine. What the stack gives out is what the test says, and no rule runs."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        return "", {**args.inputs, "circuitId": f"/circuits/{args.name}"}

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
        return {}, None


pulumi.runtime.set_mocks(Mocks())

from network import site  # noqa: E402: mocks come first


class Network(unittest.TestCase):
    @pulumi.runtime.test
    def test_a_site_is_charged_to_its_cost_center(self) -> pulumi.Output[None]:
        stack = site("amsterdam", vlan=200, cost_center="4711")
        return stack.circuit_id.apply(lambda id: self.assertEqual(id, "/circuits/amsterdam"))

    @pulumi.runtime.test
    def test_mocks_check_no_rule(self) -> pulumi.Output[None]:
        stack = site("osaka", vlan=9999, cost_center="4711")  # no such VLAN: only a preview says so
        return stack.circuit_id.apply(lambda id: self.assertEqual(id, "/circuits/osaka"))


if __name__ == "__main__":
    unittest.main()
