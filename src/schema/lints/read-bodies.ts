import { parseSync } from "libpg-query";
import type { DatabaseFacts, FunctionFacts, RelationName } from "../../spec/database-facts.ts";
import type { BodyPart } from "../bodies/body-parts.ts";
import { readBody } from "../bodies/read-body.ts";
import { childrenOf, fieldNames, isNode } from "./tree.ts";
import { choosesRowsByRole } from "./role-choice.ts";
import { hasUnquotedText } from "./unquoted-text.ts";

/** What a function does when it runs, read from the trees of the statements in its body. */
export interface BodyReading {
  /** Tables and views that are read, updated or deleted from: whose policies are asked. */
  readonly relations: readonly RelationName[];
  /** Functions that are called, with schema. */
  readonly calls: readonly string[];
  /** Columns whose old and new values are compared, or that get their old value back. */
  readonly guardedColumns: readonly string[];
  /** Whether it executes a text into which values are put as they are. */
  readonly hasUnquotedText: boolean;
  /** Whether it is a single SELECT whose conditions give each role of the API rows of its own. */
  readonly choosesRowsByRole: boolean;
}

const nothing: BodyReading = {
  relations: [],
  calls: [],
  guardedColumns: [],
  hasUnquotedText: false,
  choosesRowsByRole: false,
};

/** Reads the body of every function once. The parser must be loaded. */
export function readBodies(facts: DatabaseFacts): (found: FunctionFacts) => BodyReading {
  const readings = new Map(facts.functions.map((one) => [one, readFunction(one, facts)]));
  return (found) => readings.get(found) ?? nothing;
}

function readFunction({ body, language }: FunctionFacts, facts: DatabaseFacts): BodyReading {
  const parts = partsOf(body, language);
  const trees = parts.filter(({ kind }) => kind !== "dynamic").flatMap(treeOf);
  const known = [...facts.tables, ...facts.views];
  const relations = trees
    .flatMap(relationsIn)
    .flatMap(({ schema, name }) =>
      known.filter((one) => one.name === name && one.schema === schema),
    );
  return {
    relations: [...new Set(relations)],
    calls: [...new Set(trees.flatMap(callsIn))],
    guardedColumns: [...new Set(trees.flatMap(guardedIn))],
    choosesRowsByRole: parts.length === 1 && trees.length === 1 && choosesRowsByRole(trees[0]),
    hasUnquotedText: parts.some(({ kind, sql }) => kind === "dynamic" && hasUnquotedText(sql)),
  };
}

/** A body that is not understood is one part, which then has to parse as SQL. */
function partsOf(body: string, language: string): readonly BodyPart[] {
  const read = language === "plpgsql" ? readBody(body) : null;
  return read?.parts ?? [{ kind: "query", sql: body, line: 1 }];
}

/** Expressions of PL/pgSQL become queries. */
function treeOf({ kind, sql }: BodyPart): readonly unknown[] {
  try {
    const tree: unknown = parseSync(kind === "expression" ? `select ${sql}` : sql);
    return [tree];
  } catch {
    // A body in another language, or with syntax of its own, says nothing that could be read here.
    return [];
  }
}

/** Names without a schema mean `public`, where the API looks for them. */
function relationsIn(tree: unknown): readonly RelationName[] {
  return childrenOf(tree).flatMap(({ kind, value }) => {
    const changed = kind === "UpdateStmt" || kind === "DeleteStmt" ? value["relation"] : null;
    const own = kind === "RangeVar" ? value : changed;
    return [...(isNode(own) ? relationOf(own) : []), ...relationsIn(value)];
  });
}

function relationOf({
  relname,
  schemaname,
}: Readonly<Record<string, unknown>>): readonly RelationName[] {
  if (typeof relname !== "string") return [];
  return [{ schema: typeof schemaname === "string" ? schemaname : "public", name: relname }];
}

function callsIn(tree: unknown): readonly string[] {
  return childrenOf(tree).flatMap(({ kind, value }) => {
    const path = kind === "FuncCall" ? fieldNames(value["funcname"]) : [];
    const name = path.length === 1 ? `public.${path.join("")}` : path.join(".");
    return [...(name === "" ? [] : [name]), ...callsIn(value)];
  });
}

/** `new.x <> old.x`, `new.x is distinct from old.x`, and `old.x` alone, which is only ever assigned. */
function guardedIn(tree: unknown): readonly string[] {
  return [...comparedIn(tree), ...restoredBy(tree)];
}

function comparedIn(tree: unknown): readonly string[] {
  return childrenOf(tree).flatMap(({ kind, value }) => {
    const sides = kind === "A_Expr" ? [pathOf(value["lexpr"]), pathOf(value["rexpr"])] : [];
    const [left, right] = sides.toSorted();
    const column = /^new\.(.+)$/.exec(left ?? "")?.[1];
    const isCompared = column !== undefined && right === `old.${column}`;
    return [...(isCompared ? [column] : []), ...comparedIn(value)];
  });
}

function restoredBy(tree: unknown): readonly string[] {
  const [select] = childrenOf(tree);
  const targets = select?.kind === "SelectStmt" ? childrenOf(select.value["targetList"]) : [];
  const [target] = targets;
  if (target === undefined || targets.length > 1) return [];
  const column = /^old\.(.+)$/.exec(pathOf(target.value["val"]))?.[1];
  return column === undefined ? [] : [column];
}

function pathOf(tree: unknown): string {
  const [only] = childrenOf(tree);
  return only?.kind === "ColumnRef" ? fieldNames(only.value["fields"]).join(".") : "";
}
