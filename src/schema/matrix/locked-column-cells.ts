import { accessCell, touching, type AccessCell } from "./access-cell.ts";
import { expectedChange, rowClasses, type EntityContext } from "./expectations.ts";
import { exampleValue, type Value } from "./example-value.ts";
import { withColumn, type FixtureRow } from "./fixture-rows.ts";
import { forgedCount, forgedTime } from "./insert-cells.ts";
import { lockedColumns } from "./oracle.ts";
import { rowTarget, updateAndCompareSql, updateSql } from "./row-statements.ts";
import { actorOf, type ActorName } from "./users.ts";

const actors: readonly ActorName[] = ["anon", "owner", "other", "service_role"];

/** Attempts to change what no client may change: keys, immutable columns, counters and the time of creation. */
export function lockedColumnCells(context: EntityContext): readonly AccessCell[] {
  const { entity, set } = context;
  const row = rowClasses(context).find(({ label }) => label === "mine");
  if (row === undefined) return [];
  return [
    ...lockedColumns(entity, set).flatMap((column) => {
      const value = otherValue(context, { row, column });
      if (value === null) return [];
      return actors.flatMap((actor) => {
        if (actor === "service_role" && !canChange(context, { row, column, value })) return [];
        return [
          accessCell({
            table: entity.table,
            command: "update",
            operation: `change-${column}`,
            actor,
            actorValue: actorOf(actor),
            description: `change ${column}`,
            sql: updateSql(rowTarget(row), { [column]: value }),
            expect: expectedChange(context, { actor, row }),
          }),
        ];
      });
    }),
    updatedAtCell(context, row),
  ];
}

interface Change {
  readonly row: FixtureRow;
  readonly column: string;
}

function otherValue({ entity, maker, set }: EntityContext, { row, column }: Change): Value {
  if (column === "id") return "f0000000-0000-4000-8000-00000000000f";
  if (column === "created_at") return forgedTime;
  const reference = entity.references.find(({ field }) => field === column);
  if (reference !== undefined) {
    const others = maker
      .rowsOf(set.find(reference.to))
      .map((parent) => parent.values["id"] ?? null)
      .filter((id) => id !== null && id !== row.values[column]);
    return others.find((id) => maker.fits(withColumn(row, column, id), row)) ?? others[0] ?? null;
  }
  const field = entity.fields.find(({ name }) => name === column);
  if (field === undefined) return forgedCount;
  const values = [101, 102, 103].map((variant) => exampleValue(field, variant));
  return (
    values.find(
      (value) =>
        value !== null &&
        value !== row.values[column] &&
        maker.fits(withColumn(row, column, value), row),
    ) ?? null
  );
}

/** The service role may, unless a foreign key or a unique key holds the value. */
function canChange(
  { entity, maker, set }: EntityContext,
  { row, column, value }: Change & { readonly value: Value },
): boolean {
  if (column === "id") {
    const isReferenced = set.entities.some((other) =>
      other.references.some(({ to }) => to === entity.name),
    );
    return entity.signUp === null && !isReferenced;
  }
  return maker.fits(withColumn(row, column, value), row);
}

/** The time of the last change is the database's, whoever writes. */
function updatedAtCell({ entity }: EntityContext, row: FixtureRow): AccessCell {
  return accessCell({
    table: entity.table,
    command: "update",
    operation: "forge-updated-at",
    actor: "service_role",
    actorValue: actorOf("service_role"),
    description: "choose updated_at, which must not stick",
    sql: updateAndCompareSql(rowTarget(row), { name: "updated_at", value: forgedTime }),
    expect: touching(1),
  });
}
