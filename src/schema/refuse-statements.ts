import type { Node } from "@pgsql/types";
import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { SplitOptions, SplitStatement } from "./split-statements.ts";

/**
 * Statements that must not run on a database that others use too, or that the local one does not survive:
 * found in the tree before anything is executed. Bodies of functions and DO blocks are opaque texts, so
 * statements inside them are not seen, but for the one that breaks the local database; what others would need stays
 * forbidden by missing privileges.
 */
export function refuseStatements(
  statements: readonly SplitStatement[],
  { file = null }: SplitOptions = {},
): readonly Diagnostic[] {
  return statements.flatMap(({ node, line, column }) => {
    const found = reasonsIn(node);
    return [...new Set(found)].map((reason) =>
      diagnostic({
        code: "schema/refused-statement",
        file,
        line,
        column,
        name: nodeKind(node),
        message: `This statement is refused: ${reason}.`,
        fix: "Remove it from the migration.",
      }),
    );
  });
}

/** Kinds of statements that are refused whatever they say. */
const refusedKinds: Readonly<Record<string, string>> = {
  CreateSubscriptionStmt:
    "a subscription connects to another server and leaves the local database unusable",
  AlterSubscriptionStmt: "a subscription connects to another server",
  DropSubscriptionStmt: "a subscription connects to another server",
  LoadStmt: "LOAD runs a library of the server's file system",
  AlterSystemStmt: "ALTER SYSTEM changes the whole server",
  CreateTableSpaceStmt: "tablespaces are folders of the server",
  DropTableSpaceStmt: "tablespaces are folders of the server",
  AlterTableSpaceOptionsStmt: "tablespaces are folders of the server",
  AlterTableMoveAllStmt: "tablespaces are folders of the server",
  CreatedbStmt: "a migration changes its own database, not others",
  DropdbStmt: "a migration changes its own database, not others",
  AlterDatabaseStmt: "settings of the whole database are no part of a migration",
  AlterDatabaseSetStmt: "settings of the whole database are no part of a migration",
  CreateRoleStmt: "roles belong to the whole server",
  AlterRoleStmt: "roles belong to the whole server",
  AlterRoleSetStmt: "roles belong to the whole server",
  DropRoleStmt: "roles belong to the whole server",
  GrantRoleStmt: "membership in roles belongs to the whole server",
  TransactionStmt: "a migration runs in one transaction, which it cannot end or begin",
  VacuumStmt: "VACUUM and ANALYZE cannot run in the migration's transaction",
  CheckPointStmt: "CHECKPOINT acts on the whole server",
  CreateFdwStmt: "foreign data wrappers read other servers",
  CreateForeignServerStmt: "foreign servers are other servers",
  CreateUserMappingStmt: "foreign servers are other servers",
  CreatePLangStmt: "new languages run code of the server's file system",
  DiscardStmt: "DISCARD acts on the session, which a migration does not have for itself",
  ListenStmt: "LISTEN belongs to a session, not to a migration",
};

/** Functions that read or write files of the server, run programs, or act on other sessions. */
const refusedFunctions =
  /^(pg_read_file|pg_read_binary_file|pg_ls_\w+|pg_stat_file|pg_file_\w+|lo_import|lo_export|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|dblink\w*|pg_sleep\w*)$/;

function reasonsIn(node: Node): readonly string[] {
  const reasons: string[] = [];
  visit(node, (kind, value) => {
    const refused = refusedKinds[kind];
    if (refused !== undefined) reasons.push(refused);
    const reason = conditionalReason(kind, value);
    if (reason !== null) reasons.push(reason);
  });
  return reasons;
}

type Properties = Readonly<Record<string, unknown>>;

