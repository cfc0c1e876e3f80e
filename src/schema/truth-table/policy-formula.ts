import type { Node, SelectStmt } from "@pgsql/types";
import { BugError } from "../../core/errors.ts";
import { printLine } from "../ast/print-sql.ts";
import { splitStatements } from "../split-statements.ts";
import type { PolicyFunction } from "../table-security.ts";
import type { Formula } from "./formula.ts";
import { leafTest, type LeafTest } from "./leaf-test.ts";
import type { MembershipLeaf } from "./membership-outcomes.ts";
import { readableQuery, setQueries, singleTableQuery } from "./set-queries.ts";
import { onlyValue } from "./user-id.ts";

/** A policy's expression as a formula; its leaves are normalized trees, so that equal conditions have equal keys. */
export interface PolicyFormula {
  readonly formula: Formula;
  /** Leaves that compare one value with constants or with the id of the user. */
  readonly tests: ReadonlyMap<string, LeafTest>;
  /** Leaves that look for the row among the rows of another table. */
  readonly memberships: ReadonlyMap<string, MembershipLeaf>;
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
  /** Functions that it may call, so that what they read is compared too. Default: none, their names are compared. */
  readonly functions?: readonly PolicyFunction[] | undefined;
}

/** Reads an expression with the parser of Postgres. Throws a BugError for what Postgres would not print. */
export async function policyFormula({
  table,
  expression,
  functions = [],
}: PolicyExpression): Promise<PolicyFormula> {
  const value = await valueOf(expression);
  const queries = await setQueries(functions);
  const found = {
    tests: new Map<string, LeafTest>(),
    memberships: new Map<string, MembershipLeaf>(),
    columns: new Set<string>(),
    texts: new Map<string, string>(),
  };
  const formula = formulaOf(value, { table, queries, ...found });
  return { ...found, formula, columns: [...found.columns].toSorted() };
}

async function valueOf(expression: string): Promise<Node> {
  const { statements } = await splitStatements(`select (${expression})`);
  const value = onlyValue(statements[0]?.node);
  if (value === null) throw new BugError(`No expression can be read in: ${expression}`);
  return value;
}

interface Reading {
  readonly table: string;
  readonly queries: ReadonlyMap<string, SelectStmt>;
  readonly tests: Map<string, LeafTest>;
  readonly memberships: Map<string, MembershipLeaf>;
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
  const test = leafTest(node, (inner) => subjectKey(inner, reading));
  if (test !== null) reading.tests.set(key, test);
  const membership = membershipIn(node, reading);
  if (membership !== null) reading.memberships.set(key, membership);
  return { kind: "leaf", key };
}

function subjectKey(node: Node, reading: Reading): string {
  return "ColumnRef" in node
    ? columnKey(node.ColumnRef.fields, { names: new Map(), reading })
    : leafKey(node, reading);
}

/** `<value> in (select <column> from <table> where ...)`, or a function of the policies in its place. */
function membershipIn(node: Node, reading: Reading): MembershipLeaf | null {
  if (!("SubLink" in node) || node.SubLink.subLinkType !== "ANY_SUBLINK") return null;
  const { operName = [], subselect, testexpr } = node.SubLink;
  if (testexpr === undefined || operName.length > 0) return null;
  const query = readableQuery(subselect, reading.queries);
  const read = query === null ? null : singleTableQuery(query);
  if (read === null) return null;
  const inner = { ...reading, columns: new Set<string>(), tests: new Map<string, LeafTest>() };
  return {
    table: read.table,
    own: subjectKey(testexpr, reading),
    element: read.element,
    condition:
      read.where === null ? { kind: "constant", value: true } : formulaOf(read.where, inner),
    tests: inner.tests,
  };
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
