import type { Truth } from "./formula.ts";
import { membershipOutcomes, type MembershipLeaf } from "./membership-outcomes.ts";
import { subjectValues, type LeafTest } from "./leaf-test.ts";
import type { Outcome } from "./outcome.ts";

interface Leaves {
  /** Keys of all leaves, sorted. */
  readonly keys: readonly string[];
  readonly tests: ReadonlyMap<string, LeafTest>;
  readonly memberships: ReadonlyMap<string, MembershipLeaf>;
  readonly isVisitor: boolean;
}

const truths: readonly Truth[] = [true, false, null];

/**
 * The outcomes of leaves that depend on each other: conditions on one column by its values, memberships in one table by
 * the rows that it may hold, in any number. Every other leaf may be true, false or unknown by itself.
 */
export function outcomeGroups(leaves: Leaves): readonly (readonly Outcome[])[] {
  const { isVisitor, keys, memberships, tests } = leaves;
  const groups = Map.groupBy(keys, (key) => {
    const table = memberships.get(key)?.table;
    const subject = tests.get(key)?.subject;
    return table !== undefined ? `rows of ${table}` : subject !== undefined ? `of ${subject}` : key;
  });
  return [...groups.values()].map((group) => {
    const members = found(group, memberships);
    if (members.size > 0) return membershipOutcomes(members, isVisitor);
    const asked = found(group, tests);
    return asked.size > 0
      ? valueOutcomes(asked, isVisitor)
      : truths.map((truth) => ({ truths: new Map(group.map((key) => [key, truth])), rows: [] }));
  });
}

function found<T>(keys: readonly string[], all: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map(
    keys.flatMap((key): readonly (readonly [string, T])[] => {
      const one = all.get(key);
      return one === undefined ? [] : [[key, one]];
    }),
  );
}

function valueOutcomes(
  tests: ReadonlyMap<string, LeafTest>,
  isVisitor: boolean,
): readonly Outcome[] {
  const outcomes = subjectValues([...tests.values()]).map((value) => ({
    truths: new Map([...tests].map(([key, test]) => [key, test.holds(value, isVisitor)])),
    rows: [],
  }));
  return [...new Map(outcomes.map((one) => [JSON.stringify([...one.truths]), one])).values()];
}
