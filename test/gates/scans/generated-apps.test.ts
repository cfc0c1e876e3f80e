import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../../src/catalog/catalog.ts";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { createDeadCodeGate } from "../../../src/gates/dead-code/dead-code-gate.ts";
import type { Gate, GateContext } from "../../../src/gates/gate.ts";
import { createPackagesGate } from "../../../src/gates/packages/packages-gate.ts";
import { createSecretsGate } from "../../../src/gates/secrets/secrets-gate.ts";
import { composePhases } from "../../../src/generate/compose-phases.ts";
import { planRequest } from "../../../src/pipeline/plan-request.ts";
import { templateFiles } from "../../../src/pipeline/template-files.ts";
import { CodeIndexReader } from "../../../src/workspace/code-index/code-index.ts";
import { projectRoot } from "../../structure/source-files.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { contextFor } from "../fixture-app.ts";
import { shortly } from "./scan-fixture.ts";

let catalog: Catalog;
beforeAll(async () => {
  catalog = await loadSoundCatalog(join(projectRoot, "templates"));
});

const reader = new CodeIndexReader();
const gates: readonly Gate[] = [
  createDeadCodeGate(reader),
  createPackagesGate(reader, { asksRegistry: false }),
  createSecretsGate(reader),
];

/** The whole app of a request, or as far as a phase, without running anything of it. */
async function composed(request: string, upTo?: number): Promise<GateContext> {
  const planned = planRequest(request, catalog);
  const templates = await templateFiles(planned);
  const apps = await composePhases({ plan: planned.plan, templates });
  const phase = upTo ?? apps.length;
  const root = await temporaryFolder();
  for (const [path, content] of apps[phase - 1] ?? []) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return contextFor(root, { plan: planned.plan, phase });
}

async function findings(context: GateContext): Promise<readonly string[]> {
  const results = [];
  for (const gate of gates) results.push(await gate.run(context));
  expect(results.every(({ outcome }) => outcome !== "skipped")).toBe(true);
  return results.flatMap(shortly);
}

test.each([
  "TikTok clone",
  "An app with accounts",
  "a video app with comments, no likes, no follows",
  "a plant tracker that stores plants and waterings",
  "app to store recipes and ingredients",
])("the app of %j has no finding", async (request) => {
  expect(await findings(await composed(request))).toEqual([]);
});

test("an app that is half built has none either", async () => {
  expect(await findings(await composed("TikTok clone", 6))).toEqual([]);
});

test("each scan finds what is planted in an app", async () => {
  const context = await composed("app with profiles");
  const at = (path: string) => join(context.root, path);
  await writeFile(at("src/features/profiles/lost.ts"), "export const lost = 1;\n");
  await appendFile(at("src/features/profiles/api.ts"), "\nexport const extra = 1;\n");
  await appendFile(at("src/app/routes.tsx"), '\nimport "left-pad";\n');
  const key = `sk_live_${"4x9QmT2vLz7RbK8nWc3YhG5s"}`;
  await writeFile(at("supabase/seed.sql"), `-- ${key}\n`);
  expect(await findings(context)).toEqual([
    "dead-code/unused-export src/features/profiles/api.ts extra",
    "dead-code/unused-file src/features/profiles/lost.ts",
    "packages/unknown src/app/routes.tsx left-pad",
    "secrets/stripe-key supabase/seed.sql",
  ]);
});
