import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { loadCatalog } from "../../src/catalog/load-catalog.ts";
import { withDesigned } from "../../src/catalog/with-designed.ts";
import { cacheFolderFlag } from "../../src/cli/folders.ts";
import { findBrowser } from "../../src/gates/find-browser.ts";
import { buildApp } from "../../src/pipeline/build-app.ts";
import { assemblePlan } from "../../src/plan/assemble-plan.ts";
import type { RunEvent } from "../../src/spec/run-event.ts";
import { bookClubsFeature } from "../generate/entity-pages/designed-book-clubs.ts";
import { plantsFeature } from "../generate/entity-pages/designed-plants.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const run = promisify(execFile);
const out = join(await temporaryFolder(), "app");
const browser = await findBrowser();
/** Where the command line keeps packages, so that they are installed once. */
const cacheFolder = process.env["MEGAMIND_CACHE_FOLDER"] ?? String(cacheFolderFlag().defaultValue);
const designed = [plantsFeature, bookClubsFeature];
const events: RunEvent[] = [];
let exitCode: number;

/** Pages of two designed features in one app: rows of one's own with pictures, and what members share, vote for and answer. */
beforeAll(async () => {
  const { catalog } = await loadCatalog(join(import.meta.dirname, "..", "..", "templates"));
  const extended = withDesigned(catalog, designed);
  const plan = assemblePlan(
    {
      request: "plants with waterings and photos, and book clubs",
      appName: "Meadow",
      slug: "meadow",
      features: designed.map(({ id, title }) => ({ id, evidence: title })),
      excluded: [],
      parameters: {},
      assumptions: [],
      notUnderstood: [],
    },
    extended,
  );
  exitCode = await buildApp({
    plan,
    catalog: extended,
    out,
    cacheFolder,
    allowDestructive: false,
    required: new Set(),
    signal: new AbortController().signal,
    emit: (event) => events.push(event),
    models: null,
    approvePhase: async () => true,
  });
}, 600_000);

test("every gate is green in the phases of designed features", () => {
  const findings = events.flatMap((event) =>
    event.type === "gate:end" ? event.report.diagnostics.map(({ message }) => message) : [],
  );
  expect(exitCode, findings.join("\n")).toBe(0);
  const reports = events.flatMap((event) => (event.type === "gate:end" ? [event.report] : []));
  const notPassed = reports.filter(({ outcome }) => outcome !== "passed");
  const isWithoutBrowser = browser === null;
  expect(notPassed.every(({ gate }) => isWithoutBrowser && gate === "smoke")).toBe(true);
});

test.skipIf(browser === null)(
  "two people use the designed features in a real browser",
  async () => {
    const journey = await run("npm", ["run", "e2e"], { cwd: out });
    expect(journey.stdout).toMatch(/^ℹ fail 0$/m);
    expect(journey.stdout).toContain("adds a photo to the plant");
    expect(journey.stdout).toContain("presses “Vote”");
  },
);

test("the app's own format and lint commands find nothing", async () => {
  const format = await run("npx", ["oxfmt", "--check"], { cwd: out });
  expect(format.stdout).toContain("correct format");
  await run("npm", ["run", "lint"], { cwd: out });
});
