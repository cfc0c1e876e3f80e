import { accessCell, denied, touching, type AccessCell } from "./access-cell.ts";
import { auditCells } from "./audit-cells.ts";
import { moveAcrossCells } from "./blocked-cells.ts";
import { conditionCells } from "./condition-cells.ts";
import { eventCells } from "./event-cells.ts";
import {
  actorsOf,
  expectedByKey,
  isRestricted,
  rowClasses,
  type EntityContext,
  type RowCommand,
} from "./expectations.ts";
import { insertCells } from "./insert-cells.ts";
import { lockedColumnCells } from "./locked-column-cells.ts";
import { moveAllCells } from "./move-all-cells.ts";
import { ownershipCells } from "./ownership-cells.ts";
import { purgeCells } from "./purge-cells.ts";
import {
  allRows,
  deleteSql,
  now,
  rowTarget,
  selectSql,
  updateSql,
  type RowTarget,
} from "./row-statements.ts";
import { searchCells } from "./search-cells.ts";
import { actorOf } from "./users.ts";

/** All attempts on one entity's table. */
export function entityCells(context: EntityContext): readonly AccessCell[] {
  return [
    ...byKeyCells(context),
    ...wholeTableCells(context),
    ...insertCells(context),
    ...ownershipCells(context),
    ...moveAllCells(context),
    ...moveAcrossCells(context),
    ...lockedColumnCells(context),
    ...conditionCells(context),
    ...searchCells(context),
    ...eventCells(context),
    ...auditCells(context),
    ...purgeCells(context),
  ];
}

interface CommandText {
  readonly command: RowCommand;
  readonly sql: (target: RowTarget) => string;
}

const commandTexts: readonly CommandText[] = [
  { command: "select", sql: selectSql },
  // The column that every table has and nobody guards.
  { command: "update", sql: (target) => updateSql(target, { updated_at: now }) },
  { command: "delete", sql: deleteSql },
];

function byKeyCells(context: EntityContext): readonly AccessCell[] {
  const { entity } = context;
  return commandTexts.flatMap(({ command, sql }) =>
    rowClasses(context).flatMap((row) =>
      actorsOf(context).map((actor) =>
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

/** Statements without WHERE: they ask only the rule of their own command, whatever the select rule hides. */
function wholeTableCells(context: EntityContext): readonly AccessCell[] {
  const { entity, oracle, maker } = context;
  return commandTexts.flatMap(({ command, sql }) =>
    actorsOf(context).map((actor) => {
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
