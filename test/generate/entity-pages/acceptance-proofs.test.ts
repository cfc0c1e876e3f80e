import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { entityPageFiles } from "../../../src/generate/entity-pages/entity-page-files.ts";
import { planRequest } from "../../../src/pipeline/plan-request.ts";
import { storedRequests } from "../../intake/resources/stored-requests.ts";

const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));

/** What acceptance checks of designed features name, and no generated step or test has. */
function missingProofs(request: string): readonly string[] {
  const { plan } = planRequest(request, catalog);
  const { pages } = catalog;
  if (pages === null) throw new Error("The catalog has no pages.");
  const entities = plan.features.flatMap(({ blueprint }) => blueprint.entities);
  return plan.features
    .filter(({ origin }) => origin === "designed")
    .flatMap(({ blueprint }) => {
      const files = entityPageFiles({ blueprint }, { pages, entities });
      const textOf = (path: string) => String(files.get(path) ?? "");
      const steps = textOf(`e2e/steps/${blueprint.id}.ts`);
      return blueprint.acceptance.flatMap((check) => {
        if (typeof check === "string") return [check];
        const { flows = [], tests = [] } = check;
        return [
          ...flows.filter((words) => !steps.includes(words)),
          ...tests.flatMap(({ file, name }) => (textOf(file).includes(name) ? [] : [name])),
        ];
      });
    });
}

test.each(storedRequests)("what is promised of $request is shown", ({ request }) => {
  expect(missingProofs(request)).toEqual([]);
});
