import type { AccessCommand } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { asksForBlocks, blockListOf, type BlockList } from "../blocks.ts";
import type { EntitySet } from "../state/entity-set.ts";
import { signUpRow, strangeParents, type FixtureRow, type RowMaker } from "./fixture-rows.ts";
import { valueChoices, type Choice } from "./looked-at-values.ts";
import { accessOracle, type Oracle } from "./oracle.ts";
import { withRoles } from "./role-actors.ts";
import { actorOf, users } from "./users.ts";

export interface BlockedContext {
  readonly entity: Entity;
  readonly set: EntitySet;
  readonly maker: RowMaker;
}

/** Those who share a block with the owner, one in either direction. */
export const blockedNames = ["blocked", "blocker"] as const;

/** What would be allowed if nobody had blocked anybody. */
export function oracleDespiteBlocks({ maker, set }: Omit<BlockedContext, "entity">): Oracle {
  return accessOracle(set, (entity) => (entity.blocks === undefined ? maker.rowsOf(entity) : []));
}

/** What is allowed when the owner and the two others share their blocks, before the rows that say so are made. */
function oracleWithBlocks({ maker, set }: Omit<BlockedContext, "entity">): Oracle {
  const list = blockListOf(set.entities);
  const block = (one: string, other: string): readonly FixtureRow[] =>
    list === null
      ? []
      : [
          {
            entity: list.entity,
            label: "",
            owner: one,
            values: { [list.by]: one, [list.whom]: other },
            parents: {},
            isSpecial: false,
          },
        ];
  const blocks = [...block(users.owner, users.blocked), ...block(users.blocker, users.owner)];
  return accessOracle(set, (entity) =>
    entity.blocks === undefined ? maker.rowsOf(entity) : blocks,
  );
}

/** The blocks themselves: by the owner and by another user of the one, by the other one of the owner. */
export function addBlocks({ maker, set }: BlockedContext, { by, entity, whom }: BlockList): void {
  const person = (field: string, user: string): FixtureRow | undefined =>
    maker.rowsOf(set.target(entity, field)).find(({ owner }) => owner === user);
  const pairs = [
    ["mine", users.owner, users.blocked],
    ["theirs", users.other, users.blocked],
    ["blocker", users.blocker, users.owner],
  ] as const;
  for (const [label, one, other] of pairs) {
    const parents = { [by]: person(by, one), [whom]: person(whom, other) };
    const below = Object.fromEntries(
      Object.entries(parents).flatMap(([field, row]) => (row === undefined ? [] : [[field, row]])),
    );
    const row = maker.propose({ entity, label, owner: one, below });
    if (row !== null) maker.add(row);
  }
}

/** What sign-up makes for them, with values for which the owner could read it without the block. */
export function addBlockedSignUps(context: BlockedContext): void {
  const { entity, maker } = context;
  const oracles = bothOracles(context);
  for (const name of blockedNames) {
    const isSpecial = name === "blocked";
    const row = { ...signUpRow(entity, users[name]), label: name, isSpecial };
    const choices = valueChoices(entity).map((choice): FixtureRow => ({
      ...row,
      values: { ...row.values, ...choice },
      isSpecial: true,
    }));
    const reached = choices.find((one) => hiddenFrom(context, { ...oracles, row: one }).length > 0);
    maker.add(reached ?? choices[0] ?? row);
  }
}

/** Rows of theirs that the owner could reach by each command if there were no block; one that nobody reaches where there is none. */
export function addBlockedRows(context: BlockedContext): void {
  const { entity, maker } = context;
  const oracles = bothOracles(context);
  const choices: readonly (Choice | undefined)[] = [undefined, ...valueChoices(entity)];
  const wanted = (["select", "update", "delete"] as const).filter((command) =>
    asksForBlocks(entity.access[command]),
  );
  for (const name of blockedNames) {
    const missing = new Set<AccessCommand>(wanted);
    const propose = (values: Choice | undefined, prefer: (row: FixtureRow) => number | null) =>
      maker.propose({
        entity,
        label: name,
        owner: users[name],
        // What stands below is tried too.
        isSpecial: name === "blocked",
        prefer,
        ...(values === undefined ? {} : { values }),
      });
    for (const values of choices) {
      if (missing.size === 0) break;
      const row = propose(values, (candidate) => {
        const reached = hiddenFrom(context, { ...oracles, row: candidate });
        const adds = reached.filter((command) => missing.has(command)).length;
        return adds === 0 ? null : strangeParents(candidate) - 10 * adds;
      });
      if (row === null) continue;
      const { size } = missing;
      for (const command of hiddenFrom(context, { ...oracles, row })) missing.delete(command);
      maker.add(
        size === wanted.length ? row : { ...row, label: `${name}-${wanted.length - size}` },
      );
    }
    if (missing.size < wanted.length) continue;
    const row = propose(undefined, strangeParents);
    if (row !== null) maker.add(row);
  }
}

interface BothOracles {
  readonly despite: Oracle;
  readonly within: Oracle;
}

function bothOracles(context: BlockedContext): BothOracles {
  return { despite: oracleDespiteBlocks(context), within: oracleWithBlocks(context) };
}

interface Hidden extends BothOracles {
  readonly row: FixtureRow;
}

/** The commands by which the owner, in some role, could reach the row if it were not for the block. */
function hiddenFrom(
  context: BlockedContext,
  { despite, within, row }: Hidden,
): readonly AccessCommand[] {
  const { entity } = context;
  const actors = (["owner", ...withRoles(context, "owner")] as const).map(actorOf);
  return (["select", "update", "delete"] as const).filter((command) =>
    actors.some((actor) => {
      const access = { entity, command, actor, row };
      return despite.covers(access) && !within.covers(access);
    }),
  );
}
