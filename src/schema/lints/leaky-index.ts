import type { Lint } from "./lint.ts";
import { exposedTables, indexHit, isOpenToRead } from "./subjects.ts";

export const leakyIndex: Lint = {
  code: "lint/leaky-index",
  severity: "info",
  title: "Index that clients cannot use",
  explanation:
    "Below a policy Postgres uses an index only for operators that are known to leak nothing; this one is not, so that clients scan the table.",
  remedy:
    "Search through a SECURITY DEFINER function that repeats the visibility rule, or index plain text instead.",
  find: ({ facts, read }) =>
    exposedTables(facts)
      .filter((table) => !isOpenToRead(table, { read }))
      .flatMap((table) =>
        facts.functions.some(
          ({ securityDefiner, returnsTrigger, body }) =>
            securityDefiner && !returnsTrigger && body.includes(table.name),
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
