import {
  accessCommands,
  type AccessCommand,
  type AccessRule,
  type MemberRule,
  type RowCondition,
} from "../spec/access-rule.ts";
import type { Entity } from "../spec/entity.ts";

/** A rule and every rule inside it, outermost first. */
export function rulesWithin(rule: AccessRule): readonly AccessRule[] {
  if (typeof rule === "string" || "through" in rule || "member" in rule || "role" in rule)
    return [rule];
  if ("when" in rule) return [rule, ...rulesWithin(rule.rule)];
  const parts = "anyOf" in rule ? rule.anyOf : rule.allOf;
  return [rule, ...parts.flatMap(rulesWithin)];
}

/** The references whose rows the rules of these commands must be able to read, each once. */
export function parentFields(
  { access }: Entity,
  commands: readonly AccessCommand[] = accessCommands,
): readonly string[] {
  const rules = commands.flatMap((command) => rulesWithin(access[command]));
  return [
    ...new Set(
      rules.flatMap((rule) =>
        typeof rule !== "string" && "through" in rule ? [rule.through] : [],
      ),
    ),
  ];
}

/** References without which nobody satisfies the rule. Another branch of `anyOf` may do without. */
export function requiredParents(rule: AccessRule): readonly string[] {
  if (typeof rule === "string" || "anyOf" in rule) return [];
  if ("through" in rule) return [rule.through];
  if ("member" in rule || "role" in rule) return [];
  return "when" in rule ? requiredParents(rule.rule) : rule.allOf.flatMap(requiredParents);
}

/** The rules of these commands that ask for membership. */
export function memberRules(
  { access }: Entity,
  commands: readonly AccessCommand[] = accessCommands,
): readonly MemberRule[] {
  return commands
    .flatMap((command) => rulesWithin(access[command]))
    .filter((rule) => typeof rule !== "string")
    .filter((rule) => "member" in rule);
}

/** The roles of the app that the entity's rules name, guards of columns included. */
export function rolesWithin({ access, guards = {} }: Entity): readonly string[] {
  return [...accessCommands.map((command) => access[command]), ...Object.values(guards)]
    .flatMap(rulesWithin)
    .flatMap((rule) =>
      typeof rule !== "string" && "role" in rule && !("member" in rule) ? [rule.role] : [],
    );
}

/** The references that decide what these commands may do: by the row they point to, or by who is a member of it. */
export function decidingFields(
  entity: Entity,
  commands?: readonly AccessCommand[],
): readonly string[] {
  const members = memberRules(entity, commands).map((rule) => rule.of);
  return [
    ...new Set([...parentFields(entity, commands), ...members.filter((field) => field !== "id")]),
  ];
}

/** The conditions on columns in the rules of these commands. Default: in all rules, guards of columns included. */
export function conditionsOf(
  { access, guards = {} }: Entity,
  commands?: readonly AccessCommand[],
): readonly RowCondition[] {
  const rules = (commands ?? accessCommands).map((command) => access[command]);
  const ofColumns = commands === undefined ? Object.values(guards) : [];
  return [...rules, ...ofColumns].flatMap(conditionsIn);
}

/** The conditions on columns in one rule. */
export function conditionsIn(rule: AccessRule): readonly RowCondition[] {
  return rulesWithin(rule).flatMap((one) =>
    typeof one !== "string" && "when" in one ? [one.when] : [],
  );
}

/** The constants that a condition compares with. */
export function comparedValues(
  condition: RowCondition,
): readonly (string | number | boolean | null)[] {
  if ("is" in condition) return [condition.is];
  return "isNot" in condition ? [condition.isNot] : condition.in;
}
