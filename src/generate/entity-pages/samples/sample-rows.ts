import type { Entity } from "../../../spec/entity.ts";
import { mayInsert } from "./row-access.ts";
import { PART_ROWS, parentRows, placesOf } from "./sample-places.ts";
import { sampleRow, type RowsContext, type SampleRow, type SampleScope } from "./sample-row.ts";
import { isTaken } from "./taken-keys.ts";
import { inWritingOrder } from "./writing-order.ts";

/** How often another value is tried where a key is taken. */
const ATTEMPTS = 12;

/**
 * Rows that look as if people had used the app for some weeks. Each satisfies the checks, keys and access rules of its
 * entity when the rows are written in this order; an entity that people may not write to has none.
 */
export function sampleRows(scope: SampleScope): readonly SampleRow[] {
  const rows: SampleRow[] = [];
  for (const entity of inWritingOrder(scope.entities)) {
    const added = rowsOf(entity, { scope, rows });
    // They are written person by person, so that a row must not need one that a later person writes.
    for (const username of scope.words.people) {
      for (const row of added.filter(({ by }) => by === username)) {
        if (mayInsert(row, { rows, known: scope.known })) rows.push(row);
      }
    }
  }
  return rows;
}

function rowsOf(entity: Entity, { scope, rows }: RowsContext): readonly SampleRow[] {
  const parents = parentRows(entity, rows);
  if (parents === null) return [];
  const found: SampleRow[] = [];
  for (const place of placesOf({ entity, parents, people: scope.words.people })) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const variant = place.variant + attempt * PART_ROWS;
      const row = sampleRow(entity, { scope, rows, ...place, variant, index: found.length });
      if (row === null) break;
      const together = [...rows, ...found];
      if (isTaken(row, together)) continue;
      if (mayInsert(row, { rows: together, known: scope.known })) found.push(row);
      break;
    }
  }
  return found;
}
