import { compareText } from "../core/compare-text.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";
import { requiredClosure } from "./closure.ts";
import { withPages } from "./pages/with-pages.ts";

/**
 * A catalog in which designed features are entries like others, with their pages when the catalog has what pages are
 * made of. Their files are printed, not read. What the catalog has already goes before a design of the same id.
 */
export function withDesigned(catalog: Catalog, blueprints: readonly Blueprint[]): Catalog {
  const designed = blueprints
    .map((blueprint) => designedEntry(blueprint, catalog))
    .filter(({ blueprint }) => !catalog.entries.has(blueprint.id));
  const entries = [...catalog.entries.values(), ...designed].toSorted((left, right) =>
    compareText(left.blueprint.id, right.blueprint.id),
  );
  const together = {
    ...catalog,
    entries: new Map(entries.map((entry) => [entry.blueprint.id, entry])),
  };
  for (const entry of designed) {
    together.entries.set(entry.blueprint.id, inOrder(entry, together));
  }
  return together;
}

/** What a feature contributes comes behind what it needs contributes: its sample rows may point to theirs. */
function inOrder(entry: CatalogEntry, catalog: Catalog): CatalogEntry {
  const { blueprint } = entry;
  const before = [...requiredClosure(catalog, blueprint.requires)].filter(
    (id) => id !== blueprint.id && catalog.entries.get(id)?.origin === "designed",
  ).length;
  if (before === 0) return entry;
  const contributes = blueprint.contributes.map((contribution) => ({
    ...contribution,
    order: contribution.order + before,
  }));
  const ordered = { ...blueprint, contributes };
  return { ...entry, blueprint: ordered, source: ordered };
}

/** The entry that a designed blueprint is. */
export function designedEntry(designed: Blueprint, { pages }: Catalog): CatalogEntry {
  const blueprint = pages === null ? designed : withPages(designed, pages);
  return {
    blueprint,
    source: blueprint,
    folder: blueprint.id,
    blueprintFile: `the design of ${blueprint.id}`,
    origin: "designed",
  };
}
