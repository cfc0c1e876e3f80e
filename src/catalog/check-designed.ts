import { diagnostic, hasErrors, type Diagnostic } from "../core/diagnostic.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import type { Catalog, CatalogEntry } from "./catalog.ts";
import { checkAliases } from "./check-aliases.ts";
import { checkCycles } from "./check-cycles.ts";
import { checkEntities } from "./check-entities.ts";
import { checkIds } from "./check-ids.ts";
import { checkPhaseSize } from "./check-phase-size.ts";
import { checkRoutes } from "./check-routes.ts";
import { checkSlots } from "./check-slots.ts";
import type { LoadedBlueprint } from "./load-blueprint.ts";
import { designedEntry, withDesigned } from "./with-designed.ts";

/**
 * What is wrong between blueprints that have no files yet and a sound catalog, by the same rules that hold inside of
 * the catalog. Findings name features, because there is no file to point to.
 */
export function checkDesigned(
  blueprints: readonly Blueprint[],
  catalog: Catalog,
): readonly Diagnostic[] {
  const designed = blueprints.map((blueprint) => designedEntry(blueprint, catalog));
  // What is there already comes first, so that a name that exists twice is a finding of the new one.
  const loaded = [...catalog.entries.values(), ...designed].map(located);
  const together = withDesigned(catalog, blueprints);
  const input = {
    catalog: together,
    loaded,
    locateArchetype: () => ({ file: "archetypes.yaml", line: 1, column: 1 }),
  };
  const own = new Set(designed.map(({ blueprintFile }) => blueprintFile));
  const ids = checkIds(input);
  // Ids that are wrong make everything else look wrong too.
  const others = () => [
    ...checkCycles(input),
    ...checkPhaseSize(input),
    ...checkRoutes(input),
    ...checkEntities(input),
    ...checkSlots(input),
    ...checkAliases(input),
  ];
  return (hasErrors(ids) ? ids : [...ids, ...others()])
    .filter(({ subject }) => own.has(subject.file ?? ""))
    .map(({ code, severity, subject, message, fix }) =>
      diagnostic({
        code,
        severity,
        message: `${subject.file}: ${message}`,
        fix,
        name: subject.name,
      }),
    );
}

function located(entry: CatalogEntry): LoadedBlueprint {
  return { entry, locate: () => ({ file: entry.blueprintFile, line: 1, column: 1 }) };
}
