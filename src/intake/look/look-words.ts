import type { Catalog } from "../../catalog/catalog.ts";
import { compareText } from "../../core/compare-text.ts";
import type { Phrase } from "../phrases.ts";
import { tokenize } from "../tokens.ts";

/** A value of a choice, of a feature that every app has. */
export interface Choice {
  readonly feature: string;
  readonly parameter: string;
  readonly value: string;
}

/** What words of a request say about choices. */
interface Meaning {
  /** Choices that the words name. */
  readonly named: readonly Choice[];
  /** Choices that go with them when the request does not name another value. */
  readonly suggested: readonly Choice[];
}

export interface LookWords {
  /** Longest first, like those of the catalog's features. */
  readonly phrases: readonly Phrase[];
  /** Id of a phrase's subject -> what it says. */
  readonly meanings: ReadonlyMap<string, Meaning>;
  /** Words that belong to a value's words when they stand beside them. */
  readonly beside: ReadonlySet<string>;
}

/** The words of all choices that the base features of a catalog offer. */
export function lookWords(catalog: Catalog): LookWords {
  const meanings = new Map<string, Meaning>();
  const beside = new Set<string>();
  const add = (words: readonly string[], kind: keyof Meaning, choice: Choice) => {
    for (const text of words) {
      const id = wordsOf(text).join(" ");
      const known = meanings.get(id) ?? { named: [], suggested: [] };
      meanings.set(id, { ...known, [kind]: [...known[kind], choice] });
    }
  };
  for (const { blueprint } of catalog.entries.values()) {
    if (!blueprint.base) continue;
    for (const [id, parameter] of Object.entries(blueprint.parameters)) {
      if (parameter.kind !== "choice") continue;
      for (const word of parameter.beside.flatMap(wordsOf)) beside.add(word).add(`${word}s`);
      for (const [value, { words, hints }] of Object.entries(parameter.values)) {
        const choice = { feature: blueprint.id, parameter: id, value };
        add(words, "named", choice);
        add(hints, "suggested", choice);
      }
    }
  }
  return { phrases: phrasesOf(meanings), meanings, beside };
}

function phrasesOf(meanings: LookWords["meanings"]): readonly Phrase[] {
  return [...meanings.keys()]
    .map((id): Phrase => ({
      subject: { kind: "look", id },
      text: id,
      stems: tokenize(id).map(({ stem }) => stem),
    }))
    .toSorted(
      (left, right) => right.stems.length - left.stems.length || compareText(left.text, right.text),
    );
}

function wordsOf(text: string): readonly string[] {
  return tokenize(text).map(({ word }) => word);
}
