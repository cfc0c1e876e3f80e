import type { Diagnostic } from "../../core/diagnostic.ts";
import type { Entity } from "../../spec/entity.ts";
import type { ColumnKind } from "./columns-of-entity.ts";
import { entityFinding } from "./entity-finding.ts";

/** A condition that no row can satisfy, or whose outcome example rows cannot know. */
export function partialKeyChecks(
  entity: Entity,
  kinds: ReadonlyMap<string, ColumnKind>,
): readonly Diagnostic[] {
  const own = new Set([
    ...entity.fields.map(({ name }) => name),
    ...entity.references.map(({ field }) => field),
  ]);
  return (entity.partialUnique ?? []).flatMap(({ where }) => {
    const kind = kinds.get(where.field);
    if (kind === undefined) return [];
    const fits = "present" in where || typeof where.equals === jsTypes[kind];
    if (fits && own.has(where.field)) return [];
    return [
      entityFinding(entity, {
        code: "partial-key-condition",
        message: `The condition of a partial unique key of ${entity.name} looks at ${where.field} (${kind}), which ${own.has(where.field) ? "never equals such a value" : "the database fills"}.`,
        fix: "Name a field or reference, with a value of its own type.",
      }),
    ];
  });
}

const jsTypes: Partial<Record<ColumnKind, string>> = {
  text: "string",
  number: "number",
  boolean: "boolean",
};
