import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createModelRun } from "../../src/pipeline/model-run.ts";
import { startModelPages } from "../../src/pipeline/model-pages.ts";
import type { RunEvent } from "../../src/spec/run-event.ts";
import { fourFeatures } from "../generate/model-files/four-features.ts";
import { targetAt } from "../models/client-fixtures.ts";
import { startModelServer, type ModelServer } from "../support/model-server/start-model-server.ts";
import { goodPages } from "../support/scripted-brain/page-variants.ts";
import { scriptedBrain } from "../support/scripted-brain/scripted-brain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const { plan, apps } = await fourFeatures();
const templatesFolder = join(import.meta.dirname, "..", "..", "templates");
const brain = await scriptedBrain({ write: goodPages });
let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer({ respond: (request) => brain.respond(request) });
});
afterAll(() => server.close());

async function start(scenario: string, { endsOffline = false, mode = "use" as const } = {}) {
  const events: RunEvent[] = [];
  const chain = [targetAt(server.url(scenario))];
  const models = createModelRun({
    chains: { tasks: {}, fast: chain, standard: chain, strong: chain },
    budgetUsd: null,
    deadlineMs: 20_000,
    ledgerFolder: await temporaryFolder(),
    mode,
    endsOffline,
    secrets: [],
    emit: (event) => events.push(event),
  });
  const { signal } = new AbortController();
  const options = { plan, apps, templatesFolder, models, signal };
  return { pages: await startModelPages(options), events, models, options };
}

test("designed features are written for the phases that add them", async () => {
  const { pages, events } = await start("scripted");
  expect(pages?.features.map(({ id }) => id).toSorted()).toEqual([
    "plant-diary",
    "recipes",
    "tools",
    "trips",
  ]);
  const news = await pages?.written(["recipes"]);
  expect([...(news?.pages.keys() ?? [])]).toEqual(["recipes"]);
  expect(news?.diagnostics).toEqual([]);
  await pages?.written(["plant-diary", "tools", "trips"]);
  const asked = events.flatMap((event) => (event.type === "model:end" ? event.feature : []));
  expect(asked.toSorted()).toEqual(["plant-diary", "recipes", "tools", "trips"]);
});

test("when no provider answers, the run ends, or goes on with the printed pages and says so once", async () => {
  const strict = await start("status-401");
  await expect(strict.pages?.written(["recipes", "tools"])).rejects.toMatchObject({ exitCode: 4 });
  const { pages, events, options } = await start("status-401", { endsOffline: true });
  const news = await pages?.written(["recipes", "tools"]);
  expect(news?.pages.size).toBe(0);
  expect(news?.diagnostics).toMatchObject([
    { code: "model-files-unwritten", severity: "warning", subject: { name: "recipes" } },
    { code: "model-files-unwritten", severity: "warning", subject: { name: "tools" } },
  ]);
  expect(events.filter(({ type }) => type === "model:offline")).toHaveLength(1);
  // Nobody asks any more.
  expect(await startModelPages(options)).toBe(null);
});

test("a feature that a model declines to write keeps its printed pages", async () => {
  const { pages } = await start("refusal");
  const news = await pages?.written(["recipes"]);
  expect(news?.pages.size).toBe(0);
  expect(news?.diagnostics).toMatchObject([{ code: "model-files-unwritten" }]);
});

test("pages that nobody waits for any more are not asked for to the end", async () => {
  const { pages } = await start("stall-at-once");
  pages?.stop();
  await expect(pages?.written(["recipes"])).rejects.toMatchObject({ exitCode: 130 });
});

test("an app without designed features needs nobody to write pages", async () => {
  const { options } = await start("scripted");
  const features = plan.features.filter(({ origin }) => origin === "catalog");
  expect(await startModelPages({ ...options, plan: { ...plan, features } })).toBe(null);
});
