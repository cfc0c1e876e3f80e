import { assignments, evaluate, leavesOf, type Assignment, type Truth } from "./formula.ts";
import type { PolicyFormula } from "./policy-formula.ts";

/** The most leaves whose assignments are all tried: 3 to the 11th are 177,147. */
const mostLeaves = 11;

/** A row, by the values of the conditions, for which a rule and a policy disagree. */
interface Counterexample {
  /** The condition in SQL and its value for the row. */
  readonly row: readonly { readonly condition: string; readonly value: Truth }[];
  readonly rule: boolean;
  readonly policy: boolean;
}

export type Comparison =
  | {
      readonly kind: "equal" | "different";
      readonly tried: number;
      readonly counterexample: Counterexample | null;
    }
  | { readonly kind: "too-many"; readonly leaves: number };

interface Compared {
  readonly rule: PolicyFormula;
  readonly policy: PolicyFormula;
  /** Whether the user has no id, so that every comparison with it is unknown. */
  readonly isVisitor: boolean;
}

/** Compares two conditions for every way their leaves can come out. A row passes when its value is exactly true. */
export function compareFormulas({ rule, policy, isVisitor }: Compared): Comparison {
  const leaves = [...new Set([...leavesOf(rule.formula), ...leavesOf(policy.formula)])].toSorted();
  if (leaves.length > mostLeaves) return { kind: "too-many", leaves: leaves.length };
  const unknown = isVisitor ? [...rule.userLeaves, ...policy.userLeaves] : [];
  const fixed: Assignment = new Map(unknown.map((leaf): [string, Truth] => [leaf, null]));
  let tried = 0;
  for (const assignment of assignments(leaves, fixed)) {
    tried += 1;
    const passes = {
      rule: evaluate(rule.formula, assignment) === true,
      policy: evaluate(policy.formula, assignment) === true,
    };
    if (passes.rule === passes.policy) continue;
    const row = leaves.map((leaf) => ({
      condition: rule.texts.get(leaf) ?? policy.texts.get(leaf) ?? leaf,
      value: assignment.get(leaf) ?? null,
    }));
    return { kind: "different", tried, counterexample: { row, ...passes } };
  }
  return { kind: "equal", tried, counterexample: null };
}
