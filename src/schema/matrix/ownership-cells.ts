import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import {
  actorNames,
  expectedChange,
  isDeniedByKey,
  reachesByKey,
  rowClasses,
  type EntityContext,
} from "./expectations.ts";
import { withColumn, type FixtureRow } from "./fixture-rows.ts";
import { lockedColumns } from "./oracle.ts";
import { allRows, rowTarget, updateSql } from "./row-statements.ts";
import { actorOf, users, type ActorName } from "./users.ts";

/** Attempts to take rows, to give them away, and to move them below other parents. */
export function ownershipCells(context: EntityContext): readonly AccessCell[] {
  return [...stealCells(context), ...stealAllCells(context), ...moveCells(context)];
}

/** Nobody can take the id of a user, so an owner column that is the id has no such cells. */
function ownerColumn({ entity }: EntityContext): string | null {
  return entity.owner === "id" ? null : entity.owner;
}

function stealCells(context: EntityContext): readonly AccessCell[] {
  const column = ownerColumn(context);
  if (column === null) return [];
  return rowClasses(context).flatMap((row) =>
    actorNames.flatMap((actor) => {
      const wanted = newOwner(context, { actor, row, column });
      if (wanted === null) return [];
      return [
        accessCell({
          table: context.entity.table,
          command: "update",
          operation: `steal/${row.label}`,
          actor,
          actorValue: actorOf(actor),
          description: `give a row (${row.label}) another owner`,
          sql: updateSql(rowTarget(row), { [column]: wanted }),
          expect: expectedChange(context, { actor, row }),
        }),
      ];
    }),
  );
}

interface OwnerAttempt {
  readonly actor: ActorName;
  readonly row: FixtureRow;
  readonly column: string;
}

/** A thief takes the row for themselves; who owns it gives it away; the service role finds somebody whom no unique key refuses. */
function newOwner({ maker }: EntityContext, { actor, row, column }: OwnerAttempt): string | null {
  if (actor === "service_role") {
    const fitting = Object.values(users)
      .filter((user) => user !== row.owner && user !== users.newcomer)
      .find((user) => maker.fits(withColumn(row, column, user), row));
    return fitting ?? null;
  }
  const thief = actor === "anon" ? users.other : users[actor];
  return thief === row.owner ? (row.owner === users.other ? users.owner : users.other) : thief;
}

/** Without WHERE the select rule hides nothing. The service role is left out where a unique key would stop it. */
function stealAllCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker, oracle } = context;
  const column = ownerColumn(context);
  if (column === null) return [];
  const rows = maker.rowsOf(entity);
  return actorNames.flatMap((actor) => {
    const wanted = actor === "anon" || actor === "service_role" ? users.other : users[actor];
    const access = { entity, command: "update", actor: actorOf(actor) } as const;
    const reached = rows.filter((row) => oracle.covers({ ...access, row }));
    if (actor === "service_role" && !canAllBelongTo(wanted, { rows, column })) return [];
    const changes = reached.some((row) => row.owner !== wanted);
    const refused = !oracle.mayUse(access) || (changes && actor !== "service_role");
    return [
      accessCell({
        table: entity.table,
        command: "update",
        operation: "steal-all",
        actor,
        actorValue: actorOf(actor),
        description: "become the owner of every row at once",
        sql: updateSql(allRows(entity), { [column]: wanted }),
        expect: refused ? denied : touching(reached.length),
      }),
    ];
  });
}

interface OwnedRows {
  readonly rows: readonly FixtureRow[];
  readonly column: string;
}

function canAllBelongTo(owner: string, { rows, column }: OwnedRows): boolean {
  const moved = rows.map((row) => withColumn(row, column, owner));
  return moved.every((row, position) => {
    const { entity, values } = row;
    if (entity.distinct.some(([left, right]) => values[left] === values[right])) return false;
    return [entity.key ?? ["id"], ...entity.unique].every((columns) => {
      const same = (other: FixtureRow) =>
        columns.every((name) => values[name] != null && values[name] === other.values[name]);
      return moved.findIndex(same) === position || moved.findIndex(same) < 0;
    });
  });
}

/** Moving a row below another parent: the new parent must satisfy the rules as the old one did. */
function moveCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker, set } = context;
  const locked = lockedColumns(entity, set);
  const fields = [entity.access.select, entity.access.update].flatMap((rule) =>
    typeof rule === "string" ? [] : [rule.through],
  );
  return [...new Set(fields)]
    .filter((field) => !locked.includes(field) && field !== entity.owner)
    .flatMap((field) =>
      rowClasses(context)
        .filter((row) => row.label === "mine")
        .flatMap((row) => {
          const targets = maker
            .rowsOf(set.target(entity, field))
            .filter((parent) => parent !== row.parents[field] && parent.owner !== row.owner);
          const moved = targets
            .map((parent): FixtureRow => {
              const changed = withColumn(row, field, parent.values["id"] ?? null);
              return { ...changed, parents: { ...row.parents, [field]: parent } };
            })
            .find((candidate) => maker.fits(candidate, row));
          return moved === undefined
            ? []
            : actorNames.map((actor) => moveCell(context, { row, moved, field, actor }));
        }),
    );
}

interface Move {
  readonly row: FixtureRow;
  readonly moved: FixtureRow;
  readonly field: string;
  readonly actor: ActorName;
}

function moveCell(context: EntityContext, { row, moved, field, actor }: Move): AccessCell {
  const attempt = { command: "update", actor } as const;
  const expect = (): Expectation => {
    if (isDeniedByKey(context, attempt)) return denied;
    if (!reachesByKey(context, { ...attempt, row })) return { kind: "unaffected" };
    return reachesByKey(context, { ...attempt, row: moved }) ? touching(1) : denied;
  };
  return accessCell({
    table: context.entity.table,
    command: "update",
    operation: `move-${field}/${row.label}`,
    actor,
    actorValue: actorOf(actor),
    description: `move a row below somebody else's parent (${field})`,
    sql: updateSql(rowTarget(row), { [field]: moved.values[field] ?? null }),
    expect: expect(),
  });
}
