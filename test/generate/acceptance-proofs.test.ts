import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { proveChecks } from "../../src/gates/flows/prove-checks.ts";
import { composeApp } from "../../src/generate/compose-app.ts";
import { planRequest } from "../../src/pipeline/plan-request.ts";
import { templateFiles } from "../../src/pipeline/template-files.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));
const titles = catalog.archetypes.map(({ title }) => title);

/** Acceptance checks of a finished app that no step and no test of it shows, whatever was left out or chosen. */
async function unproven(request: string): Promise<readonly string[]> {
  const { plan, catalog: together } = planRequest(request, catalog);
  const templates = await templateFiles({ plan, catalog: together });
  const app = await composeApp({
    plan,
    upTo: plan.phases.length,
    templates,
    format: async (_, text) => text,
  });
  const textOf = (path: string) => String(app.get(path) ?? "");
  const journey = [...app.keys()].filter((path) => path.startsWith("e2e/")).map(textOf);
  const checked = proveChecks(plan.features, {
    passed: journey,
    failed: [],
    hasTest: (file, name) => textOf(file).includes(name),
  });
  return checked.flatMap(({ check, verdict }) =>
    verdict.kind === "missing" || verdict.kind === "unnamed" ? [JSON.stringify(check)] : [],
  );
}

test.each([
  ...titles,
  "TikTok clone with a dark theme only",
  "TikTok clone without comments and follows",
  "a light theme only app with user accounts",
])("every check of %j is shown", async (request) => {
  expect(await unproven(request)).toEqual([]);
});
