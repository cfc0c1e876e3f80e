import type { Constraint, Node, TypeName } from "@pgsql/types";
import type { Entity } from "../../spec/entity.ts";
import { grantOnTable, grantUsage, revokeOnTable } from "../ast/access-statements.ts";
import { call, column, isIn, string, text, typeName } from "../ast/expressions.ts";
import { objectName, qualified } from "../ast/names.ts";
import {
  commentOn,
  createIndex,
  createTable,
  drop,
  enableRowSecurity,
  inPublic,
} from "../ast/statements.ts";
import { auditLog, isAudited, unrecordedColumns } from "../audit.ts";
import { part, type Part } from "./database-state.ts";
import { primaryKey } from "./entity-set.ts";
import { functionPart, triggerPart } from "./trigger-part.ts";

/** The function behind every trigger that records what happens to rows. */
export const auditFunction = "write_audit_log";

/** The log and the function that writes it, once an entity is audited. Both go with the last of them. */
export function auditLogOf(entities: readonly Entity[]): readonly Part[] {
  if (!entities.some(isAudited)) return [];
  return [logPart(), functionPart({ name: auditFunction, body: auditBody(), definer: true })];
}

/** The trigger of an audited table. It runs for whoever writes, below foreign keys that cascade too. */
export function auditTriggerOf(entity: Entity): readonly Part[] {
  if (!isAudited(entity)) return [];
  const trigger = triggerPart({
    name: objectName(entity.table, "audit"),
    table: inPublic(entity.table),
    moment: "after",
    events: ["insert", "update", "delete"],
    run: auditFunction,
  });
  const args = [primaryKey(entity).join(","), unrecordedColumns(entity).join(",")];
  return [{ ...trigger, create: trigger.create.map((node) => withArguments(node, args)) }];
}

function withArguments(node: Node, args: readonly string[]): Node {
  if (!("CreateTrigStmt" in node)) return node;
  return { CreateTrigStmt: { ...node.CreateTrigStmt, args: args.map(string) } };
}

/** In place, so that what somebody changed of it is put right and no row is lost. */
function logPart(): Part {
  const { schema, table } = auditLog;
  const clients = ["anon", "authenticated", "service_role"] as const;
  const index = (columns: readonly string[]): Node =>
    createIndex({
      name: objectName(table, ...columns, "idx"),
      table: auditLog,
      columns: columns.map((name) => ({ name, descending: false })),
    });
  return part({
    id: `table ${schema}.${table}`,
    create: [
      createTable(auditLog, [...logColumns(), ...logConstraints()]),
      commentOn({
        table: auditLog,
        column: null,
        comment: "What happened to rows of audited tables. Rows are added by triggers alone.",
      }),
      enableRowSecurity(auditLog),
      index(["table_name", "row_key"]),
      index(["at"]),
      revokeOnTable({ table: auditLog, roles: clients, commands: null }),
      grantUsage(schema, "service_role"),
      grantOnTable({ table: auditLog, roles: ["service_role"], commands: ["select"] }),
    ],
    drop: [drop("OBJECT_TABLE", [schema, table])],
    inPlace: true,
  });
}

function logColumns(): readonly Node[] {
  const required: Constraint = { contype: "CONSTR_NOTNULL" };
  const now: Constraint = { contype: "CONSTR_DEFAULT", raw_expr: call("now") };
  return [
    logColumn("id", typeName("int8"), [{ contype: "CONSTR_IDENTITY", generated_when: "a" }]),
    logColumn("at", typeName("timestamptz"), [required, now]),
    logColumn("table_name", typeName("text"), [required]),
    logColumn("row_key", typeName("jsonb"), [required]),
    logColumn("command", typeName("text"), [required]),
    logColumn("actor", typeName("uuid"), []),
    logColumn("role", typeName("text"), [required]),
    logColumn("old_values", typeName("jsonb"), []),
  ];
}

function logColumn(name: string, type: TypeName, constraints: readonly Constraint[]): Node {
  return {
    ColumnDef: {
      colname: name,
      typeName: type,
      is_local: true,
      ...(constraints.length === 0
        ? {}
        : { constraints: constraints.map((Constraint) => ({ Constraint })) }),
    },
  };
}

function logConstraints(): readonly Node[] {
  const { table } = auditLog;
  const commands = ["INSERT", "UPDATE", "DELETE"].map(text);
  const key: Constraint = {
    contype: "CONSTR_PRIMARY",
    conname: objectName(table, "pkey"),
    keys: [string("id")],
  };
  const known: Constraint = {
    contype: "CONSTR_CHECK",
    conname: objectName(table, "command", "check"),
    raw_expr: isIn(column("command"), commands),
    initially_valid: true,
  };
  return [{ Constraint: key }, { Constraint: known }];
}

/** What the function may be made to forget, to see that somebody notices. */
export type Forgotten = "everything" | "actor" | "role" | "key" | "old values";

/**
 * What the function does, in PL/pgSQL. It writes with the rights of the log's owner, so that the role of whoever acts
 * is the one that was set, not the current one; without one it is that of the session.
 */
export function auditBody(forgotten: Forgotten | null = null): string {
  const unless = (what: Forgotten, words: string, instead = "null"): string =>
    forgotten === what ? instead : words;
  const insert = [
    `insert into ${qualified(auditLog.schema, auditLog.table)} (table_name, row_key, command, actor, role, old_values)`,
    "  values (",
    "    tg_table_name,",
    `    ${unless("key", "(select jsonb_object_agg(k.name, coalesce(is_now, was) -> k.name) from unnest(string_to_array(tg_argv[0], ',')) k (name))", "'{}'")},`,
    "    tg_op,",
    `    ${unless("actor", "(select auth.uid())")},`,
    `    ${unless("role", "coalesce(nullif(current_setting('role'), 'none'), session_user)", "current_user")},`,
    "    changed",
    "  );",
  ];
  return [
    "declare",
    "  was jsonb;",
    "  is_now jsonb;",
    "  changed jsonb;",
    "begin",
    "  if tg_op <> 'INSERT' then",
    "    was := to_jsonb(old);",
    "  end if;",
    "  if tg_op <> 'DELETE' then",
    "    is_now := to_jsonb(new);",
    "  end if;",
    "  if tg_op = 'UPDATE' then",
    `    changed := ${unless("old values", "(select coalesce(jsonb_object_agg(o.key, o.value), '{}') from jsonb_each(was - string_to_array(tg_argv[1], ',')) o where o.value is distinct from is_now -> o.key)")};`,
    "  end if;",
    ...(forgotten === "everything" ? [] : insert.map((line) => `  ${line}`)),
    "  return null;",
    "end;",
  ].join("\n");
}
