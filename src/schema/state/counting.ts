import type { Entity } from "../../spec/entity.ts";
import { objectName, publicSchema, qualified, quoted } from "../ast/names.ts";
import { inPublic } from "../ast/statements.ts";
import type { Part } from "./database-state.ts";
import { referenceOf, type EntitySet } from "./entity-set.ts";
import { eventCountingOf, type Count } from "./event-counting.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

/**
 * The trigger that keeps the counters of this entity's rows: one function for all of them, run
 * with its owner's rights because clients may not write counters. A parent that is being
 * deleted itself is simply not found any more, so cascades are safe.
 */
export function countingOf(entity: Entity, set: EntitySet): readonly Part[] {
  if (entity.counters.length === 0) return [];
  const counts = countsOf(entity, set);
  if (entity.events === true) return eventCountingOf(entity, counts);
  const body = [
    "begin",
    ...lockLines(counts),
    ...counts.flatMap(countLines),
    "  return null;",
    "end;",
  ].join("\n");
  const name = `count_${entity.table}`;
  return [
    functionPart({ name, body, definer: true }),
    triggerPart({
      name: objectName(entity.table, "count"),
      table: inPublic(entity.table),
      moment: "after",
      events: ["insert", "delete", "update"],
      columns: [...new Set(counts.map((count) => count.reference.field))],
      run: name,
    }),
  ];
}

function countsOf(entity: Entity, set: EntitySet): readonly Count[] {
  return entity.counters.map((counter) => ({
    table: set.target(entity, counter.reference).table,
    column: counter.column,
    reference: referenceOf(entity, counter.reference),
  }));
}

function countLines({ table, column, reference }: Count): readonly string[] {
  const target = qualified(publicSchema, table);
  const counter = quoted(column);
  const field = quoted(reference.field);
  return [
    `  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.${field} is distinct from old.${field}) then`,
    `    update ${target} set ${counter} = ${counter} + 1 where id = new.${field};`,
    "  end if;",
    `  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and new.${field} is distinct from old.${field}) then`,
    `    update ${target} set ${counter} = greatest(${counter} - 1, 0) where id = old.${field};`,
    "  end if;",
  ];
}

/** Two rows of one table are locked in the order of their ids, or two people who act on each other at once deadlock. */
function lockLines(counts: readonly Count[]): readonly string[] {
  const tables = [...new Set(counts.map((count) => count.table))];
  return tables.flatMap((table) => {
    const fields = counts
      .filter((count) => count.table === table)
      .map((count) => quoted(count.reference.field));
    if (fields.length < 2) return [];
    const ids = [
      ...fields.map((field) => `new.${field}`),
      ...fields.map((field) => `old.${field}`),
    ];
    return [
      `  perform from ${qualified(publicSchema, table)}`,
      `    where id in (${ids.join(", ")})`,
      "    order by id for no key update;",
    ];
  });
}
