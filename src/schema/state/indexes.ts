import type { Entity, Order, PartialUnique } from "../../spec/entity.ts";
import { objectName } from "../ast/names.ts";
import { primaryKey, uniqueKeys } from "./entity-set.ts";

interface IndexColumn {
  readonly name: string;
  readonly descending: boolean;
}

export interface NamedIndex {
  readonly name: string;
  readonly columns: readonly IndexColumn[];
}

/**
 * The indexes an entity's table needs beside its keys: the declared ones, and one that leads
 * with each reference, because cascades, policies and joins search by it. An index that another
 * one or a key already covers is left out. Policies read only references and the primary key.
 */
export function indexesOf(entity: Entity): readonly NamedIndex[] {
  const keys = [primaryKey(entity), ...uniqueKeys(entity)].map((columns) => columns.map(ascending));
  const declared = entity.indexes.map(({ fields }) => fields.map(indexColumn));
  const references = entity.references.map(({ field }) => [ascending(field)]);
  const orders = (entity.orders ?? []).map((order) => orderColumns(entity, order));
  const wanted = [...orders, ...declared, ...references];
  const kept = wanted.filter((candidate, position) => {
    if (keys.some((key) => covers(key, candidate))) return false;
    return !wanted.some((other, otherPosition) => {
      if (otherPosition === position || !covers(other, candidate)) return false;
      // Of two equal indexes the first stays.
      return other.length > candidate.length || otherPosition < position;
    });
  });
  return kept.map((columns) => ({
    name: indexName({ table: entity.table, columns, all: kept }),
    columns,
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
  readonly columns: readonly IndexColumn[];
  readonly all: readonly (readonly IndexColumn[])[];
}

/** Directions are part of the name only where two indexes differ in nothing else. */
function indexName({ table, columns, all }: IndexNaming): string {
  const alone = all.filter((other) => columnNames(other) === columnNames(columns)).length === 1;
  const words = columns.map((entry) =>
    entry.descending && !alone ? `${entry.name}_desc` : entry.name,
  );
  return objectName(table, ...words, "idx");
}

function columnNames(columns: readonly IndexColumn[]): string {
  return columns.map(({ name }) => name).join(" ");
}

/** Whether an index over `longer` serves all that one over `shorter` does: same leading columns, read forwards or backwards. */
function covers(longer: readonly IndexColumn[], shorter: readonly IndexColumn[]): boolean {
  if (shorter.length > longer.length) return false;
  const pairs = shorter.map((entry, position) => ({ entry, other: longer[position] }));
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
