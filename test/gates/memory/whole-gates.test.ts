import { readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createBuildGate } from "../../../src/gates/build-gate.ts";
import { createDatabaseGates } from "../../../src/gates/database-gates.ts";
import type { Gate, GateContext, GateResult } from "../../../src/gates/gate.ts";
import { lintGate } from "../../../src/gates/lint-gate.ts";
import { GateMemory } from "../../../src/gates/memory/gate-memory.ts";
import { runGate } from "../../../src/gates/run-gate.ts";
import { typesGate } from "../../../src/gates/types-gate.ts";
import type { GateId, GateOutcome } from "../../../src/spec/gate-report.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { bareApp, contextFor, writeApp } from "../fixture-app.ts";

const cacheFolder = await temporaryFolder();
const migrations = createDatabaseGates({ cacheFolder }).migrations;
const gates: readonly Gate[] = [typesGate, lintGate, createBuildGate(), migrations];

const files = {
  "index.html": "<main></main>",
  ".env": "VITE_A=1",
  "tsconfig.json": "{}",
  "vite.config.ts": "export default {};",
  ".oxlintrc.json": "{}",
  "package-lock.json": "{}",
  "src/a.ts": "export const a = 1;",
  "src/a.test.ts": "test();",
  "src/styles.css": "main { color: red }",
  "src/data.json": "{}",
  "supabase/migrations/1_a.sql": "select 1;",
  "dev/seeds/a.ts": "export {};",
  "dev/preview.ts": "export {};",
  "public/favicon.svg": "<svg/>",
  "node_modules/typescript/package.json": "{}",
  "node_modules/typescript/bin/tsc": "",
  "node_modules/oxlint/package.json": "{}",
  "node_modules/oxlint/bin/oxlint": "",
  "node_modules/vite/package.json": "{}",
  "node_modules/.package-lock.json": "{}",
  "dist/index.html": "<main></main>",
} satisfies Record<string, string>;

function simulated(gate: Gate, outcome: GateOutcome, ran: GateId[]): Gate {
  const run = async (): Promise<GateResult> => {
    ran.push(gate.id);
    return { outcome, summary: `simulated ${gate.id}`, diagnostics: [] };
  };
  return { ...gate, run };
}

async function newApp(): Promise<GateContext> {
  const root = await bareApp(files);
  const own = join(root, "node_modules/cache");
  return contextFor(root, { cacheFolder: own, memory: new GateMemory({ cacheFolder: own }) });
}

/** The gates that ran: as a new process each time. */
async function runAll(
  context: GateContext,
  { outcome = "passed" as GateOutcome, isFresh = false } = {},
): Promise<readonly GateId[]> {
  const ran: GateId[] = [];
  const memory = new GateMemory({ cacheFolder: context.cacheFolder, isFresh });
  for (const gate of gates) {
    const place = { ...context, memory };
    const report = await runGate(simulated(gate, outcome, ran), place, { deadlineMs: 10_000 });
    expect(report).toMatchObject({ outcome, summary: `simulated ${gate.id}`, diagnostics: [] });
    expect(report.remembered === undefined).toBe(ran.includes(gate.id));
  }
  return ran;
}

const all: readonly GateId[] = ["types", "lint", "build", "migrations"];

test("what passed does not run again, with the same report; a fresh run runs all", async () => {
  const context = await newApp();
  expect(await runAll(context)).toEqual(all);
  expect(await runAll(context)).toEqual([]);
  expect(await runAll(context, { isFresh: true })).toEqual(all);
});

/** What must run when a file changes; other gates may. */
const affected: Readonly<Record<keyof typeof files, readonly GateId[]>> = {
  "index.html": ["build"],
  ".env": ["build"],
  "tsconfig.json": ["types", "build"],
  "vite.config.ts": ["types", "lint", "build"],
  ".oxlintrc.json": ["lint"],
  "package-lock.json": all,
  "src/a.ts": ["types", "lint", "build"],
  "src/a.test.ts": ["types", "lint", "build"],
  "src/styles.css": ["build"],
  "src/data.json": ["types", "build"],
  "supabase/migrations/1_a.sql": ["migrations", "build"],
  "dev/seeds/a.ts": ["types", "lint"],
  "dev/preview.ts": ["types", "lint"],
  "public/favicon.svg": ["build"],
  "node_modules/typescript/package.json": ["types"],
  "node_modules/typescript/bin/tsc": ["types"],
  "node_modules/oxlint/package.json": ["lint"],
  "node_modules/oxlint/bin/oxlint": ["lint"],
  "node_modules/vite/package.json": ["build"],
  "node_modules/.package-lock.json": all,
  "dist/index.html": ["build"],
};

