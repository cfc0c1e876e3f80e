import type { Node } from "@pgsql/types";
import type { ConditionValue, RowCondition } from "../../spec/access-rule.ts";
import {
  boolean,
  call,
  cast,
  column,
  equal,
  integer,
  isDistinct,
  isIn,
  isNull,
  isPresent,
  operation,
  scalar,
  select,
  text,
  typeName,
} from "../ast/expressions.ts";

/** Which row of a trigger a column belongs to. Undefined: the row that a policy looks at. */
export type RowName = "old" | "new" | undefined;

/** A column of the row, as policies and triggers name it. */
export function rowColumn(name: string, row: RowName): Node {
  return row === undefined ? column(name) : column(row, name);
}

/** The sub-select is evaluated once a statement, not once a row. */
export function isActingUser(value: Node): Node {
  return equal(value, scalar(select({ columns: [call(["auth", "uid"])] })));
}

/** Empty columns satisfy `isNot`, and never `is` or `in`. */
export function conditionNode(condition: RowCondition, row?: RowName): Node {
  const tested = rowColumn(condition.field, row);
  if ("in" in condition) return isIn(tested, condition.in.map(constant));
  if ("is" in condition) {
    return condition.is === null ? isNull(tested) : equal(tested, constant(condition.is));
  }
  const { isNot } = condition;
  return isNot === null ? isPresent(tested) : isDistinct(tested, constant(isNot));
}

function constant(value: ConditionValue): Node {
  switch (typeof value) {
    case "string":
      return text(value);
    case "number":
      return integer(value);
    case "boolean":
      return boolean(value);
  }
}

/**
 * The roles of the token's `app_metadata`, which users cannot write. Asked once a statement; `@>` wants a list, so
 * that a text or an object in its place grants nothing.
 */
export function roleCondition(role: string): Node {
  const metadata = operation({
    left: call(["auth", "jwt"]),
    operator: "->",
    right: text("app_metadata"),
  });
  const roles = operation({ left: metadata, operator: "->", right: text("roles") });
  const wanted = cast(text(JSON.stringify([role])), typeName("jsonb"));
  return scalar(select({ columns: [operation({ left: roles, operator: "@>", right: wanted })] }));
}
