import type { Entity } from "../../spec/entity.ts";
import type { Field } from "../../spec/field.ts";

/** What a column holds, as far as checks compare it. */
export type ColumnKind =
  | "uuid"
  | "text"
  | "number"
  | "boolean"
  | "timestamptz"
  | "date"
  | "list"
  | "json";

/** The columns of an entity's table by name; `id` and the times included, counters of other entities too. */
export function columnKinds(
  entity: Entity,
  entities: readonly Entity[],
): ReadonlyMap<string, ColumnKind> {
  const kinds = new Map<string, ColumnKind>();
  if (entity.key === null) kinds.set("id", "uuid");
  for (const { field } of entity.references) kinds.set(field, "uuid");
  for (const field of entity.fields) kinds.set(field.name, kindOf(field));
  for (const name of counterColumns(entity, entities)) kinds.set(name, "number");
  kinds.set("created_at", "timestamptz");
  kinds.set("updated_at", "timestamptz");
  return kinds;
}

function kindOf(field: Field): ColumnKind {
  switch (field.type) {
    case "lower":
      return "text";
    case "integer":
    case "bigint":
    case "numeric":
    case "money":
      return "number";
    case "computed":
      return field.by === "join" ? "text" : "number";
    default:
      return field.type;
  }
}

/** Columns that counters of any entity make on this one; a clash makes a name come twice. */
export function counterColumns(entity: Entity, entities: readonly Entity[]): readonly string[] {
  const counters = known.get(entities) ?? allCounters(entities);
  known.set(entities, counters);
  return counters.filter(({ on }) => on === entity.name).map(({ column }) => column);
}

interface CounterPlace {
  readonly column: string;
  /** The name of the entity whose rows have the column. */
  readonly on: string | undefined;
}

/** Every entity asks, and the counters are the same for all of them. */
const known = new WeakMap<readonly Entity[], readonly CounterPlace[]>();

function allCounters(entities: readonly Entity[]): readonly CounterPlace[] {
  return entities.flatMap(({ counters, references }) =>
    counters.map(({ column, reference }) => ({
      column,
      on: references.find(({ field }) => field === reference)?.to,
    })),
  );
}
