import {
  accessCommands,
  type AccessCommand,
  type AccessRule,
  type RowCondition,
} from "../spec/access-rule.ts";
import type { Entity } from "../spec/entity.ts";

/** A rule and every rule inside it, outermost first. */
export function rulesWithin(rule: AccessRule): readonly AccessRule[] {
  if (typeof rule === "string" || "through" in rule) return [rule];
  if ("when" in rule) return [rule, ...rulesWithin(rule.rule)];
  const parts = "anyOf" in rule ? rule.anyOf : rule.allOf;
  return [rule, ...parts.flatMap(rulesWithin)];
}

/** The references whose rows the rules of these commands ask about, each once. */
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

/** The conditions on columns in the rules of these commands. */
export function conditionsOf(
  { access }: Entity,
  commands: readonly AccessCommand[] = accessCommands,
): readonly RowCondition[] {
  return commands
    .flatMap((command) => rulesWithin(access[command]))
    .flatMap((rule) => (typeof rule !== "string" && "when" in rule ? [rule.when] : []));
}

/** The constants that a condition compares with. */
export function comparedValues(
  condition: RowCondition,
): readonly (string | number | boolean | null)[] {
  if ("is" in condition) return [condition.is];
  return "isNot" in condition ? [condition.isNot] : condition.in;
}
