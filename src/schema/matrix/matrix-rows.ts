import type { Entity } from "../../spec/entity.ts";
import type { EntitySet } from "../state/entity-set.ts";
import {
  ownParents,
  rowMaker,
  signUpRow,
  strangeParents,
  type FixtureRow,
  type RowMaker,
} from "./fixture-rows.ts";
import { insertSql, deleteSql, tableOf } from "./row-statements.ts";
import { users } from "./users.ts";

export interface MatrixRows {
  readonly maker: RowMaker;
  /** Fills the database, run in order by its owner. */
  readonly statements: readonly string[];
}

/** Spare rows of an entity that others refer to, so that every new row finds a parent of its own. */
const spareOwners = [users.bystander, users.bystander, users.owner];

/** The rows that are there before any cell runs: for every entity one of the owner, one of another user, and more row classes where rules look at parents. */
export function matrixRows(set: EntitySet): MatrixRows {
  const maker = rowMaker(set);
  for (const entity of set.entities) {
    if (entity.signUp === null) addRows({ entity, set, maker });
    else addSignUpRows(entity, maker);
  }
  const made = set.entities.filter((entity) => entity.signUp === null);
  return {
    maker,
    statements: [
      ...Object.entries(users).map(([name, id]) => insertUser(name, id)),
      ...set.entities.filter((entity) => entity.signUp !== null).map(removeNewcomer),
      ...made.flatMap((entity) => maker.rowsOf(entity).map(insertRow)),
    ],
  };
}

/** The columns that a client writes; the database makes the others. */
export function writtenValues({ entity, values }: FixtureRow): FixtureRow["values"] {
  const generated = new Set(
    entity.fields.filter((field) => field.type === "lower").map(({ name }) => name),
  );
  return Object.fromEntries(Object.entries(values).filter(([name]) => !generated.has(name)));
}

/** Whether any of the rules looks at a parent row. */
function looksAtParents({ access }: Entity): boolean {
  return Object.values(access).some((rule) => typeof rule !== "string");
}

function addSignUpRows(entity: Entity, maker: RowMaker): void {
  for (const user of [users.owner, users.other, users.stranger, users.bystander]) {
    const label = user === users.owner ? "mine" : user === users.other ? "theirs" : "spare";
    maker.add({ ...signUpRow(entity, user), label });
  }
}

interface RowContext {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly maker: RowMaker;
}

function addRows({ entity, set, maker }: RowContext): void {
  const add = (request: Omit<Parameters<RowMaker["propose"]>[0], "entity">): void => {
    const row = maker.propose({ entity, ...request });
    if (row !== null) maker.add(row);
  };
  add({ label: "mine", owner: users.owner });
  add({ label: "theirs", owner: users.other });
  if (looksAtParents(entity)) {
    add({ label: "mine-below-theirs", owner: users.owner, prefer: belowOthers });
    add({ label: "theirs-below-mine", owner: users.other, prefer: belowOwner });
  }
  const isReferenced = set.entities.some((other) =>
    other.references.some(({ to }) => to === entity.name),
  );
  if (!isReferenced) return;
  for (const owner of spareOwners) add({ label: "spare", owner });
}

function belowOthers(row: FixtureRow): number | null {
  return strangeParents(row) === 0 ? null : ownParents(row);
}

function belowOwner(row: FixtureRow): number | null {
  const isBelow = Object.values(row.parents).some((parent) => parent?.owner === users.owner);
  return isBelow ? ownParents(row) : null;
}

function insertUser(name: string, id: string): string {
  return insertSql(
    { schema: "auth", table: "users" },
    { id, email: `${name}@example.com`, raw_user_meta_data: "{}" },
  );
}

function removeNewcomer(entity: Entity): string {
  return deleteSql({ table: tableOf(entity), key: { id: users.newcomer } });
}

function insertRow(row: FixtureRow): string {
  return insertSql(tableOf(row.entity), writtenValues(row));
}
