import type { Entity, Reference } from "../spec/entity.ts";
import { isMade, type Field } from "../spec/field.ts";
import { prepareFunction } from "./events.ts";
import { searchColumn, searchFunction, searchOf } from "./search.ts";
import { foreignKeyName } from "./state/constraints.ts";
import { entitySet, primaryKey, uniqueKeys, type EntitySet } from "./state/entity-set.ts";

interface ColumnType {
  readonly name: string;
  /** The TypeScript type of a value that is there. */
  readonly type: string;
  readonly nullable: boolean;
  /** An insert may leave it out. */
  readonly optional: boolean;
  /** Made by the database only. */
  readonly generated: boolean;
}

/**
 * The source of `database.types.ts` in the shape that `supabase gen types typescript` prints, formatted as the
 * app's formatter does. Closed sets of texts become unions of literals; a column that the database alone makes
 * is `never` in inserts and updates. The entities must have passed `checkEntities`.
 */
export function printDatabaseTypes(entities: readonly Entity[]): string {
  const set = entitySet(entities);
  const tables = set.entities.toSorted((left, right) => compare(left.table, right.table));
  return `export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: ${block(
      tables.flatMap((entity) => tableLines(entity, set)),
      2,
    )}
    Views: { [_ in never]: never };
    Functions: ${block(
      [...tables.flatMap(prepareLines), ...tables.flatMap((entity) => searchLines(entity, set))],
      2,
    )}
    Enums: { [_ in never]: never };
    CompositeTypes: { [_ in never]: never };
  };
};
`;
}

function block(lines: readonly string[], depth: number): string {
  if (lines.length === 0) return "{ [_ in never]: never };";
  const indent = "  ".repeat(depth);
  return ["{", ...lines.map((line) => `${indent}  ${line}`), `${indent}};`].join("\n");
}

function tableLines(entity: Entity, set: EntitySet): readonly string[] {
  const columns = columnTypes(entity, set).toSorted((left, right) =>
    compare(left.name, right.name),
  );
  const row = columns.flatMap((own) => `${own.name}: ${typeOf(own)};`.split("\n"));
  const insert = columns.flatMap((own) => insertLine(own, own.optional).split("\n"));
  const update = columns.flatMap((own) => insertLine(own, true).split("\n"));
  return [
    `${entity.table}: {`,
    ...nested("Row", row),
    ...nested("Insert", insert),
    ...nested("Update", update),
    ...relationshipLines(entity, set),
    "};",
  ];
}

/** The function by which the server makes partitions ahead. */
function prepareLines(entity: Entity): readonly string[] {
  if (entity.events !== true) return [];
  const name = prepareFunction(entity);
  return [`${name}: {`, ...nested("Args", ["months?: number;"]), "  Returns: number;", "};"];
}

/** The function that finds rows of the table, as `rpc` reads it. */
function searchLines(entity: Entity, set: EntitySet): readonly string[] {
  if (searchOf(entity) === null) return [];
  const columns = columnTypes(entity, set).toSorted((left, right) =>
    compare(left.name, right.name),
  );
  return [
    `${searchFunction(entity)}: {`,
    ...nested("Args", ["after_id?: string;", "page_size?: number;", "query: string;"]),
    "  Returns: {",
    ...columns
      .flatMap((own) => `${own.name}: ${typeOf(own)};`.split("\n"))
      .map((line) => `    ${line}`),
    "  }[];",
    ...nested("SetofOptions", [
      'from: "*";',
      `to: "${entity.table}";`,
      "isOneToOne: false;",
      "isSetofReturn: true;",
    ]),
    "};",
  ];
}

function nested(name: string, lines: readonly string[]): readonly string[] {
  return [`  ${name}: {`, ...lines.map((line) => `    ${line}`), "  };"];
}

function insertLine(own: ColumnType, optional: boolean): string {
  if (own.generated) return `${own.name}?: never;`;
  return `${own.name}${optional ? "?" : ""}: ${typeOf(own)};`;
}

