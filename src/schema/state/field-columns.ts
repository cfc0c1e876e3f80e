import type { Node, TypeName } from "@pgsql/types";
import { BugError } from "../../core/errors.ts";
import type { ComputedField, Field } from "../../spec/field.ts";
import {
  arrayType,
  boolean,
  call,
  cast,
  column,
  decimal,
  numericType,
  operation,
  text,
  typeName,
} from "../ast/expressions.ts";

/** The type of a field's column. */
export function typeOf(field: Field): TypeName {
  switch (field.type) {
    case "text":
    case "lower":
      return typeName("text");
    case "integer":
      return typeName("int4");
    case "bigint":
    case "money":
      return typeName("int8");
    case "numeric":
      return numericType(field.precision, field.scale);
    case "boolean":
      return typeName("bool");
    case "timestamptz":
    case "date":
    case "uuid":
      return typeName(field.type);
    case "list":
      return arrayType(typeName(field.items.type === "text" ? "text" : "int4"));
    case "json":
      return typeName("jsonb");
    case "computed":
      return typeName(field.by === "join" ? "text" : "int8");
  }
}

/** What the column holds when an insert leaves it out; null for nothing. */
export function defaultOf(field: Field): Node | null {
  if (field.type === "lower" || field.type === "computed" || field.default === null) return null;
  switch (field.type) {
    case "text":
      return text(field.default);
    case "integer":
    case "bigint":
    case "money":
    case "numeric":
      return decimal(field.default);
    case "boolean":
      return boolean(field.default);
    case "timestamptz":
      return call("now");
    case "date":
      return { SQLValueFunction: { op: "SVFOP_CURRENT_DATE", typmod: -1 } };
    case "uuid":
      return call("gen_random_uuid");
    case "list":
    case "json":
      return cast(text("{}"), typeOf(field));
  }
}

/** The expression of a column that the database makes from others; null for written ones. */
export function computationOf(field: Field): Node | null {
  if (field.type === "lower") return call("lower", [column(field.of)]);
  return field.type === "computed" ? computation(field) : null;
}

const arithmetic = { sum: "+", difference: "-", product: "*" } as const;

/** From the left. Numbers are widened before they are combined, not after. */
function computation({ by, of }: ComputedField): Node {
  const [first, ...rest] = of.map((name) =>
    by === "join" ? column(name) : cast(column(name), typeName("int8")),
  );
  if (first === undefined) throw new BugError("A computed field of nothing reached the compiler");
  return rest.reduce((left, right) => {
    if (by !== "join") return operation({ left, operator: arithmetic[by], right });
    const spaced = operation({ left, operator: "||", right: text(" ") });
    return operation({ left: spaced, operator: "||", right });
  }, first);
}
