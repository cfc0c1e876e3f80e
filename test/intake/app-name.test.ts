import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanName, slugOf } from "../../src/intake/app-name.ts";
import { understandRequest } from "../../src/intake/understand-request.ts";
import { briefSchema } from "../../src/spec/brief.ts";
import { socialCatalog } from "../support/social-catalog.ts";

const name = (request: string) => {
  const { appName, slug } = understandRequest(request, socialCatalog).brief;
  return [appName, slug];
};

test.each([
  ["TikTok clone called Dance Now with comments", "Dance Now", "dance-now"],
  ["TikTok clone named wiggle", "wiggle", "wiggle"],
  ["TikTok clone called Café 24.", "Café 24", "cafe-24"],
  ['"Night Owls", a TikTok clone', "Night Owls", "night-owls"],
  ["TikTok clone called “Owls & Cats”", "Owls Cats", "owls-cats"],
  ["TikTok clone named 'Tom's Place'", "Toms Place", "toms-place"],
  ['a "TikTok clone"', "Clipzy", "clipzy"],
  ["TikTok clone called 7th Street", "7th Street", "app-7th-street"],
  ["TikTok clone called 東京", "東京", "app"],
  ["profiles for Gardeners", "Gardeners", "gardeners"],
  ["profiles and follows", "Profiles and Follows", "profiles-and-follows"],
])("%s is named %s", (request, expected, slug) => {
  expect(name(request)).toEqual([expected, slug]);
});

test("markup in a name is dropped and the brief says how it is written", () => {
  const brief = understandRequest('TikTok clone called "<i>A</i> {b}"', socialCatalog).brief;
  expect(brief.appName).toBe("A b");
  expect(brief.assumptions[0]).toContain('is written "A b"');
});

test("any text becomes a name and a slug that briefs accept, or no name at all", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 90 }), (text) => {
      const cleaned = cleanName(text);
      if (cleaned === null) return;
      briefSchema.unwrap().shape.appName.parse(cleaned);
      briefSchema.unwrap().shape.slug.parse(slugOf(cleaned));
    }),
  );
});
