import type { Lint } from "./lint.ts";
import { nameOf, objectKey } from "./subjects.ts";

export const usersExposed: Lint = {
  code: "lint/users-exposed",
  severity: "error",
  title: "Users of the project are readable",
  explanation:
    "A view on auth.users shows addresses and more of every user to whoever may read the view.",
  remedy: "Keep what others may see in a table of its own, filled when a user signs up.",
  find: ({ facts }) =>
    facts.views
      .filter(
        ({ schema, relations, readableBy }) =>
          schema === "public" &&
          readableBy.length > 0 &&
          relations.some((relation) => relation.schema === "auth"),
      )
      .map((view) => ({
        objects: [objectKey("view", view)],
        name: nameOf(view),
        message: `${nameOf(view)} shows rows of the schema auth to ${view.readableBy.join(" and ")}.`,
      })),
};
