import type { AccessCommand, AccessRule } from "../spec/access-rule.ts";
import type { Entity } from "../spec/entity.ts";
import { requiredParents, rulesWithin } from "./rule-tree.ts";

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
 * a block are neither read nor written. Rules that give people nothing but their own rows stay as they are, and those
 * that ask for a role of the app: nobody escapes moderation by blocking. Without a declaration, and with rules that know
 * it already, entities come back as they are.
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
      acrossNoBlock(access[command], command),
    ]);
    return { ...entity, access: { ...access, ...Object.fromEntries(changed) } };
  });
}

/** Branches for one's own rows, and those that ask for a role, stay as they are, below conditions too. */
function acrossNoBlock(rule: AccessRule, command: AccessCommand): AccessRule {
  if (typeof rule !== "string" && "when" in rule && mentionsRole(rule.rule))
    return { when: rule.when, rule: acrossNoBlock(rule.rule, command) };
  const branches = typeof rule !== "string" && "anyOf" in rule ? rule.anyOf : [rule];
  const stays = (branch: AccessRule): boolean =>
    isForOwnRows(branch, command) || asksForRole(branch);
  const isMixed = (branch: AccessRule): boolean =>
    branch !== rule && typeof branch !== "string" && !("allOf" in branch) && mentionsRole(branch);
  const kept = branches.flatMap((branch) => {
    if (stays(branch)) return [branch];
    return isMixed(branch) ? [acrossNoBlock(branch, command)] : [];
  });
  const others = branches.filter((branch) => !stays(branch) && !isMixed(branch));
  const [only] = others;
  if (kept.length === 0) return { allOf: [rule, unblocked] };
  if (only === undefined) return { anyOf: kept };
  const own: AccessRule = others.length === 1 ? only : { anyOf: others };
  return { anyOf: [...kept, { allOf: [own, unblocked] }] };
}

function mentionsRole(rule: AccessRule): boolean {
  return rulesWithin(rule).some(asksForRole);
}

/** Whether nobody satisfies the rule without a role of the app. */
function asksForRole(rule: AccessRule): boolean {
  if (typeof rule === "string" || "through" in rule || "member" in rule) return false;
  if ("role" in rule) return true;
  if ("when" in rule) return asksForRole(rule.rule);
  return "anyOf" in rule ? rule.anyOf.every(asksForRole) : rule.allOf.some(asksForRole);
}

/** Whether the rule lets people reach rows of others, and does not ask for blocks yet. */
function isReachedAcross(entity: Entity, command: AccessCommand): boolean {
  const rule = entity.access[command];
  const branches = typeof rule !== "string" && "anyOf" in rule ? rule.anyOf : [rule];
  const isKept = branches.every((one) => isForOwnRows(one, command) || asksForRole(one));
  return !asksForBlocks(rule) && !isKept;
}

/** Whether the declaration of blocks has added something to the rule. */
export function asksForBlocks(rule: AccessRule): boolean {
  return rulesWithin(rule).includes(unblocked);
}

/** The rule without what the declaration of blocks has added to the whole of it. */
export function declaredRule(rule: AccessRule): AccessRule {
  if (typeof rule === "string" || !("allOf" in rule)) return rule;
  return rule.allOf.includes(unblocked) ? (rule.allOf[0] ?? rule) : rule;
}

function isForOwnRows(rule: AccessRule, command: AccessCommand): boolean {
  if (typeof rule === "string") return rule === "owner" || rule === "nobody";
  if ("through" in rule) return command === "update";
  if ("when" in rule) return isForOwnRows(rule.rule, command);
  if ("anyOf" in rule) return rule.anyOf.every((one) => isForOwnRows(one, command));
  if ("allOf" in rule) return rule.allOf.some((one) => isForOwnRows(one, command));
  return false;
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

interface Asked {
  readonly entity: Entity;
  readonly command: AccessCommand;
}

/** Whether the rule of the command asks for the row that the column points to anyway: across a block nobody finds it. */
export function isAskedAnyway(
  { entity, command }: Asked,
  { field, target }: PointingColumn,
): boolean {
  const isHidden = !rulesWithin(target.access.select).some(asksForRole);
  return isHidden && requiredParents(entity.access[command]).includes(field);
}
