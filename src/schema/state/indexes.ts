import type { RowCondition } from "../../spec/access-rule.ts";
import type { Entity, Order, PartialUnique } from "../../spec/entity.ts";
import { objectName } from "../ast/names.ts";
import { isSoftlyDeleted, isThere } from "../soft-delete.ts";
import { primaryKey, uniqueKeys } from "./entity-set.ts";

interface IndexColumn {
  readonly name: string;
  readonly descending: boolean;
}

interface WantedIndex {
  readonly columns: readonly IndexColumn[];
  /** Null: all rows are in it. */
  readonly where: RowCondition | null;
}

export interface NamedIndex extends WantedIndex {
  readonly name: string;
}

/**
 * The indexes an entity's table needs beside its keys: the declared ones, and one that leads
 * with each reference, because cascades, policies and joins search by it. An index that another
 * one or a key already covers is left out. Policies read only references and the primary key.
 */
export function indexesOf(entity: Entity): readonly NamedIndex[] {
  const whole = (columns: readonly IndexColumn[]): WantedIndex => ({ columns, where: null });
  const keys = [primaryKey(entity), ...uniqueKeys(entity)].map((key) => whole(key.map(ascending)));
  const declared = entity.indexes.map(({ fields, where = null }) => ({
    columns: fields.map(indexColumn),
    where,
  }));
  const references = entity.references.map(({ field }) => whole([ascending(field)]));
  const orders = (entity.orders ?? []).map((order) => ({
    columns: orderColumns(entity, order),
    where: isSoftlyDeleted(entity) ? isThere : null,
  }));
  const wanted = [...orders, ...declared, ...references];
  const kept = wanted.filter((candidate, position) => {
    if (keys.some((key) => covers(key, candidate))) return false;
    return !wanted.some((other, otherPosition) => {
      if (otherPosition === position || !covers(other, candidate)) return false;
      // Of two equal indexes the first stays.
      return other.columns.length > candidate.columns.length || otherPosition < position;
    });
  });
  return kept.map((index) => ({
    ...index,
    name: indexName({ table: entity.table, index, all: kept }),
  }));
}

/** Ends in the primary key, in the direction of the others, so that every row has its own place. */
function orderColumns(entity: Entity, { by, within }: Order): readonly IndexColumn[] {
  const first = within === null ? [] : [ascending(within)];
  const columns = by.map(indexColumn);
  const descending = columns.at(-1)?.descending === true;
  const named = new Set([...first, ...columns].map(({ name }) => name));
  const rest = primaryKey(entity).filter((name) => !named.has(name));
  return [...first, ...columns, ...rest.map((name) => ({ name, descending }))];
}

interface PartialKey extends PartialUnique {
  readonly name: string;
}

/** Unique keys of some of the rows; Postgres has them as indexes only. They serve no other query. */
export function partialKeysOf(entity: Entity): readonly PartialKey[] {
  return (entity.partialUnique ?? []).map((key) => {
    const { field } = key.where;
    const words = key.fields.includes(field) ? key.fields : [...key.fields, field];
    return { ...key, name: objectName(entity.table, ...words, "partial", "key") };
  });
}

interface IndexNaming {
  readonly table: string;
  readonly index: WantedIndex;
  readonly all: readonly WantedIndex[];
}

/** Directions are part of the name only where two indexes differ in nothing else. */
function indexName({ table, index, all }: IndexNaming): string {
  const alone = all.filter((other) => named(other) === named(index)).length === 1;
  const words = index.columns.map((entry) =>
    entry.descending && !alone ? `${entry.name}_desc` : entry.name,
  );
  return objectName(table, ...words, ...conditionWords(index.where), "idx");
}

function named({ columns, where }: WantedIndex): string {
  return [...columns.map(({ name }) => name), ...conditionWords(where)].join(" ");
}

function conditionWords(where: RowCondition | null): readonly string[] {
  if (where === null) return [];
  const words = (value: unknown) =>
    String(value)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_");
  if ("in" in where) return ["if", where.field, ...where.in.map(words)];
  return "is" in where
    ? ["if", where.field, words(where.is)]
    : ["if", where.field, "not", words(where.isNot)];
}

/** Whether the longer index serves all that the shorter one does: same rows, same leading columns, read forwards or backwards. */
function covers(longer: WantedIndex, shorter: WantedIndex): boolean {
  if (shorter.columns.length > longer.columns.length) return false;
  if (JSON.stringify(longer.where) !== JSON.stringify(shorter.where)) return false;
  const pairs = shorter.columns.map((entry, place) => ({ entry, other: longer.columns[place] }));
  if (!pairs.every(({ entry, other }) => other?.name === entry.name)) return false;
  const sameDirection = pairs.filter(
    ({ entry, other }) => other?.descending === entry.descending,
  ).length;
  return sameDirection === pairs.length || sameDirection === 0;
}

function ascending(name: string): IndexColumn {
  return { name, descending: false };
}

function indexColumn(field: string): IndexColumn {
  const [name = field, direction] = field.split(" ");
  return { name, descending: direction === "desc" };
}
