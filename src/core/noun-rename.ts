/** Canonical noun -> the app's noun, both singular and lower case: `{ comment: "review" }`. */
export type NounRenames = Readonly<Record<string, string>>;

/**
 * Renames nouns in every form in which code writes them: `comment`, `comments`, `Comment`,
 * `COMMENT_MAX`, `commentId`, `comment_id`, `use-comments`. A noun inside a longer word
 * (`commentary`) is another word and stays.
 */
export function renameNouns(text: string, renames: NounRenames): string {
  let renamed = text;
  for (const canonical of Object.keys(renames).toSorted()) {
    const noun = renames[canonical];
    if (noun === undefined || noun === canonical) continue;
    renamed = renameNoun(renamed, canonical, noun);
  }
  return renamed;
}

function renameNoun(text: string, canonical: string, noun: string): string {
  const forms = [
    { from: canonical, to: noun, before: "(?<![a-z])", after: "(?![a-z])" },
    { from: capital(canonical), to: capital(noun), before: "(?<![A-Z])", after: "(?![a-z])" },
    {
      from: canonical.toUpperCase(),
      to: noun.toUpperCase(),
      before: "(?<![A-Za-z])",
      after: "(?![A-Za-z])",
    },
  ];
  let renamed = text;
  for (const { from, to, before, after } of forms) {
    const isUpper = from === from.toUpperCase();
    const plurals = { from: pluralOf(from, isUpper), to: pluralOf(to, isUpper) };
    renamed = renamed
      .replace(new RegExp(`${before}${plurals.from}${after}`, "g"), plurals.to)
      .replace(new RegExp(`${before}${from}${after}`, "g"), to);
  }
  return renamed;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The regular English plural: -ies after a consonant and y, -es after a sibilant, else -s. */
function pluralOf(word: string, isUpper: boolean): string {
  const plural = /[^aeiou]y$/i.test(word)
    ? `${word.slice(0, -1)}ies`
    : /(?:s|x|z|ch|sh)$/i.test(word)
      ? `${word}es`
      : `${word}s`;
  return isUpper ? plural.toUpperCase() : plural;
}
