import { parseSync } from "libpg-query";
import type { ColumnDef, Node } from "@pgsql/types";
import { BugError } from "../../core/errors.ts";
import type { CatalogObject } from "../../spec/catalog-object.ts";
import { quoted } from "../ast/names.ts";

/** The tree of one statement that we put together from what a catalog says. The parser's module must be loaded. */
export function parseStatement(sql: string): Node {
  const [first] = parseSync(sql).stmts ?? [];
  if (first?.stmt === undefined) throw new BugError(`This is no statement: ${sql}`);
  return first.stmt;
}

/** A column as the catalog describes it. */
export function parseColumn({ name, facts }: CatalogObject): ColumnDef {
  const parts = [
    quoted(name),
    facts["type"],
    facts["required"] === "yes" ? "not null" : null,
    facts["default"] === null ? null : `default ${facts["default"]}`,
    facts["computed"] === null ? null : `generated always as (${facts["computed"]}) stored`,
  ];
  const sql = `create table t (${parts.filter((part) => part !== null).join(" ")})`;
  const node = parseStatement(sql);
  const [element] = "CreateStmt" in node ? (node.CreateStmt.tableElts ?? []) : [];
  if (element === undefined || !("ColumnDef" in element))
    throw new BugError(`This is no column: ${sql}`);
  return element.ColumnDef;
}
