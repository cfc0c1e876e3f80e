import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { diagnostic } from "../../src/core/diagnostic.ts";
import { InterruptedError } from "../../src/core/errors.ts";
import type { Gate, GateResult } from "../../src/gates/gate.ts";
import { runGate } from "../../src/gates/run-gate.ts";
import { isGreen, runGates } from "../../src/gates/run-gates.ts";
import {
  gateIds,
  type GateId,
  type GateOutcome,
  type GateReport,
} from "../../src/spec/gate-report.ts";
import { contextFor } from "./fixture-app.ts";

const passed: GateResult = { outcome: "passed", summary: "fine", diagnostics: [] };
const none: ReadonlySet<GateId> = new Set();

function gateOf(id: GateId, run: Gate["run"] = async () => passed): Gate {
  const { ground, isOptional = false } = shapes[id] ?? {};
  const grounded = ground === undefined ? {} : { ground };
  return { id, title: id, isOptional, seconds: 1, deadlineSeconds: 60, ...grounded, run };
}

const shapes: Partial<Record<GateId, Pick<Gate, "ground" | "isOptional">>> = {
  access: { ground: "migrations" },
  smoke: { ground: "build", isOptional: true },
};
const gates = gateIds.map((id) => gateOf(id));
const isGreenFor = (reports: readonly GateReport[], required: ReadonlySet<GateId>): boolean =>
  isGreen(reports, { gates, required });

function resultOf(outcome: GateOutcome): GateResult {
  return {
    outcome,
    summary: outcome,
    diagnostics: [diagnostic({ code: "found", message: outcome })],
  };
}

interface Run {
  readonly reports: readonly GateReport[];
  readonly log: readonly string[];
}

async function run(
  gates: readonly Gate[],
  options: { signal?: AbortSignal; deadlineMs?: number; required?: ReadonlySet<GateId> } = {},
): Promise<Run> {
  const { signal = new AbortController().signal, required = none, ...rest } = options;
  const log: string[] = [];
  const reports = await runGates({
    gates,
    context: contextFor("/nowhere", { signal }),
    required,
    onStart: (gate) => log.push(`start ${gate}`),
    onEnd: ({ gate, outcome }) => log.push(`${outcome} ${gate}`),
    ...rest,
  });
  return { reports, log };
}

test("all gates run, at most two at a time, and are reported in the order in which they are shown", async () => {
  let running = 0;
  let most = 0;
  const slow = async () => {
    running += 1;
    most = Math.max(most, running);
    await wait(5);
    running -= 1;
    return passed;
  };
  const { reports } = await run(gateIds.toReversed().map((id) => gateOf(id, slow)));
  expect(reports.map(({ gate }) => gate)).toEqual(gateIds);
  expect(most).toBe(2);
  expect(isGreenFor(reports, none)).toBe(true);
});

test("a gate starts only after the one it builds on", async () => {
  const { log } = await run(gateIds.map((id) => gateOf(id)));
  expect(log.indexOf("passed migrations")).toBeLessThan(log.indexOf("start access"));
  expect(log.indexOf("passed build")).toBeLessThan(log.indexOf("start smoke"));
});

test("what builds on a gate that did not pass is skipped and says why", async () => {
  const { reports, log } = await run([
    gateOf("build", async () => resultOf("failed")),
    gateOf("smoke"),
    gateOf("migrations", async () => resultOf("unavailable")),
    gateOf("access"),
  ]);
  expect(reports.map(({ gate, outcome }) => [gate, outcome])).toEqual([
    ["migrations", "unavailable"],
    ["access", "skipped"],
    ["build", "failed"],
    ["smoke", "skipped"],
  ]);
  expect(reports[3]?.diagnostics[0]?.message).toBe("Not run: it builds on build, which is failed.");
  expect(log).not.toContain("start smoke");
  expect(log).toContain("skipped smoke");
});

test("a gate that is run without its ground runs", async () => {
  const { reports } = await run([gateOf("smoke")]);
  expect(reports).toMatchObject([{ gate: "smoke", outcome: "passed" }]);
});

test("a gate that is not due is neither run nor reported, and holds up nothing", async () => {
  const early: Gate = { ...gateOf("build"), isDue: ({ phase }) => phase > 1 };
  const { reports, log } = await run([early, gateOf("lint"), gateOf("smoke")]);
  expect(reports.map(({ gate }) => gate)).toEqual(["lint", "smoke"]);
  expect(log).not.toContain("start build");
});

