import type { Entity, Reference } from "../../spec/entity.ts";
import { objectName, publicSchema, qualified, quoted } from "../ast/names.ts";
import { inPublic } from "../ast/statements.ts";
import type { Part } from "./database-state.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

/** A column that holds how many rows point to its own by `reference`. */
export interface Count {
  readonly table: string;
  readonly column: string;
  readonly reference: Reference;
}

/** How the function calls the rows of the statement for which it runs. */
const newRows = "new_rows";

/**
 * The trigger that keeps the counters of events. They come in great numbers, so it runs once a statement and adds up all
 * of its rows. Nothing is ever taken off: events do not change, and a count outlives the months that are put away.
 */
export function eventCountingOf(entity: Entity, counts: readonly Count[]): readonly Part[] {
  const tables = Map.groupBy(counts, ({ table }) => table);
  const body = [
    "begin",
    ...[...tables.values()].flatMap(lockLines),
    ...counts.flatMap(addLines),
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
      events: ["insert"],
      newRows,
      run: name,
    }),
  ];
}

/** An update locks rows as it comes upon them; two statements with many rows must do it in one order. */
function lockLines(counts: readonly Count[]): readonly string[] {
  const [first] = counts;
  if (first === undefined) return [];
  const ids = counts.map(
    ({ reference }) => `select ${newRows}.${quoted(reference.field)} from ${newRows}`,
  );
  return [
    `  perform from ${qualified(publicSchema, first.table)}`,
    `    where id in (${ids.join(" union all ")})`,
    "    order by id for no key update;",
  ];
}

function addLines({ table, column, reference }: Count): readonly string[] {
  const counter = quoted(column);
  const field = `${newRows}.${quoted(reference.field)}`;
  return [
    `  update ${qualified(publicSchema, table)} parent set ${counter} = parent.${counter} + added.amount`,
    `    from (select ${field} as id, count(*) as amount from ${newRows} group by ${field}) added`,
    "    where parent.id = added.id;",
  ];
}
