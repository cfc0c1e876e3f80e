import type { Node } from "@pgsql/types";
import type { AccessCommand } from "../../spec/access-rule.ts";
import { relation, string } from "./expressions.ts";
import { functionObject, type FunctionName, type TableName } from "./statements.ts";

/** The two roles of the API that row level security binds, and the one that it does not. */
export type ApiRole = "anon" | "authenticated";
export type GranteeRole = ApiRole | "service_role";

function namedRole(rolename: string): Node {
  return { RoleSpec: { roletype: "ROLESPEC_CSTRING", rolename } };
}

interface GrantOptions {
  readonly table: TableName;
  readonly roles: readonly GranteeRole[];
  /** Null stands for every privilege. */
  readonly commands: readonly AccessCommand[] | null;
}

function tablePrivileges({ table, roles, commands }: GrantOptions, isGrant: boolean): Node {
  return {
    GrantStmt: {
      ...(isGrant ? { is_grant: true } : {}),
      targtype: "ACL_TARGET_OBJECT",
      objtype: "OBJECT_TABLE",
      objects: [{ RangeVar: relation(table) }],
      ...(commands === null
        ? {}
        : { privileges: commands.map((priv_name) => ({ AccessPriv: { priv_name } })) }),
      grantees: roles.map(namedRole),
      behavior: "DROP_RESTRICT",
    },
  };
}

export function grantOnTable(options: GrantOptions): Node {
  return tablePrivileges(options, true);
}

export function revokeOnTable(options: GrantOptions): Node {
  return tablePrivileges(options, false);
}

/** Lets a role name what is in a schema; rights on the objects themselves are given apart. */
export function grantUsage(schema: string, role: GranteeRole): Node {
  return {
    GrantStmt: {
      is_grant: true,
      targtype: "ACL_TARGET_OBJECT",
      objtype: "OBJECT_SCHEMA",
      objects: [string(schema)],
      privileges: [{ AccessPriv: { priv_name: "usage" } }],
      grantees: [namedRole(role)],
      behavior: "DROP_RESTRICT",
    },
  };
}

/** Takes the execution of a function without arguments from everyone, which Postgres grants by default. */
export function revokeExecute(schema: string, name: string): Node {
  return executionOf({ schema, name, args: undefined, grantees: [everyone], isGrant: false });
}

interface ExecuteRevocation extends FunctionName {
  /** Roles from which it is taken by name, beside everyone. */
  readonly roles: readonly GranteeRole[];
}

/** Takes the execution from everyone and from roles that have it of their own, as older projects grant it. */
export function revokeExecuteFrom({ schema, name, args, roles }: ExecuteRevocation): Node {
  const grantees = [everyone, ...roles.map(namedRole)];
  return executionOf({ schema, name, args, grantees, isGrant: false });
}

const everyone: Node = { RoleSpec: { roletype: "ROLESPEC_PUBLIC" } };

export function grantExecute({ schema, name, args, role }: ExecuteGrant): Node {
  return executionOf({ schema, name, args, grantees: [namedRole(role)], isGrant: true });
}

interface ExecuteGrant extends FunctionName {
  readonly role: GranteeRole;
}

interface Execution extends FunctionName {
  readonly grantees: readonly Node[];
  readonly isGrant: boolean;
}

function executionOf({ schema, name, args, grantees, isGrant }: Execution): Node {
  return {
    GrantStmt: {
      ...(isGrant ? { is_grant: true } : {}),
      targtype: "ACL_TARGET_OBJECT",
      objtype: "OBJECT_FUNCTION",
      objects: [functionObject({ schema, name, args })],
      privileges: [{ AccessPriv: { priv_name: "execute" } }],
      grantees: [...grantees],
      behavior: "DROP_RESTRICT",
    },
  };
}

interface PolicyChange {
  readonly name: string;
  readonly table: TableName;
  readonly using: Node;
}

/** Gives a policy another condition for existing rows; all else stays. */
export function alterPolicy({ name, table, using }: PolicyChange): Node {
  return { AlterPolicyStmt: { policy_name: name, table: relation(table), qual: using } };
}

interface PolicyOptions {
  readonly name: string;
  readonly table: TableName;
  readonly command: AccessCommand;
  readonly roles: readonly ApiRole[];
  /** Which existing rows the command may touch. Null for insert. */
  readonly using: Node | null;
  /** Which rows may result. Null for select and delete. */
  readonly check: Node | null;
}

export function createPolicy({ name, table, command, roles, using, check }: PolicyOptions): Node {
  return {
    CreatePolicyStmt: {
      policy_name: name,
      table: relation(table),
      cmd_name: command,
      permissive: true,
      roles: roles.map(namedRole),
      ...(using === null ? {} : { qual: using }),
      ...(check === null ? {} : { with_check: check }),
    },
  };
}
