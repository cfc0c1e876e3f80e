import type { Node } from "@pgsql/types";
import type { Field, TextField } from "../../spec/field.ts";
import {
  and,
  array,
  boolean,
  call,
  cast,
  coalesce,
  decimal,
  equal,
  holdsForAll,
  integer,
  isBetween,
  isIn,
  isNull,
  nothing,
  onlyWhere,
  operation,
  text,
  typeName,
} from "../ast/expressions.ts";
import { textPattern } from "../text-pattern.ts";

export interface FieldCheck {
  /** The last part of the constraint's name. */
  readonly kind: "count" | "format" | "length" | "range" | "shape" | "size" | "value";
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
    case "numeric":
    case "money":
      return boundary("range", { value: subject, min: field.min, max: field.max });
    case "list":
      return listChecks(field, subject);
    case "json":
      return jsonChecks(field, subject);
    case "boolean":
    case "timestamptz":
    case "date":
    case "uuid":
    case "lower":
    case "computed":
      return [];
  }
}

function textChecks(field: TextField, subject: Node): readonly FieldCheck[] {
  const min = field.min === 0 ? null : field.min;
  const length = boundary("length", { value: call("char_length", [subject]), min, max: field.max });
  const checks: FieldCheck[] = [...length];
  const pattern = textPattern(field);
  if (pattern !== null) {
    const expression = operation({ left: subject, operator: "~", right: text(pattern) });
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
    return [{ kind, expression: isBetween(value, { low: decimal(min), high: decimal(max) }) }];
  }
  if (min !== null) {
    return [{ kind, expression: operation({ left: value, operator: ">=", right: decimal(min) }) }];
  }
  if (max !== null) {
    return [{ kind, expression: operation({ left: value, operator: "<=", right: decimal(max) }) }];
  }
  return [];
}

/** CHECKs cannot loop over items, so texts are judged joined: no item may hold the line break that joins them. */
function listChecks(
  { items, maxItems }: Extract<Field, { readonly type: "list" }>,
  subject: Node,
): readonly FieldCheck[] {
  const count = call("cardinality", [subject]);
  const checks: FieldCheck[] = [
    {
      kind: "count",
      expression: operation({ left: count, operator: "<=", right: integer(maxItems) }),
    },
    // An empty array has no dimensions: null passes a CHECK.
    { kind: "shape", expression: equal(call("array_ndims", [subject]), integer(1)) },
  ];
  if (items.type === "integer") {
    const nullPlace = call("array_position", [subject, cast(nothing, typeName("int4"))]);
    checks.push({ kind: "value", expression: isNull(nullPlace) });
    const bounds = [
      ...(items.min === null ? [] : [{ operator: "<=" as const, limit: items.min }]),
      ...(items.max === null ? [] : [{ operator: ">=" as const, limit: items.max }]),
    ].map(({ operator, limit }) => holdsForAll({ left: integer(limit), operator, right: subject }));
    return bounds.length === 0 ? checks : [...checks, { kind: "range", expression: and(bounds) }];
  }
  if (items.oneOf !== null) {
    const expression = operation({
      left: subject,
      operator: "<@",
      right: array(items.oneOf.map(text)),
    });
    return [...checks, { kind: "value", expression }];
  }
  const joined = call("array_to_string", [subject, text("\n")]);
  const again = call("cardinality", [call("string_to_array", [joined, text("\n")])]);
  const tooLong = text(`[^\\n]{${items.max + 1}}`);
  return [
    ...checks,
    { kind: "length", expression: operation({ left: joined, operator: "!~", right: tooLong }) },
    {
      kind: "value",
      expression: and([
        equal(again, count),
        holdsForAll({ left: text(""), operator: "<>", right: subject }),
      ]),
    },
  ];
}

const jsonTypeNames = {
  text: "string",
  number: "number",
  boolean: "boolean",
  object: "object",
  array: "array",
} as const;

/** No key beside the declared ones, each of its type. A key that is missing has no type, which is right for optional ones. */
function jsonChecks(
  { shape, maxBytes }: Extract<Field, { readonly type: "json" }>,
  subject: Node,
): readonly FieldCheck[] {
  const keys = Object.entries(shape).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const others = operation({
    left: subject,
    operator: "-",
    right: array(keys.map(([key]) => text(key))),
  });
  const typed = keys.map(([key, { type, required }]) => {
    const member = operation({ left: subject, operator: "->", right: text(key) });
    const isOfType = equal(call("jsonb_typeof", [member]), text(jsonTypeNames[type]));
    return coalesce([isOfType, boolean(!required)]);
  });
  const isObject = equal(call("jsonb_typeof", [subject]), text("object"));
  const noOthers = equal(others, cast(text("{}"), typeName("jsonb")));
  const bytes = call("octet_length", [cast(subject, typeName("text"))]);
  return [
    { kind: "shape", expression: onlyWhere(isObject, and([noOthers, ...typed])) },
    {
      kind: "size",
      expression: operation({ left: bytes, operator: "<=", right: integer(maxBytes) }),
    },
  ];
}
