import type { AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";

/** Who may open pages: visitors without a session too, people with one, or each person for rows of their own. */
export type Audience = "public" | "signed-in" | "own";

/** For whom the rows of an entity are, as its select rule says. Rows of a parent outside of `entities` count as closed. */
export function audienceOf(entity: Entity, entities: readonly Entity[]): Audience {
  if (isPublic(entity.access.select, { entity, entities, depth: 0 })) return "public";
  return isOwn(entity, entities) ? "own" : "signed-in";
}

/** Whether the rows are those of one person: their own, or parts of what is. */
function isOwn(entity: Entity, entities: readonly Entity[], depth = 0): boolean {
  const { select } = entity.access;
  if (select === "owner") return true;
  if (typeof select === "string" || !("through" in select) || depth > entities.length) return false;
  const to = entity.references.find(({ field }) => field === select.through)?.to;
  const parent = entities.find(({ name }) => name === to);
  return parent !== undefined && isOwn(parent, entities, depth + 1);
}

interface RuleContext {
  readonly entity: Entity;
  readonly entities: readonly Entity[];
  /** How many parents were followed; references can go in a circle. */
  readonly depth: number;
}

function isPublic(rule: AccessRule, context: RuleContext): boolean {
  if (typeof rule === "string") return rule === "everyone";
  if ("anyOf" in rule) return rule.anyOf.some((part) => isPublic(part, context));
  if ("allOf" in rule) return rule.allOf.every((part) => isPublic(part, context));
  if ("when" in rule) return isPublic(rule.rule, context);
  if (!("through" in rule) || context.depth > context.entities.length) return false;
  const to = context.entity.references.find(({ field }) => field === rule.through)?.to;
  const parent = context.entities.find(({ name }) => name === to);
  return (
    parent !== undefined &&
    isPublic(parent.access.select, { ...context, entity: parent, depth: context.depth + 1 })
  );
}
