import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSoundCatalog } from "../../../src/catalog/load-catalog.ts";
import { adaptFeatures } from "../../../src/plan/adapt/adapt-features.ts";
import { assemblePlan } from "../../../src/plan/assemble-plan.ts";
import { briefSchema, type Brief } from "../../../src/spec/brief.ts";
import { simulatedModel } from "../../intake/model-answers.ts";
import { protocolNames } from "../../models/model-call-fixtures.ts";

const model = simulatedModel();
const signal = new AbortController().signal;
const catalog = await loadSoundCatalog(join(import.meta.dirname, "../../../templates"));

const brief: Brief = {
  request:
    "TikTok clone, videos of at most 5 seconds, dark and neon like our logo #0a66ff, comments as short as a text message, with a rotating cube",
  appName: "Clipzy",
  slug: "clipzy",
  features: ["videos", "comments"].map((id) => ({ id, evidence: "TikTok clone" })),
  excluded: [],
  parameters: { videos: { maxSeconds: 5 } },
  assumptions: ["The app is named Clipzy."],
  notUnderstood: [],
};
const look = "dark and neon like our logo #0a66ff, with a rotating cube";
const shell = (parameter: string, value: unknown, evidence: string) => ({
  feature: "app-shell",
  parameter,
  value,
  evidence,
});
const good = {
  values: [
    shell("colourScheme", "dark", "dark"),
    shell("style", "neon", "neon"),
    shell("accent", "blue", "our logo #0a66ff"),
    {
      feature: "comments",
      parameter: "maxLength",
      value: 160,
      evidence: "short as a text message",
    },
  ],
  unmet: [
    {
      wish: "A rotating cube",
      reason: "The pages have no moving pictures",
      evidence: "rotating cube",
    },
  ],
};

function adapt(
  answers: readonly unknown[],
  {
    protocol = "openai-chat" as (typeof protocolNames)[number],
    given = look as string | null,
  } = {},
) {
  const { client, sent } = model.answering(answers, { protocol });
  const wishes = given === null ? [] : ["Comments are as short as a text message."];
  return { sent, result: adaptFeatures({ catalog, brief, look: given, wishes, client, signal }) };
}

test.each(protocolNames)("%s: wishes become parameters of the app", async (protocol) => {
  const { sent, result } = adapt([good], { protocol });
  const { brief: adapted, unmet, answers } = await result;
  expect(briefSchema.parse(adapted)).toEqual(adapted);
  expect(adapted.parameters).toEqual({
    videos: { maxSeconds: 5 },
    comments: { maxLength: 160 },
    "app-shell": { colourScheme: "dark", style: "neon", accent: "blue" },
  });
  expect(adapted.assumptions).toEqual([
    "The app is named Clipzy.",
    'As the request wants: Colour scheme dark ("dark"); Style neon ("neon"); Accent blue ("our logo #0a66ff"); Longest comment, in characters 160 ("short as a text message").',
    "Not met: A rotating cube. The pages have no moving pictures.",
  ]);
  expect(unmet).toEqual(good.unmet);
  expect(answers).toHaveLength(1);
  const [asked = ""] = sent();
  expect(asked).toContain(
    "- colourScheme: Colour scheme, system (light or dark, as the device is) or light (light at first; people can switch)",
  );
  expect(asked).toContain(
    "- maxSeconds: Longest video, in seconds, 4 to 600, else 60; set already: 5",
  );
  expect(asked).not.toContain("- follows:");
  const shellOf = assemblePlan(adapted, catalog).features.find(({ id }) => id === "app-shell");
  expect(shellOf?.parameters).toEqual({ colourScheme: "dark", style: "neon", accent: "blue" });
});

test("without a look and without wishes nothing is asked", async () => {
  const { sent, result } = adapt([good], { given: null });
  expect(await result).toEqual({ brief, unmet: [], answers: [] });
  expect(sent()).toEqual([]);
});

test.each([
  ["a value that is no choice", [shell("accent", "#0a66ff", "dark")], 'allowed are "rose"'],
  ["a number for a choice", [shell("accent", 210, "dark")], '"Accent" is 210'],
  [
    "a limit out of range",
    [{ ...good.values[3], value: 5 }],
    "allowed are whole numbers from 25 to 2000",
  ],
  ["a feature of another app", [{ ...good.values[3], feature: "feed" }], "no feature of the app"],
  ["an invented feature", [shell("__proto__", "dark", "dark")], 'no parameter "__proto__"'],
  ["a value twice", [good.values[0], good.values[0]], '"app-shell.colourScheme" is set twice'],
  [
    "another value than the request gives",
    [{ feature: "videos", parameter: "maxSeconds", value: 9, evidence: "at most 5 seconds" }],
    '"videos.maxSeconds" is 5 already',
  ],
  ["evidence of its own", [shell("accent", "red", "red")], '"red" does not occur in the request'],
  ["no answer at all", [], "No wish is answered"],
  ["control characters", [shell("accent", "red\u001b[2J", "dark")], "values.0.value"],
])("%s is sent back once, with what is wrong", async (_, values, finding) => {
  const { sent, result } = adapt([{ values, unmet: [] }, good]);
  expect((await result).brief.parameters["app-shell"]).toMatchObject({ accent: "blue" });
  expect(sent()).toHaveLength(2);
  expect(sent()[1]).toContain("That answer is not valid");
  expect(sent()[1]).toContain(finding);
});

test("an answer that stays wrong ends with what is wrong", async () => {
  const { sent, result } = adapt([{ ...good, values: [shell("accent", "glitter", "neon")] }]);
  await expect(result).rejects.toMatchObject({
    exitCode: 4,
    diagnostics: [{ code: "catalog-parameter-value", subject: { name: "app-shell.accent" } }],
  });
  expect(sent()).toHaveLength(2);
});
