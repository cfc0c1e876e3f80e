import type { FixtureRow } from "../../schema/matrix/fixture-rows.ts";
import { isNewRowGuarded } from "../../schema/matrix/guarded-writes.ts";
import { isGuarded, usualValue } from "../../schema/matrix/guarded-values.ts";
import { lookedAtValues } from "../../schema/matrix/looked-at-values.ts";
import { writtenValues } from "../../schema/matrix/matrix-rows.ts";
import { insertSql, rowTarget, tableOf, updateSql } from "../../schema/matrix/row-statements.ts";
import { actorOf, users, type UserName } from "../../schema/matrix/users.ts";
import type { Entity } from "../../spec/entity.ts";
import { isMade } from "../../spec/field.ts";
import type { JsonValues } from "./contract-request.ts";
import { jsonValues } from "./json-values.ts";
import {
  expectedRow,
  idOf,
  mayRead,
  nameOf,
  tellers,
  withoutRight,
  wordsOf,
  type Attempt,
  type StoryContext,
  type Teller,
} from "./story-context.ts";
import { signUpValues } from "./story-people.ts";

/**
 * Makes all example rows, linked together across phases: each through the API by a person who may make it, after all
 * who may not have tried the same; by the server where nobody may.
 */
export function createRows(context: StoryContext): void {
  const { world, set, maker } = context;
  for (const entity of set.entities.filter(({ signUp }) => signUp !== null)) {
    for (const row of maker.rowsOf(entity)) fillSignUpRow(context, row);
    refuseSignUpRows(context, entity);
  }
  let waiting = set.entities
    .filter(({ signUp }) => signUp === null)
    .flatMap((entity) => maker.rowsOf(entity))
    .map((row) => withDefaults(context, row));
  while (waiting.length > 0) {
    const ready = waiting.filter((row) => world.hasParentsOf(row.full));
    const made = ready.find((row) => makerOf(context, row.full) !== null) ?? ready[0];
    // Rows below rows that cannot be made cannot be made either.
    if (made === undefined) break;
    createRow(context, made);
    waiting = waiting.filter((row) => row !== made);
  }
}

interface NewRow {
  /** As the database will hold it. */
  readonly full: FixtureRow;
  /** Columns that are left to their default. */
  readonly omitted: ReadonlySet<string>;
}

/** What sign-up made, with what rules look at filled in by the server. */
function fillSignUpRow({ people, world, steps }: StoryContext, row: FixtureRow): void {
  const person = people.find(({ id }) => id === row.values["id"]);
  if (person === undefined) return;
  world.add({ ...row, values: { ...signUpValues(row.entity, person), ...row.values } });
  const { id: _, ...values } = row.values;
  if (!row.isSpecial || Object.keys(values).length === 0) return;
  steps.push({
    request: { kind: "server", sql: updateSql(rowTarget(row), values) },
    expect: { kind: "done" },
    table: row.entity.table,
    command: "update",
    words: "the server fills a row of sign-up",
  });
}

/** Rows that sign-up makes are tried by those who may make none at all: what they would hold does not matter. */
function refuseSignUpRows({ oracle, steps }: StoryContext, entity: Entity): void {
  const { table } = entity;
  const barred = tellers.filter(
    (who) => !oracle.mayUse({ entity, command: "insert", actor: actorOf(who) }),
  );
  for (const who of barred) {
    steps.push({
      request: {
        kind: "insert",
        as: idOf(who),
        table,
        values: { id: users.newcomer },
        returning: false,
      },
      expect: { kind: "refused", codes: withoutRight },
      table,
      command: "insert",
      words: `${wordsOf(who)} makes a row of sign-up`,
    });
  }
}

