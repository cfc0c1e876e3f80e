import { evaluate, leavesOf, type Truth } from "./formula.ts";
import { outcomeGroups } from "./outcome-groups.ts";
import type { Outcome } from "./outcome.ts";
import type { PolicyFormula } from "./policy-formula.ts";

/** The most ways in which leaves can come out that are all tried. */
const mostTried = 180_000;

/** A row, by the values of the conditions, for which a rule and a policy disagree. */
interface Counterexample {
  /** The condition in SQL and its value for the row. */
  readonly row: readonly { readonly condition: string; readonly value: Truth }[];
  /** Rows of other tables that make it so, for people. */
  readonly others: readonly string[];
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
  const keys = [...new Set([...leavesOf(rule.formula), ...leavesOf(policy.formula)])].toSorted();
  const groups = outcomeGroups({
    keys,
    tests: new Map([...rule.tests, ...policy.tests]),
    memberships: new Map([...rule.memberships, ...policy.memberships]),
    isVisitor,
  });
  if (groups.reduce((product, { length }) => product * length, 1) > mostTried)
    return { kind: "too-many", leaves: keys.length };
  let tried = 0;
  let tooStrict: Counterexample | null = null;
  for (const { rows: others, truths } of combinations(groups)) {
    tried += 1;
    const passes = {
      rule: evaluate(rule.formula, truths) === true,
      policy: evaluate(policy.formula, truths) === true,
    };
    if (passes.rule === passes.policy || (passes.rule && tooStrict !== null)) continue;
    const row = keys.map((key) => ({
      condition: rule.texts.get(key) ?? policy.texts.get(key) ?? key,
      value: truths.get(key) ?? null,
    }));
    const counterexample = { row, others, ...passes };
    // A row too many is worse than one too few.
    if (passes.policy) return { kind: "different", tried, counterexample };
    tooStrict = counterexample;
  }
  return { kind: tooStrict === null ? "equal" : "different", tried, counterexample: tooStrict };
}

/** One outcome of each group, in every way. */
function* combinations(groups: readonly (readonly Outcome[])[]): Generator<Outcome> {
  const [first, ...rest] = groups;
  if (first === undefined) {
    yield { truths: new Map(), rows: [] };
    return;
  }
  for (const own of first) {
    for (const others of combinations(rest)) {
      yield {
        truths: new Map([...own.truths, ...others.truths]),
        rows: [...own.rows, ...others.rows],
      };
    }
  }
}
