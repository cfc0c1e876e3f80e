import type { Node } from "@pgsql/types";
import { createdObjects } from "../created-objects.ts";
import { objectKeys } from "../diff/object-keys.ts";

/** What the other statements of a migration make, by keys such as `table public.notes`, `policy public.notes.own`. */
export interface Surroundings {
  /** Whether an earlier statement makes it. */
  isNew(key: string, place: number): boolean;
  /** Whether a later statement makes it, or gives rights on it. */
  isMadeAgain(key: string, place: number): boolean;
}

export function surroundings(nodes: readonly Node[]): Surroundings {
  const made = new Map<string, number[]>();
  for (const [place, node] of nodes.entries()) {
    if (isTakingAway(node)) continue;
    // A table that is altered was there before.
    const keys = "AlterTableStmt" in node ? [] : objectKeys(node);
    for (const key of new Set([...createdObjects(node), ...keys])) {
      made.set(key, [...(made.get(key) ?? []), place]);
    }
  }
  return {
    isNew: (key, place) => (made.get(key) ?? []).some((other) => other < place),
    isMadeAgain: (key, place) => (made.get(key) ?? []).some((other) => other > place),
  };
}

/** What is dropped is not made, and a right that is revoked is not given. */
function isTakingAway(node: Node): boolean {
  if ("GrantStmt" in node) return node.GrantStmt.is_grant !== true;
  return "DropStmt" in node;
}
