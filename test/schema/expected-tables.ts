import type { InspectedTable } from "../../src/schema/describe-tables.ts";
import {
  accessCommands,
  type AccessCommand,
  type AccessRule,
  type ConditionValue,
  type RowCondition,
} from "../../src/spec/access-rule.ts";
import type { Entity } from "../../src/spec/entity.ts";
import type { Field } from "../../src/spec/field.ts";

/** What inspection must find of entities, said without the compiler: from the documentation alone. */
export interface ExpectedTable {
  readonly name: string;
  readonly columns: InspectedTable["columns"];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: InspectedTable["foreignKeys"];
  /** The columns of every unique key, as one text each. */
  readonly uniqueKeys: readonly string[];
  /** The beginnings that indexes must have. */
  readonly indexStarts: readonly IndexStart[];
  /** Command and role: `select anon`. */
  readonly policies: readonly string[];
}

export interface IndexStart {
  readonly columns: readonly string[];
  /** Which rows are in it, as Postgres prints it; null: all. */
  readonly where: string | null;
}

const usual = { required: true } as const;

/** Entities with their links written out. */
export function expectedTables(entities: readonly Entity[]): readonly ExpectedTable[] {
  return entities.map((entity) => expectedTable(entity, entities));
}

function expectedTable(entity: Entity, entities: readonly Entity[]): ExpectedTable {
  const key = entity.key ?? ["id"];
  const counters = entities.flatMap((other) =>
    other.counters
      .filter(
        ({ reference }) =>
          other.references.find(({ field }) => field === reference)?.to === entity.name,
      )
      .map(({ column }) => ({ name: column, type: "integer", ...usual })),
  );
  const columns = [
    ...(entity.key === null ? [{ name: "id", type: "uuid", ...usual }] : []),
    ...entity.references.map(({ field, required }) => ({ name: field, type: "uuid", required })),
    ...entity.fields.map((field) => ({
      name: field.name,
      type: typeOf(field),
      required: field.required,
    })),
    ...(entity.search === undefined ? [] : [{ name: "search_vector", type: "tsvector", ...usual }]),
    ...counters,
    ...["created_at", "updated_at"].map((name) => ({
      name,
      type: "timestamp with time zone",
      ...usual,
    })),
  ];
  return {
    name: entity.table,
    columns: columns
      .map(({ name, type, required }) => ({
        name,
        type,
        nullable: !required && !key.includes(name),
      }))
      .toSorted(byName),
    primaryKey: key,
    foreignKeys: foreignKeys(entity, entities),
    uniqueKeys: [
      key,
      ...entity.unique,
      ...(entity.partialUnique ?? []).map(({ fields }) => fields),
      ...entity.references.filter(({ unique }) => unique === true).map(({ field }) => [field]),
    ]
      .map((one) => one.join(", "))
      .toSorted(),
    indexStarts: [
      ...(entity.search === undefined ? [] : [{ columns: ["search_vector"], where: null }]),
      ...entity.references.map(({ field }) => ({ columns: [field], where: null })),
      ...(entity.orders ?? []).map(({ by, within }) => ({
        columns: [...(within === null ? [] : [within]), ...by.map(withoutDirection)],
        where: entity.fields.some(({ name }) => name === "deleted_at")
          ? "(deleted_at IS NULL)"
          : null,
      })),
      ...entity.indexes.map(({ fields, where }) => ({
        columns: fields.map(withoutDirection),
        where: where === undefined ? null : predicate(where),
      })),
    ],
    policies: policies(entity, entities),
  };
}

export function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}

function withoutDirection(name: string): string {
  return name.replace(" desc", "");
}

/** For the few conditions that are drawn. */
function predicate(where: RowCondition): string {
  const { field } = where;
  if ("in" in where) return `(${field} = ANY (ARRAY[${where.in.map(constant).join(", ")}]))`;
  if ("is" in where)
    return where.is === null ? `(${field} IS NULL)` : `(${field} = ${constant(where.is)})`;
  return where.isNot === null
    ? `(${field} IS NOT NULL)`
    : `(${field} IS DISTINCT FROM ${constant(where.isNot)})`;
}

function constant(value: ConditionValue): string {
  return typeof value === "string" ? `'${value}'::text` : String(value);
}

function typeOf(field: Field): string {
  switch (field.type) {
    case "lower":
      return "text";
    case "money":
      return "bigint";
    case "numeric":
      return `numeric(${field.precision},${field.scale})`;
    case "timestamptz":
      return "timestamp with time zone";
    case "list":
      return `${field.items.type}[]`;
    case "json":
      return "jsonb";
    case "computed":
      return field.by === "join" ? "text" : "bigint";
    default:
      return field.type;
  }
}

function foreignKeys(entity: Entity, entities: readonly Entity[]): InspectedTable["foreignKeys"] {
  const own = entity.references.map(({ field, to }) => ({
    columns: [field],
    table: entities.find(({ name }) => name === to)?.table ?? "",
    referencedColumns: ["id"],
  }));
  const user = { columns: ["id"], table: "auth.users", referencedColumns: ["id"] };
  return [...own, ...(entity.signUp === null ? [] : [user])].toSorted(byColumn);
}

type ForeignKey = InspectedTable["foreignKeys"][number];

export function byColumn(left: ForeignKey, right: ForeignKey): number {
  return left.columns.join() < right.columns.join() ? -1 : 1;
}

/** A role has a policy for each command in which some row may pass. */
function policies(entity: Entity, entities: readonly Entity[]): readonly string[] {
  return accessCommands
    .flatMap((command) =>
      (["anon", "authenticated"] as const)
        .filter((role) =>
          mayPass({ rule: entity.access[command], command, role, entity, entities }),
        )
        .map((role) => `${command} ${role}`),
    )
    .toSorted();
}

interface Question {
  readonly rule: AccessRule;
  readonly command: AccessCommand;
  readonly role: "anon" | "authenticated";
  readonly entity: Entity;
  readonly entities: readonly Entity[];
}

function mayPass(question: Question): boolean {
  const { command, entities, entity, role, rule } = question;
  if (rule === "everyone") return true;
  if (rule === "nobody") return false;
  if (typeof rule === "string") return role === "authenticated";
  if ("through" in rule) {
    // Who makes or changes such a row must be its owner too.
    const isOwnWrite = entity.owner !== null && (command === "insert" || command === "update");
    if (isOwnWrite && role === "anon") return false;
    const to = entity.references.find(({ field }) => field === rule.through)?.to;
    const parent = entities.find(({ name }) => name === to);
    if (parent === undefined) return false;
    const readable = parent.access.select;
    return mayPass({ ...question, rule: readable, command: "select", entity: parent });
  }
  const passes = (inner: AccessRule): boolean => mayPass({ ...question, rule: inner });
  if ("when" in rule) return passes(rule.rule);
  if ("anyOf" in rule) return rule.anyOf.some(passes);
  if ("allOf" in rule) return rule.allOf.every(passes);
  return role === "authenticated";
}
