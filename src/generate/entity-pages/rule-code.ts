import type { PageEntity } from "../../catalog/pages/page-plan.ts";
import type { AccessRule, RowCondition } from "../../spec/access-rule.ts";
import { fragment } from "./fragments.ts";
import type { PageContext } from "./page-context.ts";

export interface RuleContext {
  readonly page: PageEntity;
  readonly context: PageContext;
  /** The variable that holds the row; null where there is none yet, so that only what holds for every row counts. */
  readonly row: string | null;
}

/**
 * The expression that says whether the signed-in person may do what the rule allows, as far as the page can know:
 * members and those who may read a parent are known to the server alone, so everybody with a session may try.
 */
export function ruleCode(rule: AccessRule, where: RuleContext): string {
  const { page, context, row } = where;
  const signedIn = () => fragment(context, "ruleSignedIn", {});
  if (typeof rule === "string") {
    if (rule === "everyone" || rule === "unblocked") return "true";
    if (rule === "nobody") return "false";
    if (rule === "signed-in" || row === null || page.entity.owner === null) return signedIn();
    return fragment(context, "ruleOwner", { words: { row, owner: page.entity.owner } });
  }
  if ("anyOf" in rule) return anyOf(rule.anyOf.map((part) => ruleCode(part, where)));
  if ("allOf" in rule) return allOf(rule.allOf.map((part) => ruleCode(part, where)));
  if ("role" in rule && !("member" in rule)) {
    return fragment(context, "ruleRole", { words: { role: rule.role } });
  }
  if (!("when" in rule)) return signedIn();
  const inner = ruleCode(rule.rule, where);
  return row === null ? inner : allOf([conditionCode(rule.when, row), inner]);
}

/** Whether a row's page itself knows that nobody but the owner may. */
export function isForOwner(rule: AccessRule, where: Omit<RuleContext, "row">): boolean {
  const place = { ...where, row: where.page.variable };
  return where.page.entity.owner !== null && ruleCode(rule, place) === ruleCode("owner", place);
}

function anyOf(parts: readonly string[]): string {
  if (parts.includes("true")) return "true";
  const told = [...new Set(parts.filter((part) => part !== "false"))];
  return told.length === 0 ? "false" : joined(told, "||");
}

function allOf(parts: readonly string[]): string {
  if (parts.includes("false")) return "false";
  const told = [...new Set(parts.filter((part) => part !== "true"))];
  return told.length === 0 ? "true" : joined(told, "&&");
}

function joined(parts: readonly string[], operator: "&&" | "||"): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return parts.map((part) => (/&&|\|\|/.test(part) ? `(${part})` : part)).join(` ${operator} `);
}

function conditionCode(condition: RowCondition, row: string): string {
  const column = `${row}.${condition.field}`;
  if ("is" in condition) return `${column} === ${JSON.stringify(condition.is)}`;
  if ("isNot" in condition) return `${column} !== ${JSON.stringify(condition.isNot)}`;
  const values = condition.in.map((value) => `${column} === ${JSON.stringify(value)}`);
  return values.length === 1 ? (values[0] ?? "false") : `(${values.join(" || ")})`;
}
