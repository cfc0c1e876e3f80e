import type { Diagnostic } from "../../core/diagnostic.ts";
import { accessCommands, type AccessCommand, type AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { conditionsOf, memberRules, requiredParents, rulesWithin } from "../rule-tree.ts";
import { conditionChecks } from "./condition-checks.ts";
import { entityFinding } from "./entity-finding.ts";
import { membershipChecks } from "./membership-checks.ts";

/** What a rule names must be there, each part of it on its own. */
export function ruleChecks(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  return accessCommands.flatMap((command) => {
    const rule = entity.access[command];
    return [
      ...rulesWithin(rule).flatMap((part) => checkPart({ entity, command, entities, part })),
      ...requiredParents(rule).flatMap((field) =>
        checkRequired({ entity, command, entities, field }),
      ),
      ...conditionsOf(entity, [command]).flatMap((condition) =>
        conditionChecks({ entity, subject: `The ${command} rule of ${entity.name}`, condition }),
      ),
      ...memberRules(entity, [command]).flatMap((member) =>
        membershipChecks({ entity, command, entities, rule: member }),
      ),
    ];
  });
}

interface RuleContext {
  readonly entity: Entity;
  readonly command: AccessCommand;
  readonly entities: readonly Entity[];
}

function checkPart({
  entity,
  command,
  part,
}: RuleContext & { readonly part: AccessRule }): readonly Diagnostic[] {
  if (part === "owner" && entity.owner === null) {
    return [
      entityFinding(entity, {
        code: "rule-without-owner",
        message: `The ${command} rule of ${entity.name} is "owner", but ${entity.name} has no owner column.`,
        fix: "Name the owner column, or choose another rule.",
      }),
    ];
  }
  if (typeof part === "string" || !("through" in part)) return [];
  if (entity.references.some(({ field }) => field === part.through)) return [];
  return [
    entityFinding(entity, {
      code: "unknown-reference",
      message: `The ${command} rule of ${entity.name} goes through "${part.through}", which is no reference of it.`,
      fix: `Name one of: ${entity.references.map(({ field }) => field).join(", ") || "(it has no references)"}.`,
    }),
  ];
}

function checkRequired({
  entity,
  command,
  entities,
  field,
}: RuleContext & { readonly field: string }): readonly Diagnostic[] {
  const reference = entity.references.find((one) => one.field === field);
  if (reference === undefined || reference.required) return [];
  if (entity.key?.includes(field) === true) return [];
  if (!entities.some(({ name }) => name === reference.to)) return [];
  return [
    entityFinding(entity, {
      code: "rule-through-optional",
      message: `The ${command} rule of ${entity.name} goes through ${field}, which is optional: nobody could ${command} a row without it.`,
      fix: "Make the reference required, or choose another rule.",
    }),
  ];
}
