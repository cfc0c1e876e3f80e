import type { Node } from "@pgsql/types";
import { accessCommands, type AccessCommand, type AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import {
  createPolicy,
  grantOnTable,
  revokeOnTable,
  type ApiRole,
} from "../ast/access-statements.ts";
import {
  and,
  boolean,
  call,
  column,
  equal,
  exists,
  integer,
  relation,
  scalar,
  select,
} from "../ast/expressions.ts";
import { objectName, publicSchema } from "../ast/names.ts";
import { drop, enableRowSecurity, inPublic } from "../ast/statements.ts";
import { part, type Part } from "./database-state.ts";
import type { EntitySet } from "./entity-set.ts";

/** A rule as a policy states it: for which roles, and for which rows. */
interface Permission {
  readonly roles: readonly ApiRole[];
  /** Null: every row. */
  readonly condition: Node | null;
}

/** Row level security of an entity's table: switched on, granted and allowed exactly as its rules say. */
export function securityOf(entity: Entity, set: EntitySet): readonly Part[] {
  const table = inPublic(entity.table);
  const permissions = accessCommands.map((command) => ({
    command,
    permission: permissionFor({ entity, set, command }),
  }));
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
    ...permissions.flatMap(({ command, permission }) =>
      permission === null ? [] : [policyPart({ entity, command, permission })],
    ),
  ];
}

interface CommandPermission {
  readonly command: AccessCommand;
  readonly permission: Permission | null;
}

/** Older projects grant everything on new tables, newer ones nothing: both are brought to exactly what the policies allow. */
function grants(entity: Entity, permissions: readonly CommandPermission[]): readonly Node[] {
  const table = inPublic(entity.table);
  const allowed = (role: ApiRole) =>
    permissions
      .filter(({ permission }) => permission?.roles.includes(role))
      .map(({ command }) => command);
  const roles = (["anon", "authenticated"] as const).filter((role) => allowed(role).length > 0);
  return [
    revokeOnTable({ table, roles: ["anon", "authenticated"], commands: null }),
    ...roles.map((role) => grantOnTable({ table, roles: [role], commands: allowed(role) })),
    grantOnTable({ table, roles: ["service_role"], commands: null }),
  ];
}

interface PolicyPart {
  readonly entity: Entity;
  readonly command: AccessCommand;
  readonly permission: Permission;
}

function policyPart({ entity, command, permission }: PolicyPart): Part {
  const condition = permission.condition ?? boolean(true);
  const name = objectName(entity.table, command);
  const table = inPublic(entity.table);
  const using = command === "insert" ? null : condition;
  const check = command === "insert" || command === "update" ? condition : null;
  return part({
    id: `policy ${entity.table} ${name}`,
    create: [createPolicy({ name, table, command, roles: permission.roles, using, check })],
    drop: [drop("OBJECT_POLICY", [publicSchema, entity.table, name])],
  });
}

interface PermissionQuery {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: AccessCommand;
}

/** Null: for nobody, so neither policy nor grant. */
function permissionFor({ entity, set, command }: PermissionQuery): Permission | null {
  const rule = entity.access[command];
  const permission = permissionOf({ entity, set, rule });
  const writes = command === "insert" || command === "update";
  if (permission === null || typeof rule === "string" || !writes || entity.owner === null)
    return permission;
  const own = isMine(entity.owner);
  const conditions = permission.condition === null ? [own] : [permission.condition, own];
  return { roles: ["authenticated"], condition: and(conditions) };
}

interface RuleQuery {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly rule: AccessRule;
}

function permissionOf({ entity, set, rule }: RuleQuery): Permission | null {
  if (typeof rule !== "string") return permissionThrough({ entity, set, field: rule.through });
  switch (rule) {
    case "everyone":
      return { roles: ["anon", "authenticated"], condition: null };
    case "signed-in":
      return { roles: ["authenticated"], condition: null };
    case "owner":
      return entity.owner === null
        ? null
        : { roles: ["authenticated"], condition: isMine(entity.owner) };
    case "nobody":
      return null;
  }
}

interface ThroughQuery {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly field: string;
}

/**
 * Whoever may read the referenced row. The sub-select asks the parent's own policies, so the two can never
 * disagree, and one look-up by primary key answers it. Where the parent is open to a whole role there is
 * nothing to look up: the foreign key already says that the row exists. A chain of such rules cannot
 * run in a circle, because the entities were checked for that.
 */
function permissionThrough({ entity, set, field }: ThroughQuery): Permission | null {
  const parent = set.target(entity, field);
  const parentPermission = permissionOf({ entity: parent, set, rule: parent.access.select });
  if (parentPermission === null || parentPermission.condition === null) return parentPermission;
  const alias =
    parent.table === entity.table ? `referenced_${objectName(parent.table)}` : parent.table;
  const query = select({
    columns: [integer(1)],
    from: {
      RangeVar: relation({
        schema: publicSchema,
        table: parent.table,
        alias: alias === parent.table ? undefined : alias,
      }),
    },
    where: equal(column(alias, "id"), column(entity.table, field)),
  });
  return { roles: parentPermission.roles, condition: exists(query) };
}

/** The sub-select is evaluated once a statement, not once a row. */
function isMine(ownerColumn: string): Node {
  return equal(column(ownerColumn), scalar(select({ columns: [call(["auth", "uid"])] })));
}
