import { chmod, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { bareApp, writeApp } from "../gates/fixture-app.ts";
import { planOf } from "../gates/database-app.ts";
import { projectRoot } from "../structure/source-files.ts";
import { runCli } from "../support/run-cli.ts";
import { sharedCache } from "../support/shared-cache.ts";

const cacheFolder = await sharedCache();
const ourPackages = join(projectRoot, "node_modules");
const plan = planOf([{ entities: [], buckets: [] }]);
const phases = [{ number: 1, title: "Phase 1", features: [], entities: [], files: 0 }];

/** A green app with a record of ours; each of its packages can be replaced. */
async function smallApp(): Promise<string> {
  const root = await bareApp({
    ".megamind/plan.json": JSON.stringify({ ...plan, phases }),
    ".megamind/base.json": JSON.stringify({ phase: 1, files: {} }),
    "tsconfig.json":
      '{ "compilerOptions": { "noEmit": true, "strict": true }, "include": ["src"] }',
    "index.html":
      '<!doctype html><main>Hello</main><script type="module" src="/src/a.ts"></script>',
    "src/a.ts": "export const a = 1;\n",
    "src/a.test.ts":
      'import { expect, test } from "vitest";\ntest("a", () => { expect(1).toBe(1); });\n',
  });
  await mkdir(join(root, "node_modules"));
  for (const name of await readdir(ourPackages)) {
    await symlink(join(ourPackages, name), join(root, "node_modules", name));
  }
  return root;
}

interface Tool {
  readonly package: string;
  readonly program: string;
  readonly code: string;
}

/** Puts a simulated tool in the place of a real one. */
async function replaceTool(root: string, { package: name, program, code }: Tool): Promise<void> {
  const folder = join(root, "node_modules", name);
  await rm(folder);
  const exports = {
    "./package.json": "./package.json",
    ".": `./${program}`,
    "./node": `./${program}`,
  };
  await mkdir(dirname(join(folder, program)), { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ name, version: "1.0.0", type: "module", exports }),
  );
  await writeFile(join(folder, program), code);
}

const deadlineSeconds = 3;
/** What a command needs before its gates start, and for what it leaves behind, on a machine that is busy. */
const spareMs = 20_000;

async function validate(root: string, args: readonly string[], env = {}) {
  const started = performance.now();
  const command = ["validate", root, "--json", "--cache-folder", cacheFolder, ...args];
  const run = await runCli([...command, "--gate-deadline", String(deadlineSeconds)], { env });
  return { ...run, tookMs: performance.now() - started };
}

const forever = "setInterval(() => {}, 1000);";
const compiler = { package: "typescript", program: "bin/tsc" };

const hanging: readonly (Tool & { readonly what: string; readonly gate: string })[] = [
  { what: "hangs at once", gate: "types", ...compiler, code: forever },
  {
    what: "does not heed being asked to end",
    gate: "types",
    ...compiler,
    code: `process.on("SIGTERM", () => {}); ${forever}`,
  },
  {
    what: "closes its output and lives on",
    gate: "types",
    ...compiler,
    code: `import { closeSync } from "node:fs"; closeSync(1); closeSync(2); ${forever}`,
  },
  {
    what: "leaves something behind that holds its output",
    gate: "types",
    ...compiler,
    code: `import { spawn } from "node:child_process";
      spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "inherit", detached: true }).unref();
      ${forever}`,
  },
  {
    what: "hangs while it is loaded",
    gate: "build",
    package: "vite",
    program: "index.js",
    code: `${forever} await new Promise(() => {}); export const build = null;`,
  },
  {
    what: "says something else and goes away without ending",
    gate: "tests",
    package: "vitest",
    program: "index.js",
    code: `process.send("hello"); process.disconnect(); ${forever} await new Promise(() => {}); export const createVitest = null;`,
  },
];

test.concurrent.for(hanging)("a simulated tool that $what ends with 5 in time", async (tool) => {
  const root = await smallApp();
  await replaceTool(root, tool);
  const { exitCode, stdout, tookMs } = await validate(root, ["--only", tool.gate]);
  expect(exitCode, stdout).toBe(5);
  expect(stdout).toContain('"outcome":"unavailable"');
  expect(tookMs).toBeLessThan(deadlineSeconds * 1000 + spareMs);
});

test.concurrent("a tool that is missing ends with 5 and says how to get it", async () => {
  const root = await smallApp();
  await rm(join(root, "node_modules", "typescript"));
  const { exitCode, stdout } = await validate(root, ["--only", "types"]);
  expect(exitCode, stdout).toBe(5);
  expect(stdout).toContain("do not have typescript");
  expect(stdout).toContain("npm install");
});

test.concurrent("without any packages the command ends with 5 and says how to get them", async () => {
  const root = await smallApp();
  await rm(join(root, "node_modules"), { recursive: true });
  const { exitCode, stdout } = await validate(root, []);
  expect(exitCode, stdout).toBe(5);
  expect(stdout).toContain("npm install");
});

test.concurrent("a simulated tool that prints without end is stopped long before any deadline", async () => {
  const root = await smallApp();
  const code = `import { writeSync } from "node:fs";
    const much = "x".repeat(1_000_000);
    for (;;) try { writeSync(1, much); } catch {}`;
  await replaceTool(root, { ...compiler, code });
  const { exitCode, stdout } = await validate(root, ["--only", "types"]);
  expect(exitCode, stdout.slice(0, 2_000)).toBe(5);
  expect(stdout.length).toBeLessThan(10_000);
});

test.concurrent("a browser that is missing ends with 5 where smoke is required, else with 0", async () => {
  const root = await smallApp();
  const env = { MEGAMIND_BROWSER: join(root, "no-such-browser") };
  const required = await validate(root, ["--only", "smoke", "--require", "smoke"], env);
  expect(required.exitCode, required.stdout).toBe(5);
  expect(required.stdout).toContain("Set MEGAMIND_BROWSER");
  const excused = { ...env, MEGAMIND_REQUIRE: undefined };
  expect((await validate(root, ["--only", "smoke"], excused)).exitCode).toBe(0);
});

test.concurrent("a simulated browser that never answers ends with 5 in time", async () => {
  const root = await smallApp();
  const browser = join(root, "hanging-browser");
  await writeFile(browser, `#!${process.execPath}\n${forever}\n`);
  await chmod(browser, 0o755);
  const args = ["--only", "smoke", "--require", "smoke"];
  const { exitCode, stdout, tookMs } = await validate(root, args, { MEGAMIND_BROWSER: browser });
  expect(exitCode, stdout).toBe(5);
  expect(tookMs).toBeLessThan(deadlineSeconds * 1000 + spareMs);
});

test.concurrent("a database that is busy for ever ends with 5 in time", async () => {
  const root = await smallApp();
  const endless = "do $$ begin loop perform 1; end loop; end $$;\n";
  await writeApp(root, { "supabase/migrations/20250101000001_endless.sql": endless });
  const { exitCode, stdout, tookMs } = await validate(root, ["--only", "migrations"]);
  expect(exitCode, stdout).toBe(5);
  expect(stdout).toContain('"gate":"migrations","outcome":"unavailable"');
  expect(tookMs).toBeLessThan(deadlineSeconds * 1000 + spareMs);
});
