import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { softDeleteProblem } from "../soft-delete.ts";
import { entityFinding } from "./entity-finding.ts";

/** Entities that ask for soft deletion, but could not be given it. */
export function softDeleteChecks(entity: Entity): readonly Diagnostic[] {
  const problem = entity.softDelete === true ? softDeleteProblem(entity) : null;
  if (problem === null) return [];
  return [
    entityFinding(entity, {
      code: "soft-delete",
      message: `Rows of ${entity.name} cannot be deleted softly: ${problem}.`,
      fix: "Correct that, or delete rows for good.",
    }),
  ];
}
