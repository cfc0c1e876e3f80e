import type { Catalog } from "../catalog/catalog.ts";
import { InputError } from "../core/errors.ts";
import { NoProviderError } from "../models/model-errors.ts";
import { planRequest } from "./plan-request.ts";
import type { PlanAppOptions, PlannedApp } from "./planned-app.ts";
import { resumable } from "./resumable.ts";

/**
 * Request -> plan, with models when there are any. A run that may end offline goes on without them when no provider
 * answers, and says so in the plan.
 * @throws InputError when the request is not understood, or the catalog is off and there is no model;
 * NoProviderError, BudgetReachedError and InterruptedError, all of which can be gone on from.
 */
export async function planApp(request: string, options: PlanAppOptions): Promise<PlannedApp> {
  const { models, catalogMode, catalog } = options;
  if (models === null) {
    if (catalogMode === "off") throw needsModel();
    return planOffline(request, catalog);
  }
  const { planWithModels } = await import("./plan-with-models.ts");
  try {
    return await resumable(models, () => planWithModels(request, { ...options, models }));
  } catch (error) {
    if (!(error instanceof NoProviderError) || !models.endsOffline) throw error;
    models.goOffline(error.message);
    return withoutModels(planOffline(request, catalog));
  }
}

function planOffline(request: string, catalog: Catalog): PlannedApp {
  return planRequest(request, catalog);
}

function withoutModels({ plan, catalog }: PlannedApp): PlannedApp {
  const { brief } = plan;
  const assumptions = [
    ...brief.assumptions,
    "No model answered, so the request was understood by the words of the catalog alone.",
  ];
  return { catalog, plan: { ...plan, brief: { ...brief, assumptions } } };
}

function needsModel(): InputError {
  return new InputError(
    "Without the catalog a model must design the app, and none is configured.",
    {
      nextSteps: ["See who can be asked with: megamind models", "Or leave --catalog off away."],
    },
  );
}
