import type { Entity } from "../../spec/entity.ts";
import { parentFields, rolesWithin } from "../rule-tree.ts";
import type { EntitySet } from "../state/entity-set.ts";
import type { ActorName, UserName } from "./users.ts";

interface RoleContext {
  readonly entity: Entity;
  readonly set: EntitySet;
}

/** Roles of the app that decide over the entity's rows, sorted: those its rules name, and those of rows it is read through. */
function rolesAskedOf(
  { entity, set }: RoleContext,
  visited: readonly Entity[] = [],
): readonly string[] {
  if (visited.includes(entity)) return [];
  const above = parentFields(entity).flatMap((field) =>
    rolesAskedOf({ entity: set.target(entity, field), set }, [...visited, entity]),
  );
  return [...new Set([...rolesWithin(entity), ...above])].toSorted();
}

/** The user with each role alone and with all of them, and one who wrote them all into metadata of their own. */
export function withRoles(context: RoleContext, user: UserName): readonly ActorName[] {
  const roles = rolesAskedOf(context);
  if (roles.length === 0) return [];
  const all = roles.join(",");
  const each = roles.length === 1 ? [] : roles.map((role): ActorName => `${user} as ${role}`);
  return [...each, `${user} as ${all}`, `${user} claiming ${all}`];
}

/** The user with every role that matters. */
export function withAllRoles(context: RoleContext, user: UserName): ActorName {
  const roles = rolesAskedOf(context);
  return roles.length === 0 ? user : `${user} as ${roles.join(",")}`;
}
