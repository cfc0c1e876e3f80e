import { spawn } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resolveConditions } from "../../src/generate/directives.ts";
import { appPackages } from "../support/app-packages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const templates = join(import.meta.dirname, "..", "..", "templates", "features");
const fixtures = join(import.meta.dirname, "fixtures");

const folders = [await temporaryFolder(), await temporaryFolder()] as const;

test("the local backend of an app does as Supabase does, and still needs its shims", async () => {
  const [app] = folders;
  await composeBackend(app);
  const seed = join(app, "dev", "seed.ts");
  const text = await readFile(seed, "utf8");
  const withoutSeeds = resolveConditions({ file: "dev/seed.ts", text, holds: () => false });
  await writeFile(seed, withoutSeeds.text);
  await symlink(await appPackages(), join(app, "node_modules"));
  const run = await runContract(app, "local-backend.contract.js");
  expect(run.exitCode, run.output).toBe(0);
});

test("a new database starts from what an earlier one was prepared with", async () => {
  const [, app] = folders;
  await composeBackend(app);
  await writeFile(join(app, "dev", "seed.ts"), seedOfOneFile);
  await addServer(app);
  // A folder of its own, so that no other app finds its images there.
  const packages = await appPackages();
  await mkdir(join(app, "node_modules"));
  for (const name of (await readdir(packages)).filter((entry) => !entry.startsWith("."))) {
    await symlink(join(packages, name), join(app, "node_modules", name));
  }
  const run = await runContract(app, "local-backend.image.js");
  expect(run.exitCode, run.output).toBe(0);

  // The contract has left a broken one.
  await addMigrations(app);
  const served = await serveUntilReady(app);
  expect(served.output).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+$/m);
  served.child.stdin.end();
  expect(await served.exitCode, "a server ends when who started it lets go of it").toBe(0);
});

/** The server of the built app, and a built app of one page. */
async function addServer(app: string): Promise<void> {
  for (const name of ["prepared-image.ts", "preview.ts", "static-files.ts"]) {
    await cp(join(templates, "checks", "files", "dev", name), join(app, "dev", name));
  }
  await mkdir(join(app, "dist"));
  await writeFile(join(app, "dist", "index.html"), "<!doctype html>");
}

async function serveUntilReady(app: string) {
  const options = ["--port", "0", "--ephemeral", "--until-input-ends"];
  const child = spawn(process.execPath, ["dev/preview.ts", ...options], { cwd: app });
  const exitCode = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  let output = "";
  const ready = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("ready ")) resolve();
    });
  });
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await Promise.race([ready, exitCode]);
  return { child, exitCode, output };
}

const seedOfOneFile = `
import type { Seeder } from "./seeder.ts";

export async function seed(signUpPeople: () => Promise<Seeder>): Promise<void> {
  const seeder = await signUpPeople();
  const clips = seeder.as("mira").storage.from("clips");
  const bytes = Buffer.from("0123456789");
  const place = seeder.idOf("mira") + "/a.mp4";
  const { error } = await clips.upload(place, bytes, { contentType: "video/mp4" });
  if (error) throw error;
}
`;

/** The backend of an app with the migrations of the contract. */
async function composeBackend(app: string): Promise<void> {
  await cp(join(templates, "backend", "files"), app, { recursive: true });
  await addMigrations(app);
}

async function addMigrations(app: string): Promise<void> {
  const migrations = join(app, "supabase", "migrations");
  await mkdir(migrations, { recursive: true });
  await cp(join(fixtures, "local-backend.migration.sql"), join(migrations, "1_notes.sql"));
  await cp(join(fixtures, "local-backend.realtime.sql"), join(migrations, "2_realtime.sql"));
}

async function runContract(app: string, name: string) {
  await mkdir(join(app, "contract"));
  await cp(join(fixtures, name), join(app, "contract", name));
  return runTests(app, join("contract", name));
}

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
