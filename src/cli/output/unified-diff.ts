interface DiffInput {
  readonly path: string;
  /** Null where the file is new. */
  readonly before: string | null;
  /** Null where the file goes. */
  readonly after: string | null;
}

type Step = { readonly kind: " " | "-" | "+"; readonly line: string };

/** Unchanged lines around a change. */
const around = 3;

/** The lines of a diff as `git diff` and `patch` know it. */
export function unifiedDiff({ path, before, after }: DiffInput): readonly string[] {
  const steps = compareLines(linesOf(before), linesOf(after));
  const head = [
    `--- ${before === null ? "/dev/null" : `a/${path}`}`,
    `+++ ${after === null ? "/dev/null" : `b/${path}`}`,
  ];
  return [...head, ...hunks(steps)];
}

function linesOf(text: string | null): readonly string[] {
  if (text === null || text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}

/** Steps of the shortest way from one list of lines to the other; what both begin and end with is set aside first. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Step[] {
  const least = Math.min(before.length, after.length);
  let head = 0;
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const keep = (line: string): Step => ({ kind: " ", line });
  return [
    ...before.slice(0, head).map(keep),
    ...compareMiddle(
      before.slice(head, before.length - tail),
      after.slice(head, after.length - tail),
    ),
    ...before.slice(before.length - tail).map(keep),
  ];
}

function compareMiddle(before: readonly string[], after: readonly string[]): readonly Step[] {
  const common = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const value =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
      common[row]?.fill(value, column, column + 1);
    }
  }
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [was, is] = [before[row], after[column]];
    if (was !== undefined && was === is) {
      steps.push({ kind: " ", line: was });
      row += 1;
      column += 1;
    } else if (
      was !== undefined &&
      (is === undefined || at(row + 1, column) >= at(row, column + 1))
    ) {
      steps.push({ kind: "-", line: was });
      row += 1;
    } else {
      steps.push({ kind: "+", line: is ?? "" });
      column += 1;
    }
  }
  return steps;
}

function hunks(steps: readonly Step[]): readonly string[] {
  const changed = steps.flatMap(({ kind }, index) => (kind === " " ? [] : [index]));
  const groups: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = groups.at(-1);
    if (last !== undefined && index - last.to <= 2 * around + 1) last.to = index;
    else groups.push({ from: index, to: index });
  }
  return groups.flatMap(({ from, to }) => {
    const start = Math.max(0, from - around);
    const part = steps.slice(start, to + around + 1);
    const line = (kind: Step["kind"]) =>
      steps.slice(0, start).filter((step) => step.kind === " " || step.kind === kind).length + 1;
    const count = (kind: Step["kind"]) =>
      part.filter((step) => step.kind === " " || step.kind === kind).length;
    const span = (kind: "-" | "+") =>
      `${kind}${count(kind) === 0 ? line(kind) - 1 : line(kind)},${count(kind)}`;
    return [`@@ ${span("-")} ${span("+")} @@`, ...part.map((step) => step.kind + step.line)];
  });
}
