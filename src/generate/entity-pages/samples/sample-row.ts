import { createHash } from "node:crypto";
import type { SampleWords } from "../../../catalog/pages/sample-words.ts";
import type { Entity } from "../../../spec/entity.ts";
import { isMade, type Field } from "../../../spec/field.ts";
import { sampleValue, type SampleValue } from "./sample-value.ts";

/** A row of a new local database, written through the app's API by the person it is by. */
export interface SampleRow {
  readonly entity: Entity;
  /** The username of who writes it, and owns it where rows have owners. */
  readonly by: string;
  /** Null for rows whose key is made of references. */
  readonly id: string | null;
  /** What is written, beside the owner; columns that are left out get their defaults. */
  readonly values: Readonly<Record<string, SampleValue>>;
}

export interface SampleScope {
  /** The feature's entities, in the order of the blueprint. */
  readonly entities: readonly Entity[];
  /** All entities that references may lead to, by name. */
  readonly known: ReadonlyMap<string, Entity>;
  readonly words: SampleWords;
  /** The field that holds the path of a picture, by the name of the entity. */
  readonly pictures: ReadonlyMap<string, string>;
}

export interface Place {
  readonly by: string;
  readonly variant: number;
  /** The row to which the new one belongs; null for rows that stand on their own. */
  readonly parent: SampleRow | null;
}

export interface RowsContext {
  readonly scope: SampleScope;
  /** What has been written so far. */
  readonly rows: readonly SampleRow[];
}

interface RowContext extends RowsContext, Place {
  /** How many rows of the entity there are already. */
  readonly index: number;
}

/** Null when a required reference has nothing to refer to. */
export function sampleRow(entity: Entity, context: RowContext): SampleRow | null {
  const { by, index } = context;
  const values: Record<string, SampleValue> = {};
  for (const reference of entity.references) {
    if (reference.field === entity.owner) continue;
    const value = referenceValue(reference, { ...context, entity });
    if (value !== null) values[reference.field] = value;
    else if (reference.required) return null;
  }
  for (const field of entity.fields) {
    const value = fieldValue(field, { ...context, entity });
    if (value !== null) values[field.name] = value;
    else if (needsValue(field)) return null;
  }
  const id = entity.key === null ? sampleId(entity, index) : null;
  return { entity, by, id, values };
}

function fieldValue(
  field: Field,
  { entity, scope, variant, index }: RowContext & { readonly entity: Entity },
): SampleValue | null {
  // Some of what may be left out is left out.
  const isLeftOut = !field.required && variant % 4 === 3;
  if (isLeftOut || entity.guards?.[field.name] !== undefined) return null;
  if (scope.pictures.get(entity.name) === field.name) {
    return { kind: "picture", place: index % scope.words.pictures.length };
  }
  return sampleValue({ field, entity, words: scope.words, variant });
}

function needsValue(field: Field): boolean {
  return field.required && !isMade(field) && field.default === null;
}

type ReferenceOf = Entity["references"][number];

function referenceValue(
  { to, field, required }: ReferenceOf,
  { entity, scope, rows, parent, by, variant }: RowContext & { readonly entity: Entity },
): SampleValue | null {
  if ((scope.known.get(to)?.signUp ?? null) !== null) {
    const others = scope.words.people.filter((one) => one !== by);
    const username = others[variant % Math.max(1, others.length)];
    return username === undefined ? null : { kind: "person", username };
  }
  if (parent?.entity.name === to && firstTo(entity, to) === field) {
    return { kind: "plain", value: parent.id ?? "" };
  }
  const targets = rows.filter((row) => row.entity.name === to && row.id !== null);
  const target = targets[variant % Math.max(1, targets.length)];
  return target === undefined || target.id === null || (!required && to === entity.name)
    ? null
    : { kind: "plain", value: target.id };
}

function firstTo({ references, owner }: Entity, to: string): string | undefined {
  return references.find((reference) => reference.to === to && reference.field !== owner)?.field;
}

/** The same id for the same row in each new database, so that its address can be kept. */
function sampleId({ table }: Pick<Entity, "table">, index: number): string {
  const hash = createHash("sha256").update(`${table}/${index}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
