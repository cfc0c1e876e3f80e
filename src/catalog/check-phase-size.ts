import { diagnostic, type Diagnostic } from "../core/diagnostic.ts";
import type { Blueprint } from "../spec/blueprint.ts";
import { ACCESS_FILES, MAX_NEW_FILES_PER_PHASE } from "../spec/plan.ts";
import type { Catalog } from "./catalog.ts";
import type { CheckInput } from "./check-input.ts";

/** Features that no phase can hold, because a phase adds at most 20 files. */
export function checkPhaseSize({ catalog, loaded }: CheckInput): readonly Diagnostic[] {
  return loaded.flatMap(({ entry, locate }) => {
    const { blueprint } = entry;
    const parts = [
      { count: blueprint.files.length, what: "its files" },
      { count: joinFiles(blueprint, catalog), what: "files of joins" },
      { count: storesData(blueprint) ? 1 : 0, what: "its migration" },
      { count: mayStoreFirst(blueprint, catalog) ? ACCESS_FILES : 0, what: "the proof of access" },
    ].filter(({ count }) => count > 0);
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    if (total <= MAX_NEW_FILES_PER_PHASE) return [];
    return [
      diagnostic({
        code: "catalog-too-many-files",
        message:
          `"${blueprint.id}" can bring ${total} files into one phase ` +
          `(${parts.map(({ count, what }) => `${count} ${what}`).join(", ")}); ` +
          `at most ${MAX_NEW_FILES_PER_PHASE} are allowed.`,
        ...locate(["files"]),
        name: blueprint.id,
        fix: "Merge small files or split the feature in two.",
      }),
    ];
  });
}

function storesData({ entities, storage }: Blueprint): boolean {
  return entities.length + storage.length > 0;
}

/** Whether an app may have no table or bucket before this feature brings the first: all that it requires has none. */
function mayStoreFirst(blueprint: Blueprint, catalog: Catalog): boolean {
  const required = new Set(blueprint.requires);
  for (const id of required) {
    const found = catalog.entries.get(id)?.blueprint;
    if (found === undefined) continue;
    if (storesData(found)) return false;
    for (const more of found.requires) required.add(more);
  }
  return storesData(blueprint);
}

/** Most files that joins can add in the phase of this feature: those for which it may be the last partner to arrive. */
function joinFiles(blueprint: Blueprint, catalog: Catalog): number {
  const others = [...catalog.entries.values()].map((entry) => entry.blueprint);
  const joins = others.flatMap((owner) =>
    owner.joins.map((join) => ({ files: join.files, partners: [owner.id, ...join.with] })),
  );
  return joins
    .filter(({ partners }) => partners.includes(blueprint.id))
    .filter(
      ({ partners }) => !partners.some((id) => comesAfter(catalog, { id, other: blueprint.id })),
    )
    .reduce((sum, { files }) => sum + files.length, 0);
}

/** Whether `id` always comes after `other`, by requires or runsAfter. */
function comesAfter(catalog: Catalog, { id, other }: { id: string; other: string }): boolean {
  const seen = new Set<string>();
  const waiting = [id];
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    const blueprint = catalog.entries.get(current)?.blueprint;
    waiting.push(...(blueprint?.requires ?? []), ...(blueprint?.runsAfter ?? []));
  }
  return id !== other && seen.has(other);
}
