import fc from "fast-check";
import { expect, test } from "vitest";
import { renameNouns } from "../../src/core/noun-rename.ts";

test("every form of the noun is renamed", () => {
  const text =
    "comment comments Comment Comments COMMENT_MAX useComment commentId comment_id my-comments";
  expect(renameNouns(text, { comment: "review" })).toBe(
    "review reviews Review Reviews REVIEW_MAX useReview reviewId review_id my-reviews",
  );
});

test("a longer word that contains the noun stays", () => {
  expect(renameNouns("commentary uncomment", { comment: "review" })).toBe("commentary uncomment");
});

test("plurals follow the regular English forms", () => {
  expect(renameNouns("comments Comments COMMENTS", { comment: "story" })).toBe(
    "stories Stories STORIES",
  );
});

test("renaming to the canonical noun changes nothing", () => {
  fc.assert(fc.property(fc.string(), (text) => renameNouns(text, { comment: "comment" }) === text));
});
