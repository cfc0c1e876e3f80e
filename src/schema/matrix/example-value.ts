import type { Field, TextField } from "../../spec/field.ts";
import { textPattern } from "../text-pattern.ts";
import { patternExample } from "./pattern-example.ts";

/** A value as it is written into a statement. Times, uuids, arrays and JSON are texts. */
export type Value = string | number | boolean | null;

/**
 * A value that satisfies the field's own checks; different variants give different values as far as
 * the field has them. Null when no value is known. Fields that the database makes have none of their own.
 */
export function exampleValue(field: Field, variant: number): Value {
  switch (field.type) {
    case "text":
      return exampleText(field, variant);
    case "integer":
    case "bigint":
    case "money":
      return exampleInteger(field, variant);
    case "numeric":
      return exampleDecimal(field, variant);
    case "boolean":
      return variant % 2 === 0;
    case "timestamptz":
      return new Date(Date.UTC(2025, 0, 1 + variant)).toISOString();
    case "date":
      return new Date(Date.UTC(2025, 0, 1 + variant)).toISOString().slice(0, 10);
    case "uuid":
      return `00000000-0000-4000-8000-${variant.toString(16).padStart(12, "0")}`;
    case "list":
      return exampleList(field, variant);
    case "json":
      return exampleJson(field, variant);
    case "lower":
    case "computed":
      return null;
  }
}

function exampleText(field: TextField, variant: number): string | null {
  const { min, max, oneOf } = field;
  if (oneOf !== null) return oneOf[variant % oneOf.length] ?? null;
  return patternExample({
    pattern: textPattern(field) ?? "^[a-z0-9]*$",
    min: Math.max(min, Math.min(1, max)),
    max,
    variant,
  });
}

interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

function exampleInteger({ min, max }: Limits, variant: number): number {
  const least = min ?? Math.min(1, max ?? 1);
  const most = max ?? Math.max(least, 1_000_000);
  return least + (variant % (most - least + 1));
}

/** Counted in units of the last decimal, in which every value is an integer. */
function exampleDecimal(
  { min, max, precision, scale }: Extract<Field, { readonly type: "numeric" }>,
  variant: number,
): number {
  const unit = 10 ** scale;
  const units = exampleInteger(
    {
      min: min === null ? null : Math.round(min * unit),
      max: max === null ? 10 ** precision - 1 : Math.round(max * unit),
    },
    variant,
  );
  return units / unit;
}

/** One item, as Postgres reads arrays. */
function exampleList(
  { items }: Extract<Field, { readonly type: "list" }>,
  variant: number,
): string | null {
  if (items.type === "integer") return `{${exampleInteger(items, variant)}}`;
  const { max, oneOf } = items;
  const item =
    oneOf === null
      ? patternExample({ pattern: "^[a-z0-9]*$", min: 1, max, variant })
      : (oneOf[variant % oneOf.length] ?? null);
  return item === null ? null : `{"${item.replace(/["\\]/g, "\\$&")}"}`;
}

/** All keys, in the spacing in which Postgres measures them. */
function exampleJson(
  { maxBytes, shape }: Extract<Field, { readonly type: "json" }>,
  variant: number,
): string | null {
  const values = { text: `"${variant}"`, number: variant, object: "{}", array: "[]" };
  const members = Object.entries(shape)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, { type }]) => `"${key}": ${type === "boolean" ? variant % 2 === 0 : values[type]}`);
  const json = `{${members.join(", ")}}`;
  return json.length <= maxBytes ? json : null;
}
