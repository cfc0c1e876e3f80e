import fc from "fast-check";
import { expect, test } from "vitest";
import { FileHashes } from "../../../src/workspace/file-hashes.ts";
import { takeSnapshot, type AppSnapshot } from "../../../src/gates/memory/app-snapshot.ts";
import { GateMemory } from "../../../src/gates/memory/gate-memory.ts";
import { ImportClosures } from "../../../src/gates/memory/import-closure.ts";
import { openTestParts } from "../../../src/gates/memory/test-parts.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { bareApp, writeApp } from "../fixture-app.ts";

const manifest =
  '{ "type": "module", "dependencies": { "react": "1.0.0" }, "devDependencies": { "vitest": "1.0.0" } }';
const settings = {
  "package.json": manifest,
  "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
};

async function closureOf(files: Readonly<Record<string, string>>, path: string) {
  const root = await bareApp({ ...settings, ...files });
  const snapshot: AppSnapshot = (await takeSnapshot(root, new FileHashes())) ?? new Map();
  return (await new ImportClosures().of(root, snapshot)).of(path);
}

/** Every way in which a file can load or name another one. */
const ways: readonly ((to: string) => string)[] = [
  (to) => `import { a } from "./${to}.ts";`,
  (to) => `import "./${to}";`,
  (to) => `import { type A, a } from "@/${to}";`,
  (to) => `export * from "./${to}.js";`,
  (to) => `export { a } from "/src/${to}.ts";`,
  (to) => `const late = await import("./${to}.ts");`,
  (to) => `const where = new URL("./${to}.ts", import.meta.url);`,
  (to) => `vi.mock("./${to}");`,
  (to) => `vi.importActual(\`./${to}.ts\`);`,
  (to) => `import text from "./${to}.ts?raw";`,
];

test("a closure holds every file that can be reached, whatever the ways, and no other", async () => {
  const size = 8;
  const links = fc.array(
    fc.record({
      from: fc.nat(size - 1),
      to: fc.nat(size - 1),
      way: fc.nat(ways.length - 1),
    }),
    { maxLength: 14 },
  );
  await fc.assert(
    fc.asyncProperty(links, async (chosen) => {
      const files = Object.fromEntries(
        Array.from({ length: size }, (_, index) => [
          `src/f${index}.ts`,
          chosen
            .filter(({ from }) => from === index)
            .map(({ to, way }) => ways[way]?.(`f${to}`) ?? "")
            .join("\n"),
        ]),
      );
      const reached = new Set([0]);
      for (const index of reached) {
        for (const { from, to } of chosen) if (from === index) reached.add(to);
      }
      const { paths, isOpen } = await closureOf(files, "src/f0.ts");
      expect(paths).toEqual([...reached].map((index) => `src/f${index}.ts`).toSorted());
      expect(isOpen).toBe(false);
    }),
    { numRuns: 40 },
  );
});

test("types alone do not count; what only a type mentions is not loaded", async () => {
  const text = `import type { A } from "./types.ts";
    export type { B } from "./types.ts";
    export type C = typeof import("./types.ts") | "./types.ts";`;
  const closure = await closureOf({ "src/a.ts": text, "src/types.ts": "" }, "src/a.ts");
  expect(closure).toEqual({ paths: ["src/a.ts"], read: [], isOpen: false });
});

test("every file that a name could mean counts", async () => {
  const files = {
    "src/a.ts": 'import "./b";',
    "src/b.ts": "",
    "src/b.tsx": "",
    "src/b/index.ts": "",
  };
  const { paths } = await closureOf(files, "src/a.ts");
  expect(paths).toEqual(Object.keys(files).toSorted());
});

const open: Readonly<Record<string, string>> = {
  "a module that is not there": 'import "./nowhere.ts";',
  "a package that nobody declares": 'import "virtual:pages";',
  "a computed import": "await import(name);",
  "all files of a folder": 'const all = import.meta.glob("./*.ts");',
  "its own place": 'import { readFileSync } from "node:fs"; readFileSync(import.meta.dirname);',
  "the folder it runs in": 'import { readdirSync } from "node:fs"; readdirSync(process.cwd());',
  "the folder above its own": 'import { readdirSync } from "node:fs"; readdirSync("..");',
  require: "const a = require(name);",
  "text that is no code": "const = ;",
};

for (const [what, text] of Object.entries(open)) {
  test(`${what}: everything may decide`, async () => {
    const files = { "src/a.ts": text, "src/data/b.json": "{}" };
    expect((await closureOf(files, "src/a.ts")).isOpen).toBe(true);
  });
}

test("code that reads files and names none of the app's folders is not open; named files count", async () => {
  const text = `import { readFile } from "node:fs/promises";
    export const read = (folder: string) => readFile(folder + "index.html");
    export const named = "src/data/b.json";`;
  const files = { "src/a.ts": text, "src/data/b.json": "{}" };
  expect(await closureOf(files, "src/a.ts")).toEqual({
    paths: ["src/a.ts", "src/data/b.json"],
    read: [],
    isOpen: false,
  });
});

test("of a folder that is read all files count, and what these load, but not what they name", async () => {
  const files = {
    "src/a.ts": 'import { readdirSync } from "node:fs";\nreaddirSync("src/data");',
    "src/data/b.json": "{}",
    "src/data/deep/c.ts": 'import "../../d";\nexport const place = "src/e.ts";',
    "src/d.ts": 'import "./f";',
    "src/e.ts": "",
    "src/f.ts": "import(name);",
  };
  expect(await closureOf(files, "src/a.ts")).toEqual({
    paths: ["src/a.ts"],
    read: ["src/d.ts", "src/data/b.json", "src/data/deep/c.ts", "src/f.ts"],
    isOpen: false,
  });
});

