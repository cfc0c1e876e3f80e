import type { Node } from "@pgsql/types";
import { call, cast, select, text, typeName } from "../ast/expressions.ts";
import { privateSchema } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { entitiesBelow, mayBeHeld, purgeFunction } from "../purge.ts";
import { isSoftlyDeleted } from "../soft-delete.ts";
import { accessCell, denied, touching, type AccessCell } from "./access-cell.ts";
import type { EffectCell } from "./effect-cell.ts";
import { actorsOf, type EntityContext } from "./expectations.ts";
import { allRows, deleteSql, now, rowTarget, selectSql, updateSql } from "./row-statements.ts";
import { actorOf } from "./users.ts";

/** Only the server deletes for good. */
export function purgeCells(context: EntityContext): readonly AccessCell[] {
  const { entity } = context;
  if (!isSoftlyDeleted(entity)) return [];
  return actorsOf(context).map((actor) =>
    accessCell({
      table: entity.table,
      command: "select",
      operation: "purge",
      actor,
      actorValue: actorOf(actor),
      description: "delete for good what was removed long ago",
      sql: purgeSql(context, null),
      expect: actor === "service_role" ? touching(1) : denied,
    }),
  );
}

/** Rows that were removed longer ago than asked go; others stay, and so do live ones however old they are. */
export function purgeEffects(context: EntityContext): readonly EffectCell[] {
  const { entity, maker } = context;
  const [row] = maker.rowsOf(entity);
  if (row === undefined || !isSoftlyDeleted(entity)) return [];
  const target = rowTarget(row);
  const removedAt = (time: Node) => updateSql(target, { deleted_at: time });
  const effect = (what: string, statements: readonly string[]): EffectCell => ({
    id: `${entity.table}/purge/${what}`,
    tables: [entity.table],
    statements,
  });
  // An age below nothing reaches rows of this very transaction.
  const everyAge = "-1 day";
  return [
    effect("removed-goes", [
      removedAt(now),
      ...freeRows(context),
      purgeSql(context, everyAge),
      `select 1 where not exists (${selectSql(target)})`,
    ]),
    effect("removed-lately-stays", [
      removedAt(cast(text("2001-02-03"), typeName("timestamptz"))),
      ...freeRows(context),
      purgeSql(context, null),
      selectSql(target),
    ]),
    effect("live-stays", [
      updateSql(target, { deleted_at: null }),
      ...freeRows(context),
      purgeSql(context, everyAge),
      selectSql(target),
    ]),
  ];
}

/** Nothing below holds the rows any more. */
function freeRows({ entity, set }: EntityContext): readonly string[] {
  if (!mayBeHeld(entity, set)) return [];
  return entitiesBelow(entity, set)
    .filter((below) => below !== entity)
    .toSorted((left, right) => set.entities.indexOf(right) - set.entities.indexOf(left))
    .map((below) => deleteSql(allRows(below)));
}

function purgeSql({ entity }: EntityContext, olderThan: string | null): string {
  const age = olderThan === null ? [] : [cast(text(olderThan), typeName("interval"))];
  const purge = call([privateSchema, purgeFunction(entity)], age);
  return printLine(select({ columns: [purge] }));
}
