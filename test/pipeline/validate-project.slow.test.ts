import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findBrowser } from "../../src/gates/find-browser.ts";
import { validateFolder } from "../../src/pipeline/validate-folder.ts";
import type { GateId, GateReport } from "../../src/spec/gate-report.ts";
import { projectRoot } from "../structure/source-files.ts";
import { appPackages } from "../support/app-packages.ts";
import { runCommand } from "../support/run-command.ts";
import { sharedCache } from "../support/shared-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

type Files = Readonly<Record<string, string>>;

async function project(files: Files): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

async function validate(root: string, ...only: readonly GateId[]) {
  const { exitCode, reports } = await validateFolder({
    root,
    cacheFolder: await sharedCache(),
    allowDestructive: false,
    asksRegistry: false,
    only: new Set(only),
    required: new Set(),
    signal: new AbortController().signal,
    emit: () => undefined,
  });
  const of = (gate: GateId): GateReport | undefined => reports.find((one) => one.gate === gate);
  return {
    exitCode,
    reports,
    of,
    outcomes: reports.map(({ gate, outcome }) => `${gate} ${outcome}`),
  };
}

const errorsOf = (report: GateReport | undefined) =>
  report?.diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, subject }) => `${code} ${subject.file}`);

const notes: Files = {
  ".gitignore": "node_modules\ndist\n",
  "package.json": JSON.stringify({
    name: "notes",
    private: true,
    type: "module",
    scripts: { build: "tsc -b && vite build", lint: "oxlint" },
    dependencies: { react: "19.3.1", "react-dom": "19.3.1" },
    devDependencies: {
      "@types/react": "19.3.0",
      "@types/react-dom": "19.3.0",
      "@vitejs/plugin-react": "6.3.0",
      oxlint: "1.89.0",
      typescript: "7.0.2",
      vite: "8.3.8",
      vitest: "5.1.1",
    },
  }),
  "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
  "tsconfig.app.json": JSON.stringify({
    compilerOptions: {
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      module: "esnext",
      moduleResolution: "bundler",
      jsx: "react-jsx",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    },
    include: ["src"],
  }),
  "vite.config.ts":
    'import react from "@vitejs/plugin-react";\nexport default { plugins: [react()] };\n',
  "index.html":
    '<!doctype html><html lang="en"><body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body></html>',
  "src/main.tsx":
    'import { createRoot } from "react-dom/client";\nimport { App } from "./App";\ncreateRoot(document.getElementById("root") as HTMLElement).render(<App />);\n',
  "src/App.tsx":
    'import { title } from "./title";\nexport function App() {\n  return <main><h1>{title("notes")}</h1></main>;\n}\n',
  "src/title.ts": "export const title = (word: string) => word.toUpperCase();\n",
  "src/title.test.ts":
    'import { expect, test } from "vitest";\nimport { title } from "./title";\ntest("title", () => expect(title("a")).toBe("A"));\n',
};

async function notesApp(changes: Files = {}): Promise<string> {
  const root = await project({ ...notes, ...changes });
  await symlink(await appPackages(), join(root, "node_modules"));
  return root;
}

test("a small project of Vite and React is judged by its own tools", async () => {
  const { exitCode, outcomes, of } = await validate(await notesApp());
  const hasBrowser = (await findBrowser()) !== null;
  expect(outcomes).toEqual([
    "migrations skipped",
    "access skipped",
    "contracts skipped",
    "types passed",
    "lint passed",
    "dead-code passed",
    "packages passed",
    "secrets passed",
    "tests passed",
    "build passed",
    hasBrowser ? "smoke passed" : "smoke unavailable",
    "flows skipped",
  ]);
  expect(exitCode).toBe(0);
  expect(of("tests")?.summary).toBe("1 test passed, 1 file");
  expect(of("access")?.diagnostics[0]?.message).toContain("plan");
});

test("each of its tools is believed when it finds something", async () => {
  const root = await notesApp({
    "src/title.ts":
      'debugger;\nimport "missing";\nexport const title = (word: string): string => word.length;\n',
    "src/title.test.ts":
      'import { expect, test } from "vitest";\nimport { App } from "./App";\ntest("a", () => expect(App).toBe(1));\n',
  });
  const { exitCode, of } = await validate(root, "types", "lint", "packages", "tests", "build");
  expect(exitCode).toBe(1);
  expect(errorsOf(of("types"))).toContain("TS2322 src/title.ts");
  expect(errorsOf(of("packages"))).toEqual(["packages/unknown src/title.ts"]);
  expect(of("lint")?.diagnostics.map(({ code }) => code)).toContain("lint/eslint/no-debugger");
  expect(of("tests")?.outcome).toBe("failed");
  expect(of("build")?.outcome).toBe("failed");
});

test("without its packages the tools of a project are unavailable, and its files are judged all the same", async () => {
  const { exitCode, of } = await validate(
    await project(notes),
    "lint",
    "tests",
    "build",
    "secrets",
  );
  expect(exitCode).toBe(5);
  expect(of("lint")).toMatchObject({
    outcome: "unavailable",
    diagnostics: [{ fix: "Run npm install in the app's folder." }],
  });
  expect([of("tests")?.outcome, of("build")?.outcome]).toEqual(["unavailable", "unavailable"]);
  expect(of("secrets")?.outcome).toBe("passed");
});

