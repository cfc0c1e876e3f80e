import type { Diagnostic } from "../core/diagnostic.ts";
import { checkAliases } from "./check-aliases.ts";
import { checkArchetypes } from "./check-archetypes.ts";
import { checkCycles } from "./check-cycles.ts";
import { checkEntities } from "./check-entities.ts";
import { checkFiles } from "./check-files.ts";
import { checkIds } from "./check-ids.ts";
import type { CheckInput } from "./check-input.ts";
import { checkPhaseSize } from "./check-phase-size.ts";
import { checkRoutes } from "./check-routes.ts";
import { checkSlots } from "./check-slots.ts";
import { checkTemplateText } from "./check-template-text.ts";

/** What is wrong between blueprints, and between blueprints and their files. */
export async function checkCatalog(input: CheckInput): Promise<readonly Diagnostic[]> {
  return [
    ...checkIds(input),
    ...checkCycles(input),
    ...checkPhaseSize(input),
    ...checkRoutes(input),
    ...checkEntities(input),
    ...checkSlots(input),
    ...checkAliases(input),
    ...checkArchetypes(input),
    ...(await checkFiles(input)),
    ...(await checkTemplateText(input)),
  ];
}
