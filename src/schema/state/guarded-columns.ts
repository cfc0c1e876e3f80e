import type { Node } from "@pgsql/types";
import { BugError } from "../../core/errors.ts";
import type { AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { ruleText } from "../../spec/rule-text.ts";
import { and, boolean, equal, or, text } from "../ast/expressions.ts";
import { quoted } from "../ast/names.ts";
import { printLine } from "../ast/print-sql.ts";
import { defaultOf } from "./field-columns.ts";
import {
  conditionNode,
  isActingUser,
  roleCondition,
  rowColumn,
  type RowName,
} from "./row-conditions.ts";

/**
 * PL/pgSQL that refuses a new row whose guarded columns do not hold their default, unless the rule of the column lets
 * the acting user choose.
 */
export function guardedInsertLines(entity: Entity): readonly string[] {
  return guardsOf(entity).flatMap(([name, rule]) => {
    const field = entity.fields.find((one) => one.name === name);
    const usual = field === undefined ? null : defaultOf(field);
    const column = `new.${quoted(name)}`;
    return refusal({
      changed:
        usual === null ? `${column} is not null` : `${column} is distinct from ${printLine(usual)}`,
      allowed: conditionOf(rule, { entity, row: "new" }),
      message: `${name} of ${entity.table} can be set only by ${whom(rule)}`,
      hint: `Leave out ${name}: the row then gets its default.`,
    });
  });
}

/** PL/pgSQL that refuses a change of a guarded column, unless its rule lets the acting user change the row as it was. */
export function guardedUpdateLines(entity: Entity): readonly string[] {
  return guardsOf(entity).flatMap(([name, rule]) =>
    refusal({
      changed: `new.${quoted(name)} is distinct from old.${quoted(name)}`,
      allowed: conditionOf(rule, { entity, row: "old" }),
      message: `${name} of ${entity.table} can be changed only by ${whom(rule)}`,
      hint: `Leave ${name} as it is.`,
    }),
  );
}

function guardsOf({ guards = {} }: Entity): readonly (readonly [name: string, rule: AccessRule])[] {
  return Object.entries(guards).toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function whom(rule: AccessRule): string {
  return rule === "nobody" ? "the service role" : ruleText(rule);
}

interface Refusal {
  readonly changed: string;
  /** Null: nobody. */
  readonly allowed: Node | null;
  readonly message: string;
  readonly hint: string;
}

/** Unknown is a refusal too. */
function refusal({ changed, allowed, message, hint }: Refusal): readonly string[] {
  return [
    ...(allowed === null
      ? [`if ${changed} then`]
      : [`if ${changed}`, `  and (${printLine(allowed)}) is not true then`]),
    "  raise exception using errcode = '42501',",
    `    message = ${printLine(text(message))},`,
    `    hint = ${printLine(text(hint))};`,
    "end if;",
  ];
}

const currentUser: Node = { SQLValueFunction: { op: "SVFOP_CURRENT_USER", typmod: -1 } };

interface Place {
  readonly entity: Entity;
  readonly row: RowName;
}

/** The trigger runs with the rights of whoever writes, so that its current user is the role of the API. Null: nobody. */
function conditionOf(rule: AccessRule, place: Place): Node | null {
  return rule === "nobody" ? null : innerCondition(rule, place);
}

function innerCondition(rule: AccessRule, place: Place): Node {
  const { entity, row } = place;
  if (rule === "nobody") return boolean(false);
  if (rule === "signed-in") return equal(currentUser, text("authenticated"));
  if (rule === "owner" && entity.owner !== null) return isActingUser(rowColumn(entity.owner, row));
  if (typeof rule === "string" || "through" in rule || "member" in rule)
    throw new BugError(`A guard of ${entity.name} asks for ${ruleText(rule)}`);
  if ("role" in rule) return roleCondition(rule.role);
  if ("when" in rule) return and([conditionNode(rule.when, row), innerCondition(rule.rule, place)]);
  if ("anyOf" in rule) return or(rule.anyOf.map((one) => innerCondition(one, place)));
  return and(rule.allOf.map((one) => innerCondition(one, place)));
}
