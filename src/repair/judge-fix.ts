import { findingKey } from "./failure-signature.ts";
import type { Finding } from "./finding.ts";
import type { Attempt } from "./fixer.ts";
import type { Proposal } from "./proposal.ts";

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
  if (newKeys(before, after).length > 0) return false;
  return proposals.every(
    ({ finding, attempts }) =>
      attempts[0].isPartial !== true && isFewer({ before, after }, finding),
  );
}

/**
 * Whether a single attempt may stay: its finding is gone and there are no more errors than before. What it brings to
 * light may take the place of what it mended, but for a change of types that is only another error.
 */
export function isBetter({
  before,
  after,
  proposal: { finding, reveals },
  attempt: { isPartial = false },
}: Findings & { readonly proposal: Proposal; readonly attempt: Attempt }): boolean {
  if (after.length > before.length) return false;
  if (isPartial) return newKeys(before, after).length === 0;
  if (!isFewer({ before, after }, finding)) return false;
  return after.length < before.length || reveals;
}

/** Findings that were not there before, by what they say. */
export function newKeys(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const left = new Map<string, number>();
  for (const key of before.map(findingKey)) left.set(key, (left.get(key) ?? 0) + 1);
  return after.map(findingKey).filter((key) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count <= 0;
  });
}

function isFewer({ before, after }: Findings, found: Finding): boolean {
  const key = findingKey(found);
  const count = (findings: readonly Finding[]) =>
    findings.filter((other) => findingKey(other) === key).length;
  return count(after) < count(before);
}
