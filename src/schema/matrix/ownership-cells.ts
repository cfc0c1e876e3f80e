import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import {
  actorsOf,
  expectedChange,
  isDeniedByKey,
  reachesByKey,
  rowClasses,
  type EntityContext,
} from "./expectations.ts";
import { blockedNames } from "./blocked-rows.ts";
import { decidingFields } from "../rule-tree.ts";
import { collides, isDistinct, withColumn, type FixtureRow } from "./fixture-rows.ts";
import { withRoles } from "./role-actors.ts";
import { isChangeGuarded } from "./guarded-writes.ts";
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

/** One statement a new owner: the thief tries it, the old owner gives the row away, the service role shows that it works. */
function stealCells(context: EntityContext): readonly AccessCell[] {
  const column = ownerColumn(context);
  if (column === null) return [];
  return rowClasses(context).flatMap((row) =>
    thieves
      .filter((thief) => users[thief] !== row.owner)
      .filter((thief) => context.maker.fits(withColumn(row, column, users[thief]), row))
      .flatMap((thief) =>
        stealers(context, thief).map((actor) =>
          accessCell({
            table: context.entity.table,
            command: "update",
            operation: `steal-for-${thief}/${row.label}`,
            actor,
            actorValue: actorOf(actor),
            description: `make ${userWords[thief]} the owner of a row (${row.label})`,
            sql: updateSql(rowTarget(row), { [column]: users[thief] }),
            expect: expectedChange(context, { actor, row }),
          }),
        ),
      ),
  );
}

const thieves = ["owner", "other", "stranger"] as const;
type Thief = (typeof thieves)[number];

const userWords: Readonly<Record<Thief, string>> = {
  owner: "the owner",
  other: "another user",
  stranger: "a user without rows",
};

function stealers(context: EntityContext, thief: Thief): readonly ActorName[] {
  return thief === "stranger"
    ? ["stranger", ...withRoles(context, "stranger"), "service_role"]
    : ["anon", "owner", "other", "service_role"];
}

/** Without WHERE the select rule hides nothing. Left out where a unique key would stop even the service role. */
function stealAllCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker } = context;
  const column = ownerColumn(context);
  if (column === null) return [];
  return thieves
    .filter((thief) => canAllBelongTo(users[thief], { rows: maker.rowsOf(entity), column }))
    .flatMap((thief) => {
      const actors: readonly ActorName[] = [
        "anon",
        thief,
        ...withRoles(context, thief),
        "service_role",
      ];
      return actors.map((actor) =>
        accessCell({
          table: entity.table,
          command: "update",
          operation: `steal-all-for-${thief}`,
          actor,
          actorValue: actorOf(actor),
          description: `make ${userWords[thief]} the owner of every row at once`,
          sql: updateSql(allRows(entity), { [column]: users[thief] }),
          expect: expectedStealAll(context, { thief, actor }),
        }),
      );
    });
}

interface StealAll {
  readonly thief: Thief;
  readonly actor: ActorName;
}

function expectedStealAll(
  { entity, maker, oracle }: EntityContext,
  { thief, actor }: StealAll,
): Expectation {
  const access = { entity, command: "update", actor: actorOf(actor) } as const;
  if (!oracle.mayUse(access)) return denied;
  const reached = maker.rowsOf(entity).filter((row) => oracle.covers({ ...access, row }));
  const changes = reached.some((row) => row.owner !== users[thief]);
  return changes && actor !== "service_role" ? denied : touching(reached.length);
}

interface OwnedRows {
  readonly rows: readonly FixtureRow[];
  readonly column: string;
}

function canAllBelongTo(owner: string, { rows, column }: OwnedRows): boolean {
  const moved = rows.map((row) => withColumn(row, column, owner));
  return moved.every(
    (row, position) =>
      isDistinct(row) && moved.slice(0, position).every((other) => !collides(row, other)),
  );
}

/** Moving a row below another parent: the new parent must satisfy the rules as the old one did. */
function moveCells(context: EntityContext): readonly AccessCell[] {
  const { entity, maker, set } = context;
  const locked = lockedColumns(entity, set);
  return decidingFields(entity, ["select", "update"])
    .filter((field) => !locked.includes(field) && field !== entity.owner)
    .flatMap((field) =>
      rowClasses(context)
        .filter((row) => row.label === "mine")
        .flatMap((row) => {
          const targets = maker
            .rowsOf(set.target(entity, field))
            .filter((parent) => parent !== row.parents[field] && parent.owner !== row.owner)
            .filter(({ owner }) => !blockedNames.some((name) => owner === users[name]));
          const moved = targets
            .map((parent): FixtureRow => {
              const changed = withColumn(row, field, parent.values["id"] ?? null);
              return { ...changed, parents: { ...row.parents, [field]: parent } };
            })
            .find((candidate) => maker.fits(candidate, row));
          return moved === undefined
            ? []
            : actorsOf(context).map((actor) => moveCell(context, { row, moved, field, actor }));
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
    const value = moved.values[field] ?? null;
    if (isChangeGuarded(context, { actor, row, name: field, value })) return denied;
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
