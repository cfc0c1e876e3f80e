import type { RowMaker, FixtureRow } from "../../schema/matrix/fixture-rows.ts";
import type { Oracle } from "../../schema/matrix/oracle.ts";
import { actorOf, users, type UserName } from "../../schema/matrix/users.ts";
import { primaryKey, type EntitySet } from "../../schema/state/entity-set.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ContractQuestion, JsonValues } from "./contract-request.ts";
import type { ContractStep, ExpectedRow } from "./contract-step.ts";
import type { ContractWorld } from "./contract-world.ts";
import { jsonValues } from "./json-values.ts";

/** The story as it is told so far. Parts of it add steps, and change the world as their steps change the database. */
export interface StoryContext {
  readonly set: EntitySet;
  readonly maker: RowMaker;
  readonly world: ContractWorld;
  /** Knows the rows of the world as they are. */
  readonly oracle: Oracle;
  /** Who has signed up. */
  readonly people: ContractQuestion["people"];
  readonly steps: ContractStep[];
}

/** Who tries everything: two people and a visitor. Others only make rows that these meet. */
export type Teller = "anon" | "other" | "owner";
export const tellers: readonly Teller[] = ["anon", "other", "owner"];

const words: Readonly<Record<string, string>> = {
  anon: "a visitor",
  owner: "the owner",
  other: "another person",
};

export function wordsOf(who: Teller | UserName): string {
  return words[who] ?? `a person (${who})`;
}

/** The id as which requests are made; null for a visitor. */
export function idOf(who: Teller | UserName): string | null {
  return who === "anon" ? null : users[who];
}

/** The person with this id. */
export function nameOf(id: string | null): UserName | null {
  const names = Object.keys(users).filter((name): name is UserName => Object.hasOwn(users, name));
  return names.find((name) => users[name] === id) ?? null;
}

export function keyOf({ entity, values }: FixtureRow): JsonValues {
  const columns = primaryKey(entity).map((name): readonly [string, JsonValues[string]] => [
    name,
    values[name] ?? null,
  ]);
  return Object.fromEntries(columns);
}

/** What clients must read in the row, as far as it is known: its values and its counters. */
export function expectedRow(world: ContractWorld, row: FixtureRow): ExpectedRow {
  const values = { ...jsonValues(row.entity, row.values), ...world.countersOf(row) };
  return { key: keyOf(row), values };
}

/** Somebody who tries something with a row. */
export interface Attempt {
  readonly who: Teller | UserName;
  readonly row: FixtureRow;
}

export function mayRead({ oracle }: StoryContext, { who, row }: Attempt): boolean {
  const access = { entity: row.entity, command: "select", actor: actorOf(who) } as const;
  return oracle.mayUse(access) && oracle.covers({ ...access, row });
}

/** The owner's first row, if it is there. */
export function ownRow({ world }: StoryContext, entity: Entity): FixtureRow | undefined {
  return world.rowsOf(entity).find(({ label }) => label === "mine");
}

/** Refusals of Postgres: no privilege, or a policy. */
export const withoutRight = ["42501"];
