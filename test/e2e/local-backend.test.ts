import { spawn } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveConditions } from "../../src/generate/directives.ts";
import { appPackages } from "../support/app-packages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const templates = join(import.meta.dirname, "..", "..", "templates", "features");
const fixtures = join(import.meta.dirname, "fixtures");

const app = await temporaryFolder();

test("the local backend of an app does as Supabase does, and still needs its shims", async () => {
  await cp(join(templates, "backend", "files"), app, { recursive: true });
  const seed = join(app, "dev", "seed.ts");
  const text = await readFile(seed, "utf8");
  const withoutSeeds = resolveConditions({ file: "dev/seed.ts", text, holds: () => false });
  await writeFile(seed, withoutSeeds.text);
  await mkdir(join(app, "supabase", "migrations"), { recursive: true });
  await mkdir(join(app, "contract"));
  const migrations = join(app, "supabase", "migrations");
  await cp(join(fixtures, "local-backend.migration.sql"), join(migrations, "1_notes.sql"));
  await cp(join(fixtures, "local-backend.realtime.sql"), join(migrations, "2_realtime.sql"));
  const contract = join(app, "contract", "local-backend.js");
  await cp(join(fixtures, "local-backend.contract.js"), contract);
  await symlink(await appPackages(), join(app, "node_modules"));
  const run = await runTests(app, "contract/local-backend.js");
  expect(run.exitCode, run.output).toBe(0);
});

function runTests(cwd: string, file: string): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--test", file], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output }));
  });
}
