import type { FixtureRow } from "../../schema/matrix/fixture-rows.ts";
import { actorOf } from "../../schema/matrix/users.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ContractStep } from "./contract-step.ts";
import {
  expectedRow,
  idOf,
  keyOf,
  mayRead,
  tellers,
  withoutRight,
  wordsOf,
  type StoryContext,
  type Teller,
} from "./story-context.ts";

/** Everybody lists every table: all that they may read is there as it must be, and nothing that they may not, nor what is gone. */
export function listRows(context: StoryContext, moment: string): void {
  for (const entity of context.set.entities) {
    for (const who of tellers) listTable(context, { entity, who, moment });
  }
}

interface Listing {
  readonly entity: Entity;
  readonly who: Teller;
  readonly moment: string;
}

function listTable(context: StoryContext, { entity, who, moment }: Listing): void {
  const { oracle, steps, world } = context;
  const { table } = entity;
  const mayList = oracle.mayUse({ entity, command: "select", actor: actorOf(who) });
  const rows = world.rowsOf(entity);
  const visible = rows.filter((row) => mayRead(context, { who, row }));
  steps.push({
    request: { kind: "select", as: idOf(who), table, key: null },
    expect: mayList
      ? {
          kind: "among",
          rows: visible.map((row) => expectedRow(world, row)),
          hidden: rows.filter((row) => !visible.includes(row)).map(keyOf),
          gone: world.goneOf(entity).map(keyOf),
        }
      : { kind: "refused", codes: withoutRight },
    table,
    command: "select",
    words: `${wordsOf(who)} lists the rows ${moment}`,
  });
}

/** Everybody asks for one row of each of the two people. */
export function readRows(context: StoryContext): void {
  for (const entity of context.set.entities) {
    const rows = context.world
      .rowsOf(entity)
      .filter(({ label }) => label === "mine" || label === "theirs");
    for (const row of rows) {
      for (const who of tellers) context.steps.push(readStep(context, { row, who }));
    }
  }
}

interface Reading {
  readonly row: FixtureRow;
  readonly who: Teller;
  /** Words on when it happens. */
  readonly moment?: string;
}

/** One person asks for one row. */
export function readStep(context: StoryContext, { row, who, moment = "" }: Reading): ContractStep {
  const { entity } = row;
  const { table } = entity;
  const isDenied = !context.oracle.mayUse({ entity, command: "select", actor: actorOf(who) });
  const current = context.world.find(row);
  const isThere = current !== undefined && mayRead(context, { who, row: current });
  return {
    request: { kind: "select", as: idOf(who), table, key: keyOf(row) },
    expect: isDenied
      ? { kind: "refused", codes: withoutRight }
      : isThere
        ? { kind: "rows", rows: [expectedRow(context.world, current)] }
        : { kind: "unaffected" },
    table,
    command: "select",
    words: `${wordsOf(who)} reads one row${moment === "" ? "" : ` ${moment}`}`,
  };
}
