import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { createBuildGate } from "../../src/gates/build-gate.ts";
import { bareApp, contextFor, fixtureApp, writeApp } from "./fixture-app.ts";

const gate = createBuildGate();
afterEach(() => gate.close());

const page =
  '<!doctype html><title>App</title><script type="module" src="/src/main.ts"></script>\n';

test("the production build is written, anew in every phase and without our own variables", async () => {
  vi.stubEnv("VITE_SECRET", "ours");
  const root = await fixtureApp({
    "index.html": page,
    "src/main.ts":
      "document.title = `first ${import.meta.env.VITE_SECRET} ${import.meta.env.PROD}`;\n",
  });
  const first = await gate.run(contextFor(root));
  expect(first).toMatchObject({ outcome: "passed", diagnostics: [] });
  expect(first.summary).toMatch(/^2 files, \d+ kB$/);
  const [script = ""] = await readdir(join(root, "dist/assets"));
  const code = await readFile(join(root, "dist/assets", script), "utf8");
  expect(code).toContain("first");
  expect(code).not.toContain("ours");
  await writeApp(root, { "src/main.ts": "document.title = 'second';\n" });
  await gate.run(contextFor(root));
  const scripts = await readdir(join(root, "dist/assets"));
  expect(scripts).toHaveLength(1);
  expect(scripts[0]).not.toBe(script);
  vi.unstubAllEnvs();
});

test("errors name file, line and column", async () => {
  const cases = [
    ["export const = ;\n", { file: "src/main.ts", line: 1, column: 14 }],
    ['import "./nowhere";\n', { file: "src/main.ts", line: 1, column: 8 }],
    [
      'import { none } from "./a";\nconsole.log(none);\n',
      { file: "src/main.ts", line: 1, column: 10 },
    ],
  ] as const;
  const root = await fixtureApp({ "index.html": page, "src/a.ts": "export const a = 1;\n" });
  for (const [code, subject] of cases) {
    await writeApp(root, { "src/main.ts": code });
    const result = await gate.run(contextFor(root));
    expect(result).toMatchObject({ outcome: "failed", summary: "1 error" });
    expect(result.diagnostics).toMatchObject([{ code: "build-error", subject }]);
    expect(result.diagnostics[0]?.message).not.toContain(root);
  }
});

test("how long the plugins took is no finding: it differs from run to run", async () => {
  const root = await fixtureApp({
    "index.html": page,
    "src/main.ts": "export {};\n",
    "vite.config.ts": `
      const slow = () => { const end = Date.now() + 1_000; while (Date.now() < end); };
      export default { plugins: [{ name: "slow", transform: slow }] };
    `,
  });
  expect(await gate.run(contextFor(root))).toMatchObject({ outcome: "passed", diagnostics: [] });
});

test("an app without a page to start from fails", async () => {
  const result = await gate.run(contextFor(await fixtureApp({})));
  expect(result.outcome).toBe("failed");
  expect(result.diagnostics[0]?.message).toContain("index.html");
});

test("a build that hangs is ended when the gate is stopped, and the next build works", async () => {
  const root = await fixtureApp({
    "index.html": page,
    "src/main.ts": "export {};\n",
    "vite.config.ts":
      "export default { plugins: [{ name: 'slow', buildStart: () => new Promise(() => {}) }] };\n",
  });
  const result = await gate.run(contextFor(root, { signal: AbortSignal.timeout(800) }));
  expect(result).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ message: "Vite broke: it was stopped" }],
  });
  await writeApp(root, { "vite.config.ts": "export default {};\n" });
  expect((await gate.run(contextFor(root))).outcome).toBe("passed");
});

test("a tool that ends in the middle is unavailable with its last words", async () => {
  const root = await fixtureApp({
    "index.html": page,
    "src/main.ts": "export {};\n",
    "vite.config.ts": "console.error('the end'); process.exit(3);\n",
  });
  const result = await gate.run(contextFor(root));
  expect(result.outcome).toBe("unavailable");
  expect(result.diagnostics[0]?.message).toContain("the end");
});

test("without the app's packages the gate is unavailable", async () => {
  expect(await gate.run(contextFor(await bareApp({ "index.html": page })))).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ code: "build-unavailable", message: "The app's packages do not have vite." }],
  });
});
