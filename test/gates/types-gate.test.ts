import { expect, test } from "vitest";
import { parseFindings, typesGate } from "../../src/gates/types-gate.ts";
import { bareApp, contextFor, fixtureApp } from "./fixture-app.ts";

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
