import type { Node } from "@pgsql/types";
import type { FunctionSource } from "../../spec/function-source.ts";
import { printLine } from "../ast/print-sql.ts";
import { splitStatements } from "../split-statements.ts";
import type { BodyPart, ReadBody } from "./body-parts.ts";
import { bodyNames, type BodyNames } from "./body-names.ts";
import { readBody } from "./read-body.ts";

/** A statement of a body in which every variable is a null of its type, so that Postgres can prepare it alone. */
export interface PreparedPart {
  readonly sql: string;
  readonly line: number;
  /** Whether the type of a variable in it is known only when it runs: what Postgres says of types then means little. */
  readonly isLoose: boolean;
  /** The table whose trigger runs the function, or null. */
  readonly table: string | null;
}

export interface BodyStatements {
  readonly parts: readonly PreparedPart[];
  /** EXECUTE of texts that are known only when they run. */
  readonly dynamic: number;
  /** Statements that cannot be prepared alone. */
  readonly left: number;
  /** Tables that the body makes itself, or that its triggers hand to it. */
  readonly made: readonly string[];
}

/** What of a function's body can be prepared; null where its structure is not understood. */
export async function preparedParts(source: FunctionSource): Promise<BodyStatements | null> {
  const read = await bodyOf(source);
  if (read === null) return null;
  const dynamic = read.parts.filter(({ kind }) => kind === "dynamic").length;
  const tables = [...new Set(source.triggers.map(({ table }) => table))];
  const prepared = await Promise.all(
    read.parts
      .filter(({ kind }) => kind !== "dynamic")
      .flatMap((part) =>
        (tables.length === 0 ? [null] : tables).map((table) =>
          prepare(part, { names: bodyNames(source, { read, table }), table }),
        ),
      ),
  );
  const parts = prepared.filter((part) => part !== null);
  const handed = source.triggers.flatMap(({ definition }) =>
    [...definition.matchAll(/(?:NEW|OLD) TABLE AS (\w+)/g)].map(([, name = ""]) => name),
  );
  return {
    parts: [...new Map(parts.map((part) => [`${part.line} ${part.sql}`, part])).values()],
    dynamic,
    left: prepared.length - parts.length,
    made: [...read.made, ...handed],
  };
}

async function bodyOf({ body, language }: FunctionSource): Promise<ReadBody | null> {
  if (language !== "sql") return readBody(body);
  const { statements, diagnostics } = await splitStatements(body);
  if (diagnostics.length > 0) return null;
  const parts = statements.map(({ line, sql }): BodyPart => ({ kind: "query", sql, line }));
  return { parts, variables: [], made: [], labels: [] };
}

interface Place {
  readonly names: BodyNames;
  readonly table: string | null;
}

async function prepare(
  { kind, line, sql }: BodyPart,
  { names, table }: Place,
): Promise<PreparedPart | null> {
  const { statements } = await splitStatements(kind === "expression" ? `select ${sql}` : sql);
  const [statement] = statements;
  if (statement === undefined || statements.length > 1 || !isPreparable(statement.node))
    return null;
  const wanted = new Map<Node, string>();
  let isLoose = false;
  for (const node of namesIn(statement.node)) {
    const value = names.valueOf(node);
    if (value === null) continue;
    if (value === "left") return null;
    isLoose ||= value.isLoose;
    wanted.set(node, value.sql);
  }
  // What reads no variable is prepared as it was written.
  if (wanted.size === 0) return { sql: statement.sql, line, isLoose, table: null };
  const values = await valueNodes([...wanted.values()]);
  const tree = replaced(statement.node, (node) => values.get(wanted.get(node) ?? ""));
  return { sql: printLine(tree), line, isLoose, table };
}

function isPreparable(node: Node): boolean {
  return ["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"].some(
    (kind) => kind in node,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isName(value: object): value is Node {
  return "ColumnRef" in value || "ParamRef" in value;
}

/** Every column reference and parameter, in the order of the tree. */
function namesIn(value: unknown): readonly Node[] {
  if (!isObject(value)) return [];
  if (isName(value)) return [value];
  return Object.values(value).flatMap(namesIn);
}

async function valueNodes(texts: readonly string[]): Promise<ReadonlyMap<string, Node>> {
  const found = await Promise.all(
    [...new Set(texts)].map(async (text) => {
      const { statements } = await splitStatements(`select ${text}`);
      const node = statements[0]?.node;
      const target = node !== undefined && "SelectStmt" in node ? node.SelectStmt.targetList : [];
      const [first] = target ?? [];
      const value = first !== undefined && "ResTarget" in first ? first.ResTarget.val : undefined;
      return value === undefined ? [] : [[text, value] as const];
    }),
  );
  return new Map(found.flat());
}

function replaced<Tree>(tree: Tree, by: (node: Node) => Node | undefined): Tree;
function replaced(tree: unknown, by: (node: Node) => Node | undefined): unknown {
  if (Array.isArray(tree)) return tree.map((item: unknown) => replaced(item, by));
  if (!isObject(tree)) return tree;
  if (isName(tree)) return by(tree) ?? tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, replaced(value, by)]));
}
