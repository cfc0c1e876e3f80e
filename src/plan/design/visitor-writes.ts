import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";

/** Commands of designed entities that visitors without a session may use. No person has asked for that. */
export function visitorWrites({ name, access }: Entity): readonly Diagnostic[] {
  return (["insert", "update", "delete"] as const)
    .filter((command) => isForVisitors(access[command]))
    .map((command) =>
      diagnostic({
        code: "design-open-write",
        name,
        message: `Visitors without a session may ${command} rows of ${name}.`,
        fix: 'Choose "owner", or another rule that needs a session.',
      }),
    );
}

/** Rules by a parent row are refused by other checks where visitors could write through them. */
function isForVisitors(rule: AccessRule): boolean {
  if (typeof rule === "string") return rule === "everyone";
  if ("anyOf" in rule) return rule.anyOf.some(isForVisitors);
  if ("allOf" in rule) return rule.allOf.every(isForVisitors);
  return "when" in rule && isForVisitors(rule.rule);
}
