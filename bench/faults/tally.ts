/** What became of the faults of one kind. */
export interface Tally {
  readonly isMechanical: boolean;
  count: number;
  mended: number;
  /** After the repair every file was as before the fault, byte for byte. */
  exact: number;
  byTsc: number;
  byEslint: number;
  /** Faults after whose repair there were more errors. */
  raised: number;
  raisedByTsc: number;
  raisedByEslint: number;
  /** Files that were changed although the fault was in another one. */
  healthyTouched: number;
  readonly ms: number[];
  /** Where it was not mended, for a look by hand. */
  readonly missed: string[];
}

export function emptyTally(isMechanical: boolean): Tally {
  return {
    isMechanical,
    count: 0,
    mended: 0,
    exact: 0,
    byTsc: 0,
    byEslint: 0,
    raised: 0,
    raisedByTsc: 0,
    raisedByEslint: 0,
    healthyTouched: 0,
    ms: [],
    missed: [],
  };
}

/** One table of Markdown: a row a kind, and one for all mechanical kinds. */
export function tallyTable(tallies: ReadonlyMap<string, Tally>): readonly string[] {
  const rows = [...tallies].map(([name, tally]) =>
    row(tally.isMechanical ? name : `${name} (to be reported)`, tally),
  );
  const mechanical = [...tallies.values()].filter(({ isMechanical }) => isMechanical);
  return [
    "| kind | faults | mended | byte for byte | compiler's actions | eslint --fix | more errors: ours, compiler, eslint | healthy files touched | median ms |",
    "|---|---|---|---|---|---|---|---|---|",
    ...rows,
    row(`**all ${mechanical.length} mechanical kinds**`, sumOf(mechanical)),
  ];
}

function row(name: string, tally: Tally): string {
  const { count, mended, exact, byTsc, byEslint, raised, raisedByTsc, raisedByEslint } = tally;
  const shares = [mended, exact, byTsc, byEslint].map((part) => percent(part, count));
  const worse = [raised, raisedByTsc, raisedByEslint].join(", ");
  const cells = [name, count, ...shares, worse, tally.healthyTouched, Math.round(median(tally.ms))];
  return `| ${cells.join(" | ")} |`;
}

export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = emptyTally(true);
  for (const tally of tallies) {
    for (const key of counted) sum[key] += tally[key];
    sum.ms.push(...tally.ms);
  }
  return sum;
}

const counted = [
  "count",
  "mended",
  "exact",
  "byTsc",
  "byEslint",
  "raised",
  "raisedByTsc",
  "raisedByEslint",
  "healthyTouched",
] as const;

export function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "-" : `${Math.round((1000 * part) / whole) / 10} %`;
}
