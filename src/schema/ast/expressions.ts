import type { Node, RangeVar, TypeName } from "@pgsql/types";

/** Expressions as trees of plain objects. Nothing here prints: free text can only become a constant. */

export function string(sval: string): Node {
  return { String: { sval } };
}

export function column(...path: readonly string[]): Node {
  return { ColumnRef: { fields: path.map(string) } };
}

export function text(value: string): Node {
  return { A_Const: { sval: { sval: value } } };
}

/** An integer constant of any size that a JavaScript number holds exactly. */
export function integer(value: number): Node {
  if (value === 0) return { A_Const: { ival: {} } };
  if (Math.abs(value) > 2_147_483_647) return { A_Const: { fval: { fval: String(value) } } };
  return { A_Const: { ival: { ival: value } } };
}

/** A number constant, with or without decimals. */
export function decimal(value: number): Node {
  return Number.isInteger(value) ? integer(value) : { A_Const: { fval: { fval: String(value) } } };
}

export function boolean(value: boolean): Node {
  return { A_Const: { boolval: value ? { boolval: true } : {} } };
}

export const nothing: Node = { A_Const: { isnull: true } };

export function call(
  name: string | readonly [schema: string, name: string],
  args: readonly Node[] = [],
): Node {
  const path = typeof name === "string" ? [name] : name;
  return {
    FuncCall: {
      funcname: path.map(string),
      funcformat: "COERCE_EXPLICIT_CALL",
      ...(args.length === 0 ? {} : { args: [...args] }),
    },
  };
}

interface Operation {
  readonly left: Node;
  readonly operator:
    | "*"
    | "||"
    | "="
    | "<>"
    | ">="
    | "<="
    | "~"
    | "!~"
    | "<@"
    | "@>"
    | "->"
    | "+"
    | "-";
  readonly right: Node;
}

export function operation({ left, operator, right }: Operation): Node {
  return { A_Expr: { kind: "AEXPR_OP", name: [string(operator)], lexpr: left, rexpr: right } };
}

export function equal(left: Node, right: Node): Node {
  return operation({ left, operator: "=", right });
}

export function isDistinct(left: Node, right: Node): Node {
  return { A_Expr: { kind: "AEXPR_DISTINCT", name: [string("=")], lexpr: left, rexpr: right } };
}

export function isBetween(value: Node, bounds: { readonly low: Node; readonly high: Node }): Node {
  const rexpr: Node = { List: { items: [bounds.low, bounds.high] } };
  return { A_Expr: { kind: "AEXPR_BETWEEN", name: [string("BETWEEN")], lexpr: value, rexpr } };
}

export function isIn(value: Node, list: readonly Node[]): Node {
  const rexpr: Node = { List: { items: [...list] } };
  return { A_Expr: { kind: "AEXPR_IN", name: [string("=")], lexpr: value, rexpr } };
}

/** Whether the operator holds between the value and every item of an array. */
export function holdsForAll({ left, operator, right }: Operation): Node {
  return {
    A_Expr: { kind: "AEXPR_OP_ALL", name: [string(operator)], lexpr: left, rexpr: right },
  };
}

export function isNull(value: Node): Node {
  return { NullTest: { arg: value, nulltesttype: "IS_NULL" } };
}

export function isPresent(value: Node): Node {
  return { NullTest: { arg: value, nulltesttype: "IS_NOT_NULL" } };
}

/** The first of the values that is not null. */
export function coalesce(values: readonly Node[]): Node {
  return { CoalesceExpr: { args: [...values] } };
}

/** `value` where the condition holds, otherwise false; `value` is not even computed then. */
export function onlyWhere(condition: Node, value: Node): Node {
  return {
    CaseExpr: {
      args: [{ CaseWhen: { expr: condition, result: value } }],
      defresult: boolean(false),
    },
  };
}

export function not(condition: Node): Node {
  return { BoolExpr: { boolop: "NOT_EXPR", args: [condition] } };
}

/** All conditions; one is itself, none is true. */
export function and(conditions: readonly Node[]): Node {
  const [first] = conditions;
  if (first === undefined) return boolean(true);
  if (conditions.length === 1) return first;
  return { BoolExpr: { boolop: "AND_EXPR", args: [...conditions] } };
}

/** At least one of the conditions; one is itself, none is false. */
export function or(conditions: readonly Node[]): Node {
  const [first] = conditions;
  if (first === undefined) return boolean(false);
  if (conditions.length === 1) return first;
  return { BoolExpr: { boolop: "OR_EXPR", args: [...conditions] } };
}

export function array(elements: readonly Node[]): Node {
  return { A_ArrayExpr: { elements: [...elements] } };
}

/** The n-th element (counted from 1) of an array expression. */
export function element(arrayValue: Node, index: number): Node {
  return {
    A_Indirection: { arg: arrayValue, indirection: [{ A_Indices: { uidx: integer(index) } }] },
  };
}

export function cast(value: Node, type: TypeName): Node {
  return { TypeCast: { arg: value, typeName: type } };
}

export interface Select {
  readonly columns: readonly Node[];
  readonly from?: Node | undefined;
  readonly where?: Node | undefined;
}

export function select({ columns, from, where }: Select): Node {
  return {
    SelectStmt: {
      targetList: columns.map((val) => ({ ResTarget: { val } })),
      ...(from === undefined ? {} : { fromClause: [from] }),
      ...(where === undefined ? {} : { whereClause: where }),
      limitOption: "LIMIT_OPTION_DEFAULT",
      op: "SETOP_NONE",
    },
  };
}

/** A sub-select used as a value: evaluated once a statement when it reads no outer column. */
export function scalar(query: Node): Node {
  return { SubLink: { subLinkType: "EXPR_SUBLINK", subselect: query } };
}

export function exists(query: Node): Node {
  return { SubLink: { subLinkType: "EXISTS_SUBLINK", subselect: query } };
}

/** Whether the value is one of those that a query of one column finds. */
export function isAmong(value: Node, query: Node): Node {
  return { SubLink: { subLinkType: "ANY_SUBLINK", testexpr: value, subselect: query } };
}

interface RelationName {
  readonly schema: string;
  readonly table: string;
  readonly alias?: string | undefined;
}

export function relation({ schema, table, alias }: RelationName): RangeVar {
  return {
    schemaname: schema,
    relname: table,
    inh: true,
    relpersistence: "p",
    ...(alias === undefined ? {} : { alias: { aliasname: alias } }),
  };
}

/** A type as the grammar names it: SQL's own words live in pg_catalog. */
export function typeName(
  name:
    | "regconfig"
    | "tsvector"
    | "uuid"
    | "text"
    | "timestamptz"
    | "interval"
    | "date"
    | "int4"
    | "int8"
    | "bool"
    | "jsonb"
    | "trigger",
): TypeName {
  const own = name === "int4" || name === "int8" || name === "bool";
  const names = own ? [string("pg_catalog"), string(name)] : [string(name)];
  return { names, typemod: -1 };
}

export function numericType(precision: number, scale: number): TypeName {
  const typmods = [integer(precision), integer(scale)];
  return { names: [string("pg_catalog"), string("numeric")], typmods, typemod: -1 };
}

export function arrayType(item: TypeName): TypeName {
  return { ...item, arrayBounds: [{ Integer: { ival: -1 } }] };
}
