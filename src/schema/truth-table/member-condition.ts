import type { MemberRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { publicSchema, qualified, quoted } from "../ast/names.ts";
import type { EntitySet } from "../state/entity-set.ts";

/**
 * What a rule that asks for membership means, as a condition in SQL that looks among the rows of the membership entity
 * itself. Written from the rule, apart from the compiler's reading of it, so that one mistake cannot be in both.
 */
export function memberCondition(
  rule: MemberRule,
  { entity, set }: { readonly entity: Entity; readonly set: EntitySet },
): string | null {
  const joined = rule.of === "id" ? entity : set.target(entity, rule.of);
  const members = set.find(rule.member);
  const sides = members.references.filter(({ field }) => field !== members.owner);
  const [side, ...more] = sides.filter(({ to }) => to === joined.name);
  if (side === undefined || more.length > 0 || members.owner === null) return null;
  const asked = [
    `m.${quoted(members.owner)} = (select auth.uid())`,
    ...(rule.role === undefined ? [] : [`(${[rule.role].flat().map(isRole).join(" or ")})`]),
  ];
  return `${quoted(rule.of)} in (select m.${quoted(side.field)} from ${qualified(publicSchema, members.table)} m where ${asked.join(" and ")})`;
}

function isRole(role: string): string {
  return `m.role = '${role.replaceAll("'", "''")}'`;
}
