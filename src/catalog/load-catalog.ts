import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { compareText } from "../core/compare-text.ts";
import { hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import { InputError } from "../core/errors.ts";
import type { Catalog } from "./catalog.ts";
import { checkCatalog } from "./check-catalog.ts";
import { loadArchetypes } from "./load-archetypes.ts";
import { loadBlueprint } from "./load-blueprint.ts";
import { loadResources } from "./load-resources.ts";
import { checkPages } from "./pages/check-pages.ts";
import { loadPages } from "./pages/load-pages.ts";

interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and checks the blueprints and archetypes of a templates folder. Blueprints that break
 * their schema are not in the catalog; every finding names file and line.
 * @throws InputError when the folder is not there.
 */
export async function loadCatalog(templatesFolder: string): Promise<LoadedCatalog> {
  const folder = resolve(templatesFolder);
  const places = await findBlueprintPlaces(folder);
  const results = await Promise.all(places.map((place) => loadBlueprint(folder, place)));
  const loaded = results
    .flatMap((result) => result.loaded ?? [])
    .toSorted((left, right) => compareText(left.entry.blueprint.id, right.entry.blueprint.id));
  const [archetypes, pages, resources] = await Promise.all([
    loadArchetypes(folder),
    loadPages(folder),
    loadResources(folder),
  ]);
  const catalog: Catalog = {
    folder,
    entries: new Map(loaded.map(({ entry }) => [entry.blueprint.id, entry])),
    archetypes: archetypes.archetypes,
    pages: pages.pages,
    resources: resources.resources,
  };
  const diagnostics = [
    ...results.flatMap((result) => result.diagnostics),
    ...archetypes.diagnostics,
    ...pages.diagnostics,
    ...checkPages(pages, catalog),
    ...resources.diagnostics,
    ...(await checkCatalog({ catalog, loaded, locateArchetype: archetypes.locate })),
  ];
  return { catalog, diagnostics: diagnostics.toSorted(compareDiagnostics) };
}

/**
 * The catalog of a templates folder that has nothing wrong.
 * @throws InputError with all diagnostics when a blueprint or archetype is broken.
 */
export async function loadSoundCatalog(templatesFolder: string): Promise<Catalog> {
  const loaded = await loadCatalog(templatesFolder);
  refuseBroken(loaded);
  return loaded.catalog;
}

/** @throws InputError with all findings when one of them is an error. */
export function refuseBroken({ catalog, diagnostics }: LoadedCatalog): void {
  if (!hasErrors(diagnostics)) return;
  throw new InputError(`The catalog in ${catalog.folder} is broken.`, {
    diagnostics,
    nextSteps: ["Correct the lines named above, then run: megamind catalog"],
  });
}

async function findBlueprintPlaces(folder: string): Promise<readonly string[]> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) {
    throw new InputError(`The templates folder ${folder} is not there.`, {
      nextSteps: ["Name a folder that holds features/, or leave --templates out."],
    });
  }
  const base = await stat(join(folder, "base")).catch(() => null);
  const features = await readdir(join(folder, "features"), { withFileTypes: true }).catch(() => []);
  const names = features.filter((item) => item.isDirectory()).map((item) => item.name);
  return [
    ...(base?.isDirectory() ? ["base"] : []),
    ...names.toSorted(compareText).map((name) => `features/${name}`),
  ];
}

function compareDiagnostics(left: Diagnostic, right: Diagnostic): number {
  return (
    compareText(left.subject.file ?? "", right.subject.file ?? "") ||
    (left.subject.line ?? 0) - (right.subject.line ?? 0) ||
    compareText(left.code, right.code) ||
    compareText(left.message, right.message)
  );
}
