import type { Entity } from "../../spec/entity.ts";
import { isMade } from "../../spec/field.ts";
import { decidingFields } from "../rule-tree.ts";
import { blockListOf, honoursBlocks } from "../blocks.ts";
import { uniqueKeys, type EntitySet } from "../state/entity-set.ts";
import {
  ownParents,
  rowMaker,
  signUpRow,
  strangeParents,
  type FixtureRow,
  type RowMaker,
  type RowRequest,
} from "./fixture-rows.ts";
import { addBlockedRows, addBlockedSignUps, addBlocks, blockedNames } from "./blocked-rows.ts";
import { joinedRows, memberships, saysWhatOneJoined } from "./member-rows.ts";
import { choiceLabel, valueChoices } from "./looked-at-values.ts";
import { deleteSql, insertSql, rowTarget, tableOf, updateSql } from "./row-statements.ts";
import { users } from "./users.ts";

export interface MatrixRows {
  readonly maker: RowMaker;
  /** Fills the database, run in order by its owner. */
  readonly statements: readonly string[];
}

/** Spare rows of an entity that others refer to, so that every new row finds a parent of its own. */
const spareOwners = [users.bystander, users.bystander, users.owner];
const moreSpareOwners = [users.owner, users.owner, users.other];

/** The rows that are there before any cell runs: for every entity one of the owner, one of another user, and more row classes where rules look at parents. */
export function exampleRows(set: EntitySet): RowMaker {
  const maker = rowMaker(set);
  const list = blockListOf(set.entities);
  for (const entity of set.entities) {
    const context = { entity, set, maker };
    if (entity === list?.entity) {
      addBlocks(context, list);
      continue;
    }
    if (entity.signUp === null) addRows(context);
    else addSignUpRows(entity, maker);
    if (list === null) continue;
    if (entity.signUp !== null) addBlockedSignUps(context);
    else if (honoursBlocks(entity)) addBlockedRows(context);
  }
  return maker;
}

/** Example rows and the statements that make them. */
export function matrixRows(set: EntitySet): MatrixRows {
  const maker = exampleRows(set);
  const hasBlocks = blockListOf(set.entities) !== null;
  const made = set.entities.filter((entity) => entity.signUp === null);
  return {
    maker,
    statements: [
      ...Object.entries(users)
        .filter(([name]) => hasBlocks || !blockedNames.some((one) => one === name))
        .map(([name, id]) => insertUser(name, id)),
      ...set.entities.filter((entity) => entity.signUp !== null).map(removeNewcomer),
      ...set.entities
        .filter((entity) => entity.signUp !== null)
        .flatMap((entity) =>
          maker
            .rowsOf(entity)
            .filter((row) => row.isSpecial && Object.keys(row.values).length > 1)
            .map(changeRow),
        ),
      ...made.flatMap((entity) => maker.rowsOf(entity).map(insertRow)),
    ],
  };
}

/** The columns that a client writes; the database makes the others. */
export function writtenValues({ entity, values }: FixtureRow): FixtureRow["values"] {
  const generated = new Set(entity.fields.filter(isMade).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !generated.has(name)));
}

/** There is one row a user, so that the values that rules look at are dealt out among them. */
function addSignUpRows(entity: Entity, maker: RowMaker): void {
  const choices = valueChoices(entity);
  const owners = [users.owner, users.other, users.stranger, users.bystander];
  for (const [position, user] of owners.entries()) {
    const row = signUpRow(entity, user);
    const base = user === users.owner ? "mine" : user === users.other ? "theirs" : "spare";
    const choice = choices[position % choices.length];
    if (choice === undefined) maker.add({ ...row, label: base });
    else {
      const label = position === 0 ? base : `${base}-${position}${choiceLabel(choice)}`;
      maker.add({ ...row, label, values: { ...row.values, ...choice }, isSpecial: true });
    }
  }
}

interface RowContext {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly maker: RowMaker;
}

function addRows({ entity, set, maker }: RowContext): void {
  const add = (request: PlainRequest): void => {
    const row = maker.propose({ entity, ...request });
    if (row !== null) maker.add(row);
  };
  add({ label: "mine", owner: users.owner });
  add({ label: "theirs", owner: users.other });
  if (decidingFields(entity).length > 0) {
    add({ label: "mine-below-theirs", owner: users.owner, prefer: belowOthers });
    add({ label: "theirs-below-mine", owner: users.other, prefer: belowOwner });
  }
  for (const request of memberships({ entity, set, maker })) add(request);
  for (const request of joinedRows({ entity, set })) add(request);
  for (const request of specialRows({ entity, set, maker })) add(request);
  const isReferenced = set.entities.some((other) =>
    other.references.some(({ to }) => to === entity.name),
  );
  if (!isReferenced) return;
  for (const owner of spareOwners) add({ label: "spare", owner });
  if (!isTakenOnce({ entity, set, maker })) return;
  for (const owner of moreSpareOwners) add({ label: "spare", owner });
}

/** Whether each row can be the parent of one row only, and decides who may make it: then the rows above use up its parents. */
function isTakenOnce({ entity, set }: RowContext): boolean {
  return set.entities.some((other) =>
    decidingFields(other).some(
      (field) =>
        set.target(other, field) === entity &&
        uniqueKeys(other).some((columns) => columns.length === 1 && columns[0] === field),
    ),
  );
}

type PlainRequest = Omit<RowRequest, "entity">;

/** A chain of rules would double these with every link. */
const maxSpecialParents = 8;
const maxChoicesBelow = 3;

/** Rows that hold what rules look at, and rows below such rows, of both users. */
function specialRows({ entity, set, maker }: RowContext): readonly PlainRequest[] {
  const both = [
    ["mine", users.owner],
    ["theirs", users.other],
  ] as const;
  const holding = valueChoices(entity).flatMap((values) =>
    both.map(([whose, owner]): PlainRequest => {
      return { label: `${whose}${choiceLabel(values)}`, owner, values, isSpecial: true };
    }),
  );
  const choices = valueChoices(entity).slice(0, maxChoicesBelow);
  // Who joined what is settled already: more members would leave no strangers.
  const fields = decidingFields(entity).filter(
    (field) => !saysWhatOneJoined({ entity, set }, field),
  );
  const below = fields.flatMap((field) =>
    maker
      .rowsOf(set.target(entity, field))
      .filter((parent) => parent.isSpecial)
      .slice(0, maxSpecialParents)
      .flatMap((parent) =>
        (choices.length === 0 ? [null] : choices).flatMap((values) =>
          both.map(([whose, owner]): PlainRequest => {
            const label = `${whose}-below-${field}-${parent.label}`;
            const request = { owner, below: { [field]: parent }, isSpecial: true };
            if (values === null) return { ...request, label };
            return { ...request, label: `${label}${choiceLabel(values)}`, values };
          }),
        ),
      ),
  );
  return [...holding, ...below];
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

/** The row was made by sign-up: what rules look at is filled in. */
function changeRow(row: FixtureRow): string {
  const { id: _, ...values } = row.values;
  return updateSql(rowTarget(row), values);
}
