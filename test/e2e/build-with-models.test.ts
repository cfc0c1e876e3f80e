import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findBrowser } from "../../src/gates/find-browser.ts";
import { folderContents } from "../support/folder-contents.ts";
import { modelEnvironment } from "../support/model-environment.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { runCli, type CliRun } from "../support/run-cli.ts";
import { bookClubRequest, bookClubScript } from "../support/scripted-brain/book-club.ts";
import { scriptedBrain } from "../support/scripted-brain/scripted-brain.ts";
import { sharedCache } from "../support/shared-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const launcher = join(import.meta.dirname, "..", "..", "bin", "megamind.js");
const folder = await temporaryFolder();
const first = join(folder, "first");
const cache = await sharedCache();
const ledgerFolder = join(cache, "ledger");
/** Of a whole build with its packages, in milliseconds. */
const longestMs = 600_000;
const key = "sk-simulated-0123456789abcdef";
const browser = await findBrowser();

/** What npm and git write in their own way, and what tools leave behind. */
const notOurs = [".git", "node_modules", "dist", "package-lock.json", ".local"];

/** A simulated model that answers by script; each of its replies has a price. */
const brain = await scriptedBrain(bookClubScript);
const server = await startModelServer({ latencyMs: 200, respond: (asked) => brain.respond(asked) });
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

const args = (out: string) => ["build", bookClubRequest, "--out", out, "--yes", "--json"];

function eventsOf({ stdout }: Pick<CliRun, "stdout">): readonly Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/** What was printed until the process died: when the first page had arrived, and the first phase had begun. */
async function killedBuild(env: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [launcher, ...args(first)], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += String(chunk);
    const isWriting = /"type":"model:end","task":"write-files"/.test(printed);
    if (printed.includes('"phase:start"') && isWriting) child.kill("SIGKILL");
  });
  await once(child, "close");
  return printed;
}

let build: CliRun;
let killed: string;
beforeAll(async () => {
  const env = await environment();
  killed = await killedBuild(env);
  build = await runCli(args(first), { env });
}, longestMs);

const modelsSchema = z.object({
  models: z.object({ calls: z.number(), fromLedger: z.number() }),
});

test("a build that was killed goes on without buying a reply twice", async () => {
  expect(killed).not.toContain('"run:end"');
  const bought = eventsOf({ stdout: killed.slice(0, killed.lastIndexOf("\n")) }).filter(
    ({ type, outcome }) => type === "model:end" && outcome === "reply",
  );
  expect(bought.map(({ task }) => task)).toContain("write-files");
  const { models } = modelsSchema.parse(eventsOf(build).at(-1));
  expect(models.calls + models.fromLedger).toBe(4);
  // A reply can be kept before it is told.
  expect(models.fromLedger).toBeGreaterThanOrEqual(bought.length);
  const prompts = server.requests.map(({ promptText }) => promptText);
  // Only a call that was on its way when the process died is made again.
  expect(new Set(prompts).size).toBe(4);
  expect(prompts.length).toBeLessThanOrEqual(5);
  const kept = (await readdir(ledgerFolder)).filter((name) => name.endsWith(".json"));
  expect(kept).toHaveLength(4);
});

test("an app that the catalog does not know is designed, written and proven", () => {
  const events = eventsOf(build);
  expect(build.exitCode, build.stderr + build.stdout.slice(-3000)).toBe(0);
  const pages = events.filter(({ type }) => type === "pages");
  expect(pages.flatMap(({ features }) => features)).toEqual(["book-clubs", "reading-goals"]);
  expect(pages.every(({ step }) => step === "written")).toBe(true);
  expect(events.at(-1)).toMatchObject({
    type: "run:end",
    models: { forFeatures: { calls: 2 }, hasUnknownPrices: false },
  });
});

const reportSchema = z.object({
  models: z
    .object({
      plan: z.object({ usd: z.number() }).optional(),
      expected: z.object({ calls: z.number() }).optional(),
      actual: z.object({ calls: z.number(), usd: z.number() }).optional(),
    })
    .optional(),
});

test("the reports say what models were expected to be asked and what they cost", async () => {
  const { models } = eventsOf(build).at(-1) as { models: { appUsd: number; paidUsd: number } };
  const folder = join(first, ".megamind", "reports");
  const reports = await Promise.all(
    (await readdir(folder)).map(async (name) =>
      reportSchema.parse(JSON.parse(await readFile(join(folder, name), "utf8"))),
    ),
  );
  const costs = reports.map((report) => report.models);
  const sum = (numbers: readonly (number | undefined)[]) =>
    numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
  expect(sum(costs.map((cost) => cost?.expected?.calls))).toBe(2);
  expect(sum(costs.map((cost) => cost?.actual?.calls))).toBe(2);
  const spent = costs.map((cost) => (cost?.plan?.usd ?? 0) + (cost?.actual?.usd ?? 0));
  expect(sum(spent)).toBeCloseTo(models.appUsd, 8);
  // What the killed run bought is not paid again.
  expect(models.paidUsd).toBeLessThan(models.appUsd);
});

test("no key is in the app or in what was printed", async () => {
  const found = run("grep", ["-rlF", key, first, ledgerFolder]);
  await expect(found).rejects.toMatchObject({ code: 1, stdout: "" });
  expect(build.stdout + build.stderr).not.toContain(key);
});

const flowsSchema = z.object({
  type: z.literal("gate:end"),
  report: z.object({ gate: z.literal("flows"), outcome: z.string() }),
});

test.skipIf(browser === null)("two people use the app in a real browser", async () => {
  const flows = eventsOf(build).map((event) => flowsSchema.safeParse(event).data?.report.outcome);
  expect(flows.filter((outcome) => outcome !== undefined)).toEqual(["passed"]);
  const steps = join(first, "e2e", "steps");
  const texts = await Promise.all(
    (await readdir(steps)).map((name) => readFile(join(steps, name), "utf8")),
  );
  expect(texts.join("\n")).toContain("presses “Vote”");
});

test("without models the app is left alone, and how to build it is said", async () => {
  const contents = await folderContents(first, notOurs);
  const env = { ...(await modelEnvironment()), MEGAMIND_CACHE_FOLDER: cache };
  const refused = await runCli(args(first), { env });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("--replay");
  expect(await folderContents(first, notOurs)).toEqual(contents);
});

test("a clone is built again from its own replies: nobody is asked, and there is no key", async () => {
  const clone = join(folder, "clone");
  await run("git", ["clone", "--quiet", first, clone]);
  const before = server.requests.length;
  await rm(ledgerFolder, { recursive: true });
  const env = { ...(await modelEnvironment()), MEGAMIND_CACHE_FOLDER: cache };
  const again = await runCli([...args(clone), "--replay"], { env });
  expect(again.exitCode, again.stderr + again.stdout.slice(-3000)).toBe(0);
  expect(server.requests.length).toBe(before);
  expect(eventsOf(again).at(-1)).toMatchObject({ models: { calls: 0, fromLedger: 4, paidUsd: 0 } });
  const { stdout } = await run("git", ["-C", clone, "status", "--porcelain"]);
  expect(stdout).toBe("");
  expect(await folderContents(clone, notOurs)).toEqual(await folderContents(first, notOurs));
});
