import { findingKey } from "./failure-signature.ts";
import type { Finding } from "./finding.ts";
import type { Attempt } from "./fixer.ts";
import type { Proposal } from "./proposal.ts";
import { textPositions } from "./text-positions.ts";

interface Findings {
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
}

/** Whether each proposal did what it should and nothing new has come. */
export function isClean({
  before,
  after,
  proposals,
}: Findings & { readonly proposals: readonly Proposal[] }): boolean {
  const areSettled = proposals.every((proposal) => {
    const [attempt] = proposal.attempts;
    return isSettled({ before, after, proposal, attempt });
  });
  if (!areSettled) return false;
  return proposals.every(
    ({ finding, attempts }) =>
      attempts[0].isPartial !== true && isFewer({ before, after }, finding),
  );
}

/**
 * Whether a single attempt may stay: its finding is gone and there are no more errors than before. What it brings to
 * light may take the place of what it mended, but for a change of types that is only another error.
 */
export function isBetter({ before, after, proposal, attempt, texts }: Judged): boolean {
  const { finding, reveals, mustBeSure } = proposal;
  if (after.length > before.length) return false;
  const found = newFindings({ before, after });
  if (attempt.isPartial === true) return found.length === 0;
  if (!isFewer({ before, after }, finding)) return false;
  if (mustBeSure && isNextTo(found, { attempt, texts })) return false;
  return after.length < before.length || reveals;
}

interface Judged extends Findings {
  readonly proposal: Proposal;
  readonly attempt: Attempt;
  /** The files before the attempt. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Whether nothing better needs to be looked for. Of a file that could not be read the compiler guesses what is wrong
 * besides, and guesses the same about brackets in the wrong place: what it finds there is no better for being old.
 */
export function isSettled({ before, after, proposal, attempt }: Omit<Judged, "texts">): boolean {
  if (newFindings({ before, after }).length > 0) return false;
  return (
    !proposal.mustBeSure ||
    after.every(({ file }) => attempt.fixes.every(({ path }) => path !== file))
  );
}

/** Findings that were not there before, by what they say. */
export function newFindings({ before, after }: Findings): readonly Finding[] {
  const left = new Map<string, number>();
  for (const key of before.map(findingKey)) left.set(key, (left.get(key) ?? 0) + 1);
  return after.filter((found) => {
    const key = findingKey(found);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

/** Whether something new is found on a line of an edit or right beside it. */
function isNextTo(
  found: readonly Finding[],
  { attempt, texts }: { readonly attempt: Attempt; readonly texts: ReadonlyMap<string, string> },
): boolean {
  return attempt.fixes.some((fix) => {
    if (fix.kind !== "edit") return false;
    const positions = textPositions(texts.get(fix.path) ?? "");
    const lines = fix.edits.map(({ start }) => positions.positionAt(start).line + 1);
    return found.some(
      ({ file, line }) => file === fix.path && lines.some((edited) => Math.abs(edited - line) <= 1),
    );
  });
}

function isFewer({ before, after }: Findings, found: Finding): boolean {
  const key = findingKey(found);
  const count = (findings: readonly Finding[]) =>
    findings.filter((other) => findingKey(other) === key).length;
  return count(after) < count(before);
}
