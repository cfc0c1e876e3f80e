import type { Node, SelectStmt, TypeName } from "@pgsql/types";
import {
  and,
  call,
  column,
  isPresent,
  scalar,
  select,
  typeName,
} from "../../schema/ast/expressions.ts";
import { objectName } from "../../schema/ast/names.ts";
import { printLine } from "../../schema/ast/print-sql.ts";
import { createReadingFunction } from "../../schema/ast/statements.ts";
import type { TableFacts } from "../../spec/database-facts.ts";
import {
  columnPath,
  columnsIn,
  conditionsOf,
  equalSides,
  isUserId,
  parseExpression,
  plainSelect,
  relationsIn,
  replaceParts,
  type InnerQuery,
} from "./policy-queries.ts";

/** A function that reads without policies, and the expression that asks it. */
export interface Helper {
  readonly name: string;
  readonly create: (schema: string) => Node;
  /** Types of what it is given, for the statements that name it. */
  readonly args: readonly TypeName[];
  /** What stands in the place of the query. */
  readonly asked: (schema: string) => object;
}

interface HelperPlace {
  readonly query: InnerQuery;
  /** The table whose policy asks. */
  readonly table: TableFacts;
  /** The table that the query reads. */
  readonly read: TableFacts;
}

/**
 * The helper for a query that finds rows of the user alone: what it sees without policies is the user's own. Null for all
 * other queries, which would show what the policies of the table that they read keep back.
 */
export function helperOf(place: HelperPlace): Helper | null {
  const { query, read } = place;
  const plain = plainSelect(query.link);
  const [only, second] = relationsIn(query.link.subselect);
  if (plain === null || only === undefined || second !== undefined) return null;
  const conditions = conditionsOf(plain);
  const ownRows = conditions.filter((node) => comparesUser(node, only.alias));
  if (ownRows.length === 0 || !isReadable(read, conditions)) return null;
  const parts = { ...place, plain, alias: only.alias, conditions };
  return setHelper(parts) ?? valueHelper(parts);
}

/** Whether the condition says that a column of the table is the user's id. */
function comparesUser(node: Node, alias: string): boolean {
  const sides = equalSides(node);
  if (sides === null) return false;
  const [left, right] = sides;
  const isOwn = (side: Node) => {
    const path = columnPath(side);
    return path?.length === 2 && path[0] === alias;
  };
  return (isOwn(left) && isUserId(right)) || (isOwn(right) && isUserId(left));
}

/** Calls of other functions might look at more than the row. */
function isReadable(read: TableFacts, conditions: readonly Node[]): boolean {
  return (
    conditions.length > 0 && read.policies.every(({ permissive }) => permissive) && !read.forceRls
  );
}

interface HelperParts extends HelperPlace {
  readonly plain: SelectStmt;
  readonly alias: string;
  readonly conditions: readonly Node[];
}

/** `x in (select y from t where t.user_id = me)`, or `exists` that says the same: a set that is found once a statement. */
function setHelper(parts: HelperParts): Helper | null {
  const { query, read, alias, conditions, plain } = parts;
  const asked = query.link.subLinkType === "ANY_SUBLINK" ? targetOf(plain) : null;
  const joins = conditions.flatMap((node) => joinOf(node, parts));
  const [join, second] = joins;
  const rest = conditions.filter((node) => joinOf(node, parts).length === 0);
  if (rest.some((node) => outerColumns(node, alias).length > 0)) return null;
  if (asked !== null && (join !== undefined || asked.path[0] !== alias)) return null;
  const isExists = query.link.subLinkType === "EXISTS_SUBLINK";
  if (asked === null && (!isExists || !query.isPlain || join === undefined || second !== undefined))
    return null;
  const inner = asked?.path.at(-1) ?? join?.inner ?? "";
  const item = typeOfColumn(read, inner);
  const outer: Node | undefined = asked === null ? column(join?.outer ?? "") : query.link.testexpr;
  if (item === null || outer === undefined) return null;
  const found = column(alias, inner);
  const rows = select({
    columns: [found],
    from: plain.fromClause?.[0],
    where: and(asked === null ? [...rest, isPresent(found)] : rest),
  });
  const name = objectName(read.name, inner, "of_user");
  return {
    name,
    args: [],
    create: (schema) =>
      createReadingFunction({
        schema,
        name,
        parameters: [],
        returnType: { ...item, setof: true },
        body: `begin\n  return query ${printLine(rows)};\nend;`,
      }),
    asked: (schema) => ({
      SubLink: {
        subLinkType: "ANY_SUBLINK",
        testexpr: outer,
        subselect: select({ columns: [call([schema, name])] }),
      },
    }),
  };
}

