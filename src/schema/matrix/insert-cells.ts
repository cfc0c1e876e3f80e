import type { Entity } from "../../spec/entity.ts";
import { accessCell, denied, touching, type AccessCell, type Expectation } from "./access-cell.ts";
import { decidingFields, parentFields } from "../rule-tree.ts";
import type { EntityContext } from "./expectations.ts";
import type { Value } from "./example-value.ts";
import { rowsAcross } from "./blocked-cells.ts";
import { guardedNames } from "./guarded-values.ts";
import { guardedValues, isNewRowGuarded } from "./guarded-writes.ts";
import { choiceLabel, valueChoices } from "./looked-at-values.ts";
import { strangeParents, withColumn, type FixtureRow } from "./fixture-rows.ts";
import { writtenValues } from "./matrix-rows.ts";
import { withAllRoles, withRoles } from "./role-actors.ts";
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
  /** Who tries it in the maker's name. Default: the other one of the two users. */
  readonly forger?: UserName;
}

/**
 * Attempts to make rows: in one's own name, in somebody else's, below a parent that one cannot
 * see, and with values that only the database may choose. One row is tried by all actors, so that every
 * refusal stands beside somebody for whom the same statement works.
 */
export function insertCells(context: EntityContext): readonly AccessCell[] {
  return candidatesOf(context).flatMap((candidate) => [
    ...triersOf(context, candidate).map((actor) => insertCell(context, { candidate, actor })),
    ...(candidate.operation === "insert" ? forgeryCells(context, candidate) : []),
  ]);
}

/** Whether there are any such attempts, without writing them down. */
export function canTryInsert(context: EntityContext): boolean {
  return ownCandidate(context) !== null || candidatesOf(context).length > 0;
}

function makersOf({ signUp }: Entity): readonly UserName[] {
  return signUp === null ? ["owner", "stranger", "bystander", "other"] : ["newcomer"];
}

/** A row that its maker may insert, where there is one: refusals of the same statement then prove something. */
function ownCandidate({ entity, maker, oracle }: EntityContext): Omit<OwnRow, "makers"> | null {
  const makers = makersOf(entity);
  const request = (name: UserName) => ({ entity, label: "new", owner: users[name] });
  const mayMake = (row: FixtureRow, name: UserName): boolean =>
    oracle.covers({ entity, command: "insert", actor: actorOf(name), row });
  const any = firstRow(makers, (name) => maker.propose(request(name)));
  if (any === null || mayMake(any.row, any.maker) || !mayMakeSome(entity, oracle)) return any;
  const allowed = firstRow(makers, (name) => {
    const prefer = (row: FixtureRow) => (mayMake(row, name) ? strangeParents(row) : null);
    return maker.propose({ ...request(name), prefer });
  });
  return allowed ?? any;
}

function mayMakeSome(entity: Entity, oracle: EntityContext["oracle"]): boolean {
  return oracle.mayUse({ entity, command: "insert", actor: actorOf("owner") });
}

function candidatesOf(context: EntityContext): readonly Candidate[] {
  const { entity } = context;
  const makers = makersOf(entity);
  const own = ownCandidate(context);
  const plain =
    own === null
      ? []
      : [
          {
            ...own,
            operation: "insert",
            description: `insert a row in the name of ${ownerWords(entity, own.maker)}`,
          },
        ];
  return [
    ...plain,
    ...(own === null ? [] : forgedCandidates(context, { ...own, makers })),
    ...hiddenParentCandidates(context, makers),
    ...specialCandidates(context, makers),
    ...guardedCandidates(context, makers),
    ...rowsAcross(context).map(({ row, field }): Candidate => ({
      row,
      maker: "owner",
      operation: `insert-across-block-${field}`,
      description: `insert a row that points to somebody with whom there is a block (${field})`,
    })),
  ];
}

interface OwnRow {
  readonly row: FixtureRow;
  readonly maker: UserName;
  readonly makers: readonly UserName[];
}

/**
 * A row in somebody else's name by a user who may make such rows in their own: only the name stands in the way.
 * Left out where the plain attempt shows that already.
 */
function forgedCandidates(
  context: EntityContext,
  { row: own, maker, makers }: OwnRow,
): readonly Candidate[] {
  const { entity, maker: rows, oracle } = context;
  const { owner } = entity;
  if (owner === null || entity.signUp !== null) return [];
  // Rows are judged by the thousand.
  const actors = {
    owner: actorOf(withAllRoles(context, "owner")),
    other: actorOf(withAllRoles(context, "other")),
  };
  const isNameAlone = (row: FixtureRow, forger: keyof typeof actors): boolean => {
    const access = { entity, command: "insert", actor: actors[forger] } as const;
    const renamed = withColumn(row, owner, users[forger]);
    return !oracle.covers({ ...access, row }) && oracle.covers({ ...access, row: renamed });
  };
  if (isNameAlone(own, forgerOf(maker))) return [];
  return (["owner", "other"] as const).flatMap((forger) => {
    const found = firstRow(
      makers.filter((name) => name !== forger),
      (name) => {
        const prefer = (row: FixtureRow) => (isNameAlone(row, forger) ? strangeParents(row) : null);
        return rows.propose({ entity, label: "new", owner: users[name], prefer });
      },
    );
    if (found === null) return [];
    const operation = `insert-forged-by-${forger}`;
    return [{ ...found, operation, forger, description: "insert a row in another user's name" }];
  });
}

