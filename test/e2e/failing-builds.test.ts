import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const folder = await temporaryFolder();
const ourTemplates = join(import.meta.dirname, "..", "..", "templates");

interface Fault {
  readonly name: string;
  /** A file below the templates folder. */
  readonly file: string;
  readonly plant: (text: string) => string;
}

/** A copy of the catalog with one fault in it. */
async function faultyCatalog({ name, file, plant }: Fault): Promise<string> {
  const templates = join(folder, `templates-${name}`);
  await cp(ourTemplates, templates, { recursive: true });
  const path = join(templates, file);
  const text = await readFile(path, "utf8");
  const broken = plant(text);
  expect(broken).not.toBe(text);
  await writeFile(path, broken);
  return templates;
}

function buildArguments(out: string, templates = ourTemplates): readonly string[] {
  return ["build", "sign up", "--out", out, "--templates", templates, "--yes", "--json"];
}

async function history(out: string): Promise<readonly string[]> {
  const { stdout } = await run("git", ["-C", out, "log", "--format=%s"]);
  return stdout.trimEnd().split("\n");
}

async function uncommitted(out: string): Promise<string> {
  return (await run("git", ["-C", out, "status", "--porcelain"])).stdout;
}

test("a type error in the first phase ends with 1 and leaves nothing behind", async () => {
  const out = join(folder, "first-phase");
  const templates = await faultyCatalog({
    name: "first",
    file: "base/files/src/app/theme.tsx",
    plant: (text) => `${text}\nexport const wrong: number = "text";\n`,
  });
  const { exitCode, stdout } = await runCli(buildArguments(out, templates));
  expect(exitCode, stdout).toBe(1);
  expect(stdout).toContain("TS2322");
  expect(existsSync(out)).toBe(false);
});

test("a failing test in a later phase rolls back that phase alone", async () => {
  const out = join(folder, "later-phase");
  const templates = await faultyCatalog({
    name: "later",
    file: "features/auth/files/src/features/auth/validation.test.ts",
    plant: (text) => `${text}\ntest("a planted fault", () => {\n  expect(1).toBe(2);\n});\n`,
  });
  const { exitCode, stdout } = await runCli(buildArguments(out, templates));
  expect(exitCode, stdout).toBe(1);
  expect(stdout).toContain("a planted fault");
  expect((await history(out))[0]).not.toContain("Accounts");
  expect(existsSync(join(out, "src/features/auth"))).toBe(false);
  expect(await uncommitted(out)).toBe("");
});

test("Ctrl-C in a later phase ends with 130 at the last green phase", async () => {
  const out = join(folder, "interrupted");
  const { exitCode, stdout } = await runCli(buildArguments(out), {
    onStdout: (text) => {
      const isInSecondPhase = /"type":"checkpoint"[^]*"type":"gate:start"/.test(text);
      return isInSecondPhase ? "interrupt" : undefined;
    },
  });
  expect(exitCode, stdout).toBe(130);
  expect(stdout).toContain('"type":"run:error","exitCode":130');
  expect(await history(out)).toHaveLength(1);
  expect(await uncommitted(out)).toBe("");
});

test("a required gate whose tool is missing ends with 5 and says how to get it", async () => {
  const out = join(folder, "no-browser");
  const env = { MEGAMIND_BROWSER: join(folder, "no-such-browser") };
  const args = [...buildArguments(out), "--require", "smoke"];
  const { exitCode, stdout } = await runCli(args, { env });
  expect(exitCode, stdout).toBe(5);
  expect(stdout).toContain('"outcome":"unavailable"');
  expect(existsSync(out)).toBe(false);
});