/** Any other query: a function of the columns that it takes from the policy's row. */
function valueHelper({ query, table, read, alias, plain }: HelperParts): Helper | null {
  const { link } = query;
  const target = link.subLinkType === "EXPR_SUBLINK" ? targetOf(plain) : null;
  if (link.subLinkType === "EXPR_SUBLINK" && target?.path[0] !== alias) return null;
  if (!["EXPR_SUBLINK", "EXISTS_SUBLINK"].includes(link.subLinkType ?? "")) return null;
  const returnType =
    target === null ? typeName("bool") : typeOfColumn(read, target.path.at(-1) ?? "");
  const outer = [...new Set(outerColumns(link.subselect, alias).map((path) => path.at(-1) ?? ""))];
  const isOfPolicy = outerColumns(link.subselect, alias).every(([first]) => first === table.name);
  const parameters = outer.flatMap((own) => {
    const type = typeOfColumn(table, own);
    return type === null ? [] : [{ column: own, name: `of_${own}`, type }];
  });
  const isTaken = parameters.some(({ name }) => read.columns.some((own) => own.name === name));
  if (returnType === null || !isOfPolicy || parameters.length < outer.length || isTaken)
    return null;
  const inside = replaceParts({ SubLink: link }, (part) => {
    const path = "ColumnRef" in part ? columnPath({ ColumnRef: Object(part.ColumnRef) }) : null;
    return path !== null && path[0] !== alias ? column(`of_${path.at(-1) ?? ""}`) : null;
  });
  const name = objectName(read.name, target?.path.at(-1) ?? "has", "for_user");
  const asked = (schema: string): Node => {
    const answer = call(
      [schema, name],
      parameters.map((parameter) => column(parameter.column)),
    );
    return parameters.length === 0 ? scalar(select({ columns: [answer] })) : answer;
  };
  return {
    name,
    args: parameters.map(({ type }) => type),
    create: (schema) =>
      createReadingFunction({
        schema,
        name,
        parameters: parameters.map(({ name: parameter, type }) => ({ name: parameter, type })),
        returnType,
        body: `begin\n  return ${printLine(inside)};\nend;`,
      }),
    asked,
  };
}

function targetOf({ targetList = [] }: SelectStmt): { readonly path: readonly string[] } | null {
  const [target] = targetList;
  const path =
    target !== undefined && "ResTarget" in target ? columnPath(target.ResTarget.val) : null;
  return path?.length === 2 ? { path } : null;
}

interface Join {
  readonly inner: string;
  readonly outer: string;
}

/** `t.group_id = members.group_id`, where the second is the policy's own row. */
function joinOf(node: Node, { alias, table }: HelperParts): readonly Join[] {
  const [left, right] = (equalSides(node) ?? []).map(columnPath);
  if (left?.length !== 2 || right?.length !== 2) return [];
  const [inner, outer] = left[0] === alias ? [left, right] : [right, left];
  if (inner[0] !== alias || outer[0] !== table.name || outer[0] === alias) return [];
  return [{ inner: inner[1] ?? "", outer: outer[1] ?? "" }];
}

function outerColumns(tree: unknown, alias: string): readonly (readonly string[])[] {
  return columnsIn([tree]).filter(([first]) => first !== alias);
}

/** The type of a column as statements write it, or null for a column that is not there. */
function typeOfColumn({ columns }: TableFacts, name: string): TypeName | null {
  const type = columns.find((own) => own.name === name)?.type;
  const cast = type === undefined ? null : parseExpression(`null::${type}`);
  return cast !== null && "TypeCast" in cast ? (cast.TypeCast.typeName ?? null) : null;
}
