import { blockListOf, pointingColumns } from "../blocks.ts";
import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import { oracleDespiteBlocks } from "./blocked-rows.ts";
import { isDeniedByKey, reachesByKey, rowClasses, type EntityContext } from "./expectations.ts";
import { strangeParents, type FixtureRow } from "./fixture-rows.ts";
import { valueChoices, type Choice } from "./looked-at-values.ts";
import { canAllMove, movedRow } from "./move-all-cells.ts";
import { lockedColumns } from "./oracle.ts";
import { withAllRoles } from "./role-actors.ts";
import { allRows, rowTarget, updateSql } from "./row-statements.ts";
import { actorOf, users, type ActorName } from "./users.ts";

/** A column and a row across the block that it may point to. */
interface Across {
  readonly field: string;
  readonly parent: FixtureRow;
}

function columnsAcross({ entity, maker, set }: EntityContext): readonly Across[] {
  if (blockListOf(set.entities) === null) return [];
  return pointingColumns(entity, set.target).flatMap(({ field, target }) => {
    const parent = maker.rowsOf(target).find(({ owner }) => owner === users.blocked);
    return parent === undefined ? [] : [{ field, parent }];
  });
}

interface AcrossRow {
  readonly row: FixtureRow;
  readonly field: string;
}

/** New rows of the owner, each with one column that points across the block, which alone stands in the way. */
export function rowsAcross(context: EntityContext): readonly AcrossRow[] {
  const { entity, maker } = context;
  const despite = oracleDespiteBlocks(context);
  const actor = actorOf(withAllRoles(context, "owner"));
  const prefer = (row: FixtureRow): number | null =>
    despite.covers({ entity, command: "insert", actor, row }) ? strangeParents(row) : null;
  const choices: readonly (Choice | undefined)[] = [undefined, ...valueChoices(entity, ["insert"])];
  return columnsAcross(context).flatMap(({ field, parent }) => {
    for (const values of choices) {
      const row = maker.propose({
        entity,
        label: "new",
        owner: users.owner,
        below: { [field]: parent },
        isLast: true,
        prefer,
        ...(values === undefined ? {} : { values }),
      });
      if (row !== null) return [{ row, field }];
    }
    return [];
  });
}

/** Rows of the owner's that are there, moved across the block one by one and all at once. */
export function moveAcrossCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker, set } = context;
  if (entity.access.update === "nobody") return [];
  const locked = lockedColumns(entity, set);
  const mine = rowClasses(context).filter(
    ({ label, owner }) => label === "mine" || (owner === null && label.startsWith("mine")),
  );
  const actors = [withAllRoles(context, "owner"), "service_role"] as const;
  return columnsAcross(context)
    .filter(({ field }) => !locked.includes(field))
    .flatMap((across) => {
      const byKey = mine.flatMap((row) => {
        const moved = movedRow(row, across);
        if (!maker.fits(moved, row)) return [];
        const { field } = across;
        return actors.map((actor) => moveAcrossCell(context, { row, moved, field, actor }));
      });
      if (!canAllMove(maker.rowsOf(entity), across)) return byKey;
      return [...byKey, ...actors.map((actor) => moveAllAcrossCell(context, { across, actor }))];
    });
}

/** Without WHERE the select rule does not ask whether the row that results can be read. */
function moveAllAcrossCell(
  context: EntityContext,
  { across, actor }: { readonly across: Across; readonly actor: ActorName },
): AccessCell {
  const { entity, maker, oracle } = context;
  const { field, parent } = across;
  const access = { entity, command: "update", actor: actorOf(actor) } as const;
  const reached = maker.rowsOf(entity).filter((row) => oracle.covers({ ...access, row }));
  const isMoved = reached.some((row) => row.parents[field] !== parent);
  const isRefused = !oracle.mayUse(access) || (isMoved && actor !== "service_role");
  return accessCell({
    table: entity.table,
    command: "update",
    operation: `move-all-across-block-${field}`,
    actor,
    actorValue: actorOf(actor),
    description: `let every row at once point to somebody with whom there is a block (${field})`,
    sql: updateSql(allRows(entity), { [field]: parent.values["id"] ?? null }),
    expect: isRefused ? denied : touching(reached.length),
  });
}

interface MoveAcross {
  readonly row: FixtureRow;
  readonly moved: FixtureRow;
  readonly field: string;
  readonly actor: ActorName;
}

function moveAcrossCell(
  context: EntityContext,
  { row, moved, field, actor }: MoveAcross,
): AccessCell {
  const attempt = { command: "update", actor } as const;
  const expect = (): Expectation => {
    if (isDeniedByKey(context, attempt)) return denied;
    if (!reachesByKey(context, { ...attempt, row })) return { kind: "unaffected" };
    return actor === "service_role" ? touching(1) : denied;
  };
  return accessCell({
    table: context.entity.table,
    command: "update",
    operation: `move-across-block-${field}/${row.label}`,
    actor,
    actorValue: actorOf(actor),
    description: `let a row point to somebody with whom there is a block (${field})`,
    sql: updateSql(rowTarget(row), { [field]: moved.values[field] ?? null }),
    expect: expect(),
  });
}
