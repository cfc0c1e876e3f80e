import type { Catalog } from "../../catalog/catalog.ts";
import { checkDesigned } from "../../catalog/check-designed.ts";
import { baseFeatures, requiredClosure } from "../../catalog/closure.ts";
import type { Pages } from "../../catalog/pages/pages.ts";
import { compareText } from "../../core/compare-text.ts";
import { diagnostic, hasErrors, type Diagnostic } from "../../core/diagnostic.ts";
import { checkEntities } from "../../schema/check-entities.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import type { Brief } from "../../spec/brief.ts";
import { checkIcons, checkPages } from "./check-pages.ts";
import type { DraftFeature } from "./draft.ts";
import { draftToBlueprint } from "./draft-to-blueprint.ts";
import { visitorWrites } from "./visitor-writes.ts";

export interface DesignContext {
  readonly catalog: Catalog;
  /** What the pages of the features are made of. */
  readonly pages: Pages;
  readonly brief: Brief;
  /** Titles of what the features are for. */
  readonly wishes: readonly string[];
}

/**
 * What is wrong with designed features: as blueprints with their pages, in the catalog, in the database of the app, and
 * as an answer.
 */
export function checkDesign(
  drafts: readonly DraftFeature[],
  context: DesignContext,
): readonly Diagnostic[] {
  const drafted = drafts.map((draft) => draftToBlueprint(draft, context.pages));
  const icons = iconsOf(context.pages);
  const asBlueprints = [
    ...drafted.flatMap(({ diagnostics }) => diagnostics),
    ...drafts.flatMap((draft) => checkIcons(draft, icons)),
    ...drafted.flatMap(({ blueprint }) => (blueprint === null ? [] : checkPages(blueprint))),
    ...checkWishes(drafts, context.wishes),
  ];
  if (hasErrors(asBlueprints)) return asBlueprints;
  const blueprints = drafted.flatMap(({ blueprint }) => blueprint ?? []);
  const inCatalog = [
    ...checkDesigned(blueprints, context.catalog),
    ...checkExcluded(blueprints, context),
  ];
  return hasErrors(inCatalog) ? inCatalog : [...inCatalog, ...checkData(blueprints, context)];
}

/** The icons that a design may name, in order. */
export function iconsOf({ settings: { icons } }: Pages): readonly string[] {
  return [...new Set([icons.default, ...Object.keys(icons.words)])].toSorted(compareText);
}

function checkWishes(
  drafts: readonly DraftFeature[],
  wishes: readonly string[],
): readonly Diagnostic[] {
  const served = new Set(drafts.flatMap((draft) => draft.wishes));
  return [
    ...drafts.flatMap(({ id, wishes: own }) =>
      own
        .filter((title) => !wishes.includes(title))
        .map((title) =>
          diagnostic({
            code: "design-invented",
            name: id,
            message: `"${id}" serves "${title}", which nobody wished for.`,
            fix: `Design only what is wished for: ${wishes.map((wish) => `"${wish}"`).join(", ")}.`,
          }),
        ),
    ),
    ...wishes
      .filter((title) => !served.has(title))
      .map((title) =>
        diagnostic({
          code: "design-missing",
          name: title,
          message: `No feature serves the wish "${title}".`,
        }),
      ),
  ];
}

function checkExcluded(
  blueprints: readonly Blueprint[],
  { catalog, brief }: DesignContext,
): readonly Diagnostic[] {
  const excluded = new Set(brief.excluded.map(({ id }) => id));
  return blueprints.flatMap(({ id, requires }) =>
    [...requiredClosure(catalog, requires)]
      .filter((needed) => excluded.has(needed))
      .map((needed) =>
        diagnostic({
          code: "design-excluded",
          name: id,
          message: `"${id}" requires "${needed}", which the app must not have.`,
        }),
      ),
  );
}

/**
 * The entities of the designed features beside those that will be in the app with them. What is a warning to a person,
 * who may mean it, is an error of a design: a model may have been talked into it.
 */
function checkData(
  blueprints: readonly Blueprint[],
  { catalog, brief }: DesignContext,
): readonly Diagnostic[] {
  const designed = new Set(blueprints.map(({ id }) => id));
  const present = requiredClosure(catalog, [
    ...baseFeatures(catalog),
    ...brief.features.map(({ id }) => id),
    ...blueprints.flatMap(({ requires }) => requires.filter((id) => !designed.has(id))),
  ]);
  const before = [...present].flatMap((id) => catalog.entries.get(id)?.blueprint ?? []);
  const known = new Set(findingsOf(before).map(({ message }) => message));
  const found = findingsOf([...before, ...blueprints])
    .filter(({ message }) => !known.has(message))
    .map((finding) => ({ ...finding, severity: "error" as const }));
  return [
    ...found,
    ...blueprints.flatMap(({ entities }) => entities.flatMap((entity) => visitorWrites(entity))),
  ];
}

function findingsOf(blueprints: readonly Blueprint[]): readonly Diagnostic[] {
  return checkEntities(
    blueprints.flatMap(({ entities }) => entities),
    blueprints.flatMap(({ storage }) => storage),
  );
}
