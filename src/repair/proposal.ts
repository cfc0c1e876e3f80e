import { posix } from "node:path";
import type { Finding } from "./finding.ts";
import type { Standing } from "../spec/lesson.ts";
import type { Attempt, FileFix } from "./fixer.ts";
import { applyEdits, overlaps } from "./text-edit.ts";

/** What a fixer would do about a finding. */
export interface Proposal {
  readonly finding: Finding;
  readonly fixer: string;
  /** Whether as many errors as before are fine. */
  readonly reveals: boolean;
  /** Whether new findings next to an edit forbid it. */
  readonly mustBeSure: boolean;
  /** Names the finding in the memory of the run. */
  readonly key: string;
  /** Not tried before, best first. Never empty. */
  readonly attempts: readonly [Attempt, ...Attempt[]];
  /** How the first attempt did before, in this project or others. */
  readonly standing: Standing;
  /** What would be tried for the finding if nothing were known, in that order. */
  readonly usual: readonly Attempt[];
}

/** Whether an attempt is taken before something was tried that would come before it if nothing were known. */
export function isAhead(
  attempt: Attempt,
  { usual, tried }: Pick<Proposal, "usual"> & { readonly tried: readonly Attempt[] },
): boolean {
  return usual.slice(0, usual.indexOf(attempt)).some((earlier) => !tried.includes(earlier));
}

/** Whether both can be done at once. */
export function isCompatible(left: Attempt, right: Attempt): boolean {
  return left.fixes.every((one) =>
    right.fixes.every((other) => {
      if (one.path !== other.path) return targetOf(one) !== targetOf(other);
      if (one.kind !== "edit" || other.kind !== "edit") return false;
      return !overlaps(one.edits, other.edits);
    }),
  );
}

function targetOf(fix: FileFix): string {
  return fix.kind === "rename" ? fix.to : fix.path;
}

/** The files after all attempts, which are compatible with each other. */
export function applyAttempts(
  texts: ReadonlyMap<string, string>,
  attempts: readonly Attempt[],
): ReadonlyMap<string, string> {
  const after = new Map(texts);
  const edits = new Map<string, FileFix & { kind: "edit" }>();
  for (const fix of attempts.flatMap(({ fixes }) => fixes)) {
    if (fix.kind === "edit") {
      const known = edits.get(fix.path)?.edits ?? [];
      edits.set(fix.path, { ...fix, edits: [...known, ...fix.edits] });
    } else if (fix.kind === "create") {
      after.set(posix.normalize(fix.path), fix.text);
    }
  }
  for (const { path, edits: changes } of edits.values()) {
    after.set(path, applyEdits(texts.get(path) ?? "", changes));
  }
  for (const fix of attempts.flatMap(({ fixes }) => fixes)) {
    if (fix.kind !== "rename") continue;
    after.set(fix.to, after.get(fix.path) ?? "");
    after.delete(fix.path);
  }
  return after;
}
