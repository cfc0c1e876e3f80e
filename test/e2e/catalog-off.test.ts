import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { accountsOnly } from "../../src/catalog/accounts-only.ts";
import { loadCatalog } from "../../src/catalog/load-catalog.ts";
import { modelEnvironment } from "../support/model-environment.ts";
import { startModelServer } from "../support/model-server/start-model-server.ts";
import { runCli, type CliRun } from "../support/run-cli.ts";
import { readingGoalsRequest, readingGoalsScript } from "../support/scripted-brain/book-club.ts";
import { scriptedBrain } from "../support/scripted-brain/scripted-brain.ts";
import { sharedCache } from "../support/shared-cache.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A simulated model that answers by script. */
const brain = await scriptedBrain(readingGoalsScript);
const server = await startModelServer({ respond: (asked) => brain.respond(asked) });
afterAll(() => server.close());

const templatesFolder = join(import.meta.dirname, "..", "..", "templates");
const app = join(await temporaryFolder(), "app");
const record = (...path: readonly string[]) => join(app, ".megamind", ...path);

let build: CliRun;
beforeAll(async () => {
  const env: Readonly<Record<string, string>> = await modelEnvironment();
  const settings = join(env["MEGAMIND_CONFIG_FOLDER"] ?? "", "settings.yaml");
  await writeFile(settings, "prices: { m: { input: 1, output: 10 } }\n");
  build = await runCli(
    ["build", readingGoalsRequest, "--catalog", "off", "--out", app, "--yes", "--budget", "1"],
    {
      env: {
        ...env,
        MEGAMIND_CACHE_FOLDER: await sharedCache(),
        OPENAI_BASE_URL: `${server.url("scripted")}/v1`,
        MEGAMIND_MODEL: "m",
      },
    },
  );
});

const planSchema = z.object({
  phases: z.array(z.object({ features: z.array(z.string()) })),
});

const reportSchema = z.object({
  gates: z.array(z.object({ gate: z.string(), outcome: z.string() })),
});

test("an app without a feature of the catalog is designed, written and green in all gates", async () => {
  expect(build.exitCode, build.stderr + build.stdout.slice(-3000)).toBe(0);
  const { phases } = planSchema.parse(JSON.parse(await readFile(record("plan.json"), "utf8")));
  const features = phases.flatMap((phase) => phase.features);
  const { catalog } = await loadCatalog(templatesFolder);
  const offered = accountsOnly(catalog);
  expect(offered.entries.size).toBeLessThan(catalog.entries.size);
  expect(features.filter((id) => !offered.entries.has(id))).toEqual(["reading-goals"]);
  const reports = await Promise.all(
    (await readdir(record("reports"))).map(async (name) =>
      reportSchema.parse(JSON.parse(await readFile(record("reports", name), "utf8"))),
    ),
  );
  expect(reports.length).toBe(phases.length);
  const gates = reports.flatMap((report) => report.gates);
  expect(gates.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  const passed = gates.filter(({ outcome }) => outcome === "passed").map(({ gate }) => gate);
  const proven = ["migrations", "access", "types", "lint", "tests", "build"];
  expect(passed).toEqual(expect.arrayContaining(proven));
});

test("the model was offered no other feature, wrote the pages, and was paid within the budget", async () => {
  expect(brain.asked).toEqual([
    "understand-request",
    "design-features",
    "write-files reading-goals",
  ]);
  const told = server.requests.map(({ promptText }) => promptText).join("\n");
  expect(told).not.toMatch(/^- comments: /m);
  const pages = join(app, "src", "features", "reading-goals");
  const names = (await readdir(pages, { recursive: true })).filter((name) => name.endsWith(".tsx"));
  const texts = await Promise.all(names.map((name) => readFile(join(pages, name), "utf8")));
  expect(
    texts.filter((text) => text.includes("// Written by a simulated model.")).length,
  ).toBeGreaterThan(2);
  expect(build.stdout + build.stderr).toMatch(
    /Models +3 calls, 0 from the ledger, \$0\.\d+ paid now/,
  );
});
