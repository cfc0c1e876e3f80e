import type { AccessRule, MemberRule, RowCondition } from "./access-rule.ts";

/** A rule in words, for people: `owner or (everyone when state is "open")`. */
export function ruleText(rule: AccessRule): string {
  if (typeof rule === "string") return rule;
  if ("through" in rule) return `through ${rule.through}`;
  if ("member" in rule) return memberText(rule);
  if ("role" in rule) return `role ${rule.role}`;
  if ("when" in rule) return `${inner(rule.rule)} when ${conditionText(rule.when)}`;
  if ("anyOf" in rule) return rule.anyOf.map(inner).join(" or ");
  return rule.allOf.map(inner).join(" and ");
}

function inner(rule: AccessRule): string {
  const isPlain =
    typeof rule === "string" || "through" in rule || ("role" in rule && !("member" in rule));
  return isPlain ? ruleText(rule) : `(${ruleText(rule)})`;
}

function memberText({ member, of, role = [] }: MemberRule): string {
  const roles = typeof role === "string" ? [role] : role;
  const words = roles.length === 0 ? "" : ` as ${roles.join(" or ")}`;
  return `${member} of ${of}${words}`;
}

function conditionText(condition: RowCondition): string {
  const { field } = condition;
  if ("is" in condition) return `${field} is ${JSON.stringify(condition.is)}`;
  if ("isNot" in condition) return `${field} is not ${JSON.stringify(condition.isNot)}`;
  return `${field} is one of ${condition.in.map((value) => JSON.stringify(value)).join(", ")}`;
}
