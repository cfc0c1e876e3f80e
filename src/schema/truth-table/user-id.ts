import type { Node } from "@pgsql/types";

/** Whether the expression is `(select auth.uid())`, with or without the sub-select or a cast. */
export function isUserId(node: Node): boolean {
  if ("TypeCast" in node) return node.TypeCast.arg !== undefined && isUserId(node.TypeCast.arg);
  if ("FuncCall" in node) return functionPath(node) === "auth.uid";
  if (!("SubLink" in node) || node.SubLink.subLinkType !== "EXPR_SUBLINK") return false;
  const value = onlyValue(node.SubLink.subselect);
  return value !== null && isUserId(value);
}

/** The name of a called function with its schema; null for other expressions. */
export function functionPath(node: Node): string | null {
  if (!("FuncCall" in node)) return null;
  return (node.FuncCall.funcname ?? [])
    .map((part) => ("String" in part ? part.String.sval : ""))
    .join(".");
}

/** The expression of a sub-select that reads nothing. */
export function onlyValue(subselect: Node | undefined): Node | null {
  if (subselect === undefined || !("SelectStmt" in subselect)) return null;
  const { targetList = [], fromClause = [], whereClause } = subselect.SelectStmt;
  const [target] = targetList;
  if (fromClause.length > 0 || whereClause !== undefined || target === undefined) return null;
  return "ResTarget" in target ? (target.ResTarget.val ?? null) : null;
}
