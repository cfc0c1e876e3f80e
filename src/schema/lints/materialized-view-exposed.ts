import type { Lint } from "./lint.ts";
import { nameOf, objectKey } from "./subjects.ts";

export const materializedViewExposed: Lint = {
  code: "lint/materialized-view-exposed",
  severity: "warning",
  title: "Materialized view in the API",
  explanation: "Materialized views have no row level security: who may read one reads all of it.",
  remedy:
    "Revoke select from anon and authenticated, or move the view to a schema that is not exposed.",
  find: ({ facts }) =>
    facts.views
      .filter(
        ({ schema, isMaterialized, readableBy }) =>
          schema === "public" && isMaterialized && readableBy.length > 0,
      )
      .map((view) => ({
        objects: [objectKey("view", view)],
        name: nameOf(view),
        message: `${view.readableBy.join(" and ")} may read all of ${nameOf(view)}.`,
      })),
};