test("a plain word names a file of just that name, and is completed in settings alone", async () => {
  const files = {
    "main.ts": "",
    LICENSE: "",
    "src/main.ts": "",
    "src/a.ts": 'getByRole("main");\nopen("LICENSE");',
    "vitest.config.ts": 'export default { setupFiles: ["main"] };',
  };
  expect((await closureOf(files, "src/a.ts")).paths).toEqual(["LICENSE", "src/a.ts"]);
  expect((await closureOf(files, "vitest.config.ts")).paths).toEqual([
    "main.ts",
    "vitest.config.ts",
  ]);
});

const app = {
  ...settings,
  "vite.config.ts": `import { plugin } from "./dev/plugin.ts";\nexport default { test: { setupFiles: "src/test/setup.ts" } };`,
  "dev/plugin.ts": "export const plugin = {};",
  "dev/server.test.ts": 'import "./server.ts";',
  "dev/server.ts": "",
  "src/test/setup.ts": 'import "./browser.ts";',
  "src/test/browser.ts": "",
  "src/a.ts": 'import "./shared.css";',
  "src/shared.css": "",
  "src/a.test.ts": 'import { a } from "./a.ts";',
  "src/b.ts": "",
  "src/b.test.ts": 'import { b } from "@/b";',
  "src/__snapshots__/b.test.ts.snap": "",
  "src/reads.test.ts":
    'import { readFileSync } from "node:fs"; readFileSync(import.meta.filename);',
  "supabase/migrations/1.sql": "",
  "public/icon.svg": "",
  ".env": "",
  "README.md": "",
  "package-lock.json": "{}",
  "node_modules/vitest/package.json": "{}",
} satisfies Record<string, string>;

const tests = ["dev/server.test.ts", "src/a.test.ts", "src/b.test.ts", "src/reads.test.ts"];

/** Test files that must run when a file changes; all others must not. */
const affected: Readonly<Record<keyof typeof app, readonly string[]>> = {
  "package.json": tests,
  "tsconfig.json": tests,
  "vite.config.ts": tests,
  "dev/plugin.ts": tests,
  "dev/server.test.ts": ["dev/server.test.ts", "src/reads.test.ts"],
  "dev/server.ts": ["dev/server.test.ts", "src/reads.test.ts"],
  "src/test/setup.ts": tests,
  "src/test/browser.ts": tests,
  "src/a.ts": ["src/a.test.ts", "src/reads.test.ts"],
  "src/shared.css": ["src/a.test.ts", "src/reads.test.ts"],
  "src/a.test.ts": ["src/a.test.ts", "src/reads.test.ts"],
  "src/b.ts": ["src/b.test.ts", "src/reads.test.ts"],
  "src/b.test.ts": ["src/b.test.ts", "src/reads.test.ts"],
  "src/__snapshots__/b.test.ts.snap": tests,
  "src/reads.test.ts": ["src/reads.test.ts"],
  "supabase/migrations/1.sql": ["src/reads.test.ts"],
  "public/icon.svg": ["src/reads.test.ts"],
  ".env": tests,
  "README.md": ["src/reads.test.ts"],
  "package-lock.json": tests,
  "node_modules/vitest/package.json": tests,
};

async function opened(root: string, cacheFolder: string) {
  const parts = await openTestParts(root, new GateMemory({ cacheFolder }));
  if (parts === null) throw new Error("the app has a memory");
  return parts;
}

test("exactly those test files run again that a changed file can matter to", async () => {
  for (const [path, wanted] of Object.entries(affected)) {
    const cacheFolder = await temporaryFolder();
    const root = await bareApp(app);
    const before = await opened(root, cacheFolder);
    const passed = new Map(tests.map((file) => [file, { passed: 1, skipped: 0 }]));
    await before.keep({ all: tests, passed }, before);
    const unchanged = await (await opened(root, cacheFolder)).known();
    expect([unchanged.all, [...unchanged.passed.keys()]]).toEqual([tests, tests]);

    await writeApp(root, { [path]: '{ "changed": true }' });
    const { passed: left } = await (await opened(root, cacheFolder)).known();
    const running = tests.filter((file) => !left.has(file));
    expect(running, path).toEqual(wanted);
  }
});

test("a new file leaves tests known, and which test files there are unknown", async () => {
  const cacheFolder = await temporaryFolder();
  const root = await bareApp(app);
  const before = await opened(root, cacheFolder);
  const passed = new Map([["src/a.test.ts", { passed: 1, skipped: 0 }]]);
  await before.keep({ all: tests, passed }, before);
  await writeApp(root, { "src/new.test.ts": "" });
  const { all, passed: left } = await (await opened(root, cacheFolder)).known();
  expect(all).toBeNull();
  expect([...left.keys()]).toEqual(["src/a.test.ts"]);
});

test("what changed while tests ran is not kept", async () => {
  const cacheFolder = await temporaryFolder();
  const root = await bareApp(app);
  const before = await opened(root, cacheFolder);
  await writeApp(root, { "src/a.ts": "export const late = 1;" });
  const now = await opened(root, cacheFolder);
  const passed = new Map(
    ["src/a.test.ts", "src/b.test.ts"].map((file) => [file, { passed: 1, skipped: 0 }]),
  );
  await before.keep({ all: tests, passed }, now);
  await writeApp(root, { "src/a.ts": app["src/a.ts"] });
  const { passed: left } = await (await opened(root, cacheFolder)).known();
  expect([...left.keys()]).toEqual(["src/b.test.ts"]);
});
