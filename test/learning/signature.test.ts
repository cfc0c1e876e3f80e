import fc from "fast-check";
import { expect, test } from "vitest";
import { plainWords, typeWords } from "../../src/learning/plain-words.ts";
import { signatureOf } from "../../src/learning/signature.ts";

test.each([
  [
    "'\"@/features/follows/api\"' has no exported member named 'usePosst'. Did you mean 'usePost'?",
    "'_' has no exported member named '_'. Did you mean '_'?",
  ],
  [
    "Argument of type 'Promise<Note[]>' is not assignable to parameter of type 'Note[]'.",
    "Argument of type 'Promise<_[]>' is not assignable to parameter of type '_[]'.",
  ],
  [
    'Type \'"it\'s mine"\' is not assignable to type \'"a" | "b" | undefined\'.',
    "Type '_' is not assignable to type '_ | undefined'.",
  ],
  [
    "Property 'title' is missing in type '{ id: string; }' but required in type 'NoteProps'.",
    "Property '_' is missing in type '_' but required in type '_'.",
  ],
  ["',' expected.", "',' expected."],
  ["Expected 2 arguments, but got 1.", "Expected 0 arguments, but got 0."],
  [
    "No overload matches this call.\n  Overload 1 of 2, '(secret: Secret): void'",
    "No overload matches this call.",
  ],
  [
    'new row violates row-level security policy for table "notes"',
    'new row violates row-level security policy for table "_"',
  ],
  ["The element 'naïve' costs €5 at /home/me/shop.ts", "The element '_' _ at /_"],
])("%s", (message, plain) => {
  expect(signatureOf({ code: "TS1", message }).message).toBe(plain);
});

test("the same kind of error has the same id in another project, another code has another", () => {
  const first = { code: "TS2339", message: "Property 'a' does not exist on type 'Shop'." };
  const second = { code: "TS2339", message: "Property 'total' does not exist on type 'User'." };
  expect(signatureOf(first)).toEqual(signatureOf(second));
  expect(signatureOf({ ...first, code: "TS2551" }).id).not.toBe(signatureOf(first).id);
});

const anything = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.lorem({ mode: "sentences" }),
  fc
    .array(fc.constantFrom("'", '"', "`", " ", "Secret", "type", "is", "./a/b.ts", "|", "<", "\n"))
    .map((parts) => parts.join("")),
);

test("law: whatever the message, only plain words, signs and zeros of it are in the signature", () => {
  fc.assert(
    fc.property(anything, (message) => {
      const { message: plain } = signatureOf({ code: "TS1", message });
      expect(plain).toMatch(/^[ -~]{0,240}$/);
      for (const word of plain.match(/[A-Za-z0-9_$]+/g) ?? []) {
        const isPlain = plainWords.has(word.toLowerCase()) || typeWords.has(word);
        expect(isPlain || /^[_0]+$/.test(word), word).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
