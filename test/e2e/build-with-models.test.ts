import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clubsDraft } from "../plan/book-club-draft.ts";
import { folderContents } from "../support/folder-contents.ts";
import { modelEnvironment } from "../support/model-environment.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { runCli, type CliRun } from "../support/run-cli.ts";
import { goodPages } from "../support/scripted-brain/page-variants.ts";
import { scriptedBrain } from "../support/scripted-brain/scripted-brain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const launcher = join(import.meta.dirname, "..", "..", "bin", "megamind.js");
const folder = await temporaryFolder();
const [first, second] = [join(folder, "first"), join(folder, "second")];
const cache = join(folder, "cache");
const ledgerFolder = join(cache, "ledger");
/** Of a whole build with its packages, in milliseconds. */
const longestMs = 600_000;
const key = "sk-simulated-0123456789abcdef";
const request = "Readers: book clubs with meetings for people who read";

/** What npm and git write in their own way, and what tools leave behind. */
const notOurs = [".git", "node_modules", "dist", "package-lock.json", ".local"];

/** A simulated model that answers by script; each of its replies has a price. */
const brain = await scriptedBrain({
  understand: () => ({
    appName: "Readers",
    features: [{ id: "profiles", evidence: "people" }],
    excluded: [],
    limits: [],
    wishes: [
      {
        title: "Book clubs",
        summary: "People found book clubs, join them and agree on meetings.",
        evidence: "book clubs with meetings",
      },
    ],
    look: null,
    changes: [],
    questions: [],
    notUnderstood: [],
  }),
  design: () => clubsDraft(),
  write: goodPages,
});
const server = await startModelServer({ respond: (asked) => brain.respond(asked) });
afterAll(() => server.close());

async function environment(): Promise<Readonly<Record<string, string>>> {
  const env: Readonly<Record<string, string>> = await modelEnvironment();
  await writeFile(
    join(env["MEGAMIND_CONFIG_FOLDER"] ?? "", "settings.yaml"),
    "prices: { m: { input: 1, output: 10 } }\n",
  );
  return {
    ...env,
    MEGAMIND_CACHE_FOLDER: cache,
    OPENAI_BASE_URL: `${server.url("scripted")}/v1`,
    OPENAI_API_KEY: key,
    MEGAMIND_MODEL: "m",
  };
}

const args = (out: string) => ["build", request, "--out", out, "--yes", "--json"];

function eventsOf({ stdout }: Pick<CliRun, "stdout">): readonly Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

let build: CliRun;
let sent = 0;
beforeAll(async () => {
  build = await runCli(args(first), { env: await environment() });
  sent = server.requests.length;
}, longestMs);

test("an app that the catalog does not know is designed, written and proven", () => {
  const events = eventsOf(build);
  expect(build.exitCode, build.stderr + build.stdout.slice(-3000)).toBe(0);
  expect(events.filter(({ type }) => type === "pages")).toMatchObject([
    { step: "written", features: ["book-clubs"], diagnostics: [] },
  ]);
  expect(sent).toBe(3);
  expect(events.at(-1)).toMatchObject({
    type: "run:end",
    models: { calls: 3, fromLedger: 0, forFeatures: { calls: 1 }, hasUnknownPrices: false },
  });
});

test("the report says what its models were expected to be asked and what they cost", async () => {
  const report = async (phase: number) =>
    JSON.parse(await readFile(join(first, `.megamind/reports/phase-${phase}.json`), "utf8"));
  const plan = JSON.parse(await readFile(join(first, ".megamind/plan.json"), "utf8"));
  const { models } = eventsOf(build).at(-1) as { models: { appUsd: number; paidUsd: number } };
  const [start, last] = [await report(1), await report(plan.phases.length)];
  expect(last.models).toMatchObject({ expected: { calls: 1 }, actual: { calls: 1 } });
  expect(start.models.plan.usd + last.models.actual.usd).toBeCloseTo(models.appUsd, 8);
  expect(models.paidUsd).toBe(models.appUsd);
});

test("no key is in the app or in what was printed", async () => {
  const found = run("grep", ["-rlF", key, first, ledgerFolder]);
  await expect(found).rejects.toMatchObject({ code: 1, stdout: "" });
  expect(build.stdout + build.stderr).not.toContain(key);
});

test(
  "a build that is killed goes on without buying a reply twice, to the same bytes",
  async () => {
    const env = await environment();
    await rm(ledgerFolder, { recursive: true });
    const before = server.requests.length;
    const child = spawn(process.execPath, [launcher, ...args(second)], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (chunk) => {
      printed += String(chunk);
      if (printed.includes('"phase:start"') && printed.includes('"write-files"')) {
        child.kill("SIGKILL");
      }
    });
    await once(child, "close");
    expect(printed).not.toContain('"run:end"');
    const again = await runCli(args(second), { env });
    expect(again.exitCode, again.stderr + again.stdout.slice(-3000)).toBe(0);
    const prompts = server.requests.slice(before).map(({ promptText }) => promptText);
    const kept = (await readdir(ledgerFolder)).filter((name) => name.endsWith(".json"));
    expect(kept).toHaveLength(3);
    // Only a call that was on its way when the process died is made again.
    expect(prompts.length - new Set(prompts).size).toBeLessThanOrEqual(1);
    expect(await folderContents(second, notOurs)).toEqual(await folderContents(first, notOurs));
  },
  longestMs,
);

test("the second run asks nobody and changes nothing", async () => {
  const before = server.requests.length;
  const contents = await folderContents(first, notOurs);
  const again = await runCli(args(first), { env: await environment() });
  expect(again.exitCode, again.stderr + again.stdout.slice(-3000)).toBe(0);
  expect(server.requests.length).toBe(before);
  expect(eventsOf(again).at(-1)).toMatchObject({ models: { calls: 0, fromLedger: 3, paidUsd: 0 } });
  expect(await folderContents(first, notOurs)).toEqual(contents);
});

test("a clone is built again from its own replies: no key, no settings, no ledger of the user", async () => {
  const clone = join(folder, "clone");
  await run("git", ["clone", "--quiet", first, clone]);
  const before = server.requests.length;
  await rm(ledgerFolder, { recursive: true });
  const env = { ...(await modelEnvironment()), MEGAMIND_CACHE_FOLDER: cache };
  const again = await runCli([...args(clone), "--replay"], { env });
  expect(again.exitCode, again.stderr + again.stdout.slice(-3000)).toBe(0);
  expect(server.requests.length).toBe(before);
  const { stdout } = await run("git", ["-C", clone, "status", "--porcelain"]);
  expect(stdout).toBe("");
});
