import type { Node } from "@pgsql/types";
import { grantOnTable, type ApiRole } from "../../../schema/ast/access-statements.ts";
import { missingGrants } from "../../../schema/lints/missing-grant.ts";
import type { DataCommand, RelationName, TableFacts } from "../../../spec/database-facts.ts";
import { noStatements, policyOf, tableOf, type SqlFixer } from "../sql-fixer.ts";

/**
 * A right that a policy counts on. Only what the policy says by name is given, and never what a statement takes away by
 * name: then the two contradict each other.
 */
export const missingGrant: SqlFixer = {
  name: "missing-grant",
  codes: ["lint/missing-grant"],
  propose: (finding, { facts, statements }) => {
    const table = tableOf(finding, facts);
    const policy = table === null ? null : policyOf(finding, table);
    if (table === null || policy === null) return noStatements("the policy is not there any more");
    const missing = missingGrants({ table, policy });
    const partly = missing.find(
      ({ role }) => policy.command === "all" && table.grants.some((grant) => grant.role === role),
    );
    if (partly !== undefined) {
      return noStatements(
        `the policy is for all commands and ${partly.role} has grants for some: which is meant is for people to decide`,
      );
    }
    const revoked = missing.find((grant) => isRevoked(statements, { table, ...grant }));
    if (revoked !== undefined) {
      return noStatements(
        `a statement revokes ${revoked.command} from ${revoked.role}, which the policy allows: which is meant is for people to decide`,
      );
    }
    return { kind: "statements", nodes: grantsOf(table, missing) };
  },
};

function grantsOf(table: TableFacts, missing: TableFacts["grants"]): readonly Node[] {
  const roles: readonly ApiRole[] = ["anon", "authenticated"];
  return roles.flatMap((role) => {
    const commands = missing.filter((grant) => grant.role === role).map(({ command }) => command);
    if (commands.length === 0) return [];
    const place = { schema: table.schema, table: table.name };
    return [grantOnTable({ table: place, roles: [role], commands })];
  });
}

interface Right {
  readonly table: RelationName;
  readonly role: string;
  readonly command: DataCommand;
}

/** Whether a statement takes this very right away. `revoke all`, which begins a list of grants, says nothing of it. */
function isRevoked(statements: readonly Node[], { table, role, command }: Right): boolean {
  return statements.some((node) => {
    if (!("GrantStmt" in node) || node.GrantStmt.is_grant === true) return false;
    const { objects = [], grantees = [], privileges = [], objtype } = node.GrantStmt;
    const isTable = objects.some((object) => {
      if (objtype !== "OBJECT_TABLE" || !("RangeVar" in object)) return false;
      const { schemaname = "public", relname } = object.RangeVar;
      return relname === table.name && schemaname === table.schema;
    });
    const isRole = grantees.some(
      (grantee) => "RoleSpec" in grantee && grantee.RoleSpec.rolename === role,
    );
    const isCommand = privileges.some(
      (own) => "AccessPriv" in own && own.AccessPriv.priv_name === command,
    );
    return isTable && isRole && isCommand;
  });
}
