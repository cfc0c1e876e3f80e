import type { Diagnostic } from "../../core/diagnostic.ts";
import type { AccessRules } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { declaredRule } from "../blocks.ts";
import { entityFinding } from "./entity-finding.ts";
import { ruleChecks } from "./rule-checks.ts";
import { ruleLoops } from "./rule-loops.ts";

/** Owners that are nobody, rules that lead nowhere or in a circle, and rules that promise less than they say. */
export function accessChecks(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  return [
    ...checkOwner(entity, entities),
    ...ruleChecks(entity, entities),
    ...ruleLoops(entity, entities),
    ...doubtfulRules(entity),
  ];
}

function checkOwner(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  const { owner } = entity;
  if (owner === null) return [];
  if (owner === "id") {
    if (entity.signUp !== null) return [];
    return [
      entityFinding(entity, {
        code: "owner-is-no-user",
        message: `The owner of ${entity.name} is its id, but only the id of an entity made at sign-up is a user's.`,
        fix: "Name a reference to an entity made at sign-up, or let sign-up make this one.",
      }),
    ];
  }
  const reference = entity.references.find(({ field }) => field === owner);
  const target = entities.find(({ name }) => name === reference?.to);
  if (reference !== undefined && (target === undefined || target.signUp !== null)) return [];
  return [
    entityFinding(entity, {
      code: "owner-is-no-user",
      message:
        reference === undefined
          ? `The owner "${owner}" of ${entity.name} is no reference.`
          : `The owner "${owner}" of ${entity.name} points to ${reference.to}, whose id is not a user's.`,
      fix: "Name a reference to an entity made at sign-up.",
    }),
  ];
}

function declaredRules({ access }: Entity): AccessRules {
  const { delete: remove, insert, select, update } = access;
  return {
    select: declaredRule(select),
    insert: declaredRule(insert),
    update: declaredRule(update),
    delete: declaredRule(remove),
  };
}

function doubtfulRules(entity: Entity): readonly Diagnostic[] {
  const { owner } = entity;
  const access = declaredRules(entity);
  const open = (["insert", "update", "delete"] as const).filter(
    (command) => access[command] === "everyone" || access[command] === "signed-in",
  );
  const hidden = (["update", "delete"] as const).filter(
    (command) => access[command] !== "nobody" && access.select === "nobody",
  );
  return [
    ...(owner === null ? [] : open).map((command) =>
      entityFinding(entity, {
        code: "open-write",
        severity: "warning",
        message: `Rows of ${entity.name} have an owner (${owner}), but the ${command} rule is "${String(access[command])}": anybody may ${command} rows of anybody.`,
        fix: `Choose "owner" for ${command}, unless that is meant.`,
      }),
    ),
    ...(entity.realtime === true && access.select === "nobody"
      ? [
          entityFinding(entity, {
            code: "realtime-unreadable",
            severity: "warning",
            message: `Changes of ${entity.name} are sent in real time, but nobody may read its rows: nobody receives them.`,
            fix: "Allow somebody to select them, or remove realtime.",
          }),
        ]
      : []),
    ...hidden.map((command) =>
      entityFinding(entity, {
        code: "hidden-write",
        severity: "warning",
        message: `Some may ${command} rows of ${entity.name}, but nobody may read them: a client cannot say which row it means.`,
        fix: `Allow those who ${command} rows to select them.`,
      }),
    ),
  ];
}
