import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { GateMemory } from "../../src/gates/memory/gate-memory.ts";
import { createTestsGate } from "../../src/gates/tests-gate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { bareApp, contextFor, fixtureApp, writeApp } from "./fixture-app.ts";

const gate = createTestsGate();
afterEach(() => gate.close());

const settings = `export default { cacheDir: ".local/vite", test: { pool: "threads", isolate: false } };\n`;
const suite = (body: string) =>
  `import { beforeAll, describe, expect, test } from "vitest";\n${body}\n`;

test("tests that pass are counted, also in a later phase with other files", async () => {
  const root = await fixtureApp({
    "vite.config.ts": settings,
    "src/a.test.ts": suite('test("a", () => { expect(1).toBe(1); });\ntest.skip("b", () => {});'),
  });
  expect(await gate.run(contextFor(root))).toEqual({
    outcome: "passed",
    summary: "1 test passed, 1 skipped, 1 file",
    diagnostics: [],
  });
  await rm(join(root, "src/a.test.ts"));
  await writeApp(root, {
    "src/value.ts": "export const value: number = 2;\n",
    "src/c.test.ts": suite(
      'import { value } from "./value";\ntest("c", () => { expect(value).toBe(2); });',
    ),
  });
  expect((await gate.run(contextFor(root))).summary).toBe("1 test passed, 1 file");
  await writeApp(root, { "src/value.ts": "export const value: number = 3;\n" });
  expect((await gate.run(contextFor(root))).outcome).toBe("failed");
});

test("failures name file, line and test; files, hooks, snapshots and stray errors fail too", async () => {
  const root = await fixtureApp({
    "vite.config.ts": settings,
    "src/a.test.ts": suite(`
describe("outer", () => {
  test("inner", () => {
    expect("shown").toBe("wanted");
  });
  test("snapshot", () => {
    expect({ a: 1 }).toMatchSnapshot();
  });
});
describe("hooked", () => {
  beforeAll(() => {
    throw new Error("in a hook");
  });
  test("never", () => {});
});`),
    "src/b.test.ts": 'import "./nowhere";\n',
    "src/c.test.ts": suite('test.only("alone", () => {});'),
    "src/d.test.ts": suite(
      'test("late", async () => { setTimeout(() => { throw new Error("too late"); }); await new Promise((end) => setTimeout(end, 20)); });',
    ),
  });
  const result = await gate.run(contextFor(root));
  expect(result.outcome).toBe("failed");
  const found = result.diagnostics.map(({ subject, message }) => [
    subject.file,
    subject.line,
    subject.name,
    message.split("\n")[0],
  ]);
  expect(found).toEqual([
    [null, null, "unhandled error", "Error: too late"],
    [
      "src/a.test.ts",
      5,
      "outer > inner",
      expect.stringContaining("expected 'shown' to be 'wanted'"),
    ],
    ["src/a.test.ts", 8, "outer > snapshot", expect.stringContaining("Snapshot")],
    ["src/a.test.ts", 13, "hooked", "Error: in a hook"],
    ["src/b.test.ts", 1, null, expect.stringContaining("./nowhere")],
    ["src/c.test.ts", 2, "alone", expect.stringContaining(".only")],
  ]);
  expect(result.diagnostics.every(({ code }) => code === "tests-failed")).toBe(true);
});

test("no test at all, and only skipped ones, are failures", async () => {
  const cases = [{}, { "src/a.test.ts": suite('test.skip("a", () => {});') }];
  for (const files of cases) {
    const root = await fixtureApp({ "vite.config.ts": settings, ...files });
    expect(await gate.run(contextFor(root))).toMatchObject({
      outcome: "failed",
      diagnostics: [{ code: "tests-none" }],
    });
  }
});

test("what is set for our own tests does not reach the app's", async () => {
  vi.stubEnv("VITE_SECRET", "ours");
  const root = await fixtureApp({
    "vite.config.ts": settings,
    "src/a.test.ts": suite(
      'test("a", () => { expect([process.env.NODE_ENV, import.meta.env.VITE_SECRET]).toEqual(["test", undefined]); });',
    ),
  });
  expect((await gate.run(contextFor(root))).diagnostics).toEqual([]);
  vi.unstubAllEnvs();
});

test("a test that hangs is ended when the gate is stopped, and the next run works", async () => {
  const root = await fixtureApp({
    "vite.config.ts": settings,
    "src/a.test.ts": suite('test("loops", () => { for (;;); });'),
  });
  const result = await gate.run(contextFor(root, { signal: AbortSignal.timeout(1_500) }));
  expect(result).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ message: "Vitest broke: it was stopped" }],
  });
  await writeApp(root, { "src/a.test.ts": suite('test("ends", () => {});') });
  expect((await gate.run(contextFor(root))).outcome).toBe("passed");
});

test("settings that cannot be loaded and a missing runner make the gate unavailable", async () => {
  const broken = await fixtureApp({ "vite.config.ts": 'throw new Error("no such setting");\n' });
  const result = await gate.run(contextFor(broken));
  expect(result.outcome).toBe("unavailable");
  expect(result.diagnostics[0]?.message).toContain("no such setting");
  expect(await gate.run(contextFor(await bareApp({})))).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ message: "The app's packages do not have vitest/node." }],
  });
});

test("only files run that a change can matter to; a red one runs each time, its neighbours do not", async () => {
  const root = await fixtureApp({
    "package.json": '{ "type": "module", "devDependencies": { "vitest": "5" } }',
    "vite.config.ts": settings,
    "src/value.ts": "export const value = 1;\n",
    "src/a.test.ts": suite(
      'import { value } from "./value";\ntest("a", () => { expect(value).toBe(1); });',
    ),
    "src/b.test.ts": suite('test("b", () => {});\ntest.skip("c", () => {});'),
  });
  const own = await temporaryFolder();
  const run = () =>
    gate.run(contextFor(root, { cacheFolder: own, memory: new GateMemory({ cacheFolder: own }) }));
  const passed = { outcome: "passed", summary: "2 tests passed, 1 skipped, 2 files" };
  expect(await run()).toEqual({ ...passed, diagnostics: [] });
  expect(await run()).toMatchObject({ ...passed, remembered: { unchanged: 2, of: 2 } });

  await writeApp(root, { "src/value.ts": "export const value = 2;\n" });
  for (const times of [1, 2]) {
    expect(await run(), `time ${times}`).toMatchObject({
      outcome: "failed",
      summary: "1 test passed, 1 skipped, 1 failed, 2 files",
      diagnostics: [{ subject: { file: "src/a.test.ts" } }],
      remembered: { unchanged: 1, of: 2 },
    });
  }
  await writeApp(root, { "src/new.test.ts": suite('test("new", () => {});') });
  await writeApp(root, { "src/value.ts": "export const value = 1;\n" });
  expect(await run()).toMatchObject({
    outcome: "passed",
    summary: "3 tests passed, 1 skipped, 3 files",
    remembered: { unchanged: 2, of: 3 },
  });
});
