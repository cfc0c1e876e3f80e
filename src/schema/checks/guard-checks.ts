import type { Diagnostic } from "../../core/diagnostic.ts";
import type { AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { isMade } from "../../spec/field.ts";
import { ruleText } from "../../spec/rule-text.ts";
import { conditionsIn, rulesWithin } from "../rule-tree.ts";
import { counterColumns } from "./columns-of-entity.ts";
import { conditionChecks } from "./condition-checks.ts";
import { entityFinding } from "./entity-finding.ts";

/** Guards of columns that clients never write, that ask what a trigger cannot, or that would let nobody make a row. */
export function guardChecks(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  return Object.entries(entity.guards ?? {}).flatMap(([name, rule]) => {
    const column = columnProblem({ entity, entities, name });
    if (column !== null) return [entityFinding(entity, column)];
    const subject = `The guard of ${entity.name}.${name}`;
    return [
      ...ruleProblems(entity, { name, rule }).map((problem) => entityFinding(entity, problem)),
      ...conditionsIn(rule).flatMap((condition) => conditionChecks({ entity, subject, condition })),
      ...useProblems(entity, { name, rule }),
    ];
  });
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

interface GuardedName {
  readonly entity: Entity;
  readonly entities: readonly Entity[];
  readonly name: string;
}

function columnProblem({ entity, entities, name }: GuardedName): Problem | null {
  const start = `The guard of ${entity.name}.${name}`;
  const locked = new Set([
    ...(entity.key ?? ["id"]),
    ...(entity.owner === null ? [] : [entity.owner]),
    ...entity.immutable,
    ...counterColumns(entity, entities),
    "created_at",
    "updated_at",
  ]);
  const written = [
    ...entity.references.map(({ field }) => field),
    ...entity.fields.filter((field) => !isMade(field)).map((field) => field.name),
  ];
  const free = written.filter((one) => !locked.has(one));
  const fix = `Guard one of: ${free.join(", ") || "(it has no such column)"}.`;
  if (locked.has(name)) {
    const message = `${start} says who may write a key, owner, counter, time or immutable column, which no client ever changes.`;
    return { code: "guard-on-locked", message, fix };
  }
  if (written.includes(name)) return null;
  const isComputed = entity.fields.some((field) => field.name === name);
  return isComputed
    ? {
        code: "guard-on-computed",
        message: `${start} says who may write a column that the database makes from others.`,
        fix,
      }
    : { code: "guard-on-unknown", message: `${start} is for a column that is not there.`, fix };
}

interface Guard {
  readonly name: string;
  readonly rule: AccessRule;
}

function ruleProblems(entity: Entity, { name, rule }: Guard): readonly Problem[] {
  const start = `The guard of ${entity.name}.${name}`;
  return rulesWithin(rule).flatMap((part): readonly Problem[] => {
    if (part === "owner" && entity.owner === null) {
      return [
        {
          code: "rule-without-owner",
          message: `${start} is "owner", but ${entity.name} has no owner column.`,
          fix: "Name the owner column, or choose another rule.",
        },
      ];
    }
    const isKnown = part !== "everyone" && (typeof part === "string" || !asksOtherRows(part));
    return isKnown
      ? []
      : [
          {
            code: "guard-rule",
            message: `${start} asks for "${ruleText(part)}", which guards of columns do not know.`,
            fix: "Use role, owner, signed-in, nobody and when, with anyOf and allOf.",
          },
        ];
  });
}

function asksOtherRows(rule: Exclude<AccessRule, string>): boolean {
  return "through" in rule || "member" in rule;
}

/** Who may not write the column must be able to leave it out. */
function useProblems(entity: Entity, { name }: Guard): readonly Diagnostic[] {
  const { access, fields, references } = entity;
  const field = fields.find((one) => one.name === name);
  const reference = references.find((one) => one.field === name);
  const hasDefault = field !== undefined && "default" in field && field.default !== null;
  const isRequired = field?.required ?? reference?.required ?? false;
  if (access.insert === "nobody" && access.update === "nobody") {
    return [
      entityFinding(entity, {
        code: "guard-unused",
        severity: "warning",
        message: `${entity.name}.${name} has a guard, but no client may insert or update rows of ${entity.name}.`,
        fix: "Remove the guard, or allow somebody to write.",
      }),
    ];
  }
  if (access.insert === "nobody") return [];
  if (field?.type === "uuid" && field.default === "random") {
    return [
      entityFinding(entity, {
        code: "guard-without-default",
        message: `${entity.name}.${name} has a guard and a random default, so that nobody can tell whether a new row keeps it.`,
        fix: "Remove the default or the guard.",
      }),
    ];
  }
  if (!isRequired || hasDefault) return [];
  return [
    entityFinding(entity, {
      code: "guard-without-default",
      message: `${entity.name}.${name} has a guard and is required, but has no default: whoever may not write it could make no row.`,
      fix: "Give it a default, or make it optional.",
    }),
  ];
}
