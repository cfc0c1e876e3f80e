import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import type { Value } from "./example-value.ts";
import {
  actorsOf,
  isDeniedByKey,
  reachesByKey,
  rowClasses,
  type EntityContext,
} from "./expectations.ts";
import { collides, withColumn, type FixtureRow } from "./fixture-rows.ts";
import { guardedNames, isGuarded } from "./guarded-values.ts";
import { changes, guardedValues, isChangeGuarded } from "./guarded-writes.ts";
import { lookedAtValues } from "./looked-at-values.ts";
import { lockedColumns } from "./oracle.ts";
import { allRows, rowTarget, updateSql } from "./row-statements.ts";
import { actorOf, type ActorName } from "./users.ts";

/**
 * Attempts to change what rules look at, and what has a guard: the row that results must satisfy the rules as the old
 * one did, and the guard must let the actor change the old one.
 */
export function conditionCells(context: EntityContext): readonly AccessCell[] {
  const { entity, set } = context;
  const locked = lockedColumns(entity, set);
  return [...changedValues(context)]
    .filter(([name]) => !locked.includes(name))
    .flatMap(([name, values]) =>
      values.flatMap((value) => {
        const change = { name, value };
        return [...byKeyCells(context, change), ...everyRowCells(context, change)];
      }),
    );
}

function changedValues(context: EntityContext): ReadonlyMap<string, readonly Value[]> {
  const { entity } = context;
  const guarded = guardedNames(entity).map((name): readonly [string, readonly Value[]] => [
    name,
    guardedValues(context, name),
  ]);
  return new Map([...guarded, ...lookedAtValues(entity, ["select", "update"])]);
}

interface Change {
  readonly name: string;
  readonly value: Value;
}

function byKeyCells(context: EntityContext, { name, value }: Change): readonly AccessCell[] {
  const { entity, maker } = context;
  return rowClasses(context)
    .filter((row) => row.isSpecial || (row.label === "mine" && isGuarded(entity, name)))
    .filter((row) => changes({ row, name, value }))
    .flatMap((row) => {
      const changed = withColumn(row, name, value);
      if (!maker.fits(changed, row)) return [];
      return actorsOf(context).map((actor) =>
        accessCell({
          table: entity.table,
          command: "update",
          operation: `set-${name}-${JSON.stringify(value)}/${row.label}`,
          actor,
          actorValue: actorOf(actor),
          description: `set ${name} to ${JSON.stringify(value)} (${row.label})`,
          sql: updateSql(rowTarget(row), { [name]: value }),
          expect: expectedByKey(context, { row, changed, actor, change: { name, value } }),
        }),
      );
    });
}

interface RowChange {
  readonly row: FixtureRow;
  readonly changed: FixtureRow;
  readonly change: Change;
  readonly actor: ActorName;
}

function expectedByKey(
  context: EntityContext,
  { row, changed, actor, change }: RowChange,
): Expectation {
  const attempt = { command: "update", actor } as const;
  if (isDeniedByKey(context, attempt)) return denied;
  if (!reachesByKey(context, { ...attempt, row })) return { kind: "unaffected" };
  if (isChangeGuarded(context, { actor, row, ...change })) return denied;
  return reachesByKey(context, { ...attempt, row: changed }) ? touching(1) : denied;
}

/** Without WHERE the select rule hides nothing and checks nothing. Left out where a unique key would stop even the service role. */
function everyRowCells(context: EntityContext, { name, value }: Change): readonly AccessCell[] {
  const { entity, maker, oracle } = context;
  const rows = maker.rowsOf(entity);
  const changed = rows.map((row) => withColumn(row, name, value));
  const clashes = changed.some((row, position) =>
    changed.slice(0, position).some((other) => collides(row, other)),
  );
  if (clashes) return [];
  return actorsOf(context).map((actor) => {
    const access = { entity, command: "update", actor: actorOf(actor) } as const;
    const reached = rows.filter((row) => oracle.covers({ ...access, row }));
    const results = reached.map((row) => withColumn(row, name, value));
    const isAllowed =
      results.every((row) => oracle.covers({ ...access, row })) &&
      !reached.some((row) => isChangeGuarded(context, { actor, row, name, value }));
    return accessCell({
      table: entity.table,
      command: "update",
      operation: `set-all-${name}-${JSON.stringify(value)}`,
      actor,
      actorValue: actorOf(actor),
      description: `set ${name} to ${JSON.stringify(value)} in every row at once`,
      sql: updateSql(allRows(entity), { [name]: value }),
      expect: oracle.mayUse(access) && isAllowed ? touching(reached.length) : denied,
    });
  });
}
