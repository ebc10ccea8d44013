import * as assert from "node:assert";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";

// They stand in for the engine. What the stack gives out is what the test says, and no rule runs.
const seen: pulumi.runtime.MockResourceArgs[] = [];
before(() => pulumi.runtime.setMocks({
    newResource: args => {
        seen.push(args);
        return { id: "", state: { ...args.inputs, circuitId: `/circuits/${args.name}` } };
    },
    call: () => ({}),
}));

const value = <T>(output: pulumi.Output<T>) => new Promise<T>(resolve => output.apply(resolve));

test("a site is charged to its cost center", async () => {
    const { site } = await import("./network");
    assert.strictEqual(await value(site("amsterdam", 200, "4711").circuitId), "/circuits/amsterdam");
    assert.deepStrictEqual(seen.find(r => r.name === "amsterdam")?.inputs.tags, { "cost-center": "4711" });
});

test("mocks check no rule", async () => {
    const { site } = await import("./network");
    // There is no such VLAN: only a preview says so.
    assert.strictEqual(await value(site("osaka", 9999, "4711").circuitId), "/circuits/osaka");
});