/** Kinds that are refused for what they say. */
function conditionalReason(kind: string, value: Properties): string | null {
  switch (kind) {
    case "CopyStmt":
      if (value["is_program"] === true) return "COPY PROGRAM runs a program on the server";
      if (value["filename"] !== undefined)
        return "COPY with a file name reads or writes files of the server";
      return "COPY from or to the client waits for a client that a migration does not have";
    case "IndexStmt":
      if (value["concurrent"] === true)
        return "CREATE INDEX CONCURRENTLY cannot run in the migration's transaction";
      return value["tableSpace"] === undefined ? null : "tablespaces are folders of the server";
    case "DropStmt":
      return value["concurrent"] === true
        ? "DROP INDEX CONCURRENTLY cannot run in the migration's transaction"
        : null;
    case "CreateStmt":
    case "IntoClause":
      return value["tablespacename"] === undefined && value["tableSpaceName"] === undefined
        ? null
        : "tablespaces are folders of the server";
    case "AlterTableCmd":
      if (value["subtype"] === "AT_SetTableSpace") return "tablespaces are folders of the server";
      return property(property(value["def"], "PartitionCmd"), "concurrent") === true
        ? "DETACH CONCURRENTLY cannot run in the migration's transaction"
        : null;
    case "ReindexStmt":
      return refusedReindex(value);
    case "DoStmt":
      return hasSubscription(value) ? (refusedKinds["CreateSubscriptionStmt"] ?? null) : null;
    case "CreateFunctionStmt":
      return refusedLanguage(value);
    case "FuncCall":
      return refusedCall(value);
    default:
      return null;
  }
}

/** Of one index, table or schema at a time, it may run in a transaction. */
function refusedReindex(value: Properties): string | null {
  const kind = value["kind"];
  const options = Array.isArray(value["params"]) ? value["params"] : [];
  const names = options.map((option) => property(property(option, "DefElem"), "defname"));
  if (names.includes("concurrently"))
    return "REINDEX CONCURRENTLY cannot run in the migration's transaction";
  return kind === "REINDEX_OBJECT_DATABASE" || kind === "REINDEX_OBJECT_SYSTEM"
    ? "REINDEX of a whole database cannot run in the migration's transaction"
    : null;
}

/** The one statement whose mere attempt breaks the local database is looked for in blocks too. */
function hasSubscription(value: Properties): boolean {
  return /\bcreate\s+subscription\b/i.test(JSON.stringify(value).replaceAll(/\\[nrt]/g, " "));
}

const safeLanguages = new Set(["sql", "plpgsql"]);

function refusedLanguage(value: Properties): string | null {
  const options = Array.isArray(value["options"]) ? value["options"] : [];
  const language = options.map(languageOf).find((found) => found !== null);
  if (language === undefined || language === null || safeLanguages.has(language)) return null;
  return `functions are written in sql or plpgsql, not in ${language}`;
}

function languageOf(option: unknown): string | null {
  const element = property(option, "DefElem");
  if (property(element, "defname") !== "language") return null;
  const name = property(property(property(element, "arg"), "String"), "sval");
  return typeof name === "string" ? name.toLowerCase() : null;
}

function refusedCall(value: Properties): string | null {
  const path = Array.isArray(value["funcname"]) ? value["funcname"] : [];
  const name = property(property(path.at(-1), "String"), "sval");
  if (typeof name !== "string" || !refusedFunctions.test(name)) return null;
  return `the function ${name} acts on the server beyond this database`;
}

function property(value: unknown, name: string): unknown {
  return isProperties(value) ? value[name] : undefined;
}

function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Calls `meet` for every node of the tree, the outermost first. A node is an object below its kind's name. */
function visit(tree: unknown, meet: (kind: string, value: Properties) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) visit(item, meet);
    return;
  }
  if (!isProperties(tree)) return;
  for (const [name, value] of Object.entries(tree)) {
    const kind = name === "into" ? "IntoClause" : name;
    if (isProperties(value) && /^[A-Z]/.test(kind)) meet(kind, value);
    visit(value, meet);
  }
}

function nodeKind(node: Node): string {
  return Object.keys(node)[0] ?? "unknown";
}
