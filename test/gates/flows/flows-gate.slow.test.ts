import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { createFlowsGate } from "../../../src/gates/flows/flows-gate.ts";
import type { GateContext, GateResult } from "../../../src/gates/gate.ts";
import { GateMemory } from "../../../src/gates/memory/gate-memory.ts";
import { runGate } from "../../../src/gates/run-gate.ts";
import type { AcceptanceCheck } from "../../../src/spec/acceptance.ts";
import { blueprintSchema } from "../../../src/spec/blueprint.ts";
import { bareApp, contextFor, planWithRoutes } from "../fixture-app.ts";

/** Journeys here are tests without a browser: what the gate makes of them is what counts. */
const gate = createFlowsGate();
afterAll(() => gate.close());
afterEach(() => vi.unstubAllEnvs());

const journey = `import { test } from "node:test";
import { addAPlant } from "./steps/plants.ts";

test("two people use the app", async (context) => {
  await addAPlant(context);
});
`;

const steps = (adds: string, deletes = "") => `import type { TestContext } from "node:test";
export async function addAPlant(context: TestContext): Promise<void> {
  await context.test("Alice adds a plant", async () => {
    ${adds}
  });
  await context.test("Bob deletes the plant", async () => {
    ${deletes}
  });
}
`;

const files = {
  "e2e/journey.e2e.ts": journey,
  "src/plants.test.ts": 'test("a plant has a name", () => {});',
};

/** The app of one feature, planned with these checks. */
async function appOf(
  code: string,
  acceptance: readonly AcceptanceCheck[] = [],
  origin: "catalog" | "designed" = "catalog",
): Promise<GateContext> {
  vi.stubEnv("MEGAMIND_BROWSER", process.execPath);
  const root = await bareApp({ ...files, "e2e/steps/plants.ts": code });
  const plan = planWithRoutes([]);
  const features = plan.features.map((feature) => ({
    ...feature,
    origin,
    blueprint: blueprintSchema.parse({ ...feature.blueprint, acceptance }),
  }));
  return contextFor(root, { plan: { ...plan, features } });
}

const findings = ({ diagnostics }: GateResult) =>
  diagnostics
    .filter(({ severity }) => severity !== "info")
    .map(({ code, severity, message }) => [code, severity, message]);

const adds: AcceptanceCheck = { check: "Plants can be added.", flows: ["adds a plant"] };
const named: AcceptanceCheck = {
  check: "Plants have names.",
  tests: [{ file: "src/plants.test.ts", name: "a plant has a name" }],
};
const safe: AcceptanceCheck = { check: "Plants are one's own.", gates: ["access"] };
const elsewhere: AcceptanceCheck = {
  check: "Plants are in the feed.",
  with: ["feed"],
  flows: ["sees it in the feed"],
};

test("a journey that passes proves what names its steps", async () => {
  const context = await appOf(steps(""), [adds, named, safe, elsewhere]);
  expect(await gate.run(context)).toEqual({
    outcome: "passed",
    summary: "2 steps, 3 acceptance checks proven",
    diagnostics: [
      expect.objectContaining({
        code: "flows-proofs",
        severity: "info",
        message: "Acceptance checks are proven: 1 by flows, 1 by the access gate, 1 by unit tests.",
      }),
    ],
  });
});

test("checks that nothing shows are findings; what a model has promised is remarked", async () => {
  const checks = [
    adds,
    "Plants grow.",
    { check: "Plants can be watered.", flows: ["waters the plant"] },
    { check: "Plants die.", tests: [{ file: "src/plants.test.ts", name: "a plant dies" }] },
  ];
  const context = await appOf(steps(""), checks);
  const result = await gate.run(context);
  expect(result.outcome).toBe("failed");
  expect(result.summary).toBe("2 steps, 1 of 4 acceptance checks proven");
  expect(findings(result)).toEqual([
    ["flows-unproven", "error", 'Part 1: "Plants grow." names nothing that proves it.'],
    [
      "flows-missing-proof",
      "error",
      'Part 1: "Plants can be watered." is not proven: no step of the journey has "waters the plant" in its title.',
    ],
    [
      "flows-missing-proof",
      "error",
      'Part 1: "Plants die." is not proven: src/plants.test.ts has no test "a plant dies".',
    ],
  ]);
  const designed = await gate.run(await appOf(steps(""), checks, "designed"));
  expect(designed.outcome).toBe("passed");
  expect(findings(designed).map(([, severity]) => severity)).toEqual(Array(3).fill("warning"));
});

