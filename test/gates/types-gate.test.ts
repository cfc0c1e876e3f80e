import { mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GateMemory } from "../../src/gates/memory/gate-memory.ts";
import { parseFindings, typesGate } from "../../src/gates/types-gate.ts";
import { projectRoot } from "../structure/source-files.ts";
import { bareApp, contextFor, fixtureApp, writeApp } from "./fixture-app.ts";

const settings = JSON.stringify({
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: "esnext",
    moduleResolution: "bundler",
    types: [],
  },
  include: ["src"],
});

test("an app whose types fit passes", async () => {
  const root = await fixtureApp({
    "tsconfig.json": settings,
    "src/a.ts": "export const a: number = 1;\n",
  });
  expect(await typesGate.run(contextFor(root))).toEqual({
    outcome: "passed",
    summary: "no type error",
    diagnostics: [],
  });
});

test("every type error is found with file, line and column", async () => {
  const root = await fixtureApp({
    "tsconfig.json": settings,
    "src/a.ts": "export const a: number = 1;\nexport const b: number = 'text';\n",
    "src/c.ts": "import { missing } from './a';\nexport const c = missing;\n",
  });
  const result = await typesGate.run(contextFor(root));
  expect(result).toMatchObject({ outcome: "failed", summary: "2 type errors" });
  expect(result.diagnostics).toMatchObject([
    { code: "TS2322", subject: { file: "src/a.ts", line: 2, column: 14 } },
    { code: "TS2305", subject: { file: "src/c.ts", line: 1, column: 10 } },
  ]);
});

test("what the compiler keeps of an app hides no error, also when it is damaged", async () => {
  const wrong = { "src/b.ts": "import { a } from './a';\nexport const b: string = a;\n" };
  const root = await bareApp({
    "tsconfig.json": settings,
    "src/a.ts": "export const a = 'text';\n",
    ...wrong,
  });
  await mkdir(join(root, "node_modules"));
  await symlink(
    join(projectRoot, "node_modules/typescript"),
    join(root, "node_modules/typescript"),
    "junction",
  );
  const kept = "node_modules/.cache/types.tsbuildinfo";
  const run = async (isFresh = false) => {
    const memory = new GateMemory({ cacheFolder: join(root, "node_modules"), isFresh });
    const { outcome, diagnostics } = await typesGate.run(contextFor(root, { memory }));
    return [outcome, ...diagnostics.map(({ subject }) => subject.file)];
  };
  expect(await run()).toEqual(["passed"]);
  const whole = await readFile(join(root, kept), "utf8");
  await writeApp(root, { "src/a.ts": "export const a = 1;\n" });
  for (const isFresh of [false, false, true]) {
    expect(await run(isFresh)).toEqual(["failed", "src/b.ts"]);
  }
  await writeApp(root, { [kept]: whole.slice(0, 100) });
  expect(await run()).toEqual(["failed", "src/b.ts"]);
  await writeApp(root, { "src/a.ts": "export const a = 'text';\n" });
  expect(await run()).toEqual(["passed"]);
});

test("explanations below an error belong to it, and errors may have no file", () => {
  const found = parseFindings(
    "src/a.ts(1,2): error TS2769: No overload matches.\n  Type 'a'.\n    Is not 'b'.\nerror TS18003: No inputs were found.\n",
  );
  expect(found).toMatchObject([
    { message: "No overload matches.\n  Type 'a'.\n    Is not 'b'." },
    { code: "TS18003", subject: { file: null, line: null } },
  ]);
});

test("settings that cannot be used fail", async () => {
  const root = await fixtureApp({ "tsconfig.json": '{ "compilerOptions": { "strict": 1 } }' });
  expect((await typesGate.run(contextFor(root))).outcome).toBe("failed");
});

test("without the app's packages the gate is unavailable, and says what to run", async () => {
  const result = await typesGate.run(contextFor(await bareApp({ "tsconfig.json": settings })));
  expect(result.outcome).toBe("unavailable");
  expect(result.diagnostics).toMatchObject([
    { code: "types-unavailable", fix: "Run npm install in the app's folder." },
  ]);
});

const program = "node_modules/typescript/bin/tsc";

test("simulated: a compiler that breaks without a finding is unavailable with its last words", async () => {
  const root = await bareApp({
    [program]: "console.error('out of memory'); process.exitCode = 2;",
  });
  const result = await typesGate.run(contextFor(root));
  expect(result.outcome).toBe("unavailable");
  expect(result.diagnostics[0]?.message).toContain("out of memory");
});

test("simulated: a compiler that hangs is ended when the gate is stopped", async () => {
  const root = await bareApp({ [program]: "setInterval(() => {}, 1000);" });
  const result = await typesGate.run(contextFor(root, { signal: AbortSignal.timeout(200) }));
  expect(result).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ message: "typescript was stopped." }],
  });
});
