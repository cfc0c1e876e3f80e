import type { Node } from "@pgsql/types";
import type { CatalogObject } from "../../spec/catalog-object.ts";
import { qualified, quoted } from "../ast/names.ts";
import { parseStatement } from "./parse-statement.ts";

/** The statement that takes away an object that hangs on a table, or closes a bucket; null for what goes with others. */
export function dropOf({ kind, schema, table, name, facts }: CatalogObject): Node | null {
  const owner = qualified(schema, table ?? "");
  switch (kind) {
    case "policy":
      return parseStatement(`drop policy ${quoted(name)} on ${owner}`);
    case "trigger":
      return parseStatement(`drop trigger ${quoted(name)} on ${owner}`);
    case "index":
      return parseStatement(`drop index ${qualified(schema, name)}`);
    case "comment":
      return parseStatement(
        name === ""
          ? `comment on table ${owner} is null`
          : `comment on column ${owner}.${quoted(name)} is null`,
      );
    case "publication":
      return parseStatement(`alter publication ${quoted(name)} drop table ${owner}`);
    case "bucket":
      return facts["public"] === "yes"
        ? parseStatement(
            `update storage.buckets set public = false where id = '${name.replaceAll("'", "''")}'`,
          )
        : null;
    case "schema":
    case "table":
    case "column":
    case "constraint":
    case "row security":
    case "grants":
    case "function":
    case "view":
    case "type":
      return null;
  }
}