function typeOf({ type, nullable }: ColumnType): string {
  return nullable ? `${type} | null` : type;
}

function columnTypes(entity: Entity, set: EntitySet): readonly ColumnType[] {
  const always = { nullable: false, optional: true, generated: false };
  const identity =
    entity.key === null
      ? [{ ...always, name: "id", type: "string", optional: entity.signUp === null }]
      : [];
  const references = entity.references.map(({ field, required }) => {
    const nullable = !required && !primaryKey(entity).includes(field);
    return { name: field, type: "string", nullable, optional: nullable, generated: false };
  });
  const counters = set
    .countersOn(entity)
    .map(({ column }) => ({ ...always, name: column, type: "number" }));
  const times = ["created_at", "updated_at"].map((name) => ({ ...always, name, type: "string" }));
  const search =
    searchOf(entity) === null
      ? []
      : [{ ...always, name: searchColumn, type: "unknown", generated: true }];
  return [
    ...identity,
    ...references,
    ...entity.fields.map((field) => fieldType(field, entity)),
    ...counters,
    ...search,
    ...times,
  ];
}

function fieldType(field: Field, entity: Entity): ColumnType {
  const nullable = !field.required && !primaryKey(entity).includes(field.name);
  const generated = isMade(field);
  const optional = nullable || isMade(field) || field.default !== null;
  return { name: field.name, type: valueType(field), nullable, optional, generated };
}

function valueType(field: Field): string {
  switch (field.type) {
    case "text":
      return field.oneOf === null ? "string" : unionOf(field.oneOf);
    case "integer":
    case "bigint":
    case "numeric":
    case "money":
      return "number";
    case "list":
      return listType(field);
    case "json":
      return jsonType(field);
    case "boolean":
      return "boolean";
    case "timestamptz":
    case "date":
    case "uuid":
    case "lower":
      return "string";
    case "computed":
      return field.by === "join" ? "string" : "number";
  }
}

function unionOf(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(" | ");
}

function listType({ items }: Extract<Field, { readonly type: "list" }>): string {
  if (items.type === "integer") return "number[]";
  if (items.oneOf === null) return "string[]";
  return items.oneOf.length === 1 ? `${unionOf(items.oneOf)}[]` : `(${unionOf(items.oneOf)})[]`;
}

const jsonTypes = {
  text: "string",
  number: "number",
  boolean: "boolean",
  object: "{ [key: string]: Json | undefined }",
  array: "Json[]",
} as const;

/** Several lines, one a key. */
function jsonType({ shape }: Extract<Field, { readonly type: "json" }>): string {
  const keys = Object.entries(shape).toSorted(([left], [right]) => compare(left, right));
  const lines = keys.map(
    ([key, { type, required }]) => `  ${key}${required ? "" : "?"}: ${jsonTypes[type]};`,
  );
  return ["{", ...lines, "}"].join("\n");
}

function relationshipLines(entity: Entity, set: EntitySet): readonly string[] {
  if (entity.references.length === 0) return ["  Relationships: [];"];
  const sorted = entity.references.toSorted((left, right) =>
    compare(foreignKeyName(entity, left), foreignKeyName(entity, right)),
  );
  return [
    "  Relationships: [",
    ...sorted.flatMap((reference) => [
      "    {",
      `      foreignKeyName: ${JSON.stringify(foreignKeyName(entity, reference))};`,
      `      columns: [${JSON.stringify(reference.field)}];`,
      `      isOneToOne: ${isUniqueAlone(entity, reference)};`,
      `      referencedRelation: ${JSON.stringify(set.find(reference.to).table)};`,
      `      referencedColumns: ["id"];`,
      "    },",
    ]),
    "  ];",
  ];
}

function isUniqueAlone(entity: Entity, reference: Reference): boolean {
  return uniqueKeys(entity).some(
    (columns) => columns.length === 1 && columns[0] === reference.field,
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