/** Each with every value that the rule looks at, so that the parent alone decides in one of them. */
function hiddenParentCandidates(
  { entity, maker, oracle }: EntityContext,
  makers: readonly UserName[],
): readonly Candidate[] {
  const fields = decidingFields(entity, ["insert"]);
  const readable = parentFields(entity, ["insert"]);
  const choices = valueChoices(entity, ["insert"]);
  return fields.flatMap((field) =>
    (choices.length === 0 ? [{}] : choices).flatMap((values) => {
      const hidden = firstRow(makers, (name) => {
        const actor = actorOf(name);
        const prefer = (row: FixtureRow): number | null => {
          const parent = row.parents[field] ?? null;
          if (parent === null) return null;
          const isClosed = readable.includes(field)
            ? !oracle.covers({ entity: parent.entity, command: "select", actor, row: parent })
            : !oracle.covers({ entity, command: "insert", actor, row });
          return isClosed ? strangeParents(row) : null;
        };
        return maker.propose({ entity, label: "new", owner: users[name], prefer, values });
      });
      if (hidden === null) return [];
      const base = fields.length === 1 ? "insert-below-hidden" : `insert-below-hidden-${field}`;
      const label = choices.length === 0 ? "" : choiceLabel(values);
      return [
        {
          ...hidden,
          operation: `${base}${label}`,
          description: "insert a row below a parent that is closed to its maker",
        },
      ];
    }),
  );
}

/** Rows that hold each value the insert rule looks at, or stand below a row that does. */
function specialCandidates(
  { entity, maker, set }: EntityContext,
  makers: readonly UserName[],
): readonly Candidate[] {
  const holding = valueChoices(entity, ["insert"]).flatMap((values) => {
    const found = firstRow(makers, (name) =>
      maker.propose({ entity, label: "new", owner: users[name], values }),
    );
    const label = choiceLabel(values);
    const words = { operation: `insert-with${label}`, description: `insert a row with ${label}` };
    return found === null ? [] : [{ ...found, ...words }];
  });
  const below = decidingFields(entity, ["insert"]).flatMap((field) =>
    maker
      .rowsOf(set.target(entity, field))
      .filter((parent) => parent.isSpecial)
      .flatMap((parent) => {
        const found = firstRow(makers, (name) =>
          maker.propose({ entity, label: "new", owner: users[name], below: { [field]: parent } }),
        );
        const words = {
          operation: `insert-below-${field}/${parent.label}`,
          description: `insert a row whose ${field} is ${parent.label}`,
        };
        return found === null ? [] : [{ ...found, ...words }];
      }),
  );
  return [...holding, ...below];
}

/** Rows that hold something else than the default in a column that has a guard. */
function guardedCandidates(
  context: EntityContext,
  makers: readonly UserName[],
): readonly Candidate[] {
  const { entity, maker: rows } = context;
  return guardedNames(entity).flatMap((name) => {
    const [value] = guardedValues(context, name);
    if (value === undefined) return [];
    const found = firstRow(makers, (user) =>
      rows.propose({ entity, label: "new", owner: users[user], values: { [name]: value } }),
    );
    const description = `insert a row with a ${name} of the maker's choice`;
    return found === null ? [] : [{ ...found, operation: `insert-choosing-${name}`, description }];
  });
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

function forgerOf(maker: UserName): "owner" | "other" {
  return maker === "other" ? "owner" : "other";
}

function triersOf(
  context: EntityContext,
  { maker, forger = forgerOf(maker) }: Candidate,
): readonly ActorName[] {
  const holders = [...withRoles(context, maker), ...withRoles(context, forger)];
  return ["anon", maker, forger, ...holders, "service_role"];
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

function mayInsert(context: EntityContext, { candidate: { row }, actor }: InsertAttempt): boolean {
  const { entity, oracle } = context;
  const access = { entity, command: "insert", actor: actorOf(actor) } as const;
  const isAllowed = oracle.mayUse(access) && oracle.covers({ ...access, row });
  return isAllowed && !isNewRowGuarded(context, { actor, row });
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
  const ablest = withAllRoles(context, candidate.maker);
  const triers = new Set([candidate.maker, ablest, "service_role"] as const);
  return [...triers].flatMap((actor) => {
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
