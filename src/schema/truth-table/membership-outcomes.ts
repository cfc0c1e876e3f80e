import { evaluate, leavesOf, type Formula, type Truth } from "./formula.ts";
import { subjectValues, type LeafTest, type SubjectValue } from "./leaf-test.ts";
import type { Outcome } from "./outcome.ts";

/** `<own> in (select <element> from <table> where <condition>)`, read without policies. */
export interface MembershipLeaf {
  /** With its schema. */
  readonly table: string;
  /** What of the own row is looked for, as normalized text. */
  readonly own: string;
  /** The column of the table in which it is looked for. */
  readonly element: string;
  readonly condition: Formula;
  /** Leaves of the condition. */
  readonly tests: ReadonlyMap<string, LeafTest>;
}

interface MemberRow {
  /** Of every leaf: whether this row makes it true. */
  readonly truths: readonly Truth[];
  readonly words: string;
}

interface Reached {
  readonly truths: readonly Truth[];
  readonly rows: readonly string[];
}

/** A table with more kinds of rows than this would take too long. */
const mostRows = 20_000;

/**
 * How the leaves can come out together, whatever rows the table holds: none, one of any kind (of the user or of another,
 * for the same parent or another, with each role that is named, one that is not, or none), or several of them.
 */
export function membershipOutcomes(
  leaves: ReadonlyMap<string, MembershipLeaf>,
  isVisitor: boolean,
): readonly Outcome[] {
  const keys = [...leaves.keys()];
  const rows = rowKinds([...leaves.values()], isVisitor);
  const none = { truths: keys.map((): Truth => false), rows: [] };
  const reached = new Map<string, Reached>([[JSON.stringify(none.truths), none]]);
  // Grows while it is walked: fewer rows come first.
  for (const state of reached.values()) {
    for (const row of rows) {
      const truths = state.truths.map((truth, place) => more(truth, row.truths[place] ?? false));
      const name = JSON.stringify(truths);
      if (!reached.has(name)) reached.set(name, { truths, rows: [...state.rows, row.words] });
    }
  }
  return [...reached.values()].map((state) => ({
    truths: new Map(keys.map((key, position) => [key, state.truths[position] ?? false])),
    rows: state.rows,
  }));
}

/** IN is true when one row is found, and unknown when none is but one could be. */
function more(left: Truth, right: Truth): Truth {
  if (left === true || right === true) return true;
  return left === null || right === null ? null : false;
}

/** One row of every kind that some leaf can tell from the others. */
function rowKinds(leaves: readonly MembershipLeaf[], isVisitor: boolean): readonly MemberRow[] {
  let rows: readonly ReadonlyMap<string, SubjectValue | Truth>[] = [new Map()];
  for (const [name, values] of dimensions(leaves)) {
    rows = rows.flatMap((row) => values.map((value) => new Map([...row, [name, value]])));
    if (rows.length > mostRows) break;
  }
  const kinds = rows.map((row) => ({
    truths: leaves.map((leaf) => truthOf(leaf, { row, isVisitor })),
    words: rowWords(leaves[0]?.table ?? "", row),
  }));
  const telling = kinds.filter(({ truths }) => truths.some((truth) => truth !== false));
  return [
    ...new Map(telling.toReversed().map((kind) => [JSON.stringify(kind.truths), kind])).values(),
  ];
}

/** Everything that may differ between two rows: the values of tested columns, the parent, and conditions that are not understood. */
function dimensions(
  leaves: readonly MembershipLeaf[],
): ReadonlyMap<string, readonly (SubjectValue | Truth)[]> {
  const tests = leaves.flatMap((leaf) => [...leaf.tests.values()]);
  const bySubject = Map.groupBy(tests, ({ subject }) => subject);
  const others = leaves.flatMap(({ condition, tests: known }) =>
    leavesOf(condition).filter((key) => !known.has(key)),
  );
  return new Map<string, readonly (SubjectValue | Truth)[]>([
    ...[...bySubject].map(([subject, own]) => [subject, subjectValues(own)] as const),
    ...leaves.map((leaf) => [matchName(leaf), [true, false, null]] as const),
    ...others.map((key) => [key, [true, false, null]] as const),
  ]);
}

function matchName({ element, own }: MembershipLeaf): string {
  return `${element} = ${own}`;
}

interface Tried {
  readonly row: ReadonlyMap<string, SubjectValue | Truth>;
  readonly isVisitor: boolean;
}

function truthOf(leaf: MembershipLeaf, { row, isVisitor }: Tried): Truth {
  const values = new Map(
    leavesOf(leaf.condition).map((key): [string, Truth] => {
      const test = leaf.tests.get(key);
      if (test === undefined) return [key, truthIn(row, key)];
      const value = row.get(test.subject);
      return [key, test.holds(typeof value === "string" ? value : null, isVisitor)];
    }),
  );
  return evaluate(leaf.condition, values) === true ? truthIn(row, matchName(leaf)) : false;
}

function truthIn(row: Tried["row"], name: string): Truth {
  const value = row.get(name);
  return typeof value === "boolean" ? value : null;
}

function rowWords(table: string, row: Tried["row"]): string {
  const words = [...row].map(([name, value]) => `${name} ${valueWords(value)}`);
  return `${table.replace(/^public\./, "")} with ${words.join(", ")}`;
}

function valueWords(value: SubjectValue | Truth): string {
  if (value === null) return "null";
  if (value === "user") return "of the user";
  if (value === "other") return "of somebody or something else";
  return typeof value === "string" ? `"${value.slice(1)}"` : `is ${String(value)}`;
}
