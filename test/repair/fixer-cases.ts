import { beforeAll, expect, test } from "vitest";
import { mend, type Files, type Mended } from "./mend.ts";

export interface FixerCase {
  readonly name: string;
  readonly broken: string;
  readonly mended: string;
  /** Default: `tsx`. */
  readonly ending?: string;
}

interface Cases {
  /** Healthy files that the cases use. */
  readonly shared?: Files;
  readonly cases: readonly FixerCase[];
}

/**
 * Three tests a case: the planted fault is found, the fixers mend it to exactly the expected text and touch nothing
 * else, and what they made is left alone. All cases are files of one project, as starting a compiler is what takes time.
 */
export function testFixers({ shared = {}, cases }: Cases): void {
  const path = (index: number) => `src/case-${index}.${cases[index]?.ending ?? "tsx"}`;
  const filesOf = (part: "broken" | "mended"): Files => ({
    ...shared,
    ...Object.fromEntries(cases.map((each, index) => [path(index), each[part]])),
  });
  let first: Mended;
  let again: Mended;
  beforeAll(async () => {
    first = await mend(filesOf("broken"));
    again = await mend(filesOf("mended"));
  });

  test.for(cases.map((each, index) => ({ ...each, path: path(index) })))(
    "$name",
    ({ path: file, mended }) => {
      expect(first.before.some((found) => found.file === file)).toBe(true);
      expect(first.left.filter((found) => found.file === file)).toEqual([]);
      expect(first.changed[file]).toBe(mended);
    },
  );

  test("touches no healthy file", () => {
    const touched = Object.keys(first.changed).filter((file) => file in shared);
    expect(touched).toEqual([]);
  });

  test("leaves alone what it mended", () => {
    expect(again).toMatchObject({ before: [], left: [], fixes: [], rounds: 0, changed: {} });
  });
}

interface KeptCase {
  readonly name: string;
  readonly code: string;
  /** Code and reason of every finding. */
  readonly left: readonly (readonly [string, string])[];
}

/** Faults that must be reported as they stand. */
export function testReports({
  shared = {},
  cases,
}: {
  shared?: Files;
  cases: readonly KeptCase[];
}): void {
  let result: Mended;
  beforeAll(async () => {
    const broken = cases.map(({ code }, index) => [`src/case-${index}.tsx`, code]);
    result = await mend({ ...shared, ...Object.fromEntries(broken) });
  });

  test.for(cases.map((each, index) => ({ ...each, path: `src/case-${index}.tsx` })))(
    "$name",
    ({ path, left }) => {
      expect(result.changed[path]).toBe(undefined);
      const found = result.left.filter(({ file }) => file === path);
      expect(found.map(({ code, why }) => [code, why])).toEqual(left);
    },
  );
}
