import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { accessMatrix } from "../access-matrix.ts";
import { entityFinding } from "./entity-finding.ts";

/** Entities for which no rows can be made up, because their keys leave no room: their rules could not be tried. */
export function exampleRowChecks(entities: readonly Entity[]): readonly Diagnostic[] {
  const { cells } = accessMatrix(entities, []);
  const tried = new Set(cells.map(({ table, command }) => `${table} ${command}`));
  return entities.flatMap((entity) => {
    const untried = (["select", "insert"] as const).filter(
      (command) => !tried.has(`${entity.table} ${command}`),
    );
    return untried.map((command) =>
      entityFinding(entity, {
        code: "no-example-row",
        message: `No rows of ${entity.name} could be made up to try its ${command} rule: its keys and values leave no room for several rows.`,
        fix: "Loosen its unique keys, or allow more values.",
      }),
    );
  });
}
