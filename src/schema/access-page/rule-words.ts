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

/** One of the ways to satisfy a rule: somebody, on rows for which all conditions hold. */
interface Way {
  /** Null: whoever is meant by the rules beside this one. */
  readonly who: string | null;
  readonly conditions: readonly string[];
}

/**
 * Whom a rule lets do something, as Markdown in plain words: `readers of its page, in their own name`. Conditions
 * follow those for whom they count: `its writer; or everyone, where a is b and c is empty`.
 */
export function ruleWords(rule: AccessRule, ruled: Ruled): string {
  const ways = waysOf(rule, ruled).filter((way, index, all) => !isCovered(way, { index, all }));
  return ways.map(wayWords).join("; or ");
}

function wayWords({ who, conditions }: Way): string {
  const somebody = who ?? "users";
  return conditions.length === 0 ? somebody : `${somebody}, where ${conditions.join(" and ")}`;
}

function waysOf(rule: AccessRule, ruled: Ruled): readonly Way[] {
  if (typeof rule === "string") return [namedWay(rule, ruled)];
  if ("anyOf" in rule) return rule.anyOf.flatMap((one) => waysOf(one, ruled));
  if ("allOf" in rule) return rule.allOf.map((one) => waysOf(one, ruled)).reduce(bothOf);
  if ("when" in rule) return bothOf(waysOf(rule.rule, ruled), [conditionWay(rule.when)]);
  return [{ who: relationWords(rule, ruled), conditions: [] }];
}

/** Every way of the one together with every way of the other. */
function bothOf(left: readonly Way[], right: readonly Way[]): readonly Way[] {
  return left.flatMap((one) =>
    right.map((other) => ({
      who: bothWho(one.who, other.who),
      conditions: [...new Set([...one.conditions, ...other.conditions])],
    })),
  );
}

function bothWho(left: string | null, right: string | null): string | null {
  if (left === "nobody" || right === "nobody") return "nobody";
  if (right === null || right === "everyone" || right === left) return left ?? right;
  return left === null || left === "everyone" ? right : `${left}, if also ${right}`;
}

/** Whether another way lets the same people do at least as much. */
function isCovered(way: Way, { index, all }: { index: number; all: readonly Way[] }): boolean {
  return all.some((other, place) => {
    const isWider = other.conditions.every((condition) => way.conditions.includes(condition));
    const isSame = other.conditions.length === way.conditions.length;
    return other.who === way.who && place !== index && isWider && (!isSame || place < index);
  });
}

/** What a declaration of blocks between users adds to rules. */
export const noBlock = "no block stands between them and its owner";

type NamedRule = Extract<AccessRule, string>;

function namedWay(rule: NamedRule, { entity }: Ruled): Way {
  switch (rule) {
    case "everyone":
    case "nobody":
      return { who: rule, conditions: [] };
    case "signed-in":
      return { who: "signed-in users", conditions: [] };
    case "owner":
      return { who: ownerWords(entity.owner), conditions: [] };
    case "unblocked":
      return { who: null, conditions: [noBlock] };
  }
}

type Relation = Exclude<
  AccessRule,
  string | { when: unknown } | { anyOf: unknown } | { allOf: unknown }
>;

function relationWords(rule: Relation, ruled: Ruled): string {
  if ("through" in rule) return `readers of its ${thing(rule.through)}${ownName(ruled, true)}`;
  if ("member" in rule) return `${memberWords(rule)}${ownName(ruled, false)}`;
  return `users with the role ${code(rule.role)}${ownName(ruled, false)}`;
}

function conditionWay(condition: RowCondition): Way {
  return { who: null, conditions: [conditionWords(condition)] };
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
