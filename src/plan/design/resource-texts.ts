import type { Resource } from "../../spec/resource.ts";

/** The heading of a feature: "House plants". */
export function titleOf({ plural }: Resource): string {
  return capital(plural);
}

interface Group {
  readonly whole: Resource;
  readonly parts: readonly Resource[];
}

/** What a feature is, and what a person can see working. */
export function summaryOf({ whole, parts }: Group): {
  readonly summary: string;
  readonly acceptance: readonly string[];
} {
  const isPublic = whole.readers === "everyone";
  const inner =
    parts.length === 0 ? "" : ` with their ${listOf(parts.map(({ plural }) => plural))}`;
  const seen = isPublic ? "which everybody can read" : "which nobody else sees";
  return {
    summary: isPublic
      ? `${capital(whole.plural)}${inner} that people share with everybody.`
      : `${capital(whole.plural)}${inner}, for each person alone.`,
    acceptance: [
      `A signed-in person adds, changes and removes ${whole.plural}, ${seen}.`,
      ...parts.map(
        ({ plural, partOf }) =>
          `The page of ${withArticle(partOf ?? whole.noun)} lists its ${plural}, newest first, and more can be added there.`,
      ),
    ],
  };
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "a, b and c" */
export function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) && !/^(?:uni|use|eu|one)/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
