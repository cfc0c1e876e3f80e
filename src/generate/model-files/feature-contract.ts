import { pagePlan } from "../../catalog/pages/page-plan.ts";
import type { AppFiles } from "../../spec/change-set.ts";
import type { Feature, Plan } from "../../spec/plan.ts";

/** A designed feature, and what of it a model may write anew. */
export interface FeatureContract {
  readonly feature: Feature;
  /** Its pages as we print them, path -> text: lists, pages, forms and toggles. */
  readonly pages: ReadonlyMap<string, string>;
  /** Its other files of code, path -> text: queries, types, pictures. They stay as they are. */
  readonly fixed: ReadonlyMap<string, string>;
  /** The app when it is complete. */
  readonly app: AppFiles;
}

/**
 * What models may write of an app: the pages of its designed features that are the same in every phase. Those that
 * other features fill later follow from more than one contract, and stay as they are printed.
 * @param apps the whole app after each phase, as `composePhases` gives it.
 */
export function featureContracts(
  plan: Plan,
  apps: readonly AppFiles[],
): readonly FeatureContract[] {
  const app: AppFiles = apps.at(-1) ?? new Map();
  return plan.features
    .filter(({ origin }) => origin === "designed")
    .map((feature) => {
      const names = pageNames(feature);
      const own = [...app].flatMap(([path, content]): [string, string][] =>
        typeof content === "string" && path.startsWith(`src/features/${feature.id}/`)
          ? [[path, content]]
          : [],
      );
      const isStable = (path: string) =>
        apps.slice(feature.phase - 1).every((phase) => phase.get(path) === app.get(path));
      const isPage = ([path]: readonly [string, string]) => names.has(path) && isStable(path);
      return {
        feature,
        app,
        pages: new Map(own.filter(isPage)),
        fixed: new Map(own.filter((file) => !isPage(file) && !/\.test\.tsx?$/.test(file[0]))),
      };
    })
    .filter(({ pages }) => pages.size > 0);
}

function pageNames({ blueprint }: Feature): ReadonlySet<string> {
  const { pages, toggles } = pagePlan(blueprint);
  return new Set([
    ...pages.flatMap(({ files: { list, page, form } }) => [list, page, form ?? []].flat()),
    ...toggles.map(({ file }) => file),
  ]);
}
