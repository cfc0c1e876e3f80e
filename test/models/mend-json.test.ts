import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mendJson } from "../../src/models/mend-json.ts";

describe("an object that is no JSON only by its spelling", () => {
  test.each([
    ["a comma too many", '{"title":"A","pages":[1,2,],}', { title: "A", pages: [1, 2] }],
    ["other quotes", "{'title':'It\\'s'}", { title: "It's" }],
    ["a raw line end", '{"title":"two\nlines"}', { title: "two\nlines" }],
    ["a missing comma", '{"title":"A"\n "pages":3}', { title: "A", pages: 3 }],
    ["comments and bare names", "{title: 'A', // the name\n pages: 3}", { title: "A", pages: 3 }],
    ["Python's words", '{"open":True,"end":None}', { open: true, end: null }],
    ["quotes inside a text", '{"title":"say "hi" now"}', { title: 'say "hi" now' }],
    ["fences and words around", 'Here:\n```json\n{"title":"A",}\n```\nBye {', { title: "A" }],
    ["a pattern", String.raw`{"pattern":"^\d+\.\w$",}`, { pattern: String.raw`^\d+\.\w$` }],
  ])("%s", async (_, text, value) => {
    expect((await mendJson(text))?.value).toEqual(value);
  });

  test("says in one line what was done, with little of the answer", async () => {
    const mended = await mendJson(`{"title":'${"A".repeat(500)}',\n\n}`);
    expect(mended?.detail).toBe(
      `no JSON as it came; mended, first at character 10: '${"A".repeat(29)} -> "${"A".repeat(29)}`,
    );
  });
});

describe("is never completed or filled in", () => {
  test.each([
    ["words", "I would rather not."],
    ["a value that never came", '{"title": ,"pages":3}'],
    ["a last value that never came", '{"title":}'],
    ["an ellipsis", '{"pages":[1,2,...]}'],
    ["a comment instead of the rest", '{"title":"A", // … the rest\n}'],
    ["a list that is not closed", '{"pages":[1,2}'],
  ])("%s", async (_, text) => {
    expect(await mendJson(text)).toBeNull();
  });

  test("an answer that is cut anywhere", async () => {
    const whole = `{'title':"It's", "parts":[{"a":1,},{"b":[true,'x']},],}`;
    expect(await mendJson(whole)).not.toBeNull();
    const lengths = fc.integer({ min: 0, max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(lengths, async (length) => {
        expect(await mendJson(whole.slice(0, length))).toBeNull();
      }),
    );
  });
});
