import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import { lookByWords } from "../../src/intake/look/look-by-words.ts";
import { understandRequest } from "../../src/intake/understand-request.ts";

/** Words of the look are knowledge of the templates, so these are tests of both. */
const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));
const understand = (request: string) => understandRequest(request, catalog).brief;
const lookOf = (request: string) => understand(request).parameters["app-shell"] ?? {};

test.each([
  ["TikTok clone, dark, neon", { colourScheme: "dark", style: "neon", accent: "magenta" }],
  ["a dark TikTok clone", { colourScheme: "dark" }],
  ["TikTok clone with dark mode", { colourScheme: "dark" }],
  ["TikTok clone, dark-themed", { colourScheme: "dark" }],
  ["TikTok clone that is dark by default", { colourScheme: "dark" }],
  ["TikTok clone with light and dark theme", { colourScheme: "system" }],
  ["TikTok clone, light mode only, no neon", { colourScheme: "light-only", style: "standard" }],
  ["TikTok clone in light colours", { colourScheme: "light" }],
  ["TikTok clone, no light mode", { colourScheme: "dark-only" }],
  ["TikTok clone with a blue accent colour", { accent: "blue" }],
  ["TikTok clone; the theme should be dark blue", { accent: "blue" }],
  ["make the buttons orange in my TikTok clone", { accent: "orange" }],
  ["TikTok clone with warm colors", { accent: "orange" }],
  ["TikTok clone in pastel colours", { style: "soft" }],
  ["minimalist TikTok clone in green", { style: "minimal", accent: "green" }],
  ["TikTok clone, minimal", { style: "minimal", accent: "mono" }],
  ["a black and pink TikTok clone", { colourScheme: "dark", accent: "magenta" }],
  ["a neon video app", { colourScheme: "dark", style: "neon", accent: "magenta" }],
  ["TikTok clone, vivid purple look", { style: "neon", accent: "violet" }],
])("%s looks like %j", (request, look) => {
  const brief = understand(request);
  expect(brief.parameters["app-shell"]).toEqual(look);
  expect(brief.notUnderstood).toEqual([]);
});

test.each([
  ["TikTok clone without dark mode", { colourScheme: "light-only" }, []],
  ["TikTok clone, not dark", { colourScheme: "light-only" }, []],
  ["TikTok clone; dark mode is not needed", { colourScheme: "light-only" }, []],
  ["TikTok clone, not pink", { accent: "blue" }, []],
  [
    "TikTok clone, not dark but neon",
    { colourScheme: "light-only", style: "neon", accent: "magenta" },
    [],
  ],
  ["TikTok clone, not dark, likes and comments", { colourScheme: "light-only" }, []],
  ["TikTok clone without comments, dark", { colourScheme: "dark" }, ["comments"]],
  ["TikTok clone, no comments or dark mode", { colourScheme: "light-only" }, ["comments"]],
  ["TikTok clone without comments, with a dark theme", { colourScheme: "dark" }, ["comments"]],
])("%s looks like %j, without %j", (request, look, excluded) => {
  expect(lookOf(request)).toEqual(look);
  expect(understand(request).excluded.map(({ id }) => id)).toEqual(excluded);
  expect(understand(request).features.length).toBeGreaterThanOrEqual(7 - excluded.length);
});

test.each([
  ["TikTok clone for green houses", ["green", "houses"]],
  ["TikTok clone for cleaning companies", ["cleaning", "companies"]],
  ["TikTok clone, dark chocolate recipes", ["dark", "chocolate", "recipes"]],
  ["TikTok clone with red wine and blue cheese", ["red", "wine", "blue", "cheese"]],
  ["TikTok clone for red and green peppers", ["red", "green", "peppers"]],
  ["TikTok clone for light bulbs", ["light", "bulbs"]],
])("%s says nothing of the look", (request, notUnderstood) => {
  expect(lookOf(request)).toEqual({});
  expect(understand(request).notUnderstood).toEqual(notUnderstood);
});

test("a name is no look, and a look no name", () => {
  expect(lookOf('TikTok clone called "Dark Neon"')).toEqual({});
  expect(understand("profiles, dark").appName).toBe("Profiles");
});

test("the brief says which words chose the look, and what of them changes nothing", () => {
  const { assumptions } = understand("TikTok clone, pink and blue, neon");
  expect(assumptions).toContain(
    'The look: accent magenta ("pink"), style neon ("neon"), colour scheme dark (goes with "neon").',
  );
  expect(assumptions).toContain(
    '"blue" changes nothing: "pink" comes first, and an app has one of both.',
  );
});

test("a limit and a look stand beside each other", () => {
  expect(understand("TikTok clone, videos of at most 5 seconds, dark").parameters).toMatchObject({
    videos: { maxSeconds: 5 },
    "app-shell": { colourScheme: "dark" },
  });
});

test("words that only describe the look are understood by themselves", () => {
  const { parameters, assumptions } = lookByWords("dark and neon, but no pink", catalog);
  expect(parameters).toEqual({
    "app-shell": { colourScheme: "dark", style: "neon", accent: "blue" },
  });
  expect(assumptions).toHaveLength(1);
  expect(lookByWords("like our logo", catalog)).toEqual({ parameters: {}, assumptions: [] });
});