/** Another person's first row leaves to the database what has a default, so that a default that is lost is found. */
function withDefaults({ maker }: StoryContext, row: FixtureRow): NewRow {
  const { entity, label } = row;
  if (label !== "theirs" || row.isSpecial) return { full: row, omitted: new Set() };
  const deciding = lookedAtValues(entity);
  const usual = entity.fields.flatMap((field) => {
    if (isMade(field) || field.default === null || deciding.has(field.name)) return [];
    const value = usualValue(field);
    return isGuarded(entity, field.name) ? [] : [{ name: field.name, value }];
  });
  const known = usual.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
  const unknown = new Set(usual.flatMap(({ name, value }) => (value === undefined ? [name] : [])));
  const kept = Object.entries(row.values).filter(([name]) => !unknown.has(name));
  const full = { ...row, values: { ...Object.fromEntries(kept), ...Object.fromEntries(known) } };
  if (!maker.fits(full, row)) return { full: row, omitted: new Set() };
  return { full, omitted: new Set(usual.map(({ name }) => name)) };
}

/** Who may make the row through the API: its owner, or one of the two people where rows have none. */
function makerOf(context: StoryContext, row: FixtureRow): UserName | null {
  const owner = nameOf(row.owner);
  const candidates: readonly UserName[] = owner === null ? ["owner", "other"] : [owner];
  return candidates.find((name) => mayMake(context, { who: name, row })) ?? null;
}

function mayMake(context: StoryContext, { who, row }: Attempt): boolean {
  const { entity } = row;
  const access = { entity, command: "insert", actor: actorOf(who) } as const;
  const { oracle } = context;
  if (!oracle.mayUse(access) || !oracle.covers({ ...access, row })) return false;
  return !isNewRowGuarded({ ...context, entity }, { actor: who, row });
}

function createRow(context: StoryContext, { full, omitted }: NewRow): void {
  const { steps, world } = context;
  const { entity } = full;
  const { table } = entity;
  const maker = makerOf(context, full);
  const written = Object.entries(writtenValues(full)).filter(([name]) => !omitted.has(name));
  const values = jsonValues(entity, Object.fromEntries(written));
  for (const who of triersOf(context, full)) {
    steps.push({
      request: { kind: "insert", as: idOf(who), table, values, returning: false },
      expect: { kind: "refused", codes: withoutRight },
      table,
      command: "insert",
      words: `${wordsOf(who)} makes a row in the name of ${full.owner === null ? "nobody" : wordsOf(nameOf(full.owner) ?? "owner")}`,
    });
  }
  if (maker === null) {
    world.add(full);
    steps.push({
      request: { kind: "server", sql: insertSql(tableOf(entity), Object.fromEntries(written)) },
      expect: { kind: "done" },
      table,
      command: "insert",
      words: "the server makes a row that no person may make",
    });
    return;
  }
  const returning = mayRead(context, { who: maker, row: full });
  world.add(full);
  steps.push({
    request: { kind: "insert", as: idOf(maker), table, values, returning },
    expect: returning ? { kind: "rows", rows: [expectedRow(world, full)] } : { kind: "done" },
    table,
    command: "insert",
    words: `${wordsOf(maker)} makes a row`,
  });
  // Events are told apart by their moment too.
  if (full.label === "mine" && entity.events !== true) repeatRow(context, { full, maker, values });
}

interface MadeRow {
  readonly full: FixtureRow;
  readonly maker: UserName;
  readonly values: JsonValues;
}

/** The same row again, which its key must refuse. */
function repeatRow({ steps }: StoryContext, { full, maker, values }: MadeRow): void {
  const { table } = full.entity;
  steps.push({
    request: { kind: "insert", as: idOf(maker), table, values, returning: false },
    expect: { kind: "refused", codes: ["23505"] },
    table,
    command: "insert",
    words: `${wordsOf(maker)} makes the same row again`,
  });
}

/** Those who may not make the row, as far as the row stands for others: first rows of the two people. */
function triersOf(context: StoryContext, row: FixtureRow): readonly Teller[] {
  if (row.label !== "mine" && row.label !== "theirs") return [];
  return tellers.filter((who) => !mayMake(context, { who, row }));
}
