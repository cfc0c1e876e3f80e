import { expect, test } from "vitest";
import { lintGate } from "../../src/gates/lint-gate.ts";
import { bareApp, contextFor, fixtureApp } from "./fixture-app.ts";

const rules = JSON.stringify({
  categories: { correctness: "error" },
  rules: { "eslint/eqeqeq": "error", "eslint/no-console": "warn" },
});

test("an app without a finding passes, and the summary says what was looked at", async () => {
  const root = await fixtureApp({
    ".oxlintrc.json": rules,
    "src/a.ts": "export const a = 1;\n",
    "dev/b.ts": "export const b = 2;\n",
    "other/c.ts": "debugger;\n",
  });
  const result = await lintGate.run(contextFor(root));
  expect(result).toMatchObject({ outcome: "passed", diagnostics: [] });
  expect(result.summary).toMatch(/^2 files, \d+ rules, 0 findings$/);
});

test("findings are in the order of their places, each with rule and advice", async () => {
  const root = await fixtureApp({
    ".oxlintrc.json": rules,
    "src/b.ts": "export const b = 1 == Number('1');\n",
    "src/a.ts": "export const a = 1;\ndebugger;\n",
    "src/broken.ts": "export const = ;\n",
  });
  const result = await lintGate.run(contextFor(root));
  expect(result.outcome).toBe("failed");
  expect(result.diagnostics).toMatchObject([
    { code: "lint/eslint/no-debugger", subject: { file: "src/a.ts", line: 2, column: 1 } },
    { code: "lint/eslint/eqeqeq", subject: { file: "src/b.ts", line: 1 }, fix: expect.any(String) },
    { code: "lint/syntax", subject: { file: "src/broken.ts", line: 1 } },
  ]);
});

test("warnings are shown and do not fail", async () => {
  const root = await fixtureApp({ ".oxlintrc.json": rules, "src/a.ts": "console.log(1);\n" });
  expect(await lintGate.run(contextFor(root))).toMatchObject({
    outcome: "passed",
    diagnostics: [{ code: "lint/eslint/no-console", severity: "warning" }],
  });
});

test("nothing to lint and no rules to lint by are failures", async () => {
  const cases = [
    { ".oxlintrc.json": rules },
    { "src/a.ts": "" },
    { ".oxlintrc.json": rules, "src/a.txt": "" },
  ];
  for (const files of cases) {
    const result = await lintGate.run(contextFor(await fixtureApp(files)));
    expect(result).toMatchObject({ outcome: "failed", diagnostics: [{ code: "lint-nothing" }] });
  }
});

test("rules that cannot be read make the gate unavailable with the linter's words", async () => {
  const root = await fixtureApp({ ".oxlintrc.json": "{ nonsense", "src/a.ts": "" });
  const result = await lintGate.run(contextFor(root));
  expect(result.outcome).toBe("unavailable");
  expect(result.diagnostics[0]?.message).toContain("Failed to parse");
});

test("without the app's packages the gate is unavailable", async () => {
  const root = await bareApp({ ".oxlintrc.json": rules, "src/a.ts": "" });
  expect(await lintGate.run(contextFor(root))).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ fix: "Run npm install in the app's folder." }],
  });
});
