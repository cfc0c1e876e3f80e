import type { AlterTableCmd, Constraint, Node } from "@pgsql/types";
import { doBlock } from "./ast/do-block.ts";
import { text } from "./ast/expressions.ts";
import { qualified, quoted } from "./ast/names.ts";
import { printLine } from "./ast/print-sql.ts";
import { drop, type TableName } from "./ast/statements.ts";

/** Every statement in its form that may run again; a policy is dropped first unless it was dropped earlier. */
export function runnableTwice<Statement extends { readonly node: Node }>(
  statements: readonly Statement[],
): readonly Statement[] {
  const done = new Set<string>();
  return statements.flatMap((statement) => {
    const dropped = dropBefore(statement.node);
    const nodes = [...(dropped === null ? [] : [dropped]), ...rerunnable(statement.node)];
    return nodes.flatMap((node) => {
      const key = "DropStmt" in node ? JSON.stringify(node) : null;
      if (key !== null && done.has(key)) return [];
      if (key !== null) done.add(key);
      return [{ ...statement, node }];
    });
  });
}

/**
 * A statement in the form that may run a second time: what is there already stays, and what is gone stays gone. Keys and
 * publications have no such form of their own and get a block around them.
 */
function rerunnable(node: Node): readonly Node[] {
  if ("CreateStmt" in node) return [{ CreateStmt: { ...node.CreateStmt, if_not_exists: true } }];
  if ("IndexStmt" in node) return [{ IndexStmt: { ...node.IndexStmt, if_not_exists: true } }];
  if ("CreateTrigStmt" in node)
    return [{ CreateTrigStmt: { ...node.CreateTrigStmt, replace: true } }];
  if ("DropStmt" in node) return [{ DropStmt: { ...node.DropStmt, missing_ok: true } }];
  if ("AlterPublicationStmt" in node) return [guardedPublication(node)];
  if ("AlterTableStmt" in node) return alterations(node);
  return [node];
}

/** Policies have no "or replace": the drop of one that may be there, or null for all other statements. */
function dropBefore(node: Node): Node | null {
  if (!("CreatePolicyStmt" in node)) return null;
  const { policy_name: name = "", table } = node.CreatePolicyStmt;
  const path = [table?.schemaname ?? "public", table?.relname ?? "", name];
  return rerunnable(drop("OBJECT_POLICY", path))[0] ?? null;
}

type Statement<Kind extends string> = Extract<Node, Readonly<Record<Kind, unknown>>>;

function guardedPublication(node: Statement<"AlterPublicationStmt">): Node {
  const isAdded = node.AlterPublicationStmt.action === "AP_AddObjects";
  const condition = isAdded ? "duplicate_object" : "undefined_object";
  return doBlock(
    ["begin", `  ${printLine(node)};`, "exception", `  when ${condition} then null;`, "end;"].join(
      "\n",
    ),
  );
}

/** Constraints are checked in a second step, while others may read and write. */
function alterations(node: Statement<"AlterTableStmt">): readonly Node[] {
  const statement = node.AlterTableStmt;
  const commands = (statement.cmds ?? []).flatMap((own) =>
    "AlterTableCmd" in own ? [own.AlterTableCmd] : [],
  );
  const alter = (cmds: readonly AlterTableCmd[]): readonly Node[] => {
    if (cmds.length === 0) return [];
    // A table that is gone has no constraints either.
    const mayMiss = cmds.every(({ subtype }) => subtype === "AT_DropConstraint");
    const wrapped = cmds.map((AlterTableCmd) => ({ AlterTableCmd }));
    const guard = mayMiss ? { missing_ok: true } : {};
    return [{ AlterTableStmt: { ...statement, ...guard, cmds: wrapped } }];
  };
  const keys = commands.filter((command) => isKey(constraintOf(command)));
  const others = commands.filter((command) => !keys.includes(command)).flatMap(optional);
  const validations = others.flatMap(validation);
  const table = qualified(
    statement.relation?.schemaname ?? "public",
    statement.relation?.relname ?? "",
  );
  return [
    ...keys.flatMap((command) =>
      alter([command]).map((made) =>
        guardedKey({ table, made, name: constraintOf(command)?.conname ?? "" }),
      ),
    ),
    ...alter(others),
    ...alter(validations),
  ];
}

function constraintOf({ subtype, def }: AlterTableCmd): Constraint | null {
  if (subtype !== "AT_AddConstraint" || def === undefined || !("Constraint" in def)) return null;
  return def.Constraint;
}

function isKey(constraint: Constraint | null): boolean {
  return constraint?.contype === "CONSTR_PRIMARY" || constraint?.contype === "CONSTR_UNIQUE";
}

function optional(command: AlterTableCmd): readonly AlterTableCmd[] {
  const constraint = constraintOf(command);
  if (constraint !== null) {
    const { conname: name = "" } = constraint;
    return [
      { subtype: "AT_DropConstraint", name, missing_ok: true },
      mayBeUnproven(constraint) ? { ...command, def: unproven(constraint) } : command,
    ];
  }
  const mayBeDone =
    command.subtype === "AT_AddColumn" ||
    command.subtype === "AT_DropColumn" ||
    command.subtype === "AT_DropConstraint";
  return [mayBeDone ? { ...command, missing_ok: true } : command];
}

/** One that says itself that it is validated stays so: partitioned tables know no other references. */
function mayBeUnproven({ skip_validation }: Constraint): boolean {
  return skip_validation !== false;
}

function unproven(constraint: Constraint): Node {
  return { Constraint: { ...constraint, initially_valid: false, skip_validation: true } };
}

function validation(command: AlterTableCmd): readonly AlterTableCmd[] {
  const constraint = constraintOf(command);
  if (constraint?.conname === undefined || !mayBeUnproven(constraint)) return [];
  return [
    { subtype: "AT_ValidateConstraint", name: constraint.conname, behavior: "DROP_RESTRICT" },
  ];
}

interface ReplacedKey {
  readonly table: TableName;
  /** As it shall be. */
  readonly key: Constraint;
}

/** Drops an older key of this name: not the new one, to which others may refer when it runs again. */
export function dropOlderKey({ table, key }: ReplacedKey): Node {
  const { conname = "", contype, keys = [] } = key;
  const columns = keys.map((own) => ("String" in own ? quoted(own.String.sval ?? "") : ""));
  const kind = contype === "CONSTR_PRIMARY" ? "PRIMARY KEY" : "UNIQUE";
  const definition = printLine(text(`${kind} (${columns.join(", ")})`));
  const owner = qualified(table.schema, table.table);
  const [relation, constraint] = [owner, conname].map((value) => printLine(text(value)));
  return doBlock(
    [
      "begin",
      `  if not exists (select from pg_constraint where conrelid = ${relation}::regclass and conname = ${constraint}`,
      `    and pg_get_constraintdef(oid) = ${definition}) then`,
      `    alter table ${owner} drop constraint if exists ${quoted(conname)};`,
      "  end if;",
      "end;",
    ].join("\n"),
  );
}

interface GuardedKey {
  readonly table: string;
  readonly name: string;
  readonly made: Node;
}

/** A key that others refer to cannot be dropped and added again. */
function guardedKey({ table, name, made }: GuardedKey): Node {
  const [relation, constraint] = [table, name].map((value) => printLine(text(value)));
  return doBlock(
    [
      "begin",
      `  if not exists (select from pg_constraint where conrelid = ${relation}::regclass and conname = ${constraint}) then`,
      `    ${printLine(made)};`,
      "  end if;",
      "end;",
    ].join("\n"),
  );
}
