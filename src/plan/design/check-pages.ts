import { pagePlan } from "../../catalog/pages/page-plan.ts";
import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import type { DraftFeature } from "./draft.ts";

/** Most entities of one feature with pages of their own: three files each, and a phase adds at most 20. */
const mostPageEntities = 4;

/** Designed features that nobody could see, or whose pages would be too many for one phase. */
export function checkPages(blueprint: Blueprint): readonly Diagnostic[] {
  const { id } = blueprint;
  const names = pagePlan(blueprint).pages.map(({ entity }) => entity.name);
  if (names.length === 0) {
    return [
      diagnostic({
        code: "design-no-page",
        name: id,
        message: `"${id}" has no entity with pages: each has a key of several columns, or nobody may read it.`,
        fix: "Give it an entity with its own id that somebody may read.",
      }),
    ];
  }
  if (names.length <= mostPageEntities) return [];
  return [
    diagnostic({
      code: "design-too-many-pages",
      name: id,
      message: `"${id}" has ${names.length} entities with pages (${names.join(", ")}); at most ${mostPageEntities} are allowed.`,
      fix: "Split it into two features, one of which requires the other.",
    }),
  ];
}

/** Icons that are none of those that every app may use. */
export function checkIcons(
  { id, entities }: DraftFeature,
  icons: readonly string[],
): readonly Diagnostic[] {
  return entities
    .filter(({ icon }) => icon !== null && !icons.includes(icon))
    .map(({ name, icon }) =>
      diagnostic({
        code: "design-icon",
        name: id,
        message: `The icon "${icon}" of "${name}" is not one of those that can be used.`,
        fix: `Use null, or one of ${icons.join(", ")}.`,
      }),
    );
}
