import { expect, test } from "vitest";
import {
  createDeadCodeGate,
  createProjectDeadCodeGate,
} from "../../../src/gates/dead-code/dead-code-gate.ts";
import { CodeIndexReader } from "../../../src/workspace/code-index/code-index.ts";
import { bareApp, contextFor, planWithRoutes } from "../fixture-app.ts";
import { scan, shortly } from "./scan-fixture.ts";

const gate = createProjectDeadCodeGate(new CodeIndexReader());

const page = '<script type="module" src="/src/main.ts"></script>';
const small = { "index.html": page, "src/main.ts": 'import { a } from "./a.ts";\na();\n' };

test("a project in which everything is used has no finding", async () => {
  const result = await scan(gate, { ...small, "src/a.ts": "export const a = () => {};\n" });
  expect(result).toMatchObject({ outcome: "passed", diagnostics: [] });
  expect(result.summary).toBe("2 files, 1 start, all used");
});

test("a file that nothing leads to, and an export that nobody uses", async () => {
  const result = await scan(gate, {
    ...small,
    "src/a.ts": "export const a = () => {};\nexport function left() {}\nexport type Left = 1;\n",
    "src/lost.ts": 'import "./a.ts";\n',
  });
  expect(shortly(result)).toEqual([
    "dead-code/unused-export src/a.ts left",
    "dead-code/unused-export src/a.ts Left",
    "dead-code/unused-file src/lost.ts",
  ]);
  expect(result.outcome).toBe("passed");
  expect(result.diagnostics[0]?.subject).toMatchObject({ line: 2, column: 17 });
});

test("an export that its own file needs is not dead", async () => {
  const a = "export const size = 2;\nexport const a = () => size;\n";
  expect((await scan(gate, { ...small, "src/a.ts": a })).diagnostics).toEqual([]);
});

const barrel = 'export * from "./a.ts";\n';
const renamed = 'export { a as b } from "./a.ts";\n';

test.each([
  ["a namespace", 'import * as all from "./a.ts";\nall;\n', {}],
  ["a page that is loaded late", 'void import("./a.ts");\n', {}],
  ["a name that is passed on", 'import { a } from "./b.ts";\na();\n', { "src/b.ts": barrel }],
  ["another name", 'import { b } from "./b.ts";\nb();\n', { "src/b.ts": renamed }],
  ["an alias of the compiler", 'import { a } from "@/a";\na();\n', {}],
  ["a type", 'const it: typeof import("./a.ts").a = () => {};\nit;\n', {}],
  ["a glob of the bundler", 'import.meta.glob("./[a-c].ts");\nimport.meta.glob("./*.ts");\n', {}],
  ["an address beside the file", 'new Worker(new URL("./a.ts", import.meta.url));\n', {}],
  ["a name put together", "export const load = (it: string) => import(`./${it}.ts`);\nload;\n", {}],
])("%s counts as use", async (_, main, more) => {
  const files = {
    "index.html": page,
    "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], }, }, } // settings',
    "src/a.ts": "export const a = () => {};\n",
    ...more,
  };
  expect(shortly(await scan(gate, { ...files, "src/main.ts": main }))).toEqual([]);
  const without = await scan(gate, { ...files, "src/main.ts": "export {};\n" });
  expect(shortly(without)).toContain("dead-code/unused-file src/a.ts");
});

test("tests, settings, scripts, functions of Supabase and what package.json names are starts", async () => {
  const result = await scan(gate, {
    "package.json": JSON.stringify({
      scripts: { seed: "node tools/deep/seed.ts --all" },
      exports: { ".": "./dist/index.js" },
      bin: "bin/run.js",
    }),
    "src/index.ts": "export const everything = 1;\n",
    "bin/run.js": 'import("../dist/index.js");\n',
    "tools/deep/seed.ts": "export {};\n",
    "scripts/once.ts": "export {};\n",
    "vite.config.ts": 'export default { test: { setupFiles: "src/test/setup.ts" } };\n',
    "src/test/setup.ts": "export {};\n",
    "src/one.test.ts": 'import { help } from "./help.ts";\nhelp();\n',
    "src/help.ts": "export const help = () => {};\n",
    "src/globals.d.ts": "declare const version: string;\n",
    "supabase/functions/hello/index.ts": 'import { x } from "../_shared/x.ts";\nx;\n',
    "supabase/functions/_shared/x.ts": "export const x = 1;\n",
  });
  expect(shortly(result)).toEqual([]);
});

test("code outside of what the compiler looks at is not judged", async () => {
  const result = await scan(gate, {
    ...small,
    "tsconfig.json": '{ "include": ["src"] }',
    "src/a.ts": "export const a = () => {};\n",
    "samples/other.ts": "export const unused = 1;\n",
  });
  expect(result.diagnostics).toEqual([]);
});

test.each([
  ["package.json", '{ "dependencies": { "next": "16.0.0" } }', "Next.js"],
  ["src/a.vue", "<template />", "Vue"],
])("what only another tool knows is skipped, and says why: %s", async (path, text, word) => {
  const result = await scan(gate, { ...small, [path]: text });
  expect(result.outcome).toBe("skipped");
  expect(result.diagnostics[0]?.message).toContain(word);
});

test("what a new feature leaves unused in its own folder is an error at once", async () => {
  const plan = planWithRoutes([{ path: "/" }, { path: "/a", phase: 2 }, { path: "/b", phase: 3 }]);
  const [, { id } = { id: "" }] = plan.features;
  const root = await bareApp({
    ...small,
    "src/a.ts": "export const a = 1;\n",
    "src/shared.ts": "",
    [`src/features/${id}/lost.ts`]: "",
  });
  const own = createDeadCodeGate(new CodeIndexReader());
  const phases = [2, 3].map((phase) => contextFor(root, { plan, phase }));
  const [second, third] = await Promise.all(phases.map((context) => own.run(context)));
  expect(second?.diagnostics.map(({ subject }) => subject.file)).toEqual([
    `src/features/${id}/lost.ts`,
  ]);
  expect(third?.diagnostics).toHaveLength(2);
});

test("in an app of ours it is an error, once the whole plan is built", async () => {
  const root = await bareApp({ ...small, "src/a.ts": "export const a = 1;\n", "src/b.ts": "" });
  const own = createDeadCodeGate(new CodeIndexReader());
  const plan = planWithRoutes([{ path: "/", phase: 2 }]);
  const early = await own.run(contextFor(root, { plan, phase: 1 }));
  expect(early).toMatchObject({ outcome: "passed", diagnostics: [] });
  const late = await own.run(contextFor(root, { plan, phase: 2 }));
  expect(late.outcome).toBe("failed");
  expect(shortly(late)).toEqual(["dead-code/unused-file src/b.ts"]);
});
