import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import { actorsOf, type EntityContext } from "./expectations.ts";
import { collides, isDistinct, withColumn, type FixtureRow } from "./fixture-rows.ts";
import { isChangeGuarded } from "./guarded-writes.ts";
import { lockedColumns } from "./oracle.ts";
import { allRows, updateSql } from "./row-statements.ts";
import { actorOf, users, type ActorName } from "./users.ts";

/**
 * Attempts to move every row below one parent at once: without WHERE only the check of the update rule stands in the
 * way, because a select rule is not asked for the row as it becomes. Left out where keys would stop the service role.
 */
export function moveAllCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker, set } = context;
  const { update } = entity.access;
  if (typeof update === "string" || !("through" in update)) return [];
  const field = update.through;
  if (lockedColumns(entity, set).includes(field) || field === entity.owner) return [];
  return (["owner", "other"] as const).flatMap((name) => {
    const parent = maker
      .rowsOf(set.target(entity, field))
      .find(({ owner }) => owner === users[name]);
    if (parent === undefined || !canAllMove(maker.rowsOf(entity), { field, parent })) return [];
    return actorsOf(context).map((actor) => moveAllCell(context, { name, field, parent, actor }));
  });
}

interface MoveAll {
  readonly name: "owner" | "other";
  readonly field: string;
  readonly parent: FixtureRow;
  readonly actor: ActorName;
}

function moveAllCell(context: EntityContext, { name, field, parent, actor }: MoveAll): AccessCell {
  const { entity, maker, oracle } = context;
  const access = { entity, command: "update", actor: actorOf(actor) } as const;
  const expect = (): Expectation => {
    if (!oracle.mayUse(access)) return denied;
    const reached = maker.rowsOf(entity).filter((row) => oracle.covers({ ...access, row }));
    const value = parent.values["id"] ?? null;
    if (reached.some((row) => isChangeGuarded(context, { actor, row, name: field, value })))
      return denied;
    const moved = reached.map((row) => movedRow(row, { field, parent }));
    return moved.every((row) => oracle.covers({ ...access, row }))
      ? touching(reached.length)
      : denied;
  };
  return accessCell({
    table: entity.table,
    command: "update",
    operation: `move-all-${field}/${name}`,
    actor,
    actorValue: actorOf(actor),
    description: `move every row at once below one parent of ${name === "owner" ? "the owner" : "another user"} (${field})`,
    sql: updateSql(allRows(entity), { [field]: parent.values["id"] ?? null }),
    expect: expect(),
  });
}

/** Below which row, by which reference. */
interface Target {
  readonly field: string;
  readonly parent: FixtureRow;
}

export function movedRow(row: FixtureRow, { field, parent }: Target): FixtureRow {
  const changed = withColumn(row, field, parent.values["id"] ?? null);
  return { ...changed, parents: { ...row.parents, [field]: parent } };
}

export function canAllMove(rows: readonly FixtureRow[], target: Target): boolean {
  const moved = rows.map((row) => movedRow(row, target));
  return moved.every(
    (row, position) =>
      isDistinct(row) && moved.slice(0, position).every((other) => !collides(row, other)),
  );
}
