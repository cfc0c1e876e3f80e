import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/load-catalog.ts";
import { understandRequest } from "../intake/understand-request.ts";
import { assemblePlan } from "../plan/assemble-plan.ts";
import type { Plan } from "../spec/plan.ts";

/**
 * Loads a catalog that is whole.
 * @throws InputError with every finding when a blueprint is broken.
 */
export async function loadSoundCatalog(templatesFolder: string): Promise<Catalog> {
  const { catalog, diagnostics } = await loadCatalog(templatesFolder);
  if (hasErrors(diagnostics)) throw brokenCatalog(diagnostics);
  return catalog;
}

function brokenCatalog(diagnostics: readonly Diagnostic[]): InputError {
  const errors = diagnostics.filter((found) => found.severity === "error");
  return new InputError(`The catalog has ${errors.length} errors; nothing was written.`, {
    diagnostics: errors,
    nextSteps: ["Correct the blueprints named above, then check them with: megamind catalog"],
  });
}

/** Request -> brief -> plan, without touching the disk. */
export function planRequest(request: string, catalog: Catalog): Plan {
  return assemblePlan(understandRequest(request, catalog), catalog);
}
