import { spawn } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveConditions } from "../../src/generate/directives.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const templates = join(import.meta.dirname, "..", "..", "templates", "features");
const fixtures = join(import.meta.dirname, "fixtures");

/** The node_modules of an app. Its packages are not those of this repository, so without it the test is left out. */
const packages = process.env["MEGAMIND_TEST_APP_PACKAGES"];
const app = await temporaryFolder();

test.skipIf(!packages)(
  "the local backend of an app does as Supabase does, and still needs its shims",
  async () => {
    await cp(join(templates, "backend", "files"), app, { recursive: true });
    const seed = join(app, "dev", "seed.ts");
    const text = await readFile(seed, "utf8");
    await writeFile(
      seed,
      resolveConditions({ file: "dev/seed.ts", text, holds: () => false }).text,
    );
    await mkdir(join(app, "supabase", "migrations"), { recursive: true });
    await mkdir(join(app, "contract"));
    await cp(
      join(fixtures, "local-backend.migration.sql"),
      join(app, "supabase", "migrations", "1_notes.sql"),
    );
    await cp(
      join(fixtures, "local-backend.contract.js"),
      join(app, "contract", "local-backend.js"),
    );
    await symlink(packages ?? "", join(app, "node_modules"));
    const run = await runTests(app, "contract/local-backend.js");
    expect(run.exitCode, run.output).toBe(0);
  },
);

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
