import type { Entity, PartialUnique } from "../../spec/entity.ts";
import { isMade, type Field } from "../../spec/field.ts";
import { primaryKey, uniqueKeys, type EntitySet } from "../state/entity-set.ts";
import { exampleValue, type Value } from "./example-value.ts";
import { isGuarded, usualValue } from "./guarded-values.ts";
import { users } from "./users.ts";

/** One row of an entity: in the database before the cells run, or about to be inserted by one. */
export interface FixtureRow {
  readonly entity: Entity;
  /** What the row is for, in names of cells: `mine`, `theirs`. */
  readonly label: string;
  /** The id of the user who owns it, or null for entities without owner. */
  readonly owner: string | null;
  /** Every column that is written, with its value. */
  readonly values: Readonly<Record<string, Value>>;
  /** The rows that the references point to. */
  readonly parents: Readonly<Record<string, FixtureRow | null>>;
  /** Made for what it holds, or for what a row above it holds: rules treat it unlike other rows. */
  readonly isSpecial: boolean;
}

export interface RowRequest {
  readonly entity: Entity;
  readonly label: string;
  /** The owner's id; for entities without owner, whose parents are looked for. */
  readonly owner: string;
  /** Smaller is better; rows that cannot be are left out by `null`. Default: rows below the owner's own parents. */
  readonly prefer?: (row: FixtureRow) => number | null;
  /** Rows that it must stand below, by reference. Default: none. */
  readonly below?: Readonly<Record<string, FixtureRow>>;
  /** Whether it comes after all other rows, so that it may stand below any of them. Default: false. */
  readonly isLast?: boolean;
  /** Values that the row must have; the others are made up. */
  readonly values?: FixtureRow["values"];
  /** Default: false. */
  readonly isSpecial?: boolean;
}

/** Makes rows that satisfy every constraint of their table together with the rows made before. */
export interface RowMaker {
  /** The best row that fits beside the existing ones, or null when there is none. The row is not added. */
  propose(request: RowRequest): FixtureRow | null;
  add(row: FixtureRow): void;
  rowsOf(entity: Entity): readonly FixtureRow[];
  /** Whether the row could stand beside the existing ones, `instead` of one of them. */
  fits(row: FixtureRow, instead: FixtureRow | null): boolean;
}

/** More combinations of parents than any sensible entity needs to find a free one. */
const maxCombinations = 5_000;
const maxAttempts = 10;

export function rowMaker(set: EntitySet): RowMaker {
  const rows = new Map<string, FixtureRow[]>(set.entities.map((entity) => [entity.name, []]));
  const rowsOf = (entity: Entity): FixtureRow[] => rows.get(entity.name) ?? [];
  let made = 0;
  const fits = (row: FixtureRow, instead: FixtureRow | null): boolean =>
    isDistinct(row) &&
    rowsOf(row.entity).every((other) => other === instead || !collides(row, other));
  return {
    rowsOf,
    fits,
    add: (row) => rowsOf(row.entity).push(row),
    propose: (request) => {
      // A field with few values may need another one than its turn gives it.
      for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
        made += 1;
        const best = bestRow({ request, set, rowsOf, fits, variant: made });
        if (best !== null) return best;
      }
      return null;
    },
  };
}

interface Search {
  readonly request: RowRequest;
  readonly set: EntitySet;
  readonly rowsOf: RowMaker["rowsOf"];
  readonly fits: RowMaker["fits"];
  readonly variant: number;
}

function bestRow({ request, set, rowsOf, fits, variant }: Search): FixtureRow | null {
  const { entity, prefer = strangeParents } = request;
  const id = uuid(set.entities.indexOf(entity), variant);
  let best: { readonly row: FixtureRow; readonly score: number } | null = null;
  for (const parents of parentChoices({ request, set, rowsOf })) {
    const row = rowOf({ request, parents, variant, id });
    const score = fits(row, null) ? prefer(row) : null;
    if (score !== null && (best === null || score < best.score)) best = { row, score };
  }
  return best?.row ?? null;
}

/** How many parents belong to somebody else; those of people with blocks are the last choice. */
export function strangeParents(row: FixtureRow): number {
  const owners = Object.values(row.parents).map((parent) => parent?.owner ?? null);
  const strange = owners.filter((owner) => owner !== null && owner !== row.owner);
  const blocked = strange.filter((owner) => owner === users.blocked || owner === users.blocker);
  return strange.length + 100 * blocked.length;
}

/** How many parents are the owner's. */
export function ownParents(row: FixtureRow): number {
  const own = Object.entries(row.parents).filter(
    ([field, parent]) => field !== row.entity.owner && parent?.owner === row.owner,
  );
  return own.length;
}

/** The row of an entity that sign-up makes for a user. */
export function signUpRow(entity: Entity, user: string): FixtureRow {
  return {
    entity,
    label: "mine",
    owner: entity.owner === null ? null : user,
    values: { id: user },
    parents: {},
    isSpecial: false,
  };
}

