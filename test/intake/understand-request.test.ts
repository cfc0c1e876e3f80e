import { expect, test } from "vitest";
import { understandRequest } from "../../src/intake/understand-request.ts";
import { briefSchema } from "../../src/spec/brief.ts";
import { socialCatalog } from "../support/social-catalog.ts";

const understand = (request: string) => understandRequest(request, socialCatalog).brief;
const ids = (features: readonly { readonly id: string }[]) => features.map(({ id }) => id);
const everything = ["videos", "feed", "likes", "comments", "follows", "profiles", "auth"];

test.each([
  "TikTok clone",
  "tiktok",
  "a clone of TikTok",
  "An app like TikTok, please!",
  "something like a TikTok",
  "a TikTok-like app",
  "I would like a short video app",
  "short-video apps",
  "Build me reels",
])("%s is the whole archetype", (request) => {
  const brief = understand(request);
  expect(ids(brief.features)).toEqual(everything);
  expect(brief.features[0]?.evidence).toBe('archetype "TikTok clone"');
  expect(brief).toMatchObject({ appName: "Clipzy", slug: "clipzy", notUnderstood: [] });
});

test.each([
  ["TikTok clone without comments", ["comments"]],
  ["TikTok clone, no likes", ["likes"]],
  ["TikTok but not follows", ["follows"]],
  ["TikTok clone. I don't need comments or likes", ["comments", "likes"]],
  ["TikTok clone except comments and likes", ["comments", "likes"]],
  ["TikTok clone minus likes", ["likes"]],
  ["TikTok without comments, likes, or followers", ["comments", "likes", "follows"]],
  ["TikTok w/o comments", ["comments"]],
  ["a comment-free TikTok", ["comments"]],
  ["TikTok clone; comments and likes are not needed", ["comments", "likes"]],
  ["TikTok clone, leave out the comments", ["comments"]],
  ["TikTok clone, and remove likes", ["likes"]],
  ["everything in TikTok but likes", ["likes"]],
  ["TikTok where users can't comment", ["comments"]],
  ["TikTok with neither likes nor comments", ["likes", "comments"]],
  ["TikTok with likes instead of comments", ["comments"]],
])("%s leaves out %j", (request, excluded) => {
  const brief = understand(request);
  expect(ids(brief.excluded).toSorted()).toEqual([...excluded].toSorted());
  expect(ids(brief.features)).toEqual(everything.filter((id) => !excluded.includes(id)));
  expect(brief.notUnderstood).toEqual([]);
});

test.each([
  ["TikTok without comments but with likes", ["comments"]],
  ["TikTok without comments, with likes", ["comments"]],
  ["TikTok. No comments. Likes and follows.", ["comments"]],
  ["TikTok without comments (likes are fine)", ["comments"]],
  ["TikTok without comments, users should be able to like", ["comments"]],
  ["TikTok, no comments and people can follow each other", ["comments"]],
  ["TikTok minus follows, comments up to 300 characters", ["follows"]],
  ["TikTok with not only likes", []],
  ["TikTok with clips of no more than 9 seconds", []],
  ["TikTok, don't forget comments", []],
  ["TikTok, not without comments", []],
  ["TikTok where users remove their comments", []],
])("%s ends its negation in time: %j", (request, excluded) => {
  expect(ids(understand(request).excluded)).toEqual(excluded);
});

test("features are found by alias and stem, and every one has the words that ask for it", () => {
  const brief = understand("People log in, share clips and are commenting; no hearts");
  expect(brief.features).toEqual([
    { id: "auth", evidence: "log in" },
    { id: "videos", evidence: "clips" },
    { id: "comments", evidence: "commenting" },
  ]);
  expect(brief.excluded).toEqual([{ id: "likes", evidence: "no hearts" }]);
});

test("an explicit mention is better evidence than the archetype", () => {
  const { features } = understand("TikTok clone with comments");
  expect(features.find(({ id }) => id === "comments")?.evidence).toBe("comments");
});

test("to like is a feature where it does not compare", () => {
  expect(ids(understand("people like videos").features)).toEqual(["likes", "videos"]);
});

test("the longest phrase wins: a video feed is the feed", () => {
  expect(ids(understand("a video feed").features)).toEqual(["feed"]);
});

test("what requires an excluded feature goes too, and the brief says so", () => {
  const brief = understand("TikTok clone without videos");
  expect(ids(brief.features)).toEqual(["follows", "profiles", "auth"]);
  expect(brief.excluded).toEqual([
    { id: "videos", evidence: "without videos" },
    { id: "feed", evidence: "requires videos" },
    { id: "likes", evidence: "requires videos" },
    { id: "comments", evidence: "requires videos" },
  ]);
  expect(brief.assumptions.filter((line) => line.includes("left out too"))).toHaveLength(3);
});

test("of wanted and ruled out, the exclusion wins and the brief says so", () => {
  const brief = understand("TikTok clone with comments but no comments");
  expect(ids(brief.features)).not.toContain("comments");
  expect(brief.assumptions.join("\n")).toContain(
    'Comments is asked for ("comments") and ruled out ("no comments")',
  );
});

test("an archetype that is ruled out is not wanted", () => {
  expect(ids(understand("not a TikTok clone, but profiles").features)).toEqual(["profiles"]);
});

test("words that nobody understood are listed once, as written", () => {
  const { notUnderstood } = understand("TikTok clone for Dogs with blockchain, dogs and 7 wallets");
  expect(notUnderstood).toEqual(["Dogs", "blockchain", "7", "wallets"]);
});

test.each([
  ["TikTok, videos of at most 5 seconds", { videos: { maxSeconds: 5 } }],
  ["TikTok with 5s clips", { videos: { maxSeconds: 5 } }],
  ["TikTok up to 2 minutes and 30 MB", { videos: { maxSeconds: 120, maxMegabytes: 30 } }],
  [
    "TikTok, ten second videos, 140-character comments",
    { videos: { maxSeconds: 10 }, comments: { maxLength: 140 } },
  ],
  ["talks site", { videos: { maxSeconds: 600 } }],
  ["talks site, at most 1.5 minutes", { videos: { maxSeconds: 90 } }],
  ["TikTok without comments of 500 characters", {}],
  ["TikTok with videos of at least 5 seconds", {}],
])("%s gives the limits %j", (request, parameters) => {
  expect(understand(request).parameters).toEqual(parameters);
});

test("a limit that no parameter explains is not swallowed", () => {
  expect(understand("profiles with 500 characters").notUnderstood).toEqual(["500", "characters"]);
});

test("the same request gives the same brief, and briefs fit their schema", () => {
  const request = 'A "Night Owls" app: TikTok without comments, 5 seconds, for owls';
  expect(understand(request)).toEqual(understand(request));
  expect(briefSchema.parse(understand(request))).toEqual(understand(request));
});
