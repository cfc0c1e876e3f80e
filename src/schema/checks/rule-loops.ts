import type { Diagnostic } from "../../core/diagnostic.ts";
import { accessCommands, type AccessCommand, type AccessRule } from "../../spec/access-rule.ts";
import type { Entity } from "../../spec/entity.ts";
import { parentFields, rulesWithin } from "../rule-tree.ts";
import { entityFinding } from "./entity-finding.ts";

/**
 * A policy that asks a parent's policy, which asks in turn, must end: Postgres refuses every
 * statement on a table whose policies lead back to it, even by way of a harmless rule. Membership
 * is looked up without asking policies, so that it leads nowhere.
 */
export function ruleLoops(entity: Entity, entities: readonly Entity[]): readonly Diagnostic[] {
  const path = accessCommands
    .map((command) => loopFrom([entity], { command, entities }))
    .find((found) => found !== null);
  if (path === undefined || path === null) return [];
  return [
    entityFinding(entity, {
      code: "rule-loop",
      message: `Access rules lead in a circle: ${path.join(" -> ")}.`,
      fix: "Give one of these entities a select rule that goes through nothing.",
    }),
  ];
}

interface Step {
  readonly command: AccessCommand;
  readonly entities: readonly Entity[];
}

/** The names of the entities on the way, up to the one that comes again; null when every way ends. */
function loopFrom(path: readonly Entity[], { command, entities }: Step): readonly string[] | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  for (const field of parentFields(last, [command])) {
    const to = last.references.find((reference) => reference.field === field)?.to;
    const parent = entities.find(({ name }) => name === to);
    // A rule that looks at no row is written out and asks nobody.
    if (parent === undefined || looksAtNoRow(parent.access.select)) continue;
    if (path.includes(parent)) return [...path, parent].map(({ name }) => name);
    const found = loopFrom([...path, parent], { command: "select", entities });
    if (found !== null) return found;
  }
  return null;
}

function looksAtNoRow(rule: AccessRule): boolean {
  return rulesWithin(rule).every((one) =>
    typeof one === "string"
      ? one !== "owner" && one !== "unblocked"
      : "anyOf" in one || "allOf" in one,
  );
}
