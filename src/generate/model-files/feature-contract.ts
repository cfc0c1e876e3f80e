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
  /** Its unit tests and its steps of the journey in a browser, path -> text. */
  readonly tests: ReadonlyMap<string, string>;
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
      const { names, tests } = placesOf(feature);
      const own = [...app].flatMap(([path, content]): [string, string][] =>
        typeof content === "string" && feature.blueprint.files.includes(path)
          ? [[path, content]]
          : [],
      );
      const isCode = ([path]: readonly [string, string]) => path.startsWith("src/");
      const isTest = ([path]: readonly [string, string]) => tests.has(path);
      const isStable = (path: string) =>
        apps.slice(feature.phase - 1).every((phase) => phase.get(path) === app.get(path));
      const isPage = ([path]: readonly [string, string]) => names.has(path) && isStable(path);
      return {
        feature,
        app,
        pages: new Map(own.filter(isPage)),
        fixed: new Map(own.filter((file) => isCode(file) && !isPage(file) && !isTest(file))),
        tests: new Map(own.filter(isTest)),
      };
    })
    .filter(({ pages }) => pages.size > 0);
}

function placesOf({ blueprint }: Feature) {
  const { pages, toggles, files } = pagePlan(blueprint);
  return {
    names: new Set([
      ...pages.flatMap(({ files: { list, page, form } }) => [list, page, form ?? []].flat()),
      ...toggles.map(({ file }) => file),
    ]),
    tests: new Set([files.test, files.journey]),
  };
}
