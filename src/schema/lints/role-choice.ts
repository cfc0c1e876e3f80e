import { childrenOf, fieldNames, isNode, type Properties } from "./tree.ts";

/**
 * Whether a statement is one SELECT whose rows all depend on the role of the caller: some condition of its WHERE, in
 * every branch, compares `current_setting('role')` with a constant, or its rows are joined to those of such a SELECT.
 */
export function choosesRowsByRole(tree: unknown): boolean {
  const statements = childrenOf(tree);
  const [select] = statements;
  return statements.length === 1 && select?.kind === "SelectStmt" && isBound(select.value, []);
}

/** `known`: names of WITH queries around it that are bound. */
function isBound(select: Properties, known: readonly string[]): boolean {
  let names = known;
  for (const { kind, value } of childrenOf(propertyOf(select["withClause"], "ctes"))) {
    const name = value["ctename"];
    const [query] = childrenOf(value["ctequery"]);
    if (kind !== "CommonTableExpr" || typeof name !== "string") continue;
    const holds = query?.kind === "SelectStmt" && isBound(query.value, names);
    names = [...names.filter((one) => one !== name), ...(holds ? [name] : [])];
  }
  const { larg, rarg } = select;
  if (isNode(larg) && isNode(rarg)) return isBound(larg, names) && isBound(rarg, names);
  if (childrenOf(select["whereClause"]).some(({ kind, value }) => holdsForRole(kind, value)))
    return true;
  const sources = childrenOf(select["fromClause"]);
  return (
    sources.length > 0 && sources.every(({ kind, value }) => readsBound(kind, { value, names }))
  );
}

interface Source {
  readonly value: Properties;
  readonly names: readonly string[];
}

/** An inner join by equal columns leaves out the rows that have no partner among the bound ones. */
function readsBound(kind: string, { value, names }: Source): boolean {
  const inside = (tree: unknown): boolean =>
    childrenOf(tree).some((node) => readsBound(node.kind, { value: node.value, names }));
  if (kind === "RangeVar")
    return value["schemaname"] === undefined && names.some((name) => name === value["relname"]);
  if (kind === "JoinExpr") {
    const sides = [inside(value["larg"]), inside(value["rarg"])];
    if (value["jointype"] !== "JOIN_INNER") return false;
    return sides.every(Boolean) || (sides.some(Boolean) && isEqualColumns(value["quals"]));
  }
  if (kind !== "RangeSubselect") return false;
  const [query] = childrenOf(value["subquery"]);
  return query?.kind === "SelectStmt" && isBound(query.value, names);
}

function isEqualColumns(condition: unknown): boolean {
  const [only] = childrenOf(condition);
  if (only?.kind !== "A_Expr" || fieldNames(only.value["name"]).join("") !== "=") return false;
  const sides = [only.value["lexpr"], only.value["rexpr"]];
  return sides.every((side) => childrenOf(side)[0]?.kind === "ColumnRef");
}

function holdsForRole(kind: string, value: Properties): boolean {
  if (kind === "BoolExpr") {
    const parts = childrenOf(value["args"]);
    const holds = parts.map((part) => holdsForRole(part.kind, part.value));
    if (value["boolop"] === "AND_EXPR") return holds.some(Boolean);
    return value["boolop"] === "OR_EXPR" && holds.every(Boolean);
  }
  if (kind !== "A_Expr" || fieldNames(value["name"]).join("") !== "=") return false;
  const sides = [value["lexpr"], value["rexpr"]];
  return sides.some(isRole) && sides.some(isConstant);
}

function isConstant(tree: unknown): boolean {
  const [only] = childrenOf(tree);
  return only?.kind === "A_Const" && isNode(only.value["sval"]);
}

/** `current_setting('role')`, also inside a SELECT of its own. */
function isRole(tree: unknown): boolean {
  const [only] = childrenOf(tree);
  if (only?.kind === "SubLink") {
    const [query] = childrenOf(only.value["subselect"]);
    const [target, ...more] =
      query?.kind === "SelectStmt" ? childrenOf(query.value["targetList"]) : [];
    const isPlain = query?.value["fromClause"] === undefined && more.length === 0;
    return isPlain && only.value["subLinkType"] === "EXPR_SUBLINK" && isRole(target?.value["val"]);
  }
  if (only?.kind !== "FuncCall") return false;
  const name = fieldNames(only.value["funcname"]).join(".");
  const [setting] = childrenOf(only.value["args"]);
  const text = propertyOf(setting?.value["sval"], "sval");
  return /^(?:pg_catalog\.)?current_setting$/.test(name) && text === "role";
}

function propertyOf(value: unknown, name: string): unknown {
  return isNode(value) ? value[name] : undefined;
}
