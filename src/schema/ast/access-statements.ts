import type { Node } from "@pgsql/types";
import type { AccessCommand } from "../../spec/access-rule.ts";
import { relation, string } from "./expressions.ts";
import type { TableName } from "./statements.ts";

/** The two roles of the API that row level security binds, and the one that it does not. */
export type ApiRole = "anon" | "authenticated";
type GranteeRole = ApiRole | "service_role";

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

/** Takes the execution of a function without arguments from everyone, which Postgres grants by default. */
export function revokeExecute(schema: string, name: string): Node {
  const grantee: Node = { RoleSpec: { roletype: "ROLESPEC_PUBLIC" } };
  return executionOf({ schema, name, grantee, isGrant: false });
}

export function grantExecute({ schema, name, role }: ExecuteGrant): Node {
  return executionOf({ schema, name, grantee: namedRole(role), isGrant: true });
}

interface ExecuteGrant {
  readonly schema: string;
  readonly name: string;
  readonly role: GranteeRole;
}

interface Execution {
  readonly schema: string;
  readonly name: string;
  readonly grantee: Node;
  readonly isGrant: boolean;
}

function executionOf({ schema, name, grantee, isGrant }: Execution): Node {
  return {
    GrantStmt: {
      ...(isGrant ? { is_grant: true } : {}),
      targtype: "ACL_TARGET_OBJECT",
      objtype: "OBJECT_FUNCTION",
      objects: [{ ObjectWithArgs: { objname: [string(schema), string(name)] } }],
      privileges: [{ AccessPriv: { priv_name: "execute" } }],
      grantees: [grantee],
      behavior: "DROP_RESTRICT",
    },
  };
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
