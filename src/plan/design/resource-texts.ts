import type { AcceptanceCheck } from "../../spec/acceptance.ts";
import type { Resource } from "../../spec/resource.ts";

/** The heading of a feature: "House plants". */
export function titleOf({ plural }: Resource): string {
  return capital(plural);
}

interface Group {
  /** Of the feature. */
  readonly id: string;
  readonly whole: Resource;
  readonly parts: readonly Resource[];
}

/** What a feature is, and what a person can see working. */
export function summaryOf({ id, whole, parts }: Group): {
  readonly summary: string;
  readonly acceptance: readonly AcceptanceCheck[];
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
      {
        check: `A signed-in person adds, changes and removes ${whole.plural}, ${seen}.`,
        flows: [
          `adds ${withArticle(whole.noun)}`,
          `changes the ${whole.noun}`,
          `${isPublic ? "sees" : "cannot see"} the ${whole.noun} of`,
          `deletes the ${whole.noun}`,
        ],
      },
      ...parts.map((part) => partCheck(part, { id, whole, parts })),
    ],
  };
}

/** The journey walks through what belongs to the whole itself; what is further below has the tests of its pages. */
function partCheck({ noun, plural, partOf }: Resource, { id, whole }: Group): AcceptanceCheck {
  const above = partOf ?? whole.noun;
  const check = `The page of ${withArticle(above)} lists its ${plural}, newest first, and more can be added there.`;
  if (above === whole.noun) return { check, flows: [`adds ${withArticle(noun)} to the ${above}`] };
  const file = `src/features/${id}/${id}.test.tsx`;
  return { check, tests: [{ file, name: `${withArticle(noun)} is saved with what was entered` }] };
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