test("a step that fails twice is a finding at its place, in the same words each time", async () => {
  const wrong = 'throw new Error("Waited in vain at http://127.0.0.1:" + process.pid + "/plants");';
  const context = await appOf(steps(wrong), [adds]);
  const result = await gate.run(context);
  expect(result).toMatchObject({
    outcome: "failed",
    summary: "1 step, 0 of 1 acceptance check proven",
    diagnostics: [
      {
        code: "flows-step",
        subject: { file: "e2e/steps/plants.ts", line: 4, name: "Alice adds a plant" },
        message: expect.stringContaining("Waited in vain at http://127.0.0.1/plants"),
      },
    ],
  });
  expect(await gate.run(context)).toEqual(result);
});

test("a step that passes when it is walked again is a remark beside the same report", async () => {
  const once = (file: string) => `
    const { existsSync, writeFileSync } = await import("node:fs");
    if (!existsSync("${file}")) {
      writeFileSync("${file}", "");
      throw new Error("too busy");
    }`;
  const context = await appOf(steps("", once("first-time")), [adds]);
  const { notes = [], ...unsteady } = await gate.run(context);
  expect(notes.map(({ code, severity }) => [code, severity])).toEqual([
    ["flows-unsteady", "warning"],
  ]);
  expect(notes[0]?.message).toContain("too busy");
  expect(await gate.run(context)).toEqual(unsteady);
  expect(unsteady.outcome).toBe("passed");
});

test("a journey that breaks outside of a step is told", async () => {
  const context = await appOf(steps(""));
  await writeFile(
    join(context.root, "e2e/journey.e2e.ts"),
    `${await readFile(join(context.root, "e2e/journey.e2e.ts"), "utf8")}\nthrow new Error("no preview");`,
  );
  const result = await gate.run(context);
  expect(result.outcome).toBe("failed");
  expect(result.diagnostics[0]).toMatchObject({ code: "flows-broken" });
});

test("a journey that hangs makes the gate unavailable within its deadline", async () => {
  const context = await appOf(steps("await new Promise((wake) => setTimeout(wake, 60_000));"));
  const started = performance.now();
  const report = await runGate(gate, context, { deadlineMs: 1_500 });
  expect(report.outcome).toBe("unavailable");
  expect(performance.now() - started).toBeLessThan(40_000);
});

test("it is due once the whole plan is built", async () => {
  const context = await appOf(steps(""));
  const plan = planWithRoutes([{ path: "/" }, { path: "/later", phase: 2 }]);
  expect(gate.isDue?.({ ...context, plan, phase: 1 })).toBe(false);
  expect(gate.isDue?.({ ...context, plan, phase: 2 })).toBe(true);
});

test("without a journey nothing is shown", async () => {
  vi.stubEnv("MEGAMIND_BROWSER", process.execPath);
  const { plan } = await appOf(steps(""), [adds]);
  const root = await bareApp({});
  const result = await gate.run(contextFor(root, { plan }));
  expect(result.outcome).toBe("failed");
  expect(result.summary).toBe("0 steps, 0 of 1 acceptance check proven");
});

test("a walk that passed is not walked again through the same app; its proofs are looked up each time", async () => {
  const bare = await appOf(steps(""), [adds, named]);
  const cacheFolder = join(bare.root, "node_modules/cache");
  const run = () => gate.run({ ...bare, cacheFolder, memory: new GateMemory({ cacheFolder }) });
  const passed = { outcome: "passed", diagnostics: [{ code: "flows-proofs" }] };
  expect((await run()).remembered).toBeUndefined();
  expect(await run()).toMatchObject({ ...passed, remembered: { unchanged: 1, of: 1 } });

  await writeFile(join(bare.root, "src/plants.test.ts"), "");
  const unproven = await run();
  expect([unproven.outcome, unproven.remembered]).toEqual(["failed", { unchanged: 1, of: 1 }]);

  await writeFile(join(bare.root, "e2e/steps/plants.ts"), steps('throw new Error("wrong");'));
  const red = await run();
  expect([red.outcome, red.remembered]).toEqual(["failed", undefined]);
  expect((await run()).remembered).toBeUndefined();
});
