import type { Node, SelectStmt, SubLink } from "@pgsql/types";
import { parseSync } from "libpg-query";
import type { RelationName } from "../../spec/database-facts.ts";
import { childrenOf, fieldNames, isNode, type TreeNode } from "../../schema/lints/tree.ts";

/** The tree of an expression as the catalog prints it. The parser must be loaded. */
export function parseExpression(expression: string): Node | null {
  const [statement] = parseSync(`select ${expression}`).stmts ?? [];
  const node = statement?.stmt;
  if (node === undefined || !("SelectStmt" in node)) return null;
  const [target] = node.SelectStmt.targetList ?? [];
  return target !== undefined && "ResTarget" in target ? (target.ResTarget.val ?? null) : null;
}

/** A query inside of a policy's condition, and whether only AND and OR are around it. */
export interface InnerQuery {
  readonly link: SubLink;
  readonly isPlain: boolean;
}

/** The outermost queries of a condition that read the relation. */
export function queriesOf(condition: Node, relation: RelationName): readonly InnerQuery[] {
  const visit = (tree: unknown, isPlain: boolean): readonly InnerQuery[] =>
    childrenOf(tree).flatMap(({ kind, value }) => {
      if (kind === "SubLink" && isSubLink(value)) {
        return reads(value.subselect, relation) ? [{ link: value, isPlain }] : [];
      }
      const isJoin = kind === "BoolExpr" && value["boolop"] !== "NOT_EXPR";
      return visit(value, isPlain && isJoin);
    });
  return visit(condition, true);
}

function isSubLink(value: object): value is SubLink {
  return "subLinkType" in value && "subselect" in value;
}

function reads(tree: unknown, relation: RelationName): boolean {
  return relationsIn(tree).some(
    ({ schema, name }) => schema === relation.schema && name === relation.name,
  );
}

interface NamedRelation extends RelationName {
  /** How the query calls it. */
  readonly alias: string;
}

/** Every relation of a query, those of queries inside of it too. */
export function relationsIn(tree: unknown): readonly NamedRelation[] {
  return childrenOf(tree).flatMap(({ kind, value }) =>
    kind === "RangeVar" ? [toRelation(value)] : relationsIn(value),
  );
}

function toRelation({ relname, schemaname, alias }: TreeNode["value"]): NamedRelation {
  const name = String(relname);
  const given = isNode(alias) ? alias["aliasname"] : undefined;
  return {
    schema: typeof schemaname === "string" ? schemaname : "public",
    name,
    alias: typeof given === "string" ? given : name,
  };
}

/** The one SELECT of a query that is nothing but columns, one relation and conditions; else null. */
export function plainSelect({ subselect }: SubLink): SelectStmt | null {
  if (subselect === undefined || !("SelectStmt" in subselect)) return null;
  const { fromClause, op, limitCount, groupClause, havingClause, withClause, targetList } =
    subselect.SelectStmt;
  const isPlain =
    (op === undefined || op === "SETOP_NONE") &&
    [limitCount, groupClause, havingClause, withClause].every((part) => part === undefined);
  return isPlain && fromClause?.length === 1 && targetList?.length === 1
    ? subselect.SelectStmt
    : null;
}

/** The conditions of which all must hold. */
export function conditionsOf({ whereClause }: SelectStmt): readonly Node[] {
  if (whereClause === undefined) return [];
  return "BoolExpr" in whereClause && whereClause.BoolExpr.boolop === "AND_EXPR"
    ? (whereClause.BoolExpr.args ?? [])
    : [whereClause];
}

/** The parts of a column's name, or null for anything else. */
export function columnPath(node: Node | undefined): readonly string[] | null {
  return node !== undefined && "ColumnRef" in node ? fieldNames(node.ColumnRef.fields) : null;
}

/** The sides of `a = b`, or null for anything else. */
export function equalSides(node: Node): readonly [Node, Node] | null {
  if (!("A_Expr" in node) || node.A_Expr.kind !== "AEXPR_OP") return null;
  const { name, lexpr, rexpr } = node.A_Expr;
  if (fieldNames(name).join() !== "=" || lexpr === undefined || rexpr === undefined) return null;
  return [lexpr, rexpr];
}

/** Whether it is `auth.uid()`, alone or as the only thing that a query selects. */
export function isUserId(node: Node): boolean {
  if ("FuncCall" in node) return fieldNames(node.FuncCall.funcname).join(".") === "auth.uid";
  if (!("SubLink" in node)) return false;
  const { subselect } = node.SubLink;
  if (subselect === undefined || !("SelectStmt" in subselect)) return false;
  const { fromClause, targetList = [] } = subselect.SelectStmt;
  const [target] = targetList;
  if (fromClause !== undefined || targetList.length !== 1 || target === undefined) return false;
  return "ResTarget" in target && target.ResTarget.val !== undefined
    ? isUserId(target.ResTarget.val)
    : false;
}

/** The columns that a tree names. */
export function columnsIn(tree: unknown): readonly (readonly string[])[] {
  return childrenOf(tree).flatMap(({ kind, value }) =>
    kind === "ColumnRef" ? [fieldNames(value["fields"])] : columnsIn(value),
  );
}

/** The tree with objects replaced, from the outside in: null keeps one and looks inside of it. */
export function replaceParts<Tree extends object>(
  tree: Tree,
  replace: (part: object) => object | null,
): Tree {
  const copy = Array.isArray(tree) ? Object.assign([], tree) : { ...tree };
  for (const key in tree) {
    const value: unknown = tree[key];
    if (typeof value !== "object" || value === null) continue;
    Reflect.set(copy, key, replace(value) ?? replaceParts(value, replace));
  }
  return copy;
}
