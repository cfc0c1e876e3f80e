import type { Entity } from "../../spec/entity.ts";
import { isMade, type Field } from "../../spec/field.ts";
import type { Value } from "./example-value.ts";

export function isGuarded({ guards = {} }: Entity, name: string): boolean {
  return Object.hasOwn(guards, name);
}

export function guardedNames({ guards = {} }: Entity): readonly string[] {
  return Object.keys(guards).toSorted();
}

/** What a new row holds in a guarded column when nobody chooses; undefined for what only the database knows. */
export function usualValue(field: Field): Value | undefined {
  if (isMade(field) || field.default === null) return null;
  if (field.default === "empty" && (field.type === "list" || field.type === "json")) return "{}";
  const isMoment = field.type === "timestamptz" || field.type === "date" || field.type === "uuid";
  return isMoment ? undefined : field.default;
}
