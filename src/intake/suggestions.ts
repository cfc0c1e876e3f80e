import type { Catalog } from "../catalog/catalog.ts";
import { nearestTexts } from "../core/nearest-text.ts";
import { catalogPhrases } from "./phrases.ts";

/** The phrase of the catalog that a word may be a misspelling of, or null. Words below four letters have none. */
export function suggestionFor(word: string, catalog: Catalog): string | null {
  if (word.length < 4) return null;
  const candidates = catalogPhrases(catalog).map(({ text }) => text.toLowerCase());
  return nearestTexts(word, { candidates })[0] ?? null;
}