test("a gate that throws is unavailable with the message, also when it throws at once", async () => {
  const throwing = () => {
    throw new Error("at once");
  };
  const rejecting = async () => {
    await wait(1);
    throw new Error("later");
  };
  const { reports } = await run([gateOf("types", throwing), gateOf("lint", rejecting)]);
  expect(reports).toMatchObject([
    {
      gate: "types",
      outcome: "unavailable",
      diagnostics: [{ message: "The gate broke: at once" }],
    },
    { gate: "lint", outcome: "unavailable", diagnostics: [{ message: "The gate broke: later" }] },
  ]);
  expect(isGreenFor(reports, none)).toBe(false);
});

test("a gate that hangs is stopped at the deadline and named; the others go on", async () => {
  const heeding: Gate["run"] = ({ signal }) =>
    new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(resultOf("unavailable")));
    });
  const { reports } = await run([gateOf("tests", heeding), gateOf("lint")], { deadlineMs: 50 });
  expect(reports).toMatchObject([
    { gate: "lint", outcome: "passed" },
    {
      gate: "tests",
      outcome: "unavailable",
      diagnostics: [{ message: "tests did not end within 0.05 seconds and was stopped." }],
    },
  ]);
});

test("a gate that does not heed its signal is left behind", async () => {
  const deaf = gateOf("build", () => new Promise(() => {}));
  const report = await runGate(deaf, contextFor("/nowhere"), { deadlineMs: 20, graceMs: 30 });
  expect(report.outcome).toBe("unavailable");
  expect(report.durationMs).toBeGreaterThanOrEqual(45);
});

test("an interruption stops the gates, starts no more, and is no report", async () => {
  const controller = new AbortController();
  const stopped: GateId[] = [];
  const heeding = (id: GateId) =>
    gateOf(id, async ({ signal }) => {
      await wait(10_000, undefined, { signal }).catch(() => stopped.push(id));
      return resultOf("unavailable");
    });
  const log: string[] = [];
  const running = runGates({
    gates: gateIds.map(heeding),
    context: contextFor("/nowhere", { signal: controller.signal }),
    required: none,
    onStart: (gate) => log.push(gate),
    onEnd: ({ gate }) => log.push(`end ${gate}`),
  });
  setTimeout(() => controller.abort(), 20);
  await expect(running).rejects.toBeInstanceOf(InterruptedError);
  expect(stopped).toHaveLength(2);
  expect(log.toSorted()).toEqual(stopped.toSorted());
});

test("a missing browser is a remark, unless smoke is required", async () => {
  const missing = [gateOf("smoke", async () => resultOf("unavailable"))];
  const relaxed = await run(missing);
  expect(relaxed.reports[0]?.diagnostics[0]?.severity).toBe("warning");
  expect(isGreenFor(relaxed.reports, none)).toBe(true);
  const required = new Set<GateId>(["smoke"]);
  const strict = await run(missing, { required });
  expect(strict.reports[0]?.diagnostics[0]?.severity).toBe("error");
  expect(isGreenFor(strict.reports, required)).toBe(false);
});

test("only passed gates, and an optional one that is unavailable, are green", () => {
  const report = (gate: GateId, outcome: GateOutcome): GateReport => ({
    ...resultOf(outcome),
    gate,
    durationMs: 1,
  });
  expect(isGreenFor([], none)).toBe(false);
  for (const gate of gateIds) {
    expect(isGreenFor([report(gate, "passed")], new Set(gateIds))).toBe(true);
    expect(isGreenFor([report(gate, "failed")], none)).toBe(false);
    expect(isGreenFor([report(gate, "skipped")], none)).toBe(false);
    expect(isGreenFor([report(gate, "unavailable")], none)).toBe(gate === "smoke");
  }
});

test("what builds on a browser that is missing is as optional as the browser, unless it is required", async () => {
  const gates: readonly Gate[] = [
    gateOf("smoke", async () => resultOf("unavailable")),
    { ...gateOf("flows"), ground: "smoke", isOptional: true },
  ];
  const { reports } = await run(gates);
  expect(reports.map(({ outcome }) => outcome)).toEqual(["unavailable", "skipped"]);
  expect(isGreen(reports, { gates, required: none })).toBe(true);
  expect(isGreen(reports, { gates, required: new Set(["flows"]) })).toBe(false);
  const failed = reports.map((one) =>
    one.gate === "smoke" ? { ...one, outcome: "failed" as const } : one,
  );
  expect(isGreen(failed, { gates, required: none })).toBe(false);
});
