import type { Field } from "../../spec/entity.ts";
import { patternExample } from "./pattern-example.ts";

/** A value as it is written into a statement. Times and uuids are texts. */
export type Value = string | number | boolean | null;

/**
 * A value that satisfies the field's own checks; different variants give different values as far as
 * the field has them. Null when no value is known. `lower` fields have none of their own.
 */
export function exampleValue(field: Field, variant: number): Value {
  switch (field.type) {
    case "text":
      return exampleText(field, variant);
    case "integer":
    case "bigint": {
      const least = field.min ?? Math.min(1, field.max ?? 1);
      const most = field.max ?? Math.max(least, 1_000_000);
      return least + (variant % (most - least + 1));
    }
    case "boolean":
      return variant % 2 === 0;
    case "timestamptz":
      return new Date(Date.UTC(2025, 0, 1 + variant)).toISOString();
    case "date":
      return new Date(Date.UTC(2025, 0, 1 + variant)).toISOString().slice(0, 10);
    case "lower":
      return null;
  }
}

type TextField = Extract<Field, { readonly type: "text" }>;

function exampleText({ min, max, pattern, oneOf }: TextField, variant: number): string | null {
  if (oneOf !== null) return oneOf[variant % oneOf.length] ?? null;
  return patternExample({
    pattern: pattern ?? "^[a-z0-9]*$",
    min: Math.max(min, Math.min(1, max)),
    max,
    variant,
  });
}
