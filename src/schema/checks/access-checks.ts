import type { Diagnostic } from "../../core/diagnostic.ts";
import { accessCommands, type AccessCommand, type AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { entityFinding } from "./entity-finding.ts";

/** Owners that are nobody, rules that lead nowhere or in a circle, and rules that promise less than they say. */
export function accessChecks(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  return [
    ...checkOwner(entity, entities),
    ...accessCommands.flatMap((command) => checkRule({ entity, command, entities })),
    ...checkLoop(entity, entities),
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

interface RuleCheck {
  readonly entity: Entity;
  readonly command: AccessCommand;
  readonly entities: readonly Entity[];
}

function checkRule({ entity, command, entities }: RuleCheck): readonly Diagnostic[] {
  const rule = entity.access[command];
  if (rule === "owner" && entity.owner === null) {
    return [
      entityFinding(entity, {
        code: "rule-without-owner",
        message: `The ${command} rule of ${entity.name} is "owner", but ${entity.name} has no owner column.`,
        fix: "Name the owner column, or choose another rule.",
      }),
    ];
  }
  if (typeof rule === "string") return [];
  const reference = entity.references.find(({ field }) => field === rule.through);
  if (reference === undefined) {
    return [
      entityFinding(entity, {
        code: "unknown-reference",
        message: `The ${command} rule of ${entity.name} goes through "${rule.through}", which is no reference of it.`,
        fix: `Name one of: ${entity.references.map(({ field }) => field).join(", ") || "(it has no references)"}.`,
      }),
    ];
  }
  if (reference.required || entity.key?.includes(rule.through) === true) return [];
  if (!entities.some(({ name }) => name === reference.to)) return [];
  return [
    entityFinding(entity, {
      code: "rule-through-optional",
      message: `The ${command} rule of ${entity.name} goes through ${rule.through}, which is optional: nobody could ${command} a row without it.`,
      fix: "Make the reference required, or choose another rule.",
    }),
  ];
}

/**
 * A policy that asks a parent's policy, which asks in turn, must end: Postgres refuses every
 * statement on a table whose policies lead back to it, even by way of a harmless rule.
 */
function checkLoop(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  const paths = accessCommands.map((command) =>
    loopFrom(entity, { rule: entity.access[command], entities }),
  );
  const path = paths.find((found) => found !== null);
  if (path === undefined || path === null) return [];
  return [
    entityFinding(entity, {
      code: "rule-loop",
      message: `Access rules lead in a circle: ${path.join(" -> ")}.`,
      fix: "Give one of these entities a select rule that goes through nothing.",
    }),
  ];
}

function loopFrom(
  start: Entity,
  { rule, entities }: { readonly rule: AccessRule; readonly entities: readonly Entity[] },
): readonly string[] | null {
  const path = [start];
  let current = rule;
  for (;;) {
    const last = path.at(-1);
    if (typeof current === "string" || last === undefined) return null;
    const { through } = current;
    const to = last.references.find(({ field }) => field === through)?.to;
    const parent = entities.find(({ name }) => name === to);
    // A rule that looks at no row is written out and asks nobody.
    if (
      parent === undefined ||
      ["everyone", "signed-in", "nobody"].includes(String(parent.access.select))
    )
      return null;
    if (path.includes(parent)) return [...path, parent].map(({ name }) => name);
    path.push(parent);
    current = parent.access.select;
  }
}

function doubtfulRules(entity: Entity): readonly Diagnostic[] {
  const { access, owner } = entity;
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
