import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../src/catalog/load-catalog.ts";
import type { Understanding } from "../../src/intake/understanding.ts";
import { adaptBrief } from "../../src/pipeline/adapt-brief.ts";
import { simulatedModel } from "../intake/model-answers.ts";

const model = simulatedModel();
const signal = new AbortController().signal;
const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../templates"));

const understanding: Understanding = {
  brief: {
    request: "TikTok clone, dark and neon, comments upside down",
    appName: "Clipzy",
    slug: "clipzy",
    features: [{ id: "comments", evidence: "comments" }],
    excluded: [],
    parameters: { comments: { maxLength: 300 } },
    assumptions: [],
    notUnderstood: [],
  },
  wishes: [],
  look: "dark and neon",
  changes: ["Comments are upside down."],
  questions: [],
};
const wrong = { values: [], unmet: [] };

test("what a model chooses is in the brief", async () => {
  const style = { feature: "app-shell", parameter: "style", value: "neon", evidence: "neon" };
  const { client } = model.answering([{ values: [style], unmet: [] }]);
  const brief = await adaptBrief(understanding, { catalog, client, signal });
  expect(brief.parameters).toEqual({
    comments: { maxLength: 300 },
    "app-shell": { style: "neon" },
  });
});

test("when its answers cannot be used, plain words are understood and the rest is told", async () => {
  const { client, sent } = model.answering([wrong]);
  const brief = await adaptBrief(understanding, { catalog, client, signal });
  expect(sent()).toHaveLength(2);
  expect(brief.parameters).toEqual({
    comments: { maxLength: 300 },
    "app-shell": { colourScheme: "dark", style: "neon", accent: "magenta" },
  });
  expect(brief.assumptions).toEqual([
    'The look: colour scheme dark ("dark"), style neon ("neon"), accent magenta (goes with "neon").',
    "Not met: Comments are upside down. The model's answer about it could not be used.",
  ]);
});

test("a look without known words is told", async () => {
  const { client } = model.answering([wrong]);
  const brief = await adaptBrief(
    { ...understanding, look: "like the sea", changes: [] },
    { catalog, client, signal },
  );
  expect(brief.parameters).toEqual({ comments: { maxLength: 300 } });
  expect(brief.assumptions.join()).toContain("Not met: like the sea.");
});