/** A copy with one column changed, as an update would leave it. */
export function withColumn(row: FixtureRow, column: string, value: Value): FixtureRow {
  const owner = column === row.entity.owner && typeof value === "string" ? value : row.owner;
  return { ...row, owner, values: withLowerCopies(row.entity, { ...row.values, [column]: value }) };
}

interface ParentQuery {
  readonly request: RowRequest;
  readonly set: EntitySet;
  readonly rowsOf: (entity: Entity) => readonly FixtureRow[];
}

type Parents = Readonly<Record<string, FixtureRow | null>>;

function parentChoices({ request, set, rowsOf }: ParentQuery): readonly Parents[] {
  const { entity, owner, below = {}, isLast = false } = request;
  let choices: readonly Parents[] = [{}];
  const place = set.entities.indexOf(entity);
  for (const { field, to, required } of entity.references) {
    const target = set.find(to);
    // A row of the same table, or of one that is filled later, is not there yet.
    const isLater =
      !(isLast && below[field] !== undefined) && set.entities.indexOf(target) >= place;
    const all = isLater ? [] : rowsOf(target);
    const fitting = field === entity.owner ? all.filter((row) => row.values["id"] === owner) : all;
    const fixed = below[field];
    const isUnchosen = isGuarded(entity, field) && !required && fixed === undefined;
    if (isUnchosen) {
      choices = choices.map((choice) => ({ ...choice, [field]: null }));
      continue;
    }
    const options = fixed === undefined ? fitting : fitting.filter((row) => row === fixed);
    const mayBeEmpty = fixed === undefined && (!required || target === entity);
    const offered = options.length === 0 && mayBeEmpty ? [null] : options;
    choices = choices
      .flatMap((choice) => offered.map((option) => ({ ...choice, [field]: option })))
      .slice(0, maxCombinations);
  }
  return choices;
}

interface RowParts {
  readonly request: RowRequest;
  readonly parents: Parents;
  readonly variant: number;
  readonly id: string;
}

function rowOf({ request, parents, variant, id }: RowParts): FixtureRow {
  const { entity, label, owner, values: wanted = {}, isSpecial = false } = request;
  const rowId = entity.signUp === null ? id : owner;
  const identity: Record<string, Value> = entity.key === null ? { id: rowId } : {};
  const references = entity.references.map(({ field, to, required }): readonly [string, Value] => {
    const own = to === entity.name && required ? rowId : null;
    return [field, parents[field]?.values["id"] ?? own];
  });
  const fields = entity.fields
    .filter((field) => !isMade(field))
    .flatMap((field, position): readonly (readonly [string, Value])[] => {
      const example = exampleValue(field, variant + position);
      const value = isGuarded(entity, field.name) ? unchosen(field, example) : example;
      return value === undefined ? [] : [[field.name, value]];
    });
  const values = {
    ...identity,
    ...Object.fromEntries(references),
    ...Object.fromEntries(fields),
    ...wanted,
  };
  return {
    entity,
    label,
    owner: entity.owner === null ? null : owner,
    values: withLowerCopies(entity, values),
    parents,
    isSpecial,
  };
}

/** Whoever may make the row may make it like this. A column that must not be empty then has no such value. */
function unchosen(field: Field, example: Value): Value | undefined {
  const usual = usualValue(field);
  return usual === null && field.required ? example : usual;
}

/** The copies are needed to see collisions; they are never written. */
function withLowerCopies(
  entity: Entity,
  values: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const copies = entity.fields.flatMap((field) => {
    const source = field.type === "lower" ? values[field.of] : undefined;
    return typeof source === "string" ? [[field.name, source.toLowerCase()]] : [];
  });
  return { ...values, ...Object.fromEntries(copies) };
}

/** Whether the pairs of columns that must differ do. */
export function isDistinct({ entity, values }: FixtureRow): boolean {
  return entity.distinct.every(([left, right]) => values[left] !== values[right]);
}

/** Whether the primary key or a unique key keeps the two rows apart. */
export function collides(left: FixtureRow, right: FixtureRow): boolean {
  const { entity } = left;
  const partial = entity.partialUnique ?? [];
  const agree = (columns: readonly string[]): boolean =>
    columns.every((column) => {
      const value = left.values[column] ?? null;
      return value !== null && right.values[column] === value;
    });
  return (
    keysOf(entity).some(agree) ||
    partial.some(
      ({ fields, where }) => isKept(left, where) && isKept(right, where) && agree(fields),
    )
  );
}

const keys = new WeakMap<Entity, readonly (readonly string[])[]>();

/** The columns of all keys, found once: they are asked for with every pair of rows. */
function keysOf(entity: Entity): readonly (readonly string[])[] {
  const found = keys.get(entity) ?? [primaryKey(entity), ...uniqueKeys(entity)];
  keys.set(entity, found);
  return found;
}

/** Whether a partial key looks at the row. */
function isKept({ values }: FixtureRow, where: PartialUnique["where"]): boolean {
  const value = values[where.field] ?? null;
  return "present" in where ? (value !== null) === where.present : value === where.equals;
}

/** An id that no other row has, and that no client would make. */
function uuid(place: number, variant: number): string {
  return `00000000-0000-4000-9${hex(place, 3)}-${hex(variant, 12)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
