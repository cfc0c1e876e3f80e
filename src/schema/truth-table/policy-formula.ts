import type { A_Expr, Node } from "@pgsql/types";
import { BugError } from "../../core/errors.ts";
import { printLine } from "../ast/print-sql.ts";
import { splitStatements } from "../split-statements.ts";
import type { Formula } from "./formula.ts";

/** A policy's expression as a formula; its leaves are normalized trees, so that equal conditions have equal keys. */
export interface PolicyFormula {
  readonly formula: Formula;
  /** Leaves that compare something with the id of the user: unknown for visitors, who have none. */
  readonly userLeaves: readonly string[];
  /** Key of a leaf -> its condition as SQL, for people. */
  readonly texts: ReadonlyMap<string, string>;
  /** Columns of the policy's own table that the expression reads, sorted. */
  readonly columns: readonly string[];
}

interface PolicyExpression {
  /** The policy's table, without its schema. */
  readonly table: string;
  /** As `pg_policies` prints it. */
  readonly expression: string;
}

/** Reads an expression with the parser of Postgres. Throws a BugError for what Postgres would not print. */
export async function policyFormula({
  table,
  expression,
}: PolicyExpression): Promise<PolicyFormula> {
  const { statements } = await splitStatements(`select (${expression})`);
  const node = statements[0]?.node;
  const target = node !== undefined && "SelectStmt" in node ? node.SelectStmt.targetList : [];
  const [first] = target ?? [];
  const value = first !== undefined && "ResTarget" in first ? first.ResTarget.val : undefined;
  if (value === undefined) throw new BugError(`No expression can be read in: ${expression}`);
  const found = {
    userLeaves: new Set<string>(),
    columns: new Set<string>(),
    texts: new Map<string, string>(),
  };
  const formula = formulaOf(value, { table, ...found });
  return {
    formula,
    texts: found.texts,
    userLeaves: [...found.userLeaves].toSorted(),
    columns: [...found.columns].toSorted(),
  };
}

interface Reading {
  readonly table: string;
  readonly userLeaves: Set<string>;
  readonly columns: Set<string>;
  readonly texts: Map<string, string>;
}

function formulaOf(node: Node, reading: Reading): Formula {
  if ("BoolExpr" in node) {
    const parts = (node.BoolExpr.args ?? []).map((part) => formulaOf(part, reading));
    const [first] = parts;
    if (node.BoolExpr.boolop === "NOT_EXPR" && first !== undefined)
      return { kind: "not", part: first };
    return { kind: node.BoolExpr.boolop === "OR_EXPR" ? "or" : "and", parts };
  }
  if ("A_Const" in node && node.A_Const.isnull === true) return { kind: "constant", value: null };
  if ("A_Const" in node && node.A_Const.boolval !== undefined)
    return { kind: "constant", value: node.A_Const.boolval.boolval ?? false };
  const key = leafKey(node, reading);
  reading.texts.set(key, printLine(node));
  if ("A_Expr" in node && comparesUser(node.A_Expr)) reading.userLeaves.add(key);
  return { kind: "leaf", key };
}

/** `=` yields null when one side is null. */
function comparesUser({ name, lexpr, rexpr }: A_Expr): boolean {
  const [operator] = name ?? [];
  const isEqual = operator !== undefined && "String" in operator && operator.String.sval === "=";
  return isEqual && [lexpr, rexpr].some((side) => side !== undefined && isUserId(side));
}

/** `(select auth.uid())`, with or without a cast. */
function isUserId(node: Node): boolean {
  if ("TypeCast" in node) return node.TypeCast.arg !== undefined && isUserId(node.TypeCast.arg);
  if ("FuncCall" in node) {
    const path = (node.FuncCall.funcname ?? []).map((part) =>
      "String" in part ? part.String.sval : "",
    );
    return path.join(".") === "auth.uid";
  }
  if (!("SubLink" in node)) return false;
  const select = node.SubLink.subselect;
  if (select === undefined || !("SelectStmt" in select)) return false;
  const { targetList = [], fromClause = [], whereClause } = select.SelectStmt;
  const [target] = targetList;
  return (
    fromClause.length === 0 &&
    whereClause === undefined &&
    target !== undefined &&
    "ResTarget" in target &&
    target.ResTarget.val !== undefined &&
    isUserId(target.ResTarget.val)
  );
}

/**
 * The tree as text, without what does not change its meaning: places, names of selected values, the schema
 * `public`, casts of constants, the names of relations inside a sub-select and the table's own name.
 */
function leafKey(node: Node, reading: Reading): string {
  const names = new Map<string, string>();
  JSON.stringify(node, (key, value: unknown) => {
    if (key === "RangeVar" && isRelation(value)) {
      const own = value.alias?.aliasname ?? value.relname;
      if (!names.has(own)) names.set(own, `relation ${names.size + 1}`);
    }
    return value;
  });
  const normalized = JSON.stringify(node, (key, value: unknown) => {
    if (key === "location" || key === "stmt_location") return undefined;
    if (key === "ResTarget" && isRecord(value)) return { val: value["val"] };
    if (key === "A_Const") return constantKey(value);
    const inner = isRecord(value) ? castConstant(value["TypeCast"]) : null;
    if (inner !== null) return inner;
    if (key === "RangeVar" && isRelation(value)) {
      const schema = value.schemaname === "public" ? "" : (value.schemaname ?? "");
      return `${schema}.${value.relname}`;
    }
    if (key === "ColumnRef" && isRecord(value))
      return columnKey(value["fields"], { names, reading });
    return value;
  });
  return normalized;
}

interface ColumnNames {
  readonly names: ReadonlyMap<string, string>;
  readonly reading: Reading;
}

function columnKey(fields: unknown, { names, reading }: ColumnNames): string {
  const path = Array.isArray(fields) ? fields.map(nameIn) : [];
  const column = path.at(-1) ?? "";
  const qualifier = path.at(-2);
  const relation = qualifier === undefined ? undefined : names.get(qualifier);
  if (relation !== undefined) return `${relation}.${column}`;
  reading.columns.add(column);
  return column;
}

function nameIn(field: unknown): string {
  const text = isRecord(field) ? field["String"] : null;
  return isRecord(text) && typeof text["sval"] === "string" ? text["sval"] : "*";
}

interface Relation {
  readonly relname: string;
  readonly schemaname?: string;
  readonly alias?: { readonly aliasname: string };
}

function isRelation(value: unknown): value is Relation {
  return isRecord(value) && typeof value["relname"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Postgres prints the constants of some types as quoted text. */
function constantKey(value: unknown): unknown {
  const inner = isRecord(value) ? Object.values(value).find(isRecord) : undefined;
  return inner === undefined ? "null" : String(Object.values(inner)[0] ?? "");
}

function castConstant(cast: unknown): unknown {
  const inner = isRecord(cast) ? cast["arg"] : null;
  return isRecord(inner) && "A_Const" in inner ? inner : null;
}
