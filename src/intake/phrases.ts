import type { Catalog } from "../catalog/catalog.ts";
import { compareText } from "../core/compare-text.ts";
import { tokenize } from "./tokens.ts";

/** What a phrase of a request can stand for. */
export type Subject = {
  /** A resource is a noun that no phrase of the catalog knows. */
  readonly kind: "archetype" | "feature" | "look" | "resource";
  readonly id: string;
};

/** A way to ask for something, as stems. */
export interface Phrase {
  readonly subject: Subject;
  readonly text: string;
  readonly stems: readonly string[];
}

/**
 * All phrases of a catalog: the titles, ids and aliases of archetypes and features, base features aside.
 * Longest first; among equals archetypes first, then by id, so that the first match is the best.
 */
export function catalogPhrases(catalog: Catalog): readonly Phrase[] {
  const archetypes = catalog.archetypes.flatMap(({ id, title, aliases }) =>
    toPhrases({ kind: "archetype", id }, [title, id, ...aliases]),
  );
  const features = [...catalog.entries.values()]
    .filter(({ blueprint }) => !blueprint.base)
    .flatMap(({ blueprint: { id, title, aliases } }) =>
      toPhrases({ kind: "feature", id }, [title, id, ...aliases]),
    );
  return [...archetypes, ...features].toSorted(
    (left, right) =>
      right.stems.length - left.stems.length ||
      compareText(left.subject.kind, right.subject.kind) ||
      compareText(left.subject.id, right.subject.id) ||
      compareText(left.text, right.text),
  );
}

function toPhrases(subject: Subject, texts: readonly string[]): readonly Phrase[] {
  return texts
    .map((text) => ({ subject, text, stems: tokenize(text).map(({ stem }) => stem) }))
    .filter(({ stems }) => stems.length > 0);
}
