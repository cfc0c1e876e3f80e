import type { Diagnostic } from "../../core/diagnostic.ts";
import type { RowCondition } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { conditionChecks } from "./condition-checks.ts";

/** Conditions of indexes that no row, or not only some rows, can satisfy. */
export function indexChecks(entity: Entity): readonly Diagnostic[] {
  return entity.indexes.flatMap(({ fields, where }) => {
    if (where === undefined || asksWhetherEmpty(entity, where)) return [];
    const subject = `The index of ${entity.name} over ${fields.join(", ")}`;
    return conditionChecks({ entity, subject, condition: where });
  });
}

/** References have no values that could be written down, but may be empty: the rows at the top of a tree. */
function asksWhetherEmpty({ references }: Entity, where: RowCondition): boolean {
  const isOptional = references.some(({ field, required }) => field === where.field && !required);
  return (
    isOptional &&
    (("is" in where && where.is === null) || ("isNot" in where && where.isNot === null))
  );
}
