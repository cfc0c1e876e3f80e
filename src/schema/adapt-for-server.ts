import { adaptStatement, type Adaptation } from "./adapt-statement.ts";
import { childrenOf } from "./lints/tree.ts";
import type { SplitStatement } from "./split-statements.ts";

interface ServerTarget {
  /** Extensions that anybody may create there. */
  readonly available: ReadonlySet<string>;
  /** To whom the project's objects belong there, where hosted projects have `postgres`. */
  readonly owner: string;
}

/** Like `adaptStatement` for a server of others: there, no statement runs with more rights than the project's owner has. */
export function adaptForServer(
  statement: SplitStatement,
  { available, owner }: ServerTarget,
): Adaptation {
  const { node, sql } = statement;
  const [found] = childrenOf(node);
  switch (found?.kind) {
    case "CreateRoleStmt":
      return {
        kind: "as-platform",
        sql: `create role ${quoted(String(found.value["role"]))} nologin`,
        note: "The role was made without its attributes, for the length of the check.",
      };
    case "AlterRoleStmt":
    case "AlterRoleSetStmt":
    case "GrantRoleStmt":
    case "DropRoleStmt":
      return skip("roles belong to the whole server");
    case "CreateEventTrigStmt":
    case "AlterEventTrigStmt":
      return skip("event triggers would see what others do on the server");
    case "VariableSetStmt":
      return /^(?:role|session_authorization)$/.test(String(found.value["name"]))
        ? skip("everything runs as the project's owner on a server")
        : { kind: "as-is" };
    case "AlterOwnerStmt":
      return owner !== "postgres" && isPostgres(found.value["newowner"])
        ? skip(`on this server the project's owner is ${owner}`)
        : { kind: "as-is" };
    case "AlterTableStmt":
      return owner !== "postgres" && changesOwnerOnly(found.value["cmds"])
        ? skip(`on this server the project's owner is ${owner}`)
        : { kind: "as-is" };
    case "AlterDefaultPrivilegesStmt":
      return adaptPrivileges(sql, owner);
    case undefined:
    default: {
      const adaptation = adaptStatement(statement, available);
      return adaptation.kind === "as-platform" ? { kind: "as-is" } : adaptation;
    }
  }
}

const ofRole = /\bfor\s+(?:role|user)\s+"?(\w+)"?/i;

function adaptPrivileges(sql: string, owner: string): Adaptation {
  const role = ofRole.exec(sql)?.[1];
  if (role === undefined || role === owner) return { kind: "as-is" };
  if (role !== "postgres")
    return skip(`privileges of what ${role} makes are no part of the project`);
  return {
    kind: "instead",
    sql: sql.replace(ofRole, ""),
    note: `It ran for ${owner}, who is the project's owner on this server.`,
  };
}

function changesOwnerOnly(commands: unknown): boolean {
  return (
    Array.isArray(commands) &&
    commands.length > 0 &&
    commands.every((command: unknown) => {
      const change = property(command, "AlterTableCmd");
      return (
        property(change, "subtype") === "AT_ChangeOwner" && isPostgres(property(change, "newowner"))
      );
    })
  );
}

function isPostgres(role: unknown): boolean {
  return property(role, "rolename") === "postgres";
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function skip(reason: string): Adaptation {
  return { kind: "skip", note: `Not executed: ${reason}.` };
}
