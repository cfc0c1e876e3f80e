import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import { childrenOf, fieldNames, isNode } from "./lints/tree.ts";
import { refuseStatements } from "./refuse-statements.ts";
import type { SplitOptions, SplitStatement } from "./split-statements.ts";

interface ServerRefusal extends SplitOptions {
  /** Whether SQL that is put together at run time is refused too, because nothing else keeps it from the server. */
  readonly refuseDynamic: boolean;
}

/** What texts of functions and blocks must not say, because it acts beyond the database or is not undone by a rollback. */
const refusedTexts: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /\bcopy\b[^;]*\bprogram\b/i, reason: "COPY PROGRAM runs a program on the server" },
  {
    pattern: /\bcopy\b[^;]*\b(?:from|to)\s+(?:e?'|\$)/i,
    reason: "COPY with a file name reads or writes files of the server",
  },
  { pattern: /\balter\s+system\b/i, reason: "ALTER SYSTEM changes the whole server" },
  { pattern: /\bload\s+'/i, reason: "LOAD runs a library of the server's file system" },
  { pattern: /\bsubscription\b/i, reason: "a subscription connects to another server" },
];

/** Functions that act beyond the database or are not undone by a rollback. */
const refusedCalls =
  /\b(pg_read_file|pg_read_binary_file|pg_ls_\w+|pg_stat_file|pg_file_\w+|lo_import|lo_export|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile\w*|pg_promote|pg_switch_wal|pg_create_\w+|pg_backup_\w+|pg_start_backup|pg_stop_backup|pg_\w*replication_\w+|pg_logical_\w+|pg_wal_replay_\w+|pg_stat_reset\w*|dblink\w*|setval|query_to_xml\w*|cursor_to_xml\w*)\b/i;

const dynamicTexts: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  {
    pattern: /\bu&["']/i,
    reason: "names in escapes cannot be looked at, and this user may do anything",
  },
  {
    pattern: /\bexecute\b(?!\s+(?:function|procedure|on)\b)/i,
    reason:
      "SQL that a function puts together cannot be looked at before, and this user may do anything",
  },
  {
    pattern: /\bset_config\b|\breset\b|\bset\s+(?:local\s+|session\s+)?(?:role|session)\b/i,
    reason:
      "a function that changes roles or settings could take the rights of this user, who may do anything",
  },
];

/** A definition whose words are all there but for quoted names and texts, none of which can be called. */
const knownShape =
  /\bexecute\s+format\s*\(\s*'(?:create|alter|drop)\s+(?:table|index|policy)\b(?:[^'%]|''|%(?:\d+\$)?[IL](?!\s*\())*'/gi;

/**
 * Like `refuseStatements` for a server that others use too: also looks into the texts of functions and blocks, and at
 * functions that a rollback does not undo. Nothing that it names may be sent.
 */
export function refuseOnServer(
  statements: readonly SplitStatement[],
  options: ServerRefusal,
): readonly Diagnostic[] {
  return statements.flatMap((statement) => {
    const found = refuseStatements([statement], options);
    if (found.length > 0) return found;
    const reason = reasonIn(statement, options);
    return reason === null ? [] : [refusal(statement, { ...options, reason })];
  });
}

function reasonIn({ node, sql }: SplitStatement, { refuseDynamic }: ServerRefusal): string | null {
  const [found] = childrenOf(node);
  // Comments are looked at too: what looks like one may be part of a text.
  const isCode = found?.kind === "CreateFunctionStmt" || found?.kind === "DoStmt";
  const text = isCode ? sql : calledBy(node).join(" ");
  const called = refusedCalls.exec(text)?.[1];
  if (called !== undefined) return `the function ${called} acts beyond what a rollback undoes`;
  const refused = refusedTexts.find(({ pattern }) => pattern.test(text));
  if (refused !== undefined || !refuseDynamic) return refused?.reason ?? null;
  const unknown = text.replaceAll(knownShape, " ");
  return dynamicTexts.find(({ pattern }) => pattern.test(unknown))?.reason ?? null;
}

/** The names of all functions that a statement calls itself. */
function calledBy(tree: unknown): readonly string[] {
  if (!isNode(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) => [
    ...(key === "funcname" ? fieldNames(value) : []),
    ...calledBy(value),
  ]);
}

function refusal(
  { line, column }: SplitStatement,
  { file = null, reason }: ServerRefusal & { readonly reason: string },
): Diagnostic {
  return diagnostic({
    code: "schema/refused-statement",
    file,
    line,
    column,
    message: `This statement is refused on a server: ${reason}.`,
    fix: "Remove it, or leave out --database-url: the local database has nothing to lose.",
  });
}
