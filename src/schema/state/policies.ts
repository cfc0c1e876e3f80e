import type { Node } from "@pgsql/types";
import { accessCommands, type AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import {
  createPolicy,
  grantOnTable,
  revokeOnTable,
  type ApiRole,
} from "../ast/access-statements.ts";
import { boolean } from "../ast/expressions.ts";
import { objectName, publicSchema } from "../ast/names.ts";
import { drop, enableRowSecurity, inPublic } from "../ast/statements.ts";
import { part, type Part } from "./database-state.ts";
import type { EntitySet } from "./entity-set.ts";
import { coverageOf, type Coverage } from "./rule-coverage.ts";

/** What one policy says: for which roles, and for which rows. */
interface Permission {
  readonly command: AccessCommand;
  readonly roles: readonly ApiRole[];
  readonly coverage: Coverage;
}

/** Row level security of an entity's table: switched on, granted and allowed exactly as its rules say. */
export function securityOf(entity: Entity, set: EntitySet): readonly Part[] {
  const table = inPublic(entity.table);
  const permissions = accessCommands.flatMap((command) => permissionsFor({ entity, set, command }));
  return [
    part({
      id: `security ${entity.table}`,
      create: [enableRowSecurity(table)],
      drop: [],
      inPlace: true,
    }),
    part({
      id: `grants ${entity.table}`,
      create: grants(entity, permissions),
      drop: [],
      inPlace: true,
    }),
    ...permissions.map((permission) => policyPart(entity, permission)),
  ];
}

interface PermissionQuery {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: AccessCommand;
}

/** One policy where both roles get the same rows, otherwise one each; none for a role that gets no rows, so no grant either. */
function permissionsFor({ entity, set, command }: PermissionQuery): readonly Permission[] {
  const rule = entity.access[command];
  const [anon, authenticated] = (["anon", "authenticated"] as const).map((role): Permission => ({
    command,
    roles: [role],
    coverage: coverageOf({ entity, set, command, rule, role }),
  }));
  if (anon === undefined || authenticated === undefined) return [];
  const isSame = JSON.stringify(anon.coverage) === JSON.stringify(authenticated.coverage);
  const found = isSame
    ? [{ ...authenticated, roles: [...anon.roles, ...authenticated.roles] }]
    : [anon, authenticated];
  return found.filter(({ coverage }) => coverage !== "none");
}

/** Older projects grant everything on new tables, newer ones nothing: both are brought to exactly what the policies allow. */
function grants(entity: Entity, permissions: readonly Permission[]): readonly Node[] {
  const table = inPublic(entity.table);
  const allowed = (role: ApiRole) =>
    permissions.filter(({ roles }) => roles.includes(role)).map(({ command }) => command);
  const roles = (["anon", "authenticated"] as const).filter((role) => allowed(role).length > 0);
  return [
    revokeOnTable({ table, roles: ["anon", "authenticated"], commands: null }),
    ...roles.map((role) => grantOnTable({ table, roles: [role], commands: allowed(role) })),
    grantOnTable({ table, roles: ["service_role"], commands: null }),
  ];
}

function policyPart(entity: Entity, { command, roles, coverage }: Permission): Part {
  const condition = typeof coverage === "string" ? boolean(coverage === "all") : coverage;
  const isForVisitors = !roles.includes("authenticated");
  const name = objectName(entity.table, command, ...(isForVisitors ? ["anon"] : []));
  const table = inPublic(entity.table);
  const using = command === "insert" ? null : condition;
  const check = command === "insert" || command === "update" ? condition : null;
  return part({
    id: `policy ${entity.table} ${name}`,
    create: [createPolicy({ name, table, command, roles, using, check })],
    drop: [drop("OBJECT_POLICY", [publicSchema, entity.table, name])],
  });
}
