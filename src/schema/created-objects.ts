import type { Node } from "@pgsql/types";
import { childrenOf, fieldNames, isNode, type Properties } from "./lints/tree.ts";

/** What a statement creates, in the words of lints: `table public.notes`, `policy public.notes.own`. */
export function createdObjects(node: Node): readonly string[] {
  const [statement] = childrenOf(node);
  if (statement === undefined) return [];
  const { kind, value } = statement;
  switch (kind) {
    case "CreateStmt":
    case "AlterTableStmt": {
      const table = relationName(value["relation"]);
      const columns = columnNames(value).map((name) => `column ${table}.${name}`);
      return kind === "CreateStmt" ? [`table ${table}`, ...columns] : columns;
    }
    case "CreatePolicyStmt":
      return [`policy ${relationName(value["table"])}.${text(value["policy_name"])}`];
    case "IndexStmt":
      return [`index ${schemaOf(value["relation"])}.${text(value["idxname"])}`];
    case "ViewStmt":
      return [`view ${relationName(value["view"])}`];
    case "CreateTableAsStmt":
      return [`view ${relationName(property(value["into"], "rel"))}`];
    case "CreateFunctionStmt": {
      const path = fieldNames(value["funcname"]);
      return [`function ${path.length > 1 ? path.join(".") : `public.${path[0] ?? ""}`}`];
    }
    case "CreateExtensionStmt":
      return [`extension ${text(value["extname"])}`];
    default:
      return [];
  }
}

function columnNames(statement: Properties): readonly string[] {
  return childrenOf(statement).flatMap(({ kind, value }) => {
    if (kind === "ColumnDef") return [text(value["colname"])];
    return kind === "AlterTableCmd" ? columnNames(value) : [];
  });
}

function relationName(relation: unknown): string {
  return `${schemaOf(relation)}.${text(property(relation, "relname"))}`;
}

function schemaOf(relation: unknown): string {
  return text(property(relation, "schemaname")) || "public";
}

function property(value: unknown, name: string): unknown {
  return isNode(value) ? value[name] : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
