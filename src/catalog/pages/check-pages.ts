import { diagnostic, type Diagnostic } from "../../core/diagnostic.ts";
import { nearestTexts } from "../../core/nearest-text.ts";
import type { Slot } from "../../spec/blueprint.ts";
import type { Catalog } from "../catalog.ts";
import { unknownFeature } from "../check-ids.ts";
import { baseFeatures, requiredClosure } from "../closure.ts";
import type { LoadedPages } from "./load-pages.ts";
import type { PageSettings } from "./pages.ts";

type Located = Pick<LoadedPages, "locate"> & {
  readonly catalog: Catalog;
  readonly settings: PageSettings;
};

/** What pages of designed features need, and the catalog does not have: features, slots, and the entity of people. */
export function checkPages(
  { pages, locate }: LoadedPages,
  catalog: Catalog,
): readonly Diagnostic[] {
  if (pages === null) return [];
  const input: Located = { catalog, locate, settings: pages.settings };
  return [...checkRequired(input), ...checkSlots(input), ...checkPeople(input)];
}

function checkRequired({ catalog, locate, settings }: Located): readonly Diagnostic[] {
  return (["requires", "pictureRequires"] as const).flatMap((list) =>
    settings[list].flatMap((id, index) =>
      catalog.entries.has(id)
        ? []
        : [unknownFeature(id, { ...locate([list, index]), known: catalog.entries.keys() })],
    ),
  );
}

/** What is contributed to each slot: routes are values of a list, the others are functions. */
const slotKinds: Readonly<Record<keyof PageSettings["slots"], Slot["kind"]>> = {
  publicRoutes: "list",
  signedInRoutes: "list",
  seeds: "call",
  journey: "call",
};

function checkSlots({ catalog, locate, settings }: Located): readonly Diagnostic[] {
  const present = requiredClosure(catalog, [...baseFeatures(catalog), ...settings.requires]);
  const slots = new Map(
    [...present].flatMap((id) =>
      (catalog.entries.get(id)?.blueprint.slots ?? []).map((slot) => [slot.name, slot] as const),
    ),
  );
  return Object.entries(settings.slots).flatMap(([use, name]) => {
    const slot = slots.get(name);
    const kind = Object.entries(slotKinds).find(([key]) => key === use)?.[1];
    if (slot !== undefined && slot.kind === kind) return [];
    const [nearest] = nearestTexts(name, { candidates: slots.keys() });
    return [
      diagnostic({
        code: "catalog-page-slot",
        message:
          slot === undefined
            ? `No feature that pages require has a slot "${name}".`
            : `The slot "${name}" is of kind ${slot.kind}; this needs a slot of kind ${kind ?? ""}.`,
        ...locate(["slots", use]),
        name,
        fix: slot === undefined && nearest !== undefined ? `Did you mean "${nearest}"?` : null,
      }),
    ];
  });
}

function checkPeople({ catalog, locate, settings }: Located): readonly Diagnostic[] {
  const { entity, order } = settings.people;
  const present = requiredClosure(catalog, settings.requires);
  const found = [...present]
    .flatMap((id) => catalog.entries.get(id)?.blueprint.entities ?? [])
    .find(({ name }) => name === entity);
  if (found?.fields.some(({ name }) => name === order) === true) return [];
  return [
    diagnostic({
      code: "catalog-page-people",
      message:
        found === undefined
          ? `No feature that pages require has the entity "${entity}".`
          : `The entity "${entity}" has no field "${order}".`,
      ...locate(["people", found === undefined ? "entity" : "order"]),
      name: entity,
      fix: "Name the entity that has a row for each person, and one of its fields.",
    }),
  ];
}