for (const [path, ids] of Object.entries(affected)) {
  test(`${path}: whoever depends on it runs again when it changes, and when it is gone`, async () => {
    const context = await newApp();
    await runAll(context);
    await writeApp(context.root, { [path]: "// changed" });
    expect(await runAll(context)).toEqual(expect.arrayContaining([...ids]));
    expect(await runAll(context)).toEqual([]);
    await rm(join(context.root, path));
    expect(await runAll(context)).toEqual(expect.arrayContaining([...ids]));
  });
}

test("styles alone do not check types or lint again, migrations do neither", async () => {
  const context = await newApp();
  await runAll(context);
  await writeApp(context.root, { "src/styles.css": "main { color: blue }" });
  expect(await runAll(context)).toEqual(["build"]);
  await writeApp(context.root, { "supabase/migrations/1_a.sql": "select 2;" });
  expect(await runAll(context)).toEqual(["build", "migrations"]);
});

test("what failed, was not available or skipped is never remembered", async () => {
  for (const outcome of ["failed", "unavailable", "skipped"] as const) {
    const context = await newApp();
    await writeApp(context.root, { "src/a.ts": `export const ${outcome} = 1;` });
    const red = simulatedOutcome(context, outcome);
    expect(await red()).toEqual(["types"]);
    expect(await red()).toEqual(["types"]);
  }
});

function simulatedOutcome(context: GateContext, outcome: GateOutcome) {
  return async () => {
    const ran: GateId[] = [];
    await runGate(simulated(typesGate, outcome, ran), context, { deadlineMs: 10_000 });
    return ran;
  };
}

test("a file that changes while a gate runs keeps its pass from being remembered", async () => {
  const context = await newApp();
  const ran: GateId[] = [];
  const disturbed: Gate = {
    ...typesGate,
    run: async ({ root }) => {
      ran.push("types");
      await writeApp(root, { "src/a.ts": `export const late = ${ran.length};` });
      return { outcome: "passed", summary: "", diagnostics: [] };
    },
  };
  for (const times of [1, 2]) {
    await runGate(disturbed, context, { deadlineMs: 10_000 });
    expect(ran).toHaveLength(times);
  }
});

test("an app with links has no memory: what is behind them is not seen", async () => {
  const context = await newApp();
  await symlink("/etc/hosts", join(context.root, "src/linked.ts"));
  expect(await runAll(context)).toEqual(all);
  expect(await runAll(context)).toEqual(all);
});

test("files of the memory that are damaged or belong to something else are ignored and named", async () => {
  const context = await newApp();
  const own = context.cacheFolder;
  const run = async () => {
    const ran: GateId[] = [];
    const memory = new GateMemory({ cacheFolder: own });
    const gate = simulated(typesGate, "passed", ran);
    const { notes } = await runGate(gate, { ...context, memory }, { deadlineMs: 10_000 });
    return { ran, notes: (notes ?? []).map(({ code, message }) => `${code}: ${message}`) };
  };
  expect(await run()).toEqual({ ran: ["types"], notes: [] });
  const [name = ""] = await readdir(join(own, "gates"));
  const file = join(own, "gates", name);
  const foreign = JSON.stringify({ key: "another", sum: "", value: {} });
  const forged = JSON.stringify({
    key: name.replace(".json", ""),
    sum: "0",
    value: { made: null },
  });
  for (const text of ["", "{", foreign, forged]) {
    await writeFile(file, text);
    const { ran, notes } = await run();
    expect(ran).toEqual(["types"]);
    expect(notes).toEqual([expect.stringContaining(`gate-memory-ignored: ${file} was not used`)]);
    expect(await run()).toEqual({ ran: [], notes: [] });
  }
});
