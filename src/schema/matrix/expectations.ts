import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { blockListOf, honoursBlocks } from "../blocks.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { denied, touching, type Expectation } from "./access-cell.ts";
import type { FixtureRow, RowMaker } from "./fixture-rows.ts";
import type { Oracle } from "./oracle.ts";
import { withRoles } from "./role-actors.ts";
import { actorOf, type ActorName } from "./users.ts";

export interface EntityContext {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly oracle: Oracle;
  readonly maker: RowMaker;
}

/** Every actor whose relation to a row may matter, the one whom nothing binds last. */
export function actorsOf(context: EntityContext): readonly ActorName[] {
  return [
    "anon",
    "owner",
    "other",
    "stranger",
    ...withRoles(context, "owner"),
    ...withRoles(context, "stranger"),
    ...blockedActors(context),
    "service_role",
  ];
}

/** Those between whom and the owner there is a block, where rows honour it. */
function blockedActors({ entity, set }: EntityContext): readonly ActorName[] {
  const matters = blockListOf(set.entities) !== null && honoursBlocks(entity);
  return matters ? ["blocked", "blocker"] : [];
}

/** Rows worth a cell of their own: spare ones repeat the others. */
export function rowClasses({ entity, maker }: EntityContext): readonly FixtureRow[] {
  return maker.rowsOf(entity).filter(({ label }) => label !== "spare" && label !== "theirs");
}

/** A command that meets rows which exist already. */
export type RowCommand = Exclude<AccessCommand, "insert">;

interface RowAttempt {
  readonly command: RowCommand;
  readonly actor: ActorName;
  readonly row: FixtureRow;
}

/** A statement with WHERE reads the table, so that the select rule applies beside its own. */
export function expectedByKey(context: EntityContext, attempt: RowAttempt): Expectation {
  if (isDeniedByKey(context, attempt)) return denied;
  const restricted = attempt.command === "delete" && isRestricted(context);
  return touching(reachesByKey(context, attempt) ? 1 : 0, restricted);
}

export function isDeniedByKey(
  { entity, oracle }: EntityContext,
  { command, actor }: Omit<RowAttempt, "row">,
): boolean {
  const access = { entity, actor: actorOf(actor) };
  return !oracle.mayUse({ ...access, command }) || !oracle.mayUse({ ...access, command: "select" });
}

export function reachesByKey(
  { entity, oracle }: EntityContext,
  { command, actor, row }: RowAttempt,
): boolean {
  const access = { entity, actor: actorOf(actor), row };
  return oracle.covers({ ...access, command }) && oracle.covers({ ...access, command: "select" });
}

/** Whether some row that would be deleted along may be held by a reference that restricts. */
export function isRestricted({ entity, set }: EntityContext): boolean {
  const reached = new Set([entity.name]);
  for (;;) {
    const pointing = set.entities.flatMap((other) =>
      other.references.map((reference) => ({ other, reference })),
    );
    const held = pointing.filter(({ reference }) => reached.has(reference.to));
    if (held.some(({ reference }) => reference.onDelete === "restrict")) return true;
    const more = held.filter(
      ({ other, reference }) => reference.onDelete === "cascade" && !reached.has(other.name),
    );
    if (more.length === 0) return false;
    for (const { other } of more) reached.add(other.name);
  }
}

/** An allowed update of a locked column: refused for everybody but the service role. */
export function expectedChange(
  context: EntityContext,
  { actor, row }: { readonly actor: ActorName; readonly row: FixtureRow },
): Expectation {
  if (isDeniedByKey(context, { command: "update", actor })) return denied;
  if (!reachesByKey(context, { command: "update", actor, row })) return { kind: "unaffected" };
  return actor === "service_role" ? touching(1) : denied;
}
