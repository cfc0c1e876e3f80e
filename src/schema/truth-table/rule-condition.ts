import type {
  AccessCommand,
  AccessRule,
  ConditionValue,
  RoleRule,
  RowCondition,
} from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { publicSchema, qualified, quoted } from "../ast/names.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { memberCondition } from "./member-condition.ts";

/** The roles of people; the service role is bound by no rule. */
export const clientRoles = ["anon", "authenticated"] as const;
export type ClientRole = (typeof clientRoles)[number];

interface RuleQuestion {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly command: AccessCommand;
  readonly role: ClientRole;
}

/**
 * What an access rule asks of a row, as a condition in SQL: written from the rule alone, never from a policy.
 * Null for a kind of rule that is not known here.
 */
export function ruleCondition(question: RuleQuestion): string | null {
  return conditionOf(question.entity.access[question.command], question);
}

function conditionOf(rule: AccessRule, question: RuleQuestion): string | null {
  const { entity, role } = question;
  const isVisitor = role === "anon";
  if (typeof rule === "string") {
    if (rule === "everyone") return "true";
    if (rule === "unblocked") return isVisitor ? "true" : apartFromOwner(entity);
    if (rule === "nobody" || isVisitor) return "false";
    return rule === "owner" ? ownedBy(entity) : "true";
  }
  if ("through" in rule) return throughParent(rule.through, question);
  if ("when" in rule) return all([holds(rule.when), conditionOf(rule.rule, question)]);
  if ("anyOf" in rule) return any(rule.anyOf.map((one) => conditionOf(one, question)));
  if ("member" in rule)
    return isVisitor ? "false" : all([memberCondition(rule, question), ownInsert(question)]);
  if ("role" in rule) return isVisitor ? "false" : all([holdsRole(rule), ownInsert(question)]);
  return all(rule.allOf.map((one) => conditionOf(one, question)));
}

/** Only the server writes `app_metadata`. Anything else than a list of roles holds none. */
function holdsRole({ role }: RoleRule): string {
  return `(select auth.jwt() -> 'app_metadata' -> 'roles' @> '["${role}"]'::jsonb)`;
}

/** Rows without an owner are nobody's. */
function apartFromOwner({ key, owner, references }: Entity): string {
  if (owner === null) return "true";
  const isApart = `not (${quoted(owner)} in (select private.blocked_users()))`;
  const reference = references.find(({ field }) => field === owner);
  const mayBeEmpty = reference?.required === false && key?.includes(owner) !== true;
  return mayBeEmpty ? `(${quoted(owner)} is null) or (${isApart})` : isApart;
}

function ownInsert({ command, entity }: RuleQuestion): string {
  return command === "insert" && entity.owner !== null ? ownedBy(entity) : "true";
}

/** A parent that is open to all or to none needs no look-up; any other is asked by its own policies. */
function throughParent(field: string, { entity, set, command, role }: RuleQuestion): string | null {
  const parent = set.target(entity, field);
  const above = ruleCondition({ entity: parent, set, command: "select", role });
  const table = qualified(publicSchema, parent.table);
  const column = `${quoted(entity.table)}.${quoted(field)}`;
  const isOptional =
    entity.references.some((one) => one.field === field && !one.required) &&
    entity.key?.includes(field) !== true;
  const readable =
    above === null || above === "false"
      ? above
      : above === "true"
        ? isOptional
          ? `${quoted(field)} is not null`
          : "true"
        : `exists (select 1 from ${table} above where above.id = ${column})`;
  const mustOwn = entity.owner !== null && (command === "insert" || command === "update");
  return mustOwn ? all([readable, role === "anon" ? "false" : ownedBy(entity)]) : readable;
}

function ownedBy({ owner }: Entity): string {
  return owner === null ? "false" : `${quoted(owner)} = (select auth.uid())`;
}

function all(parts: readonly (string | null)[]): string | null {
  return joined(parts, { word: "and", neutral: "true", deciding: "false" });
}

function any(parts: readonly (string | null)[]): string | null {
  return joined(parts, { word: "or", neutral: "false", deciding: "true" });
}

interface Connective {
  readonly word: "and" | "or";
  /** What changes nothing, and what decides alone. */
  readonly neutral: string;
  readonly deciding: string;
}

function joined(
  parts: readonly (string | null)[],
  { word, neutral, deciding }: Connective,
): string | null {
  if (parts.includes(deciding)) return deciding;
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  const rest = known.filter((part) => part !== neutral);
  return rest.length === 0 ? neutral : rest.map((part) => `(${part})`).join(` ${word} `);
}

function holds(condition: RowCondition): string {
  const column = quoted(condition.field);
  if ("in" in condition) {
    const values = condition.in.map(literal);
    return values.length === 1
      ? `${column} = ${values.join("")}`
      : `${column} = any (array[${values.join(", ")}])`;
  }
  const isEqual = "is" in condition;
  const value = isEqual ? condition.is : condition.isNot;
  if (value === null) return `${column} is ${isEqual ? "" : "not "}null`;
  return `${column} ${isEqual ? "=" : "is distinct from"} ${literal(value)}`;
}

function literal(value: ConditionValue): string {
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}
