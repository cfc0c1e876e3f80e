import type { Blueprint } from "../spec/blueprint.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";
import { withPages } from "./pages/with-pages.ts";

/**
 * A catalog in which designed features are entries like others, with their pages when the catalog has what pages are
 * made of. Their files are printed, not read. What the catalog has already goes before a design of the same id.
 */
export function withDesigned(catalog: Catalog, blueprints: readonly Blueprint[]): Catalog {
  const entries = new Map(
    blueprints
      .map((blueprint) => designedEntry(blueprint, catalog))
      .map((entry) => [entry.blueprint.id, entry]),
  );
  for (const [id, entry] of catalog.entries) entries.set(id, entry);
  return { ...catalog, entries };
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
