/** Plural -> singular of nouns that no rule forms. */
export type Plurals = Readonly<Record<string, string>>;

/** The singular of a lower-case word that looks like a plural, else null: "boxes" -> "box", "status" -> null. */
export function singularOf(word: string, plurals: Plurals): string | null {
  const known = Object.hasOwn(plurals, word) ? plurals[word] : undefined;
  if (known !== undefined) return known;
  if (!/^\p{L}{2,}s$/u.test(word) || Object.values(plurals).includes(word)) return null;
  if (/(?:ss|us|is|[^aeiou]ics)$/.test(word)) return null;
  if (/[^aeiou]ies$/.test(word)) return word.length > 4 ? `${word.slice(0, -3)}y` : null;
  if (/(?:x|ch|sh|ss|zz|[^aeo]us)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** The plural of the last word of a lower-case noun: "house plant" -> "house plants", "knife" -> "knives". */
export function pluralOf(noun: string, plurals: Plurals): string {
  const at = noun.lastIndexOf(" ") + 1;
  const word = noun.slice(at);
  const known = Object.entries(plurals).find(([, singular]) => singular === word)?.[0];
  return noun.slice(0, at) + (known ?? regularPlural(word));
}

function regularPlural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
