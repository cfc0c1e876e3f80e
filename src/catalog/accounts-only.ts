import type { Catalog } from "./catalog.ts";
import { baseFeatures, requiredClosure } from "./closure.ts";

/**
 * The catalog without all that a model could design: what remains is part of every app, makes people's accounts, or
 * is what all designed pages share.
 */
export function accountsOnly(catalog: Catalog): Catalog {
  const makingAccounts = [...catalog.entries.values()]
    .filter(({ blueprint }) => blueprint.entities.some(({ signUp }) => signUp !== null))
    .map(({ blueprint }) => blueprint.id);
  const forPages = catalog.pages?.settings.requires ?? [];
  const roots = [...baseFeatures(catalog), ...makingAccounts, ...forPages];
  const kept = requiredClosure(catalog, roots);
  const entries = [...catalog.entries].filter(([id]) => kept.has(id));
  return { ...catalog, entries: new Map(entries), archetypes: [] };
}
