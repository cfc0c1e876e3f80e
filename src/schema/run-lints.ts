import { compareText } from "../core/compare-text.ts";
import type { DatabaseFacts } from "../spec/database-facts.ts";
import type { Lint, LintHit } from "./lints/lint.ts";
import { readBodies } from "./lints/read-bodies.ts";
import { readExpressions } from "./lints/read-expressions.ts";
import { lints } from "./lints/registry.ts";

export interface LintFinding extends LintHit {
  readonly lint: Omit<Lint, "find">;
}

const severities = ["error", "warning", "info"];

/** Looks for everything we know to be wrong in the final state of a database; the worst first, then by code and name. */
export async function runLints(facts: DatabaseFacts): Promise<readonly LintFinding[]> {
  const read = await readExpressions(facts);
  const readBody = readBodies(facts);
  const findings = lints.flatMap(({ find, ...lint }) =>
    find({ facts, read, readBody }).map((hit) => ({ ...hit, lint })),
  );
  return findings.toSorted(
    (left, right) =>
      severities.indexOf(left.lint.severity) - severities.indexOf(right.lint.severity) ||
      compareText(left.lint.code, right.lint.code) ||
      compareText(left.name, right.name) ||
      compareText(left.message, right.message),
  );
}
