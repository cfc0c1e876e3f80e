import type { DatabaseFacts, RelationName } from "../../spec/database-facts.ts";

/** Tables and views that the body of a function reads, by the words after FROM and JOIN outside of texts and comments. */
export function bodyRelations(body: string, facts: DatabaseFacts): readonly RelationName[] {
  const code = body
    .replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
    .replaceAll(/'(?:[^']|'')*'/g, "''");
  const known = [...facts.tables, ...facts.views];
  const found = [...code.matchAll(/\b(?:from|join)\s+(?:only\s+)?([\w".]+)/gi)].flatMap(
    ([, written = ""]) => {
      const [name = "", schema] = written.replaceAll('"', "").toLowerCase().split(".").toReversed();
      return known.filter(
        (one) => one.name.toLowerCase() === name && (schema ?? "public") === one.schema,
      );
    },
  );
  return [...new Set(found)];
}
