import { accessCell, touching, type AccessCell } from "./access-cell.ts";
import { expectedChange, rowClasses, type EntityContext } from "./expectations.ts";
import { exampleValue, type Value } from "./example-value.ts";
import { withColumn, type FixtureRow } from "./fixture-rows.ts";
import { forgedCount, forgedTime } from "./insert-cells.ts";
import { lockedColumns } from "./oracle.ts";
import { withRoles } from "./role-actors.ts";
import { rowTarget, updateAndCompareSql, updateSql } from "./row-statements.ts";
import { actorOf, users, type ActorName } from "./users.ts";

function actorsOf(context: EntityContext): readonly ActorName[] {
  return ["anon", "owner", "other", ...withRoles(context, "owner"), "service_role"];
}

/**
 * Attempts to change what no client may change: keys, immutable columns, counters and the time of creation. Left out
 * where keys or references would stop even the service role, because then a refusal would prove nothing.
 */
export function lockedColumnCells(context: EntityContext): readonly AccessCell[] {
  const { entity, set } = context;
  const mine = rowClasses(context).find(({ label }) => label === "mine");
  if (mine === undefined) return [];
  return [
    ...lockedColumns(entity, set).flatMap((column) => changeCells(context, column)),
    updatedAtCell(context, mine),
  ];
}

function changeCells(context: EntityContext, column: string): readonly AccessCell[] {
  const { entity } = context;
  const change = column === "id" ? idChange(context) : valueChange(context, column);
  if (change === null) return [];
  const { row, value } = change;
  return actorsOf(context).map((actor) =>
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
  );
}

interface Change {
  readonly row: FixtureRow;
  readonly value: Value;
}

/** Only a row that nothing points to can get another id. */
function idChange({ entity, maker, set }: EntityContext): Change | null {
  if (entity.signUp !== null) return null;
  const parents = new Set(
    set.entities.flatMap((other) =>
      maker.rowsOf(other).flatMap((row) => Object.values(row.parents)),
    ),
  );
  const row = maker
    .rowsOf(entity)
    .find(
      (candidate) =>
        !parents.has(candidate) &&
        candidate.owner !== users.other &&
        candidate.owner !== users.bystander,
    );
  return row === undefined ? null : { row, value: "f0000000-0000-4000-8000-00000000000f" };
}

function valueChange(context: EntityContext, column: string): Change | null {
  const { maker } = context;
  const row = rowClasses(context).find(({ label }) => label === "mine");
  if (row === undefined) return null;
  const value = otherValues(context, column).find(
    (candidate) =>
      candidate !== null &&
      candidate !== row.values[column] &&
      maker.fits(withColumn(row, column, candidate), row),
  );
  return value === undefined ? null : { row, value };
}

function otherValues({ entity, maker, set }: EntityContext, column: string): readonly Value[] {
  if (column === "created_at") return [forgedTime];
  const reference = entity.references.find(({ field }) => field === column);
  if (reference !== undefined) {
    return maker.rowsOf(set.find(reference.to)).map((parent) => parent.values["id"] ?? null);
  }
  const field = entity.fields.find(({ name }) => name === column);
  if (field === undefined) return [forgedCount];
  return [101, 102, 103].map((variant) => exampleValue(field, variant));
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
