import type { Lint } from "./lint.ts";
import { nameOf, objectKey } from "./subjects.ts";

export const definerView: Lint = {
  code: "lint/definer-view",
  severity: "error",
  title: "View that passes by row level security",
  explanation:
    "A view reads with the rights of its owner unless told otherwise, so that policies of its tables are not asked.",
  remedy: "Create the view with (security_invoker = true).",
  find: ({ facts }) =>
    facts.views
      .filter(
        ({ schema, isMaterialized, securityInvoker, readableBy }) =>
          schema === "public" && !isMaterialized && !securityInvoker && readableBy.length > 0,
      )
      .map((view) => ({
        objects: [objectKey("view", view)],
        name: nameOf(view),
        message: `${view.readableBy.join(" and ")} read ${nameOf(view)} with the rights of ${view.owner}.`,
      })),
};
