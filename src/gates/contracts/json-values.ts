import type { Entity } from "../../spec/entity.ts";
import type { Field } from "../../spec/field.ts";
import type { Value } from "../../schema/matrix/example-value.ts";
import type { JsonValue, JsonValues } from "./contract-request.ts";

/** Values of a row as clients send and get them: lists and objects are no texts there. */
export function jsonValues(entity: Entity, values: Readonly<Record<string, Value>>): JsonValues {
  const fields = new Map(entity.fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, jsonValue(fields.get(name), value)]),
  );
}

function jsonValue(field: Field | undefined, value: Value): JsonValue {
  if (typeof value !== "string" || field === undefined) return value;
  // Arrays as Postgres reads them quote and escape their items as JSON does.
  if (field.type === "list") return JSON.parse(`[${value.slice(1, -1)}]`);
  return field.type === "json" ? JSON.parse(value) : value;
}

/** Whether two values are the same to a client: moments in any spelling, objects in any order of their keys. */
export function isSameValue(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (typeof left === "string" && typeof right === "string") return isSameMoment(left, right);
  if (typeof left === "number" && typeof right === "string") return String(left) === right;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, at) => isSameValue(one, right[at]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => isSameValue(left[key], right[key]));
}

const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

function isSameMoment(left: string, right: string): boolean {
  return moment.test(left) && moment.test(right) && Date.parse(left) === Date.parse(right);
}

function isObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
