import { stemmer } from "stemmer";

interface Unit {
  readonly dimension: "time" | "size" | "text";
  /** In seconds, megabytes or characters. */
  readonly factor: number;
}

const units: readonly (Unit & { readonly words: string })[] = [
  { words: "second seconds sec secs s", dimension: "time", factor: 1 },
  { words: "minute minutes min mins", dimension: "time", factor: 60 },
  { words: "hour hours h hrs", dimension: "time", factor: 3600 },
  { words: "megabyte megabytes meg mb mib", dimension: "size", factor: 1 },
  { words: "gigabyte gigabytes gb gib", dimension: "size", factor: 1024 },
  { words: "character characters char chars letter letters", dimension: "text", factor: 1 },
];

const byWord = new Map(
  units.flatMap(({ words, dimension, factor }) =>
    words.split(" ").map((word): [string, Unit] => [word, { dimension, factor }]),
  ),
);

/** What a word measures, or null when it is no unit. */
export function unitOf(word: string): Unit | null {
  return byWord.get(word.toLowerCase()) ?? byWord.get(stemmer(word)) ?? null;
}

const numbers = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const tens: Readonly<Record<string, number>> = {
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
  hundred: 100,
};

/** The number that a word stands for: "5", "1,000", "2.5", "ten"; null for other words. */
export function numberOf(word: string): number | null {
  if (/^\d{1,3}(?:,\d{3})+$/.test(word)) return Number(word.replaceAll(",", ""));
  if (/^\d+(?:\.\d+)?$/.test(word)) return Number(word);
  const small = numbers.indexOf(word);
  return small >= 0 ? small : (tens[word] ?? null);
}