test("a Supabase project whose policies leak", async () => {
  const root = await project({
    "supabase/migrations/20250101000000_notes.sql": [
      "create table public.notes (id uuid primary key, body text check (char_length(body) < 9));",
      "alter table public.notes enable row level security;",
      'create policy "write" on public.notes for update to anon using (true) with check (true);',
      "grant select, update on public.notes to anon;",
      "create table public.logs (id bigint primary key);",
      "grant select on public.logs to anon;",
      "alter table public.missing add column a int;",
    ].join("\n"),
  });
  const { exitCode, of, outcomes } = await validate(root);
  const file = "supabase/migrations/20250101000000_notes.sql";
  expect(errorsOf(of("migrations"))).toEqual(
    expect.arrayContaining([`lint/always-true-write ${file}`, `lint/row-security-off ${file}`]),
  );
  const failed = of("migrations")?.diagnostics.find(({ subject }) => subject.line === 7);
  expect(failed).toMatchObject({ severity: "error", subject: { file } });
  expect(exitCode).toBe(1);
  expect(outcomes.filter((one) => one.endsWith("failed"))).toEqual(["migrations failed"]);
});

const library: Files = {
  "package.json": JSON.stringify({
    name: "tiny",
    type: "module",
    exports: "./dist/index.js",
    scripts: { build: "node -e \"require('node:fs').mkdirSync('dist')\"", test: "node --test" },
  }),
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2022", "types": [] }, "include": ["src"] }',
  "src/index.ts": "export const add = (a: number, b: number): number => a + b;\n",
  "src/add.test.ts": 'import { add } from "./index.js";\nadd(1, 2);\n',
};

test("a plain library: our compiler, its own build, and why its tests are not run", async () => {
  const { exitCode, of, outcomes } = await validate(await project(library));
  expect(exitCode).toBe(0);
  expect(outcomes.filter((one) => one.endsWith("passed"))).toEqual([
    "types passed",
    "dead-code passed",
    "packages passed",
    "secrets passed",
    "build passed",
  ]);
  expect(of("tests")?.diagnostics[0]?.message).toContain('run by "node --test"');
  expect(of("lint")?.diagnostics[0]?.message).toContain("neither oxlint nor ESLint");
  expect(of("smoke")?.outcome).toBe("skipped");
});

test("a build that fails says its last words", async () => {
  const fails = {
    name: "tiny",
    scripts: { build: "node -e \"console.log('no disk'); process.exit(3)\"" },
  };
  const root = await project({ ...library, "package.json": JSON.stringify(fails) });
  const { exitCode, of } = await validate(root, "build");
  expect(exitCode).toBe(1);
  expect(of("build")?.diagnostics[0]?.message).toContain("no disk");
});

test("a linter's own report is read: a simulated ESLint", async () => {
  const report = (root: string) => [
    {
      filePath: join(root, "src/index.ts"),
      messages: [
        { ruleId: "no-var", severity: 2, message: "Unexpected var.", line: 3, column: 1 },
        { ruleId: "@typescript-eslint/no-explicit-any", severity: 1, message: "No any.", line: 1 },
        { ruleId: null, severity: 2, message: "Parsing error" },
      ],
    },
  ];
  const root = await project({ ...library, "eslint.config.js": "export default [];\n" });
  const program = join(root, "node_modules", "eslint", "bin");
  await mkdir(program, { recursive: true });
  const print = `process.stdout.write(${JSON.stringify(JSON.stringify(report(root)))});`;
  await writeFile(join(program, "eslint.js"), `${print}\nprocess.exitCode = 1;\n`);
  const { of } = await validate(root, "lint");
  expect(of("lint")).toMatchObject({ outcome: "failed", summary: "1 file, 3 findings" });
  expect(of("lint")?.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ["lint/syntax", "error"],
    ["lint/typescript-eslint/no-explicit-any", "warning"],
    ["lint/no-var", "error"],
  ]);
});

test("this repository has no secret, no unknown package and no dead code", async () => {
  const { exitCode, of } = await validate(projectRoot, "packages", "secrets", "dead-code");
  expect(of("secrets")?.diagnostics).toEqual([]);
  const others = of("packages")?.diagnostics.filter(
    ({ code }) => code !== "packages/install-script",
  );
  expect(others).toEqual([]);
  expect(of("dead-code")?.diagnostics).toEqual([]);
  expect(exitCode).toBe(0);
});

test("a folder without anything to judge is bad input, and says what is looked for", async () => {
  const empty = await runCommand(["validate", await temporaryFolder()]);
  expect(empty.exitCode).toBe(2);
  expect(empty.stderr).toContain("no package.json");
  expect((await runCommand(["validate", "/no/such/folder"])).exitCode).toBe(2);
  expect((await runCommand(["validate", ".", "--only", "typos"])).stderr).toContain("typos");
});

test("--json says of a project what it says of an app", async () => {
  const root = await project(library);
  const args = ["validate", root, "--json", "--audit", "off", "--only", "packages,tests"];
  const { exitCode, stdout } = await runCommand(args);
  expect(exitCode).toBe(0);
  const events: readonly unknown[] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events).toContainEqual(
    expect.objectContaining({
      type: "gate:end",
      phase: 0,
      report: expect.objectContaining({ gate: "tests", outcome: "skipped" }),
    }),
  );
  expect(events.at(-1)).toMatchObject({ type: "validate:end", exitCode: 0 });
});
