import type { Node, SelectStmt } from "@pgsql/types";
import { splitStatements } from "../split-statements.ts";
import type { PolicyFunction } from "../table-security.ts";
import { functionPath, onlyValue } from "./user-id.ts";

/** A body that does nothing but return what one query finds. */
const onlyReturnsQuery = /^\s*begin\s+return\s+query\s+(select\b[^;]*);\s*end\s*;?\s*$/i;

/**
 * The queries of functions that return a set and read with the rights of their owner, whom no policy binds, by name with
 * schema. Functions of any other form are left out.
 */
export async function setQueries(
  functions: readonly PolicyFunction[],
): Promise<ReadonlyMap<string, SelectStmt>> {
  const found = await Promise.all(
    functions.map(async ({ body, definer, language, name, schema }) => {
      const text = language === "sql" ? body : onlyReturnsQuery.exec(body)?.[1];
      if (!definer || text === undefined) return [];
      const { statements } = await splitStatements(text);
      const [only] = statements;
      return only !== undefined && statements.length === 1 && "SelectStmt" in only.node
        ? [[`${schema}.${name}`, only.node.SelectStmt] as const]
        : [];
    }),
  );
  return new Map(found.flat());
}

/** The query of a sub-select; that of a function when the sub-select does nothing but call it. */
export function readableQuery(
  subselect: Node | undefined,
  queries: ReadonlyMap<string, SelectStmt>,
): SelectStmt | null {
  if (subselect === undefined || !("SelectStmt" in subselect)) return null;
  const value = onlyValue(subselect);
  if (value === null) return subselect.SelectStmt;
  return queries.get(functionPath(value) ?? "") ?? null;
}

interface SingleTableQuery {
  /** With its schema. */
  readonly table: string;
  readonly element: string;
  readonly where: Node | null;
}

/** What a query of one column of one table reads; null for any other query. */
export function singleTableQuery(query: SelectStmt): SingleTableQuery | null {
  const { fromClause = [], targetList = [], whereClause = null } = query;
  const [from] = fromClause;
  const [target] = targetList;
  const isPlain = Object.keys(query).every((key) => plainParts.has(key));
  if (!isPlain || fromClause.length !== 1 || targetList.length !== 1) return null;
  if (from === undefined || !("RangeVar" in from)) return null;
  const value = target !== undefined && "ResTarget" in target ? target.ResTarget.val : undefined;
  const path = value !== undefined && "ColumnRef" in value ? pathOf(value) : [];
  const element = path.at(-1);
  const { alias, relname = "", schemaname = "public" } = from.RangeVar;
  const own = alias?.aliasname ?? relname;
  if (element === undefined || !readsOnly([value, whereClause], own)) return null;
  return { table: `${schemaname}.${relname}`, element, where: whereClause };
}

const plainParts = new Set(["targetList", "fromClause", "whereClause", "limitOption", "op"]);

/** Whether every qualified column is of that relation. */
function readsOnly(trees: unknown, relation: string): boolean {
  let isOnly = true;
  JSON.stringify(trees, (key, value: unknown) => {
    if (key === "ColumnRef") {
      const path = pathOf({ ColumnRef: value });
      if (path.length > 2 || (path.length === 2 && path[0] !== relation)) isOnly = false;
    }
    return value;
  });
  return isOnly;
}

function pathOf(node: unknown): readonly string[] {
  const names: string[] = [];
  JSON.stringify(node, (key, value: unknown) => {
    if (key === "sval" && typeof value === "string") names.push(value);
    return value;
  });
  return names;
}
