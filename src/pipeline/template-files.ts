import type { Catalog } from "../catalog/catalog.ts";
import { readTemplateFiles } from "../catalog/read-template-files.ts";
import { BugError } from "../core/errors.ts";
import { entityPageFiles } from "../generate/entity-pages/entity-page-files.ts";
import type { AppFiles } from "../spec/change-set.ts";
import type { Feature, Plan } from "../spec/plan.ts";

interface TemplateSource {
  readonly plan: Plan;
  readonly catalog: Catalog;
}

/**
 * The template files of each feature of the plan, by its id: read from the catalog, or printed where the feature was
 * designed for this app.
 * @throws InputError when a file of the catalog cannot be read.
 */
export async function templateFiles(
  source: TemplateSource,
): Promise<ReadonlyMap<string, AppFiles>> {
  const found = source.plan.features.map(async (feature): Promise<[string, AppFiles]> => [
    feature.id,
    await filesOf(feature, source),
  ]);
  return new Map(await Promise.all(found));
}

async function filesOf(feature: Feature, { plan, catalog }: TemplateSource): Promise<AppFiles> {
  if (feature.origin === "designed") {
    if (catalog.pages === null) throw new BugError(`"${feature.id}" was planned without pages.`);
    const entities = plan.features.flatMap(({ blueprint }) => blueprint.entities);
    return entityPageFiles(feature, { pages: catalog.pages, entities });
  }
  const entry = catalog.entries.get(feature.id);
  return entry === undefined ? new Map() : readTemplateFiles(entry);
}
