import { expectedByKey } from "../../schema/matrix/expectations.ts";
import type { FixtureRow } from "../../schema/matrix/fixture-rows.ts";
import { writtenValues } from "../../schema/matrix/matrix-rows.ts";
import { actorOf } from "../../schema/matrix/users.ts";
import type { Entity } from "../../spec/entity.ts";
import type { StepExpectation } from "./contract-step.ts";
import { jsonValues } from "./json-values.ts";
import { readStep } from "./list-rows.ts";
import {
  expectedRow,
  idOf,
  keyOf,
  mayRead,
  ownRow,
  tellers,
  withoutRight,
  wordsOf,
  type StoryContext,
  type Teller,
} from "./story-context.ts";

type Person = Exclude<Teller, "anon">;
const people: readonly Person[] = ["owner", "other"];

/** Everybody who may not do so deletes the owner's row of every table. */
export function refuseDeletions(context: StoryContext): void {
  for (const entity of context.set.entities) {
    const row = ownRow(context, entity);
    if (row === undefined) continue;
    for (const who of tellers) {
      const expect = expectationOf(context, { row, who });
      if (expect !== null && expect.kind !== "rows") {
        pushDeletion(context, { row, who, expect, words: "deletes the owner's row" });
      }
    }
  }
}

/**
 * Of every table one row is deleted, those last made first, and made again where nothing fell with it: both people then
 * read what counts it, each time.
 */
export function takeAndGiveBack(context: StoryContext): void {
  for (const entity of context.set.entities.toReversed()) {
    const chosen = deletable(context, entity);
    if (chosen === null) continue;
    const { row, who } = chosen;
    const falls = context.world.fallsWith(row).size > 1;
    deleteRow(context, { row, who, words: "deletes a row of their own" });
    readCounted(context, row, "after a row was deleted");
    if (falls || entity.signUp !== null || !mayMakeAgain(context, { row, who })) continue;
    makeAgain(context, { row, who });
    readCounted(context, row, "after the row was made again");
  }
}

/** Rows of one table that each of the two people deletes: more say the same. */
const mostRoots = 2;

/** Roots are deleted, and all that hangs on them with them. */
export function deleteRoots(context: StoryContext): void {
  const { set, world } = context;
  for (const entity of set.entities) {
    for (const who of people) {
      for (let count = 0; count < mostRoots; count += 1) {
        const row = world
          .rowsOf(entity)
          .find((one) => mayDelete(context, { row: one, who }) && world.holdOn(one) === "free");
        if (row === undefined) break;
        deleteRow(context, { row, who, words: "deletes a row with all that hangs on it" });
      }
    }
  }
}

interface Deletion {
  readonly row: FixtureRow;
  readonly who: Teller;
}

function mayDelete(context: StoryContext, { row, who }: Deletion): boolean {
  const attempt = { command: "delete", actor: who, row } as const;
  return expectedByKey({ ...context, entity: row.entity }, attempt).kind === "rows";
}

/** What must become of the deletion; null where it depends on the order in which Postgres looks at references. */
function expectationOf(context: StoryContext, { row, who }: Deletion): StepExpectation | null {
  const attempt = { command: "delete", actor: who, row } as const;
  const { kind } = expectedByKey({ ...context, entity: row.entity }, attempt);
  if (kind === "denied") return { kind: "refused", codes: withoutRight };
  if (kind === "unaffected") return { kind: "unaffected" };
  const hold = context.world.holdOn(row);
  if (hold === "unclear") return null;
  if (hold === "held") return { kind: "refused", codes: ["23503", "23001"] };
  return { kind: "rows", rows: [expectedRow(context.world, row)] };
}

/** A row that one of the two may delete, if possible one on which nothing hangs. */
function deletable(context: StoryContext, entity: Entity): (Deletion & { who: Person }) | null {
  const { world } = context;
  const found = people.flatMap((who) =>
    world
      .rowsOf(entity)
      .filter((row) => mayDelete(context, { row, who }) && world.holdOn(row) === "free")
      .map((row) => ({ row, who, falls: world.fallsWith(row).size })),
  );
  const [best] = found.toSorted((left, right) => left.falls - right.falls);
  return best === undefined ? null : { row: best.row, who: best.who };
}

interface Told extends Deletion {
  readonly words: string;
}

function deleteRow(context: StoryContext, { row, who, words }: Told): void {
  const expect: StepExpectation = { kind: "rows", rows: [expectedRow(context.world, row)] };
  pushDeletion(context, { row, who, expect, words });
  context.world.remove(row);
}

function pushDeletion(
  { steps }: StoryContext,
  { row, who, expect, words }: Told & { readonly expect: StepExpectation },
): void {
  const { table } = row.entity;
  steps.push({
    request: { kind: "delete", as: idOf(who), table, key: keyOf(row) },
    expect,
    table,
    command: "delete",
    words: `${wordsOf(who)} ${words}`,
  });
}

function mayMakeAgain(context: StoryContext, { row, who }: Deletion): boolean {
  const { oracle, world } = context;
  const access = { entity: row.entity, command: "insert", actor: actorOf(who) } as const;
  const isMine = row.entity.owner === null || row.owner === idOf(who);
  const isAllowed = oracle.mayUse(access) && oracle.covers({ ...access, row });
  return isMine && isAllowed && world.hasParentsOf(row) && !holdsChosen(row);
}

/** Whether the row holds what a guard lets nobody choose. */
function holdsChosen({ entity }: FixtureRow): boolean {
  return Object.keys(entity.guards ?? {}).length > 0;
}

function makeAgain(context: StoryContext, { row, who }: Deletion): void {
  const { steps, world } = context;
  const { entity } = row;
  const returning = mayRead(context, { who, row });
  world.add(row);
  steps.push({
    request: {
      kind: "insert",
      as: idOf(who),
      table: entity.table,
      values: jsonValues(entity, writtenValues(row)),
      returning,
    },
    expect: returning ? { kind: "rows", rows: [expectedRow(world, row)] } : { kind: "done" },
    table: entity.table,
    command: "insert",
    words: `${wordsOf(who)} makes the row that was deleted again`,
  });
}

/** Both people read the rows whose counters count this one. */
function readCounted(context: StoryContext, row: FixtureRow, moment: string): void {
  for (const { reference } of row.entity.counters) {
    const parent = row.parents[reference] ?? null;
    if (parent === null) continue;
    for (const who of people) {
      const step = readStep(context, { row: parent, who, moment });
      context.steps.push({ ...step, words: `${step.words}, which counts ${row.entity.table}` });
    }
  }
}
