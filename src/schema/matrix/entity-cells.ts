import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import type { FixtureRow, RowMaker } from "./fixture-rows.ts";
import { insertCells } from "./insert-cells.ts";
import { lockedColumnCells } from "./locked-column-cells.ts";
import type { Oracle } from "./oracle.ts";
import { ownershipCells } from "./ownership-cells.ts";
import { allRows, deleteSql, now, rowTarget, selectSql, updateSql } from "./row-statements.ts";
import { actorOf, type ActorName } from "./users.ts";

export interface EntityContext {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly oracle: Oracle;
  readonly maker: RowMaker;
}

/** Every actor whose relation to a row may matter, the one whom nothing binds last. */
export const actorNames: readonly ActorName[] = ["anon", "owner", "other", "stranger", "service_role"];

/** All attempts on one entity's table. */
export function entityCells(context: EntityContext): readonly AccessCell[] {
  return [
    ...byKeyCells(context),
    ...wholeTableCells(context),
    ...insertCells(context),
    ...ownershipCells(context),
    ...lockedColumnCells(context),
  ];
}

type Command = Exclude<AccessCommand, "insert">;

interface CommandText {
  readonly command: Command;
  readonly sql: (target: Parameters<typeof selectSql>[0]) => string;
}

const commandTexts: readonly CommandText[] = [
  { command: "select", sql: selectSql },
  // The column that every table has and nobody guards.
  { command: "update", sql: (target) => updateSql(target, { updated_at: now }) },
  { command: "delete", sql: deleteSql },
];

/** Rows worth a cell of their own: spare ones repeat the others. */
export function rowClasses({ entity, maker }: EntityContext): readonly FixtureRow[] {
  return maker.rowsOf(entity).filter(({ label }) => label !== "spare" && label !== "theirs");
}

function byKeyCells(context: EntityContext): readonly AccessCell[] {
  const { entity } = context;
  return commandTexts.flatMap(({ command, sql }) =>
    rowClasses(context).flatMap((row) =>
      actorNames.map((actor) =>
        accessCell({
          table: entity.table,
          command,
          operation: `${command}-by-key/${row.label}`,
          actor,
          actorValue: actorOf(actor),
          description: `${command} one row (${row.label})`,
          sql: sql(rowTarget(row)),
          expect: expectedByKey(context, { command, actor, row }),
        }),
      ),
    ),
  );
}

interface RowAttempt {
  readonly command: Command;
  readonly actor: ActorName;
  readonly row: FixtureRow;
}

/** A statement with WHERE reads the table, so that the select rule applies beside its own. */
export function expectedByKey(context: EntityContext, attempt: RowAttempt): Expectation {
  if (isDeniedByKey(context, attempt)) return denied;
  const restricted = attempt.command === "delete" && isRestricted(context);
  return touching(reachesByKey(context, attempt) ? 1 : 0, restricted);
}

export function isDeniedByKey({ entity, oracle }: EntityContext, { command, actor }: Omit<RowAttempt, "row">): boolean {
  const access = { entity, actor: actorOf(actor) };
  return !oracle.mayUse({ ...access, command }) || !oracle.mayUse({ ...access, command: "select" });
}

export function reachesByKey({ entity, oracle }: EntityContext, { command, actor, row }: RowAttempt): boolean {
  const access = { entity, actor: actorOf(actor), row };
  return oracle.covers({ ...access, command }) && oracle.covers({ ...access, command: "select" });
}

/** Statements without WHERE: they ask only the rule of their own command, whatever the select rule hides. */
function wholeTableCells(context: EntityContext): readonly AccessCell[] {
  const { entity, oracle, maker } = context;
  return commandTexts.flatMap(({ command, sql }) =>
    actorNames.map((actor) => {
      const access = { entity, command, actor: actorOf(actor) };
      const rows = maker.rowsOf(entity).filter((row) => oracle.covers({ ...access, row })).length;
      const restricted = command === "delete" && isRestricted(context);
      return accessCell({
        table: entity.table,
        command,
        operation: `${command}-all`,
        actor,
        actorValue: actorOf(actor),
        description: `${command} every row at once`,
        sql: sql(allRows(entity)),
        expect: oracle.mayUse(access) ? touching(rows, restricted) : denied,
      });
    }),
  );
}

/** Whether some row that would be deleted along may be held by a reference that restricts. */
function isRestricted({ entity, set }: EntityContext): boolean {
  const reached = new Set([entity.name]);
  for (;;) {
    const pointing = set.entities.flatMap((other) => other.references.map((reference) => ({ other, reference })));
    const held = pointing.filter(({ reference }) => reached.has(reference.to));
    if (held.some(({ reference }) => reference.onDelete === "restrict")) return true;
    const more = held.filter(({ other, reference }) => reference.onDelete === "cascade" && !reached.has(other.name));
    if (more.length === 0) return false;
    for (const { other } of more) reached.add(other.name);
  }
}
