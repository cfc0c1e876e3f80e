import type { DatabaseFacts } from "../spec/database-facts.ts";

/** The facts as a hosted project has them: what belongs to `owner`, as whom SQL was tried, belongs to `postgres` there. */
export function asHosted(facts: DatabaseFacts, owner: string): DatabaseFacts {
  const renamed = <Owned extends { readonly owner: string }>(objects: readonly Owned[]) =>
    objects.map((object) => (object.owner === owner ? { ...object, owner: "postgres" } : object));
  return {
    ...facts,
    tables: renamed(facts.tables),
    views: renamed(facts.views),
    functions: renamed(facts.functions),
  };
}
