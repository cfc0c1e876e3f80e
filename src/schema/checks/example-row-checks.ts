import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import { canTryInsert } from "../matrix/insert-cells.ts";
import { exampleRows } from "../matrix/matrix-rows.ts";
import { accessOracle } from "../matrix/oracle.ts";
import { entitySet } from "../state/entity-set.ts";
import { entityFinding } from "./entity-finding.ts";

/** Entities for which no rows can be made up, because their keys leave no room: their rules could not be tried. */
export function exampleRowChecks(entities: readonly Entity[]): readonly Diagnostic[] {
  const set = entitySet(entities);
  const maker = exampleRows(set);
  const oracle = accessOracle(set, maker.rowsOf);
  return entities
    .filter((entity) => !canTryInsert({ entity, set, oracle, maker }))
    .map((entity) =>
      entityFinding(entity, {
        code: "no-example-row",
        message: `No rows of ${entity.name} could be made up to try its insert rule: its keys and values leave no room for several rows.`,
        fix: "Loosen its unique keys, or allow more values.",
      }),
    );
}
