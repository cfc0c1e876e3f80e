import { compareText } from "../core/compare-text.ts";
import type { Catalog } from "./catalog.ts";

/** The given features and all they require, directly or not, in order of their ids. Unknown ids stay. */
export function requiredClosure(catalog: Catalog, ids: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...(catalog.entries.get(id)?.blueprint.requires ?? []));
  }
  return new Set([...found].toSorted(compareText));
}

/** The ids of the features that are part of every app, in order. */
export function baseFeatures(catalog: Catalog): readonly string[] {
  return [...catalog.entries.values()]
    .filter(({ blueprint }) => blueprint.base)
    .map(({ blueprint }) => blueprint.id);
}
