import type {
  AccessCommand,
  AccessRule,
  MemberRule,
  RowCondition,
} from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { rolesOf } from "../membership.ts";
import { code } from "./markdown.ts";

/** The rule of a command of an entity, or of one of its columns. */
interface Ruled {
  readonly entity: Entity;
  readonly command: AccessCommand | "column";
}

/** Whom a rule lets do something, as Markdown in plain words: `readers of its video, in their own name`. */
export function ruleWords(rule: AccessRule, ruled: Ruled): string {
  if (rule === "everyone") return "everyone";
  if (rule === "signed-in") return "signed-in users";
  if (rule === "owner") return ownerWords(ruled.entity.owner);
  if (rule === "nobody") return "nobody";
  if (rule === "unblocked") return "users who share no block with its owner";
  if ("through" in rule) return `readers of its ${thing(rule.through)}${ownName(ruled, true)}`;
  if ("member" in rule) return `${memberWords(rule)}${ownName(ruled, false)}`;
  if ("role" in rule) return `users with the role ${code(rule.role)}${ownName(ruled, false)}`;
  if ("when" in rule) return `${ruleWords(rule.rule, ruled)}, where ${conditionWords(rule.when)}`;
  if ("anyOf" in rule) return rule.anyOf.map((one) => ruleWords(one, ruled)).join("; or ");
  return rule.allOf.map((one) => ruleWords(one, ruled)).join(", and at the same time ");
}

/** The user whom the owner column of an entity names. */
export function ownerWords(owner: string | null): string {
  return owner === null || owner === "id" ? "its own user" : `its ${thing(owner)}`;
}

/** `video_id` is a video. */
function thing(field: string): string {
  return field.replace(/_id$/, "").replaceAll("_", " ");
}

/** What new rows must satisfy as well, and through a parent changed ones. */
function ownName({ entity, command }: Ruled, isThrough: boolean): string {
  const isAsked = command === "insert" || (isThrough && command === "update");
  return isAsked && entity.owner !== null ? ", in their own name" : "";
}

function memberWords(rule: MemberRule): string {
  const roles = rolesOf(rule);
  const members = rule.of === "id" ? "its members" : `members of its ${thing(rule.of)}`;
  return roles === null ? members : `${members} with the role ${roles.map(code).join(" or ")}`;
}

function conditionWords(condition: RowCondition): string {
  const value = (one: string | number | boolean | null): string =>
    one === null ? "empty" : code(String(one));
  const field = code(condition.field);
  if ("in" in condition) return `${field} is one of ${condition.in.map(value).join(", ")}`;
  if ("is" in condition) return `${field} is ${value(condition.is)}`;
  return `${field} is not ${value(condition.isNot)}`;
}
