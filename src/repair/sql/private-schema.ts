import type { Node } from "@pgsql/types";
import { grantUsage, type ApiRole } from "../../schema/ast/access-statements.ts";
import { privateSchema } from "../../schema/ast/names.ts";
import { createSchema } from "../../schema/ast/statements.ts";
import { fieldNames } from "../../schema/lints/tree.ts";
import type { SqlContext } from "./sql-fixer.ts";

export interface SchemaChoice {
  readonly schema: string;
  /** What makes it usable for the roles; empty where it is already. */
  readonly nodes: readonly Node[];
}

/**
 * A schema that the API does not expose, for helpers that these roles run: `private` where they may use it or where there
 * is none yet, else one of its own. A schema that others have filled is never opened to anybody.
 */
export function schemaForHelpers(
  { statements }: Pick<SqlContext, "statements">,
  roles: readonly ApiRole[],
): SchemaChoice {
  const names = [privateSchema, "policy_helpers", "policy_helpers_2"];
  const isUsable = (name: string) => roles.every((role) => isUsageGranted(statements, name, role));
  const schema = names.find((name) => !isMade(statements, name) || isUsable(name)) ?? privateSchema;
  if (isMade(statements, schema)) return { schema, nodes: [] };
  return {
    schema,
    nodes: [createSchema(schema), ...roles.map((role) => grantUsage(schema, role))],
  };
}

function isMade(statements: readonly Node[], schema: string): boolean {
  return statements.some(
    (node) => "CreateSchemaStmt" in node && node.CreateSchemaStmt.schemaname === schema,
  );
}

function isUsageGranted(statements: readonly Node[], schema: string, role: ApiRole): boolean {
  return statements.some((node) => {
    if (!("GrantStmt" in node) || node.GrantStmt.is_grant !== true) return false;
    const { objects = [], grantees = [], objtype } = node.GrantStmt;
    return (
      objtype === "OBJECT_SCHEMA" &&
      objects.some((object) => fieldNames([object]).includes(schema)) &&
      grantees.some((grantee) => "RoleSpec" in grantee && grantee.RoleSpec.rolename === role)
    );
  });
}
