import { parseSync } from "libpg-query";
import { childrenOf, isNode } from "./tree.ts";

/** As the server stores them in the type of a trigger. */
const before = 2;
const onUpdate = 16;

interface TriggerReading {
  readonly isBefore: boolean;
  readonly isOnUpdate: boolean;
  /** The columns of `update of`; null for all. */
  readonly columns: readonly string[] | null;
}

/** What the definition of a trigger says. The parser must be loaded. */
export function readTrigger(definition: string): TriggerReading {
  const tree: unknown = parseSync(definition);
  const [trigger] = childrenOf(tree);
  const { columns, events, timing } = trigger?.value ?? {};
  const names = childrenOf(columns).map(({ value }) => String(value["sval"]));
  return {
    isBefore: timing === before,
    isOnUpdate: typeof events === "number" && (events & onUpdate) !== 0,
    columns: isNode(columns) ? names : null,
  };
}
