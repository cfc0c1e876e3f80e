import type { AccessRule, RowCondition } from "./access-rule.ts";

/** A rule in words, for people: `owner or (everyone when state is "open")`. */
export function ruleText(rule: AccessRule): string {
  if (typeof rule === "string") return rule;
  if ("through" in rule) return `through ${rule.through}`;
  if ("when" in rule) return `${inner(rule.rule)} when ${conditionText(rule.when)}`;
  if ("anyOf" in rule) return rule.anyOf.map(inner).join(" or ");
  return rule.allOf.map(inner).join(" and ");
}

function inner(rule: AccessRule): string {
  const isPlain = typeof rule === "string" || "through" in rule;
  return isPlain ? ruleText(rule) : `(${ruleText(rule)})`;
}

function conditionText(condition: RowCondition): string {
  const { field } = condition;
  if ("is" in condition) return `${field} is ${JSON.stringify(condition.is)}`;
  if ("isNot" in condition) return `${field} is not ${JSON.stringify(condition.isNot)}`;
  return `${field} is one of ${condition.in.map((value) => JSON.stringify(value)).join(", ")}`;
}
