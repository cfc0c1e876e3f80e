import type { Catalog } from "../catalog/catalog.ts";
import { understandRequest } from "../intake/understand-request.ts";
import { assemblePlan } from "../plan/assemble-plan.ts";
import type { Plan } from "../spec/plan.ts";

/**
 * Request -> brief -> plan, without touching the disk.
 * @throws InputError when the request is empty, too long or not understood at all.
 */
export function planRequest(request: string, catalog: Catalog): Plan {
  return assemblePlan(understandRequest(request, catalog), catalog);
}

export { graphFormats, printGraph } from "../plan/print-graph.ts";
