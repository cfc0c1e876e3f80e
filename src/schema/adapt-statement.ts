import { childrenOf } from "./lints/tree.ts";
import type { SplitStatement } from "./split-statements.ts";

/** How a statement of somebody else's project runs on a database that stands in for that project. */
export type Adaptation =
  | { readonly kind: "as-is" }
  /** With the rights of the platform, whose administrators or extensions do it there. */
  | { readonly kind: "as-platform"; readonly sql: string; readonly note: string | null }
  | { readonly kind: "instead"; readonly sql: string; readonly note: string }
  | { readonly kind: "skip"; readonly note: string };

/** What of an extension that we lack is there all the same. */
const standIns: Readonly<Record<string, string>> = {
  moddatetime: "extensions.moddatetime()",
  pg_cron: "the schema cron",
  pg_graphql: "the schema graphql_public",
  pg_net: "the schema net",
  pgsodium: "the schema pgsodium",
  supabase_vault: "the schema vault",
};

/** `available`: names of the extensions that the database really has. */
export function adaptStatement(
  { node, sql }: SplitStatement,
  available: ReadonlySet<string>,
): Adaptation {
  const [statement] = childrenOf(node);
  switch (statement?.kind) {
    case "TransactionStmt":
      return skip("every statement runs in a savepoint of its own here");
    case "VacuumStmt":
      return skip("it changes no schema");
    case "AlterDatabaseSetStmt":
    case "AlterDatabaseStmt":
      return skip("settings of the whole database do not change what is checked");
    case "CreateRoleStmt":
    case "AlterRoleStmt":
    case "AlterRoleSetStmt":
    case "GrantRoleStmt":
    case "CreateEventTrigStmt":
    case "AlterEventTrigStmt":
      return { kind: "as-platform", sql, note: null };
    case "AlterDefaultPrivilegesStmt":
      return /\bsupabase_admin\b/.test(sql)
        ? { kind: "as-platform", sql, note: null }
        : { kind: "as-is" };
    case "CreateExtensionStmt": {
      const name = String(statement.value["extname"]);
      if (available.has(name)) return { kind: "as-platform", sql, note: null };
      const standIn = standIns[name];
      const instead = standIn === undefined ? "" : `; ${standIn} is a stand-in`;
      return skip(`the extension ${name} is not available here${instead}`);
    }
    case "CommentStmt":
      return statement.value["objtype"] === "OBJECT_EXTENSION"
        ? skip("comments on extensions do not change what is checked")
        : { kind: "as-is" };
    case "IndexStmt":
      return statement.value["concurrent"] === true
        ? {
            kind: "instead",
            sql: sql.replace(/\bconcurrently\b/i, ""),
            note: "It ran without CONCURRENTLY, because the file runs in one transaction here.",
          }
        : { kind: "as-is" };
    case undefined:
    default:
      return { kind: "as-is" };
  }
}

function skip(reason: string): Adaptation {
  return { kind: "skip", note: `Not executed: ${reason}.` };
}
