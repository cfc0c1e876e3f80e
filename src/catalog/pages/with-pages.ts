import { compareText } from "../../core/compare-text.ts";
import type { Blueprint } from "../../spec/blueprint.ts";
import { kebab } from "./names.ts";
import { pagePlan, type PageEntity, type PagePlan } from "./page-plan.ts";
import type { Pages, PageSettings } from "./pages.ts";

/**
 * A designed blueprint with the pages of its entities: `requires`, `routes`, `navigation`, `files` and `contributes`
 * are completed or replaced by what `pagePlan` says. A label and an icon that the design gives to a list's path stay.
 * Doing it twice changes nothing.
 */
export function withPages(blueprint: Blueprint, pages: Pages): Blueprint {
  const plan = pagePlan(blueprint);
  const { requires, pictureRequires, slots, orders } = pages.settings;
  const hasPictures = plan.pages.some(({ picture }) => picture !== null);
  const needed = [...requires, ...(hasPictures ? pictureRequires : [])];
  return {
    ...blueprint,
    requires: [...new Set([...blueprint.requires, ...needed])],
    routes: plan.pages.flatMap((page) => routesOf(page, slots)),
    navigation: navigationOf(plan, { blueprint, settings: pages.settings }),
    contributes: [
      {
        slot: slots.seeds,
        name: plan.functions.seeds,
        file: plan.files.seeds,
        order: orders.seeds,
      },
      {
        slot: slots.journey,
        name: plan.functions.journey,
        file: plan.files.journey,
        order: orders.journey,
      },
    ],
    files: pageFiles(plan),
  };
}

/** All files that the pages of a feature consist of, in path order. */
function pageFiles({ pages, toggles, files }: PagePlan): readonly string[] {
  const all = [
    ...Object.values(files),
    ...pages.flatMap((page) => [
      page.files.list,
      page.files.page,
      page.files.form ?? [],
      page.picture?.file ?? [],
    ]),
    ...toggles.map(({ file }) => file),
  ];
  return all.flat().toSorted(compareText);
}

function routesOf(
  { audience, components, files, paths }: PageEntity,
  slots: PageSettings["slots"],
): Blueprint["routes"] {
  const read = audience === "public" ? slots.publicRoutes : slots.signedInRoutes;
  const write = slots.signedInRoutes;
  const route = (path: string | null, { component, file, slot }: RoutePlace) =>
    path === null || component === null || file === null
      ? []
      : [{ path, component, file, slot, example: null }];
  return [
    ...route(paths.list, { component: components.list, file: files.list, slot: read }),
    ...route(paths.create, { component: components.create, file: files.form, slot: write }),
    ...route(paths.page, { component: components.page, file: files.page, slot: read }),
    ...route(paths.edit, { component: components.edit, file: files.form, slot: write }),
  ];
}

interface RoutePlace {
  readonly component: string | null;
  readonly file: string | null;
  readonly slot: string;
}

function navigationOf(
  { pages }: PagePlan,
  { blueprint, settings }: { readonly blueprint: Blueprint; readonly settings: PageSettings },
): Blueprint["navigation"] {
  return pages.flatMap(({ entity, labels, paths }, index) => {
    const { list } = paths;
    if (list === null) return [];
    const designed = blueprint.navigation.find(({ to }) => to === list);
    return [
      {
        to: list,
        label: designed?.label ?? labels.many,
        icon: designed?.icon ?? iconOf(entity.name, settings),
        order: designed?.order ?? settings.orders.navigation + index,
      },
    ];
  });
}

/** The icon that suits a word of the entity's name, the last first, because it says what the thing is. */
export function iconOf(name: string, { icons }: PageSettings): string {
  const words = kebab(name).split("-").toReversed();
  const found = words.flatMap((word) =>
    Object.entries(icons.words).flatMap(([icon, suits]) => (suits.includes(word) ? icon : [])),
  );
  return found[0] ?? icons.default;
}
