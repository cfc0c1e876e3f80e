import { expect, test } from "vitest";
import type { Gate } from "../../src/gates/gate.ts";
import { nextGate } from "../../src/gates/next-gate.ts";
import type { GateId } from "../../src/spec/gate-report.ts";

function gateOf(id: GateId, seconds: number, ground?: GateId): Gate {
  const run = async () => ({ outcome: "passed" as const, summary: "", diagnostics: [] });
  const grounded = ground === undefined ? {} : { ground };
  return { id, title: id, seconds, deadlineSeconds: 60, ...grounded, run };
}

const gates = [
  gateOf("migrations", 2),
  gateOf("access", 1.5, "migrations"),
  gateOf("types", 0.7),
  gateOf("lint", 0.2),
  gateOf("tests", 4),
  gateOf("build", 1),
  gateOf("smoke", 6, "build"),
];
const none: ReadonlyMap<GateId, unknown> = new Map();
const some = (...ids: readonly GateId[]) => new Map(ids.map((id) => [id, null]));

test("the first lane takes the longest chain, the second one the cheapest gate", () => {
  expect(nextGate(gates, { lane: 0, ended: none, running: none })?.id).toBe("build");
  expect(nextGate(gates, { lane: 1, ended: none, running: some("build") })?.id).toBe("lint");
});

test("a gate waits for its ground, unless that one is not among the gates", () => {
  const running = some("build");
  const ended = some("migrations", "access", "types", "lint", "tests");
  expect(nextGate(gates, { lane: 0, ended, running })).toBeNull();
  const alone = gates.filter(({ id }) => id === "smoke");
  expect(nextGate(alone, { lane: 0, ended: none, running: none })?.id).toBe("smoke");
});

test("of two that cost the same, the one that is listed first", () => {
  const equal = [gateOf("lint", 1), gateOf("types", 1)];
  for (const lane of [0, 1]) {
    expect(nextGate(equal, { lane, ended: none, running: none })?.id).toBe("lint");
  }
});
