import { BugError } from "../core/errors.ts";
import type { MemberRule } from "../spec/access-rule.ts";
import type { Entity, Reference } from "../spec/entity.ts";

/** What a rule that asks for membership means, in columns. */
export interface Membership {
  /** The entity whose rows say who is a member. */
  readonly entity: Entity;
  /** Its column that names the user. */
  readonly user: string;
  /** Its column that names what the user is a member of. */
  readonly parent: string;
  /** Values of its column `role` that count, sorted; null: every membership counts. */
  readonly roles: readonly string[] | null;
}

interface Place {
  readonly entity: Entity;
  readonly set: { find(name: string): Entity };
}

/** Reads a rule of an entity that passed `checkEntities`; throws a BugError for others. */
export function membershipOf(rule: MemberRule, { entity, set }: Place): Membership {
  const members = set.find(rule.member);
  const target = memberTarget(rule, entity);
  const [parent] = target === null ? [] : membershipReferences(members, target);
  if (parent === undefined || members.owner === null)
    throw new BugError(`${rule.member} says of nobody that they belong to ${entity.name}`);
  return { entity: members, user: members.owner, parent: parent.field, roles: rolesOf(rule) };
}

/** The name of the entity that people are members of, or null where the rule names no reference. */
export function memberTarget({ of }: MemberRule, entity: Entity): string | null {
  if (of === "id") return entity.key === null ? entity.name : null;
  return entity.references.find(({ field }) => field === of)?.to ?? null;
}

/** The references of a membership entity that say what one is a member of: one, if the rule is to be clear. */
export function membershipReferences(members: Entity, target: string): readonly Reference[] {
  return members.references.filter(({ field, to }) => to === target && field !== members.owner);
}

/** The roles that a rule names, sorted; null for none. */
export function rolesOf({ role }: MemberRule): readonly string[] | null {
  if (role === undefined) return null;
  return [...new Set(typeof role === "string" ? [role] : role)].toSorted();
}
