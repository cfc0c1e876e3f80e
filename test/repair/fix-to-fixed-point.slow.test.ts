import { expect, test } from "vitest";
import { failureSignature } from "../../src/repair/failure-signature.ts";
import type { Finding } from "../../src/repair/finding.ts";
import { attempts, editOf, none, type Fixer } from "../../src/repair/fixer.ts";
import { mend } from "./mend.ts";

/** A fixer for tests that puts a text in the place of the finding. */
function putting(...texts: readonly string[]): Fixer {
  return {
    name: "putting",
    codes: ["TS2304"],
    stage: "names",
    reveals: false,
    propose: ({ start, end }, { source }) =>
      attempts(texts.map((text) => editOf(source, { start, end, text }))),
  };
}

test("an edit after which there are more errors is undone and named", async () => {
  const files = { "src/a.ts": "export const a = [missing];\n" };
  const { left, changed, fixes } = await mend(files, [putting("one, two")]);
  expect(changed).toEqual({});
  expect(fixes).toEqual([]);
  expect(left.map(({ code, why }) => [code, why])).toEqual([
    ["TS2304", "the fix of putting was undone: it left as many errors or more"],
  ]);
});

test("what may show another finding must not show it right where it was put when it has to be sure", async () => {
  const files = { "src/a.ts": "export const a: string = missing;\n" };
  const showing = { ...putting("1"), reveals: true };
  expect((await mend(files, [showing])).left.map(({ code }) => code)).toEqual(["TS2322"]);
  const sure = await mend(files, [{ ...showing, mustBeSure: true }]);
  expect(sure.changed).toEqual({});
  expect(sure.left.map(({ code }) => code)).toEqual(["TS2304"]);
});

test("of several attempts the first that leaves nothing behind is taken", async () => {
  const files = { "src/a.ts": "export const a: number = missing;\n" };
  const { left, changed } = await mend(files, [putting("nothing", '"one"', "1", "2")]);
  expect(left).toEqual([]);
  expect(changed).toEqual({ "src/a.ts": "export const a: number = 1;\n" });
});

test("one wrong edit among right ones is found, and the right ones stay", async () => {
  const files = Object.fromEntries(
    [1, 2, 3, 4, 5].map((index) => [
      `src/a${index}.ts`,
      `export const a${index}: ${index === 3 ? "string" : "number"} = missing;\n`,
    ]),
  );
  const { left, changed } = await mend(files, [putting("1", "[1, two]")]);
  expect(Object.keys(changed)).toEqual(["src/a1.ts", "src/a2.ts", "src/a4.ts", "src/a5.ts"]);
  expect(left.map(({ file }) => file)).toEqual(["src/a3.ts"]);
});

test("an edit that silences the check is refused, whatever it mends", async () => {
  const files = {
    "src/a.ts": "declare const b: unknown;\nexport const a: string = missing + String(b);\n",
  };
  const { changed, refused, left } = await mend(files, [putting("(b as string)")]);
  expect(changed).toEqual({});
  expect(refused.map(({ code, message }) => [code, message])).toEqual([
    ["repair-cheat", "It adds a cast that nothing proves"],
  ]);
  expect(left[0]?.why).toBe("the fix of putting was refused: It adds a cast that nothing proves");
});

test("fixers that undo each other end in a circle, not in a loop", async () => {
  const swap: Fixer = {
    name: "swap",
    codes: ["TS2304"],
    stage: "names",
    propose: ({ start, end }, { source }) => {
      const text = source.text.slice(start, end) === "left" ? "right" : "left";
      return attempts([editOf(source, { start, end, text })]);
    },
  };
  const { rounds, left } = await mend({ "src/a.ts": "export const a = left;\n" }, [swap]);
  expect(rounds).toBeLessThan(5);
  expect(left).toHaveLength(1);
});

test("with nothing to offer it ends at once and gives the reason", async () => {
  const silent: Fixer = {
    name: "silent",
    codes: ["TS2304"],
    stage: "names",
    propose: () => none("nobody knows"),
  };
  const result = await mend({ "src/a.ts": "export const a = missing;\n" }, [silent]);
  expect(result).toMatchObject({ rounds: 0, end: "fixed-point", fixes: [] });
  expect(result.left.map(({ why }) => why)).toEqual(["nobody knows"]);
});

test("the signature of a failure does not know lines, and knows everything else", () => {
  const found: Finding = {
    code: "TS1",
    file: "a.ts",
    start: 1,
    end: 2,
    line: 1,
    column: 2,
    message: "Expected 2 arguments.",
  };
  const other: Finding = { ...found, message: "Something else." };
  expect(failureSignature([found, other])).toBe(
    failureSignature([{ ...other, line: 9, start: 90 }, found]),
  );
  expect(failureSignature([found])).not.toBe(failureSignature([other]));
  expect(failureSignature([found])).not.toBe(failureSignature([{ ...found, file: "b.ts" }]));
  expect(failureSignature([found])).not.toBe(failureSignature([found, found]));
});
