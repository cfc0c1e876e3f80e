import type { Node } from "@pgsql/types";
import type { Field } from "../../spec/entity.ts";
import { call, integer, isBetween, isIn, operation, text } from "../ast/expressions.ts";

export interface FieldCheck {
  /** The last part of the constraint's name. */
  readonly kind: "length" | "format" | "value" | "range";
  readonly expression: Node;
}

/**
 * What a field's value must satisfy beside its type, as expressions over `subject`:
 * the column in a CHECK, a variable in a trigger.
 */
export function fieldChecks(field: Field, subject: Node): readonly FieldCheck[] {
  switch (field.type) {
    case "text":
      return textChecks(field, subject);
    case "integer":
    case "bigint":
      return boundary("range", { value: subject, min: field.min, max: field.max });
    case "boolean":
    case "timestamptz":
    case "date":
    case "lower":
      return [];
  }
}

type TextField = Extract<Field, { readonly type: "text" }>;

function textChecks(field: TextField, subject: Node): readonly FieldCheck[] {
  const min = field.min === 0 ? null : field.min;
  const length = boundary("length", { value: call("char_length", [subject]), min, max: field.max });
  const checks: FieldCheck[] = [...length];
  if (field.pattern !== null) {
    const expression = operation({ left: subject, operator: "~", right: text(field.pattern) });
    checks.push({ kind: "format", expression });
  }
  if (field.oneOf !== null) {
    checks.push({ kind: "value", expression: isIn(subject, field.oneOf.map(text)) });
  }
  return checks;
}

interface Boundary {
  readonly value: Node;
  readonly min: number | null;
  readonly max: number | null;
}

function boundary(kind: "length" | "range", { value, min, max }: Boundary): readonly FieldCheck[] {
  if (min !== null && max !== null) {
    return [{ kind, expression: isBetween(value, { low: integer(min), high: integer(max) }) }];
  }
  if (min !== null) {
    return [{ kind, expression: operation({ left: value, operator: ">=", right: integer(min) }) }];
  }
  if (max !== null) {
    return [{ kind, expression: operation({ left: value, operator: "<=", right: integer(max) }) }];
  }
  return [];
}
