import type { AccessCommand, AccessRule } from "../spec/access-rule.ts";
import type { Entity } from "../spec/entity.ts";
import { requiredParents } from "./rule-tree.ts";

/** The entity whose rows are blocks between two users, with its columns. */
export interface BlockList {
  readonly entity: Entity;
  readonly by: string;
  readonly whom: string;
}

/** The one entity that declares blocks, or null. */
export function blockListOf(entities: readonly Entity[]): BlockList | null {
  const entity = entities.find(({ blocks }) => blocks !== undefined);
  if (entity?.blocks === undefined) return null;
  return { entity, ...entity.blocks };
}

/** Whether rows of the entity are invisible across a block: those with an owner, unless they say otherwise. */
export function honoursBlocks({ blocks, ignoresBlocks, owner }: Entity): boolean {
  return owner !== null && blocks === undefined && ignoresBlocks !== true;
}

const unblocked: AccessRule = "unblocked";

/**
 * The entities with what a declaration of blocks adds to the rules of all of them: rows of somebody with whom there is
 * a block are neither read nor written. Rules that give people nothing but their own rows stay as they are. Without a
 * declaration, and with rules that know it already, entities come back as they are.
 */
export function withBlocks(entities: readonly Entity[]): readonly Entity[] {
  if (blockListOf(entities) === null) return entities;
  return entities.map((entity) => {
    if (!honoursBlocks(entity)) return entity;
    const { access } = entity;
    const commands = (["select", "update", "delete"] as const).filter((command) =>
      isReachedAcross(entity, command),
    );
    if (commands.length === 0) return entity;
    const changed = commands.map((command): readonly [AccessCommand, AccessRule] => [
      command,
      { allOf: [access[command], unblocked] },
    ]);
    return { ...entity, access: { ...access, ...Object.fromEntries(changed) } };
  });
}

/** Whether the rule lets people reach rows of others, and does not ask for blocks yet. */
function isReachedAcross(entity: Entity, command: AccessCommand): boolean {
  const rule = entity.access[command];
  return !asksForBlocks(rule) && !isForOwnRows(rule, command);
}

/** Whether the declaration of blocks has added something to the rule. */
export function asksForBlocks(rule: AccessRule): boolean {
  return typeof rule !== "string" && "allOf" in rule && rule.allOf.includes(unblocked);
}

/** The rule without what the declaration of blocks has added. */
export function declaredRule(rule: AccessRule): AccessRule {
  if (typeof rule === "string" || !("allOf" in rule) || !asksForBlocks(rule)) return rule;
  return rule.allOf[0] ?? rule;
}

function isForOwnRows(rule: AccessRule, command: AccessCommand): boolean {
  if (typeof rule === "string") return rule === "owner" || rule === "nobody";
  if ("through" in rule) return command === "update";
  if ("when" in rule) return isForOwnRows(rule.rule, command);
  if ("anyOf" in rule) return rule.anyOf.every((one) => isForOwnRows(one, command));
  if ("allOf" in rule) return rule.allOf.some((one) => isForOwnRows(one, command));
  return false;
}

interface Asked {
  readonly entity: Entity;
  readonly command: AccessCommand;
}

/** A column that may point to rows of somebody with whom there is a block. */
export interface PointingColumn {
  readonly field: string;
  readonly target: Entity;
}

/**
 * The references of an entity to rows that honour blocks. New rows must not point across a block, nor rows that are
 * there be moved to do so.
 */
export function pointingColumns(
  entity: Entity,
  target: (entity: Entity, field: string) => Entity,
): readonly PointingColumn[] {
  if (entity.blocks !== undefined || entity.ignoresBlocks === true) return [];
  return entity.references
    .filter(({ field }) => field !== entity.owner)
    .map(({ field }) => ({ field, target: target(entity, field) }))
    .filter((column) => honoursBlocks(column.target));
}

/** Whether the rule of the command asks for the row that the column points to anyway: a blocked one is not found. */
export function isAskedAnyway({ entity, command }: Asked, field: string): boolean {
  return requiredParents(entity.access[command]).includes(field);
}
