import type { Lint } from "./lint.ts";
import { exposedTables, indexHit, isOpenToRead, sameRelation } from "./subjects.ts";

export const leakyIndex: Lint = {
  code: "lint/leaky-index",
  severity: "info",
  title: "Index that clients cannot use",
  explanation:
    "Below a policy Postgres uses an index only for operators that are known to leak nothing; this one is not, so that clients scan the table.",
  remedy:
    "Search through a SECURITY DEFINER function that repeats the visibility rule, or index plain text instead.",
  find: ({ facts, read, readBody }) =>
    exposedTables(facts)
      .filter((table) => !isOpenToRead(table, { read }))
      .flatMap((table) =>
        facts.functions.some(
          (found) =>
            found.securityDefiner &&
            !found.returnsTrigger &&
            readBody(found).relations.some((relation) => sameRelation(relation, table)),
        )
          ? []
          : table.indexes
              .filter((index) => !index.leakproof)
              .map((index) => ({
                ...indexHit(table, index),
                message: `${index.name} is of no use to clients, because its operators are not leakproof.`,
              })),
      ),
};
