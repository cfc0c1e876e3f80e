import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../src/core/errors.ts";
import { understandRequest } from "../../src/intake/understand-request.ts";
import { suggestionFor } from "../../src/intake/suggestions.ts";
import { briefSchema } from "../../src/spec/brief.ts";
import { socialCatalog } from "../support/social-catalog.ts";

function refusal(request: string): InputError {
  try {
    understandRequest(request, socialCatalog);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error(`"${request}" was understood`);
}

test.each([
  ["", "The request is empty"],
  [" \n\t ", "The request is empty"],
  ["asdf qwer", '"asdf", "qwer" are not known'],
  ["🎬 !!", "names nothing that can be built"],
  ["build me an app", "names nothing that can be built"],
  ["without comments", "rules out Comments, and asks for nothing else"],
  ["TikTok clone without login", "rules out Accounts, which is required by Videos"],
  ["x ".repeat(2001), "4002 characters; at most 4000"],
])("%j is refused with what to do", (request, says) => {
  const { message, nextSteps, exitCode } = refusal(request);
  expect(message).toContain(says);
  expect(exitCode).toBe(2);
  expect(nextSteps.length).toBeGreaterThan(0);
});

test("an error says what can be built and gives a command that works", () => {
  const steps = refusal("").nextSteps.join("\n");
  expect(steps).toContain("TikTok clone, Long talks");
  expect(steps).toContain("Accounts, Comments, Video feed");
  expect(steps).toContain('megamind plan "TikTok clone"');
});

test("misspelt words are recognised", () => {
  const steps = refusal("tiktk with coments").nextSteps;
  expect(steps).toContain('"tiktk": did you mean "tiktok"?');
  expect(steps).toContain('"coments": did you mean "comments"?');
  expect(suggestionFor("elephant", socialCatalog)).toBeNull();
});

test("a limit out of range is refused with the range", () => {
  const { diagnostics, nextSteps } = refusal("TikTok with videos of 5000 seconds");
  expect(diagnostics[0]?.message).toBe(
    '"Longest video, in seconds" is 5000; allowed are whole numbers from 1 to 600.',
  );
  expect(nextSteps).toEqual(["See what is allowed with: megamind catalog videos"]);
});

const words = fc.constantFrom(
  ..."TikTok no not without with but and or , . comments likes videos follow like 5 seconds MB don't need called 'X' \"Y\" except everything users are needed".split(
    " ",
  ),
);

test("any request is understood or refused as bad input, and nothing else", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words, { maxLength: 12 }).map((list) => list.join(" ")),
      ),
      (request) => {
        try {
          const brief = understandRequest(request, socialCatalog).brief;
          briefSchema.parse(brief);
          const excluded = new Set(brief.excluded.map(({ id }) => id));
          expect(brief.features.length).toBeGreaterThan(0);
          expect(brief.features.filter(({ id }) => excluded.has(id))).toEqual([]);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      },
    ),
    { numRuns: 400 },
  );
});
