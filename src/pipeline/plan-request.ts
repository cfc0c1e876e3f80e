import type { Catalog } from "../catalog/catalog.ts";
import { withDesigned } from "../catalog/with-designed.ts";
import { InputError } from "../core/errors.ts";
import { understandRequest } from "../intake/understand-request.ts";
import { assemblePlan } from "../plan/assemble-plan.ts";
import { resourceAssumptions } from "../plan/design/resource-assumptions.ts";
import { designResources, type ResourceDesign } from "../plan/design/resource-blueprint.ts";
import type { Brief } from "../spec/brief.ts";
import type { PlannedApp } from "./planned-app.ts";

/**
 * Request -> brief -> plan without a model and without touching the disk: features of the catalog, and features made
 * of nouns that the request wants stored. The plan is built from the catalog that comes with it, which holds both.
 * With models, wishes are designed instead (`planWithModels`); whoever goes on without them comes here.
 * @throws InputError when the request is empty, too long or not understood at all.
 */
export function planRequest(request: string, catalog: Catalog): PlannedApp {
  const { brief, resources } = understandRequest(request, catalog);
  if (resources.length === 0) return { plan: assemblePlan(brief, catalog), catalog };
  const design = designResources(resources, catalog);
  const together = withDesigned(
    catalog,
    design.features.map(({ blueprint }) => blueprint),
  );
  return { plan: assemblePlan(wholeBrief(brief, design), together), catalog: together };
}

function wholeBrief(brief: Brief, { features, refused }: ResourceDesign): Brief {
  if (brief.features.length + features.length === 0) {
    const words = refused.map(({ evidence }) => `"${evidence}"`).join(", ");
    throw new InputError(`Nothing of what the request wants to store can be built: ${words}.`, {
      nextSteps: ["Name it with other words, in English."],
    });
  }
  const designed = features.flatMap(({ resources }) => resources);
  return {
    ...brief,
    features: [
      ...brief.features,
      ...features.map(({ blueprint, resources }) => ({
        id: blueprint.id,
        evidence: resources.map(({ evidence }) => evidence).join(", "),
      })),
    ],
    assumptions: [...brief.assumptions, ...resourceAssumptions(designed)],
    notUnderstood: [...brief.notUnderstood, ...refused.map(({ evidence }) => evidence)],
  };
}

export { graphFormats, printGraph } from "../plan/print-graph.ts";
