import type { Entity } from "../../spec/entity.ts";
import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import type { EntityContext } from "./expectations.ts";
import type { Value } from "./example-value.ts";
import { strangeParents, type FixtureRow } from "./fixture-rows.ts";
import { writtenValues } from "./matrix-rows.ts";
import { insertAndCompareSql, insertSql, tableOf } from "./row-statements.ts";
import { actorOf, users, type ActorName, type UserName } from "./users.ts";

/** Values that no client may choose. */
export const forgedCount = 424_242;
export const forgedTime = "2001-02-03T04:05:06.000Z";

interface Candidate {
  readonly row: FixtureRow;
  /** In whose name the row is made. */
  readonly maker: UserName;
  readonly operation: string;
  readonly description: string;
}

/**
 * Attempts to make rows: in one's own name, in somebody else's, below a parent that one cannot
 * see, and with values that only the database may choose. One row is tried by all actors, so that every
 * refusal stands beside somebody for whom the same statement works.
 */
export function insertCells(context: EntityContext): readonly AccessCell[] {
  return candidatesOf(context).flatMap((candidate) => [
    ...triersOf(candidate).map((actor) => insertCell(context, { candidate, actor })),
    ...(candidate.operation === "insert" ? forgeryCells(context, candidate) : []),
  ]);
}

function candidatesOf({ entity, maker, oracle }: EntityContext): readonly Candidate[] {
  const names: readonly UserName[] =
    entity.signUp === null ? ["owner", "stranger", "bystander", "other"] : ["newcomer"];
  const own = firstRow(names, (name) =>
    maker.propose({ entity, label: "new", owner: users[name] }),
  );
  const rule = entity.access.insert;
  const hidden =
    typeof rule === "string"
      ? null
      : firstRow(names, (name) =>
          maker.propose({
            entity,
            label: "new",
            owner: users[name],
            prefer: (row) => {
              const parent = row.parents[rule.through];
              const actor = actorOf(name);
              const isHidden =
                parent !== undefined &&
                parent !== null &&
                !oracle.covers({ entity: parent.entity, command: "select", actor, row: parent });
              return isHidden ? strangeParents(row) : null;
            },
          }),
        );
  return [
    ...(own === null
      ? []
      : [
          {
            ...own,
            operation: "insert",
            description: `insert a row in the name of ${ownerWords(entity, own.maker)}`,
          },
        ]),
    ...(hidden === null
      ? []
      : [
          {
            ...hidden,
            operation: "insert-below-hidden",
            description: "insert a row below a parent that its maker cannot see",
          },
        ]),
  ];
}

function ownerWords(entity: Entity, maker: UserName): string {
  if (entity.owner === null) return "nobody";
  return maker === "owner" ? "the owner" : `the ${maker}`;
}

function firstRow(
  names: readonly UserName[],
  propose: (name: UserName) => FixtureRow | null,
): { readonly row: FixtureRow; readonly maker: UserName } | null {
  for (const maker of names) {
    const row = propose(maker);
    if (row !== null) return { row, maker };
  }
  return null;
}

function triersOf({ maker }: Candidate): readonly ActorName[] {
  const forger: UserName = maker === "other" ? "owner" : "other";
  return ["anon", maker, forger, "service_role"];
}

interface InsertAttempt {
  readonly candidate: Candidate;
  readonly actor: ActorName;
}

function insertCell(context: EntityContext, { candidate, actor }: InsertAttempt): AccessCell {
  const { row, operation, description } = candidate;
  return accessCell({
    table: row.entity.table,
    command: "insert",
    operation,
    actor,
    actorValue: actorOf(actor),
    description,
    sql: insertSql(tableOf(row.entity), writtenValues(row)),
    expect: mayInsert(context, { candidate, actor }) ? touching(1) : denied,
  });
}

function mayInsert(
  { entity, oracle }: EntityContext,
  { candidate: { row }, actor }: InsertAttempt,
): boolean {
  const access = { entity, command: "insert", actor: actorOf(actor) } as const;
  return oracle.mayUse(access) && oracle.covers({ ...access, row });
}

/** The database's own values win over those a client sends; only the service role may choose them. */
function forgeryCells(context: EntityContext, candidate: Candidate): readonly AccessCell[] {
  const { entity, oracle, set } = context;
  const counters = set
    .countersOn(entity)
    .map(({ column }): readonly [string, Value] => [column, forgedCount]);
  const sent = Object.fromEntries([...counters, ["created_at", forgedTime]]);
  const expectedOf = (actor: ActorName): Expectation | null => {
    if (!mayInsert(context, { candidate, actor })) return denied;
    if (actor === "service_role") return touching(1);
    // The statement returns what it made, which the select rule must allow.
    const isReadable = oracle.covers({
      entity,
      command: "select",
      actor: actorOf(actor),
      row: candidate.row,
    });
    return isReadable ? { kind: "rows", rows: 0, mayBeRestricted: false } : null;
  };
  return ([candidate.maker, "service_role"] as const).flatMap((actor) => {
    const expect = expectedOf(actor);
    if (expect === null) return [];
    return [
      accessCell({
        table: entity.table,
        command: "insert",
        operation: "insert-forged-values",
        actor,
        actorValue: actorOf(actor),
        description: `insert a row with a chosen ${Object.keys(sent).join(", ")}`,
        sql: insertAndCompareSql(tableOf(entity), { values: writtenValues(candidate.row), sent }),
        expect,
      }),
    ];
  });
}
